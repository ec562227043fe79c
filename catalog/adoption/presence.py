"""Who counts as using a tool: whoever has not left. Every count of people, seats and reach asks here."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal_column
from sqlalchemy import select as columns
from sqlmodel import Session, col, or_, select

from catalog.models.register import Adoption, Person

IN_USE = ("proposed", "declared", "confirmed")


def present(day: date) -> ColumnElement[bool]:
    """Give the condition under which an adoption's person has not left by a day; whose name is nobody's yet counts."""
    return or_(col(Adoption.person_id).is_(None), col(Adoption.person_id).not_in(_gone(day)))


def absent(day: date) -> ColumnElement[bool]:
    """Give the condition under which an adoption's person has left by a day."""
    return col(Adoption.person_id).in_(_gone(day))


def behind(day: date) -> ColumnElement[bool]:
    """Give the condition under which an adoption is left behind on a day: in use, and its person has left by then."""
    return col(Adoption.state).in_(IN_USE) & absent(day)


def _gone(day: date) -> Any:
    return select(Person.id).where(col(Person.left_on) <= day)


def source_of() -> ColumnElement[str]:
    """Give the expression of where an adoption is known from: *declared*, *detected* or *both*."""
    seen = select(Adoption.linked_id).where(Adoption.kind == "detected", col(Adoption.linked_id).is_not(None))
    told_and_seen = and_(col(Adoption.kind) == "declared", col(Adoption.id).in_(seen))
    return case((told_and_seen, literal_column("'both'")), else_=col(Adoption.kind))


def by_source(session: Session, *which: ColumnElement[bool]) -> dict[str, int]:
    """Count adoptions under some conditions by where they are known from; what is linked counts with its main one."""
    source = source_of()
    counted = columns(source, func.count()).where(col(Adoption.linked_id).is_(None), *which).group_by(source)
    return {"declared": 0, "detected": 0, "both": 0, **dict(session.execute(counted).all())}


def left_days(session: Session, people: Iterable[int | None] | None = None) -> dict[int | None, date]:
    """Give the days on which people have left or will leave, by their id; of some people, or of all."""
    rows = select(Person).where(col(Person.left_on).is_not(None))
    if people is not None:
        rows = rows.where(col(Person.id).in_({one for one in people if one is not None}))
    return {one.id: one.left_on for one in session.exec(rows).all() if one.left_on is not None}
