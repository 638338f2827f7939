# Where image and text meet: in every layer, in some layers, or in a dot product.
from drawing import Drawing

g = Drawing(400, 412)
LEFTS, WIDE, NARROW, HIGH = (6, 141, 276), 118, 56, 26
NAMES, TOKENS, GAP = 54, 64, 26  # heights of the modalities' names and tokens; between layers
LAYERS = [102 + k * (HIGH + GAP) for k in range(5)]
END = LAYERS[-1] + HIGH
IMAGE, TEXT, MEET = "c", "a", "d"
SELF, CROSS = ("自注意力", "self"), ("交叉", "cross")


def head(left, title, models, where):
    middle = left + WIDE / 2
    g.text(middle, 12, title, bold=True, size=14)
    g.text(middle, 31, models, size=11, tone="muted")
    g.text(middle, 392, where, size=12, tone=MEET)
    return middle


def tokens(middle, tone, name):
    g.text(middle, NAMES, name, size=12, tone=tone)
    x, y, side = middle - 25, TOKENS, 17
    g.box(x, y, 3 * side, side, tone=tone, fill=0.45, corner=0)
    g.line([(x + side, y), (x + side, y + side), (x + 2 * side, y + side), (x + 2 * side, y)],
           tone=tone, width=1)


BOTH = ((IMAGE, ("图像", "image")), (TEXT, ("文本", "text")))

# Single stream: one sequence, the same layers for all.
left = LEFTS[0]
m = head(left, ("单流", "Single stream"), ("VisualBERT、UNITER", "VisualBERT, UNITER"),
         ("每一层都相遇，\n共用一个 softmax", "in every layer,\nin one softmax"))
for side, (tone, name) in zip((-1, 1), BOTH, strict=True):
    tokens(m + side * 26, tone, name)
for k, y in enumerate(LAYERS):
    g.arrow((m, LAYERS[k - 1] + HIGH if k else TOKENS + 18), (m, y), tone=MEET)
    g.box(left + 2, y, WIDE - 4, HIGH, ("一起做自注意力", "joint attention"), tone=MEET,
          fill=0.25, size=12)

# Dual stream and dual encoder: a stack for each modality.
for left, dual, title, models, where in (
        (LEFTS[1], True, ("双流", "Dual stream"), ("ViLBERT、LXMERT", "ViLBERT, LXMERT"),
         ("在中间几层相遇，\n互传 K、V", "in some layers,\nswapping K, V")),
        (LEFTS[2], False, ("双编码器", "Dual encoder"), "CLIP",
         ("只在最后相遇，\n做一次点积", "only at the end,\nin a dot product"))):
    middle = head(left, title, models, where)
    stacks = left + NARROW / 2, left + WIDE - NARROW / 2
    for i, (tone, name) in enumerate(BOTH):
        m, other = stacks[i], stacks[1 - i]
        tokens(m, tone, name)
        for k, y in enumerate(LAYERS):
            above = LAYERS[k - 1] + HIGH if k else TOKENS + 17
            meet = dual and k in (1, 3)
            g.arrow((m, above), (m, y), tone=tone)
            if meet:  # keys and values come from the other stream
                side = 14 if m < other else -14
                g.arrow((other - side, above), (m + side, y), tone=MEET)
            g.box(m - NARROW / 2, y, NARROW, HIGH, CROSS if meet else SELF,
                  tone=MEET if meet else tone, fill=0.25 if meet else 0.12, size=12)
        if not dual:
            g.arrow((m, END), (middle + (8 if m > middle else -8), END + 22), tone=tone)
    if not dual:
        g.circle(middle, END + 27, 9, "·", tone=MEET, fill=0.3, size=20)
g.print()
