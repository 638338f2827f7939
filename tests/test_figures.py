"""Figures: drawn by scripts, labelled in both languages, part of their pages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown import Markdown
from playwright.sync_api import Browser, expect

from bank import experiments
from bank.drawing import STYLE, Drawing, DrawingError
from bank.experiments import RunCache, scripts
from bank.figures import FILE, figure_files, figure_scripts, harmless_figures
from bank.load import load_bank
from bank.markdown_figures import FigureExtension, fill_figures, is_figure_file, marked_figures
from bank.pages import parse_page
from bank.search_text import sections
from bank.svg import ATTRIBUTES, ELEMENTS, read_svg
from conftest import ROOT, Project, bank_command

SCRIPT = "docs/alpha/softmax-sum.figure.py"
SVG = "docs/alpha/softmax-sum.en.svg"
PAGE = "foo/bar.en.md"
TEXT = "Two boxes with an arrow between them."


# drawing


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda d: d.box(0, 0, 30, 20, "a long label"), "'a long label' is wider than its box"),
        (lambda d: d.box(0, 0, 30, 20, ("短", "a long label")), "'a long label' is wider"),
        (lambda d: d.text(380, 50, "a label at the edge"), "leaves the drawing by"),
        (lambda d: d.text(200, 2, "above"), "'above' leaves the drawing"),
        (lambda d: d.text(10, 50, "turned and long, too long", turned=True), "leaves the drawing"),
        (lambda d: d.text(200, 50, "tiny", size=9), "text of size 9; 11 at least"),
        (lambda d: d.box(0, 0, 30, 20, tone="red"), "no tone 'red'; there are plain, a"),
        (lambda d: Drawing(500, 90), "500 wide; 400 is the most"),
    ],
)
def test_what_does_not_fit_is_refused(draw: Callable[[Drawing], object], words: str) -> None:
    with pytest.raises(DrawingError, match=re.escape(words)):
        draw(Drawing(400, 100))


def test_each_language_has_its_labels_on_the_same_drawing() -> None:
    d = Drawing(200, 60)
    d.box(10, 10, 180, 40, ("归一化", "normalized\nonce"), tone="b")
    zh, en = d.svg()["zh"], d.svg()["en"]
    assert re.findall(r">([^<>\n]+)</text>", zh) == ["归一化"]
    assert re.findall(r">([^<>\n]+)</text>", en) == ["normalized", "once"]
    shapes = re.compile(r"<text.*?</text>")
    assert shapes.sub("", zh) == shapes.sub("", en)


def test_formulas_have_italic_variables_and_end_on_the_line() -> None:
    d = Drawing(200, 60)
    d.text(100, 30, "sum of $QK_{i}^2 < 10$ here")
    spans = re.findall(r"<tspan([^>]*)>([^<]*)</tspan>", d.svg()["en"])
    assert [text for attributes, text in spans if "italic" in attributes] == ["QK", "i"]
    assert "".join(text for _, text in spans).strip("\u200b") == "QKi2 &lt; 10"
    moves = [float(found[1]) for a, _ in spans if (found := re.search(r' dy="([^"]+)"', a))]
    assert moves[0] > 0 > moves[1], "below the line, then above it"
    assert abs(sum(moves)) < 0.11, "what follows stands on the line"


def test_a_script_draws_the_same_bytes_in_every_process() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, ROOT / "tests/good_bank" / SCRIPT],
            env={**os.environ, "PYTHONPATH": str(ROOT / "hooks/bank"), "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


# from the drawing into the page


def drawing_of_everything() -> Drawing:
    """Return a drawing made with everything that drawing.py can do."""
    d = Drawing(400, 300)
    d.box(10, 10, 80, 30, "$x_i$", tone="a", dash=True, bold=True)
    d.box(10, 50, 80, 30, outline=False)
    d.text(200, 20, ("字 < 词", "a < b & c"), tone="muted", anchor="start")
    d.text(390, 150, "axis", turned=True, anchor="end")
    d.line([(0, 0), (9, 9)], dash=True, arrow=True, tone="c")
    d.arrow((100, 20), (180, 20), "label", tone="b")
    d.arrow((100, 60), (180, 60), bend=12)
    d.circle(220, 60, 15, "o", tone="d")
    d.polygon([(250, 40), (270, 80), (-5.5, 80)], tone="a")
    d.bracket((10, 90), (90, 90), "two")
    d.bracket((300, 40), (300, 80), "two")
    d.matrix(40, 140, [[1, -0.5], [None, 0.25]], written=".2f", rows=["r", "s"], columns=["c", "e"])
    d.matrix(120, 140, [[1, -0.5]], cell=(8, 6), grid=False)
    axes = d.axes(200, 140, 150, 90, xlim=(0, 1), ylim=(0, 2), xlabel="x", ylabel="y",
                  xticks=[0, (1, "one")], yticks=[0, 2])  # fmt: skip
    axes.plot([0, 1], [0, 2], "curve", dash=True)
    axes.points([0.5], [1])
    axes.bars([0.2], [-0.5], 0.1)
    return d


class Names(HTMLParser):
    """Collects what a browser would find: elements, attributes, ids, references, words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.references |= set(re.findall(r"url\(#(.*?)\)", " ".join(v or "" for _, v in attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_that_can_be_drawn_enters_the_page_unchanged(language: str) -> None:
    drawn = drawing_of_everything().svg()[language]
    inline = Names(read_svg(drawn).inline("figure-2-", 'what "it" shows'))
    file = Names(drawn)
    assert inline.words == file.words.replace(STYLE, "").replace("\n", "")
    assert inline.elements == file.elements - {"style"}
    assert inline.attributes == (file.attributes - {"xmlns"}) | {"role", "aria-label", "width"}
    assert inline.ids == [f"figure-2-{name}" for name in file.ids] != []
    assert inline.references == {f"figure-2-{name}" for name in file.references} <= {*inline.ids}


def test_only_what_can_be_drawn_is_allowed() -> None:
    drawn = Names(drawing_of_everything().svg()["en"])
    assert {name.lower() for name in ELEMENTS} == drawn.elements
    assert {name.lower() for name in ATTRIBUTES} - {"shape-rendering"} == drawn.attributes


def markdown(source: str) -> str:
    return Markdown(extensions=["attr_list", "tables", FigureExtension()]).convert(source)


def test_figures_become_elements_with_text_and_caption() -> None:
    source = f'Before.\n\n![{TEXT}](bar.en.svg "A leads to B & C.")\n\nAfter.\n\n![x](b.en.svg)'
    content = markdown(source)
    assert [(m.target, m.text, m.caption) for m in marked_figures(content)] == [
        ("bar.en.svg", TEXT, "A leads to B & C."),
        ("b.en.svg", "x", ""),
    ]
    assert "<img" not in content, "MkDocs would look for the file"
    figure = read_svg(drawing_of_everything().svg()["en"])
    filled = fill_figures(content, {"foo/bar.en.svg": figure}, PAGE)
    assert filled.count("<svg ") == 1
    assert f'<svg role="img" aria-label="{TEXT}" viewBox="0 0 400 300"' in filled
    assert "<figcaption>A leads to B &amp; C.</figcaption>" in filled
    assert '<figure class="figure" id="figure-2">\n<p>x</p>' in filled, "words without picture"
    assert "data-figure" not in filled and "<p><figure" not in filled
    names = Names(filled)
    assert len(names.ids) == len(set(names.ids))


@pytest.mark.parametrize(
    "source",
    [
        "- ![x](bar.en.svg)",
        "> ![x](bar.en.svg)",
        "| ![x](bar.en.svg) |\n|---|\n| y |",
        "See ![x](bar.en.svg)",
        "![x](bar.en.svg) there",
        "![x](photo.png)",
        "![x](plain.svg)",
    ],
)
def test_other_pictures_stay_pictures(source: str) -> None:
    assert marked_figures(markdown(source)) == []
    (picture,) = parse_page("p", "s", "en", "c", source).pictures
    assert not (picture.alone and is_figure_file(picture.target))


def test_search_reads_text_and_caption_but_no_labels() -> None:
    content = markdown(f'## H\n\n![{TEXT}](bar.en.svg "A leads to B.")\n')
    assert sections(content)[0].text == f"{TEXT} A leads to B."
    assert sections('<p>a <img alt="the photo" src="x.png"></p>')[0].text == "a the photo"


def test_links_to_a_figure_are_known(project: Project) -> None:
    project.replace(SVG.replace(".svg", ".md"), "(#shift)", "(#figure-1)")
    assert bank_command(project.root, "check", "--no-run").returncode == 0
    project.replace(SVG.replace(".svg", ".md"), "(#figure-1)", "(#figure-2)")
    assert "LINK-02" in bank_command(project.root, "check", "--no-run").stdout


# scripts


def test_scripts_of_figures_are_no_experiments(project: Project) -> None:
    assert [s.name for s in scripts(project.root)] == ["softmax-sum.py"]
    assert [s.name for s in figure_scripts(project.root)] == ["softmax-sum.figure.py"]


def test_command_writes_both_languages_once(project: Project) -> None:
    before = {file: file.read_bytes() for file in figure_files(project.root)}
    assert len(before) == 2
    project.delete(SVG)
    project.write(SVG.replace(".en.", ".zh."), "by hand")
    result = bank_command(project.root, "figures")
    assert result.returncode == 0
    assert result.stdout == f"wrote {SVG.replace('.en.', '.zh.')}\nwrote {SVG}\n"
    assert {file: file.read_bytes() for file in figure_files(project.root)} == before
    assert bank_command(project.root, "figures").stdout == ""


def test_command_keeps_the_old_figure_of_a_failing_script(project: Project) -> None:
    before = project.read(SVG)
    project.replace(SCRIPT, "- 310", "- 300")
    result = bank_command(project.root, "figures")
    assert result.returncode == 1
    assert f"{SCRIPT}:{project.line(SCRIPT, 'assert')}: FIG-01: " in result.stdout
    assert project.read(SVG) == before


def test_command_writes_through_no_link(project: Project, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    project.delete(SVG)
    (project.root / SVG).symlink_to(tmp_path / "mine")
    bank_command(project.root, "figures")
    assert (tmp_path / "mine").read_text() == "mine"


def test_figures_are_drawn_again_when_drawing_changes(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept() -> int:
        RunCache(project.root, most=100_000).run(project.root / SCRIPT)
        return len(list((project.root / ".cache/experiments").iterdir()))

    assert [kept(), kept()] == [1, 1]
    monkeypatch.setattr(experiments, "_DRAWING", tmp_path / "drawing.py")
    (tmp_path / "drawing.py").write_text("other")
    assert kept() == 2


# the site


def tokens(style: str) -> dict[str, str]:
    return dict(re.findall(r"(--[a-z]+):\s*(#[0-9a-f]+)", style))


def test_site_and_files_have_the_same_colours() -> None:
    css = (ROOT / "overrides/assets/stylesheets/site.css").read_text(encoding="utf-8")
    light, dark = STYLE.split("@media")
    light_rule = re.search(r"^\.figure \{(.*?)\}", css, re.M | re.S)
    dark_rule = re.search(r'\[data-md-color-scheme="slate"\] \.figure \{(.*?)\}', css, re.S)
    assert light_rule is not None and dark_rule is not None
    assert tokens(light_rule[1]) == tokens(light) != {}
    assert tokens(dark_rule[1]) == tokens(dark) != {}


def pages_with_figures(language: str) -> dict[str, str]:
    """Return the words of the first figure of every answer that has one, by address."""
    prefix = "" if language == "zh" else "en/"
    return {
        f"{prefix}{page.category}/{page.slug}/": shown[0].text
        for page in load_bank(ROOT).pages.values()
        if page.locale == language
        and (shown := [p for p in page.pictures if is_figure_file(p.target)])
    }


MEASURE = """async urls => {
  const faults = [];
  let measured = 0;
  for (const url of urls) {
    const html = await (await fetch("/" + url)).text();
    const parsed = new DOMParser().parseFromString(html, "text/html");
    for (const figure of parsed.querySelectorAll("figure.figure")) {
      document.querySelector("article").append(document.adoptNode(figure));
      const svg = figure.querySelector("svg");
      svg.style.width = svg.style.maxWidth = svg.viewBox.baseVal.width + "px";
      const frame = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll("text")].map(
        text => [text.textContent, text.getBoundingClientRect()]);
      measured += texts.length;
      texts.forEach(([name, box], at) => {
        const bare = box.height * 0.15;  // what fonts leave free above and below
        if (box.left < frame.left - 1 || box.right > frame.right + 1
            || box.top < frame.top - bare || box.bottom > frame.bottom + bare)
          faults.push(`${url}: '${name}' leaves the picture`);
        for (const [other, its] of texts.slice(at + 1)) {
          const wide = Math.min(box.right, its.right) - Math.max(box.left, its.left);
          const high = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
          if (wide > 2 && high > 4) faults.push(`${url}: '${name}' overlaps '${other}'`);
        }
      });
      figure.remove();
    }
  }
  return [measured, faults];
}"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_labels_stay_in_their_picture_and_apart(browser: Browser, site: str, language: str) -> None:
    pages = pages_with_figures(language)
    assert pages
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/{'en/' if language == 'en' else ''}")
    measured, faults = page.evaluate(MEASURE, list(pages))
    page.close()
    assert measured > 2 * len(pages)
    assert faults == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_figure_takes_the_theme_and_says_what_it_shows(
    browser: Browser, site: str, language: str
) -> None:
    path, text = next(iter(pages_with_figures(language).items()))
    looks = []
    for scheme in ("light", "dark"):
        context = browser.new_context(
            viewport={"width": 360, "height": 740},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        page = context.new_page()
        page.goto(f"{site}/{path}")
        figure = page.locator("figure.figure").first
        expect(figure.get_by_role("img", name=text, exact=True)).to_be_visible()
        expect(figure.locator("figcaption")).to_be_visible()
        box = figure.locator("svg").bounding_box()
        assert box is not None and 200 < box["width"] <= 328
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        looks.append(
            page.evaluate(
                """() => [...document.querySelectorAll("figure svg *")].map(part => {
                     const {fill, stroke} = getComputedStyle(part);
                     return fill + " " + stroke;
                   })"""
            )
        )
        context.close()
    light, dark = looks
    drawn = [(one, other) for one, other in zip(light, dark, strict=True) if "rgb" in one]
    assert drawn and all(one != other for one, other in drawn)


def test_files_of_figures_are_not_published(built: tuple[Path, str]) -> None:
    assert harmless_figures(ROOT)
    assert not [f for f in (built[0] / "site").rglob("*.svg") if FILE.fullmatch(f.name)]
