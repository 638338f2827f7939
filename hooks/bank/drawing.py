"""Draw a figure once and label it in both languages.

A figure's script stands beside the answer it belongs to and prints what it draws::

    from drawing import Drawing

    d = Drawing(400, 120)
    d.box(20, 40, 120, 40, ("查询", "query"), tone="a")
    d.arrow((140, 60), (260, 60), ("打分", "score"))
    d.box(260, 40, 120, 40, "$k_j$", tone="b")
    d.print()

``make figures`` runs it and writes one SVG file per language. The script does
arithmetic and drawing only: what a figure shows of numbers is computed there.

Lengths are in units of the drawing, y grows downward, and 400 units are a
phone's width, so text is 11 units or larger. Colours are names of *tones*, never
values: the page decides what a tone looks like in light and in dark.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from html import escape

LANGUAGES = ("zh", "en")
TONES = ("plain", "a", "b", "c", "d", "muted")
"""plain has the text's colour; a to d are the palette, told apart by colour-blind readers;
muted is for what stands back."""
SMALLEST_TEXT = 11.0
WIDEST = 400.0

Label = str | tuple[str, str]
"""A label for both languages, or (Chinese, English). ``$x_i^{2}$`` sets variables in italics,
with subscripts and superscripts; a newline starts a new line."""
Point = tuple[float, float]

STYLE = """
svg{--fg:#1c2321;--bg:#fff;--a:#14675f;--b:#b4491a;--c:#3f5fb0;--d:#86409a;--muted:#5d6a67;
fill:var(--fg);font-family:system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
@media (prefers-color-scheme:dark){svg{--fg:#e4e9e7;--bg:#1e2322;--a:#6fd3c7;--b:#fdba74;
--c:#9db8ff;--d:#dba6ea;--muted:#a3b0ad}}
"""
"""What the page's own style sheet says, for a file that is looked at alone."""
FORMULA_FONT = "Cambria Math,STIX Two Text,Times New Roman,serif"


class DrawingError(ValueError):
    """Something does not fit: the message says which label and by how much."""


class Drawing:
    """A picture ``width`` × ``height`` units large.

    Raises:
        DrawingError: If it is wider than a phone shows at a readable size.
    """

    def __init__(self, width: float, height: float) -> None:
        if not 0 < width <= WIDEST:
            raise DrawingError(f"the drawing is {width} wide; {WIDEST:g} is the most")
        self.width, self.height = width, height
        self._parts: list[tuple[str, str]] = []
        self._heads: set[str] = set()

    def box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        label: Label = "",
        *,
        tone: str = "plain",
        fill: float = 0.12,
        size: float = 13,
        corner: float = 4,
        dash: bool = False,
        bold: bool = False,
        outline: bool = True,
    ) -> None:
        """Draw a rectangle with its upper left corner at (x, y), the label in its middle.

        Args:
            fill: How much of the tone fills it, from 0 to 1; text stays readable up to 0.5.
            dash: Whether its outline is dashed.
            outline: Whether it has one.

        Raises:
            DrawingError: If the label is wider than the box.
        """
        stroke = f' stroke="{_tone(tone)}"' if outline else ""
        self._add(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}" rx="{_n(corner)}" '
            f'fill="{_tone(tone)}" fill-opacity="{_n(fill)}"{stroke}'
            f"{_dashes(dash)}/>"
        )
        if label:
            for text in _both(label):
                if max(_width(line, size) for line in text.split("\n")) > w:
                    raise DrawingError(f"the label {text!r} is wider than its box ({w:g})")
            self.text(x + w / 2, y + h / 2, label, size=size, bold=bold)

    def text(
        self,
        x: float,
        y: float,
        label: Label,
        *,
        size: float = 13,
        anchor: str = "middle",
        tone: str = "plain",
        bold: bool = False,
        turned: bool = False,
    ) -> None:
        """Write a label whose middle line is at height y.

        Args:
            anchor: ``start``, ``middle`` or ``end``: which point of each line x is.
            turned: Whether it reads upward, for the name of a vertical axis.

        Raises:
            DrawingError: If it leaves the drawing in one of the languages, or is too small.
        """
        if size < SMALLEST_TEXT:
            raise DrawingError(f"{label!r}: text of size {size:g}; {SMALLEST_TEXT:g} at least")
        written = []
        for text in _both(label):
            lines = text.split("\n")
            self._inside(text, x, y, lines, size, anchor, turned)
            first = y - (len(lines) - 1) * size * 0.65 + size * 0.35
            place = "" if anchor == "start" else f' text-anchor="{anchor}"'
            look = f' fill="{_tone(tone)}"' if tone != "plain" else ""
            look += ' font-weight="600"' if bold else ""
            look += f' transform="rotate(-90 {_n(x)} {_n(y)})"' if turned else ""
            written.append(
                "".join(
                    f'<text x="{_n(x)}" y="{_n(first + n * size * 1.3)}" '
                    f'font-size="{_n(size)}"{place}{look}>{_math(line, size)}</text>'
                    for n, line in enumerate(lines)
                )
            )
        self._parts.append((written[0], written[1]))

    def line(
        self,
        points: Sequence[Point],
        *,
        tone: str = "plain",
        width: float = 1.5,
        dash: bool = False,
        arrow: bool = False,
    ) -> None:
        """Draw straight lines from point to point, with an arrow head at the end if wanted."""
        path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        self._stroke(path, tone, width, dash, arrow)

    def arrow(
        self,
        start: Point,
        end: Point,
        label: Label = "",
        *,
        tone: str = "plain",
        width: float = 1.5,
        dash: bool = False,
        bend: float = 0,
        size: float = 12,
    ) -> None:
        """Draw an arrow; the label stands above its middle (beside a steep one).

        Args:
            bend: How far its middle leaves the straight line, to the left of its direction.
        """
        (x1, y1), (x2, y2) = start, end
        length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1e-9)
        mx = (x1 + x2) / 2 + (y2 - y1) / length * bend
        my = (y1 + y2) / 2 - (x2 - x1) / length * bend
        if bend:
            cx, cy = 2 * mx - (x1 + x2) / 2, 2 * my - (y1 + y2) / 2
            path = f"M{_n(x1)} {_n(y1)}Q{_n(cx)} {_n(cy)} {_n(x2)} {_n(y2)}"
            self._stroke(path, tone, width, dash, True)
        else:
            self.line([start, end], tone=tone, width=width, dash=dash, arrow=True)
        if label:
            steep = abs(y2 - y1) > abs(x2 - x1)
            place: Point = (mx + 6, my) if steep else (mx, my - size * 0.75)
            self.text(*place, label, size=size, anchor="start" if steep else "middle", tone=tone)

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        label: Label = "",
        *,
        tone: str = "plain",
        fill: float = 0.12,
        size: float = 13,
    ) -> None:
        """Draw a circle around (x, y), the label in its middle."""
        self._add(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{_tone(tone)}" '
            f'fill-opacity="{_n(fill)}" stroke="{_tone(tone)}"/>'
        )
        if label:
            self.text(x, y, label, size=size)

    def polygon(self, points: Sequence[Point], *, tone: str = "plain", fill: float = 0.12) -> None:
        """Fill the area between the points."""
        path = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._add(f'<polygon points="{path}" fill="{_tone(tone)}" fill-opacity="{_n(fill)}"/>')

    def bracket(
        self, start: Point, end: Point, label: Label, *, tone: str = "muted", size: float = 12
    ) -> None:
        """Embrace a stretch: below a horizontal one, right of a vertical one."""
        (x1, y1), (x2, y2) = start, end
        if y1 == y2:
            self.line([(x1, y1), (x1, y1 + 5), (x2, y2 + 5), (x2, y2)], tone=tone, width=1.2)
            self.text((x1 + x2) / 2, y1 + 8 + size * 0.7, label, size=size, tone=tone)
        else:
            self.line([(x1, y1), (x1 + 5, y1), (x2 + 5, y2), (x2, y2)], tone=tone, width=1.2)
            self.text(x1 + 10, (y1 + y2) / 2, label, size=size, tone=tone, anchor="start")

    def matrix(
        self,
        x: float,
        y: float,
        values: Sequence[Sequence[float | None]],
        *,
        cell: float | tuple[float, float] = 24,
        tone: str = "a",
        negative: str = "b",
        largest: float | None = None,
        written: str = "",
        rows: Sequence[Label] = (),
        columns: Sequence[Label] = (),
        size: float = 12,
        grid: bool = True,
    ) -> None:
        """Draw a heat map; a cell is filled in proportion to its value.

        Args:
            values: Rows from above; None leaves a cell empty and crosses it out.
            cell: Width and height of a cell.
            tone: Of values above 0; ``negative`` is that of values below.
            largest: The value (in size) of a full cell; the largest there is if not given.
            written: Format of the numbers in the cells, such as ``.2f``; empty for none.
            rows: Labels left of the rows.
            columns: Labels above the columns.
            grid: Whether cells have outlines; leave them out for many small cells.
        """
        cw, ch = cell if isinstance(cell, tuple) else (cell, cell)
        top = largest or max((abs(v) for row in values for v in row if v is not None), default=1)
        for i, row in enumerate(values):
            for j, value in enumerate(row):
                left, above = x + j * cw, y + i * ch
                if value is None:
                    self._rect(left, above, cw, ch, "muted", 0.06, grid)
                    self.line(
                        [(left + 4, above + ch - 4), (left + cw - 4, above + 4)],
                        tone="muted",
                        width=0.8,
                    )
                    continue
                share = min(abs(value) / top, 1) if top else 0
                # Cells with numbers stay pale enough to read them; others use the full range.
                most = 0.5 if written else 0.95
                self._rect(
                    left, above, cw, ch, tone if value >= 0 else negative, share * most, grid
                )
                if written:
                    number = format(value, written).replace("-", "−")
                    self.text(left + cw / 2, above + ch / 2, number, size=size)
        for i, label in enumerate(rows):
            self.text(x - 6, y + (i + 0.5) * ch, label, size=size, anchor="end")
        for j, label in enumerate(columns):
            self.text(x + (j + 0.5) * cw, y - size * 0.75, label, size=size)

    def axes(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        *,
        xlim: Point,
        ylim: Point,
        xlabel: Label = "",
        ylabel: Label = "",
        xticks: Sequence[float | tuple[float, Label]] = (),
        yticks: Sequence[float | tuple[float, Label]] = (),
    ) -> Axes:
        """Draw axes with their upper left corner at (x, y); return them to plot on.

        Leave about 40 units at the left for numbers (55 with a name) and 40 below.

        Args:
            xlim: The values at the left and right ends; take logarithms yourself.
            xticks: Values, or pairs of a value and what stands there.
        """
        axes = Axes(self, x, y, w, h, xlim, ylim)
        self.line([(x, y), (x, y + h), (x + w, y + h)], tone="muted", width=1)
        for tick in xticks:
            value, label = tick if isinstance(tick, tuple) else (tick, f"{tick:g}")
            px, _ = axes.place(value, ylim[0])
            self.line([(px, y + h), (px, y + h + 4)], tone="muted", width=1)
            self.text(px, y + h + 13, label, size=11, tone="muted")
        for tick in yticks:
            value, label = tick if isinstance(tick, tuple) else (tick, f"{tick:g}")
            _, py = axes.place(xlim[0], value)
            self.line([(x - 4, py), (x, py)], tone="muted", width=1)
            self.text(x - 7, py, label, size=11, anchor="end", tone="muted")
        if xlabel:
            self.text(x + w / 2, y + h + 30, xlabel, size=12)
        if ylabel:
            self.text(x - 42, y + h / 2, ylabel, size=12, turned=True)
        return axes

    def svg(self) -> dict[str, str]:
        """Return the SVG text of each language."""
        heads = "".join(
            f'<marker id="head-{tone}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            f'markerHeight="7" markerUnits="userSpaceOnUse" orient="auto-start-reverse">'
            f'<path d="M0 .5 8 4 0 7.5z" fill="{_tone(tone)}"/></marker>'
            for tone in sorted(self._heads)
        )
        heads = f"<defs>{heads}</defs>\n" if heads else ""
        frame = (
            f'<svg xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="0 0 {_n(self.width)} {_n(self.height)}">\n<style>{STYLE}</style>\n{heads}'
        )
        return {
            language: frame + "\n".join(part[n] for part in self._parts) + "\n</svg>\n"
            for n, language in enumerate(LANGUAGES)
        }

    def print(self) -> None:
        """Print both languages' SVG texts as one line of JSON, for ``make figures``."""
        print(json.dumps(self.svg(), ensure_ascii=False))

    def _add(self, part: str) -> None:
        self._parts.append((part, part))

    def _rect(
        self, x: float, y: float, w: float, h: float, tone: str, fill: float, grid: bool
    ) -> None:
        line = ' stroke="var(--muted)" stroke-opacity=".45" stroke-width=".7"' if grid else ""
        self._add(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}" '
            f'fill="{_tone(tone)}" fill-opacity="{_n(fill, 2)}"{line}/>'
        )

    def _stroke(self, path: str, tone: str, width: float, dash: bool, arrow: bool) -> None:
        head = ""
        if arrow:
            self._heads.add(tone)
            head = f' marker-end="url(#head-{tone})"'
        self._add(
            f'<path d="{path}" fill="none" stroke="{_tone(tone)}" stroke-width="{_n(width)}"'
            f"{_dashes(dash)}{head}/>"
        )

    def _inside(
        self,
        text: str,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float,
        anchor: str,
        turned: bool,
    ) -> None:
        wide = max(_width(line, size) for line in lines)
        high = len(lines) * size * 1.3
        before = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        left, above = x - wide * before, y - high / 2
        if turned:
            left, above, wide, high = x - high / 2, y - wide / 2, high, wide
        over = max(-left, -above, left + wide - self.width, above + high - self.height)
        if over > 1:
            raise DrawingError(f"the label {text!r} leaves the drawing by {over:.0f}")


