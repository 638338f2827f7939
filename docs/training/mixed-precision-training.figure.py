"""Bit layouts, ranges, and what loss scaling does to a spread of gradients."""
from math import erf, exp, sqrt

from drawing import Drawing

FORMATS = {"fp32": (8, 23), "fp16": (5, 10), "bf16": (8, 7)}
d = Drawing(400, 412)

# Bits: one sign, then exponent, then mantissa.
X, BIT = 52, 10.6
d.text(X - 2, 12, ("符号", "sign"), size=12, anchor="start")
for n, (name, (exponent, mantissa)) in enumerate(FORMATS.items()):
    y = 22 + 28 * n
    d.text(X - 8, y + 10, name, size=13, anchor="end", bold=True)
    d.box(X, y, BIT, 20, tone="muted", fill=0.2, corner=0)
    words = (f"指数 {exponent} 位", f"exponent {exponent}") if not n else str(exponent)
    d.box(X + BIT, y, exponent * BIT, 20, words, tone="c", fill=0.25, corner=0)
    words = (f"尾数 {mantissa} 位", f"mantissa {mantissa}") if not n else str(mantissa)
    x = X + (1 + exponent) * BIT
    d.box(x, y, mantissa * BIT, 20, words, tone="d", fill=0.25, corner=0)

# Ranges of positive values, in powers of two; subnormals are paler.
LOW, HIGH, WIDE, Y = -160, 140, 340, 128


def at(power: float) -> float:
    return X + (power - LOW) / (HIGH - LOW) * WIDE


words = ("范围，对数刻度；浅色是非规格化数", "range, log scale; pale: subnormal")
d.text(X, Y, words, size=12, anchor="start")
edge = {}
for n, (name, (exponent, mantissa)) in enumerate(FORMATS.items()):
    y = Y + 14 + 22 * n
    bias = 2 ** (exponent - 1) - 1
    least, normal, most = 1 - bias - mantissa, 1 - bias, bias + 1
    edge[name] = (least, normal, most)
    d.text(X - 8, y + 7, name, size=13, anchor="end", bold=True)
    d.box(at(least), y, at(normal) - at(least), 14, tone="c", fill=0.15, corner=0)
    d.box(at(normal), y, at(most) - at(normal), 14, tone="c", fill=0.45, corner=0)
assert edge["fp16"] == (-24, -14, 16) and edge["bf16"] == (-133, -126, 128)
assert edge["fp32"] == (-149, -126, 128)


def tick(x: float, y: float, power: int, shift: float = 0) -> None:
    d.line([(x, y), (x, y + 4)], tone="muted", width=1)
    label = f"$2^{{{power}}}$".replace("-", "−") if power else "$1$"
    d.text(x + shift, y + 16, label, size=14, tone="muted")


y = Y + 14 + 66
d.line([(X, y), (X + WIDE, y)], tone="muted", width=1)
for power, shift in ((-126, 0), (-24, -8), (0, 0), (16, 8), (128, 0)):
    tick(at(power), y, power, shift)

# Loss scaling: gradients with log-normal sizes, and the same times 2^13.
MEAN, SPREAD, SHIFT, ZERO = -24, 4, 13, -25
lost, kept = (
    (1 + erf((ZERO - mean) / SPREAD / sqrt(2))) / 2 for mean in (MEAN, MEAN + SHIFT)
)
over = 1 - (1 + erf((16 - MEAN - SHIFT) / SPREAD / sqrt(2))) / 2
assert lost > 0.4 and kept < 0.001 and over < 1e-6
axes = d.axes(X, 256, WIDE, 112, xlim=(-46, 18), ylim=(0, 1.25))
d.text(
    X + WIDE / 2, 402,
    ("一组示例梯度的大小（对数刻度）", "sizes of example gradients (log scale)"), size=12,
)
for power in (-25, 16):
    tick(*axes.place(power, 0), power)


def bell(mean: float, start: float, end: float, tone: str, fill: float) -> None:
    xs = [start + (end - start) * k / 40 for k in range(41)]
    ys = [exp(-(((x - mean) / SPREAD) ** 2) / 2) for x in xs]
    corners = [axes.place(start, 0), *map(axes.place, xs, ys), axes.place(end, 0)]
    d.polygon(corners, tone=tone, fill=fill)
    d.line(corners[1:-1], tone=tone)


x1, top = axes.place(ZERO, 1.25)
x2, base = axes.place(16, 0)
d.polygon([(x1, top), (x2, top), (x2, base), (x1, base)], tone="muted", fill=0.08)
keeps = ("fp16 留得住", "fp16 keeps these")
d.text(x2 - 8, top + 12, keeps, size=12, anchor="end", tone="muted")
bell(MEAN, -37, ZERO, "b", 0.5)
bell(MEAN, ZERO, -11, "a", 0.12)
bell(MEAN + SHIFT, -24, 2, "a", 0.35)
zero = [(f"舍入成 0：{share:{f}}", f"{share:{f}} round to 0")
        for share, f in ((lost, ".0%"), (kept, ".2%"))]
d.text(X + 6, 268, zero[0], size=12, anchor="start", tone="b")
px, py = axes.place(MEAN + 1.6, 0.93)
qx, _ = axes.place(MEAN + SHIFT - 1.6, 0.93)
d.arrow((px, py), (qx, py), tone="a")
d.text((px + qx) / 2, py - 12, f"$×2^{{{SHIFT}}}$", tone="a")
x, y = axes.place(MEAN + SHIFT + 5.6, 0.62)
d.text(x, y, zero[1], size=12, anchor="start", tone="a")
d.print()
