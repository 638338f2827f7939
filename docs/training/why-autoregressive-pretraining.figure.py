"""Causal, bidirectional and prefix masks, and what the newest token changes."""
from drawing import Drawing

N, PREFIX, CELL = 6, 3, 17
LENGTH, RATE = 512, 0.15  # the page's example: a sequence, and the share MLM picks
RULES = [  # whether position i may see position j
    lambda i, j: j <= i,
    lambda i, j: True,
    lambda i, j: j <= i or j < PREFIX,
]
TITLES = [
    (("因果", "Causal"), "GPT"),
    (("双向", "Bidirectional"), ("BERT，选 15%", "BERT, 15%")),
    (("前缀语言模型", "Prefix LM"), ("前缀占一半", "prefix: half")),
]
TARGETS = [LENGTH - 1, RATE * LENGTH, LENGTH // 2]

# A new token costs one position, and all the older ones too if they see it.
sees = [any(rule(i, N - 1) for i in range(N - 1)) for rule in RULES]
updates = [LENGTH * (LENGTH + 1) // 2 if old else LENGTH for old in sees]
assert updates == [512, 131_328, 512]
assert TARGETS == [511, 76.8, 256]

d = Drawing(400, 312)
W, GAP, Y = N * CELL, 27, 64
LEFT = [24 + n * (W + GAP) for n in range(3)]


def area(x: float, rows: list[tuple[int, int, int]], tone: str) -> None:
    """Fill runs of cells, each a row with its first cell and the one after its last."""
    right = [(x + e * CELL, Y + (i + s) * CELL) for i, _, e in rows for s in (0, 1)]
    left = [(x + f * CELL, Y + (i + s) * CELL) for i, f, _ in rows[::-1] for s in (1, 0)]
    d.polygon([*right, *left], tone=tone, fill=0.5)


for x, rule, (title, known), targets, count, old in zip(
    LEFT, RULES, TITLES, TARGETS, updates, sees, strict=True
):
    middle = x + W / 2
    d.text(middle, 12, title, bold=True)
    d.text(middle, 30, known, size=12, tone="muted")
    seen = [sum(rule(i, j) for j in range(N - 1)) for i in range(N - 1)]
    area(x, [(i, 0, end) for i, end in enumerate(seen)], "a")
    area(x, [(N - 1, 0, N)], "c")
    if old:
        area(x, [(i, N - 1, N) for i in range(N - 1)], "b")
    d.box(x, Y, W, W, tone="muted", fill=0, corner=0)
    for k in range(1, N):
        at = k * CELL
        d.line([(x, Y + at), (x + W, Y + at)], tone="muted", width=0.6)
        d.line([(x + at, Y), (x + at, Y + W)], tone="muted", width=0.6)
    for k in (0, N - 1):
        d.text(x + (k + 0.5) * CELL, Y - 9, str(k + 1), size=12)
        d.text(x - 8, Y + (k + 0.5) * CELL, str(k + 1), size=12)
    d.text(middle, 206, f"{targets:g}", bold=True)
    d.text(middle, 250, f"{count:,}", bold=True, tone="b" if old else "plain")
for y, label in (
    (186, ("512 个 token 里的训练目标", "training targets among 512 tokens")),
    (230, ("逐个写出 512 个 token 要更新的位置", "position updates to write 512 tokens")),
):
    d.text(LEFT[1] + W / 2, y, label, size=12, tone="muted")
for x, tone, label in (
    (8, "a", ("原有的", "already there")),
    (126, "c", ("新 token 要看的", "new token reads")),
    (266, "b", ("旧状态要重算", "old states change")),
):
    d.box(x, 284, 14, 14, tone=tone, fill=0.5, corner=2)
    d.text(x + 20, 291, label, size=12, anchor="start")
d.print()
