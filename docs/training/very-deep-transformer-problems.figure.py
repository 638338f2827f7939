# Layer by layer through a random stack of 64: the experiment's measures.
import numpy as np
from drawing import Drawing

TOKENS, D, L = 32, 48, 64
norm = np.linalg.norm


def ln(x):
    return (x - x.mean(-1, keepdims=True)) / x.std(-1, keepdims=True)


def attn(x, q, k, v):
    a = np.exp((x @ q) @ (x @ k).T / D**0.5)
    return a / a.sum(-1, keepdims=True) @ x @ v


def run(x, layers, pre, alpha):
    stream = [x]
    for q, k, v, o, w1, w2 in layers:
        for f in (lambda h: attn(h, q, k, v @ o),
                  lambda h: np.maximum(h @ w1, 0) @ w2):
            x = x + f(ln(x)) / alpha if pre else ln(alpha * x + f(x))
        stream.append(x)
    return stream


def spread(x):  # 1: tokens unrelated, 0: all tokens equal
    return norm(x - x.mean(0)) / norm(x)


FROM = [*range(0, 56, 4), *range(56, L)]  # layers whose gradient is measured


def measure(seed, pre, alpha, beta=1):
    r = np.random.default_rng(seed)
    w = r.standard_normal((2, L, 6, D, D))[0] / D**0.5
    w[:, 2:] *= beta  # V, O and the FFN
    x, push = ln(r.standard_normal((2, TOKENS, D)))
    stream = run(x, w, pre, alpha)
    update = [norm(b - a) / norm(b) for a, b in zip(stream, stream[1:])]
    grad = [norm(ln(run(stream[m] + 1e-5 * push, w[m:], pre, alpha)[-1])
                 - ln(stream[-1])) / norm(1e-5 * push) for m in FROM]
    return update, grad, [spread(x) for x in stream]


how = {"Post-LN": (False, 1), "Pre-LN": (True, 1),
       "DeepNorm": (False, (2 * L) ** 0.25, (8 * L) ** -0.25)}
rows = {kind: [np.median(m, 0) for m in zip(*(measure(s, *h) for s in range(3)))]
        for kind, h in how.items()}
for kind, printed in (("Post-LN", (0.75, 0.39, 0.81, 1.2e-9)),  # as on the page
                      ("Pre-LN", (0.13, 0.12, 0.12, 0.29)),
                      ("DeepNorm", (0.0097, 0.98, 0.99, 0.98))):
    u, g, s = rows[kind]
    for got, want in zip((u[-1], g[-3], g[-1], s[-1]), printed):
        assert abs(got / want - 1) < 0.05

TONES = {"Post-LN": "b", "Pre-LN": "c", "DeepNorm": "a"}
X, WIDE, HIGH = 48, 338, 82
d = Drawing(400, 420)


def log(values):  # rounded first, so that every machine draws the same
    return [round(float(np.log10(v)), 3) for v in values]


panels = ((("每层对残差流的相对改变", "relative change of the stream in one layer"),
           range(1, L + 1), -2.2, (0, -1, -2)),
          (("从第 $l$ 层到输出的梯度增益", "gradient gain from layer $l$ to the output"),
           FROM, -1.6, (0, -1)),
          (("离“所有 token 相同”的距离", "distance from all tokens being equal"),
           range(L + 1), -9.5, (0, -3, -6, -9)))
for k, (title, xs, low, ticks) in enumerate(panels):
    y = 54 + k * (HIGH + 36)
    axes = d.axes(X, y, WIDE, HIGH, xlim=(0, L), ylim=(low, 0.05),
                  xlabel=("层 $l$", "layer $l$") if k == 2 else "",
                  xticks=(0, 16, 32, 48, 64) if k == 2 else (),
                  yticks=[(t, f"{10.0**t:.0g}" if t > -3 else f"$10^{{−{-t}}}$")
                          for t in ticks])
    d.text(X, y - 13, title, size=12, anchor="start", bold=True)
    for kind, tone in TONES.items():
        axes.plot([*xs], log(rows[kind][k]), tone=tone)
for j, (kind, tone) in enumerate(TONES.items()):
    x = X + 112 * j
    d.line([(x, 12), (x + 20, 12)], tone=tone, width=2.5)
    d.text(x + 27, 12, kind, anchor="start")
d.print()
