"""What a page's head says: description, addresses, link preview, data for machines."""

from __future__ import annotations

from dataclasses import dataclass

from .addresses import Site, folder, page_path, translations
from .build import Build
from .cards import HEIGHT, WIDTH, card
from .feeds import ATOM, JSON_FEED
from .model import LOCALES, Page
from .structured_data import moment, structured_data
from .summaries import description

TERRITORIES = {"zh": "zh_CN", "en": "en_US"}
"""Open Graph names a language with a country."""


@dataclass(frozen=True)
class Metadata:
    """The head of one page. Text is not escaped, addresses are absolute."""

    title: str
    description: str
    url: str
    alternates: tuple[tuple[str, str], ...]
    """(language, address) of each translation, and of the default."""
    kind: str
    """Open Graph's: ``website`` or ``article``."""
    territory: str
    other_territories: tuple[str, ...]
    published: str
    """ISO 8601; "" where git does not know, as below."""
    modified: str
    image: str
    image_width: int
    image_height: int
    image_text: str
    data: str
    """JSON-LD, safe inside a ``script`` element."""
    markdown: str
    """The address of the page's Markdown; "" where there is none."""
    feeds: tuple[tuple[str, str], ...]
    """(media type, address)."""


def metadata(build: Build, site: Site, page: Page) -> Metadata:
    """Return a page's head; its text must have been read by Markdown."""
    question = build.bank.questions.get(page.slug)
    url = site.address(page_path(page))
    same = translations(build.pages, page)
    alternates = [(code, site.address(page_path(other))) for code, other in same.items()]
    default = same.get(LOCALES[0], page)
    picture = card(build, page.category, page.locale)
    history = build.history.of(page.path)
    title = build.titles[page.path]
    if question is not None:
        title = f"{question.label} {title}"
    elif page_path(page) == folder(page.locale):
        title = f"{site.name} · {build.phrases[page.locale]['tagline']}"
    home = folder(page.locale)
    return Metadata(
        title=title,
        description=description(build, page),
        url=url,
        alternates=(*alternates, ("x-default", site.address(page_path(default)))),
        kind="article" if question else "website",
        territory=TERRITORIES[page.locale],
        other_territories=tuple(TERRITORIES[code] for code in same if code != page.locale),
        published=moment(history.answered) if question and history.answered else "",
        modified=moment(history.changed) if question and history.changed else "",
        image=site.address(picture.path),
        image_width=WIDTH,
        image_height=HEIGHT,
        image_text=picture.text,
        data=structured_data(build, site, page),
        markdown=f"{url}index.md" if question else "",
        feeds=(
            ("application/atom+xml", site.address(home + ATOM)),
            ("application/feed+json", site.address(home + JSON_FEED)),
        ),
    )
