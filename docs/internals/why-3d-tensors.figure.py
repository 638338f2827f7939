# A batch as a stack of sheets: what each operation reads to make one result.
import numpy as np
from drawing import Drawing

# The three claims, checked on random numbers by changing one other token.
rng = np.random.default_rng(0)
B, n, c = 3, 4, 5
X, W = rng.standard_normal((B, n, c)), rng.standard_normal((c, c))


def attention(Z):
    e = np.exp(Z @ W @ Z.swapaxes(1, 2))
    return e / e.sum(-1, keepdims=True) @ Z


def moved(f, b, t):
    """Say whether output (0, 1) moves when input (b, t) does."""
    Z = X.copy()
    Z[b, t] += 1
    return not np.allclose(f(Z)[0, 1], f(X)[0, 1])


grid = [(b, t) for b in range(B) for t in range(n)]
assert [k for k in grid if moved(lambda Z: np.tanh(Z @ W), *k)] == [(0, 1)]
assert [k for k in grid if moved(attention, *k)] == [(0, t) for t in range(n)]
assert np.allclose(np.einsum("bti,btj->ij", X, X), sum(x.T @ x for x in X))

d = Drawing(400, 226)
CELL, SHIFT = 14, 12
WIDE, TALL, TOP = c * CELL, n * CELL, 70  # the front sheet and its top


def sheets(x, read):
    """Draw B sheets, filling the rows (sheet, row) that are read."""
    for b in range(B - 1, 0, -1):
        x0, y0 = x + b * SHIFT, TOP - b * SHIFT
        edge = [(x0, y0 + SHIFT), (x0, y0), (x0 + WIDE, y0), (x0 + WIDE, y0 + TALL),
                (x0 + WIDE - SHIFT, y0 + TALL), (x0 + WIDE - SHIFT, y0 + SHIFT)]
        tone, fill = ("a", 0.35) if (b, 0) in read else ("muted", 0.05)
        d.polygon(edge, tone=tone, fill=fill)
        d.line(edge[:5], tone="muted", width=1)
    for t in range(n):
        if (0, t) in read:
            d.box(x, TOP + t * CELL, WIDE, CELL, tone="a", fill=0.35, corner=0, outline=False)
    d.box(x, TOP, WIDE, TALL, tone="muted", fill=0, corner=0)
    for t in range(1, n):
        d.line([(x, TOP + t * CELL), (x + WIDE, TOP + t * CELL)], tone="muted", width=0.6)


LEFT = (24, 164, 300)
token = {(0, 1)}
reads = token, {(0, t) for t in range(n)}, set(grid)
below = TOP + TALL
for x, read, title, text in zip(
    LEFT, reads,
    (("线性层、FFN、\nLayerNorm", "Linear layer,\nFFN, LayerNorm"), ("注意力", "Attention"),
     ("权重的梯度", "Weight\ngradient")),
    (("每个 token\n只读自己", "a token reads\nonly itself"),
     ("读同一条序列\n的各个位置", "every position of\nthe same sequence"),
     ("对整个 batch\n求和", "summed over the\nwhole batch")),
    strict=True,
):
    middle = x + WIDE / 2
    sheets(x, read)
    d.text(middle + SHIFT, 17, title, size=12, bold=True)
    d.arrow((middle, below), (middle, below + 30), width=1.3)
    y = below + 30
    if read == set(grid):
        d.box(middle - 30, y, 60, 24, "∂$L$/∂$W$", tone="d", size=12, corner=0)
    else:
        d.box(x, y, WIDE, CELL, tone="d", fill=0.35, corner=0)
    d.text(middle, y + 48, text, size=12)
d.text(LEFT[0] + WIDE / 2 + 30, below + 12, ("特征", "features"), size=11, tone="muted")
d.text(LEFT[0] - 10, TOP + TALL / 2, ("位置", "positions"), size=11, tone="muted", turned=True)
d.text(LEFT[0] - 8, TOP - 18, "batch", size=11, tone="muted")
d.print()
