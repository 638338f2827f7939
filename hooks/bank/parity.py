"""What the two languages of an answer must share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import LOCALES, Formula, Page, Picture

TEXT = re.compile(r"\\text(?:rm|bf|it)?\s*\{[^{}]*\}")


def formula_key(tex: str) -> str:
    """Return the formula without white space and the words inside it."""
    return re.sub(r"\s+", "", TEXT.sub(r"\\text{}", tex))


def structural_differences(page: Page, other: Page) -> Iterator[tuple[str, str, int]]:
    """Yield (rule, what, line in ``page``) for what ``page`` has and ``other`` lacks.

    Sections and headings, formulas, code, citations and pictures are compared: what a
    reader of either language must find on the page.
    """
    theirs = [(h.level, h.id) for h in other.headings if h.level > 1]
    mine = [(h.level, h.id) for h in page.headings if h.level > 1]
    if mine != theirs:
        missing = [h for h in page.headings if h.level > 1 and (h.level, h.id) not in theirs]
        for heading in missing:
            name = f"{'#' * heading.level} … {{ #{heading.id} }}"
            yield "PAR-01", f"the heading '{name}'", heading.line
        if not missing and set(mine) == set(theirs):
            yield "PAR-01", "this order of headings", page.headings[0].line
    yield from _lacking(
        "PAR-02",
        "the formula",
        [(formula_key(f.tex), f.tex, f.line) for f in page.formulas],
        [formula_key(f.tex) for f in other.formulas],
    )
    displayed = [f for f in page.formulas if f.display]
    if sorted(map(_display_key, displayed)) == sorted(
        _display_key(f) for f in other.formulas if f.display
    ):
        pairs = zip(displayed, (f for f in other.formulas if f.display), strict=True)
        for formula, counterpart in pairs:
            if _display_key(formula) != _display_key(counterpart):
                yield "PAR-02", "this order of display formulas", formula.line
                break
    yield from _lacking(
        "PAR-03",
        "the code block",
        [((f.info, f.content), f.content.strip(), f.line) for f in page.fences],
        [(f.info, f.content) for f in other.fences],
    )
    yield from _lacking(
        "PAR-04",
        "the reference",
        [(c.key, f"[@{c.key}]", c.line) for c in page.citations],
        [c.key for c in other.citations],
    )
    yield from _lacking(
        "PAR-05",
        "the picture",
        [(_picture_key(p, page), f"{p.target} in #{p.section}", p.line) for p in page.pictures],
        [_picture_key(p, other) for p in other.pictures],
    )


def differ(page: Page, other: Page) -> bool:
    """Tell whether the two pages differ in structure, either way round."""
    pairs = ((page, other), (other, page))
    return any(True for one, two in pairs for _ in structural_differences(one, two))


def _display_key(formula: Formula) -> str:
    return formula_key(formula.tex)


def _picture_key(picture: Picture, page: Page) -> tuple[str, str | None]:
    """Return what both languages share: the file without its language, and the section."""
    return re.sub(rf"\.({'|'.join(LOCALES)})(?=\.\w+$)", "", picture.target), picture.section


def _shorten(text: str) -> str:
    return re.sub(r"\s+", " ", text)[:60]


def _lacking(
    rule: str, name: str, mine: list[tuple[object, str, int]], theirs: list[object]
) -> Iterator[tuple[str, str, int]]:
    seen: set[object] = set()
    for key, text, line in mine:
        if key not in theirs and key not in seen:
            seen.add(key)
            yield rule, f"{name} '{_shorten(text)}'", line
