"""A file that keeps results by key; a damaged one is begun anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class Store:
    """Keeps bytes by key in an SQLite file.

    What is kept can always be made again. So a file that is no database, or a damaged
    one (a copy taken meanwhile, a full disk), is deleted and begun anew, never a reason
    to stop.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        try:
            self._open()
        except sqlite3.DatabaseError:
            self._begin_anew()

    def get(self, key: bytes) -> bytes | None:
        """Return what is kept under the key, or None."""
        query = "select data from kept where key = ?"
        row = self._undamaged(lambda: self._database.execute(query, (key,)).fetchone())
        return row[0] if row else None

    def put(self, results: Mapping[bytes, bytes], most: int) -> None:
        """Keep these, and of all no more than ``most``: the oldest go first."""

        def write() -> None:
            self._database.execute("begin immediate")
            self._database.executemany("insert or replace into kept values (?, ?)", results.items())
            self._database.execute(
                "delete from kept where rowid <= (select max(rowid) from kept) - ?", (most,)
            )
            self._database.execute("commit")

        self._undamaged(write)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _open(self) -> None:
        self._database = sqlite3.connect(self._path, isolation_level=None)
        self._database.execute("pragma busy_timeout = 20000")
        self._database.execute("pragma journal_mode = wal")
        self._database.execute(
            "create table if not exists kept (key blob primary key, data blob not null)"
        )

    def _undamaged(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except sqlite3.OperationalError:
            raise  # locked for too long, or no room: the file itself is sound
        except sqlite3.DatabaseError:
            self._begin_anew()
            return work()

    def _begin_anew(self) -> None:
        self._database.close()
        for end in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)
        self._open()
