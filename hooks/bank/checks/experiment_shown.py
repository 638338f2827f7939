"""A page shows its experiment and its real output, and nothing else is included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..experiments import scripts
from ..model import LOCALES, Bank, Page, Problem
from ..registry import nearest

INCLUDE = re.compile(r"^\s*-{1,}8<-{1,}\s*\"?([^\"\n]*)\"?", re.MULTILINE)
MARK = re.compile(r"-+8<-+")


def problems(bank: Bank) -> Iterator[Problem]:
    """Yield experiments that are not shown, and those shown without output."""
    for script in scripts(bank.root) if bank.readable else ():
        slug, path = script.stem, script.relative_to(bank.root).as_posix()
        if slug in bank.faulty:
            continue
        if slug not in bank.questions or bank.questions[slug].category != script.parent.name:
            yield Problem(
                path,
                1,
                "EXP-04",
                f"no question of {script.parent.name!r} is called {slug!r}",
                nearest(slug, bank.questions) or "name it like its question",
            )
            continue
        output = script.with_suffix(".out")
        if not output.is_file():
            yield Problem(
                path,
                1,
                "EXP-02",
                f"its output {output.relative_to(bank.root).as_posix()} is missing",
                "run 'make outputs' to write it",
            )
        for locale in LOCALES:
            answer = bank.pages.get((slug, locale))
            if answer is not None and answer.has_answer:
                yield from _shown(answer)
    for output in sorted(bank.docs.glob("*/*.out")):
        if not output.with_suffix(".py").is_file():
            yield Problem(
                output.relative_to(bank.root).as_posix(),
                1,
                "EXP-04",
                "an output without its experiment",
                "add the .py file or delete this one",
            )
    for page in bank.pages.values():
        has_section = any(h.id == "experiment" for h in page.sections)
        if has_section and not (bank.docs / page.category / f"{page.slug}.py").is_file():
            line = next(h.line for h in page.sections if h.id == "experiment")
            yield Problem(
                page.path,
                line,
                "EXP-03",
                "the experiment section has no script",
                f"add docs/{page.category}/{page.slug}.py",
            )


def _shown(page: Page) -> Iterator[Problem]:
    line = next((h.line for h in page.sections if h.id == "experiment"), 1)
    for suffix, info in ((".py", "python"), (".out", "text")):
        name = f"{page.category}/{page.slug}{suffix}"
        shown = [f for f in page.fences if f.content.strip() == f'--8<-- "{name}"']
        if not any(f.info == info for f in shown):
            yield Problem(
                page.path,
                line,
                "EXP-03",
                f"the page does not show {name}",
                f'add a ```{info} block with the one line --8<-- "{name}"',
            )


def page_problems(page: Page, is_answer: bool) -> Iterator[Problem]:
    """Yield what a page includes and may not."""
    allowed = {f"{page.category}/{page.slug}{suffix}" for suffix in (".py", ".out")}
    in_fences = sum(len(MARK.findall(f.content)) for f in page.fences)
    for found in INCLUDE.finditer(page.source):
        line = page.source.count("\n", 0, found.start()) + 1
        if found[1].strip() not in allowed:
            yield Problem(
                page.path,
                line,
                "EXP-03",
                f"this page may not include {found[1].strip()[:60]!r}",
                "only its own experiment and output can be included",
            )
    total = len(MARK.findall(page.source))
    if total > in_fences:
        at = MARK.search(page.source)
        assert at is not None
        yield Problem(
            page.path,
            page.source.count("\n", 0, at.start()) + 1,
            "EXP-03",
            "an include mark outside a code block",
            "put it into a ```python or ```text block",
        )
