"""Make one zip of a built site that works when its pages are opened as files."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path, PurePosixPath

from .formulas import ToolError

SHIM = "node_modules/iframe-worker/shim/index.js"
"""Browsers start no worker from a file; this runs one in a frame instead."""
LINK = re.compile(r'(\s(?:href|src)=)("([^"]*)"|[^\s">]+)')
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
ONLINE = re.compile(r'(?: · )?<a href="[^"]*(?:feed\.xml|index\.md)"[^>]*>[^<]*</a>')
"""Links to what a server is needed for."""
OUTSIDE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#|\?)", re.I)
SKIPPED = set(
    "404.html sitemap.xml robots.txt feed.xml feed.json index.md llms.txt llms-full.txt".split()
)
"""What only a server needs."""
PREVIEWS = "assets/cards/"
"""Pictures for links that somebody shares; no page shows them."""
MOMENT = (2020, 1, 1, 0, 0, 0)
"""The date of every file in the zip, so that the same site gives the same bytes."""


def write_offline(site: Path, archive: Path, root: Path) -> int:
    """Write ``site`` as a zip whose pages open without a server; return its files.

    Links to folders get their ``index.html``; the search index becomes scripts,
    because a page opened as a file may not fetch.

    Raises:
        ToolError: If the site is not built or a library is missing.
    """
    shim = root / SHIM
    if not shim.is_file():
        raise ToolError(f"{SHIM} is missing; run 'npm ci'")
    if not (site / "index.html").is_file():
        raise ToolError(f"there is no site in {site}; build it first")
    files: dict[str, bytes] = {"assets/javascripts/iframe-worker.js": shim.read_bytes()}
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        name = file.relative_to(site).as_posix()
        if PurePosixPath(name).name in SKIPPED or name.startswith(PREVIEWS):
            continue
        data = file.read_bytes()
        if name.endswith(".html"):
            data = offline_page(data.decode(), name).encode()
        elif name.startswith("search/"):
            key = json.dumps(name.removeprefix("search/").removesuffix(".json")).encode()
            data = b"searchFiles[" + key + b"] = " + data + b";\n"
            name = name.removesuffix(".json") + ".js"
        files[name] = data
    aside = archive.with_suffix(".part")
    top = archive.stem
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{top}/{name}", MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, data)
    aside.replace(archive)
    return len(files)


def offline_page(html: str, name: str) -> str:
    """Return a page with links to files instead of folders, and the worker's shim.

    ``name`` is the page's path in the site.
    """
    depth = name.count("/")

    def mend(match: re.Match[str]) -> str:
        before, quoted, inner = match.groups()
        target = quoted if inner is None else inner
        return f'{before}"{_to_file(target)}"'

    shim = f'<script src="{"../" * depth}assets/javascripts/iframe-worker.js"></script>'
    # A file has no origin that a policy could name.
    html = LINK.sub(mend, ONLINE.sub("", POLICY.sub("", html)))
    at = html.index("<script src=")
    return html[:at] + shim + html[at:]


def _to_file(target: str) -> str:
    if OUTSIDE.match(target):
        return target
    path, mark, rest = re.split(r"([?#]|$)", target, maxsplit=1)
    if path in ("", ".", "..") or path.endswith(("/", "/.", "/..")):
        path = (path.rstrip("/") + "/" if path else "") + "index.html"
        path = path.removeprefix("./")
    return path + mark + rest
