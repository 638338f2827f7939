"""Events for what lets others find the answers: heads of pages, sitemap, feeds, Markdown."""

from pathlib import Path

from mkdocs.plugins import event_priority

from bank.addresses import Site
from bank.feeds import write_feeds
from bank.llms import write_markdown
from bank.metadata import metadata
from bank.sitemap import write_robots, write_sitemap


def on_config(config):
    """Keep MkDocs from writing a sitemap of its own."""
    config.theme.static_templates.discard("sitemap.xml")


def on_files(files, config):
    """Keep it from copying the template, too, now that it seems to be a plain file."""
    template = files.get_file_from_path("sitemap.xml")
    if template is not None:
        files.remove(template)


def on_page_context(context, page, config, nav):
    """Give the page's head its data."""
    build = config.extra["build"]
    source = build.page(page.file.src_uri)
    if source is not None and config.site_url:
        context["metadata"] = metadata(build, site_of(config), source)
    return context


@event_priority(-150)
def on_post_build(config):
    """Write what is not a page when all locales are built; addresses need a site_url."""
    build = config.extra["build"]
    if config.plugins["i18n"].building or build.preview or not config.site_url:
        return
    site, target = site_of(config), Path(config.site_dir)
    write_sitemap(build, site, target)
    write_robots(site, target)
    write_feeds(build, site, target)
    write_markdown(build, site, target)


def site_of(config):
    """Return what the site is called and where it will be."""
    return Site(config.site_name, config.site_url.rstrip("/") + "/")
