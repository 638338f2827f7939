# Which query heads share which keys and values, and how many numbers are cached.
from drawing import Drawing

HEADS, WIDTH, LATENT, ROPE = 128, 128, 512, 64  # as in the page's comparison
full = 2 * HEADS * WIDTH
cached = {"MHA": full, "GQA": 2 * 8 * WIDTH, "MQA": 2 * WIDTH, "MLA": LATENT + ROPE}
assert list(cached.values()) == [32768, 2048, 256, 576]
assert f"{cached['MLA'] / full:.2%}" == "1.76%"

g = Drawing(400, 408)
SHOWN, LEFT, PITCH, R, SIDE = 8, 74, 23, 7, 16  # eight of the heads are drawn
RIGHT, BAR = 286, 106
g.text(LEFT + SHOWN * PITCH / 2, 12, ("填色的方框才要缓存", "filled boxes are cached"),
       size=12, tone="muted")
g.text(RIGHT + BAR / 2, 12, ("缓存多少个数*", "numbers cached*"), size=12, tone="muted")


def centre(i):
    return LEFT + (i + 0.5) * PITCH


def fan(first, heads, y, point, *, tone, dash=False):
    """Lines from every head to one point, two to a path."""
    for i in range((heads + 1) // 2):
        ends = [(centre(first + j), y) for j in (i, heads - 1 - i)]
        g.line([ends[0], point, *ends[1:heads]], tone=tone, width=1, dash=dash)


def row(name, y, groups, below=42, *, stored=True):
    """Eight query heads, and under them one K/V box for every group of them."""
    g.text(8, y + below / 2, name, bold=True, anchor="start", size=14)
    g.text(LEFT - 6, y, "Q", size=12, anchor="end", tone="a")
    g.text(LEFT - 6, y + below, ("K、V", "K, V"), size=12, anchor="end", tone="c")
    each = SHOWN // groups
    for k in range(groups):
        middle = (centre(k * each) + centre((k + 1) * each - 1)) / 2
        fan(k * each, each, y + R, (middle, y + below - SIDE / 2), tone="muted")
        g.box(middle - SIDE / 2, y + below - SIDE / 2, SIDE, SIDE,
              tone="c", fill=0.5 * stored, dash=not stored, corner=2)
    for i in range(SHOWN):
        g.circle(centre(i), y, R, tone="a", fill=0.3)
    size = cached[name]
    g.text(RIGHT, y + below / 2 - 10, f"{size:,}", bold=True, anchor="start")
    share = "100%" if size == full else f"{size / full:.2%}"
    g.text(RIGHT + BAR, y + below / 2 - 10, share, size=12, anchor="end")
    g.box(RIGHT, y + below / 2 + 2, max(BAR * size / full, 1), 12,
          tone="c" if stored else "d", fill=0.6, corner=0, outline=False)


row("MHA", 44, 8)
row("GQA", 124, 2)
row("MQA", 204, 1)
row("MLA", 284, 8, stored=False)
# A box's area is proportional to its numbers: one K/V head has 2 * 128 of them.
wide, narrow = SIDE * LATENT / (2 * WIDTH), SIDE * ROPE / (2 * WIDTH)
middle, top = LEFT + SHOWN * PITCH / 2, 358
fan(0, SHOWN, 284 + 42 + SIDE / 2, (middle, top), tone="d", dash=True)
g.box(middle - (wide + narrow) / 2, top, wide, SIDE, tone="d", fill=0.5, corner=0)
g.box(middle + (wide - narrow) / 2, top, narrow, SIDE, tone="d", fill=0.9, corner=0)
g.text(middle - wide / 2 - 6, top + 8, f"$c_t$: {LATENT}", size=12, anchor="end", tone="d")
g.text(middle + wide / 2 + 8, top + 8, f"$k_t^R$: {ROPE}", size=12, anchor="start", tone="d")
g.text(8, 396, ("* 每层每 token；128 个头、头宽 128，GQA-8；图中只画 8 个头",
                "* per token and layer; 128 heads of 128, GQA-8; 8 heads drawn"),
       size=11, anchor="start", tone="muted")
g.print()
