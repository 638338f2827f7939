"""Chinese pages are in Chinese, English ones in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Page, Problem
from ..pages import CITATION
from .anatomy import HAN

LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
MIN_WORDS = 25
"""A paragraph with that many Latin words and hardly any Chinese is English."""
MAX_HAN = 12
"""An English paragraph may quote a Chinese term, not a Chinese sentence."""
HALF_WIDTH = re.compile(
    r"[\u4e00-\u9fff][,;!?](?![0-9A-Za-z])|[\u4e00-\u9fff]:(?=[\u4e00-\u9fff\s])"
)


FILLER = {
    "zh": re.compile("值得注意的是|值得一提的是|总的来说|总而言之|众所周知|不言而喻|综上所述"),
    "en": re.compile(
        r"it(?:['’]s| is) (?:worth noting|important to note)|\bdelve|\bin essence\b"
        r"|\bneedless to say\b|\bin conclusion\b",
        re.IGNORECASE,
    ),
}
"""Phrases that say nothing."""
TERMS = {
    "词元": "token",
    "令牌": "token",
    "自注意机制": "自注意力机制",
    "层规范化": "层归一化",
    "嵌入式向量": "嵌入向量",
    "逻辑值": "logits",
}
"""Terms as the field says them, by what translations say."""


def page_problems(page: Page, is_answer: bool) -> Iterator[Problem]:
    """Yield what is in the wrong language, and words that the pages avoid."""
    yield from _title(page)
    yield from _paragraphs(page)
    for picture in page.pictures:
        # The text of a picture inside a paragraph was judged with it.
        words = (picture.text, picture.caption) if picture.alone else (picture.caption,)
        for text in words:
            yield from _words(page, text, picture.line)


def _title(page: Page) -> Iterator[Problem]:
    title = next((h for h in page.headings if h.level == 1 and h.text), None)
    if title is None:
        return
    if page.locale == "zh" and not HAN.search(title.text):
        yield Problem(
            page.path,
            title.line,
            "LANG-01",
            "the title has no Chinese",
            "write the Chinese title here; the English one belongs to the .en.md page",
        )
    if page.locale == "en" and HAN.search(title.text):
        yield Problem(
            page.path,
            title.line,
            "LANG-01",
            "the title is not English",
            "write the English title here; the Chinese one belongs to the .zh.md page",
        )


def _paragraphs(page: Page) -> Iterator[Problem]:
    for paragraph in page.paragraphs:
        if paragraph.section == "references":
            continue
        text = CITATION.sub("", paragraph.text)
        han = len(HAN.findall(text))
        words = len(LATIN_WORD.findall(text))
        if page.locale == "zh" and words >= MIN_WORDS and han < words:
            yield Problem(
                page.path,
                paragraph.line,
                "LANG-01",
                f"an English paragraph on a Chinese page: '{text[:30]}…'",
                "say it in Chinese",
            )
        yield from _words(page, text, paragraph.line)
        if page.locale == "en" and han > MAX_HAN:
            yield Problem(
                page.path,
                paragraph.line,
                "LANG-01",
                f"a Chinese paragraph on an English page: '{text[:30]}…'",
                "say it in English",
            )


def _words(page: Page, text: str, start: int) -> Iterator[Problem]:
    def line(position: int) -> int:
        return start + text.count("\n", 0, position)

    for found in HALF_WIDTH.finditer(text) if page.locale == "zh" else ():
        yield Problem(
            page.path,
            line(found.start()),
            "LANG-02",
            f"half-width punctuation after Chinese: '{found[0]}'",
            "use ，；：！？",
        )
    for found in FILLER[page.locale].finditer(text) if page.locale in FILLER else ():
        yield Problem(
            page.path, line(found.start()), "LANG-03", f"'{found[0]}' says nothing", "delete it"
        )
    for wrong, right in TERMS.items() if page.locale == "zh" else ():
        at = text.find(wrong)
        if at >= 0:
            yield Problem(
                page.path, line(at), "LANG-03", f"'{wrong}' is not the usual term", f"say {right}"
            )
