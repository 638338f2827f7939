"""RoPE turns q and k by their own positions; the angle between them stays."""

import numpy as np
from drawing import Drawing

THETA, Q, K, R = 20, 20, 0, 76  # degrees: turn per token, q and k before it

d = Drawing(400, 250)
scores = []


def point(cx, cy, radius, degrees):
    a = np.radians(degrees)
    return cx + radius * np.cos(a), cy - radius * np.sin(a)


def arc(cx, cy, radius, start, end):
    return [point(cx, cy, radius, a) for a in np.linspace(start, end, 40)]


for cx, m, n in ((98, 5, 2), (302, 11, 8)):
    cy = 126
    q, k = Q + m * THETA, K + n * THETA
    scores.append(np.cos(np.radians(q)) * np.cos(np.radians(k))
                  + np.sin(np.radians(q)) * np.sin(np.radians(k)))
    d.text(cx, 12, (f"query 在位置 {m}，key 在 {n}", f"query at {m}, key at {n}"), bold=True)
    d.circle(cx, cy, R, tone="muted", fill=0)
    d.polygon([(cx, cy), *arc(cx, cy, 33, k, q)], tone="d", fill=0.3)
    d.text(*point(cx, cy, 19, (q + k) / 2), f"{q - k}°", size=11)
    for name, index, start, end, tone, radius in (
            ("k", n, K, k, "c", 46), ("q", m, Q, q, "a", 61)):
        d.line([(cx, cy), point(cx, cy, R, start)], tone=tone, width=1.2, dash=True)
        d.line([(cx, cy), point(cx, cy, R, end)], tone=tone, width=2.2, arrow=True)
        d.line(arc(cx, cy, radius, start, end - 3), tone=tone, width=1.2, arrow=True)
        d.text(*point(cx, cy, R + 13, start), f"${name}$", tone=tone)
        d.text(*point(cx, cy, R + 17, end), f"$R_{{{index}}}{name}$", tone=tone)
    d.text(cx, 238, tone="d", label=(
        f"夹角 {q - k}°，点积 {scores[-1]:.2f}",
        f"angle {q - k}°, dot product {scores[-1]:.2f}"))
assert abs(scores[0] - scores[1]) < 1e-12
d.print()
