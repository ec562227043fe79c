"""What the tables share: column types, constraints, and the conditions of the two times."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from pydantic import ConfigDict
from sqlalchemy import JSON, BindParameter, CheckConstraint, ColumnElement, Date, DateTime, Dialect, bindparam, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel


class Table(SQLModel):
    """Base of the tables. They validate nothing, so the validators are not built: a tenth of a command's start."""

    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]


class Json(TypeDecorator[Any]):
    """JSON, held as PostgreSQL's JSONB there, whose dialect is imported only then (40 ms of a cold check)."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON())
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB())


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; refuses a naive one, gives aware ones on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value.isoformat()}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _read_utc if dialect.name == "sqlite" else _in_utc


@lru_cache(maxsize=65_536)
def _read_utc(text: str | None) -> datetime | None:
    """Read what SQLite holds; remembered, as a thousand facts share a few dozen moments."""
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def _in_utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


class utc_day(FunctionElement[date]):  # noqa: N801 (it stands among SQL's functions)
    """The day (UTC) of a moment, on every database."""

    type = Date()
    inherit_cache = True
    name = "utc_day"


@compiles(utc_day, "sqlite")
def _day_of_text(element: utc_day, compiler: SQLCompiler, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)})"


@compiles(utc_day, "postgresql")
def _day_in_utc(element: utc_day, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(timezone('UTC', {compiler.process(element.clauses, **options)}) AS DATE)"


Instant = datetime | BindParameter[datetime]
AS_OF = bindparam("as_of", type_=UtcDateTime())
KNOWN_AT = bindparam("known_at", type_=UtcDateTime())


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """Give the constraint that holds a text column to a closed set of words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")


def known_by(table: Any, known_at: Instant) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions under which a row was recorded by a moment, and not retracted."""
    return (
        table.recorded_at <= known_at,
        or_(table.retracted_at.is_(None), table.retracted_at > known_at),
    )


def held(row: Any, at: datetime) -> bool:
    """Say whether a row that is there held at a moment, by what was known then."""
    known = row.retracted_at is None or row.retracted_at > at
    return known and row.valid_from <= at and not (row.valid_to is not None and row.valid_to <= at)


def begun_by(table: Any, as_of: Instant) -> ColumnElement[bool]:
    """Give the condition under which a row held from a moment on or before."""
    return or_(table.valid_from.is_(None), table.valid_from <= as_of)


def unended_by(table: Any, as_of: Instant) -> ColumnElement[bool]:
    """Give the condition under which a row had not ended by a moment."""
    return or_(table.valid_to.is_(None), table.valid_to > as_of)
