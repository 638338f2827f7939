"""The checks, one module per matter; each yields every problem it finds."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Bank, Page, Problem
from . import (
    agreement,
    anatomy,
    citations,
    experiment_code,
    experiment_shown,
    figures,
    files,
    language,
    links,
    two_languages,
)

CHECKS = (
    files.problems,
    agreement.problems,
    two_languages.problems,
    citations.problems,
    links.problems,
    experiment_shown.problems,
    experiment_code.problems,
    figures.problems,
)
"""What is seen in the whole bank."""
PAGE_CHECKS = (
    anatomy.page_problems,
    language.page_problems,
    experiment_shown.page_problems,
)
"""What is seen in one page and its path alone."""


def source_problems(bank: Bank) -> Iterator[Problem]:
    """Yield what is wrong with the sources; nothing is rendered or run."""
    yield from bank.problems
    for check in CHECKS:
        yield from check(bank)
    for page in bank.pages.values():
        yield from _of_page(bank, page, is_answer=True)
    for page in bank.other_pages.values():
        yield from _of_page(bank, page, is_answer=False)


def _of_page(bank: Bank, page: Page, is_answer: bool) -> list[Problem]:
    return bank.problems_of(
        "page",
        (page.path, page.source, str(is_answer)),
        lambda: (problem for check in PAGE_CHECKS for problem in check(page, is_answer)),
    )
