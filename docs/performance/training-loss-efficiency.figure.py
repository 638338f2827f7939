# How much of the T x V logits is in memory at once, whole and in chunks.
from drawing import Drawing

T, V, FP32, LAYERS, WIDTH = 8192, 128_000, 4, 32, 4096
ROWS, BLOCK = 1024, 16_000
GIB = 2**30

whole = T * V * FP32 / GIB
by_rows = ROWS * V * FP32 / GIB
by_vocabulary = T * BLOCK * FP32 / GIB
checkpoints = LAYERS * T * WIDTH * 2 / GIB
assert f"{whole:.2f} {3 * whole:.1f} {by_rows:.2f} {checkpoints:g}" == "3.91 11.7 0.49 2"
assert by_rows == by_vocabulary

g = Drawing(400, 292)
W, H, TOP, NOW, COLUMN = 104, 80, 48, 2, 5  # the chunks being worked on
XS = 22, 154, 286

NAMES = (("一次算完", "All at once"), ("按 token 分块", "By tokens"),
         ("按词表分块", "By vocabulary"))
for x, name, now in zip(XS, NAMES, (
        (f"词表 {V:,}", f"vocabulary {V:,}"), (f"每块 {ROWS:,} 行", f"{ROWS:,} rows each"),
        (f"每块 {BLOCK:,} 列", f"{BLOCK:,} columns each")), strict=True):
    g.text(x + W / 2, 12, name, bold=True)
    g.text(x + W / 2, 32, now, size=11, tone="muted")
g.text(10, TOP + H / 2, (f"{T:,} 个 token", f"{T:,} tokens"), size=11, tone="muted", turned=True)

g.box(XS[0], TOP, W, H, ("全部 logits", "all logits"), tone="b", fill=0.4, corner=0)

x, high = XS[1], H * ROWS / T
g.box(x, TOP, W, H, tone="muted", fill=0, corner=0, dash=True)
g.box(x, TOP + NOW * high, W, high, tone="a", fill=0.6, corner=0)
g.text(x + W / 2, TOP + NOW * high / 2, ("算完，扔掉", "done, dropped"), size=11, tone="muted")
g.arrow((x + W / 2, TOP + (NOW + 1) * high + 4), (x + W / 2, TOP + H - 6), tone="a")

x, wide = XS[2], W * BLOCK / V
g.box(x, TOP, W, H, tone="muted", fill=0, corner=0, dash=True)
g.box(x + COLUMN * wide, TOP, wide, H, tone="a", fill=0.6, corner=0)
g.arrow((x + (COLUMN + 1) * wide + 3, TOP + H / 2), (x + W - 3, TOP + H / 2), tone="a")
g.text(x + COLUMN * wide / 2, TOP + H / 2,
       ("只留下\n$M$、$s$、$z_y$", "kept:\n$M$, $s$, $z_y$"), size=11, tone="muted")

LEFT, BAR, SCALE = 112, 16, 12.6
y = TOP + H + 44
g.text(8, y - 16, ("同时占用的显存", "Memory held at once"), bold=True, anchor="start", size=12)
for name, size, tone in (
        (NAMES[0], whole, "b"), (NAMES[1], by_rows, "a"), (NAMES[2], by_vocabulary, "a"),
        (("激活检查点", "Checkpoints"), checkpoints, "muted")):
    middle = y + BAR / 2
    g.text(LEFT - 6, middle, name, size=12, anchor="end")
    end = LEFT + size * SCALE
    g.box(LEFT, y, end - LEFT, BAR, tone=tone, fill=0.7, corner=0, outline=False)
    label = (f"{size:.2f} GiB（{LAYERS} 层）", f"{size:.2f} GiB ({LAYERS} layers)")
    if tone != "muted":
        g.box(end, y, 2 * (end - LEFT), BAR, tone=tone, fill=0.2, corner=0, outline=False)
        end = LEFT + 3 * size * SCALE
        label = f"{size:.2f} × 3 ≈ {3 * size:.1f} GiB"
    g.text(end + 6, middle, label, size=12, anchor="start")
    y += BAR + 9
g.text(8, y + 8, (
    "深色是 logits；浅色是 log-softmax 和梯度，原地计算可省掉",
    "dark: logits; pale: log-softmax and gradient (none if in place)"),
    size=11, anchor="start", tone="muted")
g.print()
