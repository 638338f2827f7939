"""Paths in a valley, and the loss left before and after a rotation of the axes."""
import numpy as np
from drawing import Drawing


def adam(g, s, t):
    """Update the averages s and return the step divided by the rate."""
    s[:] = 0.9 * s[0] + 0.1 * g, 0.999 * s[1] + 0.001 * g * g
    return s[0] / (1 - 0.9**t) / (np.sqrt(s[1] / (1 - 0.999**t)) + 1e-8)


d = Drawing(400, 402)

# Above: 30 steps on a quadratic of curvatures 1 and 25.
STEEP, START = 25, np.array([-4.4, 0.8])
LOW, HIGH, TALL = -4.9, 1.7, 1.1  # the ends of x, and the size of y
X, Y, UNIT = 10, 30, 380 / (HIGH - LOW)
TONE = {"SGD": "b", "momentum": "c", "Adam": "a"}
LABEL = {"SGD": "SGD", "momentum": ("SGD + 动量", "SGD + momentum"), "Adam": "Adam"}
RATE = {"SGD": 1.8 / STEEP, "momentum": 0.3 / STEEP, "Adam": 0.2}


def place(points):
    return [(X + (x - LOW) * UNIT, Y + (TALL - y) * UNIT) for x, y in points]


d.box(X, Y, 380, 2 * TALL * UNIT, tone="muted", fill=0.04, corner=0)
for size in (1.5, 3, 4.5):  # lines of equal loss, cut at the right border
    cut = np.arccos(min(1, HIGH / size))
    a = np.linspace(cut, 2 * np.pi - cut, 49)
    ring = np.stack([np.cos(a), np.sin(a) / STEEP**0.5], 1) * size
    d.line(place(ring), tone="muted", width=0.7)
d.circle(*place([(0, 0)])[0], 3, fill=1)
left = X
for kind, width in (("SGD", 100), ("momentum", 170), ("Adam", 0)):
    w, u, s, path = START, 0, [0, 0], [START]
    for t in range(1, 31):
        g = w * [1, STEEP]
        u = 0.9 * u + g
        step = adam(g, s, t) if kind == "Adam" else g if kind == "SGD" else u
        w = w - RATE[kind] * step
        path.append(w)
    d.line(place(path), tone=TONE[kind], width=1.6)
    if kind == "Adam":  # the first step has the same length in both coordinates
        assert abs(abs(path[1] - path[0]) - 0.2).max() < 1e-6
    if kind == "SGD":  # it overshoots across the valley at every step
        assert all(p[1] * q[1] < 0 for p, q in zip(path, path[1:], strict=False))
    d.line([(left, 14), (left + 22, 14)], tone=TONE[kind], width=2.5)
    d.text(left + 28, 14, LABEL[kind], anchor="start")
    left += width

# Below: the page's experiment, whose random numbers come after 15 million others.
rng = np.random.default_rng(0)
for _ in range(10_000):
    rng.standard_normal((3, 500))
h = np.repeat([1.0, 100.0, 1e4], 10)[:, None]
w0 = rng.standard_normal((30, 30, 1)) / np.sqrt(h)
turned = np.linalg.qr(rng.standard_normal((30, 30, 30)))[0]


def curve(q, top, use_adam):
    """Return the share of the loss left after each of 500 steps at the best rate."""
    runs = []
    for rate in top / 10 ** (np.arange(13) / 4):
        w, s, m, shares = q @ w0, [0, 0], 0, [1.0]
        for t in range(1, 501):
            g = q @ (h * (np.swapaxes(q, -1, -2) @ w))
            m = 0.9 * m + g
            w = w - rate * (1 - t / 501) * (adam(g, s, t) if use_adam else m)
            if t % 10 == 0:
                z = np.swapaxes(q, -1, -2) @ w
                share = (h * z**2).sum(1) / (h * w0**2).sum(1)
                shares.append(np.exp(np.log(share).mean()))
        runs.append(shares)
    return min(runs, key=lambda shares: shares[-1])


momentum = curve(turned, 3.8e-4, False)
assert np.allclose(momentum, curve(np.eye(30), 3.8e-4, False))  # rotated or not
fast, slow = curve(np.eye(30), 1.0, True), curve(turned, 1.0, True)
assert f"{momentum[-1]:.3f} {slow[-1]:.3f}" == "0.049 0.173" and fast[-1] < 1e-9

BOTTOM = -3
axes = d.axes(
    60, 186, 320, 168, xlim=(0, 500), ylim=(BOTTOM, 1),
    ylabel=("剩下的损失", "loss left"), xticks=(0, 100, 200, 300, 400, 500),
    yticks=[(1, "10"), (0, "1"), (-1, "0.1"), (-2, "0.01"), (-3, "0.001")],
)
d.text(
    220, 386,
    ("步数（30 维，曲率 1、100、10,000）", "steps (30 dimensions; curvatures 1, 100, 10,000)"),
    size=12,
)
for shares, tone, dash, label, at, anchor in (
    (slow, "a", True, ("Adam，坐标轴转过", "Adam, axes rotated"), (500, -0.5), "end"),
    (
        momentum, "c", False,
        ("SGD + 动量，转不转一样", "SGD + momentum, rotated or not"), (500, -1.62), "end",
    ),
    (fast, "a", False, ("Adam，沿坐标轴", "Adam, along the axes"), (112, -2.4), "start"),
):
    ys = np.log10(shares)
    end = next((k for k in range(51) if ys[k] < BOTTOM), 50)
    xs, ys = 10.0 * np.arange(end + 1), ys[: end + 1]
    if ys[-1] < BOTTOM:  # stop where the curve meets the axis
        xs[-1] = np.interp(-BOTTOM, -ys[-2:], xs[-2:])
    axes.plot(xs, ys, tone=tone, dash=dash)
    d.text(*axes.place(*at), label, size=12, anchor=anchor, tone=tone)
d.print()
