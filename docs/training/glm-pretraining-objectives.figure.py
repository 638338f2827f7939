"""One GLM sample: the input with its two position ids, and the mask."""
from drawing import Drawing

TEXT = [1, 2, 3, 4, 5, 6]
SPANS = [[5, 6], [3]]  # in the order drawn
TONE = {3: "d", 5: "c", 6: "c"}
NAME = dict(zip(TEXT, ("x₁", "x₂", "x₃", "x₄", "x₅", "x₆"), strict=True))

# Each input token: what it shows, its span's tone, position ids, its target.
tokens: list[tuple[str, str, int, int, str]] = []
place: dict[int, int] = {}
for x in TEXT:
    start = next((s for s in SPANS if x == s[0]), None)
    if x not in TONE:
        tokens.append((NAME[x], "plain", len(tokens) + 1, 0, ""))
    elif start:
        place[start[0]] = len(tokens) + 1
        tokens.append(("M", TONE[x], len(tokens) + 1, 0, ""))
a = len(tokens)
for span in SPANS:
    shown = ["S", *(NAME[x] for x in span)]
    wanted = [*shown[1:], "E"]
    for k, (token, target) in enumerate(zip(shown, wanted, strict=True)):
        tokens.append((token, TONE[span[0]], place[span[0]], k + 1, target))
n = len(tokens)
mask = [[int(j < a or j <= i) for j in range(n)] for i in range(n)]
assert [t[2] for t in tokens] == [1, 2, 3, 4, 5, 5, 5, 5, 3, 3]
assert [t[3] for t in tokens] == [0, 0, 0, 0, 0, 1, 2, 3, 1, 2]
assert all(  # seeing is transitive: no depth reaches further
    mask[i][k] for i in range(10) for j in range(10) for k in range(10)
    if mask[i][j] and mask[j][k]
)

CW, CH, X, SPLIT = 25, 20, 84, 8  # cells; SPLIT is the gap between A and B
d = Drawing(400, 388)


def left(k: int, split: int) -> float:
    """Return where cell k begins, with the gap before part B."""
    return X + k * CW + (SPLIT if k >= split else 0)


def token_box(x: float, y: float, label: str, tone: str) -> None:
    d.box(x + 1, y, CW - 2, 22, label, tone=tone, fill=0 if tone == "plain" else 0.18)


d.text(X - 8, 15, ("原文", "text"), size=12, anchor="end")
for k, x in enumerate(TEXT):
    token_box(left(k, 9), 4, NAME[x], TONE.get(x, "plain"))

Y = 62
for first, last, label in (
    (0, a, ("A：挖空后的文本", "A: corrupted text")),
    (a, len(tokens), ("B：片段，顺序打乱", "B: spans, shuffled")),
):
    x1, x2 = left(first, a), left(last - 1, a) + CW
    d.text((x1 + x2) / 2, Y - 11, label, size=12, bold=True)
d.text(X - 8, Y + 11, ("输入", "input"), size=12, anchor="end")
d.text(X - 8, Y + 33, ("位置", "position"), size=12, anchor="end")
d.text(X - 8, Y + 53, ("空内位置", "within span"), size=12, anchor="end")
for k, (token, tone, first_id, second_id, _) in enumerate(tokens):
    x = left(k, a)
    token_box(x, Y, token, tone)
    d.text(x + CW / 2, Y + 33, str(first_id), size=12, tone=tone)
    d.text(x + CW / 2, Y + 53, str(second_id), size=12, tone=tone)

M = Y + 74
for i, (token, tone, _, _, target) in enumerate(tokens):
    y = M + i * CH + (SPLIT if i >= a else 0)
    d.text(X - 14, y + CH / 2, token, size=13, tone=tone)
    if target:
        x = left(9, a) + CW
        d.arrow((x + 4, y + CH / 2), (x + 24, y + CH / 2), tone=tone)
        d.text(x + 34, y + CH / 2, target, size=13, tone=tone)
d.text(left(9, a) + CW + 6, M + 4.5 * CH, ("目标", "target"), size=12, anchor="start")
d.text(
    X + (10 * CW + SPLIT) / 2, M + 10 * CH + SPLIT + 24,
    ("每行看得见涂色的列\nM 是空，S、E 是片段的起止",
     "each row sees the shaded columns\nM: blank; S, E: start and end of a span"), size=12,
)


def grid(x: float, y: float, rows: list[list[int]]) -> None:
    """Draw one block of the mask: what is seen, and lines between the cells."""
    w, h = CW * len(rows[0]), CH * len(rows)
    ends = [sum(row) * CW for row in rows]  # in a row, the seen cells come first
    steps = [(x + e, y + k * CH + s) for k, e in enumerate(ends) for s in (0, CH)]
    d.polygon([(x, y), *steps, (x, y + h)], tone="a", fill=0.5)
    d.box(x, y, w, h, tone="muted", fill=0, corner=0)
    for count, size, turn in ((len(rows), CH, False), (len(rows[0]), CW, True)):
        snake = []  # one line through all of them, turning on the border
        for k in range(1, count):
            stretch = [(0, k * size), (h if turn else w, k * size)][:: (-1) ** (k + 1)]
            snake += [(v, u) if turn else (u, v) for u, v in stretch]
        d.line([(x + u, y + v) for u, v in snake], tone="muted", width=0.7)


for r, c in ((0, 0), (0, a), (a, 0), (a, a)):
    rows = [row[c : c + a if c < a else n] for row in mask[r : r + a if r < a else n]]
    assert all(row == sorted(row, reverse=True) for row in rows)
    grid(left(c, a), M + r * CH + (SPLIT if r else 0), rows)
d.print()
