# RoPE's wavelengths against the trained length, and how much each cure slows a pair.
import math

from drawing import Drawing

d, L, s, b = 128, 4096, 8, 10_000
ALPHA, BETA = 1, 32  # YaRN's ramp for LLaMA, in turns within the trained length
pairs = range(1, d // 2 + 1)
theta = [b ** (-2 * (i - 1) / d) for i in pairs]
turn = [2 * math.pi / t for t in theta]  # tokens for one full turn
untrained = sum(t > L for t in turn)
assert untrained == 18 and round(turn[-1]) == 54_410

base = b * s ** (d / (d - 2))
ntk = [t / base ** (-2 * (i - 1) / d) for i, t in zip(pairs, theta, strict=True)]
gamma = [min(max((L / t - ALPHA) / (BETA - ALPHA), 0), 1) for t in turn]
yarn = [1 / ((1 - c) / s + c) for c in gamma]
assert round(base) == 82_685 and math.isclose(ntk[0], 1) and math.isclose(ntk[-1], s)
assert [round(v, 9) for v in yarn[-untrained:]] == [s] * untrained and yarn[0] == 1

g = Drawing(400, 400)
LEFT, WIDE = 60, 328
split = d // 2 - untrained + 0.5  # between the last trained pair and the first that is not
g.text(LEFT, 12, (f"RoPE 转一圈要多少 token（$d={d}$）", f"RoPE: tokens per turn ($d={d}$)"),
       bold=True, anchor="start")
top = g.axes(LEFT, 30, WIDE, 130, xlim=(1, 64), ylim=(0.5, 5),
             yticks=[(k, f"{10**k:,}") for k in range(1, 6)])
bottom = g.axes(LEFT, 208, WIDE, 146, xlim=(1, 64), ylim=(0, 9), yticks=(1, 2, 4, 6, 8),
                xticks=(1, 16, 32, 48, 64),
                xlabel=("第 $i$ 对分量（左快右慢）", "pair $i$ (fast to slow)"))
x1, x2 = top.place(split, 0)[0], top.place(64, 0)[0]
for y, high in (30, 130), (208, 146):
    g.box(x1, y, x2 - x1, high, tone="b", fill=0.1, corner=0, outline=False)
y = top.place(1, math.log10(L))[1]
g.line([(LEFT, y), (LEFT + WIDE, y)], tone="muted", width=1, dash=True)
g.text(LEFT + 8, y - 10, (f"训练长度 {L}", f"training length {L}"), size=12, tone="muted",
       anchor="start")
logs = [math.log10(t) for t in turn]
top.plot(pairs, logs, tone="plain")
g.text((x1 + x2) / 2, 134, (f"{untrained} 对\n没转完一圈", f"{untrained} pairs:\nno full turn"),
       size=12, tone="b")

g.text(LEFT, 192, (f"扩到 {s} 倍长，每一对放慢多少倍", f"Slow-down of each pair at {s}× the length"),
       bold=True, anchor="start")
bottom.plot(pairs, [s] * len(pairs), tone="c", width=4)  # wide, to show below YaRN
bottom.plot(pairs, ntk, tone="d", width=2)
bottom.plot(pairs, yarn, tone="a", width=2)
g.text(*bottom.place(8, 8.6), "PI", tone="c", size=12)
g.text(*bottom.place(46, 2.7), "NTK-aware", tone="d", size=12)
g.text(*bottom.place(30, 6.4), "YaRN", tone="a", size=12)
g.print()
