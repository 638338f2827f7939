"""Read a Markdown page into its parts, with the line of each.

The site itself is rendered by Python-Markdown, which keeps no line numbers.
So a CommonMark parser that keeps them (markdown-it) reads the structure, and
``rendered.py`` compares what both saw.
"""

from __future__ import annotations

import re
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from .cache import Cache
from .model import (
    Citation,
    Fence,
    Formula,
    Heading,
    Item,
    Link,
    Page,
    Paragraph,
    Picture,
    Problem,
    RawHtml,
    Stray,
    packed_problems,
    unpacked_problems,
)
from .source import MAX_BYTES, MAX_LINE, source_problems

MAX_LIST_DEPTH = 4

CITATION = re.compile(r"\[@([A-Za-z0-9_:-]+)(?:,\s*([^\]\n]+))?\]")
HEADING_ID = re.compile(r"\s*\{\s*#([A-Za-z0-9_:.-]+)\s*\}\s*$")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
STRAY = re.compile(r"\$|\\[(\[]|\\begin\{|\\(?:frac|sqrt|text|mathrm|operatorname)\{")
LIST_ITEM = re.compile(r"(\s*)(?:[-*+]|\d+[.)])\s")
MARK = "\N{REPLACEMENT CHARACTER}"
"""Stands for one formula or piece of code in a paragraph's plain text."""

_PARSER = (
    MarkdownIt("commonmark", {"html": True})
    .enable("table")
    # Joined text would hide which dollars the author escaped.
    .disable("text_join")
    # "[@key]: note" is a citation with a note, no definition of a link.
    .disable("reference")
    .use(dollarmath_plugin, allow_space=False, allow_digits=True, double_inline=False)
    .use(front_matter_plugin)
)
# The checks judge every link themselves; here a bad one must stay visible.
_PARSER.validateLink = lambda url: True  # type: ignore[method-assign]
_PARSER.normalizeLink = lambda url: url  # type: ignore[method-assign]


PARTS: dict[str, Any] = {
    name: get_args(hint)[0]
    for name, hint in get_type_hints(Page).items()
    if get_origin(hint) is list and is_dataclass(get_args(hint)[0])
}
"""What the lists of a page hold, for keeping it as plain data."""


def read_page(root: Path, file: Path, cache: Cache | None = None) -> tuple[Page, list[Problem]]:
    """Return the page parsed from ``file`` and the faults of its bytes.

    A file that cannot be read as text comes back as an empty page.
    """
    path = file.relative_to(root).as_posix()
    raw = file.read_bytes()
    if cache is None:
        return _parse_file(root, file, path, raw)
    return cache.result(
        cache.key("page", path, raw), lambda: _parse_file(root, file, path, raw), _pack, _unpack
    )


def _pack(read: tuple[Page, list[Problem]]) -> list[Any]:
    fields = dict(vars(read[0]))
    for name in PARTS:
        fields[name] = [list(vars(part).values()) for part in fields[name]]
    return [fields, packed_problems(read[1])]


def _unpack(data: list[Any]) -> tuple[Page, list[Problem]]:
    fields, problems = data
    for name, kind in PARTS.items():
        fields[name] = [kind(*values) for values in fields[name]]
    return Page(**fields), unpacked_problems(problems)


def _parse_file(root: Path, file: Path, path: str, raw: bytes) -> tuple[Page, list[Problem]]:
    problems = list(source_problems(path, raw))
    too_long = len(raw) > MAX_BYTES or any(len(line) > MAX_LINE for line in raw.split(b"\n"))
    text = "" if too_long else raw.decode("utf-8", "replace")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\0", "")
    slug, _, locale = file.name.removesuffix(".md").rpartition(".")
    category = file.parent.name if file.parent != root / "docs" else ""
    return parse_page(path, slug, locale, category, text), problems


def parse_page(path: str, slug: str, locale: str, category: str, text: str) -> Page:
    """Return the page that ``text`` describes; any text gives a page."""
    # The parser ends lines where these do; the reader must count the same lines.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    page = Page(path, locale, slug, category, text)
    tokens = _PARSER.parse(text)
    _Reader(page, text.split("\n")).read(tokens)
    return page


