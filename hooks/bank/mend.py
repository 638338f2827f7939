"""Mend what is mechanical, and only that: the words stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from .load import load_bank
from .model import SECTIONS
from .pages import parse_page
from .registry import REGISTRY

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
KEPT = re.compile(
    r"`+[^`]*`+|\$\$?[^$]+\$\$?|\[@[^\]]*\]|\]\([^)\"]*|\{\s*#[^}]*\}|<[^>]*>|https?://\S+"
)
"""Pieces of a line that are no prose: code, formulas, citations, addresses, ids.

A picture's caption is prose, so an address ends where that begins."""
FULL_WIDTH = {",": "，", ";": "；", "!": "！", "?": "？", ":": "："}
HALF = re.compile(rf"({HAN})([,;!?])(?![0-9A-Za-z])|({HAN}):(?=\s|{HAN}|$)")
GAP = re.compile(rf"({HAN})([A-Za-z0-9])|([A-Za-z0-9%])({HAN})")
HEADING = re.compile(r"(##) (.+?)\s*$")
FENCE = re.compile(r"\s*(```+|~~~+)")
Change = Callable[[str], str]
Replace = Callable[[re.Match[str]], str]


def mend_page(text: str, locale: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the page mended and what was done, as (line, words).

    Code blocks, display formulas and comments are left as they are.
    """
    done: list[tuple[int, str]] = []
    if text.startswith("\ufeff"):
        text = text.removeprefix("\ufeff")
        done.append((1, "took the byte order mark away"))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        done.append((1, "ended the lines with LF"))
    source = text.split("\n")
    lines, changed = _mend_lines(source, locale, careful=False)
    if _kept(lines) != _kept(source):
        # Rare Markdown, such as code by indentation: try each line by itself.
        lines, changed = _mend_lines(source, locale, careful=True)
    done += changed
    mended = "\n".join(lines).rstrip("\n") + "\n"
    if mended != "\n".join(lines) and text.strip():
        done.append((len(lines), "ended the file with one line end"))
    return (mended if text.strip() else text), done


def _mend_lines(
    source: list[str], locale: str, careful: bool
) -> tuple[list[str], list[tuple[int, str]]]:
    lines, done = list(source), []
    for at in _prose(source):
        for change, what in _changes(locale):
            before = lines[at]
            lines[at] = change(before)
            if careful and lines[at] != before and _kept(lines) != _kept(source):
                lines[at] = before
            if lines[at] != before:
                done.append((at + 1, what))
    return lines, done


def _kept(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the formulas and code that Markdown reads; mending leaves them alone."""
    page = parse_page("", "", "", "", "\n".join(lines))
    return [f.tex for f in page.formulas], [f.content for f in page.fences]


def mend_all(root: Path) -> list[str]:
    """Mend every page and the order of the registry; return what was done."""
    done = []
    for file in sorted((root / "docs").rglob("*.md")):
        if file.is_symlink() or not file.is_file():
            continue
        path = file.relative_to(root).as_posix()
        try:
            text = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue  # the checks say so; guessing the encoding might change words
        locale = "zh" if path.endswith(".zh.md") else "en"
        mended, changes = mend_page(text, locale)
        if mended != text:
            file.write_bytes(mended.encode())
            done += [f"{path}:{line}: {what}" for line, what in changes]
    return done + _mend_order(root)


def _prose(lines: list[str]) -> Iterator[int]:
    """Yield the indexes of lines that are neither code, formula nor comment."""
    fence = ""
    inside = ""
    for at, line in enumerate(lines):
        mark = FENCE.match(line)
        if inside:
            if (inside == "$$" and line.strip().endswith("$$")) or (
                inside == "<!--" and "-->" in line
            ):
                inside = ""
        elif fence:
            if mark and mark[1].startswith(fence) and line.strip() == mark[1]:
                fence = ""
        elif mark:
            fence = mark[1]
        elif line.strip() == "$$":
            inside = "$$"
        elif line.lstrip().startswith("<!--"):
            inside = "" if "-->" in line else "<!--"
        else:
            yield at


def _changes(locale: str) -> Iterator[tuple[Change, str]]:
    yield _trailing, "took white space away from the end"
    yield _heading, "gave the section its id"
    if locale == "zh":
        yield _punctuation, "wrote full-width punctuation"
        yield _spacing, "put a space between Chinese and Latin"


def _trailing(line: str) -> str:
    kept = "  " if line.endswith("  ") and line.strip() else ""
    return line.rstrip() + kept if line.strip() else ""


def _heading(line: str) -> str:
    found = HEADING.fullmatch(line)
    if not found or "{" in line:
        return line
    for section in SECTIONS:
        if found[2] in section.titles.values():
            return f"## {found[2]} {{ #{section.id} }}"
    return line


def _outside(line: str, change: re.Pattern[str], replace: Replace) -> str:
    """Apply a change where it touches no kept piece."""
    kept = [match.span() for match in KEPT.finditer(line)]

    def apply(match: re.Match[str]) -> str:
        start, end = match.span()
        if any(start < last and end > first for first, last in kept):
            return match[0]
        return replace(match)

    return change.sub(apply, line)


def _punctuation(line: str) -> str:
    def replace(match: re.Match[str]) -> str:
        return (match[1] or match[3]) + FULL_WIDTH[match[2] or ":"]

    mended = _outside(line, HALF, replace)
    # A full-width mark brings its own space.
    return mended if mended == line else re.sub(r"([，；！？：]) +(?=\S)", r"\1", mended)


def _spacing(line: str) -> str:
    def replace(match: re.Match[str]) -> str:
        return f"{match[1] or match[3]} {match[2] or match[4]}"

    return _outside(_outside(line, GAP, replace), GAP, replace)


def _mend_order(root: Path) -> list[str]:
    """Put the registry's entries into reading order; comments go with what follows."""
    bank = load_bank(root)
    if not bank.readable or bank.faulty:
        return []
    file = root / REGISTRY
    text = file.read_text(encoding="utf-8")
    starts = [question.line - 1 for question in bank.in_order()]
    if starts == sorted(starts):
        return []
    lines = text.rstrip("\n").split("\n")
    begins = [_with_comment(lines, start) for start in sorted(starts)]
    head = lines[: begins[0]]
    ends = [*begins[1:], len(lines)]
    chunk = {
        start: "\n".join(lines[begin:end]).strip("\n")
        for start, begin, end in zip(sorted(starts), begins, ends, strict=True)
    }
    ordered = [chunk[q.line - 1] for q in bank.in_order()]
    mended = "\n".join([*head, ""]).rstrip("\n") + ("\n\n" if head else "")
    mended += "\n\n".join(ordered) + "\n"
    file.write_text(mended, encoding="utf-8")
    return [f"{REGISTRY}:1: put the questions into reading order"]


def _with_comment(lines: list[str], start: int) -> int:
    """Return where the comment right above an entry begins, else the entry's start."""
    at = start
    while at > 0 and lines[at - 1].startswith("#"):
        at -= 1
    return at
