"""Nobody else is asked, nothing is kept unasked, and only the site's own script runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from samples import ANSWER, ANSWERS, KINDS, PREFIXES

KEPT = """async () => ({
  local: { ...localStorage },
  session: { ...sessionStorage },
  databases: (await indexedDB.databases()).length,
  cookie: document.cookie,
})"""
NOTHING = {"local": {}, "session": {}, "databases": 0, "cookie": ""}
LINKED = "[...document.head.querySelectorAll('link')].flatMap((link) => [...link.relList])"
WATCH = """
  window.violations = [];
  addEventListener("securitypolicyviolation", (event) =>
    violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""


class Watched:
    """A browser context with all that it asked for and that its pages complained of."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.hosts: set[str] = set()
        self.messages: list[str] = []
        context.add_init_script(WATCH)
        context.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        context.on(
            "console",
            lambda m: self.messages.append(m.text) if m.type in ("error", "warning") else None,
        )
        context.on("weberror", lambda error: self.messages.append(str(error.error)))
        self.page = context.new_page()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context()
    yield Watched(context)
    context.close()


def use_everything(page: Page) -> None:
    """Search and follow a result: the worker and its files run under the policy too."""
    page.keyboard.press("/")
    page.locator(".md-search__input").fill("softmax")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("prefix", PREFIXES)
def test_no_page_asks_others_keeps_anything_or_breaks_the_policy(
    watched: Watched, site: str, prefix: str
) -> None:
    page = watched.page
    for path in KINDS + ANSWERS:
        page.goto(f"{site}/{prefix}{path}", wait_until="load")
        assert page.evaluate(KEPT) == NOTHING
        assert page.evaluate("violations") == []
        # Firefox fetches "next" pages in advance, which the policy forbids.
        assert set(page.evaluate(LINKED)) <= {"icon", "stylesheet", "canonical", "alternate"}
    page.locator(".q-language").click()
    use_everything(page)
    assert page.evaluate(KEPT) == NOTHING
    assert page.evaluate("violations") == []
    assert watched.messages == []
    assert watched.hosts == {urlsplit(site).netloc}
    assert watched.context.cookies() == []


def test_what_a_reader_chooses_is_kept_and_can_be_taken_back(watched: Watched, site: str) -> None:
    page = watched.page
    page.goto(f"{site}/{ANSWER}")
    choices = (".q-scheme", "#self-test", ".q-checklist input >> nth=0")
    page.locator("#self-test").click()
    page.locator(".q-reveal").click()
    page.locator(".q-scheme").click()
    page.locator(".q-checklist input").first.click()
    kept = page.evaluate(KEPT)
    assert kept == NOTHING | {
        "local": {
            "qkv.scheme": "slate",
            "qkv.self-test": "on",
            "qkv.points.very-deep-transformer-problems": "0",
        }
    }
    for choice in choices[:2]:
        page.locator(choice).click()
    page.locator(choices[2]).click()
    assert page.evaluate(KEPT) == NOTHING


INJECTED = """<script>ran.push("inline script")</script>
<img src="data:," onerror="ran.push('inline handler')">
<a id="address" href="javascript:ran.push('address')">x</a>
<svg onload="ran.push('svg handler')"></svg>
<iframe srcdoc="<script>parent.ran.push('frame')</script>"></iframe>
<base href="https://elsewhere.example/">
"""
LATER = """async () => {
  const script = document.createElement("script");
  script.textContent = "ran.push('added script')";
  document.body.append(script);
  document.querySelector("#address").click();
  // Later, when this call, which the browser allows everything, is over.
  setTimeout(() => (0, eval)("ran.push('eval')"));
  setTimeout("ran.push('timer')");
  await fetch("https://elsewhere.example/").then(() => ran.push("fetch"), () => {});
  await new Promise((done) => setTimeout(done, 200));
  return [ran, document.baseURI];
}"""


def attack(context: BrowserContext, site: str) -> tuple[list[str], str, list[str]]:
    """Open a page into which a stranger got HTML; return what of it ran, and what was told."""

    def inject(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace("<h1", INJECTED + "<h1", 1)
        assert INJECTED in body
        route.fulfill(response=answer, body=body)

    context.add_init_script("window.ran = [];" + WATCH)
    page = context.new_page()
    page.route(f"{site}/{ANSWER}", inject)
    page.route("https://elsewhere.example/**", lambda route: route.fulfill(body="reached"))
    page.goto(f"{site}/{ANSWER}")
    ran, base = page.evaluate(LATER)
    told: list[str] = page.evaluate("violations")
    return ran, base, told


def test_foreign_script_does_not_run(browser: Browser, site: str) -> None:
    context = browser.new_context()
    ran, base, told = attack(context, site)
    assert ran == []
    assert base == f"{site}/{ANSWER}"
    for rule in ("script-src-elem inline", "script-src-attr inline", "connect-src", "base-uri"):
        assert any(violation.startswith(rule) for violation in told), rule
    context.close()


def test_the_same_runs_without_the_policy(browser: Browser, site: str) -> None:
    """So that the test above means something."""
    context = browser.new_context(bypass_csp=True)
    ran, _, told = attack(context, site)
    assert {"inline script", "inline handler", "added script", "address", "eval"} <= set(ran)
    assert told == []
    context.close()


def test_policy_allows_no_inline_script(watched: Watched, site: str) -> None:
    policies: set[Any] = set()
    for prefix in PREFIXES:
        for path in KINDS + ANSWERS[:1]:
            watched.page.goto(f"{site}/{prefix}{path}")
            metas = watched.page.locator("head > meta[http-equiv='Content-Security-Policy']")
            policies.add(metas.get_attribute("content"))
            # What stands before it would run without it.
            before = "[...arguments[0].parentElement.children].indexOf(arguments[0])"
            assert metas.evaluate(f"(...arguments) => {before}") <= 1
    (policy,) = policies
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for source in ("'unsafe-inline'", "'unsafe-eval'", "*", "https:", "data:"):
        assert source not in rules["script-src"].split()
