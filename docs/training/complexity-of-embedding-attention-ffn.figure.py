# FLOPs of one layer per token, in units of d^2, as the sequence grows.
import numpy as np
from drawing import Drawing

FFN, PROJECTIONS = 16, 8  # 16 n d^2 and 8 n d^2, per token and over d^2
LINEAR = FFN + PROJECTIONS


def quadratic(ratio, causal=False):  # 4 n^2 d, per token and over d^2; ratio = n / d
    return (2 if causal else 4) * ratio


crossings = {2: PROJECTIONS, 6: LINEAR}
assert all(quadratic(r) == flops for r, flops in crossings.items())
assert all(quadratic(2 * r, causal=True) == flops for r, flops in crossings.items())
assert [6 * 512, 6 * 4096] == [3072, 24576]

END, HIGH = 13, 44
d = Drawing(400, 274)
axes = d.axes(58, 14, 326, 212, xlim=(0, END), ylim=(0, HIGH),
              xlabel=("序列长度 $n$", "sequence length $n$"),
              ylabel=("每层每 token FLOPs / $d^2$", "FLOPs per layer and token / $d^2$"),
              xticks=[0, *((r, f"${r}d$") for r in (2, 4, 6, 8, 10, 12))],
              yticks=(0, 8, 16, 24, 32, 40))
for low, high, tone in ((0, PROJECTIONS, "a"), (PROJECTIONS, LINEAR, "c")):
    d.polygon([axes.place(*p) for p in ((0, low), (END, low), (END, high), (0, high))],
              tone=tone, fill=0.16)
    axes.plot([0, END], [high, high], tone=tone, width=1)
for causal, end in ((False, HIGH / 4), (True, END)):
    axes.plot([0, end], [0, quadratic(end, causal)], tone="b", dash=causal)
    for ratio, flops in crossings.items():
        axes.points([ratio * (1 + causal)], [flops], tone="b", radius=3.5)
for ratio, flops in crossings.items():
    d.line([axes.place(ratio, flops), axes.place(ratio, 0)], tone="b", width=0.8,
           dash=True)
for (u, v), name, tone, anchor in (
        ((12.8, 4), ("Q、K、V、O 投影", "Q, K, V, O projections"), "a", "end"),
        ((12.8, 11.5), "FFN", "c", "end"),
        ((9.3, 39), ("注意力的 $n^2$ 项", "attention’s $n^2$ part"), "b", "end"),
        ((12.8, 17.5), ("因果，减半", "causal, half"), "b", "end"),
        ((1.85, 11), "$n = 2d$", "b", "end"), ((5.8, 27), "$n = 6d$", "b", "end")):
    d.text(*axes.place(u, v), name, size=12, tone=tone, anchor=anchor)
d.print()
