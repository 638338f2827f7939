"""Events for Markdown: formulas and citations, and the gate for HTML."""

from mkdocs.plugins import event_priority

from bank.markdown_citations import CitationExtension
from bank.markdown_figures import FigureExtension, fill_figures
from bank.markdown_formulas import FormulaExtension


@event_priority(-10)
def on_config(config):
    """Add the bank's Markdown extensions, once for all locales."""
    build = config.extra["build"]
    if not any(isinstance(e, FormulaExtension) for e in config.markdown_extensions):
        config.markdown_extensions += [
            FormulaExtension(build.katex),
            CitationExtension(build.bank.references),
            FigureExtension(),
        ]


@event_priority(-100)
def on_page_content(html, page, config, files):
    """Check what Markdown made of the page, then put the formulas in place."""
    build = config.extra["build"]
    source = build.page(page.file.src_uri)
    if source is not None:
        build.check_rendered(source, html)
    return fill_figures(build.filled(html), build.figures, page.file.src_uri)
