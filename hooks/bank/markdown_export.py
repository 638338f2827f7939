"""An answer as Markdown that stands alone: for language models, note takers and scripts.

Includes are expanded, citations and links lead to addresses, and what only this
project's renderer or its contributors need is left out. Formulas stay LaTeX.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from .addresses import Site, folder, page_path
from .build import Build
from .model import Page, Reference
from .pages import CITATION, COMMENT
from .references import as_markdown, short_name
from .structured_data import LICENCE

FENCE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})[^\n]*\n.*?^[ \t]*(?P=mark)[`~]*[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
CODE = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\n).)+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
INCLUDE = re.compile(r'^(?P<indent>[ \t]*)--8<-- "(?P<name>[^"\n]+)"[ \t]*$', re.MULTILINE)
HEADING_ID = re.compile(r"^(#{1,6} .*?)[ \t]*\{[ \t]*#[^}\n]*\}[ \t]*$", re.MULTILINE)
ENTRY = re.compile(
    r"^(?P<item>[-*+] |\d+[.)] )\[@(?P<key>[A-Za-z0-9_:-]+)(?:,\s*(?P<place>[^\]\n]+))?\]"
    r"(?:\s*[:：]\s*)?",
    re.MULTILINE,
)
LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]"
    r"\((?P<to>[^()\s]+)(?:[ \t]+\"(?P<title>[^\"\n]*)\")?\)"
)
REFERENCES = re.compile(r"^## [^\n]*\{\s*#references\s*\}[ \t]*$", re.MULTILINE)


def answer_as_markdown(build: Build, site: Site, page: Page) -> str:
    """Return a question's page as Markdown; an open one says that it has no answer."""
    question = build.bank.questions[page.slug]
    address = site.address(page_path(page))
    phrases = build.phrases[page.locale]
    changed = build.history.of(page.path).changed
    facts = [f"<{address}>", f"[CC BY 4.0]({LICENCE})"]
    if changed and page.has_answer:
        facts.append(f"{phrases['last_changed']} {changed:%Y-%m-%d}")
    head = f"# {question.label} {page.title}\n\n> {' · '.join([site.name, *facts])}\n\n"
    if not page.has_answer:
        how = site.address(f"{folder(page.locale)}contribute/")
        return f"{head}**{phrases['open_title']}** · [{phrases['how_button']}]({how})\n"
    return head + _body(build, site, page)


def _body(build: Build, site: Site, page: Page) -> str:
    source = "\n".join(page.source.split("\n")[page.body_line - 1 :])
    prose = _Prose(build, site, page)
    text = _apart(source, FENCE, _without_comments, lambda code: _expanded(build, code))
    # The title is in the head.
    text = re.sub(r"\A\s*# [^\n]*\n", "", text)
    at = REFERENCES.search(text)
    before, after = (text[: at.start()], text[at.start() :]) if at else (text, "")
    text = _outside_code(before, prose.convert) + _outside_code(after, prose.convert_references)
    return text.strip() + "\n"


def _apart(
    text: str, pattern: re.Pattern[str], other: Callable[[str], str], match: Callable[[str], str]
) -> str:
    """Return the text with ``match`` applied to what the pattern finds, ``other`` to the rest."""
    parts, at = [], 0
    for found in pattern.finditer(text):
        parts += [other(text[at : found.start()]), match(found[0])]
        at = found.end()
    return "".join([*parts, other(text[at:])])


def _outside_code(text: str, work: Callable[[str], str]) -> str:
    return _apart(text, FENCE, lambda rest: _apart(rest, CODE, work, str), str)


def _without_comments(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", COMMENT.sub("", text))


def _expanded(build: Build, fence: str) -> str:
    def content(found: re.Match[str]) -> str:
        # The checks refuse other names; a build that goes on must still not read them.
        file = build.bank.docs / found["name"]
        if not file.resolve().is_relative_to(build.bank.docs.resolve()) or not file.is_file():
            return ""
        lines = file.read_text(encoding="utf-8", errors="replace").rstrip("\n").split("\n")
        return "\n".join(found["indent"] + line if line else "" for line in lines)

    return INCLUDE.sub(content, fence)


class _Prose:
    """Rewrites the text between code."""

    def __init__(self, build: Build, site: Site, page: Page) -> None:
        self.references: dict[str, Reference] = build.bank.references
        self.pages, self.site, self.page = build.pages, site, page

    def convert(self, text: str) -> str:
        """Return the text with citations, links and headings as plain Markdown."""
        text = CITATION.sub(self._citation, LINK.sub(self._link, text))
        return HEADING_ID.sub(r"\1", text)

    def convert_references(self, text: str) -> str:
        """The same for the list of references, whose entries are written out."""
        return self.convert(ENTRY.sub(self._entry, text))

    def _citation(self, found: re.Match[str]) -> str:
        reference = self.references.get(found[1])
        if reference is None:
            return found[1]
        name = short_name(reference) + (f", {found[2].strip()}" if found[2] else "")
        return f"[{name}]({reference.url})" if reference.url else name

    def _entry(self, found: re.Match[str]) -> str:
        reference = self.references.get(found["key"])
        if reference is None:
            return found[0]
        place = f" {found['place'].strip()}:" if found["place"] else ""
        return f"{found['item']}{as_markdown(reference)}{place} "

    def _link(self, found: re.Match[str]) -> str:
        if found["image"]:  # drawn into the page, so that the page is where to see it
            there = self.site.address(page_path(self.page))
            return f"[{found['text']}]({there}) {found['title'] or ''}".rstrip()
        address = self._address(found["to"])
        return found[0] if address is None else f"[{found['text']}]({address})"

    def _address(self, target: str) -> str | None:
        """Return where a link to another page leads; None for what is no such link."""
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            return None
        path = posixpath.join(posixpath.dirname(self.page.path), unquote(parts.path))
        page = self.pages.get(posixpath.normpath(path)) if parts.path else self.page
        if page is None:
            return None
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return self.site.address(page_path(page)) + fragment
