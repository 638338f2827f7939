"""``python -m bank``: check the bank, write outputs, record alignment, pack the site."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from .checks import source_problems
from .experiments import not_run, output_problems, write_outputs
from .figures import drawing_problems, write_figures
from .formulas import Katex, ToolError, formula_problems
from .load import load_bank
from .mend import mend_all
from .model import LOCALES, Bank, Problem
from .offline import write_offline
from .registry import ALIGNMENT
from .rendered import rendered_problems
from .rules import RULES, reader_is_chinese
from .skeleton import UnknownError, Written, write_answer, write_question
from .status import digest, flags, summary

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    parser = argparse.ArgumentParser(prog="bank", description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project to work on")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="print every problem")
    check.add_argument("--no-run", action="store_true", help="do not run the experiments")
    commands.add_parser("flags", help="list open and outdated questions")
    commands.add_parser("fix", help="mend what is mechanical")
    commands.add_parser("outputs", help="run the experiments and write their output")
    commands.add_parser("figures", help="run the scripts of figures and write what they draw")
    align = commands.add_parser("align", help="record that both languages say the same")
    align.add_argument("slugs", nargs="*", help="questions (default: all without a record)")
    answer = commands.add_parser("answer", help="write the skeleton of an answer")
    answer.add_argument("question", help="113, 2.17 or a slug")
    new = commands.add_parser("new", help="add a question")
    new.add_argument("slug")
    new.add_argument("category")
    new.add_argument("--zh", default="", help="its title in Chinese")
    new.add_argument("--en", default="", help="its title in English")
    offline = commands.add_parser("offline", help="make a zip of a built site")
    offline.add_argument("site", type=Path)
    offline.add_argument("archive", type=Path)
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    match options.command:
        case "check":
            return _check(root, run=not options.no_run)
        case "flags":
            print("\n".join(flags(load_bank(root))))
            return 0
        case "fix":
            done = mend_all(root)
            print("\n".join([*done, f"{len(done)} mended; 'make check' says what is left"]))
            return 0
        case "outputs":
            return _outputs(root)
        case "figures":
            return _written(root, *write_figures(root))
        case "answer":
            return _skeleton(lambda bank: write_answer(bank, options.question), root)
        case "new":
            titles = {"zh": options.zh, "en": options.en}
            return _skeleton(
                lambda bank: write_question(bank, options.slug, options.category, titles), root
            )
        case "offline":
            return _offline(options.site, options.archive, root)
        case _:
            return _align(load_bank(root), options.slugs)


def _check(root: Path, run: bool) -> int:
    bank = load_bank(root)
    problems = list(source_problems(bank))
    try:
        katex = Katex(root)
        problems += formula_problems(bank, katex)
        problems += rendered_problems(bank, katex)
        katex.close()
    except ToolError as error:
        print(f"{error}; 'make check' does it all", file=sys.stderr)
        return 2
    if run:
        problems += output_problems(bank)
        problems += drawing_problems(bank)
        for line in not_run(root):
            print(line, file=sys.stderr)
    in_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    for problem in sorted(set(problems)):
        print(annotation(problem) if in_actions else told(problem))
    count = len(set(problems))
    print(f"{count} problem{'s' * (count != 1)}; {summary(bank)}")
    return 1 if problems else 0


def told(problem: Problem) -> str:
    """Return a problem's line, with the rule in Chinese for who reads Chinese."""
    line = str(problem)
    if problem.rule in RULES and reader_is_chinese():
        line += f"（{RULES[problem.rule].text['zh'].rstrip('。')}）"
    return line


def annotation(problem: Problem) -> str:
    """Return a problem as GitHub Actions shows it on the pull request's line."""

    def escape(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def escape_property(text: str) -> str:
        return escape(text).replace(":", "%3A").replace(",", "%2C")

    place = f"file={escape_property(problem.path)},line={problem.line}"
    if problem.column is not None:
        place += f",col={problem.column}"
    text = f"{problem.what}; {problem.mend}"
    if problem.rule in RULES:
        text += f"\n{RULES[problem.rule].text['zh']}"
    return f"::error {place},title={problem.rule}::{escape(text)}"


def _outputs(root: Path) -> int:
    changed, problems = write_outputs(root)
    for line in not_run(root):
        print(line, file=sys.stderr)
    return _written(root, changed, problems)


def _written(root: Path, changed: list[Path], problems: list[Problem]) -> int:
    for file in changed:
        print(f"wrote {file.relative_to(root).as_posix()}")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def _skeleton(write: Callable[[Bank], Written], root: Path) -> int:
    bank = load_bank(root)
    if not bank.readable:
        print("\n".join(map(str, sorted(set(bank.problems)))))
        return 1
    try:
        result = write(bank)
    except UnknownError as error:
        print(error, file=sys.stderr)
        return 1
    for path in result.written:
        print(f"wrote {path}")
    for path in result.left:
        print(f"left alone, it is there already: {path}")
    print("Next: fill them in, run 'make check' until nothing is left, send a pull request.")
    return 0


def _offline(site: Path, archive: Path, root: Path) -> int:
    try:
        count = write_offline(site, archive, root)
    except ToolError as error:
        print(error, file=sys.stderr)
        return 2
    size = archive.stat().st_size / 1e6
    print(f"{archive}: {count} files, {size:.1f} MB; unpack it and open index.html")
    return 0


def _align(bank: Bank, slugs: list[str]) -> int:
    answered = {
        slug
        for slug in bank.questions
        if all((p := bank.pages.get((slug, code))) and p.has_answer for code in LOCALES)
    }
    for slug in slugs:
        if slug not in answered:
            print(f"{slug}: there is no answer in both languages", file=sys.stderr)
            return 1
    records = {slug: bank.aligned[slug] for slug in bank.aligned if slug in answered}
    for slug in slugs or sorted(answered - records.keys()):
        records[slug] = {code: digest(bank.pages[slug, code]) for code in LOCALES}
        print(f"{slug}: recorded that both languages say the same")
    lines = [
        "# Digests of each answer's two pages when they last said the same.\n"
        "# Written by 'make align'; a page that changed alone flags the other as outdated.\n"
    ]
    lines += [
        f"{slug}: {{zh: {json.dumps(record['zh'])}, en: {json.dumps(record['en'])}}}\n"
        for slug, record in sorted(records.items())
    ]
    (bank.root / ALIGNMENT).write_text("".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
