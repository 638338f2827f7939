"""The pictures that are shown where somebody shares a link: one a category and language.

``make cards`` draws them (tests/cards/draw.py); here stands what they say.
"""

from __future__ import annotations

from dataclasses import dataclass

from .build import Build
from .model import LOCALES

WIDTH, HEIGHT = 1200, 630
FOLDER = "assets/cards"
HOME = "home"
"""The card of every page that belongs to no category."""


@dataclass(frozen=True)
class Card:
    """What one picture says."""

    name: str
    """A category's slug, or ``HOME``."""
    locale: str
    number: str
    """Of the category; "" on the home card."""
    title: str
    tagline: str

    @property
    def path(self) -> str:
        """Return the file, from the site's root."""
        return f"{FOLDER}/{self.name}.{self.locale}.png"

    @property
    def text(self) -> str:
        """Return the picture in words, for those who do not see it."""
        return f"{self.number} {self.title} · {self.tagline}" if self.number else self.title


def card(build: Build, category: str, locale: str) -> Card:
    """Return the card of a category's pages; of all other pages for any other name."""
    bank, phrases = build.bank, build.phrases[locale]
    known = bank.categories.get(category)
    return Card(
        name=category if known else HOME,
        locale=locale,
        number=str(known.number) if known else "",
        title=build.titles.get(f"docs/{category}/index.{locale}.md", category)
        if known
        else phrases["tagline"],
        tagline=phrases["tagline"] if known else phrases["card_promise"],
    )


def cards(build: Build) -> list[Card]:
    """Return all cards, in reading order."""
    names = (HOME, *build.bank.categories)
    return [card(build, name, locale) for name in names for locale in LOCALES]
