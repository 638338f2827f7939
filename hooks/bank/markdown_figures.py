"""Python-Markdown: a figure on a line of its own becomes a ``figure`` element.

What this extension leaves holds the figure's text and caption, so that the
search reads them, and names the file. ``fill_figures`` puts the picture in place
at the end. MkDocs never sees an image, so it does not look for its file either.
"""

from __future__ import annotations

import html
import posixpath
import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from urllib.parse import unquote

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .figures import FILE
from .model import Page
from .svg import Svg

PLACE = re.compile(
    r'<figure class="figure" data-figure="(?P<target>[^"]*)" id="(?P<id>figure-\d+)">\s*'
    r"<p>(?P<text>[^<]*)</p>\s*<figcaption>(?P<caption>[^<]*)</figcaption>\s*</figure>"
)


@dataclass(frozen=True)
class MarkedFigure:
    """A figure that Markdown saw: the file as the page names it, and its words."""

    target: str
    text: str
    caption: str


class FigureExtension(Extension):
    """Marks figures."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register after attr_list (8) and before the toc (5), which collects ids."""
        md.treeprocessors.register(_Marker(md), "bank-figures", 6)


class _Marker(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        count = 0
        for place, paragraph in enumerate(root):
            picture = _only_picture(paragraph)
            if picture is None or not is_figure_file(picture.get("src", "")):
                continue
            count += 1
            figure = etree.Element("figure", {"class": "figure"})
            figure.set("data-figure", picture.get("src", ""))
            figure.set("id", f"figure-{count}")
            etree.SubElement(figure, "p").text = AtomicString(picture.get("alt", ""))
            caption = etree.SubElement(figure, "figcaption")
            caption.text = AtomicString(picture.get("title", ""))
            figure.tail = paragraph.tail
            root[place] = figure


def is_figure_file(target: str) -> bool:
    """Tell whether an image of that address is a figure of the bank."""
    return FILE.fullmatch(posixpath.basename(unquote(target))) is not None


def figure_ids(page: Page) -> set[str]:
    """Return the ids that a page's figures get."""
    shown = [p for p in page.pictures if p.alone and is_figure_file(p.target)]
    return {f"figure-{number}" for number in range(1, len(shown) + 1)}


def _only_picture(paragraph: etree.Element) -> etree.Element | None:
    """Return the image that a paragraph consists of, if it is nothing else."""
    if paragraph.tag != "p" or len(paragraph) != 1 or (paragraph.text or "").strip():
        return None
    picture = paragraph[0]
    return picture if picture.tag == "img" and not (picture.tail or "").strip() else None


def marked_figures(content: str) -> list[MarkedFigure]:
    """Return every figure that Markdown saw, in order."""
    return [
        MarkedFigure(*(html.unescape(found[name]) for name in ("target", "text", "caption")))
        for found in PLACE.finditer(content)
    ]


def fill_figures(content: str, figures: dict[str, Svg], page: str) -> str:
    """Return the HTML with the pictures of all marked figures.

    A figure without its picture keeps its words; the checks report it.

    Args:
        content: A page's HTML.
        figures: By path below ``docs/``.
        page: The page's path below ``docs/``.
    """

    def fill(found: re.Match[str]) -> str:
        target = unquote(html.unescape(found["target"]))
        figure = figures.get(posixpath.normpath(posixpath.join(posixpath.dirname(page), target)))
        if figure is None:
            shown = f"<p>{found['text']}</p>"
        else:
            shown = figure.inline(f"{found['id']}-", html.unescape(found["text"]))
        return (
            f'<figure class="figure" id="{found["id"]}">\n{shown}\n'
            f"<figcaption>{found['caption']}</figcaption>\n</figure>"
        )

    return PLACE.sub(fill, content)
