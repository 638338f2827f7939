# A batch of three pairs: cosines, softmax along rows and columns, the diagonal as target.
import numpy as np
from drawing import Drawing

C = np.array([[0.8, 0.1, 0.3], [0.2, 0.7, 0.4], [0.3, 0.2, 0.9]])  # the page's 3 x 3
S0 = 1 / 0.07


def softmax(x, axis):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def matched(s):  # probability of the right partner, by row and by column
    return softmax(s * C, 1).diagonal(), softmax(s * C, 0).diagonal()


def loss(s):
    rows, columns = matched(s)
    return -(np.log(rows) + np.log(columns)).mean() / 2


assert f"{matched(1)[0][0]:.3f} {loss(1):.4f} {loss(S0):.4f}" == "0.475 0.7694 0.0031"

g = Drawing(400, 324)
N, CW, CH, LEFT, TOP = 3, 52, 40, 96, 96
RIGHT, BOTTOM = LEFT + N * CW, TOP + N * CH
COLUMNS, ROWS = (303, 364), (262, 284)  # where the probabilities stand

g.box(LEFT, 8, N * CW, 26, ("文本编码器", "text encoder"), tone="c")
g.box(8, TOP, 26, N * CH, tone="a")
g.text(21, TOP + N * CH / 2, ("图像编码器", "image encoder"), turned=True)
for k in range(N):
    x, y = LEFT + (k + 0.5) * CW, TOP + (k + 0.5) * CH
    g.arrow((x, 35), (x, 52), tone="c")
    g.box(x - 17, 54, 34, 24, f"$T_{k + 1}$", tone="c")
    g.arrow((35, y), (48, y), tone="a")
    g.box(50, y - 12, 32, 24, f"$I_{k + 1}$", tone="a")
g.matrix(LEFT, TOP, C.tolist(), cell=(CW, CH), tone="d", written=".1f", size=14)
g.text(66, 66, ("余弦\n$I_i·T_j$", "cosines\n$I_i·T_j$"), size=11, tone="d")
for k in range(N):  # the targets
    x, y = LEFT + k * CW, TOP + k * CH
    g.line([(x + 1, y + 1), (x + CW - 1, y + 1), (x + CW - 1, y + CH - 1), (x + 1, y + CH - 1),
            (x + 1, y)], tone="d", width=2.5)

g.text((COLUMNS[0] + COLUMNS[1]) / 2, 45,
       ("沿行 softmax：\n配哪段文本？", "softmax by row:\nwhich text?"), size=12, tone="a")
for x, y, s in zip(COLUMNS, ROWS, (1, S0), strict=True):
    rows, columns = matched(s)
    name = f"$s$={s:.4g}"
    g.text(x, 78, name, size=12, tone="muted")
    g.text(LEFT - 10, y, name, size=12, tone="muted", anchor="end")
    for k in range(N):
        g.text(x, TOP + (k + 0.5) * CH, f"{rows[k]:.3f}", tone="a")
        g.text(LEFT + (k + 0.5) * CW, y, f"{columns[k]:.3f}", tone="c")
for k in range(N):
    x, y = LEFT + (k + 0.5) * CW, TOP + (k + 0.5) * CH
    g.arrow((RIGHT + 4, y), (COLUMNS[0] - 24, y), tone="a")
    g.arrow((x, BOTTOM + 4), (x, ROWS[0] - 12), tone="c")
g.text(LEFT + N * CW / 2, 308,
       ("沿列 softmax：配哪张图？", "softmax by column: which image?"), size=12, tone="c")
g.text(sum(COLUMNS) / 2, 250, ("平均损失", "mean loss"), size=12, bold=True)
for x, s in zip(COLUMNS, (1, S0), strict=True):
    g.text(x, 270, f"{loss(s):.4f}", size=12)
g.print()
