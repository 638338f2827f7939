"""Feeds of new answers: Atom (RFC 4287) and JSON Feed 1.1 (https://jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .addresses import Site, folder, page_path
from .build import Build
from .listing import latest_answers
from .model import LOCALES, Page, Question
from .structured_data import moment
from .summaries import description, short_answer

ATOM, JSON_FEED = "feed.xml", "feed.json"
NEWEST = 30
"""Answers in a feed."""
NAMESPACE = "http://www.w3.org/2005/Atom"
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NO_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
"""When a feed without entries last changed: a date must be there, and never the clock's."""


def write_feeds(build: Build, site: Site, target: Path) -> None:
    """Write both feeds of every language below ``target``."""
    for locale in LOCALES:
        questions = latest_answers(build, locale, NEWEST)
        place = target / folder(locale)
        place.mkdir(parents=True, exist_ok=True)
        (place / ATOM).write_bytes(_atom(build, site, locale, questions))
        data = _json_feed(build, site, locale, questions)
        (place / JSON_FEED).write_text(
            json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )


def _title(build: Build, site: Site, locale: str) -> str:
    phrases = build.phrases[locale]
    return f"{site.name} · {phrases['tagline']} · {phrases['feed']}"


def _times(build: Build, page: Page) -> tuple[datetime, datetime]:
    """Return when a page was answered and when it last changed."""
    history = build.history.of(page.path)
    answered = history.answered or NO_MOMENT
    return answered, history.changed or answered


def _atom(build: Build, site: Site, locale: str, questions: list[Question]) -> bytes:
    home = site.address(folder(locale))
    pages = [(question, build.bank.pages[question.slug, locale]) for question in questions]
    feed = etree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": locale})
    _add(feed, "id", home)
    _add(feed, "title", _title(build, site, locale))
    _add(feed, "updated", moment(max((_times(build, p)[1] for _, p in pages), default=NO_MOMENT)))
    _add(_add(feed, "author"), "name", site.name)
    _add(feed, "link", rel="alternate", type="text/html", href=home)
    _add(feed, "link", rel="self", type="application/atom+xml", href=home + ATOM)
    for question, page in pages:
        address = site.address(page_path(page))
        answered, changed = _times(build, page)
        entry = _add(feed, "entry")
        _add(entry, "id", address)
        _add(entry, "title", f"{question.label} {build.titles[page.path]}")
        _add(entry, "link", rel="alternate", type="text/html", href=address)
        _add(entry, "published", moment(answered))
        _add(entry, "updated", moment(changed))
        _add(entry, "summary", short_answer(build, page) or description(build, page))
    etree.indent(feed, " ")
    data: bytes = etree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _add(parent: etree.Element, tag: str, text: str = "", **attributes: str) -> etree.Element:
    element = etree.SubElement(parent, tag, attributes)
    element.text = NOT_XML.sub("", text) or None
    return element


def _json_feed(build: Build, site: Site, locale: str, questions: list[Question]) -> dict[str, Any]:
    home = site.address(folder(locale))
    items = []
    for question in questions:
        page = build.bank.pages[question.slug, locale]
        address = site.address(page_path(page))
        answered, changed = _times(build, page)
        items.append(
            {
                "id": address,
                "url": address,
                "title": f"{question.label} {build.titles[page.path]}",
                "content_text": short_answer(build, page) or description(build, page),
                "date_published": moment(answered),
                "date_modified": moment(changed),
                "tags": [
                    build.bank.topics[topic].names[locale]
                    for topic in question.topics
                    if topic in build.bank.topics
                ],
            }
        )
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(build, site, locale),
        "home_page_url": home,
        "feed_url": home + JSON_FEED,
        "language": locale,
        "authors": [{"name": site.name, "url": home}],
        "items": items,
    }
