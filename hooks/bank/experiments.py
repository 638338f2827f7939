"""Run the experiments and compare what they print with what the pages show.

A script runs in a process of its own with a time and memory limit, an empty
environment and working directory, and an audit hook that refuses network,
subprocesses and writing. That stops accidents and the obvious; a pull
request's scripts run only in CI, where the machine is thrown away.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from .model import Bank, Problem

TIMEOUT_SECONDS = 60
MEMORY_BYTES = 4 * 2**30
MAX_OUTPUT_BYTES = 20_000

OPTIONAL = ("torch",)
"""Libraries that an experiment may be about, but that reading the site needs not."""

FIGURE_SCRIPT = ".figure.py"
"""How the names of scripts end that draw instead; figures.py runs them."""

_GUARD = Path(__file__).parent / "experiment_guard.py"
_DRAWING = Path(__file__).parent / "drawing.py"


@dataclass(frozen=True)
class Run:
    """What a script did: its output, or how it failed."""

    output: str
    failure: str = ""
    line: int = 1
    """The script's line where it failed."""
    missing: str = ""
    """A library without which it was not run at all."""


def run(script: Path, *, most: int = MAX_OUTPUT_BYTES) -> Run:
    """Return what the script prints, ``most`` bytes at most, or why it failed."""
    environment = {
        # One thread adds up floating-point numbers in one order everywhere.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "PATH": os.defpath,
    }
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-X",
                "utf8",
                str(_GUARD),
                str(script.resolve()),
                str(MEMORY_BYTES),
                str(TIMEOUT_SECONDS),
                str(most * 2),
                *(["drawing"] if is_figure(script) else optional_libraries(script)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            cwd=empty,
            env=environment,
        )
        try:
            _, errors = process.communicate(timeout=TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return Run("", f"it does not end within {TIMEOUT_SECONDS} s")
        output.seek(0)
        raw = output.read(most + 1)
    if process.returncode != 0:
        message = errors.decode("utf-8", "replace").strip().split("\n")[-1]
        place, _, reason = message.partition(": ")
        if place.isdigit():
            return Run("", reason, int(place))
        return Run("", message or f"it ended with signal {-process.returncode}")
    if len(raw) > most:
        return Run("", f"it prints more than {most:,} bytes")
    return Run(raw.decode("utf-8", "replace"))


def optional_libraries(script: Path) -> list[str]:
    """Return the libraries of ``OPTIONAL`` that a script imports."""
    try:
        tree = ast.parse(script.read_bytes())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []  # running it says where
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return [name for name in OPTIONAL if name in names]


class RunCache:
    """Remembers runs by the script's content and the versions of what it runs on.

    Args:
        root: The project's root, where ``.cache`` is.
        most: How many bytes a script may print.
    """

    def __init__(self, root: Path, *, most: int = MAX_OUTPUT_BYTES) -> None:
        self._most = most
        self._folder = root / ".cache/experiments"
        self._folder.mkdir(parents=True, exist_ok=True)
        libraries = [version(name) for name in ("numpy", *OPTIONAL) if find_spec(name)]
        self._salt = f"{libraries} {sys.version}".encode() + _GUARD.read_bytes()

    def run(self, script: Path) -> Run:
        """Return the remembered run, or run the script; failures are not kept."""
        salt = self._salt
        if is_figure(script):
            salt += _DRAWING.read_bytes()
        for name in () if is_figure(script) else optional_libraries(script):
            if find_spec(name) is None:
                return Run("", missing=name)
        key = hashlib.sha256(salt + script.read_bytes()).hexdigest()
        kept = self._folder / f"{key}.json"
        try:
            return Run(json.loads(kept.read_text())["output"])
        except (OSError, ValueError, KeyError):
            result = run(script, most=self._most)
        if not result.failure:
            partial = kept.with_suffix(f".{os.getpid()}")
            partial.write_text(json.dumps({"output": result.output}))
            partial.replace(kept)
        return result


def scripts(root: Path) -> list[Path]:
    """Return the experiments in path order."""
    return sorted(file for file in (root / "docs").glob("*/*.py") if not is_figure(file))


def is_figure(script: Path) -> bool:
    """Tell whether a script draws a figure and is no experiment."""
    return script.name.endswith(FIGURE_SCRIPT)


def run_all(chosen: Iterable[Path], cache: RunCache) -> dict[Path, Run]:
    """Return the run of every script; as many at a time as there are cores."""
    chosen = list(chosen)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(chosen, pool.map(cache.run, chosen), strict=True))


def output_problems(bank: Bank) -> Iterator[Problem]:
    """Yield the experiments that fail or print something else than the page shows."""
    for script, result in run_all(scripts(bank.root), RunCache(bank.root)).items():
        path = script.relative_to(bank.root).as_posix()
        if result.missing:
            continue  # not_run says so
        if result.failure:
            yield Problem(
                path,
                result.line,
                "EXP-01",
                f"the experiment fails: {result.failure}",
                "make it run, or correct the claim it asserts",
            )
            continue
        shown_file = script.with_suffix(".out")
        shown_path = shown_file.relative_to(bank.root).as_posix()
        if not shown_file.is_file():
            continue  # the source checks say so
        shown = shown_file.read_bytes().decode("utf-8", "replace")
        if shown != result.output:
            pairs = zip((*shown.split("\n"), ""), (*result.output.split("\n"), ""), strict=False)
            line, (old, new) = next(
                (n, pair) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1]
            )
            yield Problem(
                shown_path,
                line,
                "EXP-02",
                f"the page shows {old!r} but the experiment prints {new!r}",
                "run 'make outputs', then check the sentences that quote it",
            )


def not_run(root: Path) -> Iterator[str]:
    """Yield a line for each experiment that cannot run here for want of a library."""
    for script in scripts(root):
        for name in optional_libraries(script):
            if find_spec(name) is None:
                path = script.relative_to(root).as_posix()
                yield f"{path}: not run: {name} is not installed ('make {name}' installs it)"


def write_outputs(root: Path) -> tuple[list[Path], list[Problem]]:
    """Run every experiment and write its output beside it.

    Returns:
        The files that changed, and the experiments that failed.
    """
    changed, problems = [], []
    for script, result in run_all(scripts(root), RunCache(root)).items():
        file = script.with_suffix(".out")
        if result.missing:
            continue
        if result.failure:
            path = script.relative_to(root).as_posix()
            problems.append(Problem(path, result.line, "EXP-01", result.failure, "make it run"))
        elif not file.is_file() or file.read_text(encoding="utf-8") != result.output:
            file.write_text(result.output, encoding="utf-8")
            changed.append(file)
    return changed, problems
