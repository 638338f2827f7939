# ReLU, GELU and SiLU, and their slopes; the lowest points are found on a grid.
from math import erf, exp, pi, sqrt

from drawing import Drawing


def gelu(x):
    return x * (1 + erf(x / sqrt(2))) / 2


def gelu_slope(x):
    return (1 + erf(x / sqrt(2))) / 2 + x * exp(-x * x / 2) / sqrt(2 * pi)


def silu(x):
    return x / (1 + exp(-x))


def silu_slope(x):
    s = 1 / (1 + exp(-x))
    return s * (1 + x * (1 - s))


for f, g in (gelu, gelu_slope), (silu, silu_slope):  # slopes against differences
    assert all(abs((f(x + 1e-5) - f(x - 1e-5)) / 2e-5 - g(x)) < 1e-8 for x in (-2, -0.7, 0.3, 2))

d = Drawing(400, 250)
for x, tone, dash, name in (
    (76, "b", True, "ReLU"), (172, "a", False, "GELU"), (268, "c", False, "SiLU"),
):
    d.line([(x, 9), (x + 26, 9)], tone=tone, width=2, dash=dash)
    d.text(x + 34, 9, name, anchor="start")
xs = [-4 + k / 10 for k in range(71)]
ticks = [(v, f"{v}".replace("-", "−")) for v in (-4, -2, 0, 2)]
left = d.axes(
    28, 46, 156, 164, xlim=(-4, 3), ylim=(-0.8, 3), xticks=ticks, xlabel="$x$", yticks=(0, 1, 2, 3),
)
right = d.axes(
    236, 46, 156, 164, xlim=(-4, 3), ylim=(-0.3, 1.3), xticks=ticks, xlabel="$x$",
    yticks=(0, 0.5, 1),
)
for axes in left, right:
    d.line([axes.place(-4, 0), axes.place(3, 0)], tone="muted", width=0.7)
d.text(106, 32, ("函数值", "Value"), bold=True)
d.text(314, 32, ("斜率", "Slope"), bold=True)
left.plot((-4, 0, 3), (0, 0, 3), tone="b", dash=True)
right.plot((-4, 0), (0, 0), tone="b", dash=True)
right.plot((0, 3), (1, 1), tone="b", dash=True)
fine = [k / 1000 for k in range(-3000, 1)]
for f, slope, tone, where in (
    (gelu, gelu_slope, "a", (0.2, -0.42)), (silu, silu_slope, "c", (-1.7, -0.58)),
):
    left.plot(xs, [f(x) for x in xs], tone=tone)
    right.plot(xs, [slope(x) for x in xs], tone=tone)
    low = min(fine, key=f)
    assert abs(slope(low)) < 1e-3  # a bend the other way: not monotone
    left.points([low], [f(low)], tone=tone, radius=3)
    d.text(*left.place(*where), f"{f(low):.2f}".replace("-", "−"), size=12, tone=tone)
d.print()
