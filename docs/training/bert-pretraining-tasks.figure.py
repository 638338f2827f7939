"""One training sequence of BERT: what is shown, what is predicted, and the shares."""
from drawing import Drawing

PAIR = [
    ("[CLS]", "[CLS]"),
    ("猫", "cats"), ("喝", "drink"), ("奶", "milk"), ("[SEP]", "[SEP]"),
    ("它", "they"), ("爱", "love"), ("喝", "it"), ("[SEP]", "[SEP]"),
]
MASK, RANDOM, KEPT = 2, 3, 7  # the chosen positions, and what happens to them
TONE = {MASK: "a", RANDOM: "b", KEPT: "d"}
SHOWN = {MASK: ("[M]", "[M]"), RANDOM: ("蓝", "blue"), KEPT: PAIR[KEPT]}

CHOSEN = 0.15
SPLIT = {MASK: 0.8, RANDOM: 0.1, KEPT: 0.1}
share = {k: CHOSEN * part for k, part in SPLIT.items()}
assert [f"{v:.1%}" for v in share.values()] == ["12.0%", "1.5%", "1.5%"]
assert abs(sum(share.values()) - CHOSEN) < 1e-12

X, STEP, W = 6, 43.2, 40
MID = [X + STEP * n + W / 2 for n in range(len(PAIR))]
TOP, BERT, SEEN, TEXT, BAR = 26, 78, 140, 202, 290  # rows, from above
d = Drawing(400, 356)

for n, tone in TONE.items():
    d.arrow((MID[n], BERT), (MID[n], TOP + 24), tone=tone)
    d.box(MID[n] - W / 2, TOP, W, 24, PAIR[n], tone=tone, fill=0.25, size=12)
d.arrow((MID[0], BERT), (MID[0], TOP + 24), tone="c")
d.box(MID[0] - W / 2, TOP, W, 24, ("是", "yes"), tone="c", fill=0.25, size=12)
d.text(MID[0] - W / 2, 12, ("NSP：相连？", "NSP: next?"), size=12, anchor="start", tone="c")
d.text(
    (MID[MASK] + MID[KEPT]) / 2, 12,
    ("MLM：只在选中处预测原词", "MLM: originals, chosen positions only"), size=12,
)
d.box(X, BERT, 8 * STEP + W, 32, ("BERT（双向）", "BERT (bidirectional)"), tone="muted")
for n, token in enumerate(PAIR):
    tone = TONE.get(n, "muted")
    label = SHOWN.get(n, token)
    fill = 0.25 if n in TONE else 0.08
    d.box(MID[n] - W / 2, SEEN, W, 24, label, tone=tone, fill=fill, size=12)
    d.arrow((MID[n], SEEN), (MID[n], BERT + 32), tone="muted", width=1)
    d.box(MID[n] - W / 2, TEXT, W, 24, token, tone=tone, fill=0, size=12, dash=n in TONE)
for n, tone in TONE.items():
    d.arrow((MID[n], TEXT), (MID[n], SEEN + 24), f"{SPLIT[n]:.0%}", tone=tone)
d.text(
    X, (SEEN + 24 + TEXT) / 2, ("改动选中的", "corrupt"),
    size=12, anchor="start", tone="muted",
)
for first, last, name in ((1, 3, "A"), (5, 7, "B")):
    label = (f"句段 {name}", f"segment {name}")
    d.bracket((MID[first] - W / 2, TEXT + 29), (MID[last] + W / 2, TEXT + 29), label)

wide = 8 * STEP + W
d.text(X, BAR - 12, ("全部 token", "all tokens"), size=12, anchor="start")
rest = f"{1 - CHOSEN:.0%}"
words = (f"{rest} 没选中，只当上下文", f"{rest} not chosen: context only")
d.box(X, BAR, wide * (1 - CHOSEN), 20, words, tone="muted", size=12, corner=0)
left = X + wide * (1 - CHOSEN)
words = (f"选中 {CHOSEN:.0%}", f"{CHOSEN:.0%} chosen")
d.text(X + wide, BAR - 12, words, size=12, anchor="end")
for n, part in share.items():
    d.box(left, BAR, wide * part, 20, tone=TONE[n], fill=0.5, corner=0)
    left += wide * part
LEGEND = {MASK: ("[MASK]",) * 2, RANDOM: ("随机 token", "random"), KEPT: ("不变", "kept")}
left = X
for n, label in LEGEND.items():
    d.box(left, BAR + 38, 14, 12, tone=TONE[n], fill=0.5, corner=2)
    words = tuple(f"{text} {share[n] * 100:.3g}%" for text in label)
    d.text(left + 20, BAR + 44, words, size=12, anchor="start")
    left += 132
d.print()
