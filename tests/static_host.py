"""A static host as they are: gzip for text, short caching, validators; it counts bytes."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".md"}
FIGURE = re.compile(rb"<figure\b.*?</figure>", re.DOTALL)
LEVEL = 6


def compressed(data: bytes) -> bytes:
    """Return the bytes as hosts compress them."""
    return gzip.compress(data, LEVEL, mtime=0)


def without_figures(page: bytes) -> bytes:
    """Return a page without the figures that stand in it."""
    return FIGURE.sub(b"", page)


@dataclass
class StaticHost:
    """What a served folder was asked for.

    Attributes:
        address: ``http://127.0.0.1:port``.
        sent: The path and the bytes (status line, headers and body) of every answer.
    """

    address: str
    sent: list[tuple[str, int]] = field(default_factory=list)

    @property
    def bytes(self) -> int:
        return sum(size for _, size in self.sent)


@contextlib.contextmanager
def serve(
    folder: Path, change: Callable[[str, bytes], bytes] = lambda query, page: page
) -> Iterator[StaticHost]:
    """Serve ``folder`` while in the block.

    Args:
        change: What to make of a page, given the query of its address.
    """

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            file = folder / address.path.lstrip("/")
            if file.is_dir():
                file /= "index.html"
            status = 200 if file.is_file() else 404
            data = file.read_bytes() if status == 200 else b""
            if file.suffix == ".html":
                data = change(address.query, data)
            tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
            if status == 200 and self.headers["If-None-Match"] == tag:
                status, data = 304, b""
            headers = {"Cache-Control": "max-age=600", "ETag": tag}
            if status == 200 and file.suffix in TEXT:
                data = compressed(data)
                headers["Content-Encoding"] = "gzip"
            if status != 304:
                headers["Content-Type"] = KIND.get(file.suffix, "application/octet-stream")
                headers["Content-Length"] = str(len(data))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            head = sum(len(line) for line in self._headers_buffer)  # type: ignore[attr-defined]
            host.sent.append((self.path, head + 2 + len(data)))
            with contextlib.suppress(ConnectionError):  # the browser closed the page first
                self.end_headers()
                self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

        def handle(self) -> None:
            with contextlib.suppress(ConnectionError):
                super().handle()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host = StaticHost(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield host
    server.shutdown()
    server.server_close()


KIND = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