class Axes:
    """Axes of a drawing; made by ``Drawing.axes``."""

    def __init__(
        self, drawing: Drawing, x: float, y: float, w: float, h: float, xlim: Point, ylim: Point
    ) -> None:
        self._drawing = drawing
        self._frame = (x, y, w, h)
        self._xlim, self._ylim = xlim, ylim

    def place(self, x: float, y: float) -> Point:
        """Return the point of the drawing that stands for the values (x, y)."""
        left, top, w, h = self._frame
        (x0, x1), (y0, y1) = self._xlim, self._ylim
        return left + (x - x0) / (x1 - x0) * w, top + h - (y - y0) / (y1 - y0) * h

    def plot(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        label: Label = "",
        *,
        tone: str = "a",
        width: float = 2,
        dash: bool = False,
        at: Point | None = None,
    ) -> None:
        """Draw a curve; its label stands right above its end, or at the values ``at``.

        A few hundred points are plenty; values outside the axes are cut to their border.
        """
        (y0, y1) = sorted(self._ylim)
        points = [self.place(x, min(max(y, y0), y1)) for x, y in zip(xs, ys, strict=True)]
        self._drawing.line(points, tone=tone, width=width, dash=dash)
        if label:
            px, py = self.place(*at) if at else (points[-1][0] - 2, points[-1][1] - 10)
            anchor = "middle" if at else "end"
            self._drawing.text(px, py, label, size=12, tone=tone, anchor=anchor)

    def points(
        self, xs: Sequence[float], ys: Sequence[float], *, tone: str = "a", radius: float = 2.5
    ) -> None:
        """Draw a dot for every pair of values."""
        for x, y in zip(xs, ys, strict=True):
            self._drawing.circle(*self.place(x, y), radius, tone=tone, fill=0.9)

    def bars(
        self, xs: Sequence[float], ys: Sequence[float], width: float, *, tone: str = "a"
    ) -> None:
        """Draw bars from 0; ``width`` is in values of x."""
        for x, y in zip(xs, ys, strict=True):
            left, top = self.place(x - width / 2, max(y, 0))
            right, bottom = self.place(x + width / 2, min(y, 0))
            self._drawing.box(left, top, right - left, bottom - top, tone=tone, fill=0.55, corner=0)


