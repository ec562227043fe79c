"""Who counts as using a tool: whoever has not left. Every count of people, seats and reach asks here."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from catalog.models.register import Adoption, Person

IN_USE = ("proposed", "declared", "confirmed")


def present(day: date) -> ColumnElement[bool]:
    """Give the condition under which an adoption's person has not left by a day; whose name is nobody's yet counts."""
    gone = select(Person.id).where(col(Person.left_on) <= day)
    return or_(col(Adoption.person_id).is_(None), col(Adoption.person_id).not_in(gone))


def behind(day: date) -> ColumnElement[bool]:
    """Give the condition under which an adoption is left behind on a day: in use, and its person has left by then."""
    return col(Adoption.state).in_(IN_USE) & ~present(day)


def left_days(session: Session, people: Iterable[int | None] | None = None) -> dict[int | None, date]:
    """Give the days on which people have left or will leave, by their id; of some people, or of all."""
    rows = select(Person).where(col(Person.left_on).is_not(None))
    if people is not None:
        rows = rows.where(col(Person.id).in_({one for one in people if one is not None}))
    return {one.id: one.left_on for one in session.exec(rows).all() if one.left_on is not None}
