"""Write the search index: what each page says of itself, and the terms of its text."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from .addresses import page_path
from .formulas import ToolError
from .model import LOCALES, SECTIONS, Bank, Page
from .search_text import Section
from .status import url

WRITER = Path(__file__).with_suffix(".mjs")
TIMEOUT_SECONDS = 300
TITLE_ONLY = {"docs/glossary"}
"""Its text repeats every term, so that it would answer everything."""


def write_search_index(
    bank: Bank, titles: dict[str, str], texts: dict[str, list[Section]], site: Path
) -> None:
    """Write the index of every language and the ranking script below ``site``.

    ``titles`` and ``texts`` are by path of the page. Terms are made by the same
    script that reads queries in the browser (overrides/assets/javascripts/search).

    Raises:
        ToolError: If Node or a library is missing.
    """
    data = {
        "pages": {locale: _pages(bank, locale, titles, texts) for locale in LOCALES},
        "glossary": [[str(n), term.spellings] for n, term in enumerate(bank.glossary)],
        "headings": [name for section in SECTIONS for name in section.titles.values()],
    }
    try:
        subprocess.run(
            ["node", str(WRITER), str(bank.root), str(site)],
            input=json.dumps(data, ensure_ascii=False),
            encoding="utf-8",
            stderr=subprocess.PIPE,
            timeout=TIMEOUT_SECONDS,
            check=True,
        )
    except FileNotFoundError as error:
        raise ToolError("Node is not installed; version 20 or newer is needed") from error
    except subprocess.CalledProcessError as error:
        raise ToolError(f"the search index cannot be written: {error.stderr.strip()}") from error


def _pages(
    bank: Bank, locale: str, titles: dict[str, str], texts: dict[str, list[Section]]
) -> list[dict[str, Any]]:
    explains: dict[str, list[str]] = {}
    mentions: dict[str, list[str]] = {}
    for number, term in enumerate(bank.glossary):
        explains.setdefault(term.questions[0], []).append(str(number))
        for slug in term.questions[1:]:
            mentions.setdefault(slug, []).append(str(number))
    entries = []
    for question in bank.in_order():
        page = bank.pages.get((question.slug, locale))
        if page is None:
            continue
        other = next(code for code in LOCALES if code != locale)
        twin = bank.pages.get((question.slug, other))
        names = [bank.topics[t].names for t in question.topics if t in bank.topics]
        also = [titles[twin.path]] if twin else []
        entries.append(
            _entry(page, url(question, locale), titles, texts)
            | {
                "number": question.label,
                "known": [str(number) for number in question.circulates_as],
                "topics": [name for topic in names for name in dict.fromkeys(topic.values())],
                "other": " · ".join([*also, question.slug.replace("-", " ")]),
                "asked": _asked(bank, question.slug, locale),
                "explains": explains.get(question.slug, []),
                "mentions": mentions.get(question.slug, []),
                "repeats": bool(question.same_as),
            }
        )
    for _, page in sorted(bank.other_pages.items()):
        if page.locale == locale:
            entries.append(_entry(page, page_path(page), titles, texts))
    return entries


def _entry(
    page: Page, location: str, titles: dict[str, str], texts: dict[str, list[Section]]
) -> dict[str, Any]:
    sections = texts.get(page.path, [])
    if page.path.removesuffix(f".{page.locale}.md") in TITLE_ONLY:
        sections = []
    return {
        "url": location,
        "number": "",
        "known": [],
        "title": titles[page.path],
        "other": "",
        "topics": [],
        "asked": [],
        "explains": [],
        "mentions": [],
        "repeats": False,
        "sections": [[s.id, s.title, s.text] for s in sections],
    }


def _asked(bank: Bank, slug: str, locale: str) -> list[str]:
    """Return the ways to ask a question, those in the page's language first."""
    ways = bank.asked.get(slug, {})
    order = [locale, *(code for code in LOCALES if code != locale)]
    return [way for code in order for way in ways.get(code, ())]
