"""Where each question stands, in each language: open, answered or outdated."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from .model import LOCALES, Bank, Category, Page, Question, Status
from .pages import COMMENT
from .parity import differ


def digest(page: Page) -> str:
    """Return 12 hex digits that change when the page's answer changes.

    Front matter, comments and white space do not count.
    """
    body = "\n".join(page.source.split("\n")[page.body_line - 1 :])
    text = re.sub(r"\s+", " ", COMMENT.sub("", body)).strip()
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def status(bank: Bank, slug: str, locale: str) -> Status:
    """Return the status of one question in one language.

    An answer is outdated when the other language's answer changed since both
    were last brought into line (``docs/alignment.yml``), or when the two
    differ in structure and no record says which one moved.
    """
    key = (slug, locale)
    if key not in bank.statuses:
        bank.statuses[key] = _status(bank, slug, locale)
    return bank.statuses[key]


def _status(bank: Bank, slug: str, locale: str) -> Status:
    page = bank.pages.get((slug, locale))
    if page is None or not page.has_answer:
        return Status.OPEN
    other = bank.pages.get((slug, _other(locale)))
    if other is None or not other.has_answer:
        return Status.ANSWERED
    if bank.cache is None:
        return _compared(bank, page, other)
    record = json.dumps(bank.aligned.get(slug), sort_keys=True)
    key = bank.cache.key("status", page.path, page.source, other.path, other.source, record)
    return bank.cache.result(key, lambda: _compared(bank, page, other), str, Status)


def _compared(bank: Bank, page: Page, other: Page) -> Status:
    if _moved(bank, other):
        return Status.OUTDATED
    if not _moved(bank, page) and differ(page, other):
        return Status.OUTDATED
    return Status.ANSWERED


def _moved(bank: Bank, page: Page) -> bool:
    """Tell whether the page changed since it was last in line with the other."""
    record = bank.aligned.get(page.slug)
    return record is not None and record[page.locale] != digest(page)


def _other(locale: str) -> str:
    return next(other for other in LOCALES if other != locale)


def totals(bank: Bank, locale: str, questions: Iterable[Question] = ()) -> Counter[Status]:
    """Return how many questions are open, answered and outdated in a language."""
    chosen = tuple(questions) or tuple(bank.questions.values())
    return Counter(status(bank, question.slug, locale) for question in chosen)


def flags(bank: Bank) -> list[str]:
    """Return a line for every open or outdated question, in reading order."""
    lines = []
    for question in bank.in_order():
        for locale in LOCALES:
            state = status(bank, question.slug, locale)
            if state is Status.ANSWERED:
                continue
            page = bank.pages.get((question.slug, locale))
            numbers = "".join(f" #{number}" for number in question.circulates_as)
            path = page.path if page else source_path(question, locale)
            title = page.title if page else question.slug
            line = next((h.line for h in page.headings if h.level == 1), 1) if page else 1
            lines.append(f"{path}:{line}: {state}: {question.label}{numbers} {title}")
    return lines


def summary(bank: Bank) -> str:
    """Return the totals in one line."""
    parts = []
    for locale in LOCALES:
        count = totals(bank, locale)
        parts.append(
            f"{locale}: {count[Status.ANSWERED]} answered, {count[Status.OPEN]} open, "
            f"{count[Status.OUTDATED]} outdated"
        )
    return f"{len(bank.questions)} questions; " + "; ".join(parts)


def source_path(question: Question, locale: str) -> str:
    """Return where a question's page stands, from the project's root."""
    return f"docs/{question.category}/{question.slug}.{locale}.md"


def url(question: Question, locale: str) -> str:
    """Return a question's URL, relative to the site's root."""
    prefix = "" if locale == LOCALES[0] else f"{locale}/"
    return f"{prefix}{question.category}/{question.slug}/"


def questions_json(bank: Bank, titles: dict[tuple[str, str], str]) -> dict[str, Any]:
    """Return the data of ``site/questions.json``.

    ``titles`` holds readable titles (formulas as text) by (slug, locale).
    """
    return {
        "categories": [_category_entry(bank, c) for c in bank.categories.values()],
        "questions": [
            {
                "slug": question.slug,
                "number": question.label,
                "category": question.category,
                "circulates_as": list(question.circulates_as),
                "level": question.level,
                "topics": list(question.topics),
                "related": list(question.related),
                "same_as": list(question.same_as),
                "locales": {
                    locale: {
                        "title": titles[question.slug, locale],
                        "url": url(question, locale),
                        "source": source_path(question, locale),
                        "status": str(status(bank, question.slug, locale)),
                    }
                    for locale in LOCALES
                },
            }
            for question in bank.in_order()
        ],
    }


def _category_entry(bank: Bank, category: Category) -> dict[str, Any]:
    pages = {
        locale: bank.other_pages.get(f"docs/{category.slug}/index.{locale}.md")
        for locale in LOCALES
    }
    return {
        "slug": category.slug,
        "number": category.number,
        "listed": category.listed,
        "questions": len(bank.in_order(category.slug)),
        "titles": {locale: page.title for locale, page in pages.items() if page},
    }
