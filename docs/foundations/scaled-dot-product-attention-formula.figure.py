# The shapes of attention; the weights are those of the page's experiment.
import numpy as np
from drawing import Drawing

rng = np.random.default_rng(0)
m, n, dk, dv = 4, 6, 8, 3
Q, K, V = (rng.standard_normal(s) for s in ((m, dk), (n, dk), (n, dv)))
S = Q @ K.T / dk**0.5
A = np.exp(S - S.max(1, keepdims=True))
A /= A.sum(1, keepdims=True)
assert np.allclose(A.sum(1), 1)
assert A[0].round(2).tolist() == [0.19, 0.3, 0.05, 0.09, 0.09, 0.28]  # as printed

C, GAP = 13, 9  # a cell; between the factors of a product
TOP, LOW = 128, 128 + GAP  # the upper matrices end, the lower ones begin
I, J = 0, int(A[0].argmax())  # a query, and the key it likes best
d = Drawing(400, 236)


def grid(x, y, rows, cols, tone, fill=0.1):
    w, h = cols * C, rows * C
    d.box(x, y, w, h, tone=tone, fill=fill, corner=0)
    down, across = (
        [(k * C, (k + b) % 2 * span * C) for k in range(count) for b in (0, 1)]
        for count, span in ((cols, rows), (rows, cols)))
    # all inner lines in one stroke, which turns round on the border
    points = [*down, (0, down[-1][1]), *((v, u) for u, v in across)]
    d.line([(x + u, y + v) for u, v in points], tone=tone, width=0.4)


def mark(x, y, w, h, tone, fill=0.5):
    d.box(x, y, w * C, h * C, tone=tone, fill=fill, corner=0, outline=False)


q = 19
s = q + dk * C + GAP
a = s + n * C + 56
o = a + n * C + GAP
for name, x, y, rows, cols, tone in (
        ("$Q$", q, LOW, m, dk, "a"), ("$K^⊤$", s, TOP - dk * C, dk, n, "c"),
        ("$S$", s, LOW, m, n, "plain"), ("$V$", o, TOP - n * C, n, dv, "d"),
        ("$O$", o, LOW, m, dv, "d")):
    grid(x, y, rows, cols, tone, 0.03 if name == "$S$" else 0.1)
d.matrix(a, LOW, A.round(2).tolist(), cell=C, tone="a", largest=A.max(), grid=False)
d.box(a, LOW, n * C, m * C, fill=0, corner=0)
mark(q, LOW + I * C, dk, 1, "a")
mark(s + J * C, TOP - dk * C, 1, dk, "c")
mark(s + J * C, LOW + I * C, 1, 1, "plain", 0.6)
x, y, w = a, LOW + I * C, n * C
d.line([(x, y), (x + w, y), (x + w, y + C), (x, y + C), (x, y)], tone="a", width=2.2)
for j in range(n):  # each value as strongly as query I weighs it
    share = round(float(0.6 * A[I, j] / A[I].max()), 2)
    mark(o, TOP - (n - j) * C, dv, 1, "d", share)
mark(o, LOW + I * C, dv, 1, "d")

line = LOW + (I + 0.5) * C
d.text(q - 9, line, "$i$", size=12, tone="a")
d.text(s + (J + 0.5) * C, TOP - dk * C - 9, "$j$", size=12, tone="c")
y = LOW + m * C / 2
d.arrow((s + n * C + 4, y), (a - 4, y))
d.text((s + n * C + a) / 2, y - 11, "softmax", size=11)
d.text((s + n * C + a) / 2, y + 11, ("按行", "by row"), size=11)
y = LOW + m * C
for x, cols, name, shape in ((q, dk, "$Q$", "$m × d_k$"), (a, n, "$A$", "$m × n$"),
                             (s, n, "$S = QK^⊤/√d_k + M$", "$m × n$"),
                             (o, dv, "$O$", "$m × d_v$")):
    d.text(x + cols * C / 2, y + 15, name)
    d.text(x + cols * C / 2, y + 34, shape, size=12, tone="muted")
for x, rows, name, shape in ((s, dk, "$K^⊤$", "$d_k × n$"), (o, n, "$V$", "$n × d_v$")):
    y = TOP - rows * C / 2
    d.text(x - 10, y - 9, name, anchor="end")
    d.text(x - 10, y + 10, shape, size=12, anchor="end", tone="muted")
d.text(o + dv * C, TOP - n * C - 14, "$o_i = ∑_j a_{i\u200bj} v_j$", anchor="end")
d.print()
