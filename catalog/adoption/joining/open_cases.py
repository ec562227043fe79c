"""The open case of a tool that is merged into another: it goes along, or its comments go to the case that is there."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from catalog.adoption import cases
from catalog.models.desk import Comment, Proposal, Reopening
from catalog.models.review import Decision, Review
from catalog.models.tool import Tool

WRITTEN: tuple[tuple[str, type[Comment] | type[Reopening]], ...] = (("comments", Comment), ("reopenings", Reopening))
Moved = dict[str, Any]


def move(session: Session, stays: Tool, goes: Tool, at: datetime) -> Moved:
    """Move the open case; where the tool that is kept has one, close it and give that one what was written."""
    there, its = (cases.open_case(session, tool.id or 0) for tool in (stays, goes))
    done: Moved = {"case": there.reference if there else None, "moved": None, "closed": None, "opened": None}
    if its is None:
        return done | {"due": _iso(there.due) if there else None}
    if there is None:
        its.tool_id = stays.id or 0
        session.add(its)
        return done | {"case": its.reference, "moved": its.reference, "due": _iso(its.due)}
    told: Moved = {"review": its.reference, "state": its.state}
    for what, table in WRITTEN:
        told[what] = list(session.exec(select(table.id).where(table.review_id == its.id)).all())
        session.execute(update(table).where(col(table.id).in_(told[what])).values(review_id=there.id))
    due = _iso(there.due)
    there.due = min((day for day in (there.due, its.due) if day is not None), default=None)
    its.state, its.closed_at = "decided", at
    session.add_all([there, its])
    session.flush()
    return done | {"closed": told, "due": due}


def opened_since(session: Session, stays: Tool, done: Moved) -> Moved:
    """Add what judging the uses brought: a case that was opened, or an earlier due day."""
    there = cases.open_case(session, stays.id or 0)
    if there is not None and done["case"] is None:
        return done | {"case": there.reference, "opened": there.reference}
    return done | {"due_since": _iso(there.due) if there else None}


def give_back(session: Session, stays: Tool, goes: Tool, done: Mapping[str, Any]) -> None:
    """Put the cases as they were, as far as nobody has changed them since."""
    there = _found(session, done["case"])
    if there is not None and done["opened"] and _untouched(session, there):
        session.delete(there)
        return
    if there is not None and _iso(there.due) == done.get("due_since"):
        there.due = date.fromisoformat(done["due"]) if done["due"] else None
        session.add(there)
    if there is not None and done["moved"] and there.tool_id == stays.id and there.state in cases.OPEN:
        there.tool_id = goes.id or 0
        session.add(there)
    its = _found(session, done["closed"]["review"]) if done["closed"] else None
    if its is None or there is None:
        return
    if its.state == "decided" and cases.open_case(session, goes.id or 0) is None:
        its.state, its.closed_at = done["closed"]["state"], None
        session.add(its)
    for what, table in WRITTEN:
        mine = (col(table.id).in_(done["closed"][what]), col(table.review_id) == there.id)
        session.execute(update(table).where(*mine).values(review_id=its.id))


def _untouched(session: Session, case: Review) -> bool:
    if case.state != "opened" or case.owner_id is not None or case.snoozed_until is not None:
        return False
    tables = (Comment, Reopening, Decision, Proposal)
    return not any(session.exec(select(table.id).where(table.review_id == case.id)).first() for table in tables)


def _found(session: Session, reference: str | None) -> Review | None:
    return session.exec(select(Review).where(Review.reference == reference)).first() if reference else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
