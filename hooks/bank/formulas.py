"""Render LaTeX at build time: KaTeX in one Node process, kept in a cache file."""

from __future__ import annotations

import hashlib
import json
import select
import subprocess
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from .model import Bank, Page, Problem
from .store import Store

TIMEOUT_SECONDS = 20.0
"""For one request; the slowest real formula takes a few milliseconds."""
BATCH = 100
"""Formulas in one request."""
MAX_CHARACTERS = 5_000
MAX_KEPT = 200_000
"""Formulas remembered; a hundred megabytes at most."""


class FormulaError(Exception):
    """A formula that KaTeX refuses; ``position`` counts its characters from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class ToolError(Exception):
    """Node or KaTeX is not there, or does not answer."""


class Katex:
    """Renders formulas; remembers them in ``<root>/.cache/formulas.sqlite``.

    Args:
        root: The project's root, where ``node_modules`` is.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._process: subprocess.Popen[str] | None = None
        manifest = root / "node_modules/katex/package.json"
        if not manifest.is_file():
            raise ToolError("KaTeX is not installed; run 'npm ci'")
        renderer = (Path(__file__).parent / "katex.mjs").read_bytes()
        version = json.loads(manifest.read_text())["version"].encode()
        self.salt = hashlib.sha256(version + renderer).digest()
        """Changes with KaTeX and with how it is called."""
        self._seen: dict[bytes, dict[str, Any]] = {}
        self._store = Store(root / ".cache/formulas.sqlite")

    def render(self, tex: str, display: bool) -> str:
        """Return the formula as HTML with MathML inside.

        Raises:
            FormulaError: If KaTeX does not accept it.
            ToolError: If Node cannot be run.
        """
        tex = tex.strip()
        if len(tex) > MAX_CHARACTERS:
            raise FormulaError(f"the formula has {len(tex):,} characters", 0)
        key = self._key(tex, display)
        answer = self._known(key)
        if answer is None:
            answer = self._ask([(tex, display)])[0]
            self._keep({key: answer})
        if "error" in answer:
            raise FormulaError(answer["error"], answer["position"])
        html: str = answer["html"]
        return html

    def prepare(self, formulas: Iterable[tuple[str, bool]]) -> None:
        """Render those of the (LaTeX, display?) that are not known yet, many at a time.

        Raises:
            ToolError: If Node cannot be run.
        """
        wanted = {
            self._key(tex, display): (tex, display)
            for tex, display in ((tex.strip(), display) for tex, display in formulas)
            if len(tex) <= MAX_CHARACTERS
        }
        missing = [key for key in wanted if self._known(key) is None]
        for start in range(0, len(missing), BATCH):
            keys = missing[start : start + BATCH]
            self._keep(dict(zip(keys, self._ask([wanted[key] for key in keys]), strict=True)))

    def _key(self, tex: str, display: bool) -> bytes:
        return hashlib.sha256(self.salt + bytes([display]) + tex.encode()).digest()

    def _known(self, key: bytes) -> dict[str, Any] | None:
        if key not in self._seen:
            data = self._store.get(key)
            if data is None:
                return None
            self._seen[key] = json.loads(data)
        return self._seen[key]

    def _keep(self, answers: dict[bytes, dict[str, Any]]) -> None:
        self._seen |= answers
        data = {key: json.dumps(answer).encode() for key, answer in answers.items()}
        self._store.put(data, MAX_KEPT)

    def close(self) -> None:
        """End the Node process and close the cache."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        self._store.close()

    def _ask(self, formulas: list[tuple[str, bool]]) -> list[dict[str, Any]]:
        process = self._process or self._start()
        assert process.stdin is not None
        request = [{"tex": tex, "display": display} for tex, display in formulas]
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        try:
            answers: list[dict[str, Any]] = json.loads(self._answer(process))
        except ToolError:
            process.kill()
            process.communicate()
            self._process = None
            if len(formulas) == 1:
                return [{"error": "KaTeX does not finish it", "position": 0}]
            # One of them hangs; asked one by one, only that one fails.
            return [answer for formula in formulas for answer in self._ask([formula])]
        return answers

    def _start(self) -> subprocess.Popen[str]:
        script = Path(__file__).parent / "katex.mjs"
        try:
            self._process = subprocess.Popen(
                ["node", str(script), str(self.root / "package.json")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        except FileNotFoundError as error:
            raise ToolError("Node is not installed; install Node 20 or newer") from error
        self._answer(self._process)
        return self._process

    def _answer(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], TIMEOUT_SECONDS)
        line = process.stdout.readline() if ready else ""
        if not line:
            raise ToolError("Node ended or hangs while rendering formulas")
        return line


def formula_problems(bank: Bank, katex: Katex) -> Iterator[Problem]:
    """Yield the formulas that KaTeX refuses and those Markdown would not see."""
    for page in (*bank.pages.values(), *bank.other_pages.values()):
        yield from bank.problems_of(
            "formulas", (page.path, page.source), partial(_of_page, page, katex)
        )


def _of_page(page: Page, katex: Katex) -> Iterator[Problem]:
    katex.prepare((formula.tex, formula.display) for formula in page.formulas)
    for formula in page.formulas:
        try:
            katex.render(formula.tex, formula.display)
        except FormulaError as error:
            before = formula.tex[: error.position]
            line = formula.line + before.count("\n")
            column = len(before) - before.rfind("\n")
            if "\n" not in before:
                column += formula.column - 1
            yield Problem(
                page.path,
                line,
                "TEX-01",
                f"LaTeX: {error.message}",
                f"correct '{formula.tex[error.position :][:30] or formula.tex[-30:]}'",
                column,
            )
    for stray in page.strays:
        yield Problem(
            page.path,
            stray.line,
            "TEX-02",
            f"{stray.reason}: {stray.text[:30]!r}",
            "inline is $x$ without inner spaces, display is $$ on lines of its own "
            "with blank lines around, | in a table is \\mid, a dollar sign is \\$",
            stray.column,
        )
