# The same slip on gold prefixes and on the model's own, in a chain like the experiment's.
import numpy as np
from drawing import Drawing

r = np.random.default_rng(1)
S, STEPS, SLIP = 20, 6, 2  # states, steps, the step (from 1) at which the model slips
rule = r.permutation(S)
gold = [int(r.integers(S))]
for _ in range(STEPS):
    gold.append(int(rule[gold[-1]]))
wrong = next(s for s in range(S) if s not in gold)


def run(forced):
    """Return the inputs and the outputs of every step."""
    inputs, outputs = [], []
    for t in range(STEPS):
        inputs.append(gold[t] if forced or not t else outputs[-1])
        outputs.append(wrong if t + 1 == SLIP else int(rule[inputs[-1]]))
    return inputs, outputs


d = Drawing(400, 288)
LEFT, STEP, WIDE, HIGH = 66, 57, 38, 24


def panel(top, title, forced):
    d.text(0, top + 9, title, anchor="start", bold=True)
    inputs, outputs = run(forced)
    rows = top + 26, top + 68, top + 110  # outputs, model, inputs
    middle_name = ("模型", "model") if forced else ("第几步", "step")
    names = ("输出", "outputs"), middle_name, ("输入", "inputs")
    for y, name in zip(rows, names, strict=True):
        d.text(0, y + HIGH / 2, name, size=12, anchor="start")
    if forced:
        d.box(LEFT, rows[1], (STEPS - 1) * STEP + WIDE, HIGH,
              ("一次前向，所有位置同时算", "one pass, all positions at once"), size=12)
    for t in range(STEPS):
        x = LEFT + t * STEP
        middle = x + WIDE / 2
        ok = outputs[t] == gold[t + 1], inputs[t] == gold[t]
        d.box(x, rows[0], WIDE, HIGH, str(outputs[t]), tone="a" if ok[0] else "b", fill=0.2)
        d.box(x, rows[2], WIDE, HIGH, str(inputs[t]), tone="c" if ok[1] else "b", fill=0.2)
        if not forced:
            d.box(x, rows[1], WIDE, HIGH, str(t + 1), size=12)
            if t + 1 < STEPS:
                y0, y1, bend = rows[0] + HIGH / 2, rows[2] + HIGH / 2, x + WIDE + 8
                d.line([(x + WIDE, y0), (bend, y0), (bend, y1), (x + STEP, y1)], arrow=True,
                       width=1.3, tone="a" if ok[0] else "b")
        d.arrow((middle, rows[2]), (middle, rows[1] + HIGH), width=1.2)
        d.arrow((middle, rows[1]), (middle, rows[0] + HIGH), width=1.2)
    return sum(o != g for o, g in zip(outputs, gold[1:], strict=True))


slips = panel(0, ("Teacher forcing：输入是参考答案", "Teacher forcing: inputs are the reference"), True)
# The rule is a permutation: different states stay different, so no step recovers.
off = panel(148, ("自由运行：输入是自己的输出", "Free running: inputs are its own outputs"), False)
assert (slips, off) == (1, STEPS - SLIP + 1)
d.print()
