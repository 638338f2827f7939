# One physical matrix seen as h column blocks on the way in, as h row blocks on the way out.
import numpy as np
from drawing import Drawing

# What the picture says, checked: blocks of columns in, blocks of rows out.
rng = np.random.default_rng(0)
n, h, dk = 5, 4, 3
X, W, O, Wo = (rng.standard_normal(s) for s in ((n, h * dk), (h * dk, h * dk)) * 2)
for i in range(h):
    part = slice(i * dk, (i + 1) * dk)
    assert np.allclose((X @ W)[:, part], X @ W[:, part])
parts = [O[:, k : k + dk] @ Wo[k : k + dk] for k in range(0, h * dk, dk)]
assert np.allclose(O @ Wo, sum(parts))

d = Drawing(400, 342)
BLOCK, TALL = 24, 40  # a head's width, the height of n rows
SIDE = h * BLOCK
LEFT = (24, 152, 280)
TONES = "abcd"


def columns(x, y, high, name):
    """Draw a matrix as h blocks of columns."""
    for i, tone in enumerate(TONES):
        d.box(x + i * BLOCK, y, BLOCK, high, f"${name}_{i + 1}$", tone=tone, corner=0, fill=0.22)


def row(top, title, names, sizes, blocks):
    """Draw left matrix × right matrix = result, the square one in the middle."""
    d.text(0, top, title, anchor="start", bold=True)
    y = top + 36
    flat = y + (SIDE - TALL) / 2
    for x, name, size, at in zip(
        LEFT, names, sizes, (flat, y, flat), strict=True
    ):
        high = SIDE if at == y else TALL
        d.text(x + SIDE / 2, at - 12, name)
        d.text(x + SIDE / 2, at + high + 13, size, size=12, tone="muted")
    for x, sign in ((LEFT[1] - 16, "×"), (LEFT[2] - 16, "=")):
        d.text(x, y + SIDE / 2, sign, size=16)
    blocks(y, flat)


def inward(y, flat):
    whole = "不切分", "not split"
    d.box(LEFT[0], flat, SIDE, TALL, whole, corner=0, fill=0.05, size=12)
    columns(LEFT[1], y, SIDE, "W")
    columns(LEFT[2], flat, TALL, "Q")


def outward(y, flat):
    columns(LEFT[0], flat, TALL, "O")
    for i, tone in enumerate(TONES):
        name = f"$W_O^{{[{i + 1}]}}$"
        d.box(LEFT[1], y + i * BLOCK, SIDE, BLOCK, name, tone=tone, corner=0, fill=0.22)
    d.box(LEFT[2], flat, SIDE, TALL, "Σ $O_i$ $W_O^{[i]}$", corner=0, fill=0.05, size=12)


row(9, ("投影：一段列就是一个头", "Projection: a head is a block of columns"),
    ("$X$", "$W_Q$", "$XW_Q$"), ("$n × d$", "$d × h·d_k$", "$n × h·d_k$"), inward)
row(185, ("输出：一段行就是一个头", "Output: a head is a block of rows"),
    ("Concat($O_i$)", "$W_O$", ("各头之和", "sum over heads")),
    ("$n × h·d_k$", "$h·d_k × d$", "$n × d$"), outward)
d.print()
