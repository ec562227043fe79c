"""Sightings and grants of a tool that is merged into another count for it, and keep what they were seen as."""

from typing import Any

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col

from catalog import search
from catalog.models.register import Grant, Origin, Sighting
from catalog.models.tool import Tool

TABLES: tuple[tuple[str, type[Sighting] | type[Grant]], ...] = (("sightings", Sighting), ("grants", Grant))


def move(session: Session, stays: Tool, goes: Tool) -> dict[str, int]:
    """Let all count for the tool that is kept; give how many."""
    counts = {what: _give(session, table, col(table.tool_id) == goes.id, to=stays) for what, table in TABLES}
    session.expire_all()
    return counts


def follow(session: Session, origin: Origin) -> None:
    """Let what an origin showed of tools that were merged into others count for those."""
    for gone, kept in search.merged(session).items():
        for _, table in TABLES:
            _give(session, table, col(table.origin_id) == origin.id, col(table.tool_id) == gone, to=kept)
    session.expire_all()


def give_back(session: Session, stays: Tool, goes: Tool) -> None:
    """Let count for a tool again what was seen as it, or as one that is merged into it still, since as well."""
    its = [goes.id, *search.merged_into(session, goes.id)]
    for _, table in TABLES:
        _give(session, table, col(table.tool_id) == stays.id, col(table.seen_as_id).in_(its), to=goes)
    session.expire_all()


def _give(session: Session, table: type[Sighting] | type[Grant], *which: Any, to: Tool) -> int:
    done = session.execute(update(table).where(*which).values(tool_id=to.id))
    return done.rowcount if isinstance(done, CursorResult) else 0
