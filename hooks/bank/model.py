"""What the bank is made of: questions, pages, problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from .cache import Cache

LOCALES = ("zh", "en")
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class Status(StrEnum):
    """Where a question stands in one language; computed, never typed."""

    OPEN = "open"
    ANSWERED = "answered"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class Section:
    """A section that an answer page may have, the same in both languages."""

    id: str
    titles: dict[str, str]
    required: bool


SECTIONS = (
    Section("short-answer", {"zh": "简答", "en": "Short answer"}, True),
    Section("key-points", {"zh": "要点", "en": "Key points"}, True),
    Section("explanation", {"zh": "详解", "en": "Explanation"}, True),
    Section("experiment", {"zh": "动手验证", "en": "See for yourself"}, False),
    Section("in-practice", {"zh": "工程实践", "en": "In practice"}, False),
    Section("mistakes", {"zh": "常见误区", "en": "Common mistakes"}, True),
    Section("follow-ups", {"zh": "追问", "en": "Follow-ups"}, True),
    Section("references", {"zh": "参考文献", "en": "References"}, True),
)
"""The anatomy of an answer page, in reading order."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault, written for the person who must mend it."""

    path: str
    """Relative to the project's root, with forward slashes."""
    line: int
    """1-based."""
    rule: str
    """A stable id from ``rules.RULES``."""
    what: str
    mend: str
    column: int | None = None
    """1-based; only where it helps (formulas)."""

    def __str__(self) -> str:
        """Return ``path:line[:column]: RULE: what; how to mend``."""
        place = f"{self.path}:{self.line}"
        if self.column is not None:
            place += f":{self.column}"
        # What a file holds may be quoted here, and one problem is one line.
        return CONTROL.sub(" ", f"{place}: {self.rule}: {self.what}; {self.mend}")


def packed_problems(problems: Iterable[Problem]) -> list[Any]:
    """Return problems as plain data."""
    return [list(vars(problem).values()) for problem in problems]


def unpacked_problems(data: list[Any]) -> list[Problem]:
    """Return the problems that ``packed_problems`` packed."""
    return [Problem(*values) for values in data]


@dataclass(frozen=True)
class Category:
    """One of the six chapters of the list."""

    slug: str
    number: int
    listed: int
    """How many of its questions are positions of the 84-question list."""


@dataclass(frozen=True)
class Topic:
    """A label that questions share, with its name in each language."""

    slug: str
    names: dict[str, str]


@dataclass(frozen=True)
class Question:
    """A registry entry: everything about a question that is not prose."""

    slug: str
    category: str
    number: int
    """Position in its category; ``label`` shows it as 2.17."""
    label: str
    level: int
    topics: tuple[str, ...]
    circulates_as: tuple[int, ...] = ()
    related: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    angle: dict[str, str] = field(default_factory=dict)
    """What a repeat adds to the question it repeats, in each language."""
    line: int = 1
    """Where the entry starts in the registry."""


@dataclass(frozen=True)
class Heading:
    """A heading of a page; ``id`` is None where none is written out."""

    level: int
    text: str
    id: str | None
    line: int


@dataclass(frozen=True)
class Formula:
    """A LaTeX formula as it stands in the source."""

    tex: str
    display: bool
    line: int
    column: int


@dataclass(frozen=True)
class Fence:
    """A fenced code block."""

    info: str
    content: str
    line: int


@dataclass(frozen=True)
class Citation:
    """A ``[@key, place]`` in the text."""

    key: str
    place: str
    line: int
    section: str | None


@dataclass(frozen=True)
class Link:
    """A Markdown link or image."""

    target: str
    line: int
    image: bool
    text: str


@dataclass(frozen=True)
class Picture:
    """A Markdown image."""

    target: str
    text: str
    """What it shows, for who cannot see it."""
    caption: str
    line: int
    section: str | None
    alone: bool
    """True when it is a paragraph of its own, in no list, table or quote."""


@dataclass(frozen=True)
class Item:
    """A top-level list item: its plain text and where it starts."""

    text: str
    line: int
    section: str | None


@dataclass(frozen=True)
class Stray:
    """Something in running text that looks like a formula and is none."""

    text: str
    line: int
    column: int
    reason: str


@dataclass(frozen=True)
class RawHtml:
    """A piece of raw HTML, comments left out."""

    text: str
    line: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph's plain text, formulas and code replaced by a mark."""

    text: str
    line: int
    section: str | None
    direct: bool
    """True when it stands in no list, table or quote."""


