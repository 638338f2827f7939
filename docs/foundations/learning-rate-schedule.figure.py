# Three schedules over 100k steps, as shares of their peaks.
import numpy as np
from drawing import Drawing

TOTAL = 100_000


def noam(s, w=4000):  # Vaswani et al. 2017, equation 3, over its peak
    return min(s**-0.5, s * w**-1.5) / w**-0.5


def cosine(s, w=2000, floor=0.1):
    t = (s - w) / (TOTAL - w)
    down = floor + (1 - floor) * np.cos(np.pi * t / 2) ** 2
    return s / w if s < w else down


def wsd(s, w=2000, decay=10_000):  # ends at 10 % as well
    down = 1 - 0.9 * (s - TOTAL + decay) / decay
    return min(1, s / w, max(0.1, down))


half = TOTAL // 2
shares = [f(half) for f in (noam, cosine, wsd)]
assert [round(v, 3) for v in shares] == [0.283, 0.564, 1.0]
assert abs(noam(TOTAL) - 0.2) < 1e-9 and abs(cosine(TOTAL) - 0.1) < 1e-9

d = Drawing(400, 276)
axes = d.axes(54, 26, 326, 200, xlim=(0, TOTAL), ylim=(0, 1),
              xlabel=("步", "step"), ylabel=("学习率与峰值之比", "rate / peak"),
              xticks=[(s, f"{s // 1000}k" if s else "0")
                      for s in (0, 25_000, 50_000, 75_000, TOTAL)],
              yticks=[(v, f"{v:.0%}") for v in (0, 0.1, 0.2, 0.5, 1)])
x, top = axes.place(half, 1)
d.line([(x, top), axes.place(half, shares[0])], tone="muted", width=0.8, dash=True)
long = np.geomspace(4000, TOTAL, 60)
for f, tone, steps in ((noam, "a", [4000, *long[1:]]),
                       (cosine, "c", np.linspace(2000, TOTAL, 60)),
                       (wsd, "d", [2000, 90_000, TOTAL])):
    axes.plot([0, *steps], [0, *(f(s) for s in steps)], tone=tone)
    axes.points([half], [f(half)], tone=tone)
for (u, v), name, tone in (
        ((72_000, 0.93), "WSD", "d"), ((72_000, 0.43), ("余弦", "cosine"), "c"),
        ((29_000, 0.58), ("$1/√s$（2017）", "$1/√s$ (2017)"), "a"),
        ((56_500, 0.93), f"{shares[2]:.0%}", "d"),
        ((55_500, 0.595), f"{shares[1]:.0%}", "c"),
        ((55_500, 0.325), f"{shares[0]:.0%}", "a")):
    d.text(*axes.place(u, v), name, size=12, tone=tone)
d.arrow(axes.place(7500, 0.1), axes.place(1300, 0.24), tone="muted", width=1)
d.text(*axes.place(8500, 0.09),
       ("warmup：$1/√s$ 4,000 步，其余 2,000 步",
        "warmup: 4,000 steps for $1/√s$, else 2,000"),
       size=12, anchor="start")
d.print()
