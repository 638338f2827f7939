"""A digest of what a template is given, to tell whether it would write the same again."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Iterable, Mapping, Set, ValuesView
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import PurePath
from types import FunctionType, SimpleNamespace
from typing import Any

Reader = Callable[..., Iterable[bytes]]
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
        self._readers: dict[type, Reader] = {}

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
        if kind in (dict, list, tuple) and not constant:
            try:
                # Version 0 depends on nothing but the values.
                return hashlib.sha256(b"m" + marshal.dumps(value, 0)).digest()
            except ValueError:
                pass  # it holds more than plain data
        digest = hashlib.sha256(kind_name(kind).encode() + b"\0")
        for part in self._parts(value, constant):
            digest.update(len(part).to_bytes(8, "big") + part)
        found = digest.digest()
        if constant:
            self._known[id(value)] = (value, found)
        return found

    def written_out(self, value: Any) -> bytes:
        """Return the digest of plain data, dataclasses too, that does not change; quickly.

        Raises:
            UnknownKindError: If it holds an object that Python shows by its address.
        """
        if id(value) not in self._known:
            text = repr(value)
            if " at 0x" in text:
                raise UnknownKindError(f"an object in {kind_name(type(value))}")
            digest = hashlib.sha256(text.encode("utf-8", "backslashreplace")).digest()
            self._known[id(value)] = (value, digest)
        return self._known[id(value)][1]

    def _parts(self, value: Any, constant: bool) -> Iterable[bytes]:
        kind = type(value)
        if kind not in self._readers:
            self._readers[kind] = self._reader(kind)
        return self._readers[kind](value, constant)

    def _reader(self, kind: type) -> Reader:
        """Return how values of a kind are read; looked up once, there are many values."""
        of = self.of
        for known, view in self._views.items():
            if issubclass(kind, known):
                return lambda value, constant, view=view: [of(view(value))]
        if issubclass(kind, Enum):
            return lambda value, constant: [value.name.encode()]
        if issubclass(kind, str):
            return lambda value, constant: [value.encode("utf-8", "surrogatepass")]
        if issubclass(kind, PLAIN):
            return lambda value, constant: [repr(value).encode()]
        if issubclass(kind, Mapping):
            return lambda value, constant: [of(p, constant) for pair in value.items() for p in pair]
        if issubclass(kind, (list, tuple, ValuesView)):
            return lambda value, constant: [of(part, constant) for part in value]
        if issubclass(kind, Set):
            return lambda value, constant: sorted(of(part, constant) for part in value)
        if is_dataclass(kind) and kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            return lambda value, constant: [self.written_out(value)]
        if is_dataclass(kind):
            names = [field.name for field in fields(kind)]
            return lambda value, constant: [of(getattr(value, n), constant) for n in names]
        if issubclass(kind, SimpleNamespace):
            return lambda value, constant: [of(vars(value), constant)]
        if issubclass(kind, (type, FunctionType)):
            return lambda value, constant: [kind_name(value).encode()]
        raise UnknownKindError(kind_name(kind))


def kind_name(kind: Any) -> str:
    """Return the full name of a type or a function."""
    return f"{kind.__module__}.{kind.__qualname__}"
