# The mask of every attention site in training and in inference, from the page's rules.
import numpy as np
from drawing import Drawing

d = Drawing(400, 370)
CELL = 13
COLUMNS = (134, 236, 344)  # their middles


def grid(x, y, hidden, padding):
    """Draw a mask centred at x: who is hidden from whom, and which of them as padding."""
    rows, columns = hidden.shape
    kind = np.where(hidden, np.where(padding, "c", "b"), "a")
    left, high, wide = x - columns * CELL / 2, rows * CELL, columns * CELL
    for i, row in enumerate(kind):
        start = 0
        for j in range(1, columns + 1):
            if j == columns or row[j] != row[start]:
                d.box(left + start * CELL, y + i * CELL, (j - start) * CELL, CELL, outline=False,
                      tone=row[start], fill=0.55 if row[start] == "a" else 0.28, corner=0)
                start = j
    d.box(left, y, wide, high, tone="muted", fill=0, corner=0)
    lines = []  # the inner lines in one stroke, turning on the outline
    for i in range(1, rows):
        lines += [(left, y + i * CELL), (left + wide, y + i * CELL)][:: 1 if i % 2 else -1]
    if lines:
        lines.append((lines[-1][0], y + high))
    order = range(1, columns) if not lines or lines[-1][0] == left else range(columns - 1, 0, -1)
    for n, j in enumerate(order):
        lines += [(left + j * CELL, y + high), (left + j * CELL, y)][:: -1 if n % 2 else 1]
    d.line(lines, tone="muted", width=0.6)


def rule(queries, real, causal):
    """Return what is hidden, and what of it is padding (the future counts first)."""
    i, j = np.indices((queries, len(real)))
    future = causal & (j > i + len(real) - queries)
    return future | ~real[j], ~future


source = np.array([1, 1, 1, 0], bool)
right = np.array([1, 1, 1, 1, 0], bool)
left = np.array([0, 0, 1, 1, 1], bool)
step = np.append(left, True)
# Right padding: the causal mask already hides the pads from every real query.
assert (rule(5, right, True)[0][:4] == ~np.tri(5, dtype=bool)[:4]).all()
# A single query has no future to hide.
assert rule(1, step, True)[1].all()

d.text(COLUMNS[0], 10, ("训练", "Training"), bold=True)
d.text((COLUMNS[1] + COLUMNS[2]) / 2, 10, ("推理", "Inference"), bold=True)
for x, text in zip(COLUMNS, (("整个目标", "whole target"), ("prefill", "prefill"),
                             ("带缓存的单个 query", "one cached query")), strict=True):
    d.text(x, 30, text, size=12)
for x, wide in ((COLUMNS[0], 92), ((COLUMNS[1] + COLUMNS[2]) / 2, 206)):
    d.line([(x - wide / 2, 20), (x + wide / 2, 20)], tone="muted", width=0.8)
rows = (
    (48, 52, ("编码器\n自注意力", "Encoder\nself-attention"), source, False, (4, 4, 0)),
    (118, 65, ("解码器\n自注意力", "Decoder\nself-attention"), None, True, (5, 5, 1)),
    (216, 65, ("交叉注意力", "Cross-\nattention"), source, False, (5, 5, 1)),
    (302, 13, ("损失", "Loss"), None, False, (1, 0, 0)),
)
for y, high, name, real, causal, queries in rows:
    d.text(2, y + high / 2, name, size=12, anchor="start")
    for k, (x, n) in enumerate(zip(COLUMNS, queries, strict=True)):
        keys = (right, left, step)[k] if real is None else real
        if n:
            at = y + (high - n * CELL) / 2
            grid(x, at, *rule(n, keys, causal))
        else:
            d.text(x, y + high / 2, ("不再计算", "not run again") if high > 13 else "—",
                   size=12, tone="muted")
    if causal:
        for x, side in zip(COLUMNS, (("目标右填充", "right padding"), ("左填充", "left padding"),
                                     ("左填充", "left padding")), strict=True):
            d.text(x, y + high + 12, side, size=11, tone="muted")
for x, tone, text in ((0, "a", ("可以看，或计分", "may read, or graded")),
                      (157, "b", ("遮住：未来", "hidden: future")),
                      (277, "c", ("遮住：padding", "hidden: padding"))):
    d.box(x + 2, 347, 12, 12, tone=tone, fill=0.55 if tone == "a" else 0.28, corner=0)
    d.text(x + 20, 353, text, size=12, anchor="start")
d.print()
