"""Where pages stand on the site, and on the web."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from .model import LOCALES, Page


@dataclass(frozen=True)
class Site:
    """What the built site is called and where it will be."""

    name: str
    url: str
    """With a slash at the end."""

    def address(self, path: str) -> str:
        """Return the absolute address of a path below the site's root."""
        return self.url + quote(path, safe="/#")


def folder(locale: str) -> str:
    """Return the path of a language's home page: nothing, or ``en/``."""
    return "" if locale == LOCALES[0] else f"{locale}/"


def page_path(page: Page) -> str:
    """Return the path of a page, e.g. ``en/training/adam/``; the home page's is its folder."""
    stem = page.path.removeprefix("docs/").removesuffix(f".{page.locale}.md")
    stem = stem.removesuffix("index").strip("/")
    return folder(page.locale) + (f"{stem}/" if stem else "")


def translations(pages: dict[str, Page], page: Page) -> dict[str, Page]:
    """Return the page in every language that has it, itself included.

    ``pages`` holds all pages by path.
    """
    stem = page.path.removesuffix(f"{page.locale}.md")
    return {code: pages[f"{stem}{code}.md"] for code in LOCALES if f"{stem}{code}.md" in pages}
