"""What only the earlier reading of a log showed, once the log has grown: its last line may have been half written then.

A proposal that no log shows any more is taken back, unless somebody has answered it; the first day of the others is put
right.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from catalog import audit
from catalog.adoption import linking, tenants
from catalog.adoption.listing import pieces
from catalog.models.register import Adoption, Origin, Sighting
from catalog.models.tool import Tool

WHO = "discover"
Left = dict[str, list[tuple[str, date | None]]]


class Use(NamedTuple):
    """That somebody used a tool on a day, as a log showed it."""

    tool_id: int
    user: str
    tenant: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of the proposals for a tool: those taken back, and those whose first day changed."""

    gone: list[list[str]]
    changed: list[str]


def vanished(session: Session, origin: Origin, earlier: Sequence[Origin]) -> list[Use]:
    """Give what earlier origins showed and the one that they have grown into does not."""
    lost = _uses(earlier).except_(_uses([origin]))
    return [Use(*row) for row in session.execute(lost).all()]


def shown(session: Session, origin: Origin) -> list[Use]:
    """Give what an origin shows."""
    return [Use(*row) for row in session.execute(_uses([origin])).all()]


def correct(session: Session, lost: Sequence[Use], at: datetime) -> list[str]:
    """Bring the proposals in line with the sightings that are left, after some uses have vanished.

    Gives the references of those taken back.
    """
    gone: list[str] = []
    by_tool: dict[int, list[Use]] = defaultdict(list)
    for use in lost:
        by_tool[use.tool_id].append(use)
    for tool_id, uses in sorted(by_tool.items()):
        done = Correction([], [])
        for some in pieces(uses):
            _correct(session, tool_id, some, done, at)
        session.flush()
        linking.link_twins(session, tool_id)
        if done.gone or done.changed:
            content = {"taken back": done.gone, "changed": done.changed}
            slug = session.get_one(Tool, tool_id).slug
            audit.append(session, who=WHO, what="proposals corrected", subject=f"tool:{slug}", content=content)
        gone += [reference for reference, *_ in done.gone]
    return gone


def left(session: Session, tool_id: int, users: set[str]) -> Left:
    """Give the tenants and first days that logs show of users of a tool; what was blocked is no use."""
    rows = session.exec(
        select(Sighting.user, Sighting.tenant, func.min(Sighting.day))
        .where(Sighting.tool_id == tool_id, col(Sighting.user).in_(users))
        .where(col(Sighting.events) > col(Sighting.blocked))
        .group_by(col(Sighting.user), col(Sighting.tenant))
    ).all()
    found: Left = defaultdict(list)
    for user, tenant, day in rows:
        found[user].append((tenant, day))
    return found


def _correct(session: Session, tool_id: int, uses: Sequence[Use], done: Correction, at: datetime) -> None:
    users = {use.user for use in uses}
    days = {(use.user, use.day) for use in uses}
    days_left, kinds = left(session, tool_id, users), tenants.shown(session, tool_id)
    proposed = select(Adoption).where(Adoption.kind == "detected", Adoption.tool_id == tool_id)
    for adoption in session.exec(proposed.where(col(Adoption.who).in_(users)).order_by(col(Adoption.id))).all():
        shown = [day for tenant, day in days_left[adoption.who] if tenants.alike(tenant, adoption.tenant, kinds)]
        if not shown and adoption.state == "proposed":
            done.gone.append([adoption.reference, adoption.who, adoption.tenant])
            linking.unlink(session, [adoption.id])
            session.delete(adoption)
        elif shown and (adoption.who, adoption.since) in days:
            since = min((day for day in shown if day is not None), default=None)
            if since != adoption.since:
                adoption.since, adoption.changed_at = since, at
                session.add(adoption)
                done.changed.append(adoption.reference)


def _uses(origins: Sequence[Origin]) -> Select[Any]:
    key: list[Any] = [Sighting.tool_id, Sighting.user, Sighting.tenant, Sighting.day]
    return (
        columns(*key)
        .where(col(Sighting.origin_id).in_([one.id for one in origins]), col(Sighting.user) != "")
        .where(col(Sighting.events) > col(Sighting.blocked))
    )
