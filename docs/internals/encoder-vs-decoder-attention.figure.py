# The three maps of an encoder-decoder, and the one map of a decoder-only model in their place.
import numpy as np
from drawing import Drawing

n, m, CELL, GAP = 3, 5, 12, 8  # source and target tokens, as in the experiment (pads left out)
d = Drawing(400, 216)


def grid(x, y, kind):
    """Draw a map; kind is the tone of each cell that may be read, or empty."""
    rows, columns = kind.shape
    high, wide = rows * CELL, columns * CELL
    for i, row in enumerate(kind):
        start = 0
        for j in range(1, columns + 1):
            if j == columns or row[j] != row[start]:
                if row[start]:
                    d.box(x + start * CELL, y + i * CELL, (j - start) * CELL, CELL, tone=row[start],
                          fill=0.45, corner=0, outline=False)
                start = j
    lines = []  # the inner lines in one stroke, turning on the outline
    for i in range(1, rows):
        lines += [(x, y + i * CELL), (x + wide, y + i * CELL)][:: 1 if i % 2 else -1]
    lines.append((lines[-1][0], y + high))
    order = range(1, columns) if lines[-1][0] == x else range(columns - 1, 0, -1)
    for k, j in enumerate(order):
        lines += [(x + j * CELL, y + high), (x + j * CELL, y)][:: -1 if k % 2 else 1]
    d.line(lines, tone="muted", width=0.5)
    d.box(x, y, wide, high, tone="muted", fill=0, corner=0)


i, j = np.indices((n + m, n + m))
causal = j <= i
tone = np.where(j < n, np.where(i < n, "c", "d"), "a")
decoder_only = np.where(causal, tone, "")
prefix = np.where(causal | (j < n), tone, "")
separate = np.where((j < n) | (causal & (i >= n)), tone, "")
assert (separate == prefix).all()  # the same pairs; only softmax and weights differ
assert (decoder_only != prefix).sum() == n * (n - 1) / 2  # the source's upper triangle

TOP, LEFT = 48, (34, 168, 294)
for x, title in ((LEFT[0] + 52, ("编码器–解码器", "Encoder–decoder")),
                 (LEFT[1] + 48, ("纯解码器", "Decoder-only")),
                 (LEFT[2] + 48, ("prefix LM", "Prefix LM"))):
    d.text(x, 10, title, bold=True)
x = LEFT[0]
low, right = TOP + n * CELL + GAP, x + n * CELL + GAP
grid(x, TOP, separate[:n, :n])
grid(x, low, separate[n:, :n])
grid(right, low, separate[n:, n:])
for x, kind in zip(LEFT[1:], (decoder_only, prefix), strict=True):
    grid(x, TOP, kind)
    for k, (name, at) in enumerate(((("源", "src"), n / 2), (("目标", "target"), n + m / 2))):
        d.text(x + at * CELL, TOP - 10, name, size=11, tone="muted")
x = LEFT[0]
d.text(x + n * CELL / 2, TOP - 10, ("源", "src"), size=11, tone="muted")
d.text(right + m * CELL / 2, TOP - 10, ("目标", "target"), size=11, tone="muted")
d.text(x - 8, TOP + n * CELL / 2, ("源", "src"), size=11, tone="muted", turned=True)
d.text(x - 8, low + m * CELL / 2, ("目标", "target"), size=11, tone="muted", turned=True)
for x, text in ((LEFT[0] + 52, ("三处，各做 softmax", "3 sites, 3 softmaxes")),
                (LEFT[1] + 48, ("每行一个 softmax", "1 softmax per row")),
                (LEFT[2] + 48, ("每行一个 softmax", "1 softmax per row"))):
    d.text(x, 169, text, size=12)
for x, tone, text in ((22, "c", ("编码器自注意力", "encoder self")),
                      (160, "d", ("交叉注意力", "cross")),
                      (268, "a", ("解码器自注意力", "decoder self"))):
    d.box(x, 196, 12, 12, tone=tone, fill=0.45, corner=0)
    d.text(x + 17, 202, text, size=12, anchor="start")
d.print()
