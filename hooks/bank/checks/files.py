"""Only what the site is made of stands under docs/: MkDocs would publish the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..figures import FILE
from ..model import Bank, Problem
from ..svg import SvgError, read_svg

DATA = {
    "questions.yml",
    "taxonomy.yml",
    "alignment.yml",
    "glossary.yml",
    "asked.yml",
    "references.bib",
}
SCRIPTS = {".py", ".out"}
PICTURES = {".png": b"\x89PNG\r\n", ".webp": b"RIFF", ".svg": b"<"}
"""How files of each kind begin."""
MAX_PICTURE_BYTES = 300_000
ACTIVE = re.compile(
    rb"<script|<foreignobject|<iframe|<!doctype|<!entity|\son\w+\s*=|@import"
    rb"|(?:href|src)\s*=\s*[\"']?\s*(?!#)[a-z]|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)
"""What a picture that only shows something never holds."""


def problems(bank: Bank) -> Iterator[Problem]:
    """Yield files that do not belong under docs/, and pictures that are none."""
    for file in sorted(bank.docs.rglob("*")):
        path = file.relative_to(bank.root).as_posix()
        if file.is_symlink():
            what = "it is a symbolic link"
            yield Problem(path, 1, "FILE-01", what, "commit the file itself")
        elif file.is_file():
            yield from _file(bank, file, path)


def _file(bank: Bank, file: Path, path: str) -> Iterator[Problem]:
    inside = file.relative_to(bank.docs)
    suffix = file.suffix
    depth = len(inside.parts)
    allowed = (
        suffix == ".md"
        or (depth == 1 and inside.name in DATA)
        or (depth == 2 and suffix in SCRIPTS)
        or suffix in PICTURES
    )
    if not allowed or file.name.startswith("."):
        yield Problem(
            path,
            1,
            "FILE-01",
            f"files like {file.name[:60]!r} have no place under docs/",
            "keep pages, experiments with their output, and png, webp or svg pictures",
        )
        return
    if suffix not in PICTURES:
        return
    with file.open("rb") as stream:
        raw = stream.read(MAX_PICTURE_BYTES + 1)
    if len(raw) > MAX_PICTURE_BYTES:
        what = f"the picture has more than {MAX_PICTURE_BYTES:,} bytes"
        yield Problem(path, 1, "FILE-02", what, "make it smaller, readers have phones")
    elif not raw.lstrip().startswith(PICTURES[suffix]):
        what = f"it is no {suffix[1:]} picture"
        yield Problem(path, 1, "FILE-02", what, "save it in the format its name says")
    elif FILE.fullmatch(file.name):
        # These become part of their page, so nothing but a drawing passes.
        try:
            read_svg(raw.decode("utf-8", "replace"))
        except SvgError as error:
            mend = "run 'make figures'; only what hooks/bank/drawing.py draws may be there"
            yield Problem(path, error.line, "FILE-02", error.what, mend)
    elif suffix == ".svg" and (found := ACTIVE.search(raw)):
        what = f"the picture holds {found[0].decode('ascii', 'replace').strip()!r}"
        mend = "leave scripts, handlers, entities and links to other files out"
        line = raw[: found.start()].count(b"\n") + 1
        yield Problem(path, line, "FILE-02", what, mend)
