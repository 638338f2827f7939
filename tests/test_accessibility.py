"""For every reader: axe-core, the keyboard, screen readers, reduced motion, fingers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import find_browser
from conftest import ROOT
from samples import ANSWER, ANSWERS, KINDS, OPEN, PREFIXES, UNROLLED

AXE = ROOT / "node_modules/axe-core/axe.min.js"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
SETTLED = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""
"""Until sizes are observed: that is when boxes that scroll become focusable."""


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def judged(browser: Browser, scheme: str) -> Iterator[Page]:
    """A page in one colour scheme, into which axe-core gets past the site's policy."""
    context = browser.new_context(
        viewport=DESKTOP,  # type: ignore[arg-type]
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    context.add_init_script(path=AXE)
    page = context.new_page()
    yield page
    context.close()


def violations(page: Page, **rules: bool) -> list[str]:
    """Return what axe finds with its default rules and those switched on, and what it doubts.

    Doubts about contrast stay out: axe cannot judge single characters, which formulas
    are made of; their colour is that of the text around them.
    """
    page.add_style_tag(content=UNROLLED)
    page.evaluate(SETTLED)
    options = {
        "rules": {name: {"enabled": on} for name, on in rules.items()},
        "resultTypes": ["violations", "incomplete"],  # of what passes, one node a rule
    }
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    assert len(found["passes"]) > 20, "axe has looked at the page"
    doubts = [rule for rule in found["incomplete"] if rule["id"] != "color-contrast"]
    return [
        f"{page.url} {rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in [*found["violations"], *doubts]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_axe_finds_nothing_on_twenty_pages(judged: Page, site: str, prefix: str) -> None:
    assert len(KINDS + ANSWERS) == 20
    for path in KINDS + ANSWERS:
        judged.goto(f"{site}/{prefix}{path}")
        assert violations(judged) == []


@pytest.mark.parametrize("prefix", PREFIXES)
def test_axe_finds_nothing_in_other_states(judged: Page, site: str, prefix: str) -> None:
    judged.goto(f"{site}/{prefix}{ANSWER}")
    judged.locator("#self-test").check()
    assert violations(judged) == [], "self-test"
    judged.locator(".q-reveal").click()
    judged.locator(".q-checklist input").first.check()
    assert violations(judged) == [], "the answer shown, a point ticked"
    for query in ("softmax", "kubernetes"):
        judged.goto(f"{site}/{prefix}training/")
        judged.keyboard.press("/")
        judged.locator(".md-search__input").fill(query)
        expect(judged.locator(".q-search__meta")).to_contain_text(re.compile(r"\d|没有|Nothing"))
        assert violations(judged) == [], "search"
    judged.goto(f"{site}/{prefix}training/?level=3&status=open")
    expect(judged.locator(".q-filter__none")).to_be_hidden()
    assert violations(judged) == [], "filtered"


@pytest.mark.parametrize(("scheme", "prefix"), [("light", ""), ("dark", "en/")])
def test_axe_finds_nothing_on_a_phone(judged: Page, site: str, prefix: str) -> None:
    """Targets of 24 px (WCAG 2.2, 2.5.8) are a rule that axe leaves off unless asked."""
    judged.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for path in (*KINDS, ANSWER):
        judged.goto(f"{site}/{prefix}{path}")
        assert violations(judged, **{"target-size": True}) == []
    judged.locator(".q-menu").click()
    expect(judged.locator("#nav")).to_be_visible()
    assert violations(judged, **{"target-size": True}) == [], "drawer"
    judged.keyboard.press("Escape")
    judged.locator(".q-header .q-search-open").click()
    judged.locator(".md-search__input").fill("softmax")
    judged.locator(".md-search-result__link").first.wait_for()
    assert violations(judged, **{"target-size": True}) == [], "search"


def test_axe_would_find_a_fault(browser: Browser, site: str) -> None:
    page = browser.new_page(bypass_csp=True)
    page.add_init_script(path=AXE)
    page.goto(f"{site}/{ANSWER}")
    page.evaluate("document.querySelector('#references').lastChild.style.color = '#ddd'")
    page.evaluate("document.querySelector('#references').prepend('grey on white')")
    page.evaluate("document.querySelector('#references').style.color = '#ddd'")
    assert any("color-contrast" in fault for fault in violations(page))
    page.close()


@pytest.mark.parametrize("selector", [".q-menu", ".q-search-open", ".q-scheme", ".q-language"])
def test_main_controls_are_large(browser: Browser, site: str, selector: str) -> None:
    check_size(browser, site, f".q-header {selector}")


def test_self_test_switch_is_large(browser: Browser, site: str) -> None:
    check_size(browser, site, ".q-switch")


def check_size(browser: Browser, site: str, selector: str) -> None:
    for prefix in PREFIXES:
        page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
        page.goto(f"{site}/{prefix}{ANSWER}")
        box = page.locator(selector).bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 40, box
        page.close()


# ---- The keyboard


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport=DESKTOP,  # type: ignore[arg-type]
        reduced_motion="reduce",  # what appears on focus does so at once
    )
    yield context.new_page()
    context.close()


LOG_FOCUS = """() => {
  // Tab should reach all that is there now, in this order, and nothing else but the link
  // that shows on focus and the boxes that scroll.
  window.wanted = [...document.querySelectorAll("a[href], button, input, select")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }));
  window.focused = [];
  addEventListener("focusin", ({ target }) => {
    const style = getComputedStyle(target);
    const box = target.getBoundingClientRect();
    const wrong = [];
    // The search box draws its focus around the form.
    const form = target.matches(".md-search__input") && getComputedStyle(target.form);
    const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const alpha = Number(style.outlineColor.match(/[\\d.]+/g)[3] ?? 1);
    if (!(drawn && alpha > 0) && !(form && form.boxShadow !== "none")) wrong.push("no outline");
    if (box.width < 2 || box.height < 2 || Number(style.opacity) < 1) wrong.push("cannot be seen");
    const [above, beside] = [box.bottom < 0, box.right < 0];
    if (above || beside || box.top > innerHeight || box.left > innerWidth) wrong.push("elsewhere");
    focused.push([wanted.indexOf(target), target.outerHTML.slice(0, 120), wrong]);
  });
  return wanted.length;
}"""


@pytest.mark.parametrize("path", ["", "training/", "status/", OPEN, ANSWER, f"en/{ANSWER}"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_tab_reaches_everything_in_order_and_shows_where_it_is(
    page: Page, site: str, path: str, size: dict[str, int]
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(f"{site}/{path}", wait_until="networkidle")
    page.wait_for_timeout(100)  # copy buttons come when the page is idle
    wanted: int = page.evaluate(LOG_FOCUS)
    assert wanted > 10
    for _ in range(wanted + 60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
    else:
        pytest.fail("Tab never leaves the page")
    focused: list[tuple[int, str, list[str]]] = page.evaluate("focused")
    assert [number for number, _, _ in focused if number >= 0] == list(range(wanted))
    assert [(name, wrong) for _, name, wrong in focused if wrong] == []


def test_skip_link_is_first_and_leads_to_the_text(page: Page, site: str) -> None:
    page.goto(f"{site}/{ANSWER}")
    page.keyboard.press("Tab")
    skip = page.locator(".q-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("article a").first).to_be_focused()


def test_search_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    big = page.locator(".q-hero__search")
    big.focus()
    page.keyboard.press("/")
    box = page.locator(".md-search__input")
    expect(box).to_be_focused()
    page.keyboard.type("residual connection")
    links = page.locator(".md-search-result__link")
    links.nth(2).wait_for()
    page.wait_for_timeout(300)  # the list is filled in steps
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    expect(links.nth(0)).to_have_css("outline-style", "solid")
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.last).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".q-search__output")).to_be_hidden()
    expect(big).to_be_focused()
    page.keyboard.press("/")
    expect(box).to_have_value("residual connection")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/foundations/residual-connections-in-transformer/**")


@pytest.mark.parametrize("query", ["#113", "2.17"])
def test_enter_in_the_search_box_opens_the_first_result(page: Page, site: str, query: str) -> None:
    page.goto(f"{site}/{ANSWER}")
    page.keyboard.press("/")
    page.keyboard.type(query)
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{OPEN}**")


def test_search_on_a_phone_gives_focus_back(page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{site}/{ANSWER}")
    button = page.locator(".q-header .q-search-open")
    for way in ("Escape", "close"):
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".md-search__input")).to_be_focused()
        if way == "Escape":
            page.keyboard.press("Escape")
        else:
            page.keyboard.press("Shift+Tab")
            expect(page.locator(".q-search__close")).to_be_focused()
            page.keyboard.press("Enter")
        expect(page.locator(".q-search")).to_be_hidden()
        expect(button).to_be_focused()


def test_drawer_by_keyboard(page: Page, site: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{site}/{ANSWER}")
    menu, drawer = page.locator(".q-menu"), page.locator("#nav")
    expect(drawer).to_be_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    expect(drawer).to_be_visible()
    page.keyboard.press("Tab")
    expect(drawer.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(menu).to_be_focused()


def test_switches_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/{ANSWER}")
    for selector in ("#self-test", ".q-checklist input >> nth=1"):
        box = page.locator(selector)
        for state in (True, False):
            box.focus()
            page.keyboard.press("Space")
            expect(box).to_be_checked(checked=state)
    page.locator("#self-test").press("Space")
    page.keyboard.press("Tab")
    expect(page.locator(".q-reveal")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#short-answer")).to_be_focused()
    page.goto(f"{site}/training/")
    page.locator(".q-filter [value='3']").press("Space")
    expect(page.locator(".q-list__item:visible[data-level='1']")).to_have_count(0)
    page.locator(".q-filter select").press("ArrowDown")
    assert page.locator(".q-filter select").input_value()
    page.locator(".q-scheme").press("Enter")
    expect(page.locator("html")).to_have_attribute("data-md-color-scheme", "slate")


@pytest.mark.parametrize("kind", [".highlight", ".q-formula"])
def test_copy_buttons_show_when_focused(page: Page, site: str, kind: str) -> None:
    page.goto(f"{site}/{ANSWER}")
    button = page.locator(f"{kind} > .q-copy").first
    expect(button).to_have_css("opacity", "0")
    button.focus()
    expect(button).to_have_css("opacity", "1")
    expect(button).to_have_accessible_name(re.compile("复制"))


def test_what_scrolls_sideways_takes_focus(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 200, "height": 740})  # so narrow that all of them scroll
    page.goto(f"{site}/training/linear-complexity-attention/")
    page.add_style_tag(content=UNROLLED)
    page.evaluate(SETTLED)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll("article *")]
          .filter((e) => e.scrollWidth > e.clientWidth)
          .filter((e) => /auto|scroll/.test(getComputedStyle(e).overflowX))
          .map((e) => [e.className || e.localName, e.tabIndex])"""
    )
    assert {"tex", "md-typeset__scrollwrap", "code"} <= {name for name, _ in boxes}
    assert [box for box in boxes if box[1] != 0] == []
    box = page.locator("article code[tabindex='0']").first
    box.press("ArrowRight")
    page.wait_for_timeout(200)
    assert box.evaluate("box => box.scrollLeft") > 0


# ---- Screen readers


@pytest.mark.parametrize(("prefix", "lang", "other"), [("", "zh", "en"), ("en/", "en", "zh")])
def test_language_is_told(page: Page, site: str, prefix: str, lang: str, other: str) -> None:
    for path in KINDS:
        page.goto(f"{site}/{prefix}{path}")
        expect(page.locator("html")).to_have_attribute("lang", lang)
        link = page.locator(".q-language")
        expect(link).to_have_attribute("lang", other)
        expect(link).to_have_attribute("hreflang", other)
        assert page.locator("[lang]").count() == 2


def test_every_formula_has_mathml_and_is_drawn_for_eyes_only(built: tuple[Path, str]) -> None:
    count = 0
    for file in (built[0] / "site").rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        formulas = html.count('<span class="katex">')
        maths = re.findall(
            r'<span class="katex-mathml"><math [^>]*>(?:(?!</math>).)*'
            r'<annotation encoding="application/x-tex">[^<]+</annotation>',
            html,
            re.DOTALL,
        )
        assert len(maths) == formulas == html.count('<span class="katex-html" aria-hidden="true">')
        count += formulas
    assert count > 10_000


def test_a_screen_reader_meets_each_formula_once(browser: Browser, site: str) -> None:
    """In a browser that knows of a screen reader: it prepares what is far below for it."""
    told = browser.browser_type.launch(
        executable_path=find_browser(), args=["--no-sandbox", "--force-renderer-accessibility"]
    )
    page = told.new_page()
    page.goto(f"{site}/{ANSWER}")
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    formulas = page.locator(".katex").count()
    assert formulas > 50 and roles.count("MathMLMath") == formulas
    for place in (0, formulas - 1):
        drawn = f"document.querySelectorAll('.katex-html')[{place}].querySelector('.mord')"
        found = session.send("Runtime.evaluate", {"expression": drawn})["result"]
        of = {"objectId": found["objectId"], "fetchRelatives": False}
        (node,) = session.send("Accessibility.getPartialAXTree", of)["nodes"]
        assert node["ignored"]
        reasons = {reason["name"] for reason in node["ignoredReasons"]}
        assert reasons & {"ariaHiddenElement", "ariaHiddenSubtree"}
    told.close()


# ---- Motion

MOVING = """() => {
  const moving = [];
  for (const element of document.querySelectorAll("*")) {
    for (const pseudo of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, pseudo);
      const lasts = style.transitionDuration.split(", ").some((d) => parseFloat(d) > 0);
      const changes = lasts && style.transitionProperty !== "none";
      if (changes || style.animationName !== "none" || style.scrollBehavior !== "auto")
        moving.push(element.outerHTML.slice(0, 80));
    }
  }
  return moving;
}"""


def test_reduced_motion_moves_nothing(browser: Browser, site: str) -> None:
    for motion in ("reduce", "no-preference"):
        page = browser.new_page(reduced_motion=motion)  # type: ignore[arg-type]
        moving = []
        for path in ("", "training/", ANSWER):
            page.goto(f"{site}/{path}")
            moving += page.evaluate(MOVING)
        assert (moving == []) == (motion == "reduce")
        page.close()
