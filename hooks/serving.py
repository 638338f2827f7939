"""Events for `mkdocs serve`: pages that would be made as they were before, are kept.

A template's output is taken from the build before if all it is given is the same:
the page, the lists, the configuration, the templates themselves. A filter or a
function that a hook adds must give the same for the same arguments.
"""

import gc
from pathlib import Path

import jinja2
from mkdocs import utils
from mkdocs.config.base import Config
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.theme import Theme
from watchdog.observers.polling import PollingObserver

from bank.answer_page import Answer
from bank.fingerprint import Fingerprint, UnknownKindError
from bank.served_folder import ServedFolder

log = get_plugin_logger("serving")

PLAIN = ("bank", "phrases", "rules")
CONSTANT = ("nav", "pages", "i18n_config", "i18n_alternates")
"""What stays the same for all templates of a language; of the first, Python shows all."""
FROM_FILE = {
    "draft_docs", "exclude_docs", "hooks", "markdown_extensions", "mdx_configs", "not_in_nav",
    "plugins", "validation",
}  # fmt: skip
"""Settings that only mkdocs.yml decides, whose text is taken instead."""
NOT_SHOWN = {
    "content", "file", "parent", "children", "markdown", "links_to_anchors", "present_anchor_ids",
}  # fmt: skip
"""What a page is made of; the rest of it may be shown."""

kept = {}
"""(Fingerprint, output) by language and template or page."""
compiled = {}
"""Compiled templates by language."""
served = ServedFolder()


def on_serve(server, config, builder):
    """Look for saved files five times a second; MkDocs looks twice."""
    gc.freeze()  # the bank stays; looking for garbage in it takes a tenth of every build
    # MkDocs would delete the whole site at every save, and write all of it again.
    utils.clean_directory, utils.write_file = served.begin, served.write
    watched = [config.docs_dir, config.config_file_path]
    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=0.2)
    for path in watched:
        server.watch(path)
    return server


@event_priority(-100)
def on_env(env, config, files):
    """Let templates look at what they wrote in the build before."""
    if config.extra["build"].preview:
        env.extend(outputs=Outputs(config))
        env.template_class = KeptTemplate
        locale = config.plugins["i18n"].current_language
        env.bytecode_cache = compiled.setdefault(locale, CompiledTemplates())


@event_priority(-300)
def on_post_build(config):
    """Delete what this build did not write when all locales are built."""
    if not config.plugins["i18n"].building:
        served.end()


class CompiledTemplates(jinja2.BytecodeCache):
    """Templates of one language, compiled once a process. Jinja compares their sources."""

    def __init__(self):
        self.code = {}

    def load_bytecode(self, bucket):
        """Fill the bucket if there is code for it."""
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket):
        """Keep what was compiled."""
        self.code[bucket.key] = bucket.bytecode_to_string()


class KeptTemplate(jinja2.Template):
    """A template that writes only what is new."""

    def render(self, context):
        """Return what the template makes of the context."""
        return self.environment.outputs.get(self, context, super().render)


class Outputs:
    """What the templates of one language wrote in the build before."""

    def __init__(self, config):
        self.fingerprint = Fingerprint(VIEWS)
        root = Path(config.config_file_path)
        folders = [Path(config.theme.custom_dir or root.parent / "overrides")]
        files = sorted(file for folder in folders for file in folder.rglob("*") if file.is_file())
        self.sources = [root.read_bytes(), *((f.as_posix(), f.read_bytes()) for f in files)]
        self.settings = {k: v for k, v in config.items() if k not in FROM_FILE | {"extra"}}

    def get(self, template, context, render):
        """Return the output for a context, kept or rendered now."""
        page = context.get("page")
        name = (context.get("locale"), template.name, page and page.file.src_uri)
        try:
            found = self._fingerprint(template, context)
        except UnknownKindError as error:
            log.debug(f"{name} is always written anew: nobody said what {error} shows")
            return render(context)
        last, output = kept.get(name, (None, ""))
        if last != found:
            output = render(context)
            kept[name] = (found, output)
        return output

    def _fingerprint(self, template, context):
        of = self.fingerprint.of
        rest = dict(context)
        # No template shows the time of the build; every page would be new.
        for name in ("config", "page", "build_date_utc"):
            rest.pop(name, None)
        parts = [of(self.sources, True), of(self.settings, True), template.name]
        parts += [self.fingerprint.written_out(rest.pop(name, None)) for name in PLAIN]
        parts += [of(rest.pop(name, None), True) for name in CONSTANT]
        for category in context["bank"]["categories"]:
            self.fingerprint.written_out(category)  # each question holds its own again
        parts += [{k: v for k, v in context["config"].extra.items() if k != "build"}, rest]
        page = context.get("page")
        if page is not None:
            shown = {k: v for k, v in vars(page).items() if k not in NOT_SHOWN}
            # Python keeps the hash of a text; all of a page's HTML would take long to read.
            parts += [hash(page.content), shown, page.title, page.file, page.is_homepage]
        return of(parts)


def _file(file):
    alternates = getattr(file, "alternates", {})
    others = {locale: other.url for locale, other in alternates.items()}
    page = file.page and [file.page.canonical_url, file.page.update_date]
    return [
        file.src_uri,
        file.url,
        getattr(file, "locale", None),
        str(file.inclusion),
        others,
        page,
    ]


VIEWS = {
    Page: lambda page: [page.title, page.url, page.abs_url, page.is_homepage],
    StructureItem: lambda item: [item.title, getattr(item, "url", None), item.children],
    Navigation: lambda nav: [nav.items, nav.homepage],
    File: _file,
    TableOfContents: lambda toc: toc.items,
    Answer: lambda answer: hash(answer.content),
    AnchorLink: lambda link: [link.title, link.id, link.level, link.children],
    Theme: lambda theme: [{**theme, "locale": str(theme.locale)}, theme.name, theme.dirs],
    Config: dict,
}
