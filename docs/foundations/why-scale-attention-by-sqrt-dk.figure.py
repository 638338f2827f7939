"""With and without the factor: the largest weight, and the gradient on q."""

import numpy as np
from drawing import Drawing

N, ROWS = 64, 400  # keys per query, random rows per setting, as in the experiment


def one_row(d, scale, draw, above):
    q, K = draw.standard_normal(d), draw.standard_normal((N, d))
    s = scale * (K @ q)
    a = np.exp(s - s.max())
    a /= a.sum()
    g = above.standard_normal(N)  # gradient from above
    return a.max(), np.linalg.norm(scale * K.T @ (a * g - a * (a @ g)))


def measure(d, scale, draw, above):
    top, dq = np.array([one_row(d, scale, draw, above) for _ in range(ROWS)]).T
    return top.mean(), np.median(dq)


seen = {}
for widths, seeds in ((4, 64, 512, 4096), (0, 1)), ((16, 256, 1024), (2, 3)):
    draws = [np.random.default_rng(s) for s in seeds]
    for k in widths:  # the first four are the experiment's own draws
        seen[k] = [measure(k, c, *draws) for c in (1, k**-0.5)]
widths = sorted(seen)
raw, scaled = (np.array([seen[k][i] for k in widths]).T for i in (0, 1))
assert f"{seen[512][0][0]:.3f} {seen[512][1][0]:.3f}" == "0.936 0.107"
assert f"{seen[512][0][1]:.2g} {seen[4096][0][1]:.1e}" == "0.03 1.1e-06"
assert f"{seen[64][0][1]:.2f} {seen[64][1][1]:.2f}" == "0.96 0.17"
assert (np.diff(raw[0]) > 0).all()
assert 0.1 < scaled[0].min() < scaled[0].max() < 0.12
assert widths[int(raw[1].argmax())] == 64  # the gradient rises first, then dies
assert 0.1 < scaled[1].min() < scaled[1].max() < 0.2

d = Drawing(400, 372)
x = np.log2(widths)
ticks = [(v, f"{2**v}") for v in (2, 4, 6, 8, 10, 12)]
frame = {"xlim": (1.6, 12.4), "xticks": ticks}

d.text(40, 10, (f"最大权重（{N} 个 key，取平均）", f"Largest of {N} weights, mean"), anchor="start", bold=True)
up = d.axes(40, 28, 350, 110, ylim=(0, 1), yticks=(0, 0.5, 1), **frame)
up.plot(x, raw[0], tone="b")
up.points(x, raw[0], tone="b")
up.plot(x, scaled[0], tone="a")
up.points(x, scaled[0], tone="a")
d.text(*up.place(12, 0.8), ("不缩放", "not scaled"), tone="b", size=12, anchor="end")
d.text(*up.place(12, 0.24), ("除以 $√d_k$", "divided by $√d_k$"), tone="a", size=12,
       anchor="end")

d.text(40, 188, ("$q$ 的梯度范数（中位数）", "Gradient norm w.r.t. $q$, median"), anchor="start",
       bold=True)
tens = [(0, "1"), *((-v, f"$10^{{−{v}}}$") for v in (2, 4, 6))]
low = d.axes(40, 206, 350, 120, ylim=(-6.4, 0.4), yticks=tens, xlabel="$d_k$", **frame)
y = np.log10(raw[1]), np.log10(scaled[1])
low.plot(x, y[0], tone="b")
low.points(x, y[0], tone="b")
low.plot(x, y[1], tone="a")
low.points(x, y[1], tone="a")
d.text(*low.place(8.7, -2.6), ("不缩放", "not scaled"), tone="b", size=12, anchor="end")
d.text(*low.place(12, -0.1), ("除以 $√d_k$", "divided by $√d_k$"), tone="a", size=12,
       anchor="end")
d.print()
