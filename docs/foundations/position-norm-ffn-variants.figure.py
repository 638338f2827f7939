# Where the norm stands, and what that does to the stream.
import numpy as np
from drawing import Drawing

# The variances below, checked on independent branches of variance g^2
g, depth = 0.5, 64
rng = np.random.default_rng(0)
streams = {"Post-LN": 1.0, "Pre-LN": 1 + depth * g**2, "Peri-LN": 1.0 + depth}
for kind, expected in streams.items():
    x = rng.standard_normal(20_000)
    for branch in rng.standard_normal((depth, x.size)):
        x = x + (1 if kind == "Peri-LN" else g) * branch
        x = x / x.std() if kind == "Post-LN" else x
    assert abs(x.var() / expected - 1) < 0.05

W, H, SIDE = 62, 26, 58  # a box; from the stream to its branch
TOP, SPLIT, SLOTS, PLUS, AFTER, END = 44, 64, (96, 138, 180), 212, 250, 290
d = Drawing(400, 352)


def block(x, title, branch, after, variance):
    d.text(x + SIDE / 2, 16, title, bold=True)
    d.text(x, TOP, "$x$")
    d.line([(x, TOP + 10), (x, PLUS - 10)], width=2.5, arrow=True)
    b, y = x + SIDE, SPLIT
    start = [(x, SPLIT), (b, SPLIT)]
    for slot, (name, tone) in branch:
        d.line([*start, (b, SLOTS[slot] - H / 2)], width=1.2, arrow=True)
        d.box(b - W / 2, SLOTS[slot] - H / 2, W, H, name, tone=tone, fill=0.2)
        y = SLOTS[slot] + H / 2
        start = [(b, y)]
    d.line([*start, (b, PLUS), (x + 10, PLUS)], width=1.2, arrow=True)
    d.circle(x, PLUS, 9, "+", fill=0)
    if after:
        d.line([(x, PLUS + 9), (x, AFTER - H / 2)], width=2.5, arrow=True)
        d.box(x - W / 2, AFTER - H / 2, W, H, after[0], tone=after[1], fill=0.2)
    out = AFTER + H / 2 if after else PLUS + 9
    d.line([(x, out), (x, END - 10)], width=2.5, arrow=True)
    d.text(x, END, "$y$")
    d.text(x + SIDE / 2, 340, variance)


F, NORM = ("$F$", "c"), ("Norm", "a")
block(38, "Post-LN", [(1, F)], ("Norm", "b"), "$1$")
block(172, "Pre-LN", [(0, NORM), (1, F)], None, "$1 + L\u200bg^2$")
block(306, "Peri-LN", [(0, NORM), (1, F), (2, NORM)], None, "$1 + L$")
d.text(201, 318, ("经过 $L$ 个分支后残差流的方差", "variance of the stream after $L$ branches"),
       size=12, tone="muted")
d.print()
