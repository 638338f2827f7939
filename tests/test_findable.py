"""What search engines, link previews, feed readers and language models are told."""

from __future__ import annotations

import json
import re
import struct
import xml.etree.ElementTree as etree
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from bank.addresses import Site, page_path
from bank.build import Build, start_build
from bank.feeds import write_feeds
from bank.history import History, PageHistory
from bank.markdown_export import answer_as_markdown
from bank.model import LOCALES
from bank.search_text import Section
from bank.structured_data import structured_data
from bank.summaries import LIMITS, shorten
from cards.draw import RECORD, record
from conftest import ROOT

BASE = "https://qkv.example/"
OPEN = "training/reduce-feed-forward-parameters/"
DEEP = "training/very-deep-transformer-problems/"


@dataclass
class Head(HTMLParser):
    """What the head of a page says."""

    titles: list[str] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: list[dict[str, str]] = field(default_factory=list)
    data: list[Any] = field(default_factory=list)
    inside: str = ""

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = values.get("name") or values.get("property") or ""
            self.meta.setdefault(name, []).append(values.get("content", ""))
        elif tag == "link":
            self.links.append(values)
        json_ld = tag == "script" and values.get("type") == "application/ld+json"
        self.inside = "data" if json_ld else tag
        if tag == "body":
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "title":
            self.titles.append(data)
        elif self.inside == "data":
            self.data.append(json.loads(data))
        self.inside = ""

    def addresses(self, rel: str, **other: str) -> list[str]:
        wanted = {"rel": rel, **other}
        return [link["href"] for link in self.links if wanted.items() <= link.items()]

    def languages(self) -> dict[str, str]:
        return {link["hreflang"]: link["href"] for link in self.links if "hreflang" in link}

    def node(self, kind: str) -> dict[str, Any]:
        (graph,) = (data["@graph"] for data in self.data)
        return next(node for node in graph if node["@type"] == kind)


@pytest.fixture(scope="session")
def heads(built: tuple[Path, str]) -> dict[str, Head]:
    """The head of every page, by its path."""
    result: dict[str, Head] = {}
    for file in (built[0] / "site").rglob("*.html"):
        head = Head()
        head.feed(file.read_text(encoding="utf-8").split("</head>")[0])
        result[file.relative_to(built[0] / "site").as_posix().removesuffix("index.html")] = head
    return result


@pytest.fixture(scope="session")
def build() -> Build:
    return start_build(ROOT)


def file_of(built: tuple[Path, str], address: str) -> Path:
    assert address.startswith(BASE)
    return built[0] / "site" / address.removeprefix(BASE)


def test_every_page_has_its_own_head(heads: dict[str, Head], built: tuple[Path, str]) -> None:
    descriptions: dict[str, str] = {}
    assert len(heads) > 240
    for path, head in heads.items():
        locale = "en" if path.startswith("en/") else "zh"
        assert len(head.titles) == 1, path
        (description,) = head.meta["description"]
        assert 20 <= len(description) <= max(LIMITS[locale], 20), path
        assert descriptions.setdefault(description, path) == path
        if path.endswith("404.html"):
            assert head.meta["robots"] == ["noindex"]
            assert head.addresses("canonical") == []
            continue
        assert head.addresses("canonical") == [BASE + path]
        assert head.meta["og:url"] == [BASE + path]
        assert head.meta["og:description"] == [description]
        (image,) = head.meta["og:image"]
        assert file_of(built, image).is_file()
        for type in ("application/atom+xml", "application/feed+json"):
            (feed,) = head.addresses("alternate", type=type)
            assert file_of(built, feed).is_file()


def test_translations_name_each_other(heads: dict[str, Head]) -> None:
    for path, head in heads.items():
        if path.endswith("404.html"):
            continue
        languages = head.languages()
        assert set(languages) == {"zh", "en", "x-default"}
        assert BASE + path == languages["en" if path.startswith("en/") else "zh"]
        assert languages["x-default"] == languages["zh"]
        for address in languages.values():
            assert heads[address.removeprefix(BASE)].languages() == languages


