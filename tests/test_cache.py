"""Nothing that a build keeps for the next one is ever shown when it is out of date."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bank.cache import Cache
from bank.formulas import Katex
from bank.load import load_bank
from bank.store import Store
from conftest import ROOT, Project, build_site

EN = "docs/alpha/softmax-sum.en.md"
PAGE = "en/alpha/softmax-sum/index.html"


def build(project: Project) -> dict[str, bytes]:
    """Build and return the site's files."""
    result = build_site(project.root, environment={"SOURCE_DATE_EPOCH": "1600000000"})
    assert result.returncode == 0, result.stderr
    site = project.root / "site"
    files = {f.relative_to(site).as_posix(): f.read_bytes() for f in site.rglob("*") if f.is_file()}
    return files | {"log": "".join(sorted(result.stderr.splitlines(True)[:-1])).encode()}


def test_a_change_shows_and_a_warm_build_equals_a_cold_one(small_site: Project) -> None:
    cold = build(small_site)
    results = small_site.root / ".cache/results.sqlite"
    assert results.is_file()
    assert build(small_site) == cold
    changes = [
        ("docs/alpha/softmax-sum.py", "import", "# a new remark\nimport", "a new remark"),
        ("docs/alpha/softmax-sum.out", "0.665", "0.123456", "0.123456"),
        ("docs/references.bib", "Attention Is All", "Patience Is All", "Patience Is All"),
        ("mkdocs.yml", "anchor_linenums: false", "auto_title: true", 'class="filename"'),
        ("overrides/main.html", "{{ page.content }}", "{{ page.content }}<i>new</i>", None),
        (EN, "Multiply both", "Both times", "Both times"),
    ]
    for path, old, new, shown in changes:
        small_site.replace(path, old, new)
        if shown:
            assert shown not in cold[PAGE].decode()
            assert shown in build(small_site)[PAGE].decode(), f"{path}: the old page is shown"
    # Gone and back again, a link's target is judged each time.
    small_site.write("docs/alpha/gone.en.md", "# Gone\n")
    small_site.replace(EN, "another question](open-question.en.md)", "gone](gone.en.md)")
    assert 'href="../gone/"' in build(small_site)[PAGE].decode()
    small_site.delete("docs/alpha/gone.en.md")
    for _ in range(2):  # the second build must not have learned to be silent
        log = build(small_site)["log"].decode()
        assert "contains a link 'gone.en.md'" in log and "LINK-01" in log
    warm = build(small_site)
    shutil.rmtree(small_site.root / ".cache")
    assert build(small_site) == warm


def test_faults_are_told_again_until_they_are_mended(small_site: Project) -> None:
    sound = build(small_site)["log"].decode()
    right = "Multiply both"
    for rule, wrong in (
        ("HTML-01", 'Multiply [both](#shift){ onclick="x()" }'),
        ("LANG-03", "In essence, multiply both"),
        ("PAGE-05", "Multiply both.\n\n## Another section { #another }\n\nMultiply both"),
        ("PAR-02", "Multiply both $z+1$"),
        ("TEX-01", "Multiply both $\\nope$"),
        ("EXP-03", 'Multiply both\n\n```text\n--8<-- "beta/softmax-sum.out"\n```\n\nMultiply both'),
    ):
        small_site.replace(EN, right, wrong)
        logs = [build(small_site)["log"].decode() for _ in range(2)]
        small_site.replace(EN, wrong, right)
        assert sound.count(rule) == 0 < logs[0].count(rule) == logs[1].count(rule), rule
        assert build(small_site)["log"].decode() == sound


def test_every_page_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real bank has all that a page can hold; a new kind of part must be kept, too."""
    cache = Cache(tmp_path)
    first = load_bank(ROOT, cache)
    cache.close()

    def refuse(*arguments: object) -> None:
        raise AssertionError(f"parsed again: {arguments}")

    for reader in ("bank.pages._parse_file", "bank.references._parse", "bank.registry.yaml.load"):
        monkeypatch.setattr(reader, refuse)
    again = Cache(tmp_path)
    second = load_bank(ROOT, again)
    again.close()
    assert second.pages == first.pages and second.other_pages == first.other_pages
    assert second.references == first.references and second.problems == first.problems


def test_only_what_comes_back_the_same_is_kept(tmp_path: Path) -> None:
    values = {"plain": [1, 1.5, True, None, "é\ud800"], "keys": {1: 2}, "tuple": (1,), "set": {1}}
    cache = Cache(tmp_path)
    for name, value in values.items():
        assert cache.result(cache.key(name), lambda value=value: value) == value
    cache.close()
    again = Cache(tmp_path)
    assert [again.get(again.key(name)) for name in values] == [values["plain"], None, None, None]
    assert again.get(again.key("pla", "in")) is None
    again.close()
    other = Cache(tmp_path, b"another KaTeX")
    assert other.get(other.key("plain")) is None
    other.close()


def test_many_formulas_at_a_time_are_what_they_are_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    (tmp_path / "package.json").write_text("{}")
    formulas = [(f"x_{{{n}}} \\le {'∑' * 20}", n % 2 == 0) for n in range(250)]
    batch, single = Katex(tmp_path), Katex(ROOT)
    batch.prepare([*formulas, ("\\nope", False), ("y" * 6_000, False)])
    assert [batch.render(*f) for f in formulas] == [single.render(*f) for f in formulas]
    batch.close()
    single.close()


@pytest.mark.parametrize("damage", ["no database", "a page overwritten"])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "kept.sqlite"
    store = Store(file)
    many = {n.to_bytes(4, "big"): bytes(500) for n in range(500)}
    store.put(many, 1000)
    store.close()
    raw = bytearray(file.read_bytes())
    assert len(raw) > 100_000
    raw[8192:-8192] = b"\xa5" * (len(raw) - 16384)
    file.write_bytes(
        b"not a database, but long enough to be looked at" * 9 if damage[0] == "n" else raw
    )
    store = Store(file)
    for key in many:
        store.get(key)  # found or not, but no error
    store.put({b"new": b"result"}, 1000)
    store.close()
    assert Store(file).get(b"new") == b"result"


def test_no_more_than_the_most_are_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept.sqlite")
    for n in range(20):
        store.put({bytes([n]): b"x"}, 5)
    assert [store.get(bytes([n])) is not None for n in range(20)] == [False] * 15 + [True] * 5
