"""Events for speed: Markdown that did not change is not rendered again."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from bank.dependencies import dependencies

settings = {}
"""The text that ``_settings`` returns for the locale being built."""


def on_files(files, config):
    """Drop what is never published before the plugin for languages looks at each file."""
    settings.clear()
    for file in list(files):
        if file.inclusion.is_excluded() and not file.is_documentation_page():
            files.remove(file)
    return files


@event_priority(-100)
def on_pre_page(page, config, files):
    """Let the page look into the cache; MkDocs itself offers no place between."""
    page.__class__ = CachedPage
    return page


def on_env(env, config, files):
    """Let templates write once what many pages of a language share."""
    env.globals["once"] = Once()


class Once:
    """``{% call once(…) %}``: the block's text, written for the first page that asks.

    The arguments must name all that the block depends on beside the language.
    """

    def __init__(self):
        self.texts = {}

    def __call__(self, *key, caller):
        """Return the text of the block with this key."""
        if key not in self.texts:
            self.texts[key] = caller()
        return self.texts[key]


class CachedPage(Page):
    """A page that takes what Markdown makes of it from the cache, if all is as it was."""

    def render(self, config, files):
        """Render the Markdown, or restore what an earlier build kept of it."""
        build = config.extra["build"]
        key = self._key(config)
        known = key and build.cache.get(key)
        if known and all(_place(files, path) == place for path, place in known["links"]):
            self._restore(known, files)
            return
        links = _Links(files)
        with _heard() as messages:
            super().render(config, links)
        # A warning must come again, and so must the search for what was not there.
        missing = None in links.places.values()
        # The second look is for files that changed meanwhile.
        if key and not messages and not missing and key == self._key(config):
            build.cache.put(key, self._kept(links))

    def _key(self, config):
        build = config.extra["build"]
        source = build.page(self.file.src_uri)
        parts = source and dependencies(build.bank, source, self.markdown)
        if parts is None:
            return None
        file = self.file
        place = [file.src_uri, file.url, str(file.inclusion)]
        return build.cache.key("render", *place, self.markdown, _settings(config), *parts)

    def _kept(self, links):
        anchors = self.links_to_anchors or {}
        return {
            "content": self.content,
            "title": self._title_from_render,
            "toc": [_token(item) for item in self.toc],
            "anchors": sorted(self.present_anchor_ids, key=str),
            "anchor_links": [[f.src_uri, found] for f, found in anchors.items()],
            "links": [list(item) for item in links.places.items()],
        }

    def _restore(self, known, files):
        self.content = known["content"]
        self._title_from_render = known["title"]
        self.toc = get_toc(known["toc"])
        self.present_anchor_ids = set(known["anchors"])
        self.links_to_anchors = {
            files.src_uris[path]: dict(found) for path, found in known["anchor_links"]
        }


class _Links:
    """Stands for the site's files while a page is rendered, and notes what it looks up."""

    def __init__(self, files):
        self._files = files
        self.places = {}

    def get_file_from_path(self, path):
        self.places[path] = _place(self._files, path)
        return self._files.get_file_from_path(path)


def _place(files, path):
    """Return all that a link needs of the file it leads to; None if there is none."""
    file = files.get_file_from_path(path)
    return file and [file.src_uri, file.url, str(file.inclusion)]


def _token(item):
    children = [_token(child) for child in item.children]
    return {"name": item.title, "id": item.id, "level": item.level, "children": children}


def _settings(config):
    """Return all settings that change what Markdown makes of a page."""
    if not settings:
        names = [e if isinstance(e, str) else type(e).__name__ for e in config.markdown_extensions]
        found = [names, config.mdx_configs, dict(config.validation.links), _debugging()]
        settings["text"] = json.dumps(found, default=_name, sort_keys=True)
    return settings["text"]


def _name(value):
    """Return what a setting that is no plain data is called."""
    if callable(value) and hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    raise TypeError(f"cannot tell whether {value!r} is the same as before")


def _debugging():
    return logging.getLogger("mkdocs.structure.pages").getEffectiveLevel() <= logging.DEBUG


@contextmanager
def _heard() -> Iterator[list]:
    """Collect what is logged meanwhile, warnings of Markdown's extensions too."""
    messages = []
    handler = logging.Handler()
    handler.emit = messages.append
    loggers = [logging.getLogger("mkdocs"), logging.getLogger()]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield messages
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
