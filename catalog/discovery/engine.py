"""The engine that sums up what was seen: DuckDB by Ibis, in a folder of its own, so that memory stays bounded.

Partial sums come in as pieces, each with the number of its log; one expression for each question sums them up, for one
log or for all. A cluster (`catalog.discovery.afar`) does what comes before: the lines of a log to partial sums.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from catalog import scratch

if TYPE_CHECKING:
    from catalog.discovery.beside import Sorter

MEMORY = "256MB"
SPILLED = "spilled"
FETCHED_AT_ONCE = 5_000
MOST = 2**63 - 1  # what the store's numbers hold; nobody moves that much, but a corrupted line may say so
KEY: Final = ("slug", "tenant", "user", "day")
SHOWN: Final = ("slug", "user", "day")
FORGET: Final = ("DELETE FROM seen WHERE log = ?", "DELETE FROM strays WHERE log = ?")
SUMS: Final = ("events", "blocked", "bytes_up", "bytes_down")


class Shown:
    """Columns of values in memory under a name: DuckDB finds those of now whenever it looks."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        """Begin without values."""
        import pyarrow

        self._schema = pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in columns.items()])
        self._values = self._schema.empty_table()

    def hold(self, values: Sequence[Any]) -> None:
        """Hold other values."""
        import pyarrow

        columns = [
            pyarrow.array(column, kind)
            for column, kind in zip(values or [()] * len(self._schema), self._schema.types, strict=True)
        ]
        self._values = pyarrow.Table.from_arrays(columns, schema=self._schema)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the values as Arrow's libraries hand them to one another."""
        return self._values.__arrow_c_stream__(requested_schema)


