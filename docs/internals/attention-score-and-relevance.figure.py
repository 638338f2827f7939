# A score is the length of the key's projection on the query: direction and norm both count.
import numpy as np
from drawing import Drawing

q, keys = np.array([1.6, 0]), np.array([[2, 0.9], [3, 3], [-1, 1.6]])
s = keys @ q / 2**0.5
cos = keys @ q / np.linalg.norm(q) / np.linalg.norm(keys, axis=1)
a = np.exp(s) / np.exp(s).sum()
along = keys @ q / np.linalg.norm(q)
assert np.allclose(s, np.linalg.norm(q) * np.linalg.norm(keys, axis=1) * cos / 2**0.5)
assert np.allclose(s, np.linalg.norm(q) * along / 2**0.5)
assert cos.argmax() == 0 and s.argmax() == a.argmax() == 1  # the long key overtakes
assert np.isclose(a.round(2).sum(), 1)

d = Drawing(400, 222)
X, Y, UNIT = 64, 148, 42
NAMES = "$k_1$", "$k_2$", "$k_3$"


def at(v):
    return X + v[0] * UNIT, Y - v[1] * UNIT


d.line([(4, Y), (214, Y)], tone="muted", width=0.8)
for k, (key, name) in enumerate(zip(keys, NAMES, strict=True)):
    tip = at(key)
    d.line([tip, (tip[0], Y)], tone="muted", width=1, dash=True)
    y = Y + 15 + 15 * k  # its projection, drawn under the axis
    d.line([(X, y), (tip[0], y)], tone="d", width=6)
    number = f"{along[k]:g}".replace("-", "−")
    d.text(tip[0] + (12 if along[k] > 0 else -12), y, number, size=12, tone="d")
for key, name, where in zip(keys, NAMES, ((13, -2), (13, 2), (-11, 0)), strict=True):
    d.arrow((X, Y), at(key), tone="c", width=2)
    x, y = at(key)
    d.text(x + where[0], y + where[1], name, tone="c", size=14)
d.arrow((X, Y), at(q), tone="a", width=3)
d.text(at(q)[0] + 2, Y - 12, "$q$", tone="a", size=14)
d.circle(X, Y, 2.5, fill=1)
d.text(X + 63, Y + 66, ("在 $q$ 上的投影", "projection onto $q$"), size=12, tone="d")

left, columns = 242, (276, 324, 372)
for x, title in zip(columns, ("cos $θ$", ("分数 $s$", "score $s$"), ("权重", "weight")), strict=True):
    d.text(x, 62, title, size=12, tone="muted")
d.line([(left - 8, 74), (398, 74)], tone="muted", width=0.8)
for k, name in enumerate(NAMES):
    y = 90 + 28 * k
    d.text(left + 2, y, name, tone="c", size=14)
    for x, value, best in ((columns[0], cos, 0), (columns[1], s, 1), (columns[2], a, 1)):
        if k == best:
            d.box(x - 20, y - 11, 40, 22, tone="a", fill=0.2, outline=False)
        d.text(x, y, f"{value[k]:.2f}".replace("-", "−"), bold=k == best)
d.print()
