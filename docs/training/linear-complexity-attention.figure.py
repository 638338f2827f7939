# Two orders of the same product; areas to scale for n = 5 d.
from drawing import Drawing


def product(a, b):  # shape of a matrix product and its multiplications
    assert a[1] == b[0]
    return (a[0], b[1]), a[0] * a[1] * b[1]


def cost(order, n, d):
    q, k, v = (n, d), (d, n), (n, d)  # k: transposed
    if order == "left":
        middle, first = product(q, k)
        out, second = product(middle, v)
    else:
        middle, first = product(k, v)
        out, second = product(q, middle)
    assert out == (n, d)
    return middle, first + second


for n, width in ((1024, 16), (80, 16)):
    assert cost("left", n, width) == ((n, n), 2 * n**2 * width)
    assert cost("right", n, width) == ((width, width), 2 * n * width**2)
LEFT, RIGHT = (cost(order, 1024, 16)[1] for order in ("left", "right"))
assert (LEFT, RIGHT) == (33_554_432, 524_288)  # as the experiment prints

N, W, GAP = 90, 18, 6
SIZES = {"Q": (N, W), "K": (W, N), "V": (N, W), "S": (N, N), "KV": (W, W), "O": (N, W)}
LOOK = {"Q": ("$Q$", "a"), "K": ("$K^⊤$", "c"), "V": ("$V$", "d"), "S": ("", "b"),
        "KV": ("", "b"), "O": ("$O$", "d")}
X = 32, 208, 361  # the three stages begin
d = Drawing(400, 326)


def row(top, title, total, stages, first):
    d.text(X[0], top, title, anchor="start", size=14)
    d.text(X[2] + W, top, total, anchor="end", size=12)
    middle = top + 38 + N / 2
    for k, (x, names) in enumerate(zip(X, stages)):
        for name in names:
            rows, columns = SIZES[name]
            label, tone = LOOK[name]
            if k == 0 and name == first:
                wide = columns + GAP + SIZES[names[names.index(name) + 1]][1]
                d.box(x - 3, middle - N / 2 - 5, wide + 6, N + 10, tone="b", fill=0,
                      dash=True)
            d.box(x, middle - rows / 2, columns, rows, label, tone=tone, corner=0,
                  fill=0.35 if name in ("S", "KV") else 0.15)
            if name == "S":
                d.text(x + N / 2, middle - 9, "$n × n$")
                d.text(x + N / 2, middle + 11, "softmax", size=12)
            if name == "KV":
                d.text(x, middle + W / 2 + 12, "$d × d$", anchor="start")
            x += columns + GAP
        if k < 2:
            d.arrow((x - GAP + 8, middle), (X[k + 1] - 6, middle), tone="muted")
    d.text(X[0] - 14, middle, "$n$", size=12, tone="muted")
    d.text(X[0] + W / 2, middle - N / 2 - 14, "$d$", size=12, tone="muted")


QKV = ("Q", "K", "V")
for top, title, formula, total, stages, first in (
        (14, "$(QK^⊤)V$", "$2n^2d$", LEFT, (QKV, ("S", "V"), ("O",)), "Q"),
        (180, "$Q(K^⊤V)$", "$2n\u200bd^2$", RIGHT, (QKV, ("Q", "KV"), ("O",)), "K")):
    row(top, title, (f"{formula} 次乘法，如 {total:,}",
                     f"{formula} multiplications, e.g. {total:,}"), stages, first)
d.print()
