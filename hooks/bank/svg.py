"""Read the SVG of a figure: only what drawing.py writes passes.

A figure becomes part of its page, where a script, a style sheet or an address
would act on the whole page. So nothing is searched for and removed: the file is
read against lists of what may be there, and what goes into the page is written
anew from what was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from xml.parsers.expat import ExpatError, ParserCreate

from .drawing import FORMULA_FONT, STYLE, TONES

NUMBER = r"-?(?:\d+(?:\.\d+)?|\.\d+)"
TONE = rf"(?:fg|{'|'.join(tone for tone in TONES if tone != 'plain')})"
HEAD = rf"head-(?:{'|'.join(TONES)})"
ELEMENTS = frozenset("circle defs marker path polygon rect style svg text tspan".split())
WITH_TEXT = frozenset({"style", "text", "tspan"})
ATTRIBUTES = {
    name: re.compile(pattern)
    for names, pattern in {
        "cx cy dy font-size height markerHeight markerWidth r refX refY rx width x y": NUMBER,
        "fill-opacity stroke-opacity stroke-width": NUMBER,
        "d": r"[MLHVCSQTAZmlhvcsqtaz\d ,.-]+",
        "fill stroke": rf"none|var\(--{TONE}\)",
        "font-family": re.escape(FORMULA_FONT),
        "font-style": "italic",
        "font-weight": "600",
        "id": HEAD,
        "marker-end": rf"url\(#{HEAD}\)",
        "markerUnits": "userSpaceOnUse",
        "orient": "auto-start-reverse",
        "points": r"[\d ,.-]+",
        "shape-rendering": "crispEdges",
        "stroke-dasharray": rf"{NUMBER} {NUMBER}",
        "text-anchor": "middle|end",
        "transform": rf"rotate\({NUMBER} {NUMBER} {NUMBER}\)",
        "viewBox": rf"0 0 {NUMBER} {NUMBER}",
        "xmlns": re.escape("http://www.w3.org/2000/svg"),
    }.items()
    for name in names.split()
}
"""What an attribute's whole value must match."""


UNITS_PER_EM = 12.8
"""So that a label of 13 units is about as large as the page's text."""


class SvgError(ValueError):
    """Something that no figure holds; ``line`` counts from 1."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


@dataclass(frozen=True)
class Svg:
    """A figure that was read and found harmless."""

    width: float
    """In units of the drawing."""
    view_box: str
    body: str
    """What stands inside the ``svg`` element, style left out; ``\\0`` precedes every id."""

    def inline(self, prefix: str, label: str) -> str:
        """Return the figure as part of a page.

        Args:
            prefix: Stands before its ids, so that they are the page's only ones.
            label: What screen readers say instead of the picture.
        """
        width = f"{round(self.width / UNITS_PER_EM, 2):g}em"
        return (
            f'<svg role="img" aria-label="{escape(label)}" viewBox="{self.view_box}" '
            f'width="{width}">{self.body.replace(chr(0), prefix)}</svg>'
        )


@lru_cache(maxsize=4096)
def read_svg(text: str) -> Svg:
    """Return the figure that an SVG file holds.

    Raises:
        SvgError: If anything is in it that drawing.py does not write.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except ExpatError as error:
        reason = str(error).partition(":")[0]
        raise SvgError(f"it cannot be read as SVG: {reason}", error.lineno) from error
    return Svg(float(reader.view_box.split()[2]), reader.view_box, "".join(reader.out))


class _Reader:
    """Checks whatever the parser meets, and writes it anew."""

    def __init__(self) -> None:
        self.parser = ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = lambda *_: self._refuse("a document type")
        self.parser.XmlDeclHandler = lambda *_: self._refuse("an XML declaration")
        self.parser.ProcessingInstructionHandler = lambda *_: self._refuse("an instruction")
        self.parser.CommentHandler = lambda *_: self._refuse("a comment")
        self.parser.StartCdataSectionHandler = lambda: self._refuse("a CDATA section")
        self.view_box = ""
        self.out: list[str] = []
        self._open: list[str] = []
        self._empty = False
        """Whether the element opened last has no content yet."""

    def _refuse(self, what: str) -> None:
        raise SvgError(f"the picture holds {what}", self.parser.CurrentLineNumber)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in ELEMENTS or (tag == "svg") == bool(self._open):
            self._refuse(f"<{tag[:40]}>")
        for name, value in attributes.items():
            if name not in ATTRIBUTES or not ATTRIBUTES[name].fullmatch(value):
                self._refuse(f'{name[:40]}="{value[:40]}"')
        self._close_tag()
        self._open.append(tag)
        if tag == "svg":
            if set(attributes) != {"xmlns", "viewBox"}:
                self._refuse("<svg> with other attributes than xmlns and viewBox")
            self.view_box = attributes["viewBox"]
        elif tag != "style":
            marked = {
                name: value.replace("head-", "\0head-") if name in ("id", "marker-end") else value
                for name, value in attributes.items()
            }
            written = "".join(f' {name}="{escape(value)}"' for name, value in marked.items())
            self.out.append(f"<{tag}{written}")
            self._empty = True

    def _end(self, tag: str) -> None:
        self._open.pop()
        if tag in ("svg", "style"):
            return
        self.out.append("/>" if self._empty else f"</{tag}>")
        self._empty = False

    def _text(self, text: str) -> None:
        inside = self._open[-1]
        if inside == "style":
            if text != STYLE:
                self._refuse("a style sheet of its own")
        elif inside in WITH_TEXT:
            self._close_tag()
            self.out.append(escape(text, False))
        elif text.strip():
            self._refuse(f"text outside of <text>: {text.strip()[:40]!r}")

    def _close_tag(self) -> None:
        if self._empty:
            self.out.append(">")
            self._empty = False
