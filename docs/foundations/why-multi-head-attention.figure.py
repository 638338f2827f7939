"""One head blends two tokens in every channel; two heads keep them apart."""

import numpy as np
from drawing import Drawing

TOKENS = ("She", "had", "already", "left")
ROLES = (("主语", "subject"), ("时态", "tense"), "", "query")
TONES = ("a", "c", "muted", "plain")
CELL, LEFT, OUT, CHANNEL, HIGH = 46, 52, 280, 13, 48


def softmax(s):
    e = np.exp(s)
    return e / e.sum()


one = softmax(np.array([4.0, 4, 0, 0]))
two = [softmax(np.array([4.0, 0, 0, 0])), softmax(np.array([0.0, 4, 0, 0]))]
assert abs(one[0] - one[1]) < 1e-12 and one[0] > 0.49  # half and half
assert min(two[0][0], two[1][1]) > 0.94  # each head reads one token

d = Drawing(400, 322)


def head(y, name, row):
    d.text(LEFT - 8, y, name, size=12, anchor="end")
    for j, (w, tone) in enumerate(zip(row, ("a", "c", "muted", "muted"))):
        d.box(LEFT + j * CELL, y - 14, CELL, 28, f"{w:.2f}", tone=tone,
              corner=0, fill=0.04 + 0.46 * w)


def tokens(y):
    for j, (word, role, tone) in enumerate(zip(TOKENS, ROLES, TONES)):
        x = LEFT + (j + 0.5) * CELL
        d.text(x, y, word, size=12, bold=bool(role), tone=tone)
        if role:
            d.text(x, y + 15, role, size=11, tone=tone)
    d.text(OUT + 4 * CHANNEL, y + 15, ("输出通道", "output channels"), size=12, bold=True)


def output(y, row, first, last):
    """Stack each channel from the tokens it comes from."""
    x, wide, top = OUT + first * CHANNEL, (last - first) * CHANNEL, y - HIGH / 2
    low = top + HIGH
    for share, tone in ((row[0], "a"), (row[1], "c"), (row[2] + row[3], "muted")):
        low -= HIGH * share
        d.box(x, low, wide, HIGH * share, tone=tone, corner=0, fill=0.6, outline=False)
    for c in range(last - first + 1):
        at = x + c * CHANNEL
        d.line([(at, top), (at, top + HIGH)], tone="muted", width=0.8)
    for at in (top, top + HIGH):
        d.line([(x, at), (x + wide, at)], tone="muted", width=0.8)
    d.text(x + wide / 2, top + HIGH + 10, f"{first + 1}–{last}", size=11,
           tone="muted")
    d.arrow((LEFT + 4 * CELL + 6, y), (x - 1, y), tone="muted")


d.text(0, 10, ("一个头：所有通道共用一行权重", "One head: all channels share one row of weights"),
       anchor="start", bold=True)
tokens(36)
head(90, ("头", "head"), one)
output(90, one, 0, 8)

d.text(0, 148, ("两个头：各有一行权重", "Two heads: a row of weights each"),
       anchor="start", bold=True)
tokens(174)
for h, row in enumerate(two):
    y = 226 + 52 * h
    head(y, (f"头 {h + 1}", f"head {h + 1}"), row)
    output(y, row, 4 * h, 4 * h + 4)
d.print()