class _Reader:
    """Walks the token stream once and fills the page."""

    def __init__(self, page: Page, lines: list[str]) -> None:
        self.page = page
        self.lines = lines
        self.section: str | None = None
        self.lists: list[int] = []
        self.containers = 0
        self.item: list[str] | None = None
        self.item_line = 1

    def read(self, tokens: list[Token]) -> None:
        for index, token in enumerate(tokens):
            line = token.map[0] + 1 if token.map else 1
            match token.type:
                case "front_matter":
                    self._front_matter(token)
                case "heading_open":
                    self._heading(token, tokens[index + 1], line)
                case "inline" if tokens[index - 1].type != "heading_open":
                    self._inline(token, line, tokens[index - 1].type == "paragraph_open")
                case "inline":
                    self._inline(token, line, False, heading=True)
                case "fence" | "code_block":
                    self._answer()
                    self.page.fences.append(Fence(token.info.strip(), token.content, line))
                case "math_block" | "math_block_eqno":
                    self._display(token, line)
                case "html_block":
                    self._html(token.content, line)
                case "bullet_list_open" | "ordered_list_open":
                    self._list(line)
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "list_item_open" if len(self.lists) == 1 and not self.containers:
                    self.item, self.item_line = [], line
                case "list_item_close" if len(self.lists) == 1 and self.item is not None:
                    text = " ".join(self.item)
                    self.page.items.append(Item(text, self.item_line, self.section))
                    self.item = None
                case "blockquote_open" | "table_open":
                    self.containers += 1
                case "blockquote_close" | "table_close":
                    self.containers -= 1
                case "hr":
                    self._answer()

    def _answer(self) -> None:
        self.page.has_answer = True

    def _front_matter(self, token: Token) -> None:
        try:
            meta = yaml.safe_load(token.content)
        except yaml.YAMLError:
            meta = None
        self.page.meta = meta if isinstance(meta, dict) else {}
        self.page.body_line = token.map[1] + 1 if token.map else 1

    def _heading(self, opening: Token, inline: Token, line: int) -> None:
        content = inline.content
        found = HEADING_ID.search(content)
        text = HEADING_ID.sub("", content).strip()
        level = int(opening.tag[1])
        heading = Heading(level, text, found[1] if found else None, line)
        if level > 1 or any(h.level == 1 for h in self.page.headings):
            self._answer()
        self.page.headings.append(heading)
        if level == 2:
            self.section = heading.id

    def _list(self, line: int) -> None:
        before = self.lines[line - 2] if line > 1 else ""
        indent = len(self.lines[line - 1]) - len(self.lines[line - 1].lstrip())
        if not self.lists and before.strip() and not LIST_ITEM.match(before):
            self.page.glued_lists.append(line)
        if self.lists and indent < 4 * len(self.lists):
            self.page.shallow_lists.append(line)
        if len(self.lists) == MAX_LIST_DEPTH:
            self.page.deep_lists.append(line)
        self.lists.append(indent)

    def _display(self, token: Token, line: int) -> None:
        self._answer()
        tex = token.content
        first = self.lines[line - 1]
        on_own_line = first.strip() == "$$"
        column = 1 + len(first) - len(first.lstrip()) if on_own_line else first.index("$$") + 3
        start = line + 1 if on_own_line else line
        self.page.formulas.append(
            Formula(tex.strip("\n"), True, start, 1 if on_own_line else column)
        )
        last = token.map[1] if token.map else line
        before = self.lines[line - 2] if line > 1 else ""
        after = self.lines[last] if last < len(self.lines) else ""
        if before.strip() or after.strip():
            self.page.strays.append(
                Stray("$$", line, 1, "a display formula without blank lines around it")
            )

    def _html(self, text: str, line: int) -> None:
        # Comments go, their line breaks stay, so that later lines still count.
        bare = COMMENT.sub(lambda m: "\n" * m[0].count("\n"), text)
        for offset, part in enumerate(bare.split("\n")):
            if part.strip():
                self._answer()
                self.page.raw_html.append(RawHtml(part.strip(), line + offset))

    def _inline(self, token: Token, line: int, paragraph: bool, heading: bool = False) -> None:
        cursor = _Cursor(self.lines, line)
        plain: list[str] = []
        children = token.children or []
        direct = not self.lists and not self.containers
        picture = paragraph and direct and [c.type for c in children] == ["image"]
        for index, child in enumerate(children):
            match child.type:
                case "text":
                    plain.append(child.content)
                    self._strays(child.content, cursor)
                case "text_special":
                    plain.append(child.content)
                    # \( and \[ survive Markdown as plain brackets.
                    if child.markup in (r"\(", r"\[") and _tex_follows(children, index):
                        self._stray(child.markup, cursor)
                case "code_inline":
                    plain.append(MARK)
                    cursor.pass_over(child.content)
                case "softbreak" | "hardbreak":
                    plain.append("\n")
                    cursor.next_line()
                case "math_inline" | "math_inline_double":
                    plain.append(MARK)
                    at, column = cursor.pass_over(f"${child.content}$")
                    self.page.formulas.append(Formula(child.content, False, at, column + 1))
                    cursor.line_feed(child.content.count("\n"))
                case "link_open":
                    target = str(child.attrs.get("href", ""))
                    self.page.links.append(Link(target, cursor.line, False, ""))
                case "image":
                    target = str(child.attrs.get("src", ""))
                    self.page.links.append(Link(target, cursor.line, True, child.content))
                    caption = str(child.attrs.get("title", ""))
                    self.page.pictures.append(
                        Picture(target, child.content, caption, cursor.line, self.section, picture)
                    )
                    plain.append(child.content)
                case "html_inline" if not child.content.startswith("<!--"):
                    self.page.raw_html.append(RawHtml(child.content, cursor.line))
        text = "".join(plain)
        if heading:
            return
        self._cite(text, line)
        if text.strip() or picture:
            self._answer()
        if paragraph and not picture:
            self.page.paragraphs.append(Paragraph(text, line, self.section, direct))
        if self.item is not None:
            self.item.append(text)

    def _cite(self, text: str, line: int) -> None:
        for found in CITATION.finditer(text):
            at = line + text.count("\n", 0, found.start())
            self.page.citations.append(
                Citation(found[1], (found[2] or "").strip(), at, self.section)
            )

    def _strays(self, text: str, cursor: _Cursor) -> None:
        for found in STRAY.finditer(text):
            if found[0] == "$" and text[found.start() - 1 : found.start()] == "$":
                continue  # the second half of a $$ was reported with the first
            self._stray(text[found.start() : found.start() + 30], cursor)

    def _stray(self, text: str, cursor: _Cursor) -> None:
        line, column = cursor.find(text[:12])
        if any(stray.line == line for stray in self.page.strays):
            return  # one formula leaves two dollars; the first is enough
        self.page.strays.append(Stray(text, line, column, "this is not read as a formula"))


def _tex_follows(children: list[Token], index: int) -> bool:
    rest = "".join(c.content for c in children[index + 1 : index + 4])
    return bool(re.search(r"[\\_^=]", rest))


class _Cursor:
    """Where the reading of an inline run stands in the source."""

    def __init__(self, lines: list[str], line: int) -> None:
        self.lines = lines
        self.line = line
        self.column = 0

    def find(self, text: str) -> tuple[int, int]:
        """Return the 1-based line and column of the next ``text``."""
        at = self.lines[self.line - 1].find(text.split("\n")[0], self.column)
        return self.line, max(at, 0) + 1

    def pass_over(self, text: str) -> tuple[int, int]:
        """Return where ``text`` starts, and move behind it."""
        line, column = self.find(text)
        self.column = column - 1 + len(text.split("\n")[0])
        return line, column

    def next_line(self) -> None:
        self.line = min(self.line + 1, len(self.lines))
        self.column = 0

    def line_feed(self, count: int) -> None:
        for _ in range(count):
            self.next_line()