class Engine:
    """Sums of partial sums, on disk where they are many. Close it to leave nothing behind."""

    def __init__(self, sorter: "Sorter | None" = None) -> None:
        """Open an empty one, with what sorts lines beside it."""
        import ibis
        import pyarrow

        from catalog.discovery.beside import Sorter

        ibis.options.sql.fuse_selects = False  # DuckDB does that anyway, in less time
        self.sorter = sorter or Sorter()
        self._held = ExitStack()
        self.folder = self._held.enter_context(scratch.folder())
        self._arrow = pyarrow
        self._shown: dict[str, Shown] = {}
        self._connection: Any = ibis.duckdb.connect(
            ":memory:",
            memory_limit=MEMORY,
            temp_directory=str(self.folder / SPILLED),
            threads=1,  # the others sort lines meanwhile
        )
        number, text = pyarrow.int64(), pyarrow.string()
        self._schemas: dict[str, Any] = {
            "seen": pyarrow.schema(
                [
                    *(("log", number), ("tool_id", number), ("slug", text), ("tenant", text), ("user", text)),
                    *(("day", pyarrow.date32()), *((name, number) for name in SUMS)),
                ]
            ),
            "strays": pyarrow.schema(
                [("log", number), ("kind", text), ("name", text), ("user", text), ("events", number)]
            ),
        }
        for table, schema in self._schemas.items():
            self._connection.con.register("incoming", schema.empty_table())
            self.run(f"CREATE TABLE {table} AS FROM incoming")
        self._connection.con.unregister("incoming")
        self.run(*self._closed())

    def _closed(self) -> Iterator[str]:
        """Settings: nothing is opened; joins look up small tables, never logs."""
        yield "SET enable_progress_bar = false"  # it would print on standard output
        yield "SET enable_external_access = false"
        yield "SET enable_external_file_cache = false"
        yield "SET disabled_optimizers = 'build_side_probe_side,join_order'"
        yield "SET lock_configuration = true"

    def add(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Take in rows of partial sums: table `seen` or `strays`."""
        if not rows:
            return
        schema = self._schemas[table]
        columns = [
            self._arrow.array(column, kind) for column, kind in zip(zip(*rows, strict=True), schema.types, strict=True)
        ]
        self._connection.con.register("incoming", self._arrow.Table.from_arrays(columns, schema=schema))
        self._connection.con.execute(f'INSERT INTO "{table}" FROM incoming')
        self._connection.con.unregister("incoming")

    def seen(self, log: int) -> Iterator[tuple[Any, ...]]:
        """Give the use that one log shows, summed up by tool, tenant, user and day, in that order.

        A row is the tool's number, its slug, tenant, user, day, and the sums as far as numbers hold them.
        """
        table = self._connection.table("seen")
        summed = table.filter(table.log == log).group_by("tool_id", *KEY).agg(**_sums(table))
        return self._each(summed.order_by(*KEY))

    def shown(self) -> Iterator[dict[str, Any]]:
        """Give the use that all logs show, summed up by tool, user and day."""
        table = self._connection.table("seen")
        return self._rows(table.group_by(*SHOWN).agg(**_sums(table)))

    def strays(self, kind: str, most: int) -> Iterator[dict[str, Any]]:
        """Give the domains or apps (`kind`) of no tool over all logs, most users first, then most events."""
        import ibis

        table = self._connection.table("strays")
        table = table.filter(table.kind == kind)
        by_user = table.group_by("name", "user").agg(events=table.events.sum())
        summed = by_user.group_by("name").agg(users=by_user.count(), events=by_user.events.sum())
        return self._rows(summed.order_by(ibis.desc("users"), ibis.desc("events"), "name").limit(most))

    def left_out(self) -> dict[str, Any]:
        """Give how many domains are mere background over all logs, and how many requests went there."""
        table = self._connection.table("strays")
        table = table.filter(table.kind == "background")
        return next(self._rows(table.agg(domains=table.name.nunique(), events=table.events.sum().fill_null(0))))

    def drop(self, log: int) -> None:
        """Forget what one log showed."""
        for statement in FORGET:
            self._connection.con.execute(statement, [log])

    def show(self, name: str, columns: Mapping[str, str]) -> Any:
        """Let a name stand for columns of some types, without values at first; give it as an expression."""
        import ibis

        self._shown[name] = Shown(columns)
        self._connection.con.register(name, self._shown[name])
        return ibis.table(columns, name=name)

    def hold(self, name: str, values: Sequence[Any]) -> None:
        """Let a name stand for some columns of values from now on."""
        self._shown[name].hold(values)

    def run(self, *statements: str) -> None:
        """Run statements, one after another."""
        for statement in statements:
            self._connection.raw_sql(statement)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Give the rows of a statement."""
        found: list[tuple[Any, ...]] = self._connection.raw_sql(statement).fetchall()
        return found

    def prepare(self, name: str, expression: Any) -> None:
        """Give an expression a name: it is worked out once, and looked at whenever `arrow` is asked for it."""
        self.run(f"PREPARE {name} AS {self.compiled(expression)}")

    def arrow(self, name: str) -> Any:
        """Give the rows of what was prepared, as a table of Arrow's."""
        return self._connection.con.execute(f"EXECUTE {name}").to_arrow_table()

    def compiled(self, expression: Any) -> str:
        """Give the statement of an expression."""
        return str(self._connection.compile(expression))

    def close(self) -> None:
        """Drop all sums."""
        self.sorter.close()
        self._connection.disconnect()
        self._held.close()

    def _rows(self, expression: Any) -> Iterator[dict[str, Any]]:
        """Give rows a few thousand at a time. Ibis' own batches call what DuckDB has deprecated."""
        names = expression.columns
        return (dict(zip(names, row, strict=True)) for row in self._each(expression))

    def _each(self, expression: Any) -> Iterator[tuple[Any, ...]]:
        found = self._connection.raw_sql(self.compiled(expression))
        while rows := found.fetchmany(FETCHED_AT_ONCE):
            yield from rows


def _sums(table: Any) -> dict[str, Any]:
    """Give the sums as far as the store's numbers hold them; DuckDB's own are wider, and slow to turn into Python's."""
    import ibis

    wide = {name: table[name].sum().cast("decimal(38,0)") for name in SUMS}
    return {name: ibis.ifelse(sums > MOST, MOST, sums).cast("int64") for name, sums in wide.items()}
