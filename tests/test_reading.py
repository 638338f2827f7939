"""Reading, practising and finding one's way: the answer page, lists, home, paper, phone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import ROOT
from samples import ANSWER, ANSWERS, KINDS, OPEN, PREFIXES, UNROLLED

NEXT = "training/reduce-embedding-parameters-at-scale/"
LATE = "scenarios/clip/"
"""Answered last, see conftest."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="module")
def questions(built: tuple[Path, str]) -> list[dict[str, Any]]:
    data = json.loads((built[0] / "site/questions.json").read_text(encoding="utf-8"))
    entries: list[dict[str, Any]] = data["questions"]
    return entries


# ---- Self-test


def test_self_test_hides_the_answer_here_and_on_the_next_page(page: Page, site: str) -> None:
    page.goto(f"{site}/{ANSWER}")
    page.locator("#self-test").check()
    for _ in range(2):
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".q-selftest__ask")).to_be_visible()
        below = page.locator(".q-selftest ~ *:visible")
        expect(below).to_have_count(0)
        expect(page.locator(".q-toc")).to_be_hidden()
        page.goto(f"{site}/{NEXT}")
        expect(page.locator("#self-test")).to_be_checked()
    page.locator(".q-reveal").click()
    for part in ("#short-answer", "#references", ".q-toc", ".q-mend"):
        expect(page.locator(part)).to_be_visible()
    expect(page.locator(".q-selftest__ask")).to_be_hidden()
    page.reload()
    expect(page.locator("#short-answer")).to_be_hidden()
    page.locator("#self-test").uncheck()
    expect(page.locator("#short-answer")).to_be_visible()
    page.reload()
    expect(page.locator("#short-answer")).to_be_visible()


def test_a_link_into_the_answer_shows_it(page: Page, site: str) -> None:
    page.goto(f"{site}/{ANSWER}")
    page.locator("#self-test").check()
    page.goto(f"{site}/{NEXT}#mistakes")
    expect(page.locator("#mistakes")).to_be_in_viewport()
    page.goto(f"{site}/en/{NEXT}")
    expect(page.locator("#mistakes")).to_be_hidden()
    page.evaluate("location.hash = '#follow-ups'")
    expect(page.locator("#follow-ups")).to_be_in_viewport()
    page.goto(f"{site}/en/{ANSWER}")
    page.keyboard.press("/")
    page.locator(".md-search__input").fill("DeepNorm")
    page.locator(".q-hit-section").first.click()
    page.wait_for_url(f"**/en/{ANSWER}*#*")
    expect(page.locator("h2:target, h3:target")).to_be_in_viewport()


