"""Fixtures: a small good bank to break, the built site, a browser on it."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from bank.formulas import Katex
from browser import find_browser

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def katex() -> Iterator[Katex]:
    tool = Katex(ROOT)
    yield tool
    tool.close()


class Project:
    """A copy of the good bank that a test may break."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / "tests/good_bank", root, dirs_exist_ok=True)
        shutil.copy(ROOT / "mkdocs.yml", root)
        (root / "node_modules").symlink_to(ROOT / "node_modules")
        shutil.copy(ROOT / "package.json", root)

    def replace(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert text.count(old) >= 1, f"{path} does not contain {old!r}"
        self.write(path, text.replace(old, new, 1))

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, content: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def delete(self, path: str) -> None:
        (self.root / path).unlink()

    def line(self, path: str, text: str) -> int:
        """Return the 1-based line where ``text`` first stands."""
        content = self.read(path)
        assert text in content, f"{path} does not contain {text!r}"
        return content[: content.index(text)].count("\n") + 1


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project")


@pytest.fixture
def small_site(project: Project) -> Project:
    """The good bank with all that a build needs, and a cache of its own."""
    for name in ("hooks", "overrides"):
        shutil.copytree(
            ROOT / name, project.root / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    return project


def bank_command(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bank", "--root", str(root), *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
        timeout=300,
    )


def copy_of_repository(target: Path) -> Path:
    """Copy what a build needs; node_modules and the formula cache are shared."""
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "package.json"):
        shutil.copy(ROOT / name, target)
    (target / "node_modules").symlink_to(ROOT / "node_modules")
    (target / ".cache").symlink_to(ROOT / ".cache")
    return target


def build_site(
    root: Path, *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Build ``root`` into ``root/site``."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "REPO_URL": "", **(environment or {})},
        timeout=600,
    )


AUTHOR = 'Ann "b" & Söhne'
LATE = "docs/scenarios"
"""What the built site's repository answered last."""


def commit_everything(root: Path) -> None:
    """Make ``root`` a repository of two commits, of New Year's Days 2025 and 2026."""
    people = {f"GIT_{role}_NAME": AUTHOR for role in ("AUTHOR", "COMMITTER")}
    people |= {f"GIT_{role}_EMAIL": "ann@x.example" for role in ("AUTHOR", "COMMITTER")}
    # Nobody's own settings, such as signed commits.
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for year, command in (
        ("2025", ["init", "-q", "-b", "main"]),
        ("2025", ["add", ".", f":!{LATE}"]),
        ("2025", ["commit", "-qm", "The bank"]),
        ("2026", ["add", LATE]),
        ("2026", ["commit", "-qm", "More answers"]),
    ):
        date = f"{year}-01-01T00:00:00Z"
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        subprocess.run(
            ["git", "-C", str(root), *command],
            check=True,
            env={**os.environ, **people, **settings, **dates},
        )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The repository built strictly, as if cloned from GitHub; (root, build log)."""
    root = copy_of_repository(tmp_path_factory.mktemp("repository"))
    commit_everything(root)
    result = build_site(
        root, "--strict", environment={"REPO_URL": "https://github.com/someone/fork"}
    )
    assert result.returncode == 0, result.stderr
    return root, result.stderr


@pytest.fixture(scope="session")
def site(built: tuple[Path, str]) -> Iterator[str]:
    """The address of the built site, served."""
    handler = functools.partial(_Quiet, directory=str(built[0] / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the browser closed the page first
            super().handle()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_browser(),
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def problem_lines() -> Callable[[str], list[tuple[str, int, str]]]:
    """Split printed problems into (path, line, rule)."""

    def split(output: str) -> list[tuple[str, int, str]]:
        pattern = re.compile(r"^(\S+?):(\d+)(?::\d+)?: ([A-Z]+-\d\d): .+; .+$")
        return [(m[1], int(m[2]), m[3]) for m in map(pattern.match, output.splitlines()) if m]

    return split
