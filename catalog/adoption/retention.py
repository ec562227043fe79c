"""How long what logs and exports show of persons is kept: a limit in days for each kind of origin, by the policy.

What is older is folded: of each log, tool and tenant one sum per month stays, under nobody's name. A use that nothing
else shows and of which nobody has spoken ends on the day it was last seen, without a name; it counts on in what was
used when. What somebody said themselves stays, and so does what the trail has said: its chain would show a hole.
"""

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert
from sqlalchemy import select as columns
from sqlmodel import Session, and_, col, or_, select

from catalog import audit, people, plugins
from catalog.adoption import counts, importers, linking, scopes
from catalog.adoption.listing import pieces
from catalog.dataset.overlay import policy_now
from catalog.discovery import formats
from catalog.errors import BadData
from catalog.models.register import Adoption, Grant, Identity, Origin, Sighting
from catalog.moment import start_of
from catalog.store import Store

EVERY_OTHER = "other"
WHO = "retention"
PURGED = "sightings purged"
UNNAMED = "unnamed-"
OWN_WORD = ("confirmed", "disputed")
READ_AT_ONCE = 5_000
Limits = Mapping[str, int]
Sums = dict[tuple[int, int, str, date | None], list[int | None]]


@dataclass(slots=True)
class Folded:
    """What was folded of one origin: sums by tool, what it was seen as, tenant and month; whom it showed when last."""

    rows: int = 0
    sums: Sums = field(default_factory=dict)
    last: dict[tuple[int, str], date | None] = field(default_factory=dict)


def limits(session: Session, file: Path | None) -> Limits:
    """Give the limits in days by kind of origin, `other` for all that are not named; none without a policy.

    Raises `BadData` for a kind that nobody knows: it would never be purged.
    """
    if file is None:
        return {}
    said = policy_now(session, file).retention
    read = session.exec(select(Origin.format).distinct()).all()
    known = {EVERY_OTHER, *plugins.names(formats), *plugins.names(importers), *read}
    for name in said:
        if name not in known:
            near = get_close_matches(name, sorted(known), 1)
            raise BadData(
                f"retention: {name!r} is no kind of log or export" + (f"; did you mean {near[0]}?" if near else ""),
                mend="name one of: byot origin list, byot import --list, or other",
                where=str(file),
            )
    return said


def limit_of(said: Limits, kind: str) -> int | None:
    """Give the limit of a kind of origin; None where it has none."""
    return said.get(kind, said.get(EVERY_OTHER))


def purge(store: Store, said: Limits, at: datetime, *, rehearse: bool = False) -> list[dict[str, Any]]:
    """Fold what is past its limit, one transaction for each origin; give what was done, by kind of origin.

    `rehearse` takes all of it back. Asked again it finds nothing to do.
    """
    with store.session() as reading:
        found = _due(reading, said, at) if said else []
    done: dict[str, dict[str, Any]] = {}
    for number, kind, before in found:

        def work(session: Session, number: int = number, before: date = before) -> dict[str, Any]:
            told = _purge(session, session.get_one(Origin, number), before)
            if rehearse:
                session.rollback()
            return told

        told = store.transact(work)
        days = limit_of(said, kind)
        one = done.setdefault(
            kind, {"origin": kind, "days": days, "before": before.isoformat(), **dict.fromkeys(told, 0)}
        )
        for name, count in told.items():
            one[name] += count
    return list(done.values())


def fold(session: Session, origin: Origin, said: Limits, at: datetime) -> None:
    """Fold what is past its limit of one origin, in the caller's write transaction."""
    days = limit_of(said, origin.format)
    if days is not None:
        _purge(session, origin, (at - timedelta(days=days)).date())


def _due(session: Session, said: Limits, at: datetime) -> list[tuple[int, str, date]]:
    """Give the origins that show a person longer ago than their limit, and the first day that stays."""
    found = []
    for kind in sorted(session.exec(select(Origin.format).distinct())):
        days = limit_of(said, kind)
        if days is None:
            continue
        before = (at - timedelta(days=days)).date()
        old = {
            number
            for table in (Sighting, Grant)
            for number in session.exec(
                select(Origin.id).join(table, col(table.origin_id) == col(Origin.id))
                .where(Origin.format == kind, _old(table, before), col(table.user) != "").distinct()
            )
        }  # fmt: skip
        found += [(number or 0, kind, before) for number in sorted(old, key=lambda one: one or 0)]
    return found


def _old(table: type[Sighting] | type[Grant], before: date) -> ColumnElement[bool]:
    """Say what lies before a day; what has no day is as old as its reading."""
    return or_(col(table.day) < before, and_(col(table.day).is_(None), col(Origin.read_at) < start_of(before)))


def _purge(session: Session, origin: Origin, before: date) -> dict[str, int]:
    audit.take_turn(session)
    folded = _fold_sightings(session, origin, before)
    _fold_grants(session, origin, before, folded)
    gone = [
        reference
        for tool, users in sorted(_by_tool(folded.last).items())
        for reference in _unname(session, tool, users, folded)
    ]
    users = {user for _, user in folded.last}
    _forget_names(session, users)
    told = {"rows": folded.rows, "people": len(users), "unnamed": len(gone)}
    content = {"format": origin.format, "before": before.isoformat(), **told, "adoptions": gone}
    audit.append(session, who=WHO, what=PURGED, subject=f"origin:{origin.sha256}", content=content)
    return told


