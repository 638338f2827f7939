"""Two hidden words: guessed independently, or the second given the first."""
from math import log

from drawing import Drawing

FIRST, SECOND = ("New", "Los"), ("York", "Angeles")
TRUE = [[0.5, 0.0], [0.0, 0.5]]
rows = [sum(r) for r in TRUE]  # the marginals: what a perfect MLM learns
cols = [sum(c) for c in zip(*TRUE, strict=True)]
MLM = [[r * c for c in cols] for r in rows]
CHAIN = [[r * (p / r) for p in line] for r, line in zip(rows, TRUE, strict=True)]


def kl(p: list[list[float]], q: list[list[float]]) -> float:
    cells = [(a, b) for x, y in zip(p, q, strict=True) for a, b in zip(x, y, strict=True)]
    return sum(a * log(a / b) for a, b in cells if a)


impossible = MLM[0][1] + MLM[1][0]
assert impossible == 0.5 and abs(kl(TRUE, MLM) - log(2)) < 1e-12
assert kl(TRUE, CHAIN) == 0 and CHAIN == TRUE

d = Drawing(400, 316)
W, H, TOP = 46, 34, 196
MID = [80, 211, 342]
TITLES = (
    (("真实分布", "Truth"), ""), ("MLM", "BERT"),
    (("链式法则", "Chain rule"), ("XLNet、T5、GLM", "XLNet, T5, GLM")),
)
for middle, (title, known) in zip(MID, TITLES, strict=True):
    d.text(middle, 12, title, bold=True)
    if known:
        d.text(middle, 30, known, size=12, tone="muted")

# Above: what each guess may look at.
for y, first, second in zip((66, 118), FIRST, SECOND, strict=True):
    share = TRUE[FIRST.index(first)][SECOND.index(second)]
    d.text(MID[0], y, f"{first} {second}")
    d.text(MID[0], y + 18, f"{share:.0%}", size=12, tone="muted")
for middle, guess in zip(MID[1:], ("$p(x_1)p(x_2)$", "$p(x_1)p(x_2|x_1)$"), strict=True):
    d.box(middle - 52, 46, 104, 28, ("可见的词", "visible words"), tone="muted", size=12)
    for side, n in ((-31, 1), (31, 2)):
        d.arrow((middle + side, 74), (middle + side, 106))
        d.box(middle + side - 19, 106, 38, 28, f"$x_{n}$", tone="a", size=14)
    d.text(middle, 152, guess, size=14)
d.arrow((MID[2] - 12, 120), (MID[2] + 12, 120), tone="a", width=2)

# Below: the probability of each pair.
for middle, table in zip(MID, (TRUE, MLM, CHAIN), strict=True):
    x = middle - W
    for j, word in enumerate(SECOND):
        d.text(x + (j + 0.5) * W, TOP - 10, word, size=12)
    for i, word in enumerate(FIRST):
        d.text(x - 6, TOP + (i + 0.5) * H, word, size=12, anchor="end")
        for j, p in enumerate(table[i]):
            tone = ("a" if TRUE[i][j] else "b") if p else "muted"
            box = (x + j * W, TOP + i * H, W, H)
            d.box(*box, f"{p:.0%}", tone=tone, fill=p * 0.9, corner=0)
below = TOP + 2 * H + 18
for middle, table, tone in ((MID[1], MLM, "b"), (MID[2], CHAIN, "plain")):
    gap = f"{kl(TRUE, table):.3f}".rstrip("0").rstrip(".")
    d.text(middle, below, (f"与真实的 KL：{gap}", f"KL from truth: {gap}"), size=12, tone=tone)
d.text(
    MID[1], below + 18,
    (f"{impossible:.0%} 给了不可能的搭配", f"{impossible:.0%} on impossible pairs"),
    size=12, tone="b",
)
d.print()
