"""Write the search indexes: what each page says of itself, and the terms of its text."""

from __future__ import annotations

import hashlib
import json
import select
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from .addresses import page_path
from .formulas import ToolError
from .model import LOCALES, SECTIONS, Bank, Page
from .search_text import Section
from .status import url

WRITER = Path(__file__).with_suffix(".mjs")
SCRIPTS = "overrides/assets/javascripts/search"
LOCK = "package-lock.json"
TIMEOUT_SECONDS = 300
TITLE_ONLY = {"docs/glossary"}
"""Its text repeats every term, so that it would answer everything."""


class SearchIndexWriter:
    """Writes indexes in a Node process beside this one, which remembers what it read.

    Terms are made by the same script that reads queries in the browser
    (overrides/assets/javascripts/search).

    Args:
        root: The project's root, where ``node_modules`` is.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._requests: list[Path] = []

    def start(
        self,
        bank: Bank,
        locale: str,
        titles: dict[str, str],
        texts: dict[str, list[Section]],
        site: Path,
    ) -> str:
        """Begin to write the index of a language and the ranking script below ``site``.

        ``titles`` and ``texts`` are by path of the page.

        Returns:
            A name that changes with the index and with the scripts that read it, so that
            browsers may keep both.

        Raises:
            ToolError: If Node is missing.
        """
        data = {
            "pages": {locale: _pages(bank, locale, titles, texts)},
            "glossary": [[str(n), term.spellings] for n, term in enumerate(bank.glossary)],
            "headings": [name for section in SECTIONS for name in section.titles.values()],
        }
        text = json.dumps(data)
        process = self._process or self._start()
        assert process.stdin is not None
        with NamedTemporaryFile("w", encoding="utf-8", suffix=".json", delete=False) as file:
            file.write(text)
        self._requests.append(Path(file.name))
        with suppress(BrokenPipeError):  # finish() says why it ended
            process.stdin.write(json.dumps([file.name, str(site.resolve())]).encode() + b"\n")
        return self._version(text)

    def _version(self, text: str) -> str:
        digest = hashlib.sha256(text.encode())
        # The lock file names the versions of the libraries.
        for file in (WRITER, *sorted((self.root / SCRIPTS).glob("*.js")), self.root / LOCK):
            digest.update(file.read_bytes() if file.is_file() else b"")
        return digest.hexdigest()[:12]

    def finish(self) -> None:
        """Wait until all that was begun is written.

        Raises:
            ToolError: If the indexes cannot be written.
        """
        process = self._process
        if process is None:
            return
        assert process.stdout is not None and process.stderr is not None
        done = 0
        while done < len(self._requests):
            ready, _, _ = select.select([process.stdout], [], [], TIMEOUT_SECONDS)
            answer = process.stdout.read(100) if ready else b""
            if not answer:
                process.kill()
                why = process.stderr.read().decode().strip() or "Node ended or hangs"
                self.close()
                raise ToolError(f"the search index cannot be written: {why}")
            done += answer.count(b"\n")
        self._forget()

    def abandon(self) -> None:
        """Leave what was begun and not finished, if any: the build it was for failed."""
        if self._requests:
            self.close()

    def close(self) -> None:
        """End the Node process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        self._forget()

    def _forget(self) -> None:
        while self._requests:
            self._requests.pop().unlink(missing_ok=True)

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            self._process = subprocess.Popen(
                ["node", str(WRITER), str(self.root)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,  # select() knows nothing of a buffer
            )
        except FileNotFoundError as error:
            raise ToolError("Node is not installed; version 20 or newer is needed") from error
        return self._process


def _pages(
    bank: Bank, locale: str, titles: dict[str, str], texts: dict[str, list[Section]]
) -> list[dict[str, Any]]:
    explains: dict[str, list[str]] = {}
    mentions: dict[str, list[str]] = {}
    for number, term in enumerate(bank.glossary):
        explains.setdefault(term.questions[0], []).append(str(number))
        for slug in term.questions[1:]:
            mentions.setdefault(slug, []).append(str(number))
    entries = []
    for question in bank.in_order():
        page = bank.pages.get((question.slug, locale))
        if page is None:
            continue
        other = next(code for code in LOCALES if code != locale)
        twin = bank.pages.get((question.slug, other))
        names = [bank.topics[t].names for t in question.topics if t in bank.topics]
        also = [titles[twin.path]] if twin else []
        entries.append(
            _entry(page, url(question, locale), titles, texts)
            | {
                "number": question.label,
                "known": [str(number) for number in question.circulates_as],
                "topics": [name for topic in names for name in dict.fromkeys(topic.values())],
                "other": " · ".join([*also, question.slug.replace("-", " ")]),
                "asked": _asked(bank, question.slug, locale),
                "explains": explains.get(question.slug, []),
                "mentions": mentions.get(question.slug, []),
                "repeats": bool(question.same_as),
            }
        )
    for _, page in sorted(bank.other_pages.items()):
        if page.locale == locale:
            entries.append(_entry(page, page_path(page), titles, texts))
    return entries


def _entry(
    page: Page, location: str, titles: dict[str, str], texts: dict[str, list[Section]]
) -> dict[str, Any]:
    sections = texts.get(page.path, [])
    if page.path.removesuffix(f".{page.locale}.md") in TITLE_ONLY:
        sections = []
    return {
        "url": location,
        "number": "",
        "known": [],
        "title": titles[page.path],
        "other": "",
        "topics": [],
        "asked": [],
        "explains": [],
        "mentions": [],
        "repeats": False,
        "sections": [[s.id, s.title, s.text] for s in sections],
    }


def _asked(bank: Bank, slug: str, locale: str) -> list[str]:
    """Return the ways to ask a question, those in the page's language first."""
    ways = bank.asked.get(slug, {})
    order = [locale, *(code for code in LOCALES if code != locale)]
    return [way for code in order for way in ways.get(code, ())]
