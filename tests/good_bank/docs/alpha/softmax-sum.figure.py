import numpy as np
from drawing import Drawing

z = np.array([1.0, 2.0, 3.0])
a = np.exp(z) / np.exp(z).sum()

d = Drawing(320, 90)
left = 10.0
for n, (share, tone) in enumerate(zip(a, "abc", strict=True), 1):
    width = 300 * share
    d.box(left, 30, width, 30, f"$a_{n}$", tone=tone, size=11)
    left += width
assert abs(left - 310) < 1e-9
d.bracket((10, 64), (310, 64), ("总和为 1", "they sum to 1"))
d.arrow((20, 14), (300, 14))
d.print()
