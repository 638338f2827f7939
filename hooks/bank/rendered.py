"""What Markdown makes of a page: the gate for HTML, and formulas it never saw."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from markdown import Markdown

from .checks.links import SCHEMES
from .formulas import Katex
from .markdown_citations import CitationExtension
from .markdown_figures import FigureExtension, MarkedFigure, is_figure_file, marked_figures
from .markdown_formulas import FormulaExtension, marked_formulas
from .model import Bank, Page, Problem
from .parity import formula_key

TAGS = frozenset(
    """a abbr blockquote br code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr
    i img kbd li ol p pre span strong sub summary sup table tbody td th thead tr ul""".split()
)
ATTRIBUTES = frozenset(
    "alt class data-figure data-place data-tex href id rel src start style title".split()
)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
STYLES = re.compile(r"text-align: (left|center|right);?")


def renderer(bank: Bank, katex: Katex) -> Callable[[Page], str]:
    """Return a function from a page to its HTML, formulas still marked.

    The extensions are those of ``mkdocs.yml``, so that what is checked is
    what the site shows.
    """
    options = _markdown_options(bank.root)

    def render(page: Page) -> str:
        md = Markdown(
            extensions=[
                *options["extensions"],
                FormulaExtension(katex),
                CitationExtension(bank.references),
                FigureExtension(),
            ],
            extension_configs=options["extension_configs"],
        )
        return md.convert("\n".join(page.source.split("\n")[page.body_line - 1 :]))

    return render


class _ConfigLoader(yaml.SafeLoader):
    """Reads mkdocs.yml; tags such as !ENV do not matter to Markdown."""


_ConfigLoader.add_multi_constructor("!", lambda loader, suffix, node: None)


def _markdown_options(root: Path) -> dict[str, Any]:
    listed = yaml.load((root / "mkdocs.yml").read_text(encoding="utf-8"), _ConfigLoader)
    names, configs = ["toc", "tables", "fenced_code"], {}
    for entry in listed.get("markdown_extensions", ()):
        name, config = next(iter(entry.items())) if isinstance(entry, dict) else (entry, None)
        if name not in names:
            names.append(name)
        if config:
            configs[name] = dict(config)
    snippets = configs.get("pymdownx.snippets", {})
    if "base_path" in snippets:
        snippets["base_path"] = [str(root / path) for path in snippets["base_path"]]
    return {"extensions": names, "extension_configs": configs}


def without_comments(content: str) -> str:
    """Return a page's HTML without what its source says to contributors only."""
    return COMMENT.sub("", content)


def page_problems(page: Page, content: str) -> Iterator[Problem]:
    """Yield forbidden HTML, and formulas that only one of the two parsers saw."""
    gate = _Gate()
    gate.feed(content)
    gate.close()
    judged = {link.target for link in page.links}
    faults = [fault for fault in gate.faults if fault[1] not in judged]
    for what, needle in faults:
        yield Problem(
            page.path,
            _line_of(page, needle),
            "HTML-01",
            what,
            "write it in Markdown; raw HTML is limited to br, kbd, sub and sup",
        )
    figures = marked_figures(content)
    for picture in page.pictures:
        marked = MarkedFigure(picture.target, picture.text, picture.caption)
        if is_figure_file(picture.target) and picture.alone and marked not in figures:
            yield Problem(
                page.path,
                picture.line,
                "FIG-03",
                f"Markdown reads the figure {picture.target!r} or its words otherwise",
                "write its text and caption in plain words, without quotes and brackets",
            )
    saw = Counter((formula_key(tex), display) for tex, display in marked_formulas(content))
    reported = {stray.line for stray in page.strays}
    for formula in page.formulas:
        key = (formula_key(formula.tex), formula.display)
        if saw[key]:
            saw[key] -= 1
        elif not reported & {formula.line, formula.line - 1}:
            yield Problem(
                page.path,
                formula.line,
                "TEX-02",
                f"Markdown does not read this as a formula: '{formula.tex[:40]}'",
                "put blank lines around $$ blocks, indent them like the list they belong to, "
                "write \\mid for | in tables",
                formula.column,
            )
    for (tex, _), count in saw.items():
        for _ in range(count):
            yield Problem(
                page.path,
                _line_of(page, tex[:8]),
                "TEX-02",
                f"Markdown reads '{tex[:40]}' as a formula",
                "escape the dollar sign as \\$ or write the formula as $x$",
            )


def raw_html_problems(page: Page) -> Iterator[Problem]:
    """Yield raw HTML in the source beyond the few tags without attributes."""
    for raw in page.raw_html:
        if not re.fullmatch(r"(</?(br|kbd|sub|sup)\s*/?>)+", raw.text):
            yield Problem(
                page.path,
                raw.line,
                "HTML-01",
                f"raw HTML: '{raw.text[:40]}'",
                "write it in Markdown; raw HTML is limited to br, kbd, sub and sup",
            )


def _line_of(page: Page, needle: str) -> int:
    at = page.source.lower().find(needle.lower())
    return page.source.count("\n", 0, at) + 1 if at >= 0 and needle else 1


class _Gate(HTMLParser):
    """Collects whatever in rendered HTML is not on the lists above."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append((f"the tag <{tag}> is not allowed", f"<{tag}"))
        for name, value in attrs:
            text = value or ""
            if name not in ATTRIBUTES:
                self.faults.append((f"the attribute {name!r} is not allowed", name))
            elif name == "style" and not STYLES.fullmatch(text):
                self.faults.append((f"the style {text[:40]!r} is not allowed", "style"))
            elif name in ("href", "src"):
                try:
                    scheme = urlsplit(re.sub(r"[\x00-\x20]", "", text)).scheme.lower()
                except ValueError:
                    scheme = "?"
                if scheme and (scheme not in SCHEMES or name == "src"):
                    self.faults.append((f"the address {text[:40]!r} is not allowed", text))

    def handle_decl(self, decl: str) -> None:
        self.faults.append((f"the declaration <!{decl[:20]}> is not allowed", "<!"))

    def handle_pi(self, data: str) -> None:
        self.faults.append((f"the instruction <?{data[:20]}> is not allowed", "<?"))


def rendered_problems(bank: Bank, katex: Katex) -> Iterator[Problem]:
    """Yield the problems of every page, rendering each as the site would."""
    render = renderer(bank, katex)
    for page in (*bank.pages.values(), *bank.other_pages.values()):
        yield from raw_html_problems(page)
        try:
            content = render(page)
        except Exception as error:  # whatever a page does to Markdown, it is the page's fault
            yield Problem(
                page.path,
                1,
                "PAGE-09",
                f"Markdown fails on this page ({type(error).__name__})",
                "simplify it; the last change is the likely cause",
            )
        else:
            yield from page_problems(page, content)
