"""``llms.txt`` (https://llmstxt.org): what the site holds, and its Markdown, for models."""

from __future__ import annotations

from pathlib import Path

from .addresses import Site, folder, page_path
from .build import Build
from .markdown_export import answer_as_markdown
from .model import LOCALES, Page
from .summaries import description


def write_markdown(build: Build, site: Site, target: Path) -> None:
    """Write each question's ``index.md``, and per language llms.txt and llms-full.txt.

    The latter holds all answers one after another, for those who want them at once.
    """
    for locale in LOCALES:
        answers = []
        for question in build.bank.in_order():
            page = build.bank.pages.get((question.slug, locale))
            if page is None:
                continue
            text = answer_as_markdown(build, site, page)
            file = target / page_path(page) / "index.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            if page.has_answer:
                answers.append(text)
        place = target / folder(locale)
        (place / "llms.txt").write_text(llms_text(build, site, locale), encoding="utf-8")
        (place / "llms-full.txt").write_text("\n\n".join(answers), encoding="utf-8")


def llms_text(build: Build, site: Site, locale: str) -> str:
    """Return ``llms.txt``: each question with its Markdown and what it answers."""
    bank, phrases, home = build.bank, build.phrases[locale], folder(locale)
    front = bank.other_pages.get(f"docs/index.{locale}.md")
    others = ", ".join(
        f"[{build.phrases[code]['language']}]({site.address(folder(code) + 'llms.txt')})"
        for code in LOCALES
        if code != locale
    )
    lines = [
        f"# {site.name} · {phrases['tagline']}",
        f"> {_lead(front)}",
        f"{phrases['llms_note']} · CC BY 4.0 · {others}",
    ]
    for category in bank.categories.values():
        path = f"docs/{category.slug}/index.{locale}.md"
        entries = [
            _entry(build, site, page, question.label)
            for question in bank.in_order(category.slug)
            if (page := bank.pages.get((question.slug, locale)))
        ]
        title = build.titles.get(path, category.slug)
        lines += [f"## {category.number} {title}", "\n".join(entries)]
    lines += [
        "## Optional",
        f"- [llms-full.txt]({site.address(home + 'llms-full.txt')}): {phrases['llms_full']}\n"
        f"- [questions.json]({site.address('questions.json')}): {phrases['llms_data']}\n"
        f"- [{phrases['glossary']}]({site.address(home + 'glossary/')}): {phrases['llms_terms']}",
    ]
    return "\n\n".join(lines) + "\n"


def _entry(build: Build, site: Site, page: Page, label: str) -> str:
    title = f"{label} {build.titles[page.path]}".replace("[", "\\[").replace("]", "\\]")
    phrases = build.phrases[page.locale]
    note = description(build, page) if page.has_answer else phrases["llms_open"]
    return f"- [{title}]({site.address(page_path(page))}index.md): {note}"


def _lead(page: Page | None) -> str:
    return page.paragraphs[0].text if page and page.paragraphs else ""
