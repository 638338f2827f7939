"""Cut KaTeX's fonts down to the glyphs that the bank's formulas use.

The whole set weighs 300 KB in twenty files; what the bank uses of it weighs about a
tenth and goes into the style sheet, so formulas never wait for a font, never move when
one arrives, and cost no request.
"""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from fontTools import subset

from .cache import Cache

FONTS = "node_modules/katex/dist/fonts"
TOKEN = re.compile(r'<(/?)[a-z]+(?:[^>]*?class="([^"]*)")?[^>]*?(/?)>|([^<]+)')
MATHML = re.compile(r"<math.*?</math>", re.DOTALL)

FAMILIES = {
    "mathnormal": "Math-Italic",
    "mathit": "Main-Italic",
    "mathbf": "Main-Bold",
    "textbf": "Main-Bold",
    "textit": "Main-Italic",
    "mathrm": "Main-Regular",
    "mainrm": "Main-Regular",
    "textrm": "Main-Regular",
    "boldsymbol": "Math-BoldItalic",
    "amsrm": "AMS-Regular",
    "mathbb": "AMS-Regular",
    "textbb": "AMS-Regular",
    "mathcal": "Caligraphic-Regular",
    "mathfrak": "Fraktur-Regular",
    "textfrak": "Fraktur-Regular",
    "mathboldfrak": "Fraktur-Bold",
    "textboldfrak": "Fraktur-Bold",
    "mathtt": "Typewriter-Regular",
    "texttt": "Typewriter-Regular",
    "mathscr": "Script-Regular",
    "textscr": "Script-Regular",
    "mathsf": "SansSerif-Regular",
    "textsf": "SansSerif-Regular",
    "mathboldsf": "SansSerif-Bold",
    "textboldsf": "SansSerif-Bold",
    "mathitsf": "SansSerif-Italic",
    "mathsfit": "SansSerif-Italic",
    "textitsf": "SansSerif-Italic",
    "small-op": "Size1-Regular",
    "large-op": "Size2-Regular",
    "delim-size1": "Size1-Regular",
    "delim-size4": "Size4-Regular",
}
"""The font that KaTeX's style sheet gives to each class."""
STYLES = {
    "Regular": ("normal", 400),
    "Bold": ("normal", 700),
    "Italic": ("italic", 400),
    "BoldItalic": ("italic", 700),
}


def glyphs(formulas: Iterable[str]) -> dict[str, str]:
    """Return the characters that rendered formulas show, in order, by font (``Main-Regular``)."""
    used: dict[str, set[str]] = {}
    for rendered in formulas:
        fonts = ["Main-Regular"]
        for closing, classes, empty, text in TOKEN.findall(MATHML.sub("", rendered)):
            if text:
                used.setdefault(fonts[-1], set()).update(html.unescape(text))
            elif closing:
                fonts.pop()
            elif not empty:
                fonts.append(_font(classes.split(), fonts[-1]))
    return {font: "".join(sorted(characters)) for font, characters in sorted(used.items())}


def _font(classes: list[str], inherited: str) -> str:
    # In a text, bold and italic are set together: \textbf{\textit{…}}.
    if "textbf" in classes and "textit" in classes:
        return "Main-BoldItalic"
    if "delimsizing" in classes:
        size = next((c for c in classes if re.fullmatch("size[1-4]", c)), None)
        return f"S{size[1:]}-Regular" if size else inherited
    for name in classes:
        if name in FAMILIES:
            return FAMILIES[name]
    return inherited


def font_faces(root: Path, needed: Mapping[str, str], cache: Cache) -> str:
    """Return ``@font-face`` rules that hold the characters needed of each font."""
    rules = []
    for name, characters in sorted(needed.items()):
        source = root / FONTS / f"KaTeX_{name}.woff2"
        key = cache.key("font", source.read_bytes(), characters)
        data = cache.result(key, partial(_subset, source, characters))
        family, _, variant = name.partition("-")
        style, weight = STYLES[variant]
        rules.append(
            f"@font-face{{font-family:KaTeX_{family};font-style:{style};font-weight:{weight};"
            f"src:url(data:font/woff2;base64,{data})}}"
        )
    return "".join(rules)


def _subset(source: Path, characters: str) -> str:
    """Return a font with these characters only, in base64."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]
    options.hinting = False
    options.recalc_timestamp = False
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters + " ")
    cutter.subset(font)
    out = io.BytesIO()
    font.flavor = "woff2"
    font.save(out)
    return base64.b64encode(out.getvalue()).decode()
