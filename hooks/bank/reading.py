"""How long a page takes to read."""

from __future__ import annotations

import math
import re

from .model import Page

CHARACTERS_A_MINUTE = 350
"""Chinese, silent reading of technical text."""
WORDS_A_MINUTE = 220
"""English; 238 for non-fiction in the mean of Brysbaert (2019), less for technical text."""
SECONDS_A_FORMULA = 8
"""For a displayed one; those in the line count as a word."""
SECONDS_A_CODE_LINE = 2
FENCE = re.compile(r"^~~~.*?^~~~|^```.*?^```", re.MULTILINE | re.DOTALL)
DISPLAY = re.compile(r"^\$\$$.*?^\$\$$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"\$[^$\n]+\$")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
MARKUP = re.compile(r"\]\([^)]*\)|\{[^}]*\}|\[@[^\]]*\]|[#*`>|]")


def minutes(page: Page, code_lines: int = 0) -> int:
    """Return how many minutes a page takes, at least 1.

    Args:
        page: The page; its references are not read.
        code_lines: Lines of code that it includes from other files.
    """
    text = COMMENT.sub("", page.source).partition("{ #references }")[0]
    code_lines += sum(block.count("\n") - 1 for block in FENCE.findall(text))
    text = FENCE.sub("", text)
    displayed = len(DISPLAY.findall(text))
    text = MARKUP.sub(" ", INLINE.sub(" x ", DISPLAY.sub("", text)))
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    words = len(re.findall(r"[A-Za-z][A-Za-z'’-]*", text))
    seconds = displayed * SECONDS_A_FORMULA + code_lines * SECONDS_A_CODE_LINE
    return max(1, math.ceil(han / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE + seconds / 60))
