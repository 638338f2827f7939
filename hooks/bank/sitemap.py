"""The sitemap of both languages (https://www.sitemaps.org/protocol.html), and robots.txt."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from pathlib import Path

from .addresses import Site, page_path, translations
from .build import Build
from .structured_data import moment

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


def write_sitemap(build: Build, site: Site, target: Path) -> None:
    """Write ``sitemap.xml``: every page once, with its translations and last change.

    Dates are those of git; without them search engines find changes by themselves,
    which serves them better than the date of the build on every page.
    """
    top = etree.Element("urlset", {"xmlns": NAMESPACE, "xmlns:xhtml": XHTML})
    for page in sorted(build.pages.values(), key=page_path):
        entry = etree.SubElement(top, "url")
        etree.SubElement(entry, "loc").text = site.address(page_path(page))
        changed = build.history.of(page.path).changed
        if changed:
            etree.SubElement(entry, "lastmod").text = moment(changed)
        for code, other in translations(build.pages, page).items():
            etree.SubElement(
                entry,
                "xhtml:link",
                {"rel": "alternate", "hreflang": code, "href": site.address(page_path(other))},
            )
    etree.indent(top, " ")
    data: bytes = etree.tostring(top, encoding="utf-8", xml_declaration=True)
    (target / "sitemap.xml").write_bytes(data + b"\n")


def write_robots(site: Site, target: Path) -> None:
    """Write ``robots.txt``: everything may be read, and where the sitemap is."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {site.address('sitemap.xml')}\n"
    (target / "robots.txt").write_text(text, encoding="utf-8")
