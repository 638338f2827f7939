"""A page in one or two sentences of plain text, for search engines and link previews."""

from __future__ import annotations

import re

from .build import Build
from .model import Page

LIMITS = {"zh": 80, "en": 155}
"""In characters: what result pages show of a description before they cut it."""
SENTENCE_END = re.compile(
    # No end: "et al.", "e.g.".
    r"[。！？]”?|(?<!\bal)(?<!\bvs)(?<!e\.g)(?<!i\.e)[.!?][)”\"]?(?=\s)"
)
CLAUSE_END = re.compile(r"[，；：]|[,;:](?=\s)")
LOOSE = " ,;:，；：、（(—-"


def short_answer(build: Build, page: Page) -> str:
    """Return an answer's first section as plain text, formulas readable; "" if it is open.

    Known once Markdown has read the page.
    """
    sections = build.sections.get(page.path, ())
    return next((s.text for s in sections if s.id == "short-answer"), "")


def description(build: Build, page: Page) -> str:
    """Return what a page says, in at most 155 English or 80 Chinese characters."""
    if page.slug in build.bank.questions:
        phrases = build.phrases[page.locale]
        text = short_answer(build, page) if page.has_answer else ""
        return shorten(
            text or f"{build.titles[page.path]} {phrases['open_description']}",
            LIMITS[page.locale],
        )
    sections = build.sections.get(page.path)
    lead = sections[0].text if sections and not sections[0].id else ""
    return shorten(lead or build.titles[page.path], LIMITS[page.locale])


def shorten(text: str, limit: int) -> str:
    """Return the text, cut after a sentence or, with an ellipsis, after a clause or a word.

    The end of a sentence is taken if it leaves half of what there is room for, that of
    a clause if it leaves 70%.
    """
    if len(text) <= limit:
        return text
    ends = [m.end() for m in SENTENCE_END.finditer(text) if m.end() <= limit]
    if ends and ends[-1] >= limit / 2:
        return text[: ends[-1]]
    clauses = [m.start() for m in CLAUSE_END.finditer(text) if m.start() < limit]
    if clauses and clauses[-1] >= limit * 0.7:
        return text[: clauses[-1]] + "…"
    at = limit - 1
    while at > limit / 2 and _inside_word(text[at - 1], text[at]):
        at -= 1
    return text[:at].rstrip(LOOSE) + "…"


def _inside_word(before: str, after: str) -> bool:
    """Tell whether two neighbours belong together: Latin words, numbers, formulas."""
    return not before.isspace() and not after.isspace() and (before + after).isascii()
