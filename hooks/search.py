"""Events for search: collect each page's text, write one index per language."""

import hashlib
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
        build.index.start(build.bank, locale, build.titles, build.sections, Path(config.site_dir))
    except ToolError as error:
        raise PluginError(str(error)) from error


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
    context["search_version"] = search_version(config)
    return context


def on_template_context(context, template_name, config):
    """The same for 404 pages."""
    context["search_version"] = search_version(config)
    return context


def search_version(config):
    """Return a name that changes when any page changes, so caches can be long.

    A preview has none: all pages would be others at every save.
    """
    build = config.extra["build"]
    if not build.version and not build.preview:
        digest = hashlib.sha256()
        for path, page in sorted(build.pages.items()):
            digest.update(f"{path}\0{page.source}\0".encode())
        build.version = digest.hexdigest()[:12]
    return build.version
