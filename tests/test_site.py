"""The built site in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

PAGES = (
    "",
    "foundations/",
    "training/reduce-feed-forward-parameters/",
    "training/very-deep-transformer-problems/",
    "topics/",
    "status/",
    "contribute/",
)
ANSWER = "training/very-deep-transformer-problems/"


class Visit:
    """A page with everything it asked for and complained of."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.page: Page = context.new_page()
        self.site = site
        self.hosts: set[str] = set()
        self.failed: list[str] = []
        self.messages: list[str] = []
        self.page.on("request", lambda r: self.hosts.add(urlsplit(r.url).netloc))
        self.page.on("response", lambda r: self.failed.append(r.url) if r.status >= 400 else None)
        self.page.on("pageerror", lambda e: self.messages.append(str(e)))
        self.page.on(
            "console",
            lambda m: self.messages.append(m.text) if m.type in ("error", "warning") else None,
        )

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.site}/{path}", wait_until="networkidle")
        return self.page

    def search(self, query: str) -> list[str]:
        """Return the addresses of the results for what somebody types."""
        self.page.keyboard.press("/")
        box = self.page.locator(".md-search__input")
        expect(box).to_be_focused()
        box.fill(query)
        first = self.page.locator(".md-search-result__link").first
        first.wait_for(timeout=10_000)
        self.page.wait_for_timeout(200)  # the list is filled in steps
        return [
            urlsplit(str(link.get_attribute("href"))).path.removeprefix("/")
            for link in self.page.locator(".q-search__list li > :first-child").all()
        ]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Visit(context, site)
    context.close()


@pytest.mark.parametrize("path", [prefix + p for prefix in ("", "en/") for p in PAGES])
def test_pages_open_quietly_and_alone(visit: Visit, site: str, path: str) -> None:
    visit.open(path)
    assert visit.messages == []
    assert visit.failed == []
    assert visit.hosts == {urlsplit(site).netloc}
    expect(visit.page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize("path", [prefix + p for prefix in ("", "en/") for p in PAGES])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_has_no_sideways_scroll(browser: Browser, site: str, path: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = Visit(context, site).open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_language_switch_keeps_question_and_section(visit: Visit) -> None:
    page = visit.open(ANSWER + "#mistakes")
    page.locator(".q-language[hreflang=en]").click()
    page.wait_for_url(f"**/en/{ANSWER}#mistakes")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#mistakes")).to_be_in_viewport()
    page.locator(".q-language[hreflang=zh]").click()
    page.wait_for_url(f"**/{ANSWER}#mistakes")
    expect(page.locator("html")).to_have_attribute("lang", "zh")


@pytest.mark.parametrize(
    ("path", "query", "slug"),
    [
        ("", "113", "training/reduce-feed-forward-parameters/"),
        ("", "#113", "training/reduce-feed-forward-parameters/"),
        ("", "第113题", "training/reduce-feed-forward-parameters/"),
        ("", "2.17", "training/reduce-feed-forward-parameters/"),
        ("", "残差", "foundations/residual-connections-in-transformer/"),
        ("", "多头注意力 实现", "internals/multi-head-attention-implementation/"),
        ("", "FlashAttention", "performance/flashattention/"),
        ("", "知识蒸馏", "applications/knowledge-distillation/"),
        ("en/", "#46", "en/internals/attention-score-and-relevance/"),
        ("en/", "quantization", "en/performance/model-quantization/"),
        ("en/", "residual connection", "en/foundations/residual-connections-in-transformer/"),
        ("en/", "teacher forcing", "en/internals/teacher-forcing/"),
        ("en/", "层归一化", "en/foundations/why-layernorm-not-batchnorm/"),
    ],
)
def test_search_finds(visit: Visit, path: str, query: str, slug: str) -> None:
    visit.open(path)
    results = visit.search(query)
    assert slug in results[:3]
    assert all(r.startswith("en/") == (path == "en/") for r in results), "one language only"
    assert visit.messages == []


def test_search_finds_text_of_an_answer_and_leads_to_its_section(visit: Visit) -> None:
    page = visit.open("en/")
    assert visit.search("DeepNorm")[0] == "en/" + ANSWER
    section = page.locator(".q-search__list li").first.locator(".md-search-result__link")
    assert "#" in str(section.nth(1).get_attribute("href"))
    section.nth(1).click()
    page.wait_for_url(f"**/en/{ANSWER}**")


def test_search_fetches_nothing_before_a_query(visit: Visit) -> None:
    fetched: list[str] = []
    visit.page.on("request", lambda r: fetched.append(r.url))
    visit.open("")
    assert not [url for url in fetched if "/search/zh.json" in url or "minisearch" in url]
    visit.search("注意力")
    assert [url for url in fetched if "/search/zh.json" in url]


def test_formula_is_drawn_by_its_own_fonts(visit: Visit) -> None:
    page = visit.open(ANSWER)
    formula = page.locator("div.tex .katex-html").first
    box = formula.bounding_box()
    assert box is not None and box["width"] > 40 and box["height"] > 15
    assert page.evaluate("document.fonts.check('16px KaTeX_Main')")
    assert page.locator(".katex math annotation").count() > 10
    assert page.locator(".tex-error").count() == 0


def test_answers_read_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{ANSWER}")
    expect(page.locator("#explanation")).to_be_visible()
    expect(page.locator("div.tex .katex-html").first).to_be_visible()
    expect(page.locator(".q-nav__question--here")).to_have_count(1)
    page.locator(".q-neighbour--next").click()
    expect(page.locator("h1")).to_be_visible()
    page.goto(f"{site}/training/")
    assert page.locator(".q-list__item").count() == 29
    page.goto(f"{site}/{ANSWER}")
    page.locator(".q-language[hreflang=en]").click()
    page.wait_for_url(f"**/en/{ANSWER}")
    context.close()


def test_neighbours_and_breadcrumbs(visit: Visit) -> None:
    page = visit.open("en/" + ANSWER)
    crumbs = page.locator(".q-breadcrumbs a")
    assert crumbs.all_inner_texts() == ["Home", "2 Training and optimization"]
    page.locator(".q-neighbour--next").click()
    page.wait_for_url("**/en/training/reduce-embedding-parameters-at-scale/")
    page.locator(".q-neighbour--prev").click()
    page.wait_for_url(f"**/en/{ANSWER}")


def test_current_question_is_in_sight_in_the_sidebar(visit: Visit) -> None:
    page = visit.open("training/distributed-training-and-zero/")
    expect(page.locator(".q-nav__question--here")).to_be_in_viewport()


def test_topics_lead_to_their_questions(visit: Visit) -> None:
    page = visit.open("en/" + ANSWER)
    page.locator(".q-meta .q-topic").first.click()
    page.wait_for_url("**/en/topics/#*")
    assert page.locator("h2:target + .q-list .q-list__item").count() >= 1


def test_not_found_page_leads_on(browser: Browser, built: tuple[Path, str], site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/en/404.html")
    page.locator("article a").first.click()
    page.wait_for_url("**/foundations/")
    context.close()


def test_data_is_served(visit: Visit, site: str) -> None:
    answer = visit.page.request.get(f"{site}/questions.json")
    assert len(json.loads(answer.body())["questions"]) == 110