@dataclass
class Page:
    """One Markdown file, parsed; positions are those of the source."""

    path: str
    locale: str
    slug: str
    category: str
    source: str
    body_line: int = 1
    meta: dict[str, object] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    raw_html: list[RawHtml] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    glued_lists: list[int] = field(default_factory=list)
    """Lines of lists that Markdown would join to the paragraph above."""
    shallow_lists: list[int] = field(default_factory=list)
    """Lines of nested lists that Markdown would not nest."""
    deep_lists: list[int] = field(default_factory=list)
    """Lines where lists are nested deeper than anyone can follow."""
    has_answer: bool = False
    """True when anything but the title, comments and white space is there."""

    @property
    def title(self) -> str:
        """Return the text of the first H1, or the slug where there is none."""
        return next((h.text for h in self.headings if h.level == 1), self.slug)

    @property
    def sections(self) -> list[Heading]:
        """Return the H2 headings in order."""
        return [h for h in self.headings if h.level == 2]


@dataclass(frozen=True)
class Reference:
    """A work of ``docs/references.bib``."""

    key: str
    kind: str
    authors: tuple[str, ...]
    """Family names first: ``Vaswani, Ashish``; ``others`` for et al."""
    title: str
    year: str
    venue: str
    url: str
    arxiv: str
    line: int


@dataclass(frozen=True)
class Term:
    """A term of the glossary, with all that readers call it."""

    names: dict[str, str]
    """The usual name in each language."""
    short: tuple[str, ...]
    """Abbreviations and names that both languages use."""
    also: tuple[str, ...]
    """Further spellings, for the search only."""
    group: str
    questions: tuple[str, ...]
    """Slugs; the first explains the term."""
    meaning: dict[str, str]
    line: int

    @property
    def slug(self) -> str:
        """Return the name under which links find the term on the glossary page."""
        return "".join(c if c.isalnum() else "-" for c in self.names["en"].lower()).strip("-")

    @property
    def spellings(self) -> list[str]:
        """Return all names, each once, the usual ones first."""
        return list(dict.fromkeys([*self.names.values(), *self.short, *self.also]))


@dataclass
class Bank:
    """Everything under ``docs/`` that makes the question bank."""

    root: Path
    """The project's root."""
    categories: dict[str, Category] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    """Answer pages by (slug, locale)."""
    other_pages: dict[str, Page] = field(default_factory=dict)
    """All other Markdown pages, by path."""
    references: dict[str, Reference] = field(default_factory=dict)
    glossary: list[Term] = field(default_factory=list)
    glossary_groups: dict[str, dict[str, str]] = field(default_factory=dict)
    """Names in each language of the groups that terms belong to, by slug."""
    asked: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """Other ways to ask each question, in each language; for the search."""
    aligned: dict[str, dict[str, str]] = field(default_factory=dict)
    """Digests of each pair of pages when they last said the same."""
    problems: list[Problem] = field(default_factory=list)
    """Faults met while reading; the checks add theirs."""
    faulty: set[str] = field(default_factory=set)
    """Slugs of entries that were left out for a fault of their own."""
    readable: bool = True
    """False when the registry or the taxonomy could not be read at all."""

    beside: dict[str, list[Path]] = field(default_factory=dict)
    """Files that are no pages, by path up to the first dot: ``docs/training/adam``."""
    cache: Cache | None = None
    """Results of earlier builds; None where nothing is kept."""
    statuses: dict[tuple[str, str], Status] = field(default_factory=dict)
    """By (slug, locale); filled as they are asked for."""

    @property
    def docs(self) -> Path:
        """Return the folder of the sources."""
        return self.root / "docs"

    def problems_of(
        self, kind: str, parts: Iterable[str], find: Callable[[], Iterable[Problem]]
    ) -> list[Problem]:
        """Return what ``find`` yields, or what it yielded for the same parts before.

        Args:
            kind: What is looked for.
            parts: All that the problems depend on.
        """
        if self.cache is None:
            return list(find())
        key = self.cache.key(kind, *parts)
        return self.cache.result(key, lambda: list(find()), packed_problems, unpacked_problems)

    def in_order(self, category: str | None = None) -> list[Question]:
        """Return the questions in reading order, of one category or of all."""
        return sorted(
            (q for q in self.questions.values() if category in (None, q.category)),
            key=lambda q: (self.categories[q.category].number, q.number),
        )
