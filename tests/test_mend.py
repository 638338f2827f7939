"""make fix mends what is mechanical and changes no words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank.load import load_bank
from bank.mend import FULL_WIDTH, mend_page
from bank.pages import parse_page
from conftest import Project, bank_command

ZH = "docs/alpha/softmax-sum.zh.md"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("注意力的logits很大", "注意力的 logits 很大"),
        ("共3层,每层2个头.", "共 3 层，每层 2 个头."),
        ("为什么? 因为它大; 所以如此!", "为什么？因为它大；所以如此！"),
        ("两点:一是快", "两点：一是快"),
        ("比例是 3:1，见 1.4:", "比例是 3:1，见 1.4:"),
        ("代码`模型X,是`和$模型x,y$不动", "代码`模型X,是`和$模型x,y$不动"),
        ("见[标题X页](../a/层b.zh.md)", "见[标题 X 页](../a/层b.zh.md)"),
        ('![图中3层](a/层b.zh.svg "共3层,每层")', '![图中 3 层](a/层b.zh.svg "共 3 层，每层")'),
        ("引用[@a2017层b, §3层x]后", "引用[@a2017层b, §3层x]后"),
        ("行尾   ", "行尾  "),
        ("行尾 ", "行尾"),
        ("## 简答", "## 简答 { #short-answer }"),
        ("## 简答 { #mine }", "## 简答 { #mine }"),
        ("### 小标题", "### 小标题"),
        ("50%的参数", "50% 的参数"),
        ("<!-- 注释X不动 -->", "<!-- 注释X不动 -->"),
    ],
)
def test_line_is_mended(before: str, after: str) -> None:
    assert mend_page(before + "\n", "zh")[0] == after + "\n"


@pytest.mark.parametrize(
    "block",
    ["```python\nx=模型A  \n```", "~~~\n简答a,b\n~~~", "$$\n模型x,y  \n$$", "<!--\n简答a  \n-->"],
)
def test_blocks_are_left_alone(block: str) -> None:
    assert mend_page(block + "\n", "zh") == (block + "\n", [])


def test_english_pages_keep_their_punctuation() -> None:
    assert mend_page("The term 注意力X, here.\n", "en") == ("The term 注意力X, here.\n", [])


def test_command_says_what_it_did_and_does_it_once(project: Project) -> None:
    project.replace(ZH, "## 要点 { #key-points }", "## 要点")
    project.replace(ZH, "- 指数函数使每一项为正。", "- 指数函数使每一项为正,且大于0。  ")
    project.write(ZH, "\ufeff" + project.read(ZH).replace("\n", "\r\n"))
    entries = project.read("docs/questions.yml").split("\n\n")
    project.write("docs/questions.yml", "\n\n".join(reversed(entries)))
    first = bank_command(project.root, "fix").stdout
    for words in (
        f"{ZH}:1: took the byte order mark away",
        f"{ZH}:1: ended the lines with LF",
        "gave the section its id",
        "wrote full-width punctuation",
        "put a space between Chinese and Latin",
        "docs/questions.yml:1: put the questions into reading order",
    ):
        assert words in first
    assert bank_command(project.root, "check").returncode == 0
    assert bank_command(project.root, "fix").stdout.startswith("0 mended")
    assert [q.label for q in load_bank(project.root).questions.values()] == ["1.1", "1.2", "2.1"]


def words(text: str) -> str:
    """Return the text without what may change: white space and the width of marks."""
    for half, full in FULL_WIDTH.items():
        text = text.replace(full, half)
    text = re.sub(r"\{ #[a-z-]+ \}", "", text.replace("\ufeff", ""))
    return re.sub(r"\s+", "", text)


PIECES = [
    *"模 型 a B 3 , ; : ! ? ， 。 ` $ $$ ( ) [x](y) [@k] ## 简答 - > |".split(" "),
    *("\n", "\n\n", "```", "{", "}", "#", "<!--", "-->", " ", "  "),
]


@settings(max_examples=2_000, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_word_and_no_formula_changes(text: str) -> None:
    mended, done = mend_page(text, "zh")
    assert words(mended) == words(text)
    assert mend_page(mended, "zh")[0] == mended, "mending twice is mending once"
    assert bool(done) or mended in (text, text.rstrip("\n") + "\n")
    before, after = (parse_page("x", "x", "zh", "x", t) for t in (text, mended))
    assert [f.tex for f in after.formulas] == [f.tex for f in before.formulas]
    assert [f.content.strip() for f in after.fences] == [f.content.strip() for f in before.fences]
