"""Four models in one PPO iteration: what each reads and gives; what is updated."""
from drawing import Drawing

X0, W, GAP = 18, 85, 8
COL = [X0 + n * (W + GAP) for n in range(4)]
MID = [x + W / 2 for x in COL]
END = COL[3] + W

d = Drawing(400, 352)
d.box(X0, 4, 62, 30, ("提示 $x$", "prompt $x$"), tone="muted", size=12)
answer = ("提示 $x$ 和采样出的回答 $y$", "prompt $x$ and sampled answer $y$")
d.box(COL[1], 4, END - COL[1], 30, answer, tone="muted")

MODELS = [
    ("a", ("Actor", "Actor"), "$log π_{old}$"),
    ("muted", ("参考模型", "Reference"), "$log π_{ref}$"),
    ("muted", ("奖励模型", "Reward"), "$r_{RM}$"),
    ("d", ("Critic", "Critic"), "$V_t$"),
]
B, D, E, F = 62, 148, 218, 286  # tops of the rows below
for n, (tone, name, gives) in enumerate(MODELS):
    trained = tone != "muted"
    d.box(COL[n], B, W, 42, tone=tone, fill=0.25 if trained else 0.12)
    d.text(MID[n], B + 14, name, size=12, bold=True)
    state = ("训练", "trained") if trained else ("冻结", "frozen")
    d.text(MID[n], B + 31, state, size=12)
    d.arrow((MID[n], B + 42), (MID[n], E if n == 3 else D), tone=tone)
    d.text(MID[n] + 6, B + 64, gives, size=14, anchor="start")
    if n:
        d.arrow((MID[n], 34), (MID[n], B))
d.arrow((X0 + 25, 34), (X0 + 25, B))
d.line([(COL[0] + 74, B), (COL[0] + 74, 19), (COL[1], 19)], tone="a", arrow=True)

reward = "$r_t = −β log (π_{old} / π_{ref})$"
d.box(
    X0, D, COL[2] + W - X0, 42,
    (
        f"{reward}\n最后一个 token 再加 $r_{{RM}}$",
        f"{reward}\nplus $r_{{RM}}$ at the last token",
    ),
)
d.arrow((MID[1], D + 42), (MID[1], E))
d.text(MID[1] + 6, (D + 42 + E) / 2, "$r_t$", size=14, anchor="start")
d.box(X0, E, END - X0, 34, ("GAE：把奖励和价值算成优势与回报", "GAE: advantages and returns"))
LEFT, RIGHT = (X0 + COL[1] + W) / 2, (COL[2] + END) / 2
LOSSES = (
    (X0, LEFT, "a", "$A_t$", ("裁剪的策略损失", "clipped policy loss")),
    (COL[2], RIGHT, "d", "$R_t = A_t + V_t$", ("价值损失：拟合 $R_t$", "value loss: fit $R_t$")),
)
for x, middle, tone, value, label in LOSSES:
    d.box(x, F, 2 * W + GAP, 34, label, tone=tone)
    d.arrow((middle, E + 34), (middle, F))
    d.text(middle + 6, (E + 34 + F) / 2, value, size=14, anchor="start")
for x, side, tone in ((X0, 5, "a"), (END, 395, "d")):
    path = [(x, F + 17), (side, F + 17), (side, B + 21), (x, B + 21)]
    d.line(path, tone=tone, dash=True, arrow=True)
only = ("虚线：只有这两条路有梯度", "dashed: the only two gradients")
d.text(200, F + 52, only, size=12)
d.print()
