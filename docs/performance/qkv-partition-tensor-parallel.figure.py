# Two devices: QKV cut by columns, the output matrix by rows, one all-reduce.
from drawing import Drawing

g = Drawing(400, 414)
LANES, WIDE = (8, 212), 180  # left edges of the devices' lanes, and their width
TONES = ("a", "c")
FLOW, MATS, SIDE = 24, 60, 32  # in a lane: the arrow, the weights, a weight's side


def weight(x, y, device, label, *, by_columns):
    """A whole matrix as a dashed square, this device's half of it filled."""
    g.box(x, y, SIDE, SIDE, tone="muted", fill=0, corner=0, dash=True)
    half = SIDE / 2
    part = ((x + device * half, y, half, SIDE) if by_columns
            else (x, y + device * half, SIDE, half))
    g.box(*part, tone=TONES[device], fill=0.5, corner=0, outline=False)
    g.text(x + SIDE / 2, y + SIDE / 2, label, size=12)


g.box(8, 26, 384, 22, ("反向在这里 all-reduce：两份 $∂L/∂X$ 相加",
                       "backward: an all-reduce here adds up $∂L/∂X$"),
      tone="muted", fill=0, dash=True, size=12)
for device, (x, tone) in enumerate(zip(LANES, TONES, strict=True)):
    heads = ("1–4", "5–8")[device]
    flow, middle = x + FLOW, x + WIDE / 2
    g.text(middle, 11, (f"卡 {device + 1}", f"Device {device + 1}"), bold=True, tone=tone)
    g.arrow((middle, 67), (middle, 50), tone="muted", dash=True)
    g.box(x, 68, WIDE, 26, ("完整的 $X$", "all of $X$"))
    g.arrow((flow, 95), (flow, 162), tone=tone)
    g.text(x + MATS, 107, ("按列切", "by columns"), size=12, anchor="start")
    for k, name in enumerate(("$W_Q$", "$W_K$", "$W_V$")):
        weight(x + MATS + k * (SIDE + 8), 119, device, name, by_columns=True)
    g.box(x, 164, WIDE, 40, (f"头 {heads} 的注意力\n全在本卡上算完",
                             f"attention of heads {heads},\nall on this device"), tone=tone)
    g.arrow((flow, 205), (flow, 260), tone=tone)
    weight(x + MATS, 217, device, "$W_O$", by_columns=False)
    g.text(x + MATS + SIDE + 8, 217 + SIDE / 2, ("按行切", "by rows"), size=12, anchor="start")
    g.box(x, 262, WIDE, 26,
          (f"部分和 $Y_{device + 1}$", f"partial sum $Y_{device + 1}$"), tone=tone)
    g.arrow((middle, 289), (middle, 308), tone=tone)
    g.arrow((middle, 337), (middle, 356))
    g.box(x, 358, WIDE, 26, ("完整的 $Y$", "all of $Y$"))
g.box(8, 310, 384, 26, ("all-reduce：$Y=Y_1+Y_2$", "all-reduce: $Y=Y_1+Y_2$"),
      tone="b", fill=0.25)
g.text(200, 401, ("虚线方块是整个权重矩阵，填色的一半在本卡",
                  "dashed squares: whole weight matrices; filled: this device’s half"),
       size=11, tone="muted")
g.print()
