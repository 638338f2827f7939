"""What a page's HTML is made of, beside the page's own text."""

from __future__ import annotations

import re
from dataclasses import replace

from .model import Bank, Page

INCLUDE = re.compile(r'^[ \t]*--8<-- "([^"\n]+)"[ \t]*$', re.MULTILINE)
"""The one way to include a file that the checks allow."""
MARK = "8<-"
CITED = re.compile(r"@([A-Za-z0-9_:-]+)")


def dependencies(bank: Bank, page: Page, text: str) -> list[str | bytes] | None:
    """Return all that changes a page's HTML: files beside it, works it cites.

    Files beside it are those of its folder that start with its name: experiment,
    output, figures. None where that is not all, because ``text`` includes others.
    """
    start = f"{page.path.removesuffix('.md').removesuffix(f'.{page.locale}')}."
    near = bank.beside.get(start[: start.index(".")], [])
    files = [f for f in near if f.relative_to(bank.root).as_posix().startswith(start)]
    names = {file.relative_to(bank.docs).as_posix() for file in files}
    found: list[str | bytes] = []
    for file in files:
        content = file.read_bytes()
        if MARK.encode() in content:
            return None  # it may include another file
        found += [file.name, content]
    if MARK in INCLUDE.sub("", text) or not names.issuperset(INCLUDE.findall(text)):
        return None
    for key in sorted(set(CITED.findall(text))):
        work = bank.references.get(key)
        found += [key, repr(replace(work, line=0)) if work else ""]
    return found
