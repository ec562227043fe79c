"""The engine that sums up what was seen: DuckDB by Ibis, in a folder of its own, so that memory stays bounded.

Partial sums come in as pieces; one expression for each question sums them up. The same expressions are meant to run on
other engines that Ibis speaks.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any, Final

from catalog.errors import BadUse

DUCKDB: Final = "duckdb"
MEMORY = "256MB"
FETCHED_AT_ONCE = 5_000
KEY: Final = ("slug", "tenant", "user", "day")
SUMS: Final = ("events", "blocked", "bytes_up", "bytes_down")


def require(name: str) -> str:
    """Give the name of an engine; raise `BadUse` for one that is not there."""
    if name != DUCKDB:
        raise BadUse(f"{name[:60]!r} is no engine known here", mend="leave --engine out, or say: duckdb")
    return name


class Engine:
    """Sums of partial sums, on disk where they are many. Close it to leave nothing behind."""

    def __init__(self, name: str = DUCKDB) -> None:
        """Open an empty one."""
        require(name)
        import ibis
        import pyarrow

        self._folder = tempfile.mkdtemp(prefix="byot-")
        self._arrow = pyarrow
        self._connection: Any = ibis.duckdb.connect(
            f"{self._folder}/sums.duckdb", memory_limit=MEMORY, temp_directory=self._folder, threads=2
        )
        number, text = pyarrow.int64(), pyarrow.string()
        self._schemas: dict[str, Any] = {
            "seen": pyarrow.schema(
                [("tool_id", number), ("slug", text), ("tenant", text), ("user", text), ("day", pyarrow.date32())]
                + [(name, number) for name in SUMS]
            ),
            "strays": pyarrow.schema([("domain", text), ("user", text), ("events", number)]),
        }
        for table, schema in self._schemas.items():
            self._connection.create_table(table, schema=schema.empty_table().schema)

    def add(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Take in rows of partial sums: table `seen` or `strays`."""
        if not rows:
            return
        schema = self._schemas[table]
        columns = [
            self._arrow.array(column, kind) for column, kind in zip(zip(*rows, strict=True), schema.types, strict=True)
        ]
        self._connection.insert(table, self._arrow.Table.from_arrays(columns, schema=schema))

    def seen(self) -> Iterator[dict[str, Any]]:
        """Give use summed up by tool, tenant, user and day, in that order."""
        table = self._connection.table("seen")
        summed = table.group_by("tool_id", *KEY).agg(**{name: table[name].sum() for name in SUMS})
        return self._rows(summed.order_by(*KEY))

    def strays(self, most: int) -> Iterator[dict[str, Any]]:
        """Give the domains of no tool, those of most users first, then of most events."""
        import ibis

        table = self._connection.table("strays")
        summed = table.group_by("domain").agg(users=table.user.nunique(), events=table.events.sum())
        return self._rows(summed.order_by(ibis.desc("users"), ibis.desc("events"), "domain").limit(most))

    def close(self) -> None:
        """Drop all sums."""
        self._connection.disconnect()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _rows(self, expression: Any) -> Iterator[dict[str, Any]]:
        """Give rows a few thousand at a time. Ibis' own batches call what DuckDB has deprecated."""
        found = self._connection.raw_sql(self._connection.compile(expression))
        names = expression.columns
        while rows := found.fetchmany(FETCHED_AT_ONCE):
            yield from (dict(zip(names, row, strict=True)) for row in rows)
