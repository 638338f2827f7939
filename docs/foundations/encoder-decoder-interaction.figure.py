"""One memory, read by the cross-attention of every decoder layer."""

from drawing import Drawing

ENC, WIDE, MEM, DEC = 4, 112, 148, 238

d = Drawing(400, 418)

# The encoder: only its last layer has a way out.
middle = ENC + WIDE / 2
d.text(middle, 12, ("源 token", "source tokens"))
at = 22.0
for name, y in (("1", 54), ("2", 104), ("$N$", 186)):
    if name == "$N$":
        d.text(middle, 156, "⋮", size=16)
        at = 168
    d.arrow((middle, at), (middle, y - 1))
    d.box(ENC, y, WIDE, 30, (f"编码器第 {name} 层", f"encoder layer {name}"), size=12)
    at = y + 30
d.arrow((ENC + WIDE, 201), (MEM - 1, 201), tone="c")

d.box(MEM, 34, 26, 346, "$M$", tone="c", fill=0.2, size=15)
d.text(MEM + 13, 394, ("每句算一次", "once per source"), size=11.5, tone="c")

# The decoder: the queries are made within each layer.
middle = DEC + 76
d.text(middle, 12, ("目标前缀", "target prefix"))
at = 22.0
for name, top in (("1", 34), ("N", 224)):
    label = f"${name}$" if name == "N" else name
    d.box(DEC - 8, top, 168, 156, dash=True, fill=0, tone="muted")
    d.arrow((middle, at), (middle, top + 9))
    d.box(DEC, top + 10, 152, 30, ("掩码自注意力", "masked self-attention"), size=12)
    d.arrow((middle, top + 40), (middle, top + 68), f"$Q_{name}$", tone="a")
    d.box(DEC, top + 69, 152, 30, ("交叉注意力", "cross-attention"), tone="d", bold=True)
    d.arrow((MEM + 26, top + 84), (DEC - 1, top + 84), tone="c")
    d.text(MEM + 54, top + 74, f"$K_{name}$, $V_{name}$", size=12, tone="c")
    d.arrow((middle, top + 99), (middle, top + 115))
    d.box(DEC, top + 116, 152, 30, "FFN", size=12)
    d.text(DEC - 14, top + 17, (f"解码器\n第 {label} 层", f"decoder\nlayer {label}"),
           size=11.5, anchor="end", tone="muted")
    at = top + 186
d.line([(middle, 180), (middle, 197)])
d.text(middle, 207, "⋮", size=16)
d.arrow((middle, 370), (middle, 396))
d.text(middle, 406, ("输出", "output"))
d.print()
