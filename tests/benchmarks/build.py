"""How long the site takes to build and to serve: python tests/benchmarks/build.py [ROUNDS].

Three parts, each in fresh processes, wall-clock seconds, medians of ROUNDS (5):

1. the site, with warm caches and with none, against plain MkDocs + Material made of the
   same Markdown with formulas left to the browser; interleaved, printed as ratios;
2. ours alone with each question 5 and 10 times (once each), to see how it grows. Plain
   MkDocs writes its whole navigation on every page, which takes the square of the pages;
3. from saving a page to its new text being served, for a changed sentence and a title.

Run it on a machine that does nothing else.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

import yaml

ROOT = Path(__file__).parents[2]
PAGE = "internals/attention-score-and-relevance"
PLAIN = """
site_name: plain
site_url: https://plain.example/
theme: {name: material, font: false}
exclude_docs: "*.py\\n*.out\\n*.yml\\n*.bib"
markdown_extensions:
  - attr_list
  - tables
  - toc: {permalink: true, toc_depth: 2-3}
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.highlight: {anchor_linenums: false}
  - pymdownx.superfences
  - pymdownx.snippets: {base_path: [docs]}
"""
ENVIRONMENT = {
    **os.environ,
    "NO_MKDOCS_2_WARNING": "1",
    "SOURCE_DATE_EPOCH": "1600000000",
    "REPO_URL": "",
}


def copy_questions(docs: Path, times: int) -> None:
    """Make ``times`` questions of each, the copies under slugs and numbers of their own."""
    entries = yaml.safe_load((docs / "questions.yml").read_text("utf-8"))
    grown = []
    for category in dict.fromkeys(entry["category"] for entry in entries):
        here = [entry for entry in entries if entry["category"] == category]
        for copy in range(times):
            for entry in here:
                slug = entry["slug"] + (f"-{copy}" if copy else "")
                known = [] if copy else entry.get("circulates_as", [])
                number = entry["number"] + copy * len(here)
                grown.append(entry | {"slug": slug, "number": number, "circulates_as": known})
                if copy:
                    copy_files(docs / category, entry["slug"], slug)
    # JSON is YAML, without the aliases that PyYAML would write.
    (docs / "questions.yml").write_text(json.dumps(grown, indent=1, ensure_ascii=False), "utf-8")


def copy_files(folder: Path, slug: str, new: str) -> None:
    """Copy the pages of a question and what stands beside them."""
    for file in list(folder.glob(f"{slug}.*")):
        target = folder / file.name.replace(slug, new, 1)
        if file.suffix == ".md":
            # What stands beside the page is included, or linked, by its name.
            text = file.read_text("utf-8")
            text = text.replace(f'--8<-- "{folder.name}/{slug}.', f'--8<-- "{folder.name}/{new}.')
            target.write_text(re.sub(rf"\({slug}(\.\w+\.svg)", rf"({new}\1", text), "utf-8")
        else:
            shutil.copy(file, target)


def our_site(folder: Path, times: int) -> Path:
    """Return a project like this one with each question ``times`` times."""
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "package.json"):
        shutil.copy(ROOT / name, folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    copy_questions(folder / "docs", times)
    return folder


def plain_site(folder: Path, docs: Path) -> Path:
    """Return a project of plain MkDocs + Material with the same Markdown."""
    shutil.copytree(docs, folder / "docs")
    (folder / "mkdocs.yml").write_text(PLAIN, "utf-8")
    for page in folder.rglob("*.md"):  # there are no templates of ours
        text = page.read_text("utf-8")
        page.write_text(re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL), "utf-8")
    return folder


def seconds_of_build(folder: Path, *arguments: str) -> float:
    """Return the seconds that a build takes, the start of Python included."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        check=True,
    )
    return time.perf_counter() - start


def measure(times: int, rounds: int, kinds: tuple[str, ...]) -> None:
    """Print how long the builds of one size take."""
    with tempfile.TemporaryDirectory() as name:
        ours = our_site(Path(name, "ours"), times)
        plain = plain_site(Path(name, "plain"), ours / "docs")
        took: dict[str, list[float]] = {kind: [] for kind in kinds}
        for _ in range(rounds):
            shutil.rmtree(ours / ".cache", ignore_errors=True)
            for kind in kinds:  # what is cold warms the caches for the next
                folder = plain if kind == "plain" else ours
                strict = () if kind == "plain" else ("--strict",)
                took[kind].append(seconds_of_build(folder, *strict))
        pages = len(list((ours / "docs").rglob("*.md")))
    for kind, values in took.items():
        middle = median(values)
        ratio = f"{middle / median(took['plain']):.2f} of plain" if "plain" in took else ""
        print(f"{110 * times:5} x 2  {kind:5}  {middle:6.1f} s", end="  ")
        print(f"{1000 * middle / pages:5.1f} ms a page  {ratio}", flush=True)


class Serving:
    """The site served from a folder, while in the ``with`` block."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Serving:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address],
            cwd=self.folder,
            env=ENVIRONMENT,
        )
        self.url = f"http://{address}/en/{PAGE}/"
        self.seconds_until("</html>")
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait()

    def seconds_until(self, text: str) -> float:
        """Return the seconds until the page holds the text."""
        start = time.perf_counter()
        while self.process.poll() is None:
            try:
                with urllib.request.urlopen(self.url, timeout=60) as answer:
                    if text in answer.read().decode():
                        return time.perf_counter() - start
            except urllib.error.URLError:
                pass
            time.sleep(0.02)
        raise RuntimeError("mkdocs serve ended")


def measure_serving(rounds: int) -> None:
    """Print how long a saved change takes to be served."""
    with tempfile.TemporaryDirectory() as name:
        folder = our_site(Path(name), 1)
        page = folder / f"docs/{PAGE}.en.md"
        text = page.read_text("utf-8")
        with Serving(folder) as serving:
            for what, old in (("sentence", "\n## Key points"), ("title", "# ")):
                took = []
                for turn in range(rounds):
                    mark = f"{what}{turn}mark"
                    new = f"{old}{mark} " if old == "# " else f"\n{mark}\n{old}"
                    # MkDocs looks twice a second; each turn meets it at another moment.
                    time.sleep(1.5 + 0.37 * turn % 0.5)
                    page.write_text(text.replace(old, new, 1), "utf-8")
                    took.append(serving.seconds_until(mark))
                row = "  ".join(f"{value:.2f}" for value in sorted(took))
                print(f"a changed {what}: {median(took):.2f} s (all: {row})", flush=True)


def main() -> None:
    """Print the three parts."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, median of {rounds}")
    print("\nBuilding: questions x languages")
    measure(1, rounds, ("cold", "warm", "plain"))
    for times in (5, 10):
        measure(times, 1, ("cold", "warm"))
    print("\nFrom saving a page to its being served")
    measure_serving(rounds + 2)


if __name__ == "__main__":
    main()
