"""The words readers search by: the glossary's terms, and other ways to ask a question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .model import LOCALES, Bank, Problem, Term
from .registry import UnreadableError, load_yaml, nearest

GLOSSARY = "docs/glossary.yml"
ASKED = "docs/asked.yml"
FIELDS = ("zh", "en", "short", "also", "group", "questions", "meaning")


def load_glossary(bank: Bank) -> None:
    """Fill ``bank.glossary`` and its groups; a term with a fault is left out."""
    try:
        data = load_yaml(bank.root, GLOSSARY, bank.cache)
    except UnreadableError as error:
        bank.problems.append(error.problem)
        return
    groups = data.get("groups") if isinstance(data, dict) else None
    terms = data.get("terms") if isinstance(data, dict) else None
    if not isinstance(groups, dict) or not isinstance(terms, list):
        bank.problems.append(
            Problem(
                GLOSSARY, 1, "GLO-01", "it has no groups and terms", "write 'groups:', 'terms:'"
            )
        )
        return
    bank.problems.extend(_read_groups(bank, groups))
    seen: dict[str, int] = {}
    for entry in terms:
        faults = list(_faults(bank, entry, seen))
        bank.problems.extend(faults)
        if not faults:
            bank.glossary.append(
                Term(
                    names={locale: entry[locale] for locale in LOCALES},
                    short=tuple(entry.get("short", ())),
                    also=tuple(entry.get("also", ())),
                    group=entry["group"],
                    questions=tuple(entry["questions"]),
                    meaning={locale: entry["meaning"][locale] for locale in LOCALES},
                    line=entry["__line__"],
                )
            )


def _read_groups(bank: Bank, groups: dict[Any, Any]) -> Iterator[Problem]:
    for slug, names in groups.items():
        if slug == "__line__":
            continue
        if isinstance(names, dict) and all(isinstance(names.get(k), str) for k in LOCALES):
            bank.glossary_groups[str(slug)] = {k: names[k] for k in LOCALES}
        else:
            line = names.get("__line__", 1) if isinstance(names, dict) else 1
            what = f"group {slug!r} lacks a name in a language"
            yield Problem(GLOSSARY, line, "GLO-01", what, f"write '{slug}: {{zh: …, en: …}}'")


def _faults(bank: Bank, entry: Any, seen: dict[str, int]) -> Iterator[Problem]:
    def fault(rule: str, what: str, mend: str) -> Problem:
        return Problem(GLOSSARY, line, rule, what, mend)

    line = entry.get("__line__", 1) if isinstance(entry, dict) else 1
    if not isinstance(entry, dict):
        yield fault("GLO-01", f"{entry!r} is no term", "write '- zh: …' and 'en: …' below it")
        return
    name = entry.get("en")
    for field in entry:
        if field not in FIELDS and field != "__line__":
            mend = nearest(str(field), FIELDS) or f"known are {', '.join(FIELDS)}"
            yield fault("GLO-01", f"term {name!r} has an unknown field {field!r}", mend)
    meaning = entry.get("meaning")
    for locale in LOCALES:
        if not isinstance(entry.get(locale), str) or not entry[locale].strip():
            yield fault("GLO-01", f"term {name!r} has no name in {locale}", f"add '{locale}: …'")
        text = meaning.get(locale) if isinstance(meaning, dict) else None
        if not isinstance(text, str) or not text.strip():
            yield fault(
                "GLO-01",
                f"term {name!r} has no meaning in {locale}",
                f"write 'meaning: {{{locale}: one sentence}}'",
            )
    group = str(entry.get("group"))
    if group not in bank.glossary_groups:
        mend = nearest(group, bank.glossary_groups) or "use one of 'groups:'"
        yield fault("GLO-01", f"group of {name!r} is {group!r}", mend)
    for field in ("short", "also", "questions"):
        value = entry.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            yield fault("GLO-01", f"{field} of {name!r} is {value!r}", "write a list of texts")
            return
    if not entry.get("questions"):
        yield fault("GLO-02", f"term {name!r} leads to no question", "add 'questions: [slug]'")
    for slug in entry.get("questions", ()):
        if bank.readable and slug not in bank.questions and slug not in bank.faulty:
            yield fault(
                "GLO-02",
                f"questions of {name!r} names the unknown {slug!r}",
                nearest(slug, bank.questions) or "use a slug of questions.yml",
            )
    names = [*(entry.get(locale) for locale in LOCALES), *entry.get("short", ())]
    for spelling in filter(None, [*names, *entry.get("also", ())]):
        key = str(spelling).casefold()
        if seen.setdefault(key, line) != line:
            yield fault(
                "GLO-03",
                f"{spelling!r} of {name!r} stands in the term of line {seen[key]} too",
                "give each spelling to one term",
            )


def load_asked(bank: Bank) -> None:
    """Fill ``bank.asked``; an entry with a fault is left out."""
    try:
        data = load_yaml(bank.root, ASKED, bank.cache)
    except UnreadableError as error:
        bank.problems.append(error.problem)
        return
    for slug, ways in (data if isinstance(data, dict) else {}).items():
        if slug == "__line__":
            continue
        line = ways.get("__line__", 1) if isinstance(ways, dict) else 1
        if bank.readable and slug not in bank.questions and slug not in bank.faulty:
            what = f"it names the unknown question {slug!r}"
            mend = nearest(str(slug), bank.questions) or "use a slug of questions.yml"
            bank.problems.append(Problem(ASKED, line, "GLO-02", what, mend))
        elif not isinstance(ways, dict) or not all(_texts(ways.get(k)) for k in LOCALES):
            what = f"the ways to ask {slug!r} are not a list of texts per language"
            mend = f"write '{slug}: {{zh: [问法], en: [a way to ask]}}'"
            bank.problems.append(Problem(ASKED, line, "GLO-01", what, mend))
        else:
            bank.asked[str(slug)] = {k: tuple(ways[k]) for k in LOCALES}


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
