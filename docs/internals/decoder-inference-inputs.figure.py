# What the decoder is given and what it computes: one pass in training, a step a token at inference.
from drawing import Drawing

d = Drawing(400, 306)
LEFT, STEP, WIDE, HIGH, OUT = 70, 56, 46, 24, 330
GOLD = "BOS", "$y_1$", "$y_2$", "$y_3$"
OWN = "BOS", "$ŷ_1$", "$ŷ_2$", "$ŷ_3$", "$ŷ_4$"

d.text(0, 9, ("训练：标准答案右移一位，一次算完", "Training: the reference shifted right, all at once"),
       anchor="start", bold=True)
y = 26
d.text(0, y + HIGH / 2, ("一次前向", "one pass"), size=12, anchor="start")
for k, name in enumerate(GOLD):
    d.box(LEFT + k * STEP, y, WIDE, HIGH, name, tone="a", fill=0.3)
d.box(LEFT - 5, y - 5, 3 * STEP + WIDE + 10, HIGH + 10, tone="a", fill=0)  # all of them
d.arrow((LEFT + 3 * STEP + WIDE + 5, y + HIGH / 2), (OUT, y + HIGH / 2), width=1.2)
d.box(OUT, y, 64, HIGH, ("4 个损失", "4 losses"), size=12)

d.text(0, 83, ("推理：自己的输出，每步只算一个位置", "Inference: own outputs, one position a step"),
       anchor="start", bold=True)
for t in range(4):
    y = 100 + 38 * t
    d.text(0, y + HIGH / 2, (f"第 {t + 1} 步", f"step {t + 1}"), size=12, anchor="start")
    for k in range(t + 1):
        d.box(LEFT + k * STEP, y, WIDE, HIGH, OWN[k], tone="a" if k == t else "c",
              fill=0.3 if k == t else 0.12, dash=k < t)
    d.arrow((LEFT + t * STEP + WIDE, y + HIGH / 2), (OUT, y + HIGH / 2), width=1.2)
    d.box(OUT, y, 64, HIGH, OWN[t + 1])
    if t < 3:  # the chosen token is the next step's input
        turn, into = y + HIGH + 7, LEFT + (t + 1) * STEP + WIDE / 2
        d.line([(OUT + 32, y + HIGH), (OUT + 32, turn), (into, turn), (into, y + 38)],
               arrow=True, width=1.2, tone="a")
d.box(LEFT, 252, OUT + 64 - LEFT, HIGH, ("交叉注意力的 K、V：由 $M$ 算一次，每步都读",
      "cross-attention K, V: from $M$, once for all steps"), tone="d", fill=0.15, size=12)
for x, tone, dash, name in ((LEFT, "a", False, ("这一步计算", "computed now")),
                            (LEFT + 132, "c", True, ("K、V 从缓存读", "K, V read from the cache"))):
    d.box(x, 289, 16, 12, tone=tone, fill=0.12 if dash else 0.3, dash=dash, corner=2)
    d.text(x + 22, 295, name, size=12, anchor="start")
d.print()
