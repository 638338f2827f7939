"""The same two matrices act on every token by itself."""

import numpy as np
from drawing import Drawing

D, FF, CELL, HIGH, TOP, STEP = 4, 16, 8, 24, 40, 42
IN, BAND, HIDDEN, OUT = 60, 28, 136, 308
rng = np.random.default_rng(3)
X = rng.standard_normal((4, D))
X[3] = X[1]  # the same vector at another position
W1, W2 = rng.standard_normal((D, FF)) / D**0.5, rng.standard_normal((FF, D)) / FF**0.5
H = np.maximum(X @ W1, 0)
Y = H @ W2
assert np.allclose(H[3], H[1]) and np.allclose(Y[3], Y[1])  # position-wise
assert len({tuple(row > 0) for row in H[:3]}) == 3  # other tokens, other units

d = Drawing(400, 230)
levels: dict[tuple[str, int], str] = {}


def cells(x, y, row, largest):
    """Frame a vector; its cells are collected by colour, to be drawn together."""
    d.box(x - 1, y - 2, len(row) * CELL + 2, HIGH + 4, fill=0, tone="muted", corner=2)
    for j, v in enumerate(row):
        if v:  # what the ReLU has set to 0 stays empty
            level = "a" if v > 0 else "b", int(1 + 7 * abs(v) / largest)
            path = f"M{x + j * CELL + 0.5:g} {y}h{CELL - 1}v{HIGH}h-{CELL - 1}z"
            levels[level] = levels.get(level, "") + path


for x, n, label in ((IN, D, "$d$"), (OUT, D, "$d$"), (
        HIDDEN, FF, ("ReLU 之后，$d_{ff}$ = 4$d$", "after ReLU, $d_{ff}$ = 4$d$"))):
    d.text(x + n * CELL / 2, TOP - 16, label, size=12)
bottom = TOP + 3 * STEP + HIGH
gap = (HIDDEN - IN - D * CELL) / 2
for x, name in ((IN + D * CELL + gap, "$W_1$"), (HIDDEN + FF * CELL + gap, "$W_2$")):
    d.box(x - BAND / 2, TOP - 30, BAND, bottom - TOP + 42, tone="c", fill=0.14)
    d.text(x, TOP - 16, name)
d.text(HIDDEN + FF * CELL / 2, bottom + 28, tone="c", label=(
    "每个 token 都用同样的 $W_1$ 和 $W_2$", "every token uses the same $W_1$ and $W_2$"))

for i in range(4):
    y = TOP + i * STEP
    middle = y + HIGH / 2
    same = " = ${}_2$" if i == 3 else ""
    d.text(IN - 8, middle, f"$x_{i + 1}$" + same.format("x"), anchor="end")
    cells(IN, y, X[i], abs(X).max())
    d.arrow((IN + D * CELL + 4, middle), (HIDDEN - 2, middle), tone="muted")
    cells(HIDDEN, y, H[i], H.max())
    d.arrow((HIDDEN + FF * CELL + 4, middle), (OUT - 2, middle), tone="muted")
    cells(OUT, y, Y[i], abs(Y).max())
    d.text(OUT + D * CELL + 8, middle, f"$y_{i + 1}$" + same.format("y"),
           anchor="start")
for (tone, level), path in sorted(levels.items()):
    d._add(f'<path d="{path}" fill="var(--{tone})" fill-opacity="{0.11 * level:.2g}"/>')
d.print()
