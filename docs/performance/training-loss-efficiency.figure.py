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

g = Drawing(400, 314)
W, H, TOP = 100, 84, 48
AT = (24, 160, 284)


def title(x, zh, en):
    g.text(x + W / 2, 12, (zh, en), bold=True)


title(AT[0], "一次算完", "All at once")
for k in (2, 1, 0):  # logits, log-softmax and the gradient behind one another
    g.box(AT[0] + 7 * k, TOP - 7 * k, W, H, tone="b", fill=1 if k else 0.4)
g.print()
