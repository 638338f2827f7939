# Tiles between HBM and SRAM, and the running maximum and sum of one row.
import math

from drawing import Drawing

g = Drawing(400, 384)
COLUMNS = 66, 159, 252, 345  # middles of Q, K, V, O
TILE, HIGH, R, C = 18, 20, 1, 2  # the tiles in work: number R of Q and O, C of K and V


def tile_x(column, k):
    return COLUMNS[column] + (k - 1.5) * TILE


qx, kx, vx, ox = tile_x(0, R), tile_x(1, C), tile_x(2, C), tile_x(3, R)
for y, high, name in (6, 66, "HBM"), (112, 158, "SRAM"):
    g.box(6, y, 388, high, tone="muted", fill=0.05)
    g.text(386, y + 14, name, size=12, bold=True, anchor="end")
g.text(14, 20, ("不写出 $n×n$ 矩阵", "no $n×n$ matrix is written"),
       size=12, anchor="start", tone="muted")
for x, name, tone, here in zip(COLUMNS, "QKVO", ("a", "c", "d", "plain"), (R, C, C, R),
                               strict=True):
    left = x - 2 * TILE
    g.text(left - 11, 50, f"${name}$", size=14, tone=tone)
    g.box(left, 40, 4 * TILE, HIGH, tone=tone, fill=0.08, corner=0)
    g.box(left + here * TILE, 40, TILE, HIGH, tone=tone, fill=0.45, corner=0)
    g.line([(left + k * TILE, 40 + HIGH * ((k + side) % 2)) for k in (1, 2, 3) for side in (0, 1)],
           tone=tone, width=1)

for x, name, tone, times in (
        (qx, "$Q_r$", "a", ("一次", "once")), (kx, "$K_c$", "c", ("逐块", "each tile")),
        (vx, "$V_c$", "d", ("逐块", "each tile"))):
    g.line([(x, 61), (x, 134)], tone=tone, arrow=True)
    g.text(x + 6, 92, times, size=12, tone=tone, anchor="start")
    g.box(x - 24, 136, 48, 24, name, tone=tone, fill=0.3)
g.box(qx - 24, 184, kx - qx + 48, 26, "$S=Q_rK_c^⊤/√d$", fill=0.06)
g.text(kx + 30, 197, ("用完就扔", "dropped"), size=11, tone="muted", anchor="start")
for x, tone in (qx, "a"), (kx, "c"):
    g.arrow((x, 161), (x, 182), tone=tone)
g.arrow(((qx + kx) / 2, 211), ((qx + kx) / 2, 233))
g.arrow((vx, 161), (vx, 233), tone="d")
g.box(qx - 24, 235, ox - qx + 48, 26,
      ("更新 $m$；$ℓ$、$O$ 先乘 $e^{m−m′}$，再加这一块",
       "new $m′$; $ℓ$ and $O$ times $e^{m−m′}$, plus this tile"),
      tone="b", fill=0.15, size=12)
g.line([(ox, 234), (ox, 62)], arrow=True)
g.text(ox + 6, 180, ("最后\n写 $O/ℓ$", "finally\nwrite $O/ℓ$"), size=11, anchor="start")

# The state of one row of scores, two keys per tile.
scores = (1.0, 0.2), (2.1, -0.5), (0.7, 1.5), (3.0, 0.4)
m, total = -math.inf, 0.0
TOP, LINE, LEFT, STEP = 308, 21, 108, 70
g.text(14, 288, ("一行的状态", "State of a row"), size=12, bold=True, anchor="start")
for i, name in enumerate((("这一块的分数", "scores of tile"), ("最大值 $m′$", "maximum $m′$"),
                          ("因子 $e^{m−m′}$", "factor $e^{m−m′}$"), ("和 $ℓ′$", "sum $ℓ′$"))):
    g.text(LEFT - 4, TOP + i * LINE, name, size=12, anchor="end")
for j, tile in enumerate(scores):
    new = max(m, *tile)
    factor = math.exp(m - new)
    total = factor * total + sum(math.exp(s - new) for s in tile)
    m = new
    x = LEFT + (j + 0.5) * STEP
    g.text(x, 288, (f"第 {j + 1} 块", f"tile {j + 1}"), size=12, tone="muted")
    pair = ", ".join(f"{s:.1f}".replace("-", "−") for s in tile)
    for i, (cell, tone) in enumerate(((pair, "plain"), (f"{m:.1f}", "plain"),
                                      (f"{factor:.2f}", "b"), (f"{total:.2f}", "plain"))):
        g.text(x, TOP + i * LINE, cell, size=12, tone=tone)
exact = sum(math.exp(s) for tile in scores for s in tile)
assert math.isclose(total * math.exp(m), exact)
g.print()
