"""What pages say of themselves to machines, in schema.org's terms.

Sources: https://schema.org/QAPage and Google's requirements of it, name and
answerCount of a question, text of an answer.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from .addresses import Site, folder, page_path
from .build import Build
from .model import Page, Question, Status
from .status import status
from .summaries import description, short_answer

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def structured_data(build: Build, site: Site, page: Page) -> str:
    """Return a page's data as JSON-LD, safe inside a ``script`` element.

    A question's page is a QAPage; the home page describes the WebSite; all but the
    home page have their breadcrumbs.
    """
    question = build.bank.questions.get(page.slug)
    if question is not None:
        graph = [_question_page(build, site, page, question), _breadcrumbs(build, site, page)]
    elif page_path(page) == folder(page.locale):
        graph = [_web_site(build, site, page)]
    else:
        graph = [_breadcrumbs(build, site, page)]
    data = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # No text may end the element or begin a comment in it.
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def moment(time: datetime) -> str:
    """Return a time as ``2026-01-02T03:04:05Z``."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _question_page(build: Build, site: Site, page: Page, question: Question) -> dict[str, Any]:
    url = site.address(page_path(page))
    name = build.titles[page.path]
    entity: dict[str, Any] = {"@type": "Question", "name": name, "answerCount": 0}
    if status(build.bank, question.slug, page.locale) is not Status.OPEN:
        answer = {
            "@type": "Answer",
            "text": short_answer(build, page) or name,
            "url": f"{url}#short-answer",
            "inLanguage": page.locale,
            "author": {
                "@type": "Organization",
                "name": site.name,
                "url": site.address(folder(page.locale)),
            },
        }
        history = build.history.of(page.path)
        if history.answered:
            answer["dateCreated"] = answer["datePublished"] = moment(history.answered)
        if history.changed:
            answer["dateModified"] = moment(history.changed)
        entity |= {"answerCount": 1, "acceptedAnswer": answer}
    return {
        "@type": "QAPage",
        "url": url,
        "inLanguage": page.locale,
        "license": LICENCE,
        "mainEntity": entity,
    }


def _breadcrumbs(build: Build, site: Site, page: Page) -> dict[str, Any]:
    home = folder(page.locale)
    steps = [(build.phrases[page.locale]["home"], home)]
    if page.slug in build.bank.questions:
        category = build.bank.categories[build.bank.questions[page.slug].category].slug
        path = f"docs/{category}/index.{page.locale}.md"
        steps.append((build.titles.get(path, category), f"{home}{category}/"))
    steps.append((build.titles[page.path], page_path(page)))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": site.address(path)}
            for number, (name, path) in enumerate(steps, 1)
        ],
    }


def _web_site(build: Build, site: Site, page: Page) -> dict[str, Any]:
    return {
        "@type": "WebSite",
        "name": site.name,
        "alternateName": build.phrases[page.locale]["tagline"],
        "url": site.address(page_path(page)),
        "inLanguage": page.locale,
        "description": description(build, page),
        "license": LICENCE,
    }
