"""The tables of a database as lines of JSON, whichever database it is and whichever version its schema has."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from catalog.errors import BadData

AT_ONCE: Final = 1_000
Values = dict[str, Any]


def of(connection: sa.Connection, names: Collection[str]) -> list[sa.Table]:
    """Give those of some tables that there are, with the columns and the keys that the database itself tells of."""
    inspector, metadata = sa.inspect(connection), sa.MetaData()
    there = sorted(name for name in inspector.get_table_names() if name in names)
    return [sa.Table(name, metadata, *_columns(inspector, name)) for name in there]


def _columns(inspector: sa.Inspector, name: str) -> Iterator[sa.Column[Any]]:
    key = inspector.get_pk_constraint(name)["constrained_columns"]
    for column in inspector.get_columns(name):
        yield sa.Column(column["name"], column["type"], primary_key=column["name"] in key, autoincrement=False)


def lines(connection: sa.Connection, table: sa.Table) -> Iterator[bytes]:
    """Give the rows of a table as lines, in the order of its key; names in JSON are sorted, as a database may do."""
    names = table.columns.keys()
    rows = connection.execution_options(yield_per=AT_ONCE).execute(
        sa.select(*(table.c[name] for name in names)).order_by(*table.primary_key.columns)
    )
    for row in rows:
        told = {name: _said(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def fill(connection: sa.Connection, table: sa.Table, lines: Iterable[bytes]) -> int:
    """Put rows into a table, and give their number. Raises `BadData` for a line that is none of its rows."""
    count = 0
    rows = (_row(table, line, number) for number, line in enumerate(lines, start=1))
    while some := list(islice(rows, AT_ONCE)):
        connection.execute(table.insert(), some)
        count += len(some)
    return count


def _row(table: sa.Table, line: bytes, number: int) -> Values:
    try:
        told = json.loads(line)
        return {column.name: _meant(column, told[column.name]) for column in table.columns}
    except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError) as error:
        raise BadData(
            f"is no row of {table.name}: {type(error).__name__} {str(error)[:80]}",
            mend="take another backup",
            where=f"tables/{table.name}.jsonl:{number}",
        ) from None


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _meant(column: sa.Column[Any], told: Any) -> Any:
    """Give what a column takes; nothing is SQL's NULL also where the column holds JSON."""
    if told is None:
        return sa.null() if isinstance(column.type, sa.JSON) else None
    if isinstance(column.type, sa.DateTime):
        moment = datetime.fromisoformat(told).astimezone(UTC)
        return moment if column.type.timezone else moment.replace(tzinfo=None)
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(told)
    return Decimal(told) if isinstance(column.type, sa.Numeric) and isinstance(told, str) else told


def defer(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """Let rows come in any order until `settle`: what they refer to may come later."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        return
    for name, key in _references(connection, tables):
        connection.exec_driver_sql(f'ALTER TABLE "{name}" ALTER CONSTRAINT "{key}" DEFERRABLE INITIALLY DEFERRED')


def settle(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """Check all references now, and let new rows have numbers behind those that are there.

    Raises `BadData` where a row refers to none.
    """
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if lost is not None:
            raise BadData(f"a row of {lost[0]} refers to none of {lost[2]}", mend="take another backup")
        return
    try:
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    except sa.exc.IntegrityError as error:
        raise BadData(f"a row refers to none: {str(error.orig).splitlines()[0]}", mend="take another backup") from None
    for name, key in _references(connection, tables):
        connection.exec_driver_sql(f'ALTER TABLE "{name}" ALTER CONSTRAINT "{key}" NOT DEFERRABLE')
    for table in tables:
        for column in table.primary_key.columns:
            if isinstance(column.type, sa.Integer):
                _number_on(connection, table, column)


def _number_on(connection: sa.Connection, table: sa.Table, column: sa.ColumnElement[int]) -> None:
    sequence = sa.func.pg_get_serial_sequence(f'"{table.name}"', column.key)
    last = connection.scalar(sa.select(sa.func.max(column)))
    if last is not None:
        connection.execute(sa.select(sa.func.setval(sequence, last)).where(sequence.is_not(None)))


def _references(connection: sa.Connection, tables: Sequence[sa.Table]) -> list[tuple[str, str]]:
    inspector = sa.inspect(connection)
    return [(table.name, str(key["name"])) for table in tables for key in inspector.get_foreign_keys(table.name)]
