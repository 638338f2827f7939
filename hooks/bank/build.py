"""What one build of the site carries from event to event."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import yaml

from .cache import Cache
from .checks import source_problems
from .figures import harmless_figures
from .formula_fonts import glyphs
from .formulas import FormulaError, Katex, formula_problems
from .history import History, load_history
from .load import load_bank
from .markdown_formulas import fill_formulas
from .model import Bank, Page, Problem, packed_problems, unpacked_problems
from .rendered import page_problems, raw_html_problems, without_comments
from .repository import Repository, find_repository
from .search_index import SearchIndexWriter
from .search_text import Section, sections
from .svg import Svg
from .titles import readable_titles


@dataclass
class Build:
    """The bank, the tools and the findings of one build."""

    bank: Bank
    katex: Katex
    cache: Cache
    index: SearchIndexWriter
    repository: Repository | None
    history: History
    phrases: dict[str, dict[str, str]]
    """Words of the interface: phrase by name, by language."""
    titles: dict[str, str]
    """Readable titles by path of the page."""
    figures: dict[str, Svg]
    """Pictures that may become part of a page, by path below ``docs/``."""
    problems: list[Problem]
    preview: bool = False
    """True for ``mkdocs serve``: nobody subscribes to it, indexes it or keeps parts of it."""
    sections: dict[str, list[Section]] = field(default_factory=dict)
    """What the search index holds of each page, by its path."""
    not_found: dict[str, str] = field(default_factory=dict)
    """The 404 page of each language."""
    listings: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What templates list, by language."""
    search_version: str = ""
    """Changes with the search index of the language that is being built; "" in a preview."""
    assets: dict[str, str] = field(default_factory=dict)
    """What every page's head needs of the style sheet and the script."""
    files: dict[str, str] = field(default_factory=dict)
    """Their texts, by name below ``assets/``."""

    def page(self, path: str) -> Page | None:
        """Return the page of a path below ``docs/``, if it is one of the bank's."""
        return self.pages.get(f"docs/{path}")

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Return all pages by path."""
        answers = {page.path: page for page in self.bank.pages.values()}
        return answers | self.bank.other_pages

    def glyphs(self) -> dict[str, str]:
        """Return the characters that the bank's formulas show, in order, by font."""
        together: dict[str, set[str]] = {}
        for page in self.pages.values():
            key = self.cache.key("glyphs", page.source)
            found = self.cache.result(key, partial(self._glyphs_of, page))
            for font, characters in found.items():
                together.setdefault(font, set()).update(characters)
        return {font: "".join(sorted(characters)) for font, characters in together.items()}

    def _glyphs_of(self, page: Page) -> dict[str, str]:
        rendered = []
        for formula in page.formulas:
            with suppress(FormulaError):  # the checks tell
                rendered.append(self.katex.render(formula.tex, formula.display))
        return glyphs(rendered)

    def check_rendered(self, page: Page, content: str) -> None:
        """Note what is wrong with a page's HTML."""
        self.problems.extend(raw_html_problems(page))
        key = self.cache.key("gate", page.path, page.source, content)
        found = self.cache.result(
            key,
            lambda: list(page_problems(page, content)),
            packed_problems,
            unpacked_problems,
        )
        self.problems.extend(found)

    def filled(self, content: str) -> str:
        """Return a page's HTML as readers get it: comments gone, formulas in place."""
        key = self.cache.key("filled", content)
        return self.cache.remembered(
            key, lambda: fill_formulas(without_comments(content), self.katex)
        )

    def add_sections(self, path: str, content: str) -> None:
        """Take a page's HTML, formulas still readable, into the search index."""
        self.sections[path] = self.cache.result(
            self.cache.key("sections", content),
            lambda: sections(content),
            lambda found: [[section.id, section.title, section.text] for section in found],
            lambda data: [Section(*values) for values in data],
        )

    def close(self) -> None:
        """End the Node processes, keep the results."""
        self.index.close()
        self.katex.close()
        self.cache.close()


def start_build(root: Path, previous: Build | None = None, preview: bool = False) -> Build:
    """Return a build with the bank loaded and its sources checked.

    Experiments are not run: a build executes nothing that a contribution brings.
    A previous build of this process, not closed yet, leaves its tools to this one.

    Raises:
        ToolError: If KaTeX is not installed.
    """
    if previous:
        previous.index.abandon()
    katex = previous.katex if previous else Katex(root)
    cache = previous.cache if previous else Cache(root, katex.salt)
    bank = load_bank(root, cache)
    problems = [*source_problems(bank), *formula_problems(bank, katex)]
    return Build(
        bank=bank,
        katex=katex,
        cache=cache,
        index=previous.index if previous else SearchIndexWriter(root),
        repository=find_repository(root),
        history=load_history(root),
        phrases=load_phrases(root),
        titles=readable_titles(bank, katex),
        figures=harmless_figures(root),
        problems=problems,
        preview=preview,
    )


def load_phrases(root: Path) -> dict[str, dict[str, str]]:
    """Return the words of the interface by language.

    Raises:
        ValueError: If a phrase lacks a language.
    """
    table: dict[str, Any] = yaml.safe_load(
        (root / "overrides/phrases.yml").read_text(encoding="utf-8")
    )
    locales = ("zh", "en")
    for name, row in table.items():
        if set(row) != set(locales):
            raise ValueError(f"overrides/phrases.yml: {name} needs {', '.join(locales)}")
    return {code: {name: row[code] for name, row in table.items()} for code in locales}
