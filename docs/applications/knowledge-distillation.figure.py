"""Softened teacher probabilities; the best Gaussian student under either KL."""
import numpy as np
from drawing import Drawing

d = Drawing(400, 374)

# Above: the page's logits at three temperatures.
LOGITS = np.array([6.0, 3.0, 1.0, -2.0])
CLASSES = [("猫", "cat"), ("虎", "tiger"), ("狗", "dog"), ("车", "car")]
BAR, STEP, HIGH, FLOOR = 20, 29, 86, 136
for n, (temperature, entropy) in enumerate(((1, 0.231), (2, 0.744), (5, 1.232))):
    p = np.exp(LOGITS / temperature)
    p /= p.sum()
    h = -(p * np.log(p)).sum()
    assert abs(h - entropy) < 1e-3
    x = 14 + 132 * n
    middle = x + 1.5 * STEP + BAR / 2
    d.text(middle, 12, f"$T = {temperature}$", size=14)
    d.text(middle, 30, (f"熵 {h:.3f}", f"entropy {h:.3f}"), size=12, tone="muted")
    d.line([(x - 6, FLOOR), (x + 3 * STEP + BAR + 6, FLOOR)], tone="muted", width=1)
    for k, (share, name) in enumerate(zip(p, CLASSES, strict=True)):
        left, top = x + k * STEP, FLOOR - float(share) * HIGH
        tone = "muted" if k == 0 else "a"
        d.box(left, top, BAR, FLOOR - top, tone=tone, fill=0.5, corner=0)
        d.text(left + BAR / 2, FLOOR + 12, name, size=11)
        d.text(left + BAR / 2, top - 8, f"{share:.2f}", size=11)

# Below: a teacher with two modes, and the Gaussian nearest to it.
z = np.linspace(-8, 8, 801)


def bell(mean, width):
    return np.exp(-((z - mean) ** 2) / 2 / width**2) / width + 1e-300


def kl(p, q):
    return (p * np.log(p / q)).sum()


p = 0.6 * bell(-2, 0.5) + 0.4 * bell(2, 0.5)
p /= p.sum()
grid = [(m / 10, s / 10) for m in range(-30, 31) for s in range(3, 31)]
students = [q / q.sum() for q in (bell(*g) for g in grid)]
forward = min(range(len(grid)), key=lambda i: kl(p, students[i]))
reverse = min(range(len(grid)), key=lambda i: kl(students[i], p))
assert grid[forward] == (-0.4, 2.0) and grid[reverse] == (-2.0, 0.5)
valley = [f"{q[abs(z) < 1].sum():.0%}" for q in (students[forward], p)]
assert valley == ["37%", "2%"] and students[reverse][z > 1].sum() < 0.005

top = float(students[reverse].max()) * 1.08
d.text(20, 178, ("教师有两个峰，学生是单个高斯", "Teacher with two modes, student a single Gaussian"),
       size=12, bold=True, anchor="start")
ticks = [(t, f"{t}".replace("-", "−")) for t in (-4, -2, 0, 2, 4)]
axes = d.axes(20, 198, 360, 150, xlim=(-6.2, 6.2), ylim=(0, top), xticks=ticks)
shown = [k for k in range(0, 801, 4) if abs(z[k]) <= 6.2]
area = [axes.place(z[k], p[k]) for k in shown if abs(z[k]) < 4.5]
d.polygon([axes.place(-4.5, 0), *area, axes.place(4.5, 0)], tone="muted", fill=0.3)
for i, tone in ((forward, "b"), (reverse, "a")):
    q = students[i]
    axes.plot([z[k] for k in shown], [q[k] for k in shown], tone=tone)
for at, label, tone, anchor in (
    ((3.1, 0.27), ("教师", "teacher"), "muted", "start"),
    ((-1.2, 0.88), ("反向 KL：只取大峰", "reverse KL: the larger mode"), "a", "start"),
    (
        (-1.1, 0.5),
        (f"前向 KL：{valley[0]} 落在谷里", f"forward KL: {valley[0]} in the valley"),
        "b", "start",
    ),
):
    px, py = axes.place(at[0], at[1] * top)
    d.text(px, py, label, size=12, anchor=anchor, tone=tone)
d.print()
