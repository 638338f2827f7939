# In which step each state of a stack can be computed: equal numbers run at once.
from functools import cache

from drawing import Drawing

LAYERS, TOKENS = 3, 4


def training(layer, t):  # masked: the layer below, positions up to t
    return [(layer - 1, j) for j in range(1, t + 1)] if layer > 1 else []


def recurrent(layer, t):  # teacher-forced RNN: the layer below and the state before
    return [(layer - 1, t)] * (layer > 1) + [(layer, t - 1)] * (t > 1)


def generation(layer, t):  # the first layer waits for the token chosen before
    return training(layer, t) if layer > 1 else [(LAYERS, t - 1)] * (t > 1)


def steps(needs):
    @cache
    def step(layer, t):
        return 1 + max((step(*cell) for cell in needs(layer, t)), default=0)

    tokens, top_down = range(1, TOKENS + 1), range(LAYERS, 0, -1)
    return [[step(layer, t) for t in tokens] for layer in top_down]


train, generate = ("训练", "training"), ("生成", "generation")
panels = (("Transformer", train, training, LAYERS, "$L$"),
          ("RNN", train, recurrent, LAYERS + TOKENS - 1, "$L + T − 1$"),
          ("Transformer", generate, generation, LAYERS * TOKENS, "$T\u200bL$"))
CELL, LEFT, TOP = 27, 32, 54
d = Drawing(400, 190)
for k, (name, phase, needs, total, formula) in enumerate(panels):
    x, values = LEFT + k * (TOKENS * CELL + 17), steps(needs)
    assert values[0][-1] == max(map(max, values)) == total
    middle, bottom = x + TOKENS * CELL / 2, TOP + LAYERS * CELL
    d.text(middle, 14, name, bold=True)
    d.text(middle, 32, phase, bold=True)
    d.matrix(x, TOP, values, cell=CELL, largest=LAYERS * TOKENS, written="d", size=13)
    d.text(middle, bottom + 15, "token →", size=12, tone="muted")
    d.text(middle, bottom + 40,
           (f"{formula} = {total} 步", f"{formula} = {total} steps"))
d.text(LEFT - 16, TOP + LAYERS * CELL / 2, ("层 →", "layer →"), size=12,
       tone="muted", turned=True)
d.print()