def test_questions_and_answers_are_data(heads: dict[str, Head], build: Build) -> None:
    for page in build.bank.pages.values():
        node = heads[page_path(page)].node("QAPage")
        question = node["mainEntity"]
        assert (question["@type"], node["inLanguage"]) == ("Question", page.locale)
        assert question["name"] == build.titles[page.path]
        assert question["answerCount"] == int(page.has_answer)
        crumbs = heads[page_path(page)].node("BreadcrumbList")["itemListElement"]
        assert [crumb["position"] for crumb in crumbs] == [1, 2, 3]
        assert crumbs[-1]["item"] == node["url"] == BASE + page_path(page)
        if not page.has_answer:
            assert "acceptedAnswer" not in question
            continue
        answer = question["acceptedAnswer"]
        assert len(answer["text"]) > 60
        assert "$" not in answer["text"] and "\\" not in answer["text"]
        year = "2026" if page.category == "scenarios" else "2025"
        assert answer["dateCreated"] == answer["dateModified"] == f"{year}-01-01T00:00:00Z"
        assert answer["author"] == {
            "@type": "Organization",
            "name": "QKV",
            "url": BASE + ("en/" if page.locale == "en" else ""),
        }
    assert heads["en/"].node("WebSite")["url"] == BASE + "en/"


def test_no_text_ends_the_data(build: Build) -> None:
    page = build.bank.pages["very-deep-transformer-problems", "en"]
    text = "</script><script>alert(1)</script><!-- &amp;"
    hostile = replace(build, sections={page.path: [Section("short-answer", "", text)]})
    data = structured_data(hostile, Site("QKV", BASE), page)
    assert not re.search("[<>&]", data)
    assert json.loads(data)["@graph"][0]["mainEntity"]["acceptedAnswer"]["text"] == text


def refusals(browser: Browser, script: str) -> list[str]:
    """Return what Chromium says of a script on a page that allows none."""
    page = browser.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    headers = {"Content-Type": "text/html", "Content-Security-Policy": "default-src 'none'"}
    body = f"<!doctype html><title>x</title>{script}"
    page.route("**/*", lambda route: route.fulfill(body=body, headers=headers))
    page.goto("http://page.example/")
    page.wait_for_timeout(200)  # messages come by themselves
    page.close()
    return messages


def test_data_needs_no_permission_to_run(built: tuple[Path, str], browser: Browser) -> None:
    html = (built[0] / "site/en" / DEEP / "index.html").read_text(encoding="utf-8")
    data = re.search(r'<script type="application/ld\+json">.*?</script>', html, re.S)
    assert data is not None
    assert refusals(browser, data[0]) == []
    assert len(refusals(browser, "<script>1</script>")) == 1


@pytest.mark.parametrize(
    ("text", "cut"),  # at most 28 characters
    [
        ("Short.", "Short."),
        ("It was shown by Xiong et al. 2020 that this holds.", "It was shown by Xiong et…"),
        ("One sentence here. And another one follows.", "One sentence here."),
        ("A first clause, quite long, then more of it.", "A first clause, quite long…"),
        (
            "整句话在这里就结束了，没有别的。后面还有很长很长的一段话要说",
            "整句话在这里就结束了，没有别的。",
        ),
        (
            "除以标准差 √d_k 正好回到一所以说是 softmax 不再饱和",
            "除以标准差 √d_k 正好回到一所以说是…",
        ),
    ],
)
def test_descriptions_end_where_a_reader_would(text: str, cut: str) -> None:
    assert shorten(text, 28) == cut


def test_sitemap_lists_every_page_once(built: tuple[Path, str], heads: dict[str, Head]) -> None:
    site = built[0] / "site"
    space = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    urls = etree.parse(site / "sitemap.xml").getroot().findall("s:url", space)
    listed = [url.findtext("s:loc", "", space) for url in urls]
    pages = [BASE + path for path in heads if not path.endswith("404.html")]
    assert sorted(listed) == sorted(pages)
    for url, address in zip(urls, listed, strict=True):
        alternates = {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", space)
        }
        assert alternates == {
            code: other
            for code, other in heads[address.removeprefix(BASE)].languages().items()
            if code != "x-default"
        }
        year = "2026" if "/scenarios/" in address else "2025"
        assert url.findtext("s:lastmod", "", space) == f"{year}-01-01T00:00:00Z"
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text()
    assert not (site / "sitemap.xml.gz").exists(), "MkDocs's own would be another sitemap"


