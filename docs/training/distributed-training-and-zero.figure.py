"""Model state per GPU under data parallelism and the three stages of ZeRO."""
from math import log10, log2

from drawing import Drawing

PSI, K, N = 7.5, 12, 64  # billions of parameters, bytes of optimizer states, GPUs
PARTS = (  # bytes per parameter, the first stage that shards it, its tone
    (2, 3, "c", ("参数", "parameters")),
    (2, 2, "d", ("梯度", "gradients")),
    (K, 1, "a", ("优化器状态", "optimizer states")),
)


def state(stage: int, n: float) -> list[float]:
    """Return the GB of parameters, gradients and optimizer states on one GPU."""
    return [PSI * size / (n if stage >= first else 1) for size, first, *_ in PARTS]


totals = [f"{sum(state(stage, N)):.1f}" for stage in range(4)]
assert totals == ["120.0", "31.4", "16.6", "1.9"]
assert [sum(state(stage, 1e9)) / PSI for stage in (1, 2)] == [
    4 + K / 1e9, 2 + (2 + K) / 1e9
]

d = Drawing(400, 388)
X, WIDE, BAR, STEP = 62, 270, 22, 32
NAMES = ("DDP", "ZeRO-1", "ZeRO-2", "ZeRO-3")
left = 30
for (_, _, tone, label), width in zip(PARTS, (98, 88, 0), strict=True):
    d.box(left, 6, 16, 12, tone=tone, fill=0.5, corner=2)
    d.text(left + 22, 12, label, size=12, anchor="start")
    left += width + 12
for stage, name in enumerate(NAMES):
    x, y = X, 32 + STEP * stage
    d.text(X - 8, y + BAR / 2, name, anchor="end")
    for gb, (_, _, tone, _) in zip(state(stage, N), PARTS, strict=True):
        width = gb / 120 * WIDE
        d.box(x, y, width, BAR, tone=tone, fill=0.5, corner=0, outline=width > 4)
        x += width
    d.text(x + 6, y + BAR / 2, f"{totals[stage]} GB", size=12, anchor="start")
x = X + 80 / 120 * WIDE
d.line([(x, 26), (x, 32 + 4 * STEP)], tone="b", dash=True)
card = ("80 GB 显存的卡", "an 80 GB card")
d.text(x + 6, 32 + 3.6 * STEP, card, size=12, anchor="start", tone="b")

axes = d.axes(
    X, 190, 262, 160, xlim=(0, 10), ylim=(-1, 2.3),
    xlabel=("GPU 数", "number of GPUs"), ylabel=("每卡 GB", "GB per GPU"),
    xticks=[(k, str(2**k)) for k in (0, 2, 4, 6, 8, 10)],
    yticks=[(k, f"{10.0**k:g}") for k in (-1, 0, 1, 2)],
)
px, top = axes.place(log2(N), 2.3)
d.line([(px, top), (px, 350)], tone="muted", width=1, dash=True)
steps = [k / 4 for k in range(41)]
for stage, name in enumerate(NAMES):
    ys = [log10(sum(state(stage, 2**k))) for k in steps]
    axes.plot(steps, ys, tone="muted" if stage == 0 else "plain")
    _, py = axes.place(10, ys[-1])
    d.text(X + 268, py, name, size=12, anchor="start")
    axes.points([log2(N)], [log10(sum(state(stage, N)))], tone="plain")
d.print()
