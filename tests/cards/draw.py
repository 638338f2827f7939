"""Draw the social cards: ``make cards``.

The pictures are files of the repository, because drawing needs a browser and fonts
that a build must not need. ``record.json`` beside this script holds what they say and
what they were drawn from; a test compares it with the bank.

Fonts: Noto Serif CJK SC for titles, Noto Sans CJK SC for the rest; in Debian and
Ubuntu the package fonts-noto-cjk.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jinja2
from playwright.sync_api import Page, sync_playwright

from bank.build import Build, start_build
from bank.cards import HEIGHT, WIDTH, Card, cards

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RECORD = HERE / "record.json"
LOGO = ROOT / "overrides/partials/logo.html"
FONTS = {"Noto Serif CJK SC", "Noto Sans CJK SC"}
LARGEST = 60_000
"""Bytes of a picture."""


def picture(card: Card) -> Path:
    """Return where a card's picture stands in the repository."""
    return ROOT / "overrides" / card.path


def record(build: Build) -> dict[str, Any]:
    """Return what the pictures were drawn from and what they say, and their digests."""
    template = hashlib.sha256((HERE / "card.html").read_bytes() + LOGO.read_bytes())
    return {
        "template": template.hexdigest(),
        "cards": {
            card.path: asdict(card)
            | {"sha256": hashlib.sha256(picture(card).read_bytes()).hexdigest()}
            for card in cards(build)
        },
    }


def page_of(card: Card, rows: int) -> str:
    """Return a card as HTML; ``rows`` is the number of categories."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    return environment.from_string((HERE / "card.html").read_text(encoding="utf-8")).render(
        card=card,
        rows=rows,
        width=WIDTH,
        height=HEIGHT,
        logo=LOGO.read_text(encoding="utf-8"),
    )


def fonts_of(page: Page) -> set[str]:
    """Return the families that the text of an open page is really drawn with."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    found = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "div, p, h1"})
    families = set()
    for node in found["nodeIds"]:
        used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})
        families |= {font["familyName"] for font in used["fonts"]}
    return families


def main() -> int:
    """Draw all cards and write the record; return the exit code."""
    from browser import find_browser

    build = start_build(ROOT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for card in cards(build):
            page.set_content(page_of(card, len(build.bank.categories)))
            if foreign := fonts_of(page) - FONTS:
                print(f"{card.path} would be drawn with {', '.join(sorted(foreign))}")
                print("Install Noto Sans CJK and Noto Serif CJK (fonts-noto-cjk).")
                return 1
            file = picture(card)
            file.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=file)
            size = file.stat().st_size
            print(f"{size:6,} bytes  {file.relative_to(ROOT)}")
            if size > LARGEST:
                print(f"more than {LARGEST:,} bytes")
                return 1
        browser.close()
    build.katex.close()
    text = json.dumps(record(build), ensure_ascii=False, indent=1)
    RECORD.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
