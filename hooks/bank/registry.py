"""Read the registry, the taxonomy and the alignment record."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from .cache import Cache
from .model import LOCALES, Bank, Category, Problem, Question, Topic

REGISTRY = "docs/questions.yml"
TAXONOMY = "docs/taxonomy.yml"
ALIGNMENT = "docs/alignment.yml"

MAX_BYTES = 500_000
FIELDS: dict[str, tuple[type, ...]] = {
    "slug": (str,),
    "category": (str,),
    "number": (int,),
    "level": (int,),
    "topics": (list,),
    "circulates_as": (list,),
    "related": (list,),
    "same_as": (list,),
    "angle": (dict,),
}
REQUIRED = ("slug", "category", "number", "level", "topics")


class UnreadableError(Exception):
    """A data file that YAML cannot read; holds the problem to print."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Loader(yaml.SafeLoader):
    """YAML without aliases (no bombs), with lines, and duplicate keys refused."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.get_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(
                None, None, "aliases (*name) are not allowed", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key_node.value!r} stands twice", key_node.start_mark
                )
            if isinstance(key_node.value, str):
                seen.add(key_node.value)
        mapping = super().construct_mapping(node, deep)
        mapping["__line__"] = node.start_mark.line + 1
        return mapping


def load_yaml(root: Path, path: str, cache: Cache | None = None) -> Any:
    """Return the data of a YAML file; mappings carry ``__line__``.

    Raises:
        UnreadableError: If the file is missing, too big or no plain YAML.
    """
    file = root / path
    try:
        raw = file.read_bytes()
        if len(raw) > MAX_BYTES:
            raise UnreadableError(
                Problem(
                    path,
                    1,
                    "REG-01",
                    f"the file has {len(raw):,} bytes",
                    f"keep it under {MAX_BYTES:,}",
                )
            )
        text = raw.decode()
        if cache is None:
            return yaml.load(text, Loader=_Loader)
        return cache.result(cache.key("yaml", raw), lambda: yaml.load(text, Loader=_Loader))
    except FileNotFoundError:
        problem = Problem(path, 1, "REG-01", "the file is missing", "restore it from git")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = Problem(path, line, "REG-01", "it is not UTF-8", "save the file as UTF-8")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or type(error).__name__
        problem = Problem(
            path,
            mark.line + 1 if mark else 1,
            "REG-01",
            f"the YAML cannot be read: {what}",
            "compare the indentation and quotes with the entries around it",
        )
    raise UnreadableError(problem)


def load_registry(bank: Bank) -> None:
    """Fill the bank's categories, topics, questions and alignment record.

    Faults go to ``bank.problems``; an entry with a fault is left out.
    ``bank.readable`` says whether comparing pages with entries makes sense.
    """
    readers: tuple[tuple[str, Callable[[Bank, Any], Iterator[Problem]]], ...] = (
        (TAXONOMY, _read_taxonomy),
        (REGISTRY, _read_questions),
        (ALIGNMENT, _read_alignment),
    )
    for path, reader in readers:
        try:
            data = load_yaml(bank.root, path, bank.cache)
        except UnreadableError as error:
            bank.problems.append(error.problem)
            bank.readable = False
        else:
            bank.problems.extend(reader(bank, data))
    if bank.readable and not bank.categories:
        bank.readable = False
        bank.problems.append(
            Problem(TAXONOMY, 1, "REG-01", "there are no categories", "list them first")
        )


def nearest(word: str, words: Iterable[object]) -> str:
    """Return ``did you mean 'x'?`` for the closest of ``words``, or nothing."""
    close = difflib.get_close_matches(word, [str(w) for w in words], 1)
    return f"did you mean '{close[0]}'?" if close else ""


def _read_taxonomy(bank: Bank, data: Any) -> Iterator[Problem]:
    if not isinstance(data, dict):
        yield Problem(TAXONOMY, 1, "REG-01", "it is no mapping", "start it with 'categories:'")
        return
    for number, entry in enumerate(data.get("categories") or (), 1):
        try:
            slug, listed = entry["slug"], entry["listed"]
            if not isinstance(slug, str) or type(listed) is not int:
                raise TypeError
        except (KeyError, TypeError):
            line = entry.get("__line__", 1) if isinstance(entry, dict) else 1
            yield Problem(TAXONOMY, line, "REG-01", "a category needs slug and listed", "add them")
        else:
            bank.categories[slug] = Category(slug, number, listed)
    topics = data.get("topics")
    for slug, names in (topics if isinstance(topics, dict) else {}).items():
        if slug == "__line__":
            continue
        if not isinstance(names, dict) or any(
            not isinstance(names.get(locale), str) for locale in LOCALES
        ):
            yield Problem(
                TAXONOMY,
                names.get("__line__", 1) if isinstance(names, dict) else 1,
                "REG-01",
                f"topic {slug!r} lacks a name in a language",
                f"write '{slug}: {{zh: …, en: …}}'",
            )
        else:
            bank.topics[str(slug)] = Topic(str(slug), {k: names[k] for k in LOCALES})


def _read_questions(bank: Bank, data: Any) -> Iterator[Problem]:
    if not isinstance(data, list):
        yield Problem(
            REGISTRY, 1, "REG-01", "it is no list of questions", "start each with '- slug: …'"
        )
        return
    for entry in data:
        faults = list(_entry_faults(bank, entry))
        yield from faults
        if faults or entry["category"] not in bank.categories:
            bank.faulty.add(str(entry.get("slug") if isinstance(entry, dict) else entry))
        else:
            category = bank.categories[entry["category"]]
            bank.questions[entry["slug"]] = Question(
                slug=entry["slug"],
                category=category.slug,
                number=entry["number"],
                label=f"{category.number}.{entry['number']}",
                level=entry["level"],
                topics=tuple(entry["topics"]),
                circulates_as=tuple(entry.get("circulates_as", ())),
                related=tuple(entry.get("related", ())),
                same_as=tuple(entry.get("same_as", ())),
                angle={k: v for k, v in entry.get("angle", {}).items() if k in LOCALES},
                line=entry["__line__"],
            )


def _entry_faults(bank: Bank, entry: Any) -> Iterator[Problem]:
    def fault(rule: str, what: str, mend: str) -> Problem:
        return Problem(REGISTRY, line, rule, what, mend)

    line = entry.get("__line__", 1) if isinstance(entry, dict) else 1
    if not isinstance(entry, dict):
        yield fault("REG-01", f"{entry!r} is no question", "write '- slug: …'")
        return
    slug = entry.get("slug")
    for name in REQUIRED:
        if name not in entry:
            yield fault("REG-01", f"question {slug!r} has no {name}", f"add '{name}: …'")
    for name, value in entry.items():
        if name == "__line__":
            continue
        kinds = FIELDS.get(str(name))
        if kinds is None:
            yield fault(
                "REG-01",
                f"question {slug!r} has an unknown field {name!r}",
                nearest(str(name), FIELDS) or f"known are {', '.join(FIELDS)}",
            )
        elif not isinstance(value, kinds) or isinstance(value, bool):
            yield fault(
                "REG-01",
                f"{name} of {slug!r} is {value!r}",
                f"it must be {kinds[0].__name__}",
            )
        elif isinstance(value, list):
            kind = int if name == "circulates_as" else str
            for item in value:
                if type(item) is not kind:
                    yield fault(
                        "REG-01",
                        f"{name} of {slug!r} contains {item!r}",
                        f"every entry must be {kind.__name__}",
                    )
    if isinstance(slug, str):
        if not all(part.isalnum() and part.isascii() for part in slug.split("-")) or (
            slug != slug.lower()
        ):
            yield fault(
                "REG-01",
                f"slug {slug!r} is no kebab-case",
                "use lower-case letters, digits and single hyphens",
            )
        if slug in bank.questions:
            yield fault(
                "REG-05",
                f"slug {slug!r} stands twice (first on line {bank.questions[slug].line})",
                "slugs are unique and permanent, choose another",
            )
    category = entry.get("category")
    if isinstance(category, str) and bank.readable and category not in bank.categories:
        yield fault(
            "REG-06",
            f"category {category!r} of {slug!r} is unknown",
            nearest(category, bank.categories) or f"known are {', '.join(bank.categories)}",
        )
    level = entry.get("level")
    if isinstance(level, int) and level not in (1, 2, 3):
        yield fault(
            "REG-01",
            f"level of {slug!r} is {level}",
            "1 is what everyone asks, 2 common, 3 hard",
        )


def _read_alignment(bank: Bank, data: Any) -> Iterator[Problem]:
    for slug, digests in (data if isinstance(data, dict) else {}).items():
        if slug == "__line__":
            continue
        if not isinstance(digests, dict) or any(
            not isinstance(digests.get(locale), str) for locale in LOCALES
        ):
            yield Problem(
                ALIGNMENT,
                digests.get("__line__", 1) if isinstance(digests, dict) else 1,
                "REG-01",
                f"the digests of {slug!r} are not one text per language",
                "run 'make align' to write the file anew",
            )
        else:
            bank.aligned[str(slug)] = {k: digests[k] for k in LOCALES}
