# Eight numbers on the 15 levels of symmetric int4, without and with an outlier.
import numpy as np
from drawing import Drawing

TOP_CODE, MIDDLE, STEP = 7, 200, 26
values = np.array([.33, -.78, 1.12, -.46, .17, .95, -1.4, .61])  # the page's eight

g = Drawing(400, 328)


def place(code):
    return MIDDLE + STEP * code


def panel(y, title, x, outcome, tone):
    s = np.abs(x).max() / TOP_CODE
    q = np.clip(np.round(x / s), -TOP_CODE, TOP_CODE).astype(int)
    left = np.linalg.norm((s * q - x)[:8]) / np.linalg.norm(x[:8])
    g.text(8, y, title, bold=True, anchor="start")
    g.text(392, y, (f"步长 $s={s:.2f}$", f"step $s={s:.2f}$"), anchor="end")
    high, low = y + 34, y + 74
    g.line([(place(-7.4), high), (place(7.4), high)], tone="muted", width=1)
    for value, code in zip(x, q, strict=True):
        kind = "b" if abs(value) > 2 else "a"
        g.line([(place(value / s), high), (place(code), low - 1)], tone=kind, width=1.2,
               arrow=True)
        g.circle(place(value / s), high, 4, tone=kind, fill=0.9)
    for code in range(-TOP_CODE, TOP_CODE + 1):
        owners = np.abs(x[q == code])  # the values that were rounded to this level
        kind = "muted" if not len(owners) else "b" if owners.max() > 2 else "a"
        g.box(place(code) - 11, low, 22, 20, str(code).replace("-", "−"), tone=kind,
              fill=0.4 if len(owners) else 0.05, size=12, corner=2)
    end = f"{TOP_CODE}s={TOP_CODE * s:g}"
    g.text(place(-TOP_CODE) - 11, low + 31, f"$−{end.replace('=', '=−')}$", size=11,
           tone="muted", anchor="start")
    g.text(MIDDLE, low + 31, "$0$", size=11, tone="muted")
    g.text(place(TOP_CODE) + 11, low + 31, f"${end}$", size=11, tone="muted", anchor="end")
    g.text(MIDDLE, low + 52, tuple(text.format(left) for text in outcome), tone=tone, size=12)
    return q, left


q, good = panel(12, ("8 个数和它们的 int4 编码", "Eight numbers and their int4 codes"), values,
                ("8 个不同的编码，相对误差 {:.2f}",
                 "eight distinct codes, relative error {:.2f}"), "a")
r, bad = panel(180, ("再加一个离群值 30", "The same with one outlier, 30"),
               np.append(values, 30),
               ("原来的 8 个全变成 0，相对误差 {:.2f}",
                "all eight become 0, relative error {:.2f}"), "b")
assert list(q) == [2, -4, 6, -2, 1, 5, -7, 3] and not r[:8].any() and r[8] == 7
assert good < 0.1 and bad == 1
g.print()
