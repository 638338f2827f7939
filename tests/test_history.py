"""Dates and authors of pages, from real repositories."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank.history import PageHistory, has_answer, load_history
from bank.pages import parse_page
from conftest import ROOT

OPEN = "# Why?\n\n<!--\n## Short answer { #short-answer }\n\nTwo sentences.\n-->\n"
ANSWER = "# Why?\n\n## Short answer { #short-answer }\n\nBecause.\n"
PAGE = "docs/alpha/why.en.md"


class Repository:
    """A repository whose commits happen at given days of January 2025."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, day: int = 1, author: str = "Ann") -> None:
        date = f"2025-01-{day:02}T23:30:00-02:00"
        people = {
            f"GIT_{role}_{field}": value
            for role, name in (("AUTHOR", author), ("COMMITTER", "Merger"))
            for field, value in (("NAME", name), ("EMAIL", f"{name}@x.example"), ("DATE", date))
        }
        settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            check=True,
            capture_output=True,
            env={**os.environ, **people, **settings},
        )

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def commit(self, path: str, text: str, day: int, author: str = "Ann") -> None:
        self.write(path, text)
        self.git("add", "-A")
        self.git("commit", "-qm", "x", day=day, author=author)

    def page(self, path: str = PAGE) -> PageHistory:
        return load_history(self.root).of(path)


def night(day: int) -> datetime:
    """Return when the commit of a day happened: 23:30 two hours west of Greenwich."""
    return datetime(2025, 1, day + 1, 1, 30, tzinfo=UTC)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.commit(PAGE, OPEN, 1)
    return made


def test_first_answer_and_last_change(repository: Repository) -> None:
    assert repository.page() == PageHistory(None, night(1), "Ann")
    repository.commit(PAGE, OPEN + "<!-- hint -->\n", 2, "Bob")
    assert repository.page() == PageHistory(None, night(2), "Bob")
    repository.commit(PAGE, ANSWER, 3, "王小明")
    assert repository.page() == PageHistory(night(3), night(3), "王小明")
    repository.commit(PAGE, ANSWER + "\nMore.\n", 4, "Bob")
    repository.commit("docs/alpha/other.en.md", ANSWER, 5)
    assert repository.page() == PageHistory(night(3), night(4), "Bob")
    assert repository.page("docs/alpha/other.en.md").answered == night(5)


def test_names_are_those_of_the_mailmap(repository: Repository) -> None:
    assert repository.page().author == "Ann"
    repository.write(".mailmap", "Ann Other <Ann@x.example>\n")
    assert repository.page().author == "Ann Other"


def test_a_moved_page_keeps_its_past(repository: Repository) -> None:
    repository.commit(PAGE, ANSWER * 9, 2)
    (repository.root / "docs/beta").mkdir()
    repository.git("mv", PAGE, "docs/beta/why.en.md")
    repository.git("commit", "-qm", "x", day=3)
    repository.commit("docs/beta/why.en.md", ANSWER * 9 + "More.\n", 4)
    assert repository.page("docs/beta/why.en.md") == PageHistory(night(2), night(4), "Ann")
    assert repository.page() == PageHistory()


def test_a_merge_is_told_as_its_author_wrote_it(repository: Repository) -> None:
    repository.git("switch", "-qc", "proposal")
    repository.commit(PAGE, ANSWER, 2, "Bob")
    repository.git("switch", "-q", "main")
    repository.commit("docs/alpha/other.en.md", ANSWER, 3)
    repository.git("merge", "-q", "--no-ff", "-m", "x", "proposal", day=4, author="Eve")
    assert repository.page() == PageHistory(night(2), night(2), "Bob")


def test_what_is_not_committed_has_no_date(repository: Repository) -> None:
    repository.commit(PAGE, ANSWER, 2)
    repository.write(PAGE, ANSWER + "\nDraft.\n")
    repository.write("docs/alpha/new.en.md", ANSWER)
    assert repository.page() == PageHistory(night(2), None, None)
    assert repository.page("docs/alpha/new.en.md") == PageHistory()


def test_a_shallow_clone_says_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.commit(PAGE, ANSWER, 2)
    for depth, count in ((["--depth=1"], 0), ([], 1)):
        target = tmp_path / f"clone{count}"
        url = f"file://{repository.root}"
        repository.git("clone", "-q", *depth, url, str(target))
        assert len(load_history(target).pages) == count


def test_no_repository_and_no_commit_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    assert load_history(tmp_path).pages == {}
    empty = Repository(tmp_path / "empty")
    empty.write(PAGE, ANSWER)
    assert load_history(empty.root).pages == {}


def test_history_reads_pages_as_the_bank_does() -> None:
    for file in (ROOT / "docs").rglob("*.md"):
        text = file.read_text(encoding="utf-8")
        head = text.split("\n## ")[0]
        for version in (text, head, text.split("\n")[0], text.replace("\n", "\r\n")):
            assert has_answer(version) == parse_page("", "", "", "", version).has_answer, file


PIECES = ("# T\n", "\n", "## S { #s }\n", "<!-- c -->\n", "<!--\nmany\n-->\n", "text\n", " ")


@given(st.lists(st.sampled_from(PIECES)), st.booleans())
def test_any_mixture_reads_the_same(pieces: list[str], front_matter: bool) -> None:
    text = ("---\nx: 1\n---\n" if front_matter else "") + "# Title\n\n" + "".join(pieces)
    assert has_answer(text) == parse_page("", "", "", "", text).has_answer
