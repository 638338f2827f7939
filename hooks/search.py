"""Events for search: collect each page's text, write one index per language."""

from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from bank.formulas import ToolError


def on_page_content(html, page, config, files):
    """Collect the text, formulas still readable."""
    config.extra["build"].add_sections(f"docs/{page.file.src_uri}", html)


def on_env(env, config, files):
    """Begin to write the index of a locale, whose pages are all rendered now."""
    build = config.extra["build"]
    locale = config.plugins["i18n"].current_language
    try:
        version = build.index.start(
            build.bank, locale, build.titles, build.sections, Path(config.site_dir)
        )
    except ToolError as error:
        raise PluginError(str(error)) from error
    # Every page names it; in a preview all would be others at every save.
    build.search_version = "" if build.preview else version


@event_priority(-200)
def on_post_build(config):
    """Wait for the indexes when all locales are built."""
    if config.plugins["i18n"].building:
        return
    try:
        config.extra["build"].index.finish()
    except ToolError as error:
        raise PluginError(str(error)) from error


def on_page_context(context, page, config, nav):
    """Tell the search worker which index belongs to this build."""
    return context | {"search_version": config.extra["build"].search_version}


def on_template_context(context, template_name, config):
    """The same for 404 pages."""
    return context | {"search_version": config.extra["build"].search_version}
