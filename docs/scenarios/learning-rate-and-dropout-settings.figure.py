# The page's regressions: test error against the rate, for three values of dropout.
import math

import numpy as np
from drawing import Drawing

d, n, batch, reps = 40, 60, 8, 30
drops, rates = (0, 0.1, 0.3), (0.005, 0.01, 0.02, 0.04, 0.08)


def data(r, true, size):
    x = r.standard_normal((len(true), size, d))
    return x, (x @ true)[..., 0] + r.standard_normal(x.shape[:2])


def error(p, rate, steps, fresh):  # SGD, rate falling linearly to zero
    r = np.random.default_rng(0)
    true = r.standard_normal((reps, d, 1))
    true /= np.linalg.norm(true, axis=1, keepdims=True)
    (X, Y), w = data(r, true, n), 0 * true
    for t in range(steps):
        i = r.integers(0, n, batch)
        x, y = data(r, true, batch) if fresh else (X[:, i], Y[:, i])
        x = x * (r.random(x.shape) > p) / (1 - p)
        g = (((x @ w)[..., 0] - y)[..., None] * x).mean(1)[..., None]
        w = w - rate * (1 - t / steps) * g
    return round(float(((w - true) ** 2).sum(1).mean()), 3)


g = Drawing(400, 266)
WIDE, HIGH, TOP, XS = 90, 144, 72, (56, 179, 302)
TONES = "b", "c", "a"
small, large = (0, 0.05, 0.1, 0.15), (0, 0.5, 1, 1.5, 2)
PANELS = ((("数据不重复", "Fresh data"), ("每个只用一次", "each used once"), 1000, True, small),
          (("60 个样本", "60 examples"), ("训 13 遍", "13 passes"), 100, False, large),
          (("60 个样本", "60 examples"), ("训 133 遍", "133 passes"), 1000, False, large))

x = XS[0]
g.text(x, 12, "dropout", size=12, anchor="start", bold=True)
for p, tone in zip(drops, TONES, strict=True):
    x += 76
    g.line([(x, 12), (x + 24, 12)], tone=tone, width=2)
    g.text(x + 30, 12, f"{p:g}", size=12, tone=tone, anchor="start")

table = []
for x, (title, below, steps, fresh, ticks) in zip(XS, PANELS, strict=True):
    g.text(x + WIDE / 2, 38, title, size=12, bold=True)
    g.text(x + WIDE / 2, 55, below, size=11, tone="muted")
    axes = g.axes(x, TOP, WIDE, HIGH, ylim=(0, ticks[-1] * 1.08), yticks=ticks,
                  xlim=(math.log(0.004), math.log(0.11)),
                  xticks=[(math.log(v), f"{v:g}") for v in rates[::2]],
                  xlabel=("学习率峰值", "peak rate"))
    for p, tone in zip(drops, TONES, strict=True):
        row = [error(p, rate, steps, fresh) for rate in rates]
        table.append(row)
        logs = [math.log(v) for v in rates]
        axes.plot(logs, row, tone=tone)
        axes.points(logs, row, tone=tone)
g.text(10, TOP + HIGH / 2, ("测试误差（噪声除外）", "test error above noise"), size=12,
       turned=True)

E = np.array(table).reshape(3, 3, 5)  # the page's table at every other rate
assert (np.diff(E[0], axis=0) > 0).all()  # fresh data: less dropout is always better
assert [round(v, 2) for v in E[1, :, ::2].min(1)] == [0.52, 0.52, 0.53]
assert [round(v, 2) for v in E[2, :, ::2].min(1)] == [0.64, 0.58, 0.51]
assert round(E[2, 0, 4], 2) == 2.01 and E[2, 0].argmin() == 0
assert (np.diff(E[2], axis=0) < 0).all()  # repeated data: more dropout is always better
g.print()
