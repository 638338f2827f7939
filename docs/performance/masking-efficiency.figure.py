# Which tiles of a causal mask and of a window are empty, full or crossed.
from itertools import groupby

import numpy as np
from drawing import Drawing

n, b, w = 4096, 128, 512
k, mu = n // b, w // b
SIDE, TOP = 176, 26
cell = SIDE / k
kinds = {"full": ("a", 0.3), "crossed": ("b", 0.85)}

g = Drawing(400, 250)


def tiles(lo, hi):  # the page's three rules, for a square of k x k tiles
    grid = []
    for r in range(0, n, b):
        row = []
        for c in range(0, n, b):
            first, last = slice(r, r + b), c + b - 1
            if c > hi[first].max() or last < lo[first].min():
                row.append("empty")
            elif c >= lo[first].max() and last <= hi[first].min():
                row.append("full")
            else:
                row.append("crossed")
        grid.append(row)
    return grid


def panel(x, title, grid):
    g.text(x + SIDE / 2, 12, title, bold=True)
    bands = {}  # runs of one kind in neighbouring rows, counted from the right
    for i, row in enumerate(grid):
        seen, j = dict.fromkeys(("empty", *kinds), 0), k
        for kind, run in groupby(reversed(row)):
            end, j = j, j - len(list(run))
            bands.setdefault((kind, seen[kind]), []).append((i, j, end))
            seen[kind] += 1
    for (kind, _), runs in bands.items():
        if kind in kinds:
            down = [(e, i + v) for i, _, e in runs for v in (0, 1)]
            up = [(s, i + v) for i, s, _ in reversed(runs) for v in (1, 0)]
            tone, fill = kinds[kind]
            g.polygon([(x + u * cell, TOP + v * cell) for u, v in down + up],
                      tone=tone, fill=fill)
    flat = sum(grid, [])
    done, crossed = len(flat) - flat.count("empty"), flat.count("crossed")
    g.box(x, TOP, SIDE, SIDE, tone="muted", fill=0, corner=0)
    g.text(x + SIDE / 2, TOP + SIDE + 16, (
        f"计算 {done}/{k * k} 块（{done / k / k:.1%}）",
        f"{done}/{k * k} tiles run ({done / k / k:.1%})"), size=12)
    g.text(x + SIDE / 2, TOP + SIDE + 34, (
        f"{crossed} 块被穿过，要加掩码", f"{crossed} crossed: mask needed"), size=12, tone="b")
    return done, crossed


i = np.arange(n)
left, right = 20, 220
assert panel(left, ("因果", "Causal"), tiles(0 * i, i)) == (k * (k + 1) // 2, k)
assert panel(right, (f"因果 + 窗口 {w}", f"Causal, window {w}"), tiles(i - w + 1, i)) == (
    k * (mu + 1) - mu * (mu + 1) // 2, k + k - mu)
g.text(left + SIDE * 0.68, TOP + SIDE * 0.25, ("空块\n跳过", "empty:\nskip"), size=12)
g.text(left + SIDE * 0.30, TOP + SIDE * 0.72, ("满块\n不用掩码", "full:\nno mask"), size=12)
g.text(right + SIDE * 0.70, TOP + SIDE * 0.25, ("空块", "empty"), size=12)
g.text(right + SIDE * 0.25, TOP + SIDE * 0.80, ("空块", "empty"), size=12)
g.text(left, 12, "key →", size=11, tone="muted", anchor="start")
g.text(left - 10, TOP + 20, "← query", size=11, tone="muted", turned=True)
g.print()
