"""A digest of what a template is given, to tell whether it would write the same again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Set, ValuesView
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import PurePath
from types import FunctionType, SimpleNamespace
from typing import Any

PLAIN = (bytes, int, float, date, PurePath)


class UnknownKindError(Exception):
    """A value of which nobody said what it shows."""


class Fingerprint:
    """Makes digests of nested values; equal digests mean equal values.

    Args:
        views: For kinds of objects beyond plain data, what they show, as plain data.
    """

    def __init__(self, views: Mapping[type, Callable[[Any], Any]]) -> None:
        self._views = views
        self._known: dict[int, tuple[Any, bytes]] = {}
        """By identity; the object is kept so that no other takes its place."""

    def of(self, value: Any, constant: bool = False) -> bytes:
        """Return the digest of a value.

        ``constant`` says that neither it nor what it holds changes as long as this
        object lives, so that digests are made once.

        Raises:
            UnknownKindError: If something in it is neither plain data nor has a view.
        """
        kind = type(value)
        if kind is str:
            return hashlib.sha256(b"s" + value.encode("utf-8", "surrogatepass")).digest()
        if kind is int or kind is bool or value is None:
            return repr(value).encode()
        if id(value) in self._known:
            return self._known[id(value)][1]
        digest = hashlib.sha256(f"{kind.__module__}.{kind.__qualname__}\0".encode())
        for part in self._parts(value, constant):
            digest.update(len(part).to_bytes(8, "big") + part)
        found = digest.digest()
        if constant:
            self._known[id(value)] = (value, found)
        return found

    def _parts(self, value: Any, constant: bool) -> list[bytes]:
        for kind, view in self._views.items():
            if isinstance(value, kind):
                return [self.of(view(value))]
        if isinstance(value, Enum):
            return [value.name.encode()]
        if isinstance(value, str):
            return [value.encode("utf-8", "surrogatepass")]
        if isinstance(value, PLAIN):
            return [repr(value).encode()]
        if isinstance(value, Mapping):
            return [self.of(part, constant) for item in value.items() for part in item]
        if isinstance(value, (list, tuple, ValuesView)):
            return [self.of(part, constant) for part in value]
        if isinstance(value, Set):
            return sorted(self.of(part, constant) for part in value)
        if is_dataclass(value):
            return [self.of(getattr(value, field.name), constant) for field in fields(value)]
        if isinstance(value, SimpleNamespace):
            return [self.of(vars(value), constant)]
        if isinstance(value, (type, FunctionType)):
            return [f"{value.__module__}.{value.__qualname__}".encode()]
        raise UnknownKindError(f"{type(value).__module__}.{type(value).__qualname__}")
