# Where the rows and the heads of a small tensor begin, on the one line of memory.
from itertools import pairwise

import numpy as np
from drawing import Drawing

B, n, h, dk = 2, 3, 2, 2
d = h * dk
CELL, LEFT, HIGH = 16, 8, 22
line = np.arange(B * n * d)  # every number is its own address


def starts(view):  # addresses at which the blocks along the first two axes begin
    return [int(block.ravel()[0]) for part in view for block in part]


bsd = line.reshape(B, n, d)
bhsd = line.reshape(B, n, h, dk).transpose(0, 2, 1, 3)
sbhd = line.reshape(n, B, h, dk)
rows, heads, first = starts(bsd), starts(bhsd), starts(sbhd[:1, :].reshape(B, h, dk))
assert set(np.diff(rows)) == {d}  # one step: the axes merge
assert set(np.diff(heads)) == {dk, n * d - d + dk}  # two steps: they do not
assert set(np.diff(first)) == {dk}
assert np.shares_memory(line, bsd.reshape(B * n, d))
assert not np.shares_memory(line, bhsd.reshape(B * h, n, dk))

g = Drawing(400, 400)
g.text(LEFT, 11, (f"例：$B={B}$，$n={n}$，$h={h}$，$d_k={dk}$；格中数字是地址",
                  f"Example: $B={B}$, $n={n}$, $h={h}$, $d_k={dk}$; addresses in the cells"),
       size=12, anchor="start", tone="muted")


def strip(y, title, marks, names, wide, below, good):
    """A line of memory: each block's first cell is dark, steps are arcs above."""
    g.text(LEFT, y, title, anchor="start", bold=True)
    top = y + 47
    ends = [LEFT + a * CELL for a in line]
    # One line up and down along the cells' borders costs less than a box for each.
    g.line([(x, top + (side ^ (k % 2)) * HIGH) for k, x in enumerate(ends) for side in (0, 1)],
           tone="muted", width=0.7)
    g.box(LEFT, top, len(line) * CELL, HIGH, fill=0, corner=0)
    for m in marks:
        if m - wide not in marks:  # blocks without a gap between them share a background
            end = next(e for e in range(m + wide, 99, wide) if e not in marks)
            g.box(LEFT + m * CELL, top, (end - m) * CELL, HIGH, tone="a", corner=0, outline=False)
        g.box(LEFT + m * CELL, top, CELL, HIGH, str(m), tone="a", fill=0.4, size=11, corner=0)
    usual = min(np.diff(marks))
    for p, q in pairwise(marks):
        tone = "a" if q - p == usual else "b"
        x1, x2 = (LEFT + (v + 0.5) * CELL for v in (p, q))
        g.arrow((x1, top - 1), (x2, top - 1), bend=12, tone=tone)
        g.text((x1 + x2) / 2, top - 23, f"+{q - p}", size=12, tone=tone)
    for m, name in zip(marks, names, strict=True):
        g.text(LEFT + m * CELL + 1, top + HIGH + 11, name, size=11, anchor="start", tone="muted")
    g.text(LEFT, top + HIGH + 29, below, size=12, anchor="start", tone="a" if good else "b")


pairs = [f"({b},{t})" for b in range(B) for t in range(n)]
strip(34, ("$(B,n,d)$：各行 (b,t) 的起点", "$(B,n,d)$: where the rows (b,t) begin"), rows, pairs, d,
      ("步长都是 $d$：可以并成 $B$$n$ 行，不用拷贝",
       "One step, $d$: they merge into $B$$n$ rows, no copy"), True)
pairs = [f"({b},{i})" for b in range(B) for i in range(h)]
strip(162, ("同一段内存，BHSD 视图：各头 (b,i) 的起点",
            "Same memory, BHSD: where the heads (b,i) begin"),
      heads, pairs, dk,
      ("步长不一：$B$、$h$ 两轴不能并，要并就得拷贝",
       "Two different steps: $B$ and $h$ do not merge without a copy"), False)
strip(290, ("序列在前，SBHD：t=0 时各头 (b,i) 的起点",
            "Sequence first, SBHD: the heads (b,i) at t=0"),
      first, pairs, dk,
      ("步长都是 $d_k$：可以并成 $B$$h$ 个头，不用拷贝",
       "One step, $d_k$: they merge into $B$$h$ heads, no copy"), True)
g.print()
