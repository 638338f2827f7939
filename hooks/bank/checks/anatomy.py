"""An answer page has its sections, in order, with the right ids and sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import SECTIONS, Page, Problem
from ..pages import CITATION, MARK
from ..registry import nearest

KEY_POINTS = (4, 8)
FOLLOW_UPS = (2, 5)
REFERENCES = (2, 5)
SENTENCES = (2, 4)
WORDS = {"zh": (40, 260), "en": (30, 125)}
"""What can be said in about 30 seconds: Chinese characters, English words."""
LENGTH = {"zh": 3_000, "en": 1_700}
"""A strong answer reads in 3 to 6 minutes; code and references do not count."""
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
ABBREVIATION = re.compile(r"\b(e\.g|i\.e|vs|cf|al|approx|Eq|Fig|resp)\.")


def page_problems(page: Page, is_answer: bool) -> Iterator[Problem]:
    """Yield what is wrong with the shape of a page; an answer page has one of its own."""
    yield from _title(page)
    yield from _lists(page)
    if is_answer:
        yield from _front_matter(page)
    if is_answer and page.has_answer:
        yield from _sections(page)
        yield from _ids(page)
        yield from _short_answer(page)
        yield from _counts(page)
        yield from _length(page)


def _title(page: Page) -> Iterator[Problem]:
    titles = [h for h in page.headings if h.level == 1]
    if not titles:
        yield Problem(
            page.path, page.body_line, "PAGE-02", "the page has no title", "start it with '# …'"
        )
    for extra in titles[1:]:
        yield Problem(
            page.path, extra.line, "PAGE-02", "a second title", "make it '##' or delete it"
        )
    if titles and not titles[0].text:
        yield Problem(page.path, titles[0].line, "PAGE-02", "the title is empty", "write '# …'")
    if titles and page.headings[0].level != 1:
        yield Problem(
            page.path,
            page.headings[0].line,
            "PAGE-02",
            "a heading stands before the title",
            "let the page start with its title '# …'",
        )


def _front_matter(page: Page) -> Iterator[Problem]:
    if page.body_line > 1:
        yield Problem(
            page.path,
            1,
            "PAGE-02",
            "an answer page has no front matter",
            "delete the lines between '---'; the registry holds what it would say",
        )


def _lists(page: Page) -> Iterator[Problem]:
    for line in page.glued_lists:
        yield Problem(
            page.path,
            line,
            "PAGE-08",
            "the list is glued to the text above",
            "put a blank line before its first item",
        )
    for line in page.shallow_lists:
        yield Problem(
            page.path,
            line,
            "PAGE-08",
            "the nested list would not be nested",
            "indent it by four spaces",
        )

    for line in page.deep_lists:
        yield Problem(
            page.path,
            line,
            "PAGE-08",
            "the list is nested too deep",
            "nobody follows it; make it flatter",
        )


def _sections(page: Page) -> Iterator[Problem]:
    known = {section.id: section for section in SECTIONS}
    order = [section.id for section in SECTIONS]
    present = [h.id for h in page.sections]
    first = page.headings[0].line if page.headings else 1
    for section in SECTIONS:
        if section.required and section.id not in present:
            title = section.titles[page.locale]
            yield Problem(
                page.path,
                first,
                "PAGE-03",
                f"the section {section.id!r} is missing",
                f"add '## {title} {{ #{section.id} }}'",
            )
    last = -1
    for heading in page.sections:
        if heading.id not in known:
            yield Problem(
                page.path,
                heading.line,
                "PAGE-05",
                f"section '{heading.text}' has the id {heading.id!r}",
                nearest(heading.id or heading.text, known)
                or f"sections are {', '.join(order)}; use '###' for the rest",
            )
            continue
        title = known[heading.id].titles[page.locale]
        if heading.text != title:
            yield Problem(
                page.path,
                heading.line,
                "PAGE-05",
                f"section {heading.id!r} is called '{heading.text}'",
                f"call it '{title}'",
            )
        place = order.index(heading.id)
        if place < last:
            yield Problem(
                page.path,
                heading.line,
                "PAGE-04",
                f"section {heading.id!r} stands after {order[last]!r}",
                f"keep the order {', '.join(order)}",
            )
        last = max(last, place)


def _ids(page: Page) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for heading in page.headings:
        if heading.level == 1:
            continue
        if heading.level > 3:
            yield Problem(page.path, heading.line, "PAGE-05", "a heading below '###'", "use '###'")
        if heading.id is None:
            if heading.level > 2:
                yield Problem(
                    page.path,
                    heading.line,
                    "PAGE-05",
                    f"heading '{heading.text}' has no id",
                    "add one in English, the same in both languages: '{ #like-this }'",
                )
        elif heading.id in seen:
            yield Problem(
                page.path,
                heading.line,
                "PAGE-05",
                f"id {heading.id!r} stands twice (first on line {seen[heading.id]})",
                "ids are unique on a page",
            )
        elif not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", heading.id):
            yield Problem(
                page.path,
                heading.line,
                "PAGE-05",
                f"id {heading.id!r} is no kebab-case",
                "use lower-case letters, digits and single hyphens",
            )
        if heading.id:
            seen.setdefault(heading.id, heading.line)


def _line_of(page: Page, section: str) -> int:
    return next((h.line for h in page.sections if h.id == section), 1)


def _short_answer(page: Page) -> Iterator[Problem]:
    if "short-answer" not in [h.id for h in page.sections]:
        return
    texts = [p.text for p in page.paragraphs if p.section == "short-answer"]
    line = _line_of(page, "short-answer")
    text = CITATION.sub("", " ".join(texts))
    size = spoken_length(text, page.locale)
    low, high = WORDS[page.locale]
    if not low <= size <= high:
        unit = "characters" if page.locale == "zh" else "words"
        yield Problem(
            page.path,
            line,
            "PAGE-06",
            f"the short answer has {size} {unit}",
            f"say it in {low} to {high}, about 30 seconds aloud",
        )
    count = sentences(text)
    if not SENTENCES[0] <= count <= SENTENCES[1]:
        yield Problem(
            page.path,
            line,
            "PAGE-06",
            f"the short answer has {count} sentences",
            f"use {SENTENCES[0]} to {SENTENCES[1]}",
        )


def _length(page: Page) -> Iterator[Problem]:
    text = " ".join(p.text for p in page.paragraphs if p.section != "references")
    if page.locale == "zh":
        size, unit = len(HAN.findall(text)), "Chinese characters"
    else:
        size, unit = spoken_length(text, page.locale), "words"
    if size > LENGTH[page.locale]:
        yield Problem(
            page.path,
            page.headings[0].line if page.headings else 1,
            "PAGE-10",
            f"the answer has {size:,} {unit}",
            f"cut it below {LENGTH[page.locale]:,}, or move parts to related questions",
        )


def spoken_length(text: str, locale: str) -> int:
    """Return characters (zh; a Latin word, formula or code counts as two) or words (en)."""
    words = re.findall(rf"[A-Za-z0-9][\w’'.-]*|{MARK}", text)
    if locale == "zh":
        return len(HAN.findall(text)) + 2 * len(words)
    return len(words)


def sentences(text: str) -> int:
    """Return how many sentences the text has."""
    plain = ABBREVIATION.sub(lambda m: m[0][:-1], text).strip()
    return len(re.findall(r"[。！？]+|[.!?]+[\"”’)]*(?=\s|$)", plain))


def _counts(page: Page) -> Iterator[Problem]:
    for section, rule, (low, high) in (
        ("key-points", "PAGE-07", KEY_POINTS),
        ("follow-ups", "PAGE-07", FOLLOW_UPS),
        ("references", "PAGE-07", REFERENCES),
    ):
        if section not in [h.id for h in page.sections]:
            continue
        count = sum(item.section == section for item in page.items)
        if not low <= count <= high:
            yield Problem(
                page.path,
                _line_of(page, section),
                rule,
                f"section {section!r} has {count} list items",
                f"give it {low} to {high}, each starting with '- '",
            )
    for section in ("explanation", "mistakes"):
        heading = next((h for h in page.sections if h.id == section), None)
        if heading and not any((p.section == section and p.text.strip()) for p in page.paragraphs):
            yield Problem(
                page.path,
                heading.line,
                "PAGE-03",
                f"section {section!r} is empty",
                "write it, or leave the whole page open",
            )
