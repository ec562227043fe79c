"""Campaigns: an amnesty with an end. Tell us by this day what you picked up; what is told is never used against one."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from catalog import audit, people
from catalog import moment as moments
from catalog.adoption import cases
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.desk import Campaign
from catalog.models.register import Adoption
from catalog.moment import start_of

LONGEST = 200
LONGEST_RUN = timedelta(days=366)
USUAL = "Tell us what you picked up"


def begin(
    session: Session, ends_on: date, by: str, title: str = "", begins_on: date | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Begin a campaign that ends on a day. Raises `NotAllowed` unless `by` is a reviewer, `Conflicting` beside one."""
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, by, "reviewer")
    first = begins_on or at.date()
    if not first <= ends_on <= first + LONGEST_RUN or ends_on < at.date():
        raise BadUse("a campaign ends on a later day, within a year", mend="give its last day", where="--until")
    said = " ".join(title.replace("\0", "").split())[:LONGEST] or USUAL
    if current(session, at) is not None:
        raise Conflicting("a campaign runs already", mend="end that one first")
    row = Campaign(
        reference=cases.reference("c"), title=said, begins_on=first, ends_on=ends_on, recorded_by=person.slug,
        recorded_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    told = document(session, row)
    audit.append(session, who=person.slug, what="campaign begun", subject=f"campaign:{row.reference}", content=told)
    return told


def end(session: Session, by: str, at: datetime | None = None) -> dict[str, Any]:
    """End the campaign that runs, today; raise `NotFound` where none does."""
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, by, "reviewer")
    row = current(session, at)
    if row is None:
        raise NotFound("no campaign runs", mend="begin one: byot campaign begin --until DAY")
    row.retracted_at = at
    kept = row.model_dump(exclude={"id", "reference", "ends_on", "recorded_at", "retracted_at"})
    session.add_all([row, Campaign(**kept, reference=cases.reference("c"), ends_on=at.date(), recorded_at=at)])
    session.flush()
    told = document(session, row)
    audit.append(session, who=person.slug, what="campaign ended", subject=f"campaign:{row.reference}", content=told)
    return told


def current(session: Session, at: datetime) -> Campaign | None:
    """Give the campaign that runs on a day, None where none does. One that was ended today runs no more."""
    today, ended = at.date(), select(Campaign.retracted_at).where(col(Campaign.retracted_at).is_not(None))
    running = select(Campaign).where(
        col(Campaign.begins_on) <= today, col(Campaign.ends_on) >= today, col(Campaign.retracted_at).is_(None),
        col(Campaign.recorded_at).not_in(ended),
    )  # fmt: skip
    return session.exec(running.order_by(col(Campaign.id).desc())).first()


def campaigns(session: Session) -> list[dict[str, Any]]:
    """Give all campaigns with their counts, the newest first."""
    rows = select(Campaign).where(col(Campaign.retracted_at).is_(None)).order_by(col(Campaign.id).desc())
    return [document(session, row) for row in session.exec(rows).all()]


def document(session: Session, row: Campaign) -> dict[str, Any]:
    """Give a campaign with what people told during it: how many people, how many tools. Nobody is named."""
    first, last = start_of(row.begins_on), start_of(row.ends_on) + timedelta(days=1)
    told = (Adoption.kind == "declared", col(Adoption.recorded_at) >= first, col(Adoption.recorded_at) < last,
            col(Adoption.state) != "withdrawn")  # fmt: skip
    nobodys = (*told, col(Adoption.person_id).is_(None))
    people_told = session.exec(select(func.count(func.distinct(Adoption.person_id))).where(*told)).one()
    people_told += session.exec(select(func.count(func.distinct(Adoption.who))).where(*nobodys)).one()
    tools = session.exec(select(func.count(func.distinct(Adoption.tool_id))).where(*told)).one()
    return {
        "id": row.reference, "title": row.title, "begins": row.begins_on.isoformat(), "ends": row.ends_on.isoformat(),
        "people": people_told, "tools": tools,
    }  # fmt: skip
