# A decoder block with the parts of 2017 beside a LLaMA block, row by row.
from drawing import Drawing

g = Drawing(400, 430)
WIDE, HIGH, PLUS = 108, 24, 8
OLD, NEW = "b", "a"
EMBED, POSITION, TOP, NORM1, ATTENTION, SUM1, NORM2, FFN, SUM2, NORM3, END, LAST, OUT = (
    22, 59, 76, 96, 134, 181, 205, 247, 302, 324, 356, 368, 410)


def column(left, title, tone):
    middle = left + WIDE / 2
    g.text(middle, 11, title, bold=True, tone=tone)
    g.box(left, EMBED, WIDE, HIGH, ("词嵌入", "embedding"))
    g.box(left - 30, TOP, 186, END - TOP, tone="muted", fill=0, dash=True)
    g.text(left + 142, END - 14, "× $L$", size=12, tone="muted")
    g.box(left, ATTENTION, WIDE, HIGH + 4, ("因果自注意力", "causal attention"), size=12)
    g.text(middle, OUT + 11, ("输出矩阵", "output matrix"), size=12)
    for y in SUM1, SUM2:
        plus(middle, y)
    return middle


def plus(x, y, tone="plain"):
    g.circle(x, y, PLUS, tone=tone, fill=0)
    g.line([(x - 4, y), (x + 4, y)], tone=tone, width=1.2)
    g.line([(x, y - 4), (x, y + 4)], tone=tone, width=1.2)


def down(x, *stops):
    """Arrows from the end of one thing to the beginning of the next."""
    for start, end in zip(stops[::2], stops[1::2], strict=True):
        g.arrow((x, start), (x, end))


def skip(middle, left, start, end):
    """The path that goes round a sub-layer, from a fork to a sum."""
    g.line([(middle, start), (left - 18, start), (left - 18, end), (middle - PLUS, end)],
           tone="c", width=2, arrow=True)


# 2017: the norm comes after the sum, so every path runs through it.
x = 36
m = column(x, ("2017 年的零件", "Parts of 2017"), OLD)
g.box(x + WIDE + 7, POSITION - 11, 35, 22, ("位置", "pos."), tone=OLD, fill=0.2, size=12)
plus(m, POSITION)
g.arrow((x + WIDE + 6, POSITION), (m + PLUS, POSITION), tone=OLD)
skip(m, x, 86, SUM1)
skip(m, x, NORM2 + HIGH + 8, SUM2)
for y in NORM2, NORM3:
    g.box(x, y, WIDE, HIGH, "LayerNorm", tone=OLD, fill=0.2)
g.box(x, FFN, WIDE, 36, ("ReLU FFN\n宽 $4d$", "ReLU FFN,\nwidth $4d$"),
      tone=OLD, fill=0.2, size=12)
down(m, EMBED + HIGH, POSITION - PLUS, POSITION + PLUS, ATTENTION,
     ATTENTION + HIGH + 4, SUM1 - PLUS, SUM1 + PLUS, NORM2, NORM2 + HIGH, FFN, FFN + 36,
     SUM2 - PLUS, SUM2 + PLUS, NORM3,
     NORM3 + HIGH, OUT)
g.text(x - 12, 99, ("残差", "residual"), size=12, tone="c", anchor="start")

# LLaMA: the norm stands inside the branch, and the sum is never normalized.
x = 238
m = column(x, "LLaMA", NEW)
skip(m, x, 86, SUM1)
skip(m, x, SUM1 + PLUS + 6, SUM2)
for y in NORM1, NORM2, LAST:
    g.box(x, y, WIDE, HIGH, "RMSNorm", tone=NEW, fill=0.25)
g.line([(x + WIDE, ATTENTION + 14), (x + WIDE + 7, ATTENTION + 14)], tone=NEW)
g.box(x + WIDE + 7, ATTENTION + 3, 35, 22, "RoPE", tone=NEW, fill=0.25, size=12)
g.box(x, FFN, WIDE, 36, ("SwiGLU FFN\n宽 $8d/3$", "SwiGLU FFN,\nwidth $8d/3$"),
      tone=NEW, fill=0.25, size=12)
down(m, EMBED + HIGH, NORM1, NORM1 + HIGH, ATTENTION, ATTENTION + HIGH + 4, SUM1 - PLUS,
     SUM1 + PLUS, NORM2, NORM2 + HIGH, FFN, FFN + 36, SUM2 - PLUS, SUM2 + PLUS, LAST)
g.arrow((m, LAST + HIGH), (m, OUT))
g.print()
