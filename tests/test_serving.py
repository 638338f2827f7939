"""`mkdocs serve`: what is saved is shown, everywhere, and faults do not end it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from conftest import Project, build_site

EN = "docs/alpha/softmax-sum.en.md"
ZH = "docs/alpha/softmax-sum.zh.md"
PATIENCE_SECONDS = 120
PUBLISHED = re.compile(rb"(&amp;version=)[0-9a-f]{12}|(script-src 'self') 'sha256-[^']+'")
PREVIEW = re.compile(rb"(script-src 'self') 'unsafe-inline'")


class Served:
    """A served project: its address, what it logged, the site it wrote."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project, self.folder = project, folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.environment = {
            "SOURCE_DATE_EPOCH": "1600000000",
            "SITE_URL": f"http://{self.address}/",
            "REPO_URL": "",
        }
        self.log = folder / "log.txt"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", self.address],
                cwd=project.root,
                stderr=log,
                env={**os.environ, **self.environment, "TMPDIR": str(folder)},
            )

    def page(self, path: str) -> str:
        try:
            with urllib.request.urlopen(f"http://{self.address}/{path}", timeout=60) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            return ""

    def wait(self, happened: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while not happened():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.2)

    def wait_for(self, path: str, text: str) -> None:
        self.wait(lambda: text in self.page(path))

    def file(self, path: str) -> Path:
        return next(self.folder.glob("mkdocs_*")) / path

    def site(self) -> dict[str, bytes]:
        return files(self.file(""))


def files(folder: Path) -> dict[str, bytes]:
    found = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


@pytest.fixture
def served(small_site: Project, tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "served"
    folder.mkdir()
    served = Served(small_site, folder)
    served.wait_for("alpha/", "softmax")
    yield served
    served.process.terminate()
    served.process.wait(30)


def test_a_page_in_the_browser_shows_what_is_saved(served: Served, browser: Browser) -> None:
    page = browser.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(f"http://{served.address}/en/alpha/softmax-sum/")
    served.project.replace(EN, "Multiply both", "Nobody reloads, multiply both")
    shown = page.get_by_text("Nobody reloads")
    expect(shown).to_be_visible(timeout=1000 * PATIENCE_SECONDS)
    assert not [message for message in messages if "Security" in message]


def test_what_is_saved_is_shown_everywhere(served: Served) -> None:
    project = served.project
    project.replace(EN, "Multiply both", "Once saved, multiply both")
    served.wait_for("en/alpha/softmax-sum/", "Once saved")
    project.replace(EN, "# Why does softmax sum", "# Why does a normalised softmax sum")
    for page in (
        "en/alpha/",
        "en/alpha/open-question/",
        "en/beta/softmax-sum-again/",
        "en/topics/",
    ):
        if served.page(page):
            served.wait_for(page, "Why does a normalised softmax sum")
    project.replace("overrides/phrases.yml", "en:", "en: ¡")
    project.replace(
        "docs/questions.yml", "level: 3\n  topics: [attention]", "level: 1\n  topics: [softmax]"
    )
    project.replace("docs/alpha/softmax-sum.out", "0.665", "0.123456")
    served.wait_for("en/alpha/softmax-sum/", "0.123456")

    # Faults are told, and gone when they are mended.
    good = project.read(ZH)
    project.write(ZH, good + "\n$\\nope$\n")
    served.wait(lambda: f"{ZH}:" in served.log.read_text() and "TEX-01" in served.log.read_text())
    served.wait_for("alpha/softmax-sum/", "tex-error")
    settings = project.read("mkdocs.yml")
    project.write("mkdocs.yml", settings + "\n: [")
    served.wait(lambda: "An error happened during the rebuild" in served.log.read_text())
    project.write("mkdocs.yml", settings)
    project.write(ZH, good + "\n改好了。\n")
    served.wait_for("alpha/softmax-sum/", "改好了")
    assert "tex-error" not in served.page("alpha/softmax-sum/")

    # What a page becomes goes with it, and what stays the same is not written again.
    lead = "# 附加 Extra\n\n" + "More than a head's description holds. " * 20
    for locale in ("zh", "en"):
        project.write(f"docs/extra.{locale}.md", f"{lead}\n\nLeft over.\n")
    served.wait_for("en/extra/", "Left over")
    project.write("docs/extra.en.md", f"{lead}\n\nLeft again.\n")
    served.wait_for("en/extra/", "Left again")
    untouched = served.file("beta/index.html").stat().st_mtime_ns
    for locale in ("zh", "en"):
        (project.root / f"docs/extra.{locale}.md").unlink()
    served.wait(lambda: not served.page("en/extra/") and not served.page("extra/"))
    assert not served.file("en/extra/index.html").exists()
    assert served.file("beta/index.html").stat().st_mtime_ns == untouched

    # File by file what a build from nothing writes. A preview has no feeds and the like, its
    # search index has no version, and its policy lets MkDocs load the page again.
    shutil.rmtree(project.root / ".cache")
    result = build_site(project.root, environment=served.environment)
    assert result.returncode == 0, result.stderr
    shown, built = served.site(), files(project.root / "site")
    assert {path: PREVIEW.sub(rb"\1", content) for path, content in shown.items()} == {
        path: PUBLISHED.sub(rb"\1\2", built[path]) for path in shown
    }
    assert not [path for path in built if path.endswith(".html") and path not in shown]


def test_only_changed_pages_are_written(small_site: Project) -> None:
    """In a process of its own, as hooks keep what they know for its life."""
    script = """
import sys
from mkdocs.config import load_config
from mkdocs.commands.build import build
import jinja2
from pathlib import Path
rendered = []
render = jinja2.Template.render
def counted(self, context):
    rendered.append(context["page"].file.src_uri if context["page"] else self.name)
    return render(self, context)
jinja2.Template.render = counted
page = Path("docs/alpha/softmax-sum.en.md")
for turn in range(4):
    config = load_config(site_dir="site")
    if turn == 0:
        config.plugins.on_startup(command="serve", dirty=False)
    rendered.clear()
    build(config, serve_url="http://localhost/")
    print(len(rendered), *sorted(rendered))
    if turn:
        page.write_text(page.read_text().replace("Multiply", f"{turn} Multiply"))
config.plugins.on_shutdown()
"""
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=small_site.root,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert result.returncode == 0, result.stderr
    everything, nothing, first, second = result.stdout.splitlines()
    assert int(everything.split()[0]) > 10
    assert nothing == "0", "the same content is not written again"
    # The other language is outdated from the first change on, which its lists show.
    assert "alpha/softmax-sum.en.md" in first and "alpha/open-question.en.md" not in first
    assert second == "1 alpha/softmax-sum.en.md"
