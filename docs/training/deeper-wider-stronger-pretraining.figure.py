"""Loss against parameters, by the refitted law: data fixed, and compute fixed."""
from math import inf, log10

from drawing import Drawing

E, A, ALPHA, B, BETA = 1.8172, 482.01, 0.3478, 2085.43, 0.3658  # the refit


def loss(n: float, tokens: float) -> float:
    return E + A / n**ALPHA + B / tokens**BETA


def best(compute: float) -> float:
    return (ALPHA * A / (BETA * B) * (compute / 6) ** BETA) ** (1 / (ALPHA + BETA))


MODELS = {"Gopher": (280e9, 300e9), "Chinchilla": (70e9, 1.4e12)}
DATA, BUDGET = 300e9, 5.76e23
at = {name: loss(*model) for name, model in MODELS.items()}
floor, optimum = loss(inf, DATA), best(BUDGET)
assert f"{at['Gopher']:.3f} {at['Chinchilla']:.3f} {floor:.3f}" == "2.000 1.974 1.949"
assert f"{optimum / 1e9:.0f}" == "72"
assert at["Chinchilla"] < at["Gopher"] and floor < at["Chinchilla"]

d = Drawing(400, 330)
axes = d.axes(
    56, 10, 324, 270, xlim=(9, 12), ylim=(1.92, 2.2),
    xlabel=("参数量（对数刻度）", "parameters (log scale)"), ylabel=("损失", "loss"),
    xticks=[(9, "1B"), (10, "10B"), (11, "100B"), (12, "1000B")],
    yticks=[(k / 100, f"{k / 100:.2f}") for k in (195, 200, 205, 210, 215)],
)
# Parameters grow at fixed data, or at fixed compute, when tokens pay for them.
for tone, tokens in (("b", lambda n: DATA), ("a", lambda n: BUDGET / 6 / n)):
    curve = [(x / 20, loss(10 ** (x / 20), tokens(10 ** (x / 20)))) for x in range(180, 241)]
    xs, ys = zip(*[point for point in curve if point[1] <= 2.2], strict=True)
    axes.plot(xs, ys, tone=tone)
axes.plot([9, 12], [floor, floor], tone="b", width=1, dash=True)
low = axes.place(log10(optimum), loss(optimum, BUDGET / 6 / optimum))
d.line([low, (low[0], 280)], tone="a", width=1, dash=True)
for name, tone, lift in (("Gopher", "b", -36), ("Chinchilla", "a", 11)):
    px, py = axes.place(log10(MODELS[name][0]), at[name])
    d.circle(px, py, 4, tone=tone, fill=1)
    label = f"{name} {at[name]:.3f}"
    if lift > 0:
        d.text(px - 8, py + lift + 2, label, size=12, anchor="end", tone=tone)
    else:
        d.text(px, py + lift, label, size=12, tone=tone)
        d.line([(px, py + lift + 9), (px, py - 6)], tone=tone, width=1)
for x, y, label, tone in (
    (9.85, 2.16, ("数据固定 300B token：会饱和", "fixed 300B tokens: saturates"), "b"),
    (9.08, 1.998, ("算力固定：", "fixed compute:"), "a"),
    (9.08, 1.981, ("有最优点", "an optimum"), "a"),
    (9.08, floor - 0.011, (f"下限 {floor:.3f}", f"floor {floor:.3f}"), "b"),
):
    d.text(*axes.place(x, y), label, size=12, anchor="start", tone=tone)
size = f"{optimum / 1e9:.0f}B"
words = (f"最优 {size}", f"optimum {size}")
d.text(low[0] + 6, 266, words, size=12, anchor="start", tone="a")
d.print()
