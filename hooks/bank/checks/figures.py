"""A figure has its script, both languages' files, a place in a page, and words."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from ..experiments import FIGURE_SCRIPT
from ..figures import FILE, MAX_BYTES, figure_files, figure_scripts, files_of
from ..model import Bank, Page, Picture, Problem
from .anatomy import HAN
from .language import LATIN_WORD, MAX_HAN

SHORTEST = {"zh": 10, "en": 20}
"""Characters; less does not tell anyone what a figure shows."""
MARKUP = re.compile(r"[$\\`]|\*\*|[_^]\{")
"""Nobody reads LaTeX or Markdown aloud."""


def problems(bank: Bank) -> Iterator[Problem]:
    """Yield figures that lack a part, that nobody sees, or whose words say too little."""
    shown = set()
    for page in (*bank.pages.values(), *bank.other_pages.values()):
        for picture in page.pictures:
            path = posixpath.join(posixpath.dirname(page.path), unquote(picture.target))
            found = FILE.fullmatch(posixpath.basename(path))
            if found:
                shown.add(posixpath.normpath(path))
                yield from _place(page, picture, found["locale"])
                yield from _words(page, picture)
    yield from _files(bank, shown)


def _place(page: Page, picture: Picture, locale: str) -> Iterator[Problem]:
    if not picture.alone:
        yield Problem(
            page.path,
            picture.line,
            "FIG-03",
            "the figure does not stand alone",
            "put it on a line of its own with blank lines around, in no list or table",
        )
    if locale != page.locale:
        yield Problem(
            page.path,
            picture.line,
            "FIG-04",
            f"the page shows the other language's file {picture.target!r}",
            f"show the file that ends in .{page.locale}.svg",
        )


def _words(page: Page, picture: Picture) -> Iterator[Problem]:
    def fault(what: str, mend: str) -> Problem:
        return Problem(page.path, picture.line, "FIG-03", what, mend)

    text, caption = picture.text.strip(), picture.caption.strip()
    least = SHORTEST.get(page.locale, 0)
    if not caption:
        yield fault("the figure has no caption", 'write it behind the path: (… "caption")')
    if len(text) < least:
        yield fault(
            f"the figure's text has {len(text)} characters",
            f"say in {least} or more what it shows, for who cannot see it",
        )
    elif text == caption:
        yield fault(
            "the figure's text only repeats its caption",
            "let the text describe the picture, and the caption say what to see in it",
        )
    for name, words in (("text", text), ("caption", caption)):
        if found := MARKUP.search(words):
            yield fault(
                f"the figure's {name} holds markup: {found[0]!r}", "write it as one says it"
            )
        if words and _foreign(words, page.locale):
            yield fault(
                f"the figure's {name} is not in the page's language: '{words[:30]}'",
                "say it in Chinese" if page.locale == "zh" else "say it in English",
            )


def _foreign(words: str, locale: str) -> bool:
    han, latin = len(HAN.findall(words)), len(LATIN_WORD.findall(words))
    return han < max(latin, 1) if locale == "zh" else han > min(latin, MAX_HAN)


def _files(bank: Bank, shown: set[str]) -> Iterator[Problem]:
    for script in figure_scripts(bank.root):
        for file in files_of(script).values():
            if not file.is_file():
                yield Problem(
                    script.relative_to(bank.root).as_posix(),
                    1,
                    "FIG-02",
                    f"what it draws is missing: {file.relative_to(bank.root).as_posix()}",
                    "run 'make figures' to write it",
                )
    for file in figure_files(bank.root):
        path = file.relative_to(bank.root).as_posix()
        name = FILE.fullmatch(file.name)
        assert name is not None
        script = file.with_name(name["slug"] + FIGURE_SCRIPT)
        if not script.is_file():
            yield Problem(
                path,
                1,
                "FIG-02",
                f"the figure has no script {script.relative_to(bank.root).as_posix()}",
                "add the script that draws it, see hooks/bank/drawing.py",
            )
        elif path not in shown:
            yield Problem(
                path, 1, "FIG-02", "no page shows the figure", "show it in both languages' pages"
            )
        size = file.stat().st_size
        if size > MAX_BYTES:
            yield Problem(
                path,
                1,
                "FIG-05",
                f"the figure has {size:,} bytes",
                f"draw less, at most {MAX_BYTES:,}: fewer points on curves, fewer cells",
            )
