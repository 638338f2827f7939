"""Python-Markdown: ``$…$`` and ``$$…$$`` become formulas rendered in advance.

pymdownx.arithmatex finds them; this extension replaces what it leaves with an
element that holds readable text, so that the table of contents, the page's
title and the search index read well, and the LaTeX in an attribute.
``fill_formulas`` puts the rendered formula in place at the end.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .formulas import FormulaError, Katex
from .mathml import readable

BASE = '<span class="katex-base">'
"""Begins each part of a formula that stays in one piece."""
END = "</span>" * 4
"""Ends the last part and the three elements around it."""
JOINER = "\u2060"
PLACE = re.compile(
    r'(?P<before>[(（“]?)<(?P<tag>span|div) class="tex" data-tex="(?P<tex>[^"]*)">'
    r".*?</(?P=tag)>(?P<after>[.,;:?!)，。；：？！、）”]?)",
    re.DOTALL,
)
"""A marked formula with the punctuation that must stay on its line."""


class FormulaExtension(Extension):
    """Marks formulas; ``katex`` renders them for their readable text."""

    def __init__(self, katex: Katex) -> None:
        super().__init__()
        self.katex = katex

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register after the inline patterns (20) and before the toc (5)."""
        md.treeprocessors.register(_Marker(md, self.katex), "bank-formulas", 12)


class _Marker(Treeprocessor):
    def __init__(self, md: Markdown, katex: Katex) -> None:
        super().__init__(md)
        self.katex = katex

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.get("class") != "arithmatex":
                continue
            # arithmatex hands over the text of a block already escaped.
            tex = html.unescape(element.text or "")[2:-2].strip()
            display = element.tag == "div"
            try:
                text = readable(self.katex.render(tex, display))
            except FormulaError:
                text = tex
            element.set("class", "tex")
            element.set("data-tex", tex)
            element.text = AtomicString(text)


def fill_formulas(content: str, katex: Katex) -> str:
    """Return the HTML with every marked formula rendered.

    A formula that KaTeX refuses is shown as red source; the checks report it.
    """

    def fill(found: re.Match[str]) -> str:
        tag, tex = found["tag"], html.unescape(found["tex"])
        try:
            rendered = katex.render(tex, tag == "div")
        except FormulaError as error:
            shown = (
                f'<code class="tex-error" title="{html.escape(str(error))}">{found["tex"]}</code>'
            )
        else:
            shown = f'<{tag} class="tex">{rendered}</{tag}>'
            if tag == "div":  # scrolls in a box, so that its copy button can stay in place
                shown = f'<div class="q-formula">{shown}</div>'
            elif found["before"] or found["after"]:
                line = f"{found['before']}{_joined(shown)}{found['after']}"
                return f'<span class="tex-line">{line}</span>'
        return f"{found['before']}{shown}{found['after']}"

    return PLACE.sub(fill, content)


def _joined(shown: str) -> str:
    """Return a formula that stays on the line of the punctuation around it.

    Browsers break a line between a formula and a full stop, and no browser breaks the
    formula itself once the line may not break. So the line may, between parts of the
    formula, and word joiners keep its ends.
    """
    head, *parts = shown.split(BASE)
    if not parts or not parts[-1].endswith(END):  # \relax draws nothing
        return shown
    parts[-1] = parts[-1].removesuffix(END) + JOINER + END
    return f"{head}{BASE}{JOINER}" + f"<wbr>{BASE}".join(parts)


def marked_formulas(content: str) -> list[tuple[str, bool]]:
    """Return (LaTeX, display?) of every formula that Markdown saw, in order."""
    return [(html.unescape(m["tex"]), m["tag"] == "div") for m in PLACE.finditer(content)]
