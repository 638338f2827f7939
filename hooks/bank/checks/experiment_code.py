"""An experiment is short, self-contained, and can fail."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from ..experiments import scripts
from ..model import Bank, Problem, packed_problems, unpacked_problems

MAX_LINES = 60
"""Of code: comments and blank lines do not count. Most need 40."""
MAX_WIDTH = 88
MODULES = frozenset(
    "collections fractions functools heapq itertools math numpy re string torch".split()
)


def problems(bank: Bank) -> Iterator[Problem]:
    """Yield what makes a script hard to read, or unable to fail."""
    for script in scripts(bank.root):
        path, raw = script.relative_to(bank.root).as_posix(), script.read_bytes()
        if bank.cache is None:
            yield from _problems(path, raw)
            continue
        yield from bank.cache.result(
            bank.cache.key("experiment", path, raw),
            partial(_problems, path, raw),
            packed_problems,
            unpacked_problems,
        )


def _problems(path: str, raw: bytes) -> list[Problem]:
    text = raw.decode("utf-8", "replace")
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []  # running it says where
    return list(_script(path, text.split("\n"), tree))


def _script(path: str, lines: list[str], tree: ast.Module) -> Iterator[Problem]:
    def fault(line: int, what: str, mend: str) -> Problem:
        return Problem(path, line, "EXP-05", what, mend)

    code = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if len(code) > MAX_LINES:
        yield fault(
            1,
            f"the experiment has {len(code)} lines of code",
            f"keep what the text refers to, at most {MAX_LINES}",
        )
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_WIDTH:
            yield fault(
                number,
                f"a line of {len(line)} characters",
                f"break it at {MAX_WIDTH}, readers have phones",
            )
    if not any(isinstance(node, ast.Assert) for node in ast.walk(tree)):
        yield fault(
            1, "the experiment asserts nothing", "assert what the text claims, with a margin"
        )
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "."]
        else:
            continue
        for name in names:
            if name.split(".")[0] not in MODULES:
                yield fault(
                    node.lineno,
                    f"the experiment imports {name}",
                    f"use only {', '.join(sorted(MODULES))}",
                )
