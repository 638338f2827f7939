"""The sinusoidal table as a heat map: fast pairs on top, slow ones below."""

import numpy as np
from drawing import Drawing

D, N, WIDE, HIGH, LEFT, TOP, STEPS, PICK = 16, 64, 4.5, 13, 66, 34, 5, 20
w = 1e4 ** (-np.arange(0, D, 2) / D)  # one frequency per (sin, cos) pair
a = np.outer(np.arange(N), w)
P = np.stack([np.sin(a), np.cos(a)], -1).reshape(N, D)  # sin even, cos odd
assert np.allclose((P**2).sum(1), D / 2)  # constant norm
assert 2 * np.pi / w[0] < 7 and 2 * np.pi / w[3] > 2 * N  # slow from pair 3 on

d = Drawing(400, 312)


def cells(level, tone, fill):
    """Fill all cells of one level with a single path, runs of cells joined."""
    path, at = "", np.rint(P.T * STEPS) == level
    for i, row in enumerate(at):
        edge = np.flatnonzero(np.diff(np.r_[0, row, 0])).tolist()
        for start, end in zip(edge[::2], edge[1::2]):
            x, run = LEFT + start * WIDE, (end - start) * WIDE
            path += f"M{x:g} {TOP + i * HIGH}h{run:g}v{HIGH}h-{run:g}z"
    d._add(f'<path d="{path}" fill="var(--{tone})" fill-opacity="{fill:g}"/>')


for k in range(1, STEPS + 1):
    cells(k, "a", 0.92 * k / STEPS)
    cells(-k, "b", 0.92 * k / STEPS)
right, low = LEFT + N * WIDE, TOP + D * HIGH
for i in range(1, D // 2):
    y = TOP + 2 * i * HIGH
    d.line([(LEFT, y), (right, y)], tone="muted", width=0.8)
d.box(LEFT, TOP, N * WIDE, D * HIGH, tone="muted", fill=0, corner=0)
d.box(LEFT + PICK * WIDE, TOP - 5, WIDE, D * HIGH + 10, fill=0, corner=1)
d.text(LEFT + (PICK + 0.5) * WIDE, TOP - 16, f"$PE_{{{PICK}}}$")

d.text(LEFT - 56, TOP + D * HIGH / 2, ("维度", "dimension"), size=12, turned=True)
d.text(398, TOP - 16, ("波长", "wavelength"), size=12, anchor="end")
for i in range(D // 2):
    y, turn = TOP + (2 * i + 1) * HIGH, 2 * np.pi / w[i]
    d.text(LEFT - 6, y, f"{2 * i}, {2 * i + 1}", size=11, anchor="end", tone="muted")
    d.text(right + 7, y, f"{turn:.1f}" if turn < 10 else f"{turn:.0f}", size=11,
           anchor="start", tone="muted")
for p in range(0, N, 10):
    d.text(LEFT + (p + 0.5) * WIDE, low + 13, str(p), size=11, tone="muted")
d.text((LEFT + right) / 2, low + 30, ("位置 $p$", "position $p$"), size=12)

for k in range(-STEPS, STEPS + 1):
    d.box((LEFT + right) / 2 + (k - 0.5) * 12, low + 46, 12, 10, corner=0,
          outline=False, tone="a" if k > 0 else "b", fill=0.92 * abs(k) / STEPS)
d.box((LEFT + right) / 2 - (STEPS + 0.5) * 12, low + 46, (2 * STEPS + 1) * 12, 10,
      corner=0, tone="muted", fill=0)
for k, label in ((-1, "−1"), (1, "1")):
    d.text((LEFT + right) / 2 + k * 78, low + 51, label, size=11)
d.print()
