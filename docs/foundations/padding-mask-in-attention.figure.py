"""One row of the mask removes the padded columns from every query's softmax."""

import numpy as np
from drawing import Drawing

WORDS = (("我", "I"), ("同意", "agree"), "[PAD]", "[PAD]")
SCORES = np.array([[2.0, 1, 0, 0], [0, 2, 1, -1], [1, -1, 2, 0], [1, 0, 0, 2]])
REAL = np.array([True, True, False, False])  # the first row is the text's example
CELL, HIGH, LEFT, TOP, RIGHT = 37, 30, 46, 62, 246

e = np.where(REAL, np.exp(SCORES), 0)
weights = e / e.sum(1, keepdims=True)
assert list(weights[0].round(3)) == [0.731, 0.269, 0, 0]
assert (weights[:, ~REAL] == 0).all() and np.allclose(weights.sum(1), 1)

d = Drawing(400, 262)


def words(x):
    for j, word in enumerate(WORDS):
        d.text(x + (j + 0.5) * CELL, TOP - 9, word, size=11.5 if REAL[j] else 11,
               tone="c" if REAL[j] else "b")


d.text(LEFT + 2 * CELL, 12, ("分数", "Scores"), bold=True)
d.text(LEFT + 2 * CELL, 31, ("行是 query，列是 key", "query rows, key columns"), size=11,
       tone="muted")
words(LEFT)
for i in range(4):
    d.text(LEFT - 6, TOP + (i + 0.5) * HIGH, WORDS[i], size=11.5 if REAL[i] else 11,
           anchor="end", tone="plain" if REAL[i] else "muted")
    for j in range(4):
        d.box(LEFT + j * CELL, TOP + i * HIGH, CELL, HIGH,
              f"{SCORES[i, j]:g}".replace("-", "−"), corner=0,
              tone="muted" if REAL[j] else "b", fill=0.05 if REAL[j] else 0.18)

plus, mask = TOP + 4 * HIGH + 14, TOP + 4 * HIGH + 28
d.text(LEFT + 2 * CELL, plus, "+", size=16)
for j in range(4):
    d.box(LEFT + j * CELL, mask, CELL, HIGH, "0" if REAL[j] else "−∞", corner=0,
          tone="muted" if REAL[j] else "b", fill=0.05 if REAL[j] else 0.4)
d.text(LEFT - 6, mask + HIGH / 2, "$M$", anchor="end")
d.text(LEFT + 2 * CELL, mask + HIGH + 13, size=12, tone="b", label=(
    "一行，加到每一行分数上", "one row, added to every row"))

halfway = TOP + 2 * HIGH
d.arrow((LEFT + 4 * CELL + 2, halfway), (RIGHT - 1, halfway), tone="plain")
d.text((LEFT + 4 * CELL + RIGHT) / 2, halfway - 19, size=11,
       label=("加 $M$ 后\nsoftmax", "add $M$,\nsoftmax"))
d.text(RIGHT + 2 * CELL, 12, ("权重", "Weights"), bold=True)
d.text(RIGHT + 2 * CELL, 31, ("每行之和为 1", "each row sums to 1"), size=11, tone="muted")
d.text(RIGHT + 2 * CELL, TOP + 4 * HIGH + 22,
       ("[PAD] 的行照样计算，\n但结果不会被用到", "[PAD] rows are computed\nbut never read"),
       size=12, tone="muted")
words(RIGHT)
for i in range(4):
    for j in range(4):
        w, (tone, full) = weights[i, j], ("a", 0.5) if REAL[i] else ("muted", 0.25)
        d.box(RIGHT + j * CELL, TOP + i * HIGH, CELL, HIGH, f"{w:.2f}" if w else "0",
              corner=0, tone=tone if REAL[j] else "b", fill=full * w, size=12)
d.print()
