"""The pages that browser tests visit: one of each kind, and answers of many kinds."""

OPEN = "training/reduce-feed-forward-parameters/"
KINDS = (
    "",
    "training/",
    "topics/",
    "glossary/",
    "status/",
    "contribute/",
    "rules/",
    "404.html",
    OPEN,
)
ANSWERS = (
    "training/very-deep-transformer-problems/",  # the heaviest, with a figure
    "training/linear-complexity-attention/",  # tables, figure, many formulas
    "training/distributed-training-and-zero/",  # a figure as wide as they get
    "training/reduce-embedding-parameters-at-scale/",  # another question's angle
    "foundations/batchnorm-pros-and-cons/",  # the longest formula
    "foundations/encoder-decoder-interaction/",
    "internals/masking-arbitrary-positions-and-lengths/",  # all of them
    "internals/pytorch-optimizer-zero-grad/",  # two scripts
    "internals/bert-tokenization-pros-and-cons/",  # the lightest
    "performance/tensor-dimensions-performance/",  # two tables and a figure
    "scenarios/clip/",
)
ANSWER = ANSWERS[0]
PREFIXES = ("", "en/")
UNROLLED = "* { content-visibility: visible !important }"
"""A style that lays out what is far below too, which browsers put off."""
