"""Events for the question bank: load, check, flag, list, and write questions.json."""

import json
from pathlib import Path
from types import SimpleNamespace

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger

from bank.answer_page import Answer, readable_html
from bank.build import start_build
from bank.formulas import ToolError
from bank.listing import listing, question_data
from bank.rules import RULES
from bank.status import flags, questions_json, summary

log = get_plugin_logger("questions")
latest = []
"""The build that runs or ran last, if any; while serving, each takes over its tools."""
commands = []
"""What MkDocs was started for."""


def on_startup(command, dirty):
    """Note whether the site is served; stay loaded meanwhile."""
    commands[:] = [command]


def on_shutdown():
    """End the tools."""
    while latest:
        latest.pop().close()


def on_config(config):
    """Load and check the bank, once for all locales."""
    if "build" in config.extra:
        return
    try:
        build = start_build(
            Path(config.config_file_path).parent, *latest, preview="serve" in commands
        )
    except ToolError as error:
        raise PluginError(str(error)) from error
    config.extra["build"] = build
    latest[:] = [build]
    report(config)
    for flag in flags(build.bank):
        log.info(flag)
    log.info(summary(build.bank))


def on_env(env, config, files):
    """Report what only the rendered pages show; let templates leave no blank lines."""
    report(config)
    env.trim_blocks = env.lstrip_blocks = True


def report(config):
    """Print the problems found so far; under --strict, stop."""
    problems = sorted(set(config.extra["build"].problems))
    config.extra["build"].problems.clear()
    for problem in problems:
        log.error(str(problem))
    if problems and config.strict:
        raise PluginError(f"{len(problems)} problem(s) in the question bank, listed above")


def on_page_context(context, page, config, nav):
    """Give the templates their data, and the pages their neighbours."""
    build, locale = config.extra["build"], page.file.locale
    source = build.page(page.file.src_uri)
    view = listing_of(config, locale)
    context |= {"bank": view, "phrases": build.phrases[locale], "locale": locale}
    context["rules"] = RULES.values()
    context |= repository_links(build.repository)
    if build.repository:
        page.edit_url = build.repository.edit_url(f"docs/{page.file.src_uri}")
    page.content = readable_html(page.content, build.phrases[locale]["permalink"])
    if source is None or (source.slug, locale) not in build.bank.pages:
        return context
    if source.slug in build.bank.questions:
        question = question_data(build, view, source.slug, locale)
        if build.repository:
            page_name = f"{question['entry'].label} {source.slug} ({locale})"
            context["report_url"] = build.repository.issue_url("error", page=page_name)
        question["answer"] = Answer(page.content)
        context["question"] = question
        page.previous_page, page.next_page = (
            SimpleNamespace(url=entry.url, title=f"{entry.label} {entry.title}") if entry else None
            for entry in (question["previous"], question["next"])
        )
    return context


def on_template_context(context, template_name, config):
    """Give 404 pages and the like the same data."""
    locale = config.plugins["i18n"].current_language
    build = config.extra["build"]
    context |= {"bank": listing_of(config, locale), "phrases": build.phrases[locale]}
    return context | {"locale": locale} | repository_links(build.repository)


def repository_links(repository):
    """Return what templates need of the repository, if there is one."""
    propose = repository.issue_url("question") if repository else None
    return {"repository": repository, "propose_url": propose}


def listing_of(config, locale):
    """Return the listing of a language, made once a build."""
    build = config.extra["build"]
    if locale not in build.listings:
        build.listings[locale] = listing(build, locale)
    return build.listings[locale]


@event_priority(-200)
def on_post_build(config):
    """Write questions.json when all locales are built."""
    if config.plugins["i18n"].building:
        return
    build = config.extra["build"]
    titles = {key: build.titles[page.path] for key, page in build.bank.pages.items()}
    data = json.dumps(questions_json(build.bank, titles), ensure_ascii=False, indent=1)
    Path(config.site_dir, "questions.json").write_text(data + "\n", encoding="utf-8")
    build.cache.save()
