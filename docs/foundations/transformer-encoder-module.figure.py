"""The base encoder, from ids to memory, with the shape at every step."""

from drawing import Drawing

D, HEADS, FF = 512, 8, 2048
DK = D // HEADS
ROWS = f"$n$ × {D}"
STREAM, BOX, WIDE = 62, 140, 236

d = Drawing(400, 424)
d.box(12, 2, 376, 30,
      ("$√d$ · $E$[ids] + $PE$，再 dropout", "$√d$ · $E$[ids] + $PE$, then dropout"))
d.arrow((STREAM, 32), (STREAM, 158))
d.text(STREAM + 8, 50, (f"$X_0$：{ROWS}", f"$X_0$: {ROWS}"), size=12, anchor="start")
d.text(388, 50, ("6 层，结构相同，权重各异", "6 layers, each with its own weights"), size=12,
       anchor="end", tone="muted")
d.box(12, 70, 376, 296, dash=True, fill=0, tone="muted")


def sublayer(y, name, inner, mixing, result, tone):
    """Read from the stream, add to it, normalize it."""
    d.arrow((STREAM, y + 30), (BOX - 1, y + 30), ROWS, size=11.5)
    d.box(BOX, y, WIDE, 66, tone=tone, fill=0.14)
    d.text(BOX + WIDE / 2, y + 13, name, bold=True)
    d.text(BOX + WIDE / 2, y + 33, inner, size=12)
    d.text(BOX + WIDE / 2, y + 53, mixing, size=12, tone=tone)
    turn, plus = BOX + WIDE / 2, y + 88
    d.line([(turn, y + 66), (turn, plus), (STREAM + 11, plus)], arrow=True)
    d.text((STREAM + turn) / 2 + 12, plus - 9, ("dropout 后相加", "dropout, then add"),
           size=11.5)
    d.circle(STREAM, plus, 10, "+", fill=0, size=14)
    d.arrow((STREAM, plus + 10), (STREAM, plus + 21))
    d.box(STREAM - 24, plus + 22, 48, 24, "LN", size=12)
    d.text(STREAM + 32, plus + 34, result, size=12, anchor="start")


sublayer(80, ("多头自注意力", "Multi-head self-attention"),
         (f"{HEADS} 个头，每头 $n$ × {DK}，权重 $n$ × $n$",
          f"{HEADS} heads of $n$ × {DK}, weights $n$ × $n$"),
         ("唯一让各行混合的地方", "the only place where rows mix"), "$Y_l$", "a")
d.arrow((STREAM, 214), (STREAM, 300))
sublayer(222, ("前馈网络（FFN）", "Feed-forward network (FFN)"), f"{D} → {FF} → {D}",
         ("每行单独计算", "each row by itself"), "$X_l$", "plain")
d.arrow((STREAM, 356), (STREAM, 390))
d.box(12, 391, 376, 30, tone="c", label=(
    f"$M$：{ROWS}，解码器每一层都读它", f"$M$: {ROWS}, read by every decoder layer"))
d.print()
