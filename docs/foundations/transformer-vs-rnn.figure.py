# How far information travels, and in which step each state can be computed.
from drawing import Drawing

n = 6
RNN, ATTENTION = "rnn", "attention"


def reads(kind, t):  # which inputs and which states the state at t is made from
    if kind == RNN:
        return [t], [t - 1] if t > 1 else []
    return [*range(1, n + 1)], []


def step(kind, t):
    return 1 + max((step(kind, j) for j in reads(kind, t)[1]), default=0)


def hops(kind, t):  # arrows on the shortest path from input 1 to the state at t
    inputs, states = reads(kind, t)
    return 1 if 1 in inputs else 1 + min(hops(kind, j) for j in states)


assert [step(RNN, t) for t in range(1, n + 1)] == [*range(1, n + 1)]
assert {step(ATTENTION, t) for t in range(1, n + 1)} == {1}
assert (hops(RNN, n), hops(ATTENTION, n)) == (n, 1)

W, H = 32, 26
UP, MIDDLE, DOWN = 60, 132, 226
d = Drawing(400, 286)


def at(t):
    return 54 + 62 * (t - 1)


for t in range(1, n + 1):  # every output reads every input
    d.line([p for j in range(1, n + 1)
            for p in ((at(j), MIDDLE + H / 2), (at(t), DOWN - H / 2))],
           tone="muted", width=0.5)
d.line([(at(1), MIDDLE + H / 2), (at(n) - 2, DOWN - H / 2 - 1)], tone="a", width=2.5,
       arrow=True)
for t in range(1, n + 1):
    tone, width = ("b", 2.5) if t == 1 else ("muted", 1)
    d.line([(at(t), MIDDLE - H / 2), (at(t), UP + H / 2)], tone=tone, width=width,
           arrow=True)
    if t > 1:
        d.line([(at(t - 1) + W / 2, UP), (at(t) - W / 2, UP)], tone="b", width=2.5,
               arrow=True)
    d.box(at(t) - W / 2, MIDDLE - H / 2, W, H, f"$x_{t}$", tone="muted")
    for kind, y, tone in ((RNN, UP, "b"), (ATTENTION, DOWN, "a")):
        d.box(at(t) - W / 2, y - H / 2, W, H, f"{step(kind, t)}", tone=tone,
              fill=0.3 if t == n else 0.12, bold=True)
left, right = at(1) - W / 2, at(n) + W / 2
for kind, y, tone, name in ((RNN, 20, "b", "RNN"),
                            (ATTENTION, 266, "a", ("自注意力", "Self-attention"))):
    far, last = hops(kind, n), step(kind, n)
    d.text(left, y, name, anchor="start", bold=True, tone=tone)
    d.text(right, y, (f"最长路径 {far}，串行 {last} 步",
                      f"longest path {far}, sequential steps {last}"),
           size=12, anchor="end")
d.print()
