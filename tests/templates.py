"""Databases that are made once and copied for each test: a file for SQLite, a template for PostgreSQL."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import Postgres


class Templates:
    """One database of each kind; nobody may have one open while it is copied."""

    def __init__(self, postgres: Postgres, folder: Path, origin: "Templates | None" = None) -> None:
        """Make both, empty or as copies of another pair."""
        self.postgres = postgres
        self.file = folder / "byot.sqlite"
        if origin:
            shutil.copy(origin.file, self.file)
        self.name: str = postgres.create(origin.name) if origin else postgres.create()

    def urls(self) -> list[str]:
        """Give the addresses of both."""
        return [f"sqlite:///{self.file}", self.postgres.url(self.name)]

    @contextmanager
    def copy(self, kind: str, folder: Path) -> Iterator[str]:
        """Give the URL of a copy of one; it ends with the block."""
        if kind == "sqlite":
            shutil.copy(self.file, folder / "byot.sqlite")
            yield f"sqlite:///{folder / 'byot.sqlite'}"
            return
        name = self.postgres.create(self.name)
        yield self.postgres.url(name)
        self.postgres.drop(name)