def _both(label: Label) -> tuple[str, str]:
    return (label, label) if isinstance(label, str) else label


def _tone(name: str) -> str:
    if name not in TONES:
        raise DrawingError(f"no tone {name!r}; there are {', '.join(TONES)}")
    return "var(--fg)" if name == "plain" else f"var(--{name})"


def _dashes(wanted: bool) -> str:
    return ' stroke-dasharray="4 3"' if wanted else ""


def _n(value: float, digits: int = 1) -> str:
    """Return a number as short as SVG allows."""
    text = f"{float(value):.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


_MATH = re.compile(r"\$([^$]*)\$")
_SCRIPT = re.compile(r"([_^])(\{[^}]*\}|.)")


def _width(text: str, size: float) -> float:
    """Return about how wide a line is, in units."""
    plain = _MATH.sub(lambda found: re.sub(r"[_^{}]", "", found[1]), text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in plain)
    return size * (wide + 0.56 * (len(plain) - wide))


def _math(text: str, size: float) -> str:
    """Return a line as SVG text, with ``$…$`` set as formulas."""
    parts = _MATH.split(text)
    return "".join(_formula(p, size) if n % 2 else escape(p, False) for n, p in enumerate(parts))


def _formula(tex: str, size: float) -> str:
    out, at, lift = "", 0, 0.0
    for found in [*_SCRIPT.finditer(tex), None]:
        between = tex[at : found.start()] if found else tex[at:]
        if between:
            out += _run(between, size, -lift)
            lift = 0.0
        if found:
            goal = size * (0.22 if found[1] == "_" else -0.38)
            out += _run(found[2].strip("{}"), size * 0.75, goal - lift)
            lift = goal
            at = found.end()
    # What follows the formula stands on the line again.
    return out + (f'<tspan dy="{_n(-lift)}">\u200b</tspan>' if lift else "")


def _run(text: str, size: float, dy: float) -> str:
    move = f' dy="{_n(dy)}"' if _n(dy) != "0" else ""
    pieces = []
    for piece in re.findall(r"[^\W\d_]+|[\W\d_]+", text):
        # Letters and products of capitals (QK) are variables; words and digits stand upright.
        variable = piece.isalpha() and (len(piece) == 1 or (piece.isupper() and len(piece) < 3))
        slanted = ' font-style="italic"' if variable else ""
        pieces.append(
            f'<tspan font-family="{FORMULA_FONT}" '
            f'font-size="{_n(size)}"{move}{slanted}>{escape(piece, False)}</tspan>'
        )
        move = ""
    return "".join(pieces)
