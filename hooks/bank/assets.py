"""One style sheet and one script for every page, and the policy they run under."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path

from .cache import Cache
from .formula_fonts import font_faces
from .formulas import ToolError
from .rendered import TAGS

SCRIPTS = "overrides/assets/javascripts"
OWN_STYLES = "overrides/assets/stylesheets/site.css"
KATEX = "node_modules/katex/dist"
COPY_TEX = f"{KATEX}/contrib/copy-tex.min.js"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
WORD = re.compile(r"[A-Za-z_][\w-]*")
FROM_MARKDOWN = "highlight headerlink tabbed-set checked footnote task-list-item".split()
"""Classes that Markdown's extensions write."""


@lru_cache
def theme_folder() -> Path:
    """Return where Material for MkDocs has its templates, styles and icons.

    Raises:
        ToolError: If it is not installed.
    """
    found = find_spec("material")
    if found is None or not found.submodule_search_locations:
        raise ToolError("mkdocs-material is not installed; run 'make build'")
    return Path(found.submodule_search_locations[0]) / "templates"


@lru_cache
def icon(name: str) -> str:
    """Return an icon of Material Design as SVG."""
    return (theme_folder() / f".icons/material/{name}.svg").read_text(encoding="utf-8")


def script(root: Path) -> str:
    """Return the script of every page: the parts in ``page/`` in order, then copy-tex."""
    parts = sorted((root / SCRIPTS / "page").glob("*.js"))
    texts = [part.read_text(encoding="utf-8") for part in parts]
    own = "\n".join(line for text in texts for line in text.split("\n") if not _comment(line))
    return f'"use strict";\n{own}\n{(root / COPY_TEX).read_text(encoding="utf-8")}\n'


def _comment(line: str) -> bool:
    return line.lstrip().startswith("// ") or not line.strip()


def early_script(root: Path) -> str:
    """Return what stands in every page's head: it runs before anything is shown."""
    return (root / SCRIPTS / "early.js").read_text(encoding="utf-8").strip()


def security_policy(inline: Iterable[str], preview: bool = False) -> str:
    """Return a Content-Security-Policy that allows this site and the named inline scripts.

    Styles may stand in attributes (KaTeX places every symbol with one); scripts may not.
    In a preview any inline script may run: ``mkdocs serve`` writes one into each page, never
    the same, that loads the page again after a save.
    """
    digests = [hashlib.sha256(text.encode()).digest() for text in inline]
    allowed = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
    if preview:
        allowed = ["'unsafe-inline'"]
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *allowed],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(" ".join([name, *values]) for name, values in rules.items())


def stylesheet(root: Path, glyphs: Mapping[str, str], cache: Cache) -> str:
    """Return the style sheet of every page.

    It holds of the theme's what the templates, the scripts and Markdown may use, KaTeX's
    with the fonts cut down to ``glyphs`` (characters by font), and the site's own.

    Raises:
        ToolError: If Node or a library is missing.
    """
    katex = (root / KATEX / "katex.min.css").read_text(encoding="utf-8")
    katex = re.sub(r"@font-face\{[^}]*\}", "", katex)
    own = COMMENT.sub("", (root / OWN_STYLES).read_text(encoding="utf-8"))
    own = re.sub(r"\s*\n\s*", "\n", own).strip()
    return "\n".join([_theme(root, cache), katex, font_faces(root, glyphs, cache), own]) + "\n"


def version(texts: Iterable[str]) -> str:
    """Return a name that changes with the texts, so that browsers may keep the files."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()[:8]


def _theme(root: Path, cache: Cache) -> str:
    """Return what the site uses of Material's style sheets."""
    folder = theme_folder() / "assets/stylesheets"
    files = [*folder.glob("main.*.min.css"), *folder.glob("palette.*.min.css")]
    css = "\n".join(file.read_text(encoding="utf-8") for file in files)
    css = re.sub(r"/\*# sourceMappingURL.*?\*/", "", css)
    request = json.dumps({"css": css, "words": _words(root)})
    library = root / "node_modules/purgecss/package.json"
    key = cache.key("theme", request, library.read_bytes() if library.is_file() else b"")
    return cache.result(key, partial(_purged, root, request))


def _purged(root: Path, request: str) -> str:
    """Return the style sheet of the request without the rules that no word asks for."""
    try:
        return subprocess.run(
            ["node", str(Path(__file__).parent / "purge.mjs"), str(root / "package.json")],
            input=request,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
    except FileNotFoundError as error:
        raise ToolError("Node is not installed; install Node 20 or newer") from error
    except subprocess.CalledProcessError as error:
        reason = error.stderr.strip().split("\n")[-1]
        raise ToolError(f"the style sheet cannot be made: {reason}; run 'npm ci'") from error


def _words(root: Path) -> list[str]:
    """Return every word that may be the name of an element, class, id or attribute."""
    sources = [*(root / "overrides").rglob("*.html"), *(root / SCRIPTS).rglob("*.js")]
    words = {*TAGS, *FROM_MARKDOWN, "html", "body", "table", "figure", "figcaption"}
    for source in sources:
        words |= set(WORD.findall(source.read_text(encoding="utf-8")))
    words |= {name + n for name in _pygments() for n in ("", "1", "2")}
    return sorted(words)


def _pygments() -> set[str]:
    from pygments.token import STANDARD_TYPES

    return {name for name in STANDARD_TYPES.values() if name}