@pytest.mark.parametrize("place", ["#%", "#%E4%", "#nowhere", "#"])
def test_an_address_may_say_anything(page: Page, site: str, place: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{site}/{ANSWER}")
    page.locator("#self-test").check()
    page.goto(f"{site}/{NEXT}{place}")
    page.keyboard.press("/")
    page.locator(".md-search__input").fill("DeepNorm")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert errors == []


def test_open_questions_have_no_self_test(page: Page, site: str) -> None:
    page.goto(f"{site}/{ANSWER}")
    page.locator("#self-test").check()
    page.goto(f"{site}/{OPEN}")
    expect(page.locator("#self-test")).to_have_count(0)
    expect(page.locator(".q-banner--open")).to_be_visible()


def test_key_points_stay_ticked_in_both_languages(page: Page, site: str) -> None:
    page.goto(f"{site}/{ANSWER}")
    boxes = page.locator(".q-checklist input")
    count = boxes.count()
    assert 4 <= count <= 8
    for n in (0, 2):
        boxes.nth(n).check()
    for path in (ANSWER, f"en/{ANSWER}"):
        page.goto(f"{site}/{path}")
        assert [box.is_checked() for box in boxes.all()] == [n in (0, 2) for n in range(count)]
        expect(page.locator(".q-checklist-count")).to_have_text(f"2/{count}")
    boxes.nth(2).uncheck()
    page.goto(f"{site}/{ANSWER}")
    expect(page.locator(".q-checklist-count")).to_have_text(f"1/{count}")
    page.goto(f"{site}/{NEXT}")
    expect(page.locator(".q-checklist :checked")).to_have_count(0)


# ---- Copying


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()")).replace("\r\n", "\n")


def test_copied_text_has_its_formulas_as_latex(page: Page, site: str) -> None:
    page.goto(f"{site}/{ANSWER}")
    formulas: list[str] = page.evaluate(
        """() => {
          const paragraph = document.querySelector("#explanation ~ p:has(.katex)");
          getSelection().selectAllChildren(paragraph);
          return [...paragraph.querySelectorAll("annotation")].map((a) => a.textContent);
        }"""
    )
    page.keyboard.press("Control+c")
    copied = clipboard(page)
    assert formulas
    for tex in formulas:
        assert f"${tex}$" in copied
    assert "\u200b" not in copied


def test_copy_buttons_of_formulas_and_code(page: Page, site: str) -> None:
    page.goto(f"{site}/en/{ANSWER}")
    formula = page.locator(".q-formula").nth(1)
    formula.hover()
    formula.locator(".q-copy").click()
    expect(formula.locator(".q-copy")).to_have_attribute("data-done", "Copied")
    tex = str(formula.locator("annotation").text_content())
    assert clipboard(page) == tex.strip()
    source = (ROOT / "docs" / ANSWER.rstrip("/")).with_suffix(".en.md").read_text(encoding="utf-8")
    assert clipboard(page) in source
    for language, suffix in (("python", ".py"), ("text", ".out")):
        code = page.locator(f".language-{language}.highlight").last
        code.hover()
        code.locator(".q-copy").click()
        expect(code.locator(".q-copy")).to_have_attribute("data-done", "Copied")
        file = (ROOT / "docs" / ANSWER.rstrip("/")).with_suffix(suffix)
        assert clipboard(page) == file.read_text(encoding="utf-8")


# ---- Paper


def test_print_shows_the_answer_and_nothing_to_click(page: Page, site: str) -> None:
    page.goto(f"{site}/{ANSWER}")
    screen = page.pdf()
    page.locator("#self-test").check()
    page.emulate_media(media="print", color_scheme="dark")
    for part in (".q-header", ".q-side", ".q-toc", ".q-footer", ".q-selftest", ".q-mend", "button"):
        assert page.locator(part).count() > 0
        expect(page.locator(f"{part}:visible")).to_have_count(0)
    for part in ("h1", "#short-answer", ".q-checklist", "#experiment", "#references", ".katex"):
        expect(page.locator(part).first).to_be_visible()
    paper = page.pdf()
    assert paper.startswith(b"%PDF-") and sheets(paper) == sheets(screen) > 3


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


DIM = """() => {
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const contrastWithWhite = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((value) => linear(value / 255));
    return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
  };
  const texts = "article :is(h1, h2, p, li, code span, .katex, td, figcaption, output)";
  return [...document.querySelectorAll(texts)]
    .filter((element) => element.textContent.trim() && element.checkVisibility())
    .filter((element) => contrastWithWhite(getComputedStyle(element).color) < 4.5)
    .map((element) => element.outerHTML.slice(0, 80));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_text_is_black(browser: Browser, site: str, scheme: str) -> None:
    page = browser.new_page(
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",  # the colours change at once
    )
    page.goto(f"{site}/{ANSWER}")
    page.emulate_media(media="print")
    dim: list[str] = page.evaluate(DIM)
    assert dim == [], "unreadable on white"
    page.close()


# ---- What a page says of itself


@pytest.mark.parametrize(
    ("path", "minutes", "changed", "day"),
    [
        (ANSWER, r"约 [1-9]\d? 分钟", "最近修改", "2025-01-01"),
        (f"en/{LATE}", r"[1-9]\d? min read", "Last changed", "2026-01-01"),
    ],
)
def test_reading_time_and_last_change(
    page: Page, site: str, path: str, minutes: str, changed: str, day: str
) -> None:
    page.goto(f"{site}/{path}")
    expect(page.locator(".q-minutes")).to_have_text(re.compile(f"^{minutes}$"))
    note = page.locator(".q-mend")
    expect(note).to_contain_text(changed)
    expect(note.locator("time")).to_have_text(day)


# ---- Lists


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def listing(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def shown(page: Page) -> set[str]:
    """Return the questions that a list shows."""
    links = page.locator(".q-list__item:visible .q-list__title").all()
    return {str(link.get_attribute("href")).rstrip("/").rsplit("/")[-1] for link in links}


@pytest.mark.parametrize(("prefix", "locale"), [("", "zh"), ("en/", "en")])
def test_lists_are_filtered_with_and_without_script(
    listing: Page, site: str, questions: list[dict[str, Any]], prefix: str, locale: str
) -> None:
    def expected(wanted: Callable[[dict[str, Any]], bool], category: str | None) -> set[str]:
        here = [q for q in questions if category in (None, q["category"])]
        return {q["slug"] for q in here if wanted(q)}

    for address, category in (("training/", "training"), ("topics/", None)):
        listing.goto(f"{site}/{prefix}{address}")
        everything = expected(lambda q: True, category)
        assert shown(listing) == everything
        listing.locator("[name=level][value='3']").check()
        hard = expected(lambda q: q["level"] == 3, category)
        assert shown(listing) == hard < everything
        listing.locator("[name=level][value='2']").check()
        harder = expected(lambda q: q["level"] >= 2, category)
        assert shown(listing) == harder > hard
        listing.locator("[name=status][value=open]").check()
        both = expected(
            lambda q: q["level"] >= 2 and q["locales"][locale]["status"] == "open", category
        )
        assert shown(listing) == both
        if category:
            assert both, "#113 is open"
        listing.locator("[name=status][value=answered]").check()
        if category:
            listing.locator(".q-filter select").select_option("attention")
            narrow = expected(
                lambda q: (
                    q["level"] >= 2
                    and q["locales"][locale]["status"] != "outdated"
                    and "attention" in q["topics"]
                ),
                category,
            )
            assert shown(listing) == narrow and 0 < len(narrow) < len(harder)


def test_address_keeps_the_choice(page: Page, site: str) -> None:
    page.goto(f"{site}/en/training/")
    page.locator("[name=level][value='3']").check()
    page.locator("[name=status][value=answered]").check()
    page.locator(".q-filter select").select_option("attention")
    assert page.url.endswith("/en/training/?level=3&status=answered&topic=attention")
    chosen = shown(page)
    assert chosen
    expect(page.locator(".q-filter output")).to_have_text(f"{len(chosen)} match")
    page.reload()
    assert shown(page) == chosen
    page.locator(".q-list__title:visible").first.click()
    page.go_back()
    expect(page.locator(".q-filter select")).to_have_value("attention")
    assert shown(page) == chosen
    page.locator(".q-filter__reset").click()
    page.wait_for_url("**/en/training/")
    assert len(shown(page)) == 29
    page.locator("[name=level][value='1']").check()
    page.locator("[name=status][value=outdated]").check()
    expect(page.locator(".q-filter__none")).to_be_visible()
    page.goto(f"{site}/topics/?level=1")
    assert len(shown(page)) > 10
    expect(page.locator("[name=level][value='1']")).to_be_checked()


# ---- Home


@pytest.mark.parametrize(("prefix", "locale"), [("", "zh"), ("en/", "en")])
def test_random_question_is_an_answered_one_of_this_language(
    browser: Browser, site: str, questions: list[dict[str, Any]], prefix: str, locale: str
) -> None:
    answered = {q["locales"][locale]["url"] for q in questions
                if q["locales"][locale]["status"] != "open"}  # fmt: skip
    opened = [n for n, q in enumerate(questions) if q["locales"][locale]["status"] == "open"]
    draws = [0, 0.5, 1 - 1e-9, *((n + 0.5) / len(questions) for n in opened)]
    context = browser.new_context()
    page = context.new_page()
    came_to = set()
    for draw in draws:
        page.goto(f"{site}/{prefix}")
        page.evaluate("value => (Math.random = () => value)", draw)
        page.locator("main .q-random").click()
        page.wait_for_url(re.compile(r"/[a-z]+/[a-z0-9-]+/$"))
        came_to.add(page.url.removeprefix(f"{site}/"))
    assert came_to <= answered
    assert len(came_to) >= 3
    context.close()


@pytest.mark.parametrize("prefix", PREFIXES)
def test_home_leads_to_questions(
    page: Page, site: str, questions: list[dict[str, Any]], prefix: str
) -> None:
    page.goto(f"{site}/{prefix}")
    page.locator(".q-hero__search").click()
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.type("softmax")
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Escape")
    by_slug = {question["slug"]: question for question in questions}

    def listed(heading: str) -> list[str]:
        links = page.locator(f"#{heading} + .q-list .q-list__title").all()
        return [str(link.get_attribute("href")).rstrip("/").rsplit("/")[-1] for link in links]

    most_asked, lately = listed("most-asked"), listed("lately")
    assert len(set(most_asked)) >= 5
    assert {by_slug[slug]["level"] for slug in most_asked} == {1}
    assert len(set(lately)) >= 4
    assert {by_slug[slug]["category"] for slug in lately[:4]} == {"scenarios"}, "answered last"
    assert page.locator("#lately + .q-list time").first.inner_text() == "2026-01-01"
    page.locator("#most-asked + .q-list .q-list__title").first.click()
    expect(page.locator("#short-answer")).to_be_visible()


# ---- Phone

CUT_OFF = """() => {
  // What a box scrolls is there to be scrolled to; all else has to fit.
  const unseen = ".katex-mathml, .q-hidden, .q-skip";
  const scrolled = (element) => {
    for (let box = element; box && box !== document.body; box = box.parentElement)
      if (/auto|scroll/.test(getComputedStyle(box).overflowX) || box.matches(unseen)) return true;
    return false;
  };
  const out = [];
  const look = (element, name, { left, right, width }) => {
    if (width > 1 && (left < -0.5 || right > innerWidth + 0.5) && !scrolled(element))
      out.push([name.slice(0, 60), left, right]);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = new Range();
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (!node.data.trim() || node.parentElement.closest("script, style")) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) look(node.parentElement, node.data, box);
  }
  const boxes = "svg, table, pre, button, select, input, div.tex";
  for (const element of document.querySelectorAll(boxes))
    look(element, element.outerHTML, element.getBoundingClientRect());
  return out;
}"""


APART = """() => {
  const box = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].at(-1);
  };
  const lines = [...document.querySelectorAll(".tex-line")];
  const apart = (line) => {
    const bases = [...line.querySelectorAll(".katex-base")];
    const begins = bases[0].getClientRects()[0], ends = [...bases.at(-1).getClientRects()].at(-1);
    const [first, last] = [line.firstChild, line.lastChild];
    return (first.data && begins.left < box(first).right - 6) ||
      (last.data && box(last).left < ends.right - 6);
  };
  return [lines.length, lines.filter(apart).map((line) => line.closest("p, li, td").innerText)];
}"""
"""How many formulas have punctuation around them, and where it is on another line."""


@pytest.mark.parametrize("prefix", PREFIXES)
def test_no_line_begins_with_the_punctuation_of_a_formula(
    browser: Browser, site: str, prefix: str
) -> None:
    page = browser.new_page()
    page.goto(f"{site}/{prefix}training/linear-complexity-attention/")
    page.add_style_tag(content=UNROLLED)
    for width in range(300, 440, 7):
        page.set_viewport_size({"width": width, "height": 740})
        count, apart = page.evaluate(APART)
        assert count > 30
        assert apart == [], width
    broken = ".tex-line .katex .katex-base { display: inline-block }"
    page.add_style_tag(content=broken)
    found = []
    for width in range(300, 440, 7):
        page.set_viewport_size({"width": width, "height": 740})
        found += page.evaluate(APART)[1]
    assert found, "a fault would be found"


@pytest.mark.parametrize("prefix", PREFIXES)
def test_nothing_is_cut_off_on_a_phone(browser: Browser, site: str, prefix: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for path in (*KINDS, *ANSWERS, "internals/attention-score-and-relevance/"):
        page.goto(f"{site}/{prefix}{path}")
        page.add_style_tag(content=UNROLLED)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.evaluate(CUT_OFF) == [], path
        page.mouse.wheel(200, 0)
        assert page.evaluate("scrollX") == 0
    page.evaluate("document.querySelector('h1').style.whiteSpace = 'nowrap'")
    assert page.evaluate(CUT_OFF), "a fault would be found"
    page.close()
