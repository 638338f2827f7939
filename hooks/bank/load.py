"""Read everything under ``docs/`` into a Bank."""

from __future__ import annotations

from pathlib import Path

from .cache import Cache
from .glossary import load_asked, load_glossary
from .model import LOCALES, Bank
from .pages import read_page
from .references import load_references
from .registry import load_registry


def load_bank(root: Path, cache: Cache | None = None) -> Bank:
    """Return the bank of the project at ``root``; files in ``cache`` are not parsed again.

    Content never raises: what cannot be read is a problem in ``bank.problems``.
    """
    bank = Bank(root, cache=cache)
    load_registry(bank)
    load_glossary(bank)
    load_asked(bank)
    bank.references, problems = load_references(root, cache)
    bank.problems.extend(problems)
    for file in sorted(bank.docs.rglob("*")):
        if file.is_symlink() or not file.is_file():
            continue  # checks/files.py says so
        if file.suffix != ".md":
            folder = file.parent.relative_to(root).as_posix()
            bank.beside.setdefault(f"{folder}/{file.name.split('.')[0]}", []).append(file)
            continue
        page, problems = read_page(root, file, cache)
        bank.problems.extend(problems)
        in_category = page.category in bank.categories and file.parent.parent == bank.docs
        if in_category and page.slug != "index" and page.locale in LOCALES:
            bank.pages[page.slug, page.locale] = page
        else:
            bank.other_pages[page.path] = page
    return bank
