# Scores + log m -> softmax, computed; below, masks that differ only in m.
import numpy as np
from drawing import Drawing

d = Drawing(400, 290)
WIDE, HIGH, TOP = 28, 24, 42
LEFT = (20, 152, 284)  # of the three matrices


def rule(x, y):
    """Draw the outline and the lines of a matrix."""
    d.box(x, y, 4 * WIDE, 4 * HIGH, tone="muted", fill=0, corner=0)
    for k in range(1, 4):
        for ends in (((x + k * WIDE, y), (x + k * WIDE, y + 4 * HIGH)),
                     ((x, y + k * HIGH), (x + 4 * WIDE, y + k * HIGH))):
            d.line(ends, tone="muted", width=0.5)


n = 4
i, j = np.indices((n, n))
m = (j <= i) & (j != 1)  # causal, and key 1 hidden from everybody
s = np.random.default_rng(19651).normal(0, 1, (n, n)).round(1)
e = m * np.exp(s)
a = e / e.sum(1, keepdims=True)
with np.errstate(divide="ignore"):
    e = np.exp(s + np.log(m))
assert np.allclose(a, e / e.sum(1, keepdims=True)) and (a[~m] == 0).all()
assert np.allclose(a.round(2).sum(1), 1)  # the shown numbers add up too
assert s[3].argmax() == 1  # the largest score of a row may be hidden

titles = "$S$", "$M$ = log $m$", "softmax($S$ + $M$)"
for k, (x, title) in enumerate(zip(LEFT, titles, strict=True)):
    d.text(x + 2 * WIDE, 10, title, bold=True)
    for c in range(1, n if k else 0):  # above the diagonal, and all of column 1
        hidden = (~m[:, c]).sum()
        assert not m[:hidden, c].any()
        d.box(x + c * WIDE, TOP, WIDE, hidden * HIGH, tone="b", fill=0.25, corner=0, outline=False)
    for r, c in np.ndindex(n, n):
        left, above = x + c * WIDE, TOP + r * HIGH
        word = (f"{s[r, c]:.1f}".replace("-", "−"), "0" if m[r, c] else "−∞",
                f"{a[r, c]:.2f}" if m[r, c] else "0")[k]
        if k == 2 and m[r, c]:
            d.box(left, above, WIDE, HIGH, fill=0.1 + 0.35 * a[r, c], tone="a",
                  corner=0, outline=False)
        d.text(left + WIDE / 2, above + HIGH / 2, word, size=11)
    for c in range(n):
        d.text(x + (c + 0.5) * WIDE, TOP - 9, "k" + "₀₁₂₃"[c], size=12, tone="muted")
    rule(x, TOP)
for r in range(n):
    y = TOP + (r + 0.5) * HIGH
    d.text(LEFT[0] - 5, y, "q" + "₀₁₂₃"[r], size=12, anchor="end", tone="muted")
middle = TOP + n * HIGH / 2
d.text(LEFT[1] - 10, middle, "+", size=16)
d.arrow((LEFT[2] - 18, middle), (LEFT[2] - 2, middle))

n, cell, y = 6, 11, 186
i, j = np.indices((n, n))
causal, doc = j <= i, np.arange(n) // 4
masks = (
    (("长度 4", "length 4"), j < 4),
    (("因果", "causal"), causal),
    (("窗口 2", "window 2"), causal & (i - j < 2)),
    (("前缀 3", "prefix 3"), (j < 3) | causal),
    (("打包 4+2\n且因果", "pack 4+2,\ncausal"), causal & (doc[i] == doc[j])),
)
d.text(2, y - 19, ("换一种掩码，只换 $m$：", "Another mask is only another $m$:"),
       anchor="start", bold=True)
for k, (name, mask) in enumerate(masks):
    x = 2 + k * (396 - n * cell) / 4
    first, last = mask.argmax(1), n - mask[:, ::-1].argmax(1)
    assert (mask.sum(1) == last - first).all()  # every row is one run
    edge = [(x + last[r // 2] * cell, y + (r + 1) // 2 * cell) for r in range(2 * n)]
    edge += [(x + first[r // 2] * cell, y + (r + 1) // 2 * cell) for r in range(2 * n)][::-1]
    d.box(x, y, n * cell, n * cell, tone="muted", fill=0.04, corner=0)
    d.polygon(edge, tone="a", fill=0.5)
    d.text(x + n * cell / 2, y + n * cell + (21 if "\n" in name[0] else 13), name, size=12)
d.print()
