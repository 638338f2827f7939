"""What the templates show: plain data per language, no logic left to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .build import Build
from .model import LOCALES, Page, Question, Status
from .reading import minutes
from .status import status, url

SHOWN_ON_HOME = 8
"""Questions in each of the home page's lists."""


@dataclass(frozen=True)
class Entry:
    """A question as lists show it."""

    slug: str
    label: str
    title: str
    url: str
    status: str
    level: int
    numbers: tuple[int, ...]
    topics: tuple[tuple[str, str], ...]
    """(slug, name) of each topic."""
    angle: str
    path: str
    """The source file, from the project's root."""


def listing(build: Build, locale: str) -> dict[str, Any]:
    """Return everything that pages of one language may list.

    Keys: ``entries`` by slug, ``categories`` (with ``entries`` and counts),
    ``topics``, ``glossary`` (terms by group), ``counts``, ``most_asked`` (entries),
    ``lately`` (the newest answers, with the day each was first there).
    """
    bank = build.bank
    entries = {q.slug: _entry(build, q, locale) for q in bank.in_order()}
    prefix = "" if locale == LOCALES[0] else f"{locale}/"
    categories = []
    for category in bank.categories.values():
        chosen = [entries[q.slug] for q in bank.in_order(category.slug)]
        path = f"docs/{category.slug}/index.{locale}.md"
        categories.append(
            {
                "slug": category.slug,
                "number": category.number,
                "listed": category.listed,
                "title": build.titles.get(path, category.slug),
                "lead": _lead(build, path),
                "url": f"{prefix}{category.slug}/",
                "entries": chosen,
                "counts": counts(chosen),
                "topics": sorted({t for e in chosen for t in e.topics}, key=lambda t: t[1].lower()),
            }
        )
    topics = [
        {
            "slug": topic.slug,
            "name": topic.names[locale],
            "entries": [e for e in entries.values() if topic.slug in dict(e.topics)],
        }
        for topic in bank.topics.values()
    ]
    topics.sort(key=lambda t: (-len(t["entries"]), str(t["name"]).lower()))
    return {
        "entries": entries,
        "categories": categories,
        "topics": topics,
        "glossary": _glossary(build, entries, locale),
        "counts": counts(list(entries.values())),
        "most_asked": _most_asked(build, entries, locale),
        "lately": [
            (entries[question.slug], day.date().isoformat())
            for question in latest_answers(build, locale, SHOWN_ON_HOME)
            if (day := build.history.of(entries[question.slug].path).answered)
        ],
        "urls": {"home": prefix or "."}
        | {name: f"{prefix}{name}/" for name in ("topics", "glossary", "status", "contribute")},
    }


def counts(entries: list[Entry]) -> dict[str, int]:
    """Return how many entries there are in all and by status."""
    result = {str(state): sum(e.status == state for e in entries) for state in Status}
    return result | {"all": len(entries), "done": len(entries) - result["open"]}


def latest_answers(build: Build, locale: str, count: int) -> list[Question]:
    """Return the questions answered last in a language, newest first.

    Those answered by the same commit keep their reading order. Empty where git does
    not know when, as in a shallow clone: feed readers keep what they have.
    """
    dated = [
        (answered, question)
        for question in build.bank.in_order()
        if (page := build.bank.pages.get((question.slug, locale)))
        and status(build.bank, question.slug, locale) is not Status.OPEN
        and (answered := build.history.of(page.path).answered)
    ]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return [question for _, question in dated[:count]]


def question_data(build: Build, view: dict[str, Any], slug: str, locale: str) -> dict[str, Any]:
    """Return what one question's page shows around its answer."""
    question = build.bank.questions[slug]
    entries: dict[str, Entry] = view["entries"]
    order = list(entries)
    at = order.index(slug)
    category = next(c for c in view["categories"] if c["slug"] == question.category)
    page = build.bank.pages.get((slug, locale))
    script = build.bank.docs / question.category / f"{slug}.py"
    lines = script.read_bytes().count(b"\n") if script.is_file() else 0
    return {
        "entry": entries[slug],
        "minutes": _minutes(build, page, lines) if page and page.has_answer else 0,
        "history": build.history.of(entries[slug].path),
        "category": category,
        "related": [entries[s] for s in question.related if s in entries],
        "repeats": [entries[s] for s in question.same_as if s in entries],
        "repeated_by": [
            e for e in entries.values() if slug in build.bank.questions[e.slug].same_as
        ],
        "previous": entries[order[at - 1]] if at else None,
        "next": entries[order[at + 1]] if at + 1 < len(order) else None,
    }


def _minutes(build: Build, page: Page, lines: int) -> int:
    key = build.cache.key("minutes", page.source, str(lines))
    return build.cache.result(key, lambda: minutes(page, lines))


def _entry(build: Build, question: Question, locale: str) -> Entry:
    page = build.bank.pages.get((question.slug, locale))
    path = page.path if page else ""
    return Entry(
        slug=question.slug,
        label=question.label,
        title=build.titles.get(path, question.slug),
        url=url(question, locale),
        status=str(status(build.bank, question.slug, locale)),
        level=question.level,
        numbers=question.circulates_as,
        topics=tuple(
            (t, build.bank.topics[t].names[locale])
            for t in question.topics
            if t in build.bank.topics
        ),
        angle=question.angle.get(locale, ""),
        path=path,
    )


def _most_asked(build: Build, entries: dict[str, Entry], locale: str) -> list[Entry]:
    """Return answered questions of the first level, those asked in most ways first."""

    def ways(entry: Entry) -> int:
        repeats = sum(entry.slug in q.same_as for q in build.bank.questions.values())
        asked = build.bank.asked.get(entry.slug, {}).get(locale, ())
        return len(entry.numbers) + 2 * repeats + len(asked)

    chosen = [e for e in entries.values() if e.level == 1 and e.status != Status.OPEN]
    return sorted(chosen or entries.values(), key=ways, reverse=True)[:SHOWN_ON_HOME]


def _glossary(build: Build, entries: dict[str, Entry], locale: str) -> list[dict[str, Any]]:
    other = next(code for code in LOCALES if code != locale)
    groups = []
    for slug, names in build.bank.glossary_groups.items():
        terms = [
            {
                "slug": term.slug,
                "name": term.names[locale],
                "aka": [n for n in (term.names[other], *term.short) if n != term.names[locale]],
                "meaning": term.meaning[locale],
                "entries": [entries[q] for q in term.questions if q in entries],
            }
            for term in build.bank.glossary
            if term.group == slug
        ]
        if terms:
            groups.append({"slug": slug, "name": names[locale], "terms": terms})
    return groups


def _lead(build: Build, path: str) -> str:
    page = build.bank.other_pages.get(path)
    return page.paragraphs[0].text if page and page.paragraphs else ""
