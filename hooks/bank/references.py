"""Read ``docs/references.bib`` and write its works as a reader expects them."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

from .cache import Cache
from .model import Problem, Reference, packed_problems, unpacked_problems
from .source import source_problems

PATH = "docs/references.bib"
KEY = re.compile(r"[a-z]+[0-9]{4}[a-z0-9]+$")
ADDRESSES = ("eprint", "doi", "url")
ARXIV = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})$")


def load_references(
    root: Path, cache: Cache | None = None
) -> tuple[dict[str, Reference], list[Problem]]:
    """Return the works by key and the faults of the file."""
    file = root / PATH
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return {}, [Problem(PATH, 1, "REF-01", "the file is missing", "restore it from git")]
    problems = [
        Problem(p.path, p.line, "REF-01", p.what, p.mend) for p in source_problems(PATH, raw)
    ]
    if problems:
        return {}, problems
    if cache is None:
        return _parse(raw)
    return cache.result(cache.key("references", raw), lambda: _parse(raw), _pack, _unpack)


def _pack(read: tuple[dict[str, Reference], list[Problem]]) -> list[Any]:
    works = [vars(work) | {"authors": list(work.authors)} for work in read[0].values()]
    return [works, packed_problems(read[1])]


def _unpack(data: list[Any]) -> tuple[dict[str, Reference], list[Problem]]:
    works = [Reference(**work | {"authors": tuple(work["authors"])}) for work in data[0]]
    return {work.key: work for work in works}, unpacked_problems(data[1])


def _parse(raw: bytes) -> tuple[dict[str, Reference], list[Problem]]:
    problems: list[Problem] = []
    # The parser logs what it also returns; one report is enough.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(raw.decode())
    # Accents are for names and titles only: in an address, "--" is no dash.
    decoder = LatexDecodingMiddleware(allow_inplace_modification=False)
    readable = {entry.key: entry for entry in decoder.transform(library).entries}
    references: dict[str, Reference] = {}
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, DuplicateBlockKeyBlock):
            problems.append(
                Problem(
                    PATH,
                    line,
                    "REF-05",
                    f"the key {block.key!r} stands twice",
                    "keep one of the two entries",
                )
            )
        elif isinstance(block, ParsingFailedBlock):
            reason = str(block.error).split("\n")[-1].strip() or "syntax error"
            problems.append(
                Problem(
                    PATH,
                    line,
                    "REF-01",
                    f"this entry cannot be read ({reason})",
                    "check its braces and commas",
                )
            )
        elif isinstance(block, Entry):
            reference = _reference(block, readable[block.key], line)
            problems.extend(_entry_faults(reference, references))
            references[reference.key] = reference
    return references, problems


def _reference(entry: Entry, readable: Entry, line: int) -> Reference:
    def value(name: str) -> str:
        source = entry if name in ADDRESSES else readable
        field = source.fields_dict.get(name)
        text = str(field.value) if field else ""
        return re.sub(r"[{}]", "", re.sub(r"\s+", " ", text)).strip()

    arxiv = value("eprint")
    url = value("url")
    if not url and arxiv:
        url = f"https://arxiv.org/abs/{arxiv}"
    if not url and value("doi"):
        url = f"https://doi.org/{value('doi')}"
    return Reference(
        key=entry.key,
        kind=entry.entry_type,
        authors=tuple(a.strip() for a in re.split(r"\s+and\s+", value("author")) if a),
        title=value("title"),
        year=value("year"),
        venue=value("booktitle") or value("journal") or value("howpublished"),
        url=url,
        arxiv=arxiv,
        line=line,
    )


def _entry_faults(reference: Reference, earlier: dict[str, Reference]) -> Iterator[Problem]:
    def fault(rule: str, what: str, mend: str) -> Problem:
        return Problem(PATH, reference.line, rule, f"{reference.key}: {what}", mend)

    for name, value in (
        ("author", reference.authors),
        ("title", reference.title),
        ("year", reference.year),
    ):
        if not value:
            yield fault("REF-04", f"{name} is missing", f"add '{name} = {{…}}'")
    if reference.year and not re.fullmatch(r"(19|20)\d\d", reference.year):
        yield fault("REF-04", f"year is {reference.year!r}", "write four digits")
    if not KEY.match(reference.key):
        yield fault(
            "REF-04",
            "the key is not in the usual form",
            "family name, year and first word of the title, e.g. vaswani2017attention",
        )
    if reference.arxiv and not ARXIV.match(reference.arxiv):
        yield fault("REF-04", f"{reference.arxiv!r} is no arXiv id", "write it as 1706.03762")
    if reference.url and not reference.url.startswith("https://"):
        yield fault("REF-04", f"the url is {reference.url!r}", "start it with https://")
    if not reference.url:
        yield fault(
            "REF-04",
            "nothing to open: no eprint, doi or url",
            "add the one you are certain of",
        )
    for other in earlier.values():
        if reference.arxiv and other.arxiv == reference.arxiv:
            yield fault(
                "REF-05",
                f"arXiv:{reference.arxiv} is already {other.key}",
                "cite that key and delete this entry",
            )


def short_name(reference: Reference) -> str:
    """Return the work as cited in running text: ``Vaswani et al. 2017``."""
    families = [a.split(",")[0] for a in reference.authors]
    if len(families) > 3 or families[-1:] == ["others"]:
        names = f"{families[0]} et al."
    elif len(families) > 1:
        names = f"{', '.join(families[:-1])} & {families[-1]}"
    else:
        names = families[0] if families else reference.key
    return f"{names} {reference.year}"


def as_html(reference: Reference) -> str:
    """Return the full entry as HTML: authors, year, linked title, venue, arXiv id."""
    names = _names(reference)
    title = html.escape(reference.title)
    parts = [f"{html.escape(names)} ({reference.year}). "]
    parts.append(
        f'<a href="{html.escape(reference.url)}" rel="noopener">{title}</a>.'
        if reference.url.startswith("https://")
        else f"{title}."
    )
    if reference.venue:
        parts.append(f" <em>{html.escape(reference.venue)}</em>.")
    if reference.arxiv:
        parts.append(f" arXiv:{html.escape(reference.arxiv)}.")
    return "".join(parts)


def as_markdown(reference: Reference) -> str:
    """Return the same entry as Markdown."""
    title = reference.title
    if reference.url.startswith("https://"):
        title = f"[{title}]({reference.url})"
    parts = [f"{_names(reference)} ({reference.year}). {title}."]
    if reference.venue:
        parts.append(f"*{reference.venue}*.")
    if reference.arxiv:
        parts.append(f"arXiv:{reference.arxiv}.")
    return " ".join(parts)


def _names(reference: Reference) -> str:
    authors = [_given_first(a) for a in reference.authors]
    if authors[-1:] == ["others"] and len(authors) > 2:
        return ", ".join(authors[:-1]) + " et al."
    if authors[-1:] == ["others"] or len(authors) > 6:
        return f"{authors[0]} et al."
    return ", ".join(authors)


def _given_first(author: str) -> str:
    family, _, given = author.partition(",")
    return f"{given.strip()} {family}".strip()
