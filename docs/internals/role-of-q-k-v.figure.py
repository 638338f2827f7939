# The dictionary of the experiment: one query, four keys, weights at three sharpnesses, values.
import numpy as np
from drawing import Drawing

K, V, BETAS = np.eye(4), np.array([10.0, 20.0, 30.0, 40.0]), (1, 4, 16)
q = np.eye(4)[1]
score = K @ q
weights = [np.exp(b * score) / np.exp(b * score).sum() for b in BETAS]
read = [w @ V for w in weights]
assert np.allclose(read, [23.497, 20.347, 20], rtol=0, atol=1e-3)  # as the experiment prints

d = Drawing(400, 226)
TOP, STEP, HIGH, BAR = 44, 34, 26, 48
BARS = 184, 240, 296
word = [" ".join(f"{v:g}" for v in row) for row in (*K, q)]
for x, name, y in (
    (30, "query", TOP + STEP - 16), (114, "key", 28), (160, "$q·k$", 28), (376, "value", 28),
):
    d.text(x, y, name, size=12, tone="muted")
d.text(BARS[1] + BAR / 2, 9, ("权重", "weights"), size=12, tone="muted")
for x, beta in zip(BARS, BETAS, strict=True):
    d.text(x + BAR / 2, 28, f"$β$ = {beta}", size=12, tone="muted")

y = TOP + STEP
d.box(2, y, 56, HIGH, word[4], tone="a", fill=0.2, size=12)
for j in range(4):
    at = TOP + j * STEP
    d.arrow((58, y + HIGH / 2), (86, at + HIGH / 2), tone="a" if score[j] else "muted",
            width=2 if score[j] else 1)
    d.box(86, at, 56, HIGH, word[j], tone="c", fill=0.15, size=12)
    d.text(160, at + HIGH / 2, f"{score[j]:g}", bold=bool(score[j]))
    for x, w in zip(BARS, weights, strict=True):
        d.box(x, at, BAR, HIGH, fill=0, tone="muted", corner=0)
        if w[j] > 0.005:
            d.box(x, at, w[j] * BAR, HIGH, fill=0.5, tone="a", corner=0, outline=False)
    d.box(356, at, 40, HIGH, f"{V[j]:g}", tone="d", fill=0.15)
foot = TOP + 4 * STEP + 12
for x, value in zip(BARS, read, strict=True):
    d.arrow((x + BAR / 2, foot - 20), (x + BAR / 2, foot), width=1.2)
    d.box(x, foot, BAR, HIGH, f"{value:.2f}", tone="d", fill=0.15)
d.text(170, foot + HIGH / 2, ("按权重对 value 求平均：", "weighted mean of values:"), size=12, anchor="end")
d.print()
