"""The checks, one module per matter; each yields every problem it finds."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Bank, Problem
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
    anatomy.problems,
    language.problems,
    two_languages.problems,
    citations.problems,
    links.problems,
    experiment_shown.problems,
    experiment_code.problems,
    figures.problems,
)


def source_problems(bank: Bank) -> Iterator[Problem]:
    """Yield what is wrong with the sources; nothing is rendered or run."""
    yield from bank.problems
    for check in CHECKS:
        yield from check(bank)