@pytest.mark.parametrize("home", ["", "en/"])
def test_feeds_tell_of_new_answers(built: tuple[Path, str], home: str) -> None:
    site = built[0] / "site" / home
    data = json.loads((site / "feed.json").read_text(encoding="utf-8"))
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert data["feed_url"] == f"{BASE}{home}feed.json"
    assert data["home_page_url"] == BASE + home
    items = data["items"]
    assert len(items) == len({item["id"] for item in items}) == 30
    assert "/scenarios/" in items[0]["url"] and "/scenarios/" not in items[-1]["url"]
    dates = [datetime.fromisoformat(item["date_published"]) for item in items]
    assert dates == sorted(dates, reverse=True)
    for item in items:
        assert (file_of(built, item["url"]) / "index.html").is_file()
        assert len(item["content_text"]) > 60
    space = {"a": "http://www.w3.org/2005/Atom"}
    feed = etree.parse(site / "feed.xml").getroot()
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for name in ("id", "title", "updated", "author/a:name"):
        assert feed.findtext(f"a:{name}", "", space)
    entries = feed.findall("a:entry", space)
    told = [
        [entry.findtext(f"a:{name}", "", space) for name in ("id", "title", "published", "summary")]
        for entry in entries
    ]
    names = ("id", "title", "date_published", "content_text")
    assert told == [[item[name] for name in names] for item in items]
    assert feed.findtext("a:updated", "", space) == items[0]["date_modified"]


def test_feeds_are_empty_but_whole_without_history(build: Build, tmp_path: Path) -> None:
    write_feeds(replace(build, history=History()), Site("QKV", BASE), tmp_path)
    assert json.loads((tmp_path / "en/feed.json").read_text())["items"] == []
    feed = etree.parse(tmp_path / "feed.xml").getroot()
    assert feed.find("{*}entry") is None and feed.find("{*}updated") is not None


def test_feeds_leave_out_what_xml_cannot_hold(build: Build, tmp_path: Path) -> None:
    page = build.bank.pages["very-deep-transformer-problems", "en"]
    when = datetime(2025, 1, 1, tzinfo=UTC)
    odd = replace(
        build,
        history=History({page.path: PageHistory(when, when, "Ann")}),
        sections={page.path: [Section("short-answer", "", "a\x0bb\ufffe & <i>")]},
    )
    write_feeds(odd, Site("Q & <A>", BASE), tmp_path)
    feed = etree.parse(tmp_path / "en/feed.xml").getroot()
    assert feed.findtext("{*}entry/{*}summary") == "ab & <i>"
    assert feed.findtext("{*}author/{*}name") == "Q & <A>"


@pytest.mark.parametrize("locale", LOCALES)
def test_llms_txt_lists_every_question(built: tuple[Path, str], build: Build, locale: str) -> None:
    place = built[0] / "site" / ("en" if locale == "en" else "")
    text = (place / "llms.txt").read_text(encoding="utf-8")
    assert re.match(r"# QKV[^\n]*\n\n> [^\n]+\n\n", text)
    links = re.findall(r"^- \[.+\]\((\S+)\): (.+)$", text, re.M)
    for address, _ in links:
        file = file_of(built, address)
        assert file.is_file() or (file / "index.html").is_file(), address
    notes = {address: note for address, note in links if address.endswith("/index.md")}
    pages = [page for page in build.bank.pages.values() if page.locale == locale]
    assert set(notes) == {f"{BASE}{page_path(page)}index.md" for page in pages}
    mark = build.phrases[locale]["llms_open"]
    opened = {f"{BASE}{page_path(page)}index.md" for page in pages if not page.has_answer}
    assert {address for address, note in notes.items() if note == mark} == opened
    titles = re.findall(r"^## (\d) ", text, re.M)
    assert titles == ["1", "2", "3", "4", "5", "6"]
    whole = (place / "llms-full.txt").read_text(encoding="utf-8")
    assert len(re.findall(r"^# \d\.\d+ ", whole, re.M)) == len(pages) - len(opened)


