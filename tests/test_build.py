"""The site as MkDocs builds it: flags, pages, lists, data, and what stops a build."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from bank.load import load_bank
from conftest import ROOT, build_site, copy_of_repository

SLUG = "reduce-feed-forward-parameters"
LISTED = {
    "foundations": (21, 24),
    "training": (19, 29),
    "applications": (6, 9),
    "internals": (29, 30),
    "performance": (7, 14),
    "scenarios": (2, 4),
}


def questions(root: Path) -> dict[str, Any]:
    data = json.loads((root / "site/questions.json").read_text(encoding="utf-8"))
    return {entry["slug"]: entry for entry in data["questions"]} | {"": data}


def page(root: Path, url: str) -> str:
    return (root / "site" / url / "index.html").read_text(encoding="utf-8")


def test_all_questions_are_there(built: tuple[Path, str]) -> None:
    data = questions(built[0])[""]
    assert {c["slug"]: (c["listed"], c["questions"]) for c in data["categories"]} == LISTED
    assert len(data["questions"]) == 110
    numbers = {n: q["number"] for q in data["questions"] for n in q["circulates_as"]}
    assert numbers == {
        46: "4.14", 47: "4.15", 48: "4.16", 49: "4.17", 50: "4.18",
        111: "2.19", 112: "2.16", 113: "2.17", 114: "2.18", 115: "4.30",
    }  # fmt: skip
    for question in data["questions"]:
        for locale in question["locales"].values():
            assert (built[0] / "site" / locale["url"] / "index.html").is_file()
            assert (built[0] / locale["source"]).is_file()


def test_log_flags_every_open_question_once(built: tuple[Path, str]) -> None:
    root, log = built
    bank = load_bank(root)
    opened = {p.path for p in bank.pages.values() if not p.has_answer}
    flagged = re.findall(r"(docs/\S+\.md):1: open: ", log)
    assert sorted(flagged) == sorted(opened)
    assert f"docs/training/{SLUG}.zh.md:1: open: 2.17 #113 " in log
    assert f"docs/training/{SLUG}.en.md:1: open: 2.17 #113 " in log
    assert log.count("110 questions; zh: ") == 1


def test_open_question_is_marked_where_readers_are(built: tuple[Path, str]) -> None:
    root, _ = built
    for prefix in ("", "en/"):
        html = page(root, f"{prefix}training/{SLUG}")
        assert 'class="q-banner q-banner--open"' in html
        assert "key-points" not in html, "the skeleton is for contributors"
        for listing in ("training", "status"):
            item = re.search(
                rf'<li class="q-list__item" data-status="(\w+)"[^>]*>(?:(?!</li>).)*{SLUG}/',
                page(root, prefix + listing),
                re.S,
            )
            assert item is not None and item[1] == "open"
    assert questions(root)[SLUG]["locales"]["zh"]["status"] == "open"


def test_edit_links_lead_to_the_fork(built: tuple[Path, str]) -> None:
    url = f"https://github.com/someone/fork/edit/main/docs/training/{SLUG}.en.md"
    assert f'href="{url}"' in page(built[0], f"en/training/{SLUG}")


class Links(HTMLParser):
    """Collects ids, links and everything that a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag in ("script", "img", "iframe", "source") and "src" in values:
            self.fetched.append(values["src"])
        if tag == "link" and values.get("rel") in ("stylesheet", "icon", "preload"):
            self.fetched.append(values["href"])


def test_every_link_leads_somewhere_and_nothing_is_foreign(built: tuple[Path, str]) -> None:
    site = built[0] / "site"
    parsed: dict[str, Links] = {}
    for file in site.rglob("*.html"):
        links = Links()
        links.feed(file.read_text(encoding="utf-8"))
        url = "/" + file.relative_to(site).as_posix().removesuffix("index.html")
        parsed[url] = links
        assert len(links.ids) == len(set(links.ids)), f"{url}: an id stands twice"
    broken = []
    for url, links in parsed.items():
        for target in links.fetched:
            assert "//" not in target, f"{url} fetches {target}"
            assert (site / urldefrag(urljoin(url, target))[0].lstrip("/").split("?")[0]).is_file()
        for target in links.links:
            if re.match(r"https://|mailto:|javascript:void", target):
                continue  # the last is Material's share button
            goal, anchor = urldefrag(urljoin(url, target))
            if goal in parsed:
                if (
                    anchor
                    and not anchor.startswith("__")
                    and unquote(anchor) not in parsed[goal].ids
                ):
                    broken.append((url, target))
            elif not (site / goal.lstrip("/")).is_file():
                broken.append((url, target))
    assert broken == []


def test_languages_know_of_each_other(built: tuple[Path, str]) -> None:
    for prefix, lang in (("", "zh"), ("en/", "en")):
        html = page(built[0], f"{prefix}training/{SLUG}")
        assert f'<html lang="{lang}"' in html
        base = "https://qkv.example/"
        assert f'<link rel="canonical" href="{base}{prefix}training/{SLUG}/">' in html
        for code, other in (("zh", ""), ("en", "en/")):
            assert f'hreflang="{code}" href="{base}{other}training/{SLUG}/"' in html
    sitemap = (built[0] / "site/sitemap.xml").read_text()
    assert f"https://qkv.example/en/training/{SLUG}/" in sitemap
    for path, lang in (("404.html", "zh"), ("en/404.html", "en")):
        assert f'<html lang="{lang}"' in (built[0] / "site" / path).read_text(encoding="utf-8")


