"""Run the scripts that draw figures, write what they draw, and compare.

A script ``<question>.figure.py`` prints both languages' pictures as JSON (see
drawing.py); the files ``<question>.zh.svg`` and ``.en.svg`` beside it are what
pages show. Scripts run in the same bounds as experiments.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .experiments import FIGURE_SCRIPT, Run, RunCache, run_all
from .model import LOCALES, Bank, Problem
from .svg import Svg, SvgError, read_svg

FILE = re.compile(rf"(?P<slug>.+)\.(?P<locale>{'|'.join(LOCALES)})\.svg")
"""The name of a figure's file."""
MAX_BYTES = 16 * 1024
"""Of one file: it is part of its page, and most need half of it."""
MAX_OUTPUT_BYTES = 200_000
"""Of a script, so that a figure that is too large is still told from an endless one."""


@dataclass(frozen=True)
class Drawn:
    """What a script drew, by file; or why not, and on which line of it."""

    files: dict[Path, str]
    failure: str = ""
    line: int = 1


def figure_scripts(root: Path) -> list[Path]:
    """Return the scripts that draw figures, in path order."""
    return sorted((root / "docs").glob(f"*/*{FIGURE_SCRIPT}"))


def figure_files(root: Path) -> list[Path]:
    """Return the figures' files, in path order."""
    files = (root / "docs").glob("*/*.svg")
    return sorted(f for f in files if FILE.fullmatch(f.name) and not f.is_symlink())


def files_of(script: Path) -> dict[str, Path]:
    """Return the files that a script draws, by language."""
    slug = script.name.removesuffix(FIGURE_SCRIPT)
    return {locale: script.with_name(f"{slug}.{locale}.svg") for locale in LOCALES}


def draw_all(root: Path) -> dict[Path, Drawn]:
    """Return what every script draws."""
    runs = run_all(figure_scripts(root), RunCache(root, most=MAX_OUTPUT_BYTES))
    return {script: _drawn(script, result) for script, result in runs.items()}


def drawing_problems(bank: Bank) -> Iterator[Problem]:
    """Yield the scripts that fail, and files that are not what their script draws."""
    for script, drawn in draw_all(bank.root).items():
        if drawn.failure:
            yield _failure(bank.root, script, drawn)
        for file, picture in drawn.files.items():
            if not file.is_file():
                continue  # the source checks say so
            shown = file.read_bytes().decode("utf-8", "replace")
            if shown != picture:
                pairs = zip((*shown.split("\n"), ""), (*picture.split("\n"), ""), strict=False)
                yield Problem(
                    file.relative_to(bank.root).as_posix(),
                    next((n for n, (old, new) in enumerate(pairs, 1) if old != new), 1),
                    "FIG-02",
                    f"it is not what {script.name} draws",
                    "run 'make figures' and look at the figure",
                )


def write_figures(root: Path) -> tuple[list[Path], list[Problem]]:
    """Run every script and write what it draws beside it.

    Returns:
        The files that changed, and the scripts that failed.
    """
    changed, problems = [], []
    for script, drawn in draw_all(root).items():
        if drawn.failure:
            problems.append(_failure(root, script, drawn))
        for file, picture in drawn.files.items():
            if file.is_symlink():
                continue  # what it leads to is not ours to write; the checks say so
            if not file.is_file() or file.read_bytes() != picture.encode():
                file.write_bytes(picture.encode())
                changed.append(file)
    return changed, problems


def harmless_figures(root: Path) -> dict[str, Svg]:
    """Return the figures that may become part of a page, by path below ``docs/``.

    Nothing is run. A file that holds more than a drawing is left out.
    """
    found = {}
    for file in figure_files(root):
        if file.stat().st_size > MAX_BYTES:
            continue
        try:
            picture = read_svg(file.read_bytes().decode("utf-8", "replace"))
        except SvgError:
            continue  # checks/files.py says so
        found[file.relative_to(root / "docs").as_posix()] = picture
    return found


def _failure(root: Path, script: Path, drawn: Drawn) -> Problem:
    return Problem(
        script.relative_to(root).as_posix(),
        drawn.line,
        "FIG-01",
        f"the script draws no figure: {drawn.failure}",
        "end it with Drawing.print() and make it run",
    )


def _drawn(script: Path, result: Run) -> Drawn:
    if result.failure:
        return Drawn({}, result.failure, result.line)
    last = _last_statement(script)
    try:
        pictures = json.loads(result.output)
    except (ValueError, RecursionError):
        return Drawn({}, "it prints something else than one line of JSON", last)
    if not isinstance(pictures, dict) or set(pictures) != set(LOCALES):
        return Drawn({}, f"it does not print one picture for each of {', '.join(LOCALES)}", last)
    for picture in pictures.values():
        try:
            read_svg(picture if isinstance(picture, str) else "")
        except SvgError as error:
            return Drawn({}, error.what, last)
    return Drawn({file: pictures[locale] for locale, file in files_of(script).items()})


def _last_statement(script: Path) -> int:
    """Return the line of what a script does last: usually to print."""
    body = ast.parse(script.read_bytes()).body
    return body[-1].lineno if body else 1
