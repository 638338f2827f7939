"""Links lead somewhere: to a page of the same language, to an id that is there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from ..markdown_figures import figure_ids, is_figure_file
from ..model import Bank, Link, Page, Problem
from ..registry import nearest

SCHEMES = {"https", "mailto"}


def problems(bank: Bank) -> Iterator[Problem]:
    """Yield links to nowhere, to another language, or by a refused scheme."""
    pages = {page.path: page for page in bank.pages.values()} | bank.other_pages
    for page in pages.values():
        for link in page.links:
            yield from _link(bank, page, link, pages)


def _link(bank: Bank, page: Page, link: Link, pages: dict[str, Page]) -> Iterator[Problem]:
    def fault(rule: str, what: str, mend: str) -> Problem:
        return Problem(page.path, link.line, rule, what, mend)

    # Browsers drop control characters and white space inside a scheme.
    target = re.sub(r"[\x00-\x20]", "", link.target)
    try:
        parts = urlsplit(target)
    except ValueError:
        yield fault("LINK-01", f"the link target {target[:60]!r} is no address", "correct it")
        return
    if parts.scheme or target.startswith("//"):
        if link.image:
            yield fault(
                "LINK-04",
                f"the picture {target[:60]!r} comes from another host",
                "put the file under docs/ (see its licence) and link it there",
            )
        elif parts.scheme.lower() not in SCHEMES:
            yield fault(
                "LINK-03",
                f"the link {target[:60]!r} has a scheme that is not allowed",
                "use https:// or a relative path",
            )
        return
    path = unquote(parts.path)
    if path.startswith("/"):
        yield fault(
            "LINK-01", f"the link {target[:60]!r} is absolute", "write it relative to this file"
        )
        return
    folder = posixpath.dirname(page.path)
    full = posixpath.normpath(posixpath.join(folder, path)) if path else page.path
    if link.image:
        if not full.startswith("docs/") or not (bank.root / full).is_file():
            yield fault("LINK-04", f"there is no picture {full}", "correct the path")
        if not link.text.strip() and not is_figure_file(path):  # FIG-03 says so
            yield fault("LINK-04", f"the picture {path!r} has no text", "say what it shows")
        return
    if full not in pages:
        yield fault(
            "LINK-01",
            f"there is no page {full}",
            nearest(full, pages) or "link the .md file of another page",
        )
        return
    other = pages[full]
    if other.locale != page.locale:
        yield fault(
            "LINK-01",
            f"the link leads to the other language ({path})",
            f"link {path.removesuffix(f'.{other.locale}.md')}.{page.locale}.md",
        )
    if parts.fragment:
        ids = {h.id for h in other.headings} | {
            f"ref-{c.key}" for c in other.citations if c.section == "references"
        }
        ids |= figure_ids(other)
        if unquote(parts.fragment) not in ids:
            yield fault(
                "LINK-02",
                f"{full} has no id {parts.fragment!r}",
                nearest(parts.fragment, [i for i in ids if i])
                or "leave the part after # away, the page has no answer yet",
            )
