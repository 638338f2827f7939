"""What the site makes of a page's HTML: sections, a checklist of key points, wide tables."""

from __future__ import annotations

import re

SECTION = '<h2 id="'
PART = '<h3 id="'
SECTION_ID = re.compile(r'<h2 id="([^"]+)"')
ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
PERMALINK = re.compile(r'(<a class="headerlink" href="#[^"]*" )title="[^"]*">[^<]*</a>')


FIRST = ("short-answer", "key-points")
"""The sections that a reader sees first."""


def readable_html(content: str, permalink: str) -> str:
    """Return a page's HTML with tables that scroll in a box and named heading links.

    Args:
        permalink: What a heading's own link is called.
    """
    content = PERMALINK.sub(rf'\1title="{permalink}" aria-label="{permalink}">#</a>', content)
    return TABLE.sub(
        lambda table: (
            '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">'
            f"{table[0]}</div></div>"
        ),
        content,
    )


class Answer:
    """The answer in a page's HTML, put into its sections if a template writes it.

    Args:
        content: The page's HTML.
    """

    def __init__(self, content: str) -> None:
        self.content = content

    def __str__(self) -> str:
        return answer_sections(self.content.partition("</h1>")[2])


def answer_sections(content: str) -> str:
    """Return an answer's HTML, each section in an element, its key points as a checklist.

    What stands below these is in parts of class ``q-later``, which a browser may lay out
    one by one.
    """
    parts = content.split(SECTION)
    return parts[0] + "".join(_section(SECTION + part) for part in parts[1:])


def _section(part: str) -> str:
    found = SECTION_ID.match(part)
    name = found[1] if found else ""
    if name == "key-points":
        part = _checklist(part)
    if name not in FIRST:
        head, *rest = part.split(PART)
        pieces = [head, *(PART + piece for piece in rest)]
        part = "".join(f'<div class="q-later">{piece}</div>' for piece in pieces)
    return f'<section class="q-section q-section--{name}">{part}</section>\n'


def _checklist(part: str) -> str:
    # A list inside a list is left as it is: a tick belongs to one point.
    if part.count("<ul>") != 1 or "<ol>" in part:
        return part
    head, _, rest = part.partition("<ul>")
    body, _, tail = rest.partition("</ul>")
    head = head.replace("</h2>", '<output class="q-checklist-count"></output></h2>')
    body = ITEM.sub(
        r'<li><label><input type="checkbox" autocomplete="off"><span>\1</span></label></li>', body
    )
    return f'{head}<ul class="q-checklist">{body}</ul>{tail}'
