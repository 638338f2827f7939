# From (B, n, d) through h stacked heads and back, with the shape of every tensor.
import numpy as np
from drawing import Drawing

# The shapes of the labels, checked (cross-attention, so that n and m differ).
B, n, m, h, dk = 2, 7, 5, 4, 3
X, Y = np.ones((B, n, h * dk)), np.ones((B, m, h * dk))
q, k = (Z.reshape(B, -1, h, dk).swapaxes(1, 2) for Z in (X, Y))
assert q.shape == (B, h, n, dk) and k.swapaxes(2, 3).shape == (B, h, dk, m)
S = q @ k.swapaxes(2, 3)
assert S.shape == (B, h, n, m) and (S @ k).shape == (B, h, n, dk)
assert (S @ k).swapaxes(1, 2).reshape(B, n, h * dk).shape == X.shape

d = Drawing(400, 390)
TONES, HEAD, TALL, SHIFT = "abcd", 16, 40, 5  # a head's width, n rows, cards of a stack


def label(x, y, name, shape, rise):
    d.text(x, y - TALL / 2 - rise, name)
    d.text(x, y + 41, shape, size=11, tone="muted")


def whole(x, y, name, shape, striped):
    """Draw n rows of d features around (x, y), perhaps with the heads side by side."""
    left = x - 2 * HEAD
    if striped:
        for i, tone in enumerate(TONES):
            d.box(left + i * HEAD, y - TALL / 2, HEAD, TALL, tone=tone, corner=0, fill=0.3)
    else:
        d.box(left, y - TALL / 2, 4 * HEAD, TALL, corner=0, fill=0.06)
    label(x, y, name, shape, 13)


def stack(x, y, wide, high, name, shape):
    """Draw one card a head around (x, y), the first in front; the others show an edge."""
    left, top = x - wide // 2 - 7, y - high // 2 + 7
    d.box(left, top, wide, high, tone=TONES[0], corner=0, fill=0.3)
    for i in range(1, 4):
        x0, y0 = left + i * SHIFT, top - i * SHIFT
        edge = [(x0, y0 + SHIFT), (x0, y0), (x0 + wide, y0), (x0 + wide, y0 + high),
                (x0 + wide - SHIFT, y0 + high), (x0 + wide - SHIFT, y0 + SHIFT)]
        d.polygon(edge, tone=TONES[i], fill=0.3)
        d.line(edge[:5], tone=TONES[i], width=1)
    label(x, y, name, shape, 22 - (TALL - high) / 2)


def step(y, title):
    d.text(0, y, title, anchor="start", bold=True)
    return y + 66


def turn(x0, x1, y, above, below):
    d.arrow((x0, y), (x1, y), above)
    if below:
        d.text((x0 + x1) / 2, y + 10, below, size=12)


transpose = ("转置", "transpose")
y = step(9, ("1  投影，拆成头（K、V 同样）", "1  Project, split into heads (K, V alike)"))
whole(46, y, "$X$", "(B,n,d)", False)
turn(84, 148, y, "× $W_Q$", "")
whole(186, y, "$Q$", "(B,n,h·dₖ)", True)
turn(224, 306, y, "reshape", transpose)
stack(336, y, HEAD, TALL, "$Q$", "(B,h,n,dₖ)")

y = step(141, ("2  每个头各自做注意力", "2  Attend within each head"))
stack(34, y, HEAD, TALL, "$Q$", "(B,h,n,dₖ)")
d.text(64, y, "×", size=15)
stack(103, y, TALL, HEAD, "$K^⊤$", "(B,h,dₖ,m)")
d.arrow((137, y), (184, y), "softmax", size=11)
stack(215, y, TALL, TALL, "$A$", "(B,h,n,m)")
d.text(255, y, "×", size=15)
stack(284, y, HEAD, TALL, "$V$", "(B,h,m,dₖ)")
d.text(318, y, "=", size=15)
stack(354, y, HEAD, TALL, "$O$", "(B,h,n,dₖ)")

y = step(273, ("3  合并，混合各头", "3  Merge, mix the heads"))
stack(46, y, HEAD, TALL, "$O$", "(B,h,n,dₖ)")
turn(72, 148, y, transpose, "reshape")
whole(186, y, "Concat", "(B,n,h·dₖ)", True)
turn(224, 288, y, "× $W_O$", "")
whole(326, y, ("输出", "output"), "(B,n,d)", False)
d.print()
