"""LaTeX: rendered once, readable as text, refused with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown import Markdown

from bank.formulas import FormulaError, Katex, ToolError
from bank.markdown_formulas import FormulaExtension, fill_formulas, marked_formulas
from bank.mathml import readable
from bank.pages import parse_page
from bank.titles import readable_title


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\sqrt{d_k}", "√d_k"),
        (r"\sqrt{a+b}", "√(a + b)"),
        (r"x^2", "x^2"),
        (r"QK^\top", "QK⊤"),
        (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"O(n^2)", "O(n^2)"),
        (r"\operatorname{softmax}(z)_i = p_i", "softmax(z)_i = p_i"),
        (r"\mathbb{R}^{n \times d}", "R^(n×d)"),
    ],
)
def test_readable_text(katex: Katex, tex: str, text: str) -> None:
    assert readable(katex.render(tex, False)).replace(" × ", "×") == text


def test_rendering_has_mathml_and_html(katex: Katex) -> None:
    html = katex.render(r"\frac{1}{2}", True)
    assert "<math" in html and 'class="katex-html" aria-hidden="true"' in html


@pytest.mark.parametrize(
    ("tex", "position"),
    [
        (r"a + \nope", 4),
        ("\N{MATHEMATICAL BOLD SMALL X}" + r"\nope", 1),
        (r"\frac{1}{", 9),
    ],
)
def test_errors_carry_their_position(katex: Katex, tex: str, position: int) -> None:
    with pytest.raises(FormulaError) as error:
        katex.render(tex, False)
    assert error.value.position == position


@pytest.mark.parametrize(
    "tex",
    [
        r"\def\a{\a\a}\a",
        r"\href{javascript:alert(1)}{x}",
        r"\includegraphics{https://example.org/x.png}",
        r"\htmlData{onclick=1}{x}",
        "x" * 6_000,
    ],
)
def test_hostile_formulas_are_refused(katex: Katex, tex: str) -> None:
    with pytest.raises(FormulaError):
        katex.render(tex, False)


def test_cache_survives_the_process(tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    (tmp_path / "node_modules").symlink_to(root / "node_modules")
    (tmp_path / "package.json").write_text("{}")
    first = Katex(tmp_path)
    rendered = first.render("x_1", False)
    first.close()
    second = Katex(tmp_path)
    assert second.render("x_1", False) == rendered
    assert second._process is None, "no Node process for what is remembered"
    second.close()


def test_missing_katex_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="npm ci"):
        Katex(tmp_path)


def test_marked_formulas_are_filled(katex: Katex) -> None:
    content = '<p><span class="tex" data-tex="a&lt;b">a &lt; b</span></p>'
    assert marked_formulas(content) == [("a<b", False)]
    filled = fill_formulas(content, katex)
    assert "data-tex" not in filled and "<math" in filled


@pytest.mark.parametrize(("source", "display"), [("$a<b$", False), ("$$\na<b & c\n$$", True)])
def test_markdown_marks_formulas_with_their_own_text(
    katex: Katex, source: str, display: bool
) -> None:
    md = Markdown(
        extensions=["pymdownx.arithmatex", FormulaExtension(katex)],
        extension_configs={"pymdownx.arithmatex": {"generic": True}},
    )
    tex = source.strip("$\n")
    assert marked_formulas(md.convert(source)) == [(tex, display)]


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ('<span class="tex" data-tex="p">p</span>.', "."),
        ('（<span class="tex" data-tex="p">p</span>）', "）"),
        ('<span class="tex" data-tex="a=b=c">abc</span>.', "."),
        ('<span class="tex" data-tex="p">p</span> and', ""),
    ],
)
def test_punctuation_stays_with_the_end_of_its_formula(
    katex: Katex, content: str, kept: str
) -> None:
    filled = fill_formulas(content, katex)
    assert filled.startswith('<span class="tex-line">') == bool(kept)
    assert filled.endswith(f"{kept}</span>") == bool(kept)
    parts = filled.count('<span class="katex-base">')
    assert filled.count('<wbr><span class="katex-base">') == (parts - 1 if kept else 0)
    assert filled.count("\u2060") == (2 if kept else 0)
    first, last = filled.find("\u2060"), filled.rfind("\u2060")
    if kept:  # at the very beginning and the very end of what is drawn
        assert filled[:first].endswith('<span class="katex-base">')
        assert filled[last + 1 :].startswith("</span>" * 4 + kept)


@pytest.mark.parametrize(
    "tex", ["\\relax", "\\\\", "\\phantom{}", "\\color{red}", "\\def\\x{}", "{}", "a\\\\", "a\\\\b"]
)
@pytest.mark.parametrize("around", ["{}.", "（{}）", "{}"])
def test_a_formula_that_draws_nothing_breaks_nothing(katex: Katex, tex: str, around: str) -> None:
    filled = fill_formulas(around.format(f'<span class="tex" data-tex="{tex}">x</span>'), katex)
    assert filled.count("<span") == filled.count("</span>") > 0
    assert [filled[:1], filled[-1:]] == ["<", ">"]


@pytest.mark.parametrize("source", ["$\\sum_{i<n} a_i$", "$$\n\\sum_{i<n} a_i\n$$"])
def test_markdown_leaves_readable_text_for_title_and_search(katex: Katex, source: str) -> None:
    md = Markdown(
        extensions=["pymdownx.arithmatex", FormulaExtension(katex)],
        extension_configs={"pymdownx.arithmatex": {"generic": True}},
    )
    content = md.convert(source)
    assert re.sub("<[^>]*>", "", content).strip() == "∑_(i&lt;n)a_i"


def test_titles_are_plain_text(katex: Katex) -> None:
    assert readable_title(r"Why $\sqrt{d_k}$ in `softmax`?", katex) == "Why √d_k in softmax?"
    assert readable_title(r"O(n²) \[CLS\]", katex) == "O(n²) [CLS]"


def test_formulas_are_found_with_their_place() -> None:
    text = (
        "# T\n\nA $x$ and $y_1$,\nthen $z$ but not `$w$` or \\$5.\n\n"
        "- item\n\n    $$\n    a\n    $$\n"
    )
    page = parse_page("p.md", "s", "en", "c", text)
    found = [(f.tex.strip(), f.display, f.line, f.column) for f in page.formulas]
    assert found == [
        ("x", False, 3, 4),
        ("y_1", False, 3, 12),
        ("z", False, 4, 7),
        ("a", True, 9, 1),
    ]
    assert page.strays == []
