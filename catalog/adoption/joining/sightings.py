"""The sightings and grants of a tool that is merged into another: moved, summed up where both have one, given back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from catalog import search
from catalog.adoption.listing import pieces
from catalog.adoption.retention import MOST
from catalog.models.register import Grant, Origin, Sighting
from catalog.models.tool import Tool

COUNTS = dict(zip(("events", "blocked", "bytes_up", "bytes_down"), MOST, strict=True))
Moved = dict[str, Any]


def move(session: Session, stays: Tool, goes: Tool) -> Moved:
    """Move them; give which, by the content of their origin, and what was summed up into which row."""
    into = aliased(Sighting)
    twins = session.exec(
        select(into, Sighting)
        .join(into, (col(into.origin_id) == col(Sighting.origin_id)) & (col(into.user) == col(Sighting.user)))
        .where(into.tenant == Sighting.tenant, into.day == Sighting.day)
        .where(Sighting.tool_id == goes.id, into.tool_id == stays.id)
        .order_by(col(Sighting.id))
    ).all()
    summed = [_sum(session, kept, one) for kept, one in twins]
    session.flush()
    found: dict[str, dict[str, list[int]]] = {}
    for what, table in (("sightings", Sighting), ("grants", Grant)):
        here: dict[str, list[int]] = defaultdict(list)
        rows = select(Origin.sha256, table.id).join(Origin, col(table.origin_id) == col(Origin.id))
        for sha256, number in session.exec(rows.where(table.tool_id == goes.id).order_by(col(table.id))):
            here[sha256].append(number or 0)
        session.execute(update(table).where(col(table.tool_id) == goes.id).values(tool_id=stays.id))
        found[what] = dict(here)
    session.expire_all()
    return {**found, "summed": summed}


def follow(session: Session, origin: Origin) -> None:
    """Move what a log showed of tools that were merged into others while it was being read."""
    into = search.merged(session)
    shown = select(Sighting.tool_id).where(Sighting.origin_id == origin.id, col(Sighting.tool_id).in_(into)).distinct()
    for gone in session.exec(shown).all() if into else ():
        move(session, into[gone], session.get_one(Tool, gone))


def give_back(session: Session, stays: Tool, goes: Tool, moved: Mapping[str, Any]) -> None:
    """Give them back, those that are still there: a row is known by its number and its origin's content."""
    for what, table in (("sightings", Sighting), ("grants", Grant)):
        for sha256, numbers in moved[what].items():
            origin = select(Origin.id).where(Origin.sha256 == sha256).scalar_subquery()
            for some in pieces(numbers):
                mine = (col(table.id).in_(some), col(table.tool_id) == stays.id, col(table.origin_id) == origin)
                session.execute(update(table).where(*mine).values(tool_id=goes.id))
    session.expire_all()
    _part(session, stays, goes, moved["summed"])


def _sum(session: Session, kept: Sighting, one: Sighting) -> Moved:
    own = {name: getattr(one, name) for name in COUNTS}
    bare = [name for name in COUNTS if getattr(kept, name) is None]
    for name, most in COUNTS.items():
        if own[name] is not None:
            setattr(kept, name, min((getattr(kept, name) or 0) + own[name], most))
    session.add(kept)
    session.execute(delete(Sighting).where(col(Sighting.id) == one.id))
    return {"into": kept.id, "own": own, "bare": bare}


def _part(session: Session, stays: Tool, goes: Tool, summed: Iterable[Moved]) -> None:
    """Take out of sums what was the other's. Whose name was taken away since has none here either."""
    for told in summed:
        kept = session.get(Sighting, told["into"])
        if kept is None or kept.tool_id != stays.id:
            continue
        key = {name: getattr(kept, name) for name in ("origin_id", "tenant", "user", "day")}
        session.add(Sighting(**key, tool_id=goes.id or 0, **told["own"]))
        for name, own in told["own"].items():
            if own is not None:
                left = max((getattr(kept, name) or 0) - own, 0)
                setattr(kept, name, None if left == 0 and name in told["bare"] else left)
        session.add(kept)
    session.flush()
