"""The fonts of formulas are cut down; nothing that a formula shows may have been cut away."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page

from bank.formula_fonts import FONTS, STYLES
from bank.formulas import Katex
from conftest import ROOT

FACE = re.compile(r"@font-face\{(.*?)\}")
TAG = re.compile(r"<(/?)span\b")
MATHML = re.compile(r'<span class="katex-mathml">.*?</math></span>', re.DOTALL)
Face = tuple[str, str, str]
"""Family, weight and style, as the browser computes them."""
COLLECT = """(formulas) => {
  const box = document.createElement("div");
  box.hidden = true;  // styles are computed all the same
  box.innerHTML = formulas.join("");
  document.querySelector("article").replaceChildren(box);
  const used = {};
  for (const drawn of box.querySelectorAll(".katex-html")) {
    const texts = document.createTreeWalker(drawn, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const style = getComputedStyle(texts.currentNode.parentElement);
      const family = style.fontFamily.split(",")[0].replaceAll('"', "");
      const face = [family, style.fontWeight, style.fontStyle].join("|");
      used[face] ??= {};
      for (const character of texts.currentNode.data) used[face][character] = true;
    }
  }
  return Object.entries(used).map(([face, found]) =>
    [...face.split("|"), Object.keys(found).join("")]);
}"""


def characters(font: bytes) -> set[str]:
    with TTFont(io.BytesIO(font)) as parsed:
        return {chr(code) for code in parsed.getBestCmap()}


@pytest.fixture(scope="module")
def embedded(built: tuple[Path, str]) -> dict[Face, set[str]]:
    """The characters of every font in the style sheet."""
    css = (built[0] / "site/assets/site.css").read_text(encoding="utf-8")
    faces: dict[Face, set[str]] = {}
    for rule in FACE.findall(css):
        values = dict(part.split(":", 1) for part in re.split(r";(?!base64)", rule))
        data = re.fullmatch(r"url\(data:font/woff2;base64,([^)]*)\)", values["src"])
        assert data, "no font is fetched"
        face = values["font-family"], values["font-weight"], values["font-style"]
        faces[face] = characters(base64.b64decode(data[1]))
    return faces


@pytest.fixture(scope="module")
def complete() -> dict[Face, set[str]]:
    """The characters of KaTeX's own fonts."""
    faces: dict[Face, set[str]] = {}
    for file in (ROOT / FONTS).glob("*.woff2"):
        family, _, variant = file.stem.partition("-")
        style, weight = STYLES[variant]
        faces[family, str(weight), style] = characters(file.read_bytes())
    assert len(faces) >= 20
    return faces


def drawn_formulas(html: str) -> Iterator[str]:
    """Yield what is drawn of each formula of a page, the MathML left out."""
    for start in re.finditer('<span class="katex">', html):
        depth = 0
        for tag in TAG.finditer(html, start.start()):
            depth += -1 if tag[1] else 1
            if depth == 0:
                yield MATHML.sub("", html[start.start() : tag.end()])
                break


def missing(page: Page, formulas: list[str], *fonts: dict[Face, set[str]]) -> list[str]:
    """Return what the formulas show that the first fonts lack and the second have."""
    cut, whole = fonts
    lacking = []
    for family, weight, style, shown in page.evaluate(COLLECT, formulas):
        face = family, weight, style
        for character in sorted(set(shown)):
            if character in whole.get(face, ()) and character not in cut.get(face, ()):
                lacking.append(f"{face}: {character!r}")
        if face not in whole and set(shown) - {"\u200b"}:
            lacking.append(f"{face}: no such font: {shown!r}")
    return lacking


def test_every_glyph_of_every_formula_is_there(
    browser: Browser,
    site: str,
    built: tuple[Path, str],
    katex: Katex,
    embedded: dict[Face, set[str]],
    complete: dict[Face, set[str]],
) -> None:
    formulas: set[str] = set()
    for file in (built[0] / "site").rglob("*.html"):
        formulas.update(drawn_formulas(file.read_text(encoding="utf-8")))
    assert len(formulas) > 2_000
    page = browser.new_page()
    page.goto(f"{site}/404.html")
    assert missing(page, sorted(formulas), embedded, complete) == []
    # A formula that the bank does not have needs what was cut away.
    other = katex.render(r"\mathfrak{Z} \mathscr{Q} \mathbf{\Xi}", display=False)
    assert len(missing(page, [other], embedded, complete)) == 3
    page.close()
