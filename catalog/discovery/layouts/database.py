"""SQLite files as logs: read only, tables only, row by row."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from catalog.discovery.record import Unreadable

MAGIC: Final = b"SQLite format 3\0"
STEPS: Final = 100_000_000  # of SQLite's machine, between two rows: a foreign file may ask for endless work
LARGEST_VALUE: Final = 1 << 20


def names(head: bytes, *tables: str) -> bool:
    """Say whether a head is of a database whose schema names some tables."""
    lower = head.lower()
    return head.startswith(MAGIC) and all(
        any(f"table {quote}{table}{quote}".encode() in lower for quote in ("", '"', "'", "`")) for table in tables
    )


def rows(path: Path, query: str, tables: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a query over some tables; raise `Unreadable` where one is none or the file is damaged."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA query_only = 1")
            connection.execute("PRAGMA trusted_schema = 0")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
            connection.text_factory = lambda value: value.decode("utf-8", "replace")
            steps = [0]

            def tired() -> bool:
                steps[0] += 1
                return steps[0] * 10_000 > STEPS

            connection.set_progress_handler(tired, 10_000)
            known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not known.issuperset(tables):
                raise Unreadable(f"the database has no table {', '.join(sorted(set(tables) - known))}")
            for row in connection.execute(query):
                steps[0] = 0
                yield row
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        why = str(error) if isinstance(error, sqlite3.Error) else "its schema is no text"
        raise Unreadable(f"the database is damaged: {why}; what was read before is kept") from None
