"""What each stage of the InstructGPT pipeline reads, and what it hands on."""
from drawing import Drawing

W, H, GAP, TOP = 164, 50, 42, 32  # box, gap between rows, first row
LEFT, RIGHT = 4, 214
Y = [TOP + n * (H + GAP) for n in range(4)]

d = Drawing(400, Y[3] + H + 6)
d.text(LEFT + W / 2, 12, ("数据", "Data"), bold=True)
d.text(RIGHT + W / 2, 12, ("训练", "Training"), bold=True)

DATA = [
    ("muted", ("原始文本", "Raw text")),
    ("d", ("人写的示范\n约 13k 个提示", "Human demonstrations\nabout 13k prompts")),
    ("d", ("人排的序\n约 33k 个提示", "Human rankings\nabout 33k prompts")),
    (
        "muted",
        ("只有提示，约 31k 个\n外加预训练文本", "About 31k bare prompts,\nplus pre-training text"),
    ),
]
STAGES = [
    ("预训练", "Pre-training", ("下一个 token 的交叉熵", "next-token loss")),
    ("SFT", "SFT", ("回答部分的交叉熵", "loss on the answer only")),
    ("奖励模型", "Reward model", "$−log σ(r_w − r_l)$"),
    ("PPO", "PPO", ("奖励减去对 SFT 的 KL", "reward minus KL to SFT")),
]
for y, (tone, label) in zip(Y, DATA, strict=True):
    d.box(LEFT, y, W, H, label, tone=tone, size=12)
    d.arrow((LEFT + W, y + H / 2), (RIGHT, y + H / 2))
for n, (y, (zh, en, loss)) in enumerate(zip(Y, STAGES, strict=True)):
    tone = "c" if n == 2 else "a"
    d.box(RIGHT, y, W, H, tone=tone)
    d.text(RIGHT + W / 2, y + 16, (zh, en), bold=True, size=13)
    d.text(RIGHT + W / 2, y + 35, loss, size=13 if n == 2 else 12)

# Weights go down the right; the reward model's go nowhere, only its score does.
x = RIGHT + 118
d.arrow((x, Y[0] + H), (x, Y[1]), ("权重", "weights"), tone="a")
bypass = RIGHT + W + 14
d.line(
    [
        (RIGHT + W, Y[1] + H / 2),
        (bypass, Y[1] + H / 2),
        (bypass, Y[3] + H / 2),
        (RIGHT + W, Y[3] + H / 2),
    ],
    tone="a",
    arrow=True,
)
d.text(
    bypass - 6,
    Y[1] + H + GAP / 2,
    ("起点，也是 KL 的参照", "start, KL reference"),
    size=12,
    anchor="end",
    tone="a",
)
d.arrow((x, Y[2] + H), (x, Y[3]), ("打分 $r$", "score $r$"), tone="c")

# Answers to be ranked come from the models themselves.
middle = LEFT + W / 2
for start, end, label, dash in (
    (Y[1] + H, Y[2], ("采样 $K$ 个回答", "samples $K$ answers"), False),
    (Y[3], Y[2] + H, ("反复：采样新回答", "repeat: new answers"), True),
):
    y = (start + end) / 2
    corner = RIGHT + 24
    path = [(corner, start), (corner, y), (middle, y), (middle, end)]
    d.line(path, tone="a", dash=dash, arrow=True)
    d.text((middle + corner) / 2, y - 9, label, size=12, tone="a")
d.print()