def test_formulas_are_rendered_and_titles_readable(built: tuple[Path, str]) -> None:
    root, _ = built
    html = page(root, "en/training/very-deep-transformer-problems")
    assert '<span class="katex">' in html
    assert "data-tex" not in html and "tex-error" not in html and "arithmatex" not in html
    scaled = page(root, "en/foundations/why-scale-attention-by-sqrt-dk")
    title = re.search(r"<title>(.*?)</title>", scaled)
    assert title is not None and "√d_k" in title[1]


def test_repeats_link_to_what_they_repeat(built: tuple[Path, str]) -> None:
    html = page(built[0], "en/training/reduce-embedding-parameters-at-scale")
    assert 'class="q-note"' in html and "../reduce-embedding-parameters/" in html
    main = page(built[0], "en/training/reduce-embedding-parameters")
    assert 'id="other-angles"' in main


def test_sources_stay_out_of_the_site(built: tuple[Path, str]) -> None:
    site = built[0] / "site"
    files = [file for file in site.rglob("*") if file.is_file()]
    assert {file.suffix for file in files}.isdisjoint({".py", ".out", ".yml", ".bib"})
    # Answers are there as Markdown too, but made for readers, not as they stand.
    assert {file.name for file in files if file.suffix == ".md"} == {"index.md"}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return copy_of_repository(tmp_path)


def write_answer(root: Path) -> None:
    """Answer #113 in both languages with another question's answer."""
    for locale in ("zh", "en"):
        path = root / f"docs/training/{SLUG}.{locale}.md"
        source = root / f"docs/training/very-deep-transformer-problems.{locale}.md"
        title = path.read_text(encoding="utf-8").split("\n")[0]
        body = source.read_text(encoding="utf-8").split("\n", 1)[1]
        path.write_text(
            title + "\n" + body.replace("very-deep-transformer-problems", SLUG), encoding="utf-8"
        )
    for suffix in ("py", "out", "figure.py", "zh.svg", "en.svg"):
        text = (root / f"docs/training/very-deep-transformer-problems.{suffix}").read_bytes()
        (root / f"docs/training/{SLUG}.{suffix}").write_bytes(text)


def test_answering_clears_the_flag_and_emptying_brings_it_back(repository: Path) -> None:
    originals = {
        locale: (repository / f"docs/training/{SLUG}.{locale}.md").read_text(encoding="utf-8")
        for locale in ("zh", "en")
    }
    write_answer(repository)
    result = build_site(repository, "--strict")
    assert result.returncode == 0, result.stderr
    assert "#113" not in result.stderr
    assert {e["status"] for e in questions(repository)[SLUG]["locales"].values()} == {"answered"}
    for prefix in ("", "en/"):
        assert "q-banner--open" not in page(repository, f"{prefix}training/{SLUG}")
        assert (
            f"{SLUG}/"
            not in re.split('id="open"', page(repository, f"{prefix}status"))[1].split(
                "questions.json"
            )[0]
        )
    for locale, text in originals.items():
        (repository / f"docs/training/{SLUG}.{locale}.md").write_text(text, encoding="utf-8")
    result = build_site(repository)
    assert result.stderr.count("open: 2.17 #113") == 2
    assert {e["status"] for e in questions(repository)[SLUG]["locales"].values()} == {"open"}


def test_strict_build_stops_at_a_fault_and_a_plain_one_reports_it(repository: Path) -> None:
    path = repository / "docs/training/very-deep-transformer-problems.en.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n$x $ and $\\nope$\n", encoding="utf-8")
    line = path.read_text(encoding="utf-8").count("\n")
    strict = build_site(repository, "--strict")
    assert strict.returncode != 0
    assert "Traceback" not in strict.stderr
    place = f"docs/training/very-deep-transformer-problems.en.md:{line}:"
    assert f"{place}1: TEX-02: " in strict.stderr
    assert f"{place}11: TEX-01: " in strict.stderr
    assert not (repository / "site").exists(), "a failed build writes nothing"
    plain = build_site(repository)
    assert plain.returncode == 0
    assert f"{place}1: TEX-02: " in plain.stderr


def test_strict_build_stops_at_html_that_only_rendering_shows(repository: Path) -> None:
    path = repository / "docs/topics.en.md"
    text = path.read_text(encoding="utf-8") + '\n[x](status.en.md){ onclick="alert(1)" }\n'
    path.write_text(text, encoding="utf-8")
    result = build_site(repository, "--strict")
    assert result.returncode != 0
    assert f"docs/topics.en.md:{len(text.splitlines())}: HTML-01: " in result.stderr


def test_outdated_answer_is_flagged_everywhere(repository: Path) -> None:
    path = repository / "docs/training/very-deep-transformer-problems.en.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    result = build_site(repository, "--strict")
    assert result.returncode == 0, result.stderr
    assert "very-deep-transformer-problems.zh.md:1: outdated: 2.18 #114 " in result.stderr
    assert "q-banner--outdated" in page(repository, "training/very-deep-transformer-problems")
    assert "q-banner--outdated" not in page(
        repository, "en/training/very-deep-transformer-problems"
    )
    data = questions(repository)["very-deep-transformer-problems"]["locales"]
    assert (data["zh"]["status"], data["en"]["status"]) == ("outdated", "answered")


def test_build_does_not_change_the_sources(built: tuple[Path, str]) -> None:
    for file in (built[0] / "docs").rglob("*"):
        if file.is_file():
            assert file.read_bytes() == (ROOT / file.relative_to(built[0])).read_bytes()
