# Attention of random layers: separate Q and K, shared, and shared with the diagonal masked.
import numpy as np
from drawing import Drawing

rng = np.random.default_rng(0)
n, width, layers = 6, 64, 1000
X = rng.standard_normal((layers, n, width))
W = rng.standard_normal((2, layers, width, width)) / width**0.5  # d_k = 64
Q, K = X @ W[0], X @ W[1]
eye = np.eye(n, dtype=bool)


def softmax(s):
    e = np.exp(s - s.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


shared = Q @ Q.swapaxes(1, 2) / width**0.5
maps = (softmax(Q @ K.swapaxes(1, 2) / width**0.5), softmax(shared),
        softmax(np.where(eye, -np.inf, shared)))
means = [A.diagonal(0, 1, 2).mean() for A in maps]
shown = [f"{v:.2f}" for v in means]
assert abs(means[0] - 1 / n) < 0.006 and means[1] > 0.95 and means[2] == 0

d = Drawing(400, 164)
CELL = 18
for x, A, mean, title in zip(
    (12, 146, 280), maps, shown,
    (("Q、K 分开", "separate Q, K"), ("共享 Q = K", "shared Q = K"),
     ("共享，屏蔽对角线", "shared, masked")),
    strict=True,
):
    rows = [[None if mean == "0.00" and i == j else float(A[0, i, j]) for j in range(n)]
            for i in range(n)]
    d.text(x + 3 * CELL, 10, title, size=12, bold=True)
    d.matrix(x, 26, rows, cell=CELL, largest=1, grid=False)
    d.box(x, 26, n * CELL, n * CELL, tone="muted", fill=0, corner=0)
    d.text(x + 3 * CELL, 152, (f"自身权重 {mean}", f"own weight {mean}"), size=12)
d.print()
