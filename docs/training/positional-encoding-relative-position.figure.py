# Scores between sinusoidal codes under three matrices M, as heat maps.
import numpy as np
from drawing import Drawing

n, d_model, K = 16, 128, 3
w = 1e4 ** (-np.arange(0, d_model, 2) / d_model)  # one frequency per pair
angle = np.arange(n)[:, None] * w
P = np.stack([np.sin(angle), np.cos(angle)], -1).reshape(n, d_model)


def turn(k):  # block-diagonal M_k with PE_{p+k} = M_k PE_p
    return np.kron(np.diag(np.cos(k * w)), np.eye(2)) + np.kron(
        np.diag(np.sin(k * w)), [[0, 1], [-1, 0]])


def toeplitz(S):  # whether it depends on j - i only
    return np.allclose(S[1:, 1:], S[:-1, :-1])


rng = np.random.default_rng(0)
Wq, Wk = rng.standard_normal((2, d_model, d_model)) / d_model**0.5
maps = [P @ M @ P.T for M in (np.eye(d_model), Wq @ Wk.T, turn(K))]
assert [toeplitz(S) for S in maps] == [True, False, True]
assert np.allclose(maps[0], maps[0].T) and not np.allclose(maps[2], maps[2].T)
assert (maps[0].argmax(1) == np.arange(n)).all()
assert (maps[2][K:].argmax(1) == np.arange(n - K)).all()  # looks 3 back

LEVELS, CELL, TOP = 9, 7, 52
SIDE = n * CELL
d = Drawing(400, 214)


def heat(x, y, S):  # one stroke per run of equal cells: far shorter than cell by cell
    share = (S - S.min()) / (S.max() - S.min())
    level = np.minimum((share * LEVELS).round(6).astype(int), LEVELS - 1)
    for v in range(LEVELS):
        path = ""
        for i, row in enumerate(level):
            for j in range(n):
                if row[j] == v and (j == 0 or row[j - 1] != v):
                    end = next((e for e in range(j, n) if row[e] != v), n)
                    middle = y + (i + 0.5) * CELL
                    path += f"M{x + j * CELL} {middle:g}h{(end - j) * CELL}"
        if path:
            d._add(f'<path d="{path}" stroke="var(--a)" stroke-width="{CELL}" '
                   f'stroke-opacity="{0.05 + 0.85 * v / (LEVELS - 1):.2f}" '
                   'shape-rendering="crispEdges"/>')
    d.box(x, y, SIDE, SIDE, tone="muted", fill=0, corner=0)


titles = ("$M = I$", "$M = W_QW_K^⊤$", f"$M = M_{K}$")
under = (("只看距离\n不分左右", "distance only\nno direction"),
         ("随机投影\n不再只看偏移", "random projection\nnot the offset alone"),
         (f"只看偏移\n回看 {K} 位", f"offset only\nlooks back {K}"))
for k, S in enumerate(maps):
    x = 24 + k * (SIDE + 16)
    d.text(x + SIDE / 2, 14, titles[k])
    d.text(x + SIDE / 2, TOP - 12, "$j$", size=12, tone="muted")
    heat(x, TOP, S)
    d.line([(x, TOP), (x + SIDE, TOP + SIDE)], tone="b", width=1.2, dash=True)
    d.text(x + SIDE / 2, TOP + SIDE + 26, under[k], size=12)
d.text(12, TOP + SIDE / 2, "$i$", size=12, tone="muted")
d.print()
