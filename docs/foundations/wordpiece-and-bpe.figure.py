# BPE training on the page's toy corpus, merge by merge, and an unseen word.
from collections import Counter

from drawing import Drawing

WORDS = {"low": 5, "lower": 2, "newest": 6, "widest": 3}
END = "</w>"


def pair_counts(corpus):
    return Counter(p for w, c in corpus.items() for p in c * [*zip(w, w[1:])])


def merge(word, pair):
    out = [word[0]]
    for u in word[1:]:
        out = [*out[:-1], out[-1] + u] if (out[-1], u) == pair else [*out, u]
    return tuple(out)


def split(word):
    return (*word, END)


corpus = {split(w): c for w, c in WORDS.items()}
states, merges, counts = [corpus], [], []
for _ in range(5):
    pairs = pair_counts(states[-1])
    best = max(pairs, key=pairs.get)  # a tie goes to the pair seen first
    states.append({merge(w, best): c for w, c in states[-1].items()})
    merges.append(best)
    counts.append(pairs[best])
lengths = [sum(len(w) * c for w, c in s.items()) for s in states]
assert counts == [9, 9, 9, 7, 7]
assert all(a - b == m for a, b, m in zip(lengths, lengths[1:], counts))
lowest = [split("lowest")]
for pair in merges:
    lowest.append(merge(lowest[-1], pair))
assert lowest[-1] == ("low", "est" + END)

LETTER, LAST, HIGH, STEP = 15, 35, 20, 26
LEFT, RIGHT, END_X = 114, 246, 394  # of the two words, of the numbers
d = Drawing(400, 362)


def word(x, y, symbols):  # single characters stand alone, units in a box
    for s in symbols:
        w = LETTER * len(s.removesuffix(END)) + LAST * s.endswith(END)
        if len(s) == 1 or s == END:
            d.text(x + w / 2, y, s, size=12, tone="muted" if s == END else "plain")
        else:
            d.box(x + 1, y - HIGH / 2, w - 2, HIGH, s, size=12, corner=3, tone="a",
                  fill=0.32)
        x += w


def head(y, words):
    for x, w in zip((LEFT, RIGHT), words):
        d.text(x + 3, y, f"{w} × {WORDS[w]}", anchor="start", bold=True)


def row(y, n, words):  # after n merges
    new = "".join(merges[n - 1]) if n else ""
    if n:
        d.text(6, y, f"{n}", size=12, anchor="start", tone="muted")
        d.text(19, y, " + ".join(merges[n - 1]), size=12, anchor="start", tone="a")
        d.text(LEFT - 12, y, f"{counts[n - 1]}", size=12, anchor="end")
    for x, w in zip((LEFT, RIGHT), words):
        symbols = [*states[n]][[*WORDS].index(w)]
        assert not n or new in symbols
        word(x, y, symbols)
    if n or "newest" in words:
        d.text(END_X, y, f"{lengths[n]}", size=12, anchor="end")


def rule(y):
    d.line([(6, y), (END_X, y)], tone="muted", width=0.6)


d.text(6, 14, ("合并与次数", "merge, count"), size=12, anchor="start", tone="muted")
d.text(END_X, 14, ("语料 token 数", "tokens in corpus"), size=12, anchor="end",
       tone="muted")
y = 38
blocks = (("newest", "widest"), (0, 1, 2, 3)), (("low", "lower"), (0, 4, 5))
for words, steps in blocks:
    head(y, words)
    for n in steps:
        y += STEP
        row(y, n, words)
    y += 19
    rule(y)
    y += 19
d.text(LEFT + 3, y, ("没见过的词 lowest", "unseen word: lowest"), anchor="start", bold=True)
word(LEFT, y + STEP, lowest[0])
d.text(6, y + 2 * STEP, ("重放 1–5", "replay 1–5"), size=12, anchor="start", tone="a")
word(LEFT, y + 2 * STEP, lowest[-1])
d.print()
