"""Both languages of an answer have the same parts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..model import LOCALES, Bank, Page, Problem
from ..parity import structural_differences


def problems(bank: Bank) -> Iterator[Problem]:
    """Yield what one language of an answered question has and the other lacks."""
    for slug in bank.questions:
        pages = [bank.pages.get((slug, locale)) for locale in LOCALES]
        if any(page is None or not page.has_answer for page in pages):
            continue
        first, second = pages
        assert first is not None and second is not None
        yield from bank.problems_of(
            "pair",
            (first.path, first.source, second.path, second.source),
            partial(_differences, first, second),
        )


def _differences(first: Page, second: Page) -> Iterator[Problem]:
    yield from _lacking(first, second)
    yield from _lacking(second, first)


def _lacking(page: Page, other: Page) -> Iterator[Problem]:
    for rule, what, line in structural_differences(page, other):
        yield Problem(
            page.path,
            line,
            rule,
            f"{what} is not in {other.path}",
            "add it there or delete it here",
        )
