"""Rows in two times, many at once: what still holds is kept, what does not is retracted, what is new is recorded."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, RowMapping, Table, bindparam, insert, select, update
from sqlmodel import Session, SQLModel

Row = Mapping[str, Any]
TIMES = ("id", "recorded_at", "retracted_at")


def table_of(model: type[SQLModel]) -> Table:
    """Give the table behind a model."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def keep(
    session: Session, model: type[SQLModel], wanted: Sequence[Row], since: datetime, *scope: ColumnElement[bool]
) -> None:
    """Make the rows of a scope that are not retracted exactly those wanted, from `since` on; rows are never changed."""
    table = table_of(model)
    held: dict[str, list[int]] = {}
    for there in session.execute(select(table).where(table.c.retracted_at.is_(None), *scope)).mappings():
        held.setdefault(_content(there, table), []).append(there["id"])
    new = []
    for row in wanted:
        numbers = held.get(_content(row, table))
        if numbers:
            numbers.pop()
        else:
            new.append({**row, "recorded_at": since})
    retract(session, model, (number for numbers in held.values() for number in numbers), since)
    add(session, model, new)


def add(session: Session, model: type[SQLModel], rows: Iterable[Row]) -> None:
    """Record rows, in their order; each has every column that must hold a value."""
    listed = [dict(row) for row in rows]
    if listed:
        session.execute(insert(table_of(model)), listed)


def retract(session: Session, model: type[SQLModel], numbers: Iterable[int], since: datetime) -> None:
    """Write that rows are not believed from `since` on."""
    change(session, model, [{"number": number, "retracted_at": since} for number in numbers])


def change(session: Session, model: type[SQLModel], rows: Sequence[Row]) -> None:
    """Write columns of rows; each says its `number` and the same columns as the others."""
    if rows:
        table = table_of(model)
        columns: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "number"}
        statement = update(table).where(table.c.id == bindparam("number")).values(columns)
        session.connection().execute(statement, [dict(row) for row in rows])


def _content(row: Row | RowMapping, table: Table) -> str:
    """Give what a row says as text, its number and the times of its knowledge left out."""
    told = [row.get(column.name) for column in table.columns if column.name not in TIMES]
    return json.dumps(told, sort_keys=True, default=str)
