"""Short how-tos: fifteen minutes of recording that save hundreds of hours, and who they reached."""

from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from catalog import audit
from catalog import moment as moments
from catalog.adoption.presence import present
from catalog.check.facts import known_tool
from catalog.errors import BadUse, NotFound
from catalog.models.company import Guide, GuideReading
from catalog.models.register import Adoption, Person
from catalog.models.tool import Tool

MOST_MINUTES = 600
SAID = ("declared", "confirmed")
Document = dict[str, Any]


def add(
    session: Session, title: str, steps: list[str], saved: int, made: int, *, by: str, tool: str | None = None,
    at: datetime | None = None,
) -> Guide:  # fmt: skip
    """Record a guide for a tool, or for everybody. Raises `BadUse` or `UnknownTool` for what cannot be."""
    audit.take_turn(session)
    kept = [step.strip() for step in steps if step.strip()]
    if not title.strip():
        raise BadUse("the title is missing", mend="say what one can do after it", where="title")
    if not kept:
        raise BadUse("there are no steps", mend="write one a line", where="steps")
    if not (1 <= saved <= MOST_MINUTES and 1 <= made <= MOST_MINUTES):
        raise BadUse("these minutes cannot be", mend=f"give numbers from 1 to {MOST_MINUTES}", where="saved")
    found = known_tool(session, tool) if tool else None
    row = Guide(
        reference=f"g-{token_hex(5)}", tool_id=found.id if found else None, title=title.strip(), steps=kept,
        minutes_saved=saved, minutes_to_make=made, written_by=by, recorded_at=at or moments.now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    content = {"title": row.title, "steps": kept, "minutes_saved": saved}
    audit.append(session, who=by, what="guide added", subject=f"guide:{row.reference}", content=content)
    return row


def read(session: Session, reference: str, person: str, helped: bool | None, at: datetime | None = None) -> None:
    """Record that somebody read a guide, once, and whether it helped. Raises `NotFound`."""
    row = _guide(session, reference)
    who = session.exec(select(Person).where(Person.slug == person)).first()
    if who is None:
        raise NotFound(f"nobody here is called {person[:40]!r}", mend="sign in first")
    wanted = select(GuideReading).where(GuideReading.guide_id == row.id, GuideReading.person_id == who.id)
    reading = session.exec(wanted).first()
    if reading is None:
        reading = GuideReading(guide_id=row.id or 0, person_id=who.id or 0, at=at or moments.now())
    reading.helped = reading.helped if helped is None else helped
    session.add(reading)


def listed(session: Session, tool: str | None = None) -> list[Document]:
    """Give the guides, those first that save most: people who use the tool (everybody, without one) times minutes."""
    rows = session.exec(select(Guide).where(col(Guide.retracted_at).is_(None))).all()
    tools = {one.id: one for one in session.exec(select(Tool))}
    today = moments.now().date()
    told = (col(Adoption.state).in_(("declared", "confirmed")), present(today))
    counted = select(Adoption.tool_id, func.count(func.distinct(Adoption.who))).where(*told)
    users: dict[int, int] = dict(session.exec(counted.group_by(col(Adoption.tool_id))).all())
    there = or_(col(Person.left_on).is_(None), col(Person.left_on) > today)
    everybody = session.exec(select(func.count()).select_from(Person).where(there)).one()
    readings = session.exec(select(GuideReading)).all()
    found = []
    for row in rows:
        its = tools.get(row.tool_id)
        if tool and (its is None or its.slug != tool):
            continue
        people = users.get(row.tool_id, 0) if row.tool_id else everybody
        read_by = [one for one in readings if one.guide_id == row.id]
        found.append(
            {
                "reference": row.reference, "title": row.title, "steps": list(row.steps),
                "tool": its.slug if its else None, "name": its.name if its else None,
                "minutes_saved": row.minutes_saved, "minutes_to_make": row.minutes_to_make, "people": people,
                "hours": round(people * row.minutes_saved / 60, 1), "readers": len(read_by),
                "helped": sum(one.helped is True for one in read_by), "by": row.written_by,
            }
        )  # fmt: skip
    return sorted(found, key=lambda one: (-float(str(one["hours"])), str(one["title"])))


def one(session: Session, reference: str) -> Document:
    """Give one guide with its reach. Raises `NotFound`."""
    row = _guide(session, reference)
    return next(each for each in listed(session) if each["reference"] == row.reference)


def _guide(session: Session, reference: str) -> Guide:
    row = session.exec(
        select(Guide).where(Guide.reference == reference, col(Guide.retracted_at).is_(None))
    ).first()  # fmt: skip
    if row is None:
        raise NotFound("there is no such guide", mend="look at the list of guides")
    return row
