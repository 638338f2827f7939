# The same scores under the encoder's and the decoder's mask.
import numpy as np
from drawing import Drawing

n, cell, top = 4, 36, 66
left, right = 38, 220  # the two matrices
S = np.random.default_rng(58).standard_normal((n, n))


def softmax(s):
    e = np.exp(s - s.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


later = ~np.tri(n, dtype=bool)  # keys after the query
full, causal = softmax(S), softmax(np.where(later, -np.inf, S))
for A in full, causal:
    assert np.allclose(A.sum(1), 1) and (A.round(2).sum(1).round(2) == 1).all()
assert full.min() > 0 and (causal[later] == 0).all() and causal[0, 0] == 1

d = Drawing(400, 252)
for x, A, title in ((left, full, ("无掩码（编码器）", "No mask (encoder)")),
                    (right, causal, ("因果掩码（解码器）", "Causal mask (decoder)"))):
    hidden = later & (A == 0)
    d.text(x + n * cell / 2, 14, title, bold=True)
    d.text(x + n * cell / 2, 37, "key $j$", size=12, tone="muted")
    d.matrix(x, top, [[None if hidden[i, j] else round(float(A[i, j]), 2)
                       for j in range(n)] for i in range(n)],
             cell=cell, largest=1, written=".2f",
             rows=[str(i + 1) for i in range(n)],
             columns=[str(j + 1) for j in range(n)])
    for i in range(n - 1):  # the label of row i is the next input
        if hidden[i, i + 1]:
            d.box(x + (i + 1) * cell + 2.5, top + i * cell + 2.5, cell - 5, cell - 5,
                  tone="b", fill=0.14, corner=3)
labels = right + n * cell + 18
d.text(labels, top - 9, ("标签", "label"), size=12, tone="b")
for i in range(n):
    d.text(labels, top + (i + 0.5) * cell, f"$y_{i + 1}$", tone="b")
d.text(9, top + n * cell / 2, "query $i$", size=12, tone="muted", turned=True)

y = top + n * cell + 22
d.box(left, y - 7, 14, 14, tone="a", fill=0.4, corner=3)
d.text(left + 21, y, ("权重（每行和为 1）", "weights (rows sum to 1)"), size=12, anchor="start")
d.box(right, y - 7, 14, 14, tone="b", fill=0.14, corner=3)
d.text(right + 21, y, ("标签 $y_i$ 就是输入 $u_{i+1}$", "label $y_i$ is input $u_{i+1}$"),
       size=12, anchor="start")
d.print()
