"""Results kept between builds, found by a digest of all that they are made of."""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from .store import Store

T = TypeVar("T")
HOOKS = Path(__file__).parents[1]
MAX_RESULTS = 40_000
"""About ten builds of a thousand questions; the oldest results go first."""


def _code() -> bytes:
    """Return a digest of what makes results: this code, Python and its libraries."""
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(HOOKS.rglob("*")):
        if file.suffix in (".py", ".mjs", ".yml"):
            digest.update(_joined((file.relative_to(HOOKS).as_posix(), file.read_bytes())))
    for folder in sys.path:  # the folders of installed libraries hold their versions
        names = sorted(info.name for info in Path(folder or ".").glob("*.dist-info"))
        digest.update(_joined(tuple(names)))
    return digest.digest()


def _joined(parts: tuple[str | bytes, ...]) -> bytes:
    """Return the parts as bytes from which each can be told."""
    encoded = [p.encode("utf-8", "surrogatepass") if isinstance(p, str) else p for p in parts]
    return b"".join(len(part).to_bytes(8, "big") + part for part in encoded)


CODE = _code()
"""Taken when the code was loaded: files that change later did not make the results."""


def _as_it_is(value: Any) -> Any:
    return value


class Cache:
    """Keeps plain data (what JSON can hold) in ``<root>/.cache/results.sqlite``.

    No pickles: a cache that somebody else wrote must not be able to run anything.

    Args:
        root: The project's root.
        salt: Whatever else all results depend on.
    """

    def __init__(self, root: Path, salt: bytes = b"") -> None:
        self._salt = CODE + salt
        self._seen: dict[bytes, Any] = {}
        self._new: dict[bytes, bytes] = {}
        self._store = Store(root / ".cache/results.sqlite")

    def key(self, kind: str, *parts: str | bytes) -> bytes:
        """Return the key of a result of this kind, made of these parts and nothing else."""
        return hashlib.sha256(_joined((self._salt, kind, *parts))).digest()

    def get(self, key: bytes, unpack: Callable[[Any], Any] = _as_it_is) -> Any:
        """Return what is kept under the key, or None. Callers do not change it."""
        if key not in self._seen:
            data = self._store.get(key)
            if data is None:
                return None
            self._seen[key] = unpack(json.loads(zlib.decompress(data)))
        return self._seen[key]

    def put(self, key: bytes, value: Any, pack: Callable[[Any], Any] = _as_it_is) -> None:
        """Keep the value; what would come back changed (dates, numbers as keys) is not kept."""
        try:
            data = pack(value)
            text = json.dumps(data, separators=(",", ":"))
            same = json.loads(text) == data
        except (TypeError, ValueError, RecursionError):
            return
        if same:
            self._seen[key] = value
            self._new[key] = zlib.compress(text.encode(), 1)

    def result(
        self,
        key: bytes,
        make: Callable[[], T],
        pack: Callable[[T], Any] = _as_it_is,
        unpack: Callable[[Any], T] = _as_it_is,
    ) -> T:
        """Return what is kept under the key, or make and keep it."""
        value: T | None = self.get(key, unpack)
        if value is None:
            value = make()
            self.put(key, value, pack)
        return value

    def remembered(self, key: bytes, make: Callable[[], T]) -> T:
        """Return what this process made under the key; for what is quick to make again."""
        if key not in self._seen:
            self._seen[key] = make()
        value: T = self._seen[key]
        return value

    def save(self) -> None:
        """Write the new results to the file."""
        if not self._new:
            return
        self._store.put(self._new, MAX_RESULTS)
        self._new.clear()

    def close(self) -> None:
        """Write the new results and close the file."""
        self.save()
        self._store.close()
