"""Events for style sheet, script and security policy: one of each for the whole site."""

from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from bank.assets import (
    early_script,
    icon,
    script,
    security_policy,
    stylesheet,
    theme_folder,
    version,
)
from bank.formulas import ToolError

KEPT = ("assets/javascripts/search", "assets/images/favicon.svg", "assets/cards/")
"""Of the files beside our templates, those that pages ask for; the rest is bundled."""


def on_config(config):
    """Leave out the theme's templates: it has 14,000, and pages use five of its icons."""
    theirs = theme_folder()
    config.theme.dirs[:] = [folder for folder in config.theme.dirs if Path(folder) != theirs]


def on_files(files, config):
    """Leave out what stands beside our templates and no page asks for."""
    for file in list(files):
        if file.src_uri.startswith("assets/") and not file.src_uri.startswith(KEPT):
            files.remove(file)
    return files


def on_env(env, config, files):
    """Let templates show icons by name."""
    env.globals["icon"] = icon


def on_page_context(context, page, config, nav):
    """Tell the page its inline script, the policy that allows it, and the version."""
    return context | {"assets": page_assets(config)}


def on_template_context(context, template_name, config):
    """The same for 404 pages."""
    return context | {"assets": page_assets(config)}


def page_assets(config):
    """Return what every page's head needs, made once a build."""
    build = config.extra["build"]
    if not build.assets:
        root = Path(config.config_file_path).parent
        try:
            build.files = {
                "site.css": stylesheet(root, build.glyphs(), build.cache),
                "site.js": script(root),
            }
        except ToolError as error:
            raise PluginError(str(error)) from error
        early = early_script(root)
        build.assets = {
            "early": early,
            "policy": security_policy([early], build.preview),
            "version": version(build.files.values()),
        }
    return build.assets


@event_priority(-150)
def on_post_build(config):
    """Write the style sheet and the script when all locales are built."""
    if config.plugins["i18n"].building:
        return
    target = Path(config.site_dir) / "assets"
    target.mkdir(parents=True, exist_ok=True)
    page_assets(config)
    for name, text in config.extra["build"].files.items():
        (target / name).write_text(text, encoding="utf-8")
