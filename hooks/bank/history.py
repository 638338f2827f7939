"""When each page was first answered, when it last changed and by whom, from git."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from .pages import COMMENT

TIMEOUT_SECONDS = 60
CACHE = ".cache/history.json"
FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TITLE = re.compile(r"\A\s*# [^\n]*(?:\n|\Z)|\A\s*[^\s>#-][^\n]*\n=+[ \t]*(?:\n|\Z)")


@dataclass(frozen=True)
class PageHistory:
    """What git knows of one page; None where it knows nothing."""

    answered: datetime | None = None
    """UTC; the first commit in which the page had an answer, if it ever had one."""
    changed: datetime | None = None
    """UTC; the last commit that changed the page's file."""
    author: str | None = None
    """Who wrote that change: the name in git, or in ``.mailmap``. Untrusted text."""


@dataclass(frozen=True)
class History:
    """The history of every page that is committed as it stands."""

    pages: dict[str, PageHistory] = field(default_factory=dict)
    """By path from the project's root."""

    def of(self, path: str) -> PageHistory:
        """Return the history of a page; an empty one where git knows nothing."""
        return self.pages.get(path, PageHistory())


@dataclass(frozen=True)
class _Version:
    time: int
    author: str
    blob: str
    """Zeros where the commit deleted the file."""


def load_history(root: Path) -> History:
    """Return the history of the pages below ``docs/`` of the project at ``root``.

    Empty without git, outside a repository, and in a shallow clone, whose oldest
    commit would seem to have written everything. A page with changes that are not
    committed has no last change yet. Times are those of the commit, not of the
    writing: a page is new when readers can see it. Kept in ``<root>/.cache`` until
    the next commit.
    """
    where = _git(root, "rev-parse", "--is-shallow-repository", "HEAD", "--show-cdup")
    if not where.startswith(b"false\n"):
        return History()
    pages = _kept(root, where) or _read(root, where)
    uncommitted = _git(root, "diff", "-z", "--name-only", "--relative", "HEAD", "--", "docs")
    for path in uncommitted.decode(errors="replace").split("\0"):
        if path in pages:
            pages[path] = PageHistory(pages[path].answered)
    return History(pages)


def _read(root: Path, where: bytes) -> dict[str, PageHistory]:
    log = _git(
        root,
        # The reader's own settings must not change what the site says.
        *("-c", "i18n.logOutputEncoding=UTF-8", "-c", "mailmap.file=", "-c", "mailmap.blob="),
        *("log", "-z", "--raw", "--no-abbrev", "--relative", "--no-show-signature"),
        # A merge shows only what it mended itself; renamed pages keep their past.
        *("-c", "-M", "--format=%ct %aN", "--", "docs"),
    )
    versions = _versions(log)
    answered = _first_answers(root, versions)
    pages = {
        path: PageHistory(answered.get(path), _utc(page[0].time), page[0].author)
        for path, page in sorted(versions.items())
        if page[0].blob.strip("0")
    }
    if pages:
        _keep(root, where, pages)
    return pages


def _kept(root: Path, where: bytes) -> dict[str, PageHistory] | None:
    """Return what was read for this commit before, if it was."""
    try:
        kept = json.loads((root / CACHE).read_bytes())
        if kept["key"] == _key(root, where):
            return {
                path: PageHistory(None if first is None else _utc(first), _utc(last), author)
                for path, (first, last, author) in kept["pages"].items()
            }
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _keep(root: Path, where: bytes, pages: dict[str, PageHistory]) -> None:
    rows = {
        path: (_seconds(page.answered), _seconds(page.changed), page.author)
        for path, page in pages.items()
    }
    file = root / CACHE
    aside = file.with_suffix(f".{os.getpid()}")
    file.parent.mkdir(exist_ok=True)
    aside.write_text(json.dumps({"key": _key(root, where), "pages": rows}))
    aside.replace(file)


def _key(root: Path, where: bytes) -> str:
    """Return what changes with the commit, the names in ``.mailmap`` and this code."""
    top = where.split(b"\n")[2].decode()
    mailmap = root / top / ".mailmap"
    digest = hashlib.sha256(where + Path(__file__).read_bytes() + COMMENT.pattern.encode())
    digest.update(mailmap.read_bytes() if mailmap.is_file() else b"")
    return digest.hexdigest()


def has_answer(text: str) -> bool:
    """Tell whether a page's source holds more than a title and comments.

    The same as ``Page.has_answer``, without parsing: this reads the old versions of
    every page.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    bare = COMMENT.sub("", FRONT_MATTER.sub("", text, count=1))
    return bool(TITLE.sub("", bare, count=1).strip())


def _versions(log: bytes) -> dict[str, list[_Version]]:
    """Return the versions of each Markdown file, newest first, by its present path."""
    versions: dict[str, list[_Version]] = {}
    now_at: dict[str, str] = {}
    """The present path of a file that was renamed, by its earlier one."""
    time, author = 0, ""
    tokens = iter(log.decode(errors="replace").split("\0"))
    for token in tokens:
        entry = token.lstrip("\n")
        if not entry.startswith(":"):
            seconds, _, author = entry.partition(" ")
            time = int(seconds or 0)
            continue
        # ":mode mode blob blob status"; a merge has one more of each a parent.
        parents = len(entry) - len(entry.lstrip(":"))
        *_, blob, status = entry.split(" ")
        path = next(tokens)
        if status.startswith("R") and parents == 1:
            before, path = path, next(tokens)
            now_at[before] = now_at.get(path, path)
        if path.endswith(".md"):
            kept = now_at.get(path, path)
            versions.setdefault(kept, []).append(_Version(time, author, blob))
    return versions


def _first_answers(root: Path, versions: dict[str, list[_Version]]) -> dict[str, datetime]:
    """Return when each page first had an answer; one process reads all versions."""
    blobs = sorted({v.blob for page in versions.values() for v in page if v.blob.strip("0")})
    answers = {
        blob
        for blob, content in _contents(root, blobs)
        if has_answer(content.decode(errors="replace"))
    }
    first: dict[str, datetime] = {}
    for path, page in versions.items():
        oldest = next((v for v in reversed(page) if v.blob in answers), None)
        if oldest is not None:
            first[path] = _utc(oldest.time)
    return first


def _contents(root: Path, blobs: list[str]) -> Iterator[tuple[str, bytes]]:
    output = _git(root, "cat-file", "--batch", stdin="\n".join(blobs).encode())
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        blob, *rest = output[at:end].decode().split(" ")
        at = end + 1
        if len(rest) == 2:  # not "missing", as in a clone that left objects out
            size = int(rest[1])
            yield blob, output[at : at + size]
            at += size + 1


def _git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Return what git prints, and nothing where it is missing or fails."""
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments],
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # A build asks no other host, not even in a clone without all objects.
            env={**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"},
            timeout=TIMEOUT_SECONDS,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return b""


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _seconds(time: datetime | None) -> int | None:
    return None if time is None else int(time.timestamp())
