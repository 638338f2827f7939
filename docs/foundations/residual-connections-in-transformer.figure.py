"""The residual stream: read and added to, and where LN stands."""

from drawing import Drawing

NAMES = (("注意力", "attention"), "FFN") * 2
START, STEP = 28, 86

d = Drawing(400, 320)


def branches(y, pre):
    """Four sub-layers above a stream at height y."""
    top = y - (104 if pre else 62)
    plus = 56 if pre else 46
    d.text(2, y, "$x_0$", anchor="start")
    at = 20
    for k, name in enumerate(NAMES):
        x = START + k * STEP
        tone = "c" if k % 2 == 0 else "d"
        d.line([(at, y), (x + plus - 9, y)], tone="a", width=4)
        at = x + plus + 9
        read = x + 14
        d.arrow((read, y), (read, y - (28 if pre else 32)), tone="muted")
        if pre:
            d.box(read - 14, y - 50, 28, 21, "LN", size=12, tone="b")
            d.arrow((read, y - 50), (read, y - 73), tone="muted")
        d.box(x, top, 70, 30, name, tone=tone, fill=0.16)
        d.arrow((x + plus, top + 30), (x + plus, y - 10), tone="muted")
        d.circle(x + plus, y, 9, "+", tone="a", fill=0.12)
        if not pre:
            d.line([(at, y), (at + 5, y)], tone="a", width=4)
            d.box(at + 5, y - 11, 24, 22, "LN", size=11.5, tone="b", fill=0.3)
            at += 29
    d.line([(at, y), (379, y)], tone="a", width=4)
    d.text(384, y, "$x_4$", anchor="start")


d.text(0, 10, ("Pre-LN：LN 在分支里，残差流不中断",
               "Pre-LN: LN in the branch, the stream unbroken"), anchor="start",
       bold=True)
branches(140, True)
d.text(START + 19, 125, ("读", "read"), size=11, anchor="start", tone="muted")
d.text(START + 51, 78, ("写", "write"), size=11, anchor="end", tone="muted")
for k in range(2):
    d.bracket((START + 2 * k * STEP, 154), (START + (2 * k + 2) * STEP - 18, 154),
              (f"第 {k + 1} 层", f"layer {k + 1}"))

d.text(0, 212, ("Post-LN：每次相加之后，残差流都过 LN",
                "Post-LN: an LN on the stream after every addition"), anchor="start",
       bold=True)
branches(302, False)
d.print()
