"""Which entries of a batch share one mean and one variance."""

from drawing import Drawing

SENTENCES = ((("我", "I"), ("爱", "like"), ("看", "to"), ("书", "read")),
             (("你", "Hi"), ("好", "there"), "[PAD]", "[PAD]"))
FEATURES, CELL, HIGH, TOP = 6, 19, 22, 70
TOKEN, FEATURE = 1, 3  # the entry that is being normalized

d = Drawing(400, 270)
tops = [TOP, TOP + 4 * HIGH + 14]


def grid(x):
    for top, words in zip(tops, SENTENCES):
        pads = sum(word == "[PAD]" for word in words)
        if pads:
            d.box(x, top + (4 - pads) * HIGH, FEATURES * CELL, pads * HIGH, corner=0,
                  tone="muted", fill=0.2, outline=False)
        d.box(x, top, FEATURES * CELL, 4 * HIGH, tone="muted", fill=0.03, corner=0)
        for i in range(1, 4):
            y = top + i * HIGH
            d.line([(x, y), (x + FEATURES * CELL, y)], tone="muted", width=0.7)
        for j in range(1, FEATURES):
            at = x + j * CELL
            d.line([(at, top), (at, top + 4 * HIGH)], tone="muted", width=0.7)


def share(x, y, wide, high, tone):
    d.box(x, y, wide, high, tone=tone, fill=0.4, corner=0)


def entry(x, tone):
    d.box(x + FEATURE * CELL, TOP + TOKEN * HIGH, CELL, HIGH, tone=tone, fill=0.75,
          corner=0)


left, right = 52, 196
for x, name, what, tone in (
        (left, "LayerNorm", ("一个 token，全部特征", "one token, all features"), "a"),
        (right, "BatchNorm", ("一个特征，全部 token", "one feature, all tokens"), "b")):
    middle = x + FEATURES * CELL / 2
    d.text(middle, 12, name, bold=True, tone=tone)
    d.text(middle, 32, what, size=11, tone=tone)
    d.text(middle, TOP - 12, ("特征", "features"), size=11, tone="muted")
    grid(x)
share(left, TOP + TOKEN * HIGH, FEATURES * CELL, HIGH, "a")
entry(left, "a")
for top in tops:
    share(right + FEATURE * CELL, top, CELL, 4 * HIGH, "b")
entry(right, "b")

for top, words in zip(tops, SENTENCES):
    for i, word in enumerate(words):
        here = top == TOP and i == TOKEN
        d.text(left - 6, top + (i + 0.5) * HIGH, word, size=12, anchor="end", bold=here,
               tone="muted" if word == "[PAD]" else "plain")
edge = right + FEATURES * CELL + 4
for first, last, top, label in (
        (2, 4, tops[0], ("后面的\ntoken", "later\ntokens")),
        (0, 2, tops[1], ("另一个\n句子", "another\nsentence")),
        (2, 4, tops[1], "padding")):
    ends = (edge, top + first * HIGH + 3), (edge, top + last * HIGH - 3)
    d.bracket(*ends, label, tone="b")
d.print()
