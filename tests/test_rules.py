"""Per rule a bad bank: what it prints, and where. The good bank prints nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bank.checks import source_problems
from bank.experiments import output_problems
from bank.figures import drawing_problems, write_figures
from bank.formulas import Katex, formula_problems
from bank.load import load_bank
from bank.model import Problem
from bank.rendered import rendered_problems
from bank.rules import RULES
from conftest import Project

ZH = "docs/alpha/softmax-sum.zh.md"
EN = "docs/alpha/softmax-sum.en.md"
REGISTRY = "docs/questions.yml"
TAXONOMY = "docs/taxonomy.yml"
BIB = "docs/references.bib"
GLOSSARY = "docs/glossary.yml"
SCRIPT = "docs/alpha/softmax-sum.py"
DRAWS = "docs/alpha/softmax-sum.figure.py"
SVG_ZH = "docs/alpha/softmax-sum.zh.svg"
SVG_EN = "docs/alpha/softmax-sum.en.svg"
CAPTION_EN = ' "The three weights share out the whole bar, no more and no less."'
OUTPUT = "docs/alpha/softmax-sum.out"


@dataclass(frozen=True)
class Fault:
    """Something to break, and the problems that must follow: (path, place, rule, words).

    A place is a line number, or text to look up in the broken file.
    """

    name: str
    break_it: Callable[[Project], None]
    expected: tuple[tuple[str, int | str, str, str], ...]


def swap(path: str, old: str, new: str) -> Callable[[Project], None]:
    return lambda project: project.replace(path, old, new)


def both(old: str, new: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        project.replace(ZH, old, new)
        project.replace(EN, old, new)

    return change


def put(path: str, content: str | bytes) -> Callable[[Project], None]:
    return lambda project: project.write(path, content)


def append(path: str, content: str) -> Callable[[Project], None]:
    return lambda project: project.write(path, project.read(path) + content)


def drop(path: str) -> Callable[[Project], None]:
    return lambda project: project.delete(path)


def bytes_of(path: str, change: Callable[[bytes], bytes]) -> Callable[[Project], None]:
    return lambda project: project.write(path, change(project.read(path).encode()))


def move_section(path: str, section: str, before: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        text = project.read(path)
        found = re.search(rf"## [^\n]*{{ #{section} }}\n.*?(?=^## )", text, re.S | re.M)
        assert found is not None
        text = text.replace(found[0], "")
        at = re.search(rf"^## [^\n]*{{ #{before} }}", text, re.M)
        assert at is not None
        project.write(path, text[: at.start()] + found[0] + text[at.start() :])

    return change


def drop_section(path: str, section: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        text = project.read(path)
        project.write(
            path, re.sub(rf"## [^\n]*{{ #{section} }}\n.*?(?=^## |\Z)", "", text, flags=re.S | re.M)
        )

    return change


def draw(project: Project) -> None:
    write_figures(project.root)


def several(*changes: Callable[[Project], None]) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        for one in changes:
            one(project)

    return change


MAPPING_BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"

FAULTS = [
    # registry
    Fault("no yaml", swap(REGISTRY, "level: 1", "level: ["), ((REGISTRY, 7, "REG-01", "cannot be read"),)),
    Fault("unknown field", swap(REGISTRY, "level: 1", "levle: 1"), (
        (REGISTRY, 1, "REG-01", "has no level"), (REGISTRY, 1, "REG-01", "unknown field 'levle'"))),
    Fault("wrong type", swap(REGISTRY, "number: 1", "number: one"), ((REGISTRY, 1, "REG-01", "number of 'softmax-sum' is 'one'"),)),
    Fault("level out of range", swap(REGISTRY, "level: 3", "level: 4"), ((REGISTRY, "- slug: open", "REG-01", "level of 'open-question' is 4"),)),
    Fault("python tag", append(REGISTRY, "- !!python/object/apply:os.system ['true']\n"), ((REGISTRY, "!!python", "REG-01", "cannot be read"),)),
    Fault("alias bomb", put(TAXONOMY, MAPPING_BOMB), ((TAXONOMY, 2, "REG-01", "aliases"),)),
    Fault("registry missing", drop(REGISTRY), ((REGISTRY, 1, "REG-01", "missing"),)),
    Fault("page missing", drop("docs/alpha/open-question.en.md"), (
        (REGISTRY, "- slug: open", "REG-02", "has no page docs/alpha/open-question.en.md"),
        (EN, "open-question.en.md", "LINK-01", "no page docs/alpha/open-question.en.md"))),
    Fault("page in wrong category", several(
        put("docs/beta/open-question.zh.md", "# 题目？\n"), drop("docs/alpha/open-question.zh.md"),
        swap(ZH, "open-question.zh.md", "../beta/open-question.zh.md")), (
        ("docs/beta/open-question.zh.md", 1, "REG-02", "'alpha'"),)),
    Fault("page without entry", put("docs/alpha/softmax-sun.zh.md", "# 新题？\n"), (
        ("docs/alpha/softmax-sun.zh.md", 1, "REG-03", "not in docs/questions.yml"),)),
    Fault("page without language", put("docs/alpha/note.md", "# Note\n"), (("docs/alpha/note.md", 1, "REG-03", "language"),)),
    Fault("unknown folder", put("docs/alpa/x.zh.md", "# 新题？\n"), (("docs/alpa/x.zh.md", 1, "REG-03", "no category 'alpa'"),)),
    Fault("one language of a page", put("docs/about.zh.md", "# 关于本站\n"), (("docs/about.zh.md", 1, "REG-02", "docs/about.en.md is missing"),)),
    Fault("unknown related", swap(REGISTRY, "related: [open-question]", "related: [open-questoin]"), ((REGISTRY, 1, "REG-04", "'open-questoin'"),)),
    Fault("related to itself", swap(REGISTRY, "related: [open-question]", "related: [softmax-sum]"), ((REGISTRY, 1, "REG-04", "itself"),)),
    Fault("unknown same_as", swap(REGISTRY, "same_as: [softmax-sum]", "same_as: [softmax]"), ((REGISTRY, "- slug: softmax-sum-again", "REG-04", "'softmax'"),)),
    Fault("repeat without angle", swap(REGISTRY, '  angle: {zh: "换个角度", en: "another angle"}\n', ""), ((REGISTRY, "- slug: softmax-sum-again", "REG-04", "angle"),)),
    Fault("duplicate position", swap(REGISTRY, "number: 2", "number: 1"), (
        (REGISTRY, "- slug: open", "REG-05", "number 1.1 is taken"), (REGISTRY, 1, "REG-06", "number 1.2"))),
    Fault("duplicate slug", swap(REGISTRY, "slug: open-question", "slug: softmax-sum"), (
        (REGISTRY, 9, "REG-05", "stands twice"), (REGISTRY, 1, "REG-04", "'open-question'"),
        ("docs/alpha/open-question.zh.md", 1, "REG-03", "not in"), ("docs/alpha/open-question.en.md", 1, "REG-03", "not in"))),
    Fault("duplicate circulating number", swap(REGISTRY, "number: 2\n", "number: 2\n  circulates_as: [7]\n"), ((REGISTRY, "- slug: open", "REG-05", "#7 is taken"),)),
    Fault("unknown category", swap(REGISTRY, "category: beta", "category: bata"), (
        (REGISTRY, "- slug: softmax-sum-again", "REG-06", "is unknown"),)),
    Fault("number missing", swap(TAXONOMY, "listed: 1", "listed: 2"), ((REGISTRY, 1, "REG-06", "number 2.2 of category 'beta' is missing"),)),
    Fault("order", lambda p: p.write(REGISTRY, "\n".join(reversed(p.read(REGISTRY).split("\n\n")))), (
        (REGISTRY, "- slug: open", "REG-06", "stands after"), (REGISTRY, "- slug: softmax-sum\n", "REG-06", "1.1 stands after 1.2"))),
    Fault("unknown topic", swap(REGISTRY, "topics: [attention]", "topics: [atention]"), (
        (REGISTRY, "- slug: open", "REG-07", "'atention'"), (TAXONOMY, 1, "REG-07", "'attention' is not used"))),
    # glossary
    Fault("no glossary", drop(GLOSSARY), ((GLOSSARY, 1, "REG-01", "missing"),)),
    Fault("glossary of nothing", put(GLOSSARY, "[]\n"), ((GLOSSARY, 1, "GLO-01", "groups and terms"),)),
    Fault("group without a name", swap(GLOSSARY, "{zh: 注意力, en: Attention}", "{zh: 注意力}"), (
        (GLOSSARY, 2, "GLO-01", "'attention' lacks a name"), (GLOSSARY, "- zh: 归一化", "GLO-01", "group of 'softmax'"), (GLOSSARY, "- zh: 注意力", "GLO-01", "group of 'attention'"))),
    Fault("no term", append(GLOSSARY, "- softmax\n"), ((GLOSSARY, 1, "GLO-01", "'softmax' is no term"),)),
    Fault("term without a name", swap(GLOSSARY, "- zh: 注意力\n  en", "- en"), ((GLOSSARY, "- en: attention", "GLO-01", "no name in zh"),)),
    Fault("term without a meaning", swap(GLOSSARY, ", en: A sum of values weighted by relevance.", ""), ((GLOSSARY, "- zh: 注意力", "GLO-01", "no meaning in en"),)),
    Fault("unknown field of a term", swap(GLOSSARY, "  also:", "  alos:"), ((GLOSSARY, "- zh: 注意力", "GLO-01", "'alos'"),)),
    Fault("names are no list", swap(GLOSSARY, "[注意力机制]", "注意力机制"), ((GLOSSARY, "- zh: 注意力", "GLO-01", "also of 'attention'"),)),
    Fault("unknown group", append(GLOSSARY, "- {zh: 值, en: value, group: atention, questions: [open-question], meaning: {zh: 值。, en: A value.}}\n"), ((GLOSSARY, "- {zh: 值", "GLO-01", "'atention'"),)),
    Fault("term without a question", swap(GLOSSARY, "  questions: [open-question]\n", ""), ((GLOSSARY, "- zh: 注意力", "GLO-02", "leads to no question"),)),
    Fault("term of an unknown question", swap(GLOSSARY, "[open-question]", "[open-questoin]"), ((GLOSSARY, "- zh: 注意力", "GLO-02", "'open-questoin'"),)),
    Fault("spelling of two terms", swap(GLOSSARY, "[注意力机制]", "[注意力机制, Softmax]"), ((GLOSSARY, "- zh: 注意力", "GLO-03", "of line 5 too"),)),
    Fault("ways to ask an unknown question", append("docs/asked.yml", "softmax-sun: {zh: [和], en: [sum]}\n"), (("docs/asked.yml", 2, "GLO-02", "'softmax-sun'"),)),
    Fault("ways to ask in one language", swap("docs/asked.yml", ", en: [add up to one]", ""), (("docs/asked.yml", 1, "GLO-01", "'softmax-sum'"),)),
    # files
    Fault("foreign file", put("docs/alpha/notes.txt", "x\n"), (("docs/alpha/notes.txt", 1, "FILE-01", "notes.txt"),)),
    Fault("picture with a script", put("docs/alpha/a.svg", "<svg>\n<script>1</script></svg>"), (("docs/alpha/a.svg", 2, "FILE-02", "<script"),)),
    # bytes
    Fault("not utf-8", bytes_of(ZH, lambda b: b.replace(b"1.000", b"1.\xff00")), ((ZH, "1.\ufffd00", "PAGE-01", "0xff"),)),
    Fault("byte order mark", bytes_of(EN, lambda b: b"\xef\xbb\xbf" + b), ((EN, 1, "PAGE-01", "byte order mark"),)),
    Fault("carriage returns", bytes_of(EN, lambda b: b.replace(b"\n", b"\r\n")), ((EN, 1, "PAGE-01", "CRLF"),)),
    Fault("nul", bytes_of(EN, lambda b: b.replace(b"must add", b"must\0 add")), ((EN, 5, "PAGE-01", "NUL"),)),
    Fault("conflict marks", swap(EN, "The sum is", "<<<<<<< ours\nThe sum is"), ((EN, "<<<<<<<", "PAGE-01", "merge conflict"),)),
    Fault("too big", append("docs/alpha/open-question.en.md", "<!--" + "x" * 300_000 + "-->\n"), (
        ("docs/alpha/open-question.en.md", 1, "PAGE-01", "300,0"), ("docs/alpha/open-question.en.md", 1, "PAGE-02", "no title"))),
    Fault("long line", append("docs/alpha/open-question.en.md", "[" * 6_000 + "\n"), (
        ("docs/alpha/open-question.en.md", 2, "PAGE-01", "6,000"), ("docs/alpha/open-question.en.md", 1, "PAGE-02", "no title"))),
    # anatomy
    Fault("no title", put("docs/alpha/open-question.zh.md", "<!-- 空 -->\n"), (("docs/alpha/open-question.zh.md", 1, "PAGE-02", "no title"),)),
    Fault("two titles", both("### ", "# "), ((ZH, 26, "PAGE-02", "second title"), (EN, 26, "PAGE-02", "second title"))),
    Fault("front matter", lambda p: p.write(ZH, "---\nstatus: answered\n---\n" + p.read(ZH)), ((ZH, 1, "PAGE-02", "front matter"),)),
    Fault("section missing", several(drop_section(ZH, "mistakes"), drop_section(EN, "mistakes")), (
        (ZH, 1, "PAGE-03", "'mistakes' is missing"), (EN, 1, "PAGE-03", "'mistakes' is missing"))),
    Fault("section empty", several(
        lambda p: p.write(ZH, re.sub(r"- “softmax[^\n]*\n", "", p.read(ZH))),
        lambda p: p.write(EN, re.sub(r"- \"Softmax[^\n]*\n", "", p.read(EN)))), (
        (ZH, "## 常见误区", "PAGE-03", "empty"), (EN, "## Common", "PAGE-03", "empty"))),
    Fault("section order", several(move_section(ZH, "follow-ups", "mistakes"), move_section(EN, "follow-ups", "mistakes")), (
        (ZH, "## 常见误区", "PAGE-04", "after 'follow-ups'"), (EN, "## Common", "PAGE-04", "after 'follow-ups'"))),
    Fault("section id", both("{ #key-points }", "{ #key-point }"), (
        (ZH, 1, "PAGE-03", "'key-points'"), (ZH, "## 要点", "PAGE-05", "'key-point'"),
        (EN, 1, "PAGE-03", "'key-points'"), (EN, "## Key", "PAGE-05", "'key-point'"))),
    Fault("section name", swap(EN, "## Key points", "## Main points"), ((EN, "## Main", "PAGE-05", "'Main points'"),)),
    Fault("heading without id", both(" { #shift }", ""), (
        (ZH, "### 平移不变", "PAGE-05", "no id"), (EN, "### Shift", "PAGE-05", "no id"),
        (ZH, "(#shift)", "LINK-02", "'shift'"), (EN, "(#shift)", "LINK-02", "'shift'"))),
    Fault("short answer too long", swap(EN, "The exponential keeps", "This is so. " * 40 + "The exponential keeps"), (
        (EN, "## Short", "PAGE-06", "words"), (EN, "## Short", "PAGE-06", "42 sentences"))),
    Fault("short answer too short", lambda p: p.write(ZH, re.sub(r"因为分母.*。\n", "因为分母是和。就这样。\n", p.read(ZH))), ((ZH, "## 简答", "PAGE-06", "9 characters"),)),
    Fault("too few key points", several(swap(ZH, "- 指数函数使每一项为正。\n", ""), swap(EN, "- The exponential makes every term positive.\n", "")), (
        (ZH, "## 要点", "PAGE-07", "3 list items"), (EN, "## Key", "PAGE-07", "3 list items"))),
    Fault("glued list", swap(EN, "## Key points { #key-points }\n\n", "## Key points { #key-points }\n\nThese:\n"), ((EN, "- The denominator", "PAGE-08", "glued"),)),
    Fault("shallow list", swap(EN, "- The exponential makes every term positive.\n", "- The exponential makes every term positive.\n  - Always.\n"), (
        (EN, "  - Always", "PAGE-08", "nested"),)),
    Fault("no blank line below", both("\n$$\n\n", "\n$$\n"), ((ZH, "$$", "TEX-02", "blank lines"), (EN, "$$", "TEX-02", "blank lines"))),
    Fault("markdown fails", append("docs/alpha/open-question.en.md", "\n" + "- " * 2000 + "deep\n"), (
        ("docs/alpha/open-question.en.md", 1, "PAGE-09", "fails"), ("docs/alpha/open-question.en.md", "- - ", "PAGE-08", "too deep"),
        ("docs/alpha/open-question.en.md", "- - ", "PAGE-08", "not be nested"))),
    # language
    Fault("english on a chinese page", swap(ZH, "脚本算一次 softmax 并求和。", "The script computes one softmax and its sum, and then it prints both of them so that a reader can see that the sum is exactly one."), ((ZH, "The script", "LANG-01", "English paragraph"),)),
    Fault("chinese on an english page", swap(EN, "The script computes one softmax and its sum.", "脚本算一次输出并求和，看看它是不是恰好等于一。"), ((EN, "脚本", "LANG-01", "Chinese paragraph"),)),
    Fault("chinese title", put("docs/alpha/open-question.en.md", "# 尚无答案的题？\n"), (("docs/alpha/open-question.en.md", 1, "LANG-01", "not English"),)),
    Fault("english title", put("docs/alpha/open-question.zh.md", "# A question?\n"), (("docs/alpha/open-question.zh.md", 1, "LANG-01", "no Chinese"),)),
    Fault("half-width comma", swap(ZH, "的定义：", "的定义,如下:"), ((ZH, "的定义,", "LANG-02", "义,"), )),
    Fault("filler", several(swap(ZH, "脚本算一次", "值得注意的是，脚本算一次"), swap(EN, "The script computes", "It's worth noting that the script computes")), (
        (ZH, "值得注意", "LANG-03", "says nothing"), (EN, "worth noting", "LANG-03", "says nothing"))),
    Fault("unusual term", swap(ZH, "脚本算一次", "脚本对词元算一次"), ((ZH, "词元", "LANG-03", "usual term"),)),
    Fault("too long", swap(EN, "The sum is 1.000.", "\n".join(["The sum is one again."] * 400)), ((EN, 1, "PAGE-10", "words"),)),
    # parity
    Fault("heading in one language", swap(ZH, "### 平移不变 { #shift }", "### 平移不变 { #moved }"), (
        (ZH, "### 平移不变", "PAR-01", "#moved"), (EN, "### Shift", "PAR-01", "#shift"), (ZH, "(#shift)", "LINK-02", "'shift'"))),
    Fault("formula in one language", swap(EN, "{\\sum_j e^{z_j}}", "{\\sum_k e^{z_k}}"), (
        (EN, "\\sum_k", "PAR-02", "sum_k"), (ZH, "{\\sum_j", "PAR-02", "sum_j"))),
    Fault("code in one language", swap(EN, "The sum is 1.000.", "```python\nx = 1\n```"), ((EN, "```python\nx", "PAR-03", "x = 1"),)),
    Fault("reference in one language", several(
        lambda p: p.write(EN, p.read(EN).replace(" [@vaswani2017attention, §3.2.1]", "").replace(
            "- [@vaswani2017attention]: the definition of attention weights.", "- [@bridle1990probabilistic]: again."))), (
        (ZH, "[@vaswani2017attention, §", "PAR-04", "vaswani2017attention"), (EN, "- [@bridle1990probabilistic]: again", "REF-06", "listed twice"))),
    # references
    Fault("bib syntax", swap(BIB, "year = {2017},", "year = {2017"), (
        (BIB, 1, "REF-01", "cannot be read"), (ZH, 22, "REF-02", ""), (ZH, 56, "REF-02", ""), (EN, 22, "REF-02", ""), (EN, 56, "REF-02", ""))),
    Fault("unknown reference", both("[@vaswani2017attention, §3.2.1]", "[@vaswani2017attentoin]"), (
        (ZH, "attentoin", "REF-02", "'vaswani2017attentoin'"), (EN, "attentoin", "REF-02", "'vaswani2017attentoin'"),
        (ZH, "attentoin", "REF-06", "not listed"), (EN, "attentoin", "REF-06", "not listed"),
        (ZH, "- [@vaswani2017attention]", "REF-06", "never cites"), (EN, "- [@vaswani2017attention]", "REF-06", "never cites"))),
    Fault("unused reference", append(BIB, "@misc{ba2016layer, author = {Ba, Jimmy}, title = {Layer Normalization}, year = {2016}, eprint = {1607.06450}}\n"), ((BIB, "@misc{ba2016", "REF-03", "not cited"),)),
    Fault("reference without year", swap(BIB, "  year = {1990},\n", ""), ((BIB, "@misc{bridle", "REF-04", "year is missing"),)),
    Fault("reference without address", swap(BIB, "  doi = {10.1007/978-3-642-76153-9_28},\n", ""), ((BIB, "@misc{bridle", "REF-04", "nothing to open"),)),
    Fault("reference with a bad id", swap(BIB, "1706.03762", "arXiv 1706"), ((BIB, 1, "REF-04", "no arXiv id"),)),
    Fault("reference by http", swap(BIB, "doi = {10.1007/978-3-642-76153-9_28}", "url = {http://example.org}"), ((BIB, "@misc{bridle", "REF-04", "the url is"),)),
    Fault("reference twice", swap(BIB, "@misc{bridle1990probabilistic", "@misc{vaswani2017attention"), (
        (BIB, 9, "REF-05", "stands twice"), (ZH, 16, "REF-02", ""), (EN, 16, "REF-02", ""), (ZH, 55, "REF-02", ""), (EN, 55, "REF-02", ""))),
    Fault("same paper twice", several(
        append(BIB, "@misc{shazeer2017attention, author = {Shazeer, Noam}, title = {Attention}, year = {2017}, eprint = {1706.03762}}\n"),
        both("- [@vaswani2017attention]", "- [@shazeer2017attention]"), both("[@vaswani2017attention, §3.2.1]", "[@shazeer2017attention]")), (
        (BIB, "@misc{shazeer", "REF-05", "already vaswani2017attention"), (BIB, 1, "REF-03", "not cited"))),
    Fault("reference list without citation", both("- [@vaswani2017attention]", "- Vaswani"), (
        (ZH, "- Vaswani", "REF-06", "does not start"), (EN, "- Vaswani", "REF-06", "does not start"),
        (ZH, "[@vaswani", "REF-06", "not listed"), (EN, "[@vaswani", "REF-06", "not listed"))),
    # links
    Fault("dead link", swap(EN, "open-question.en.md", "opne-question.en.md"), ((EN, "opne", "LINK-01", "docs/alpha/opne-question.en.md"),)),
    Fault("link to the other language", swap(EN, "open-question.en.md", "open-question.zh.md"), ((EN, "open-question.zh", "LINK-01", "other language"),)),
    Fault("absolute link", swap(EN, "open-question.en.md", "/alpha/open-question/"), ((EN, "/alpha/open", "LINK-01", "absolute"),)),
    Fault("dead anchor", swap(EN, "(#shift)", "(#shfit)"), ((EN, "#shfit", "LINK-02", "'shfit'"),)),
    Fault("javascript link", swap(EN, "(#shift)", "(javascript:alert(1))"), ((EN, "javascript", "LINK-03", "scheme"),)),
    Fault("disguised javascript link", swap(EN, "(#shift)", "(&#106;avascript:alert&#40;1&#41;)"), ((EN, "&#106;", "LINK-03", "scheme"), )),
    Fault("http link", swap(EN, "(#shift)", "(http://example.org)"), ((EN, "http://", "LINK-03", "scheme"),)),
    Fault("picture of another host", swap(EN, "The sum is 1.000.", "![Sum](https://example.org/x.png)"), ((EN, "![Sum]", "LINK-04", "another host"),)),
    Fault("picture missing", swap(EN, "The sum is 1.000.", "![](x.png)"), ((EN, "![]", "LINK-04", "no picture"), (EN, "![]", "LINK-04", "no text"))),
    # formulas
    Fault("bad latex", both("e^c", "e^{c"), ((ZH, "e^{c", "TEX-01", "LaTeX"), (EN, "e^{c", "TEX-01", "LaTeX"))),
    Fault("unknown command", both("\\frac", "\\fraq"), ((ZH, "\\fraq", "TEX-01", "fraq"), (EN, "\\fraq", "TEX-01", "fraq"))),
    Fault("spaced dollars", both("$e^c$", "$ e^c $"), ((ZH, "$ e^c", "TEX-02", "not read"), (EN, "$ e^c", "TEX-02", "not read"))),
    Fault("bare latex", both("$e^c$", "\\(e^c\\)"), ((ZH, "\\(e^c", "TEX-02", ""), (EN, "\\(e^c", "TEX-02", ""))),
    Fault("no blank line", both("\n\n$$\n", "\n$$\n"), ((ZH, "$$", "TEX-02", ""), (EN, "$$", "TEX-02", ""), (ZH, 19, "TEX-02", ""), (EN, 19, "TEX-02", ""))),
    Fault("bar in a table", several(
        swap(ZH, "总和是 1.000。", "| 列 |\n|---|\n| $P(x|y)$ |"), swap(EN, "The sum is 1.000.", "| column |\n|---|\n| $P(x|y)$ |")), (
        (ZH, "| $P(x", "TEX-02", "not read"), (EN, "| $P(x", "TEX-02", "not read"))),
    Fault("endless macro", both("$e^c$", "$\\def\\a{\\a\\a}\\a$"), ((ZH, "\\def", "TEX-01", ""), (EN, "\\def", "TEX-01", ""))),
    # experiments
    Fault("assertion fails", swap(SCRIPT, "< 1e-12", "< -1"), ((SCRIPT, 5, "EXP-01", "assert abs"),)),
    Fault("syntax error", swap(SCRIPT, "print(f", "print(f("), ((SCRIPT, 6, "EXP-01", "SyntaxError"),)),
    Fault("network", swap(SCRIPT, "print(f", "import socket; socket.create_connection(('127.0.0.1', 9))\nprint(f"), ((SCRIPT, 6, "EXP-01", "may not use socket"), (SCRIPT, 6, "EXP-05", "imports socket"))),
    Fault("writing", swap(SCRIPT, "print(f", "open('x', 'w')\nprint(f"), ((SCRIPT, 6, "EXP-01", "may not write"),)),
    Fault("no assertion", swap(SCRIPT, "assert abs(a.sum() - 1) < 1e-12\n", ""), ((SCRIPT, 1, "EXP-05", "asserts nothing"),)),
    Fault("wide line", swap(SCRIPT, "z = np", "# " + "x" * 90 + "\nz = np"), ((SCRIPT, 3, "EXP-05", "92 characters"),)),
    Fault("long script", append(SCRIPT, "x = 1\n" * 60), ((SCRIPT, 1, "EXP-05", "65 lines"),)),
    Fault("foreign module", swap(SCRIPT, "import numpy as np", "import numpy as np, os"), ((SCRIPT, 1, "EXP-05", "imports os"),)),
    Fault("output differs", swap(OUTPUT, "0.665", "0.666"), ((OUTPUT, 1, "EXP-02", "0.666"),)),
    Fault("output missing", drop(OUTPUT), ((SCRIPT, 1, "EXP-02", "missing"),)),
    Fault("experiment not shown", both('```python\n--8<-- "alpha/softmax-sum.py"\n```\n\n', ""), (
        (ZH, "## 动手", "EXP-03", "does not show"), (EN, "## See", "EXP-03", "does not show"))),
    Fault("foreign include", both('--8<-- "alpha/softmax-sum.out"', '--8<-- "../mkdocs.yml"'), (
        (ZH, "../mkdocs", "EXP-03", "may not include"), (EN, "../mkdocs", "EXP-03", "may not include"),
        (ZH, "## 动手", "EXP-03", "does not show"), (EN, "## See", "EXP-03", "does not show"))),
    Fault("experiment without question", put("docs/alpha/softmax-sun.py", "assert 1\nprint(1)\n"), (
        ("docs/alpha/softmax-sun.py", 1, "EXP-04", "'softmax-sun'"),)),
    Fault("output without experiment", put("docs/alpha/old.out", "1\n"), (("docs/alpha/old.out", 1, "EXP-04", "without"),)),
    # figures
    Fault("figure script fails", swap(DRAWS, "- 310", "- 300"), ((DRAWS, "assert", "FIG-01", "does not hold: assert abs(left"),)),
    Fault("label wider than its box", swap(DRAWS, "300 * share", "60 * share"), ((DRAWS, "d.box", "FIG-01", "wider than its box"),)),
    Fault("figure script prints words", swap(DRAWS, "d.print()", "print('done')"), ((DRAWS, "print('done')", "FIG-01", "something else"),)),
    Fault("figure script prints one language", swap(DRAWS, "d.print()", "print('{\"zh\": \"<svg/>\"}')"), ((DRAWS, "print('{", "FIG-01", "each of zh, en"),)),
    Fault("figure script prints its own svg", swap(DRAWS, "d.print()", "print('{\"zh\": \"<svg/>\", \"en\": \"<a/>\"}')"), ((DRAWS, "print('{", "FIG-01", "<svg>"),)),
    Fault("figure script writes a file", swap(DRAWS, "d.print()", "open('x', 'w')"), ((DRAWS, "open('x'", "FIG-01", "may not write"),)),
    Fault("figure edited by hand", swap(SVG_EN, "they sum to 1", "they sum to 2"), ((SVG_EN, "they sum to 2", "FIG-02", "not what softmax-sum.figure.py draws"),)),
    Fault("figure missing", drop(SVG_ZH), ((DRAWS, 1, "FIG-02", "softmax-sum.zh.svg"), (ZH, "](softmax-sum.zh.svg", "LINK-04", "no picture"))),
    Fault("figure without a script", drop(DRAWS), ((SVG_ZH, 1, "FIG-02", "no script"), (SVG_EN, 1, "FIG-02", "no script"))),
    Fault("figure nobody shows", several(
        lambda p: p.write(ZH, re.sub(r"!\[.*\n", "", p.read(ZH))), lambda p: p.write(EN, re.sub(r"!\[.*\n", "", p.read(EN)))), (
        (SVG_ZH, 1, "FIG-02", "no page"), (SVG_EN, 1, "FIG-02", "no page"))),
    Fault("figure without a caption", swap(EN, CAPTION_EN, ""), ((EN, "![", "FIG-03", "no caption"),)),
    Fault("figure without a text", swap(EN, "A bar cut into three pieces whose widths are the weights, about 0.09, 0.24 and 0.67; together they fill it.", ""), ((EN, "![", "FIG-03", "has 0 characters"),)),
    Fault("figure's text says little", swap(ZH, "一条横线分成三段，宽度是三个权重：约为 0.09、0.24 和 0.67，合起来正好是整条。", "三个权重"), ((ZH, "![", "FIG-03", "has 4 characters"),)),
    Fault("figure's text is its caption", swap(EN, CAPTION_EN, ' "A bar cut into three pieces whose widths are the weights, about 0.09, 0.24 and 0.67; together they fill it."'), ((EN, "![", "FIG-03", "repeats"),)),
    Fault("caption in the other language", swap(ZH, "三个权重分掉的正是整条横线，不多也不少。", "The weights share out the whole bar."), ((ZH, "![", "FIG-03", "caption is not in the page's language"),)),
    Fault("text in the other language", swap(EN, "A bar cut into three pieces whose widths are the weights, about 0.09, 0.24 and 0.67; together they fill it.", "一条横线分成三段，宽度是三个权重，合起来正好是整条，不多也不少。"), ((EN, "![", "FIG-03", "text is not in the page's language"),)),
    Fault("latex in a caption", swap(EN, "The three weights share", "The three weights a_{i} share"), ((EN, "![", "FIG-03", "markup: '_{'"),)),
    Fault("figure inside a sentence", swap(EN, "![A bar", "See: ![A bar"), ((EN, "See: ![", "FIG-03", "stand alone"),)),
    Fault("half-width comma in a caption", swap(ZH, "整条横线，不多", "整条横线,不多"), ((ZH, "![", "LANG-02", "线,"),)),
    Fault("figure of the other language", swap(EN, "](softmax-sum.en.svg", "](softmax-sum.zh.svg"), ((EN, "![", "FIG-04", "softmax-sum.zh.svg"), (SVG_EN, 1, "FIG-02", "no page"))),
    Fault("figure in another section", several(
        lambda p: p.write(EN, re.sub(r"!\[.*\n\n", "", p.read(EN))),
        swap(EN, "The sum is 1.000.", "The sum is 1.000.\n\n![A bar cut into three pieces whose widths are the weights.](softmax-sum.en.svg \"The weights share out the bar.\")")), (
        (EN, "![", "PAR-05", "#experiment"), (ZH, "![", "PAR-05", "#explanation"))),
    Fault("figure too large", several(
        swap(DRAWS, "d.print()", "for n in range(200):\n    d.box(n, 30, 9, 9)\nd.print()"),
        draw), ((SVG_ZH, 1, "FIG-05", "bytes"), (SVG_EN, 1, "FIG-05", "bytes"))),
    Fault("script in a figure", swap(SVG_EN, "</svg>", "<script>1</script></svg>"), ((SVG_EN, "<script", "FILE-02", "<script>"), (SVG_EN, "<script", "FIG-02", "not what"))),
    # html
    Fault("script", swap(EN, "The sum is 1.000.", "<script>alert(1)</script>"), ((EN, "<script", "HTML-01", "raw HTML"), (EN, "<script", "HTML-01", "tag <script>"))),
    Fault("event handler", swap(EN, "The sum", "<sub onclick='x()'>The</sub> sum"), ((EN, "<sub onclick", "HTML-01", "raw HTML"), (EN, "onclick", "HTML-01", "attribute 'onclick'"))),
    Fault("event handler by attribute list", swap(EN, "(#shift)", '(#shift){ onclick="x()" }'), ((EN, "onclick", "HTML-01", "attribute 'onclick'"),)),
    Fault("iframe", swap(EN, "The sum is 1.000.", '<iframe src="https://example.org"></iframe>'), (
        (EN, "<iframe", "HTML-01", "raw HTML"), (EN, "<iframe", "HTML-01", "tag <iframe>"), (EN, "https://ex", "HTML-01", "address"))),
]  # fmt: skip


def all_problems(project: Project, katex: Katex) -> list[Problem]:
    bank = load_bank(project.root)
    return sorted(
        {
            *source_problems(bank),
            *formula_problems(bank, katex),
            *rendered_problems(bank, katex),
            *output_problems(bank),
            *drawing_problems(bank),
        }
    )


def test_good_bank_has_no_problem(project: Project, katex: Katex) -> None:
    assert all_problems(project, katex) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_reported_where_it_is(fault: Fault, project: Project, katex: Katex) -> None:
    fault.break_it(project)
    problems = all_problems(project, katex)
    expected = []
    for path, place, rule, words in fault.expected:
        line = place if isinstance(place, int) else line_in(project, path, place)
        expected.append((path, line, rule, words))
    found = [(p.path, p.line, p.rule, p.what) for p in problems]
    unmatched = list(found)
    for path, line, rule, words in expected:
        match = next((f for f in unmatched if f[:3] == (path, line, rule) and words in f[3]), None)
        assert match, f"missing {(path, line, rule, words)} in\n" + "\n".join(map(str, problems))
        unmatched.remove(match)
    extra = [
        f for f in unmatched
        # A fault in one language is also a difference between the two.
        if not (f[2].startswith("PAR-") and fault.expected[0][2] != f[2])
        # Files that vanish take other checks along; those speak of the same file.
        and not (f[2] in ("REG-02", "REG-03", "REG-04", "REG-07", "REF-03", "GLO-02") and found[0][2] != f[2])
    ]  # fmt: skip
    assert not extra, "\n".join(map(str, extra))
    for problem in problems:
        assert problem.mend and "\n" not in str(problem)


def line_in(project: Project, path: str, text: str) -> int:
    content = (project.root / path).read_bytes().decode("utf-8", "replace")
    assert text in content, f"{path} does not contain {text!r}"
    return content[: content.index(text)].count("\n") + 1


def test_every_rule_has_a_bad_example() -> None:
    covered = {rule for fault in FAULTS for _, _, rule, _ in fault.expected}
    assert covered == set(RULES)
