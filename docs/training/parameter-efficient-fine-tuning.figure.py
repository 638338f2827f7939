"""Where adapters, soft prompts and LoRA sit; grey is frozen, colour is trained."""
from drawing import Drawing

SIZE, RANK = 100, 2  # the weight of the page's example
FROZEN, TRAINED = SIZE * SIZE, RANK * (SIZE + SIZE)
assert (FROZEN, TRAINED) == (10_000, 400)

d = Drawing(400, 372)


def plus(x: float, y: float) -> None:
    d.circle(x, y, 9, fill=0)
    d.line([(x - 5, y), (x + 5, y)])
    d.line([(x, y - 5), (x, y + 5)])


# Left: one layer, from the bottom up.
X, W, MID = 72, 110, 127
d.text(MID, 12, ("第一层", "The first layer"), bold=True)
d.box(4, 318, 96, 30, ("虚拟 token", "virtual tokens"), tone="c", fill=0.25, size=12)
d.box(106, 318, 76, 30, ("真实 token", "real tokens"), tone="muted", size=12)
d.text(
    4, 361, ("Prompt Tuning：只在输入层", "prompt tuning: input only"),
    size=12, anchor="start", tone="c",
)
d.line([(52, 318), (52, 305), (MID, 305)], tone="c", arrow=True)
d.arrow((MID, 318), (MID, 284))
weights = "$W_q$ $W_k$ $W_v$ $W_o$"
d.box(X, 236, W, 48, (f"注意力\n{weights}", f"attention\n{weights}"), tone="muted")
d.box(4, 236, 48, 48, ("前缀\n$K$、$V$", "prefix\n$K$, $V$"), tone="c", fill=0.25, size=12)
d.arrow((52, 260), (X, 260), tone="c")
d.text(28, 217, ("每层\n都有", "in every\nlayer"), size=12, tone="c")
for top, sub in ((196, 236), (70, 108)):
    d.box(X + 10, top, W - 20, 26, ("Adapter", "adapter"), tone="d", fill=0.25)
    d.arrow((MID, sub), (MID, top + 26))
    d.arrow((MID, top), (MID, top - 11))
    plus(MID, top - 20)
d.box(X, 108, W, 36, "FFN", tone="muted")
d.arrow((MID, 167), (MID, 144))
d.arrow((MID, 41), (MID, 24))
for low, high in ((294, 176), (156, 50)):
    path = [(MID, low), (198, low), (198, high), (MID + 9, high)]
    d.line(path, tone="muted", arrow=True)

# Right: LoRA, inside one weight.
A, L, R = 309, 262, 356  # middle, the weight, the branch
d.text(A, 12, ("LoRA：一个权重之内", "LoRA: inside one weight"), bold=True)
d.text(A, 40, "$W$$x$")
d.arrow((A, 75), (A, 50))
plus(A, 84)
d.box(L - 36, 120, 72, 92, "$W_0$", tone="muted")
for wide, narrow in ((120, 160), (212, 172)):  # B above, A below
    corners = [(R - 36, wide), (R + 36, wide), (R + 8, narrow), (R - 8, narrow)]
    d.polygon(corners, tone="a", fill=0.35)
d.text(R, 138, "$B$")
d.text(R, 196, "$A$")
d.arrow((R, 172), (R, 160), tone="a")
d.line([(L, 120), (L, 84), (A - 9, 84)], arrow=True)
d.line([(R, 120), (R, 84), (A + 9, 84)], tone="a", arrow=True)
d.text(R + 6, 100, "$×α/r$", tone="a", anchor="start")
d.line([(A, 250), (A, 232), (L, 232), (L, 212)], arrow=True)
d.line([(A, 232), (R, 232), (R, 212)], tone="a", arrow=True)
d.text(A, 260, "$x$")
for n, (tone, fill, label) in enumerate((
    ("muted", 0.12, (f"冻结：{FROZEN:,} 个", f"frozen: {FROZEN:,}")),
    ("a", 0.35, (f"训练：{TRAINED} 个（$r={RANK}$）", f"trained: {TRAINED} ($r={RANK}$)")),
)):
    d.box(238, 314 + 22 * n, 16, 12, tone=tone, fill=fill, corner=2)
    d.text(262, 320 + 22 * n, label, size=12, anchor="start")
d.text(A, 300, (f"{SIZE}×{SIZE} 的权重", f"a {SIZE}×{SIZE} weight"), size=12)
d.print()
