"""Databases that are made once and copied for each test: a file for SQLite, a template for PostgreSQL.

The copies come back under the same few addresses, so that an engine may keep what it compiled for each. On the server a
copy takes a fifth of a second: one in which a test wrote nothing serves the next one too.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.postgres import Postgres

LEAVES_WITHIN = 0.5
WRITTEN = "SELECT pg_snapshot_xmax(pg_current_snapshot())"  # whoever writes takes a number
OTHERS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class Templates:
    """One database of each kind; nobody may have one open while it is copied."""

    def __init__(self, postgres: Postgres, folder: Path, origin: "Templates | None" = None) -> None:
        """Make both, empty or as copies of another pair."""
        self.postgres = postgres
        folder.mkdir()
        self.file = folder / "byot.sqlite"
        if origin:
            shutil.copy(origin.file, self.file)
        self.name: str = postgres.create(origin.name) if origin else postgres.create()
        self._lent: set[str] = set()
        self._unwritten: set[str] = set()

    def urls(self) -> list[str]:
        """Give the addresses of both."""
        return [f"sqlite:///{self.file}", self.postgres.url(self.name)]

    @contextmanager
    def copy(self, kind: str) -> Iterator[str]:
        """Give the URL of a copy of one; it ends with the block."""
        name = next(name for name in (f"{self.name}_{kind}_{number}" for number in range(9)) if name not in self._lent)
        self._lent.add(name)
        with self._file(name) if kind == "sqlite" else self._database(name) as url:
            yield url
        self._lent.remove(name)

    @contextmanager
    def _file(self, name: str) -> Iterator[str]:
        file = self.file.with_name(f"{name}.sqlite")
        for left in self.file.parent.glob(f"{file.name}*"):
            left.unlink()
        yield f"sqlite:///{shutil.copy(self.file, file)}"

    @contextmanager
    def _database(self, name: str) -> Iterator[str]:
        if name not in self._unwritten:
            self.postgres.create(self.name, name)
        self._unwritten.discard(name)
        url = self.postgres.url(name)
        before = _written(url)
        yield url
        if before is not None and _written(url) == before:
            self._unwritten.add(name)
        else:
            self.postgres.drop(name)


def _written(url: str) -> object:
    """Give how much was written on the server; None where somebody is still in the database after a while."""
    with psycopg.connect(url) as connection:
        return connection.execute(WRITTEN).fetchone() if _left_alone(connection) else None


def _left_alone(connection: psycopg.Connection[Any]) -> bool:
    """Wait until nobody else is in; a closed connection takes a moment to leave."""
    ends = time.monotonic() + LEAVES_WITHIN
    while connection.execute(OTHERS).fetchone():
        if time.monotonic() > ends:
            return False
        connection.rollback()
        time.sleep(0.002)
    return True