def _fold_sightings(session: Session, origin: Origin, before: date) -> Folded:
    folded = Folded()
    counted = (Sighting.events, Sighting.blocked, Sighting.bytes_up, Sighting.bytes_down)
    here = and_(col(Sighting.origin_id) == origin.id, _aged(Sighting, origin, before))
    key = (Sighting.tool_id, Sighting.seen_as_id, Sighting.tenant, Sighting.user, Sighting.day)
    for tool, seen_as, tenant, user, day, *more in session.execute(
        columns(*map(col, key), *map(col, counted)).where(here).execution_options(yield_per=READ_AT_ONCE)
    ):
        sums = folded.sums.setdefault((tool, seen_as, tenant, day.replace(day=1) if day else None), counts.nothing())
        counts.add(sums, more)
        if user:
            folded.rows += 1
            _note(folded, tool, user, day)
    session.execute(delete(Sighting).where(here))
    rows = [
        {"origin_id": origin.id, "tool_id": tool, "seen_as_id": seen_as, "tenant": tenant, "user": "", "day": month,
         "events": sums[0], "blocked": sums[1], "bytes_up": sums[2], "bytes_down": sums[3]}
        for (tool, seen_as, tenant, month), sums in folded.sums.items()
    ]  # fmt: skip
    if rows:
        session.execute(insert(Sighting), rows)
    return folded


def _fold_grants(session: Session, origin: Origin, before: date, folded: Folded) -> None:
    """Keep of each app that anybody let it at their data: which scopes, and how risky."""
    here = and_(col(Grant.origin_id) == origin.id, _aged(Grant, origin, before))
    by_client: dict[str, list[Grant]] = defaultdict(list)
    for grant in session.exec(select(Grant).where(here).order_by(col(Grant.id))).all():
        by_client[grant.client].append(grant)
        if grant.user:
            folded.rows += 1
            if grant.tool_id is not None:
                _note(folded, grant.tool_id, grant.user, grant.day)
    session.execute(delete(Grant).where(here))
    for client, grants in by_client.items():
        allowed = sorted({scope for grant in grants for scope in grant.scopes})
        days = [grant.day.replace(day=1) for grant in grants if grant.day]
        risk = max((grant.risk for grant in grants), key=scopes.RISKS_RISING.index)
        session.add(
            Grant(origin_id=origin.id or 0, tool_id=grants[0].tool_id, seen_as_id=grants[0].seen_as_id, client=client,
                  user="", scopes=allowed, risk=risk, day=min(days, default=None))
        )  # fmt: skip
    session.flush()


def _aged(table: type[Sighting] | type[Grant], origin: Origin, before: date) -> ColumnElement[bool]:
    dated = col(table.day) < before
    return or_(dated, col(table.day).is_(None)) if origin.read_at < start_of(before) else dated


def _note(folded: Folded, tool: int, user: str, day: date | None) -> None:
    last = folded.last.get((tool, user))
    folded.last[tool, user] = max((one for one in (last, day) if one is not None), default=None)


def _by_tool(seen: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for tool, user in seen:
        found[tool].append(user)
    return found


def _unname(session: Session, tool: int, users: Sequence[str], folded: Folded) -> list[str]:
    """Take the name from the uses that nothing shows any more, and end them; give their references."""
    gone: list[Adoption] = []
    for some in pieces(users):
        shown = _shown(session, some, tool)
        rows = select(Adoption).where(Adoption.kind == "detected", Adoption.tool_id == tool)
        gone += [
            one
            for one in session.exec(rows.where(col(Adoption.who).in_(some)).order_by(col(Adoption.id)))
            if one.who not in shown and one.state not in OWN_WORD
        ]
    for one in gone:
        last = folded.last[tool, one.who]
        one.who, one.person_id, one.team_id, one.purpose = f"{UNNAMED}{secrets.token_hex(5)}", None, None, None
        if one.state == "proposed":
            one.state, one.until = "ended", last
        session.add(one)
    session.flush()
    linking.unlink(session, [one.id for one in gone])
    linking.link_twins(session, tool)
    return [one.reference for one in gone]


def _shown(session: Session, users: Collection[str], tool: int | None = None) -> set[str]:
    """Give the users whom some log or grant still shows, at a tool or at any."""
    found: set[str] = set()
    for table in (Sighting, Grant):
        asked = select(table.user).where(col(table.user).in_(users)).distinct()
        found |= set(session.exec(asked if tool is None else asked.where(table.tool_id == tool)))
    return found


def _forget_names(session: Session, users: Collection[str]) -> None:
    """Forget the names in logs that belong to nobody and stand nowhere any more."""
    for some in pieces(sorted(users)):
        left = _shown(session, some) | set(session.exec(select(Adoption.who).where(col(Adoption.who).in_(some))))
        aliases = [alias for user in some if user not in left and (alias := people.alias_of(user))]
        if aliases:
            named = or_(*(and_(Identity.kind == kind, Identity.issuer == issuer, Identity.value == value)
                          for kind, issuer, value in aliases))  # fmt: skip
            session.execute(delete(Identity).where(named, col(Identity.person_id).is_(None)))


def kept_since(session: Session) -> dict[str, str]:
    """Give by kind of origin the first day of which persons are still shown; kinds that show none are left out."""
    by_origin = columns(col(Sighting.origin_id), func.min(Sighting.day).label("first")).where(col(Sighting.user) != "")
    first = by_origin.group_by(col(Sighting.origin_id)).subquery()  # which an index holds
    origins = columns(col(Origin.format), func.min(first.c.first)).join(first, first.c.origin_id == col(Origin.id))
    rows = session.execute(origins.group_by(col(Origin.format))).all()
    return {kind: day.isoformat() for kind, day in rows if day is not None}