def test_answers_are_markdown_that_stands_alone(
    built: tuple[Path, str], build: Build, heads: dict[str, Head]
) -> None:
    code = re.compile(r"^```.*?^```|`[^`\n]+`", re.S | re.M)
    for page in build.bank.pages.values():
        path = page_path(page)
        (address,) = heads[path].addresses("alternate", type="text/markdown")
        text = file_of(built, address).read_text(encoding="utf-8")
        assert text.startswith(f"# {build.bank.questions[page.slug].label} {page.title}\n")
        assert f"<{BASE}{path}>" in text
        assert "8<--" not in text and "<!--" not in text
        if not page.has_answer:
            assert build.phrases[page.locale]["open_title"] in text
            assert "##" not in text
            continue
        prose = code.sub("", text)
        assert "[@" not in prose and "{ #" not in prose
        for target in re.findall(r"\]\(([^)\s]+)\)", prose):
            assert target.startswith("https://"), (path, target)
            if target.startswith(BASE):
                assert (file_of(built, target.split("#")[0]) / "index.html").is_file()
        script = build.bank.docs / page.category / f"{page.slug}.py"
        if script.is_file():
            assert script.read_text(encoding="utf-8").strip() in text
            assert script.with_suffix(".out").read_text(encoding="utf-8").strip() in text


def test_markdown_of_an_answer_keeps_code_and_reads_no_foreign_file(build: Build) -> None:
    page = build.bank.pages["very-deep-transformer-problems", "en"]
    source = """# T

<!-- for contributors -->
## Short answer { #short-answer }

As [@xiong2020layer, Theorem 1] show `[@key](a.en.md)`: [x](../scenarios/clip.en.md),
[this](#explanation), [out](https://a.example/b). ![A picture](x.svg)

![A figure](x.en.svg "What to see.")

```text
<!-- kept --> [@kept] { #kept }
--8<-- "../mkdocs.yml"
```

## References { #references }

- [@xiong2020layer, Theorem 1]: the bound.
"""
    text = answer_as_markdown(build, Site("QKV", BASE), replace(page, source=source, body_line=1))
    here = BASE + page_path(page)
    arxiv = "https://arxiv.org/abs/2002.04745"
    assert (
        text.split("\n\n", 2)[2]
        == f"""## Short answer

As [Xiong et al. 2020, Theorem 1]({arxiv}) show `[@key](a.en.md)`: [x]({BASE}en/scenarios/clip/),
[this]({here}#explanation), [out](https://a.example/b). [A picture]({here})

[A figure]({here}) What to see.

```text
<!-- kept --> [@kept] {{ #kept }}

```

## References

- Ruibin Xiong et al. (2020). [On Layer Normalization in the Transformer Architecture]({arxiv}). \
*International Conference on Machine Learning*. arXiv:2002.04745. Theorem 1: the bound.
"""
    )


def test_cards_say_what_the_bank_says(build: Build) -> None:
    recorded = json.loads(RECORD.read_text(encoding="utf-8"))
    assert record(build) == recorded, "the cards are out of date: run make cards"
    assert len(recorded["cards"]) == 14
    folder = ROOT / "overrides/assets/cards"
    assert {file.name for file in folder.iterdir()} == {Path(c).name for c in recorded["cards"]}
    for path in recorded["cards"]:
        data = (ROOT / "overrides" / path).read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", data[16:24]) == (1200, 630)
        assert len(data) <= 60_000


def test_a_renamed_category_needs_a_new_card(build: Build) -> None:
    titles = build.titles | {"docs/training/index.en.md": "Renamed"}
    assert record(replace(build, titles=titles)) != json.loads(RECORD.read_text(encoding="utf-8"))
