"""SQLite files as logs: read only, tables only, row by row, in a child process with limits of memory and time.

A foreign database may ask its reader for endless work, or do harm to the library that reads it: that ends in the child.
"""

import json
import selectors
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from catalog import child
from catalog.discovery.record import Unreadable

MAGIC: Final = b"SQLite format 3\0"
LARGEST_VALUE: Final = 1 << 20
MEMORY: Final = 1 << 29
SECONDS: Final = 60
"""What the reading of some rows may take."""
AT_ONCE: Final = 500
LONGEST_ANSWER: Final = AT_ONCE * LARGEST_VALUE


class Query(NamedTuple):
    """What is asked of a database that has some tables."""

    tables: tuple[str, ...]
    select: str


def names(head: bytes, *tables: str) -> bool:
    """Say whether a head is of a database whose schema names some tables."""
    lower = head.lower()
    return head.startswith(MAGIC) and all(
        any(f"table {quote}{table}{quote}".encode() in lower for quote in ("", '"', "'", "`")) for table in tables
    )


def rows(
    path: Path, *queries: Query, seconds: int = SECONDS, memory: int = MEMORY
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Give the rows of the first query whose tables a database has, each with the query's place.

    `seconds` (for some rows) and `memory` (bytes) are what the reading may take. Raises `Unreadable` where the file is
    damaged, has none of the tables or breaks the limits.
    """
    with child.start(__name__, memory, seconds) as reader:
        try:
            asked = json.dumps([str(path.resolve()), queries])
            assert reader.stdin is not None
            reader.stdin.write(asked.encode())
            reader.stdin.close()
            for answer in _answers(reader, seconds):
                if isinstance(answer, str):
                    raise Unreadable(answer)
                place, found = answer
                yield from ((place, tuple(row)) for row in found)
        except BrokenPipeError:
            raise Unreadable("the database broke its reader; what was read before is kept") from None
        finally:
            reader.kill()


def _answers(reader: "subprocess.Popen[bytes]", seconds: int) -> Iterator[Any]:
    """Give what the child answers, line by line, until it says that this was all."""
    assert reader.stdout is not None
    rest = b""
    with selectors.DefaultSelector() as ready:
        ready.register(reader.stdout, selectors.EVENT_READ)
        deadline = time.monotonic() + seconds + 1
        while True:
            if not ready.select(max(deadline - time.monotonic(), 0)):
                raise Unreadable(f"some rows take more than {seconds} seconds; what was read before is kept")
            piece = reader.stdout.read1(1 << 20)  # type: ignore[attr-defined]
            if not piece or len(rest) > LONGEST_ANSWER:
                raise Unreadable("the database broke its reader; what was read before is kept")
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                answer = json.loads(line)
                if answer is None:
                    return
                yield answer
                deadline = time.monotonic() + seconds + 1


def serve(memory: int, seconds: int) -> None:
    """Be the child: read what is asked from standard input, give rows in lines of JSON, at last null or a problem."""
    child.limit(memory)
    child.alarm(seconds)
    path, asked = json.loads(sys.stdin.buffer.read())
    try:
        for place, found in _found(path, [Query(tuple(tables), select) for tables, select in asked]):
            _say([place, found])
            child.alarm(seconds)
        _say(None)
    except Unreadable as problem:
        _say(problem.message)
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        why = str(error) if isinstance(error, sqlite3.Error) else "its schema is no text"
        _say(f"the database is damaged: {why}; what was read before is kept")
    except MemoryError:
        _say("the database wants more memory than it may have; what was read before is kept")


def _say(answer: object) -> None:
    sys.stdout.buffer.write(json.dumps(answer, default=repr).encode() + b"\n")
    sys.stdout.buffer.flush()


def _found(path: str, queries: list[Query]) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    with closing(sqlite3.connect(f"{Path(path).as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        connection.execute("PRAGMA query_only = 1")
        connection.execute("PRAGMA trusted_schema = 0")
        connection.execute("PRAGMA temp_store = MEMORY")  # nor does it fill the disk
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
        connection.text_factory = lambda value: value.decode("utf-8", "replace")
        known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        place = next((place for place, query in enumerate(queries) if known.issuperset(query.tables)), None)
        if place is None:
            wanted = " nor ".join(", ".join(query.tables) for query in queries)
            raise Unreadable(f"the database has no tables {wanted}")
        cursor = connection.execute(queries[place].select)
        problem: Exception | None = None
        while problem is None:
            held: list[tuple[Any, ...]] = []
            try:
                held.extend(islice(cursor, AT_ONCE))
            except (sqlite3.Error, UnicodeError, OverflowError) as error:
                problem = error
            if held:
                yield place, held
            elif problem is None:
                return
        raise problem
