"""The text of a page as readers search it: one entry a section, formulas readable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

HEADINGS = ("h2", "h3")
SKIPPED_CLASSES = {"highlight", "headerlink"}
"""Code and permalinks say nothing that a reader searches for."""
VOID = {"br", "hr", "img", "input", "wbr"}


@dataclass(frozen=True)
class Section:
    """A heading with the text below it; the first of a page has no heading."""

    id: str
    title: str
    text: str


def sections(content: str) -> list[Section]:
    """Return the sections of a page's HTML in order."""
    parser = _Parser()
    parser.feed(content)
    parser.close()
    return parser.finish()


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.done: list[Section] = []
        self.id, self.title, self.text = "", "", ""
        self.heading: str | None = None
        self.skipped = 0
        """How deep the parser is inside an element that is left out."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in VOID:
            self.text += f" {values.get('alt') or ''} "
            return
        classes = set((values.get("class") or "").split())
        if self.skipped or tag == "h1" or classes & SKIPPED_CLASSES:
            self.skipped += 1
        elif tag in HEADINGS:
            self._close()
            self.heading, self.id, self.title = tag, values.get("id") or "", ""
        elif tag in ("p", "li", "td", "th", "div", "pre", "blockquote", "figcaption"):
            self.text += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.skipped:
            self.skipped -= 1
        elif tag == self.heading:
            self.heading = None

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if self.heading:
            self.title += data
        else:
            self.text += data

    def _close(self) -> None:
        section = Section(self.id, _plain(self.title), _plain(self.text))
        if section.text or section.title:
            self.done.append(section)
        self.id, self.title, self.text = "", "", ""

    def finish(self) -> list[Section]:
        self._close()
        return self.done


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
