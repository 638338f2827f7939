# The batch of the experiment: labels shifted into inputs, a loss per position, and its weight.
import numpy as np
from drawing import Drawing

PAD, BOS, EOS, EPS, V, WIDTH = 0, 1, 2, 0.1, 9, 6
labels = np.array([[5, 3, 7, EOS], [4, EOS, PAD, PAD]])
inputs = np.hstack([[[BOS], [BOS]], labels[:, :-1]])  # shifted right
E = np.random.default_rng(0).standard_normal((V, WIDTH)) / WIDTH**0.5
z = E[inputs].cumsum(1) @ E.T  # a stand-in decoder: sees the past only
logp = z - np.log(np.exp(z).sum(-1, keepdims=True))
q = (1 - EPS) * np.eye(V)[labels] + EPS / V
loss, w = -(q * logp).sum(-1), labels != PAD
mean = (w * loss).sum() / w.sum()
assert w.sum() == 6 and (inputs[:, 1:] == labels[:, :-1]).all()
assert abs(mean - (w * loss.round(2)).sum() / w.sum()) < 0.005  # so do the shown numbers

words = {BOS: "BOS", EOS: "EOS", PAD: "PAD", 5: ("天", "it"), 3: ("气", "is"), 7: ("好", "fine"),
         4: ("是", "yes")}
d = Drawing(400, 264)
STEP, WIDE, HIGH = 41, 36, 26
LABEL, INPUT, DECODER, LOSS, WEIGHT = 4, 60, 110, 160, 194
for y, name in (
    (LABEL, ("标签", "labels")),
    (INPUT, ("输入", "inputs")),
    (LOSS, ("损失 $ℓ_t$", "loss $ℓ_t$")),
    (WEIGHT, ("权重 $w_t$", "weight $w_t$")),
):
    d.text(0, y + HIGH / 2, name, size=12, anchor="start")
d.text(0, (LABEL + INPUT + HIGH) / 2, ("右移一位", "shift right"), size=12, anchor="start", tone="c")
for b, left in enumerate((68, 240)):
    name = "解码器，因果 mask", "decoder, causal mask"
    d.box(left, DECODER, 3 * STEP + WIDE, HIGH, name, size=12)
    for t in range(4):
        x, real = left + t * STEP, bool(w[b, t])
        middle = x + WIDE / 2
        for y, word, counts, tone in (
            (LABEL, words[labels[b, t]], real, "c"),
            (INPUT, words[inputs[b, t]], inputs[b, t] != PAD, "c"),
            (LOSS, f"{loss[b, t]:.2f}", real, "a"),
        ):
            d.box(x, y, WIDE, HIGH, word, tone=tone if counts else "muted", size=12,
                  dash=not counts, fill=0.18 if counts else 0.04)
        d.text(middle, WEIGHT + HIGH / 2, "1" if real else "0", bold=real,
               tone="a" if real else "muted")
        if t < 3:
            d.arrow((middle + 4, LABEL + HIGH), (middle + STEP - 4, INPUT), width=1.1, tone="c")
        d.arrow((middle, INPUT + HIGH), (middle, DECODER), width=1.1)
        d.arrow((middle, DECODER + HIGH), (middle, LOSS), width=1.1)
d.text(200, 246, (f"$L$ = Σ $w_t$ $ℓ_t$ / Σ $w_t$ = {mean:.2f}：只对 {w.sum()} 个真实 token 取平均",
                  f"$L$ = Σ $w_t$ $ℓ_t$ / Σ $w_t$ = {mean:.2f}, a mean over {w.sum()} real tokens"))
d.print()
