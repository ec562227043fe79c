"""Whose account a tenant is: a reviewer says so, and what is proposed there already follows.

The word holds until another one; the trail keeps it. What the policy names only the policy can change.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import and_, case, func
from sqlmodel import Session, col, delete, select

from catalog import audit, people, search
from catalog import moment as moments
from catalog.adoption import linking, tenants
from catalog.adoption.judging import give
from catalog.adoption.listing import ACTIVE, pieces
from catalog.adoption.proposing import Verdicts
from catalog.dataset.overlay import policy_now
from catalog.dataset.tenants import TOLD, UNKNOWN
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.register import TENANT_KINDS, Adoption, Person, Sighting, Tenant
from catalog.models.tool import Tool


def seen(session: Session, policy: Path | None) -> list[dict[str, Any]]:
    """Give the hosts that logs show as tenants, those of most people first: whose each is, and who says so."""
    fixed, kinds = _fixed(session, policy), _kinds(session)
    seen_as = (
        select(Sighting.tool_id, Sighting.tenant, Sighting.user, func.max(Sighting.day).label("last"))
        .where(Sighting.tenant != "", Sighting.user != "")
        .group_by(col(Sighting.tool_id), col(Sighting.tenant), col(Sighting.user))
        .subquery()
    )
    is_ = (
        select(Adoption.tool_id, Adoption.who, func.max(Adoption.person_id).label("person"))
        .where(Adoption.kind == "detected", col(Adoption.person_id).is_not(None))
        .group_by(col(Adoption.tool_id), col(Adoption.who))
        .subquery()
    )
    nobodys = case((is_.c.person.is_(None), seen_as.c.user))
    people_there = func.count(is_.c.person.distinct()) + func.count(nobodys.distinct())
    rows = session.exec(
        select(Tool, seen_as.c.tenant, people_there, func.max(seen_as.c.last))
        .join(seen_as, seen_as.c.tool_id == col(Tool.id))
        .outerjoin(is_, and_(is_.c.tool_id == seen_as.c.tool_id, is_.c.who == seen_as.c.user))
        .group_by(col(Tool.id), seen_as.c.tenant)
    ).all()
    found = [
        {
            "host": host,
            "tool": tool.slug,
            "name": tool.name,
            "people": count,
            "last": last.isoformat() if last else None,
            "account": kinds.get((tool.id or 0, host), UNKNOWN),
            "by_policy": host in fixed,
        }
        for tool, host, count, last in rows
    ]
    return sorted(found, key=lambda one: (one["account"] != UNKNOWN, -one["people"], one["host"]))


def say(
    session: Session, host: str, account: str, by: str, policy: Path | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Say that a host shows the company's account, people's own, or that it is not known; proposals there follow.

    Raises `NotAllowed` unless `by` is a reviewer, `NotFound` for a host that no log showed, `Conflicting` for one that
    the policy names or that is known as that already.
    """
    audit.take_turn(session)
    at = at or moments.now()
    reviewer = people.with_role(session, by, "reviewer")
    name = host.strip().lower()
    if account not in TENANT_KINDS:
        raise BadUse(f"{account[:40]!r} is no kind of account", mend=f"choose one of: {', '.join(TENANT_KINDS)}")
    tool = session.exec(
        select(Tool).join(Sighting, col(Sighting.tool_id) == col(Tool.id)).where(Sighting.tenant == name).limit(1)
    ).first()
    if tool is None:
        raise NotFound(f"no log showed {name[:60]!r} as a tenant", mend="see them all: byot origin tenants")
    if name in _fixed(session, policy):
        raise Conflicting(f"the policy says whose {name} is", mend="change it there, under tenants")
    if _kinds(session).get((tool.id or 0, name), UNKNOWN) == account:
        raise Conflicting(f"{name} is known as that already", mend="look at it again")
    its = [tool.id, *search.merged_into(session, tool.id)]
    session.exec(delete(Tenant).where(col(Tenant.tool_id).in_(its), col(Tenant.name) == name))
    if account != UNKNOWN:
        session.add(Tenant(tool_id=tool.id or 0, name=name, kind=account))
    session.flush()
    changed = _follow(session, tool, name, tenants.PERSONAL if account == tenants.PERSONAL else "company", at)
    told = {"tool": tool.slug, "host": name, "account": account}
    content = {**told, "adoptions": changed}
    audit.append(session, who=reviewer.slug, what=TOLD, subject=f"tool:{tool.slug}", content=content)
    return {**told, "changed": len(changed)}


def _kinds(session: Session) -> dict[tuple[int, str], str]:
    """Give whose account hosts show, by tool (of one that was merged, by the one that is kept) and host."""
    into = search.merged(session)
    rows = sorted(session.exec(select(Tenant)), key=lambda one: one.tool_id not in into)
    return {(into[one.tool_id].id or 0 if one.tool_id in into else one.tool_id, one.name): one.kind for one in rows}


def _fixed(session: Session, policy: Path | None) -> set[str]:
    """Give the hosts that the policy names."""
    if policy is None:
        return set()
    said = policy_now(session, policy).tenants
    return {*said.company, *said.personal}


def _follow(session: Session, tool: Tool, host: str, account: str, at: datetime) -> list[str]:
    """Judge what is proposed under a host by the account that it is now known to be, and link it anew."""
    there = select(Adoption).where(Adoption.kind == "detected", Adoption.tool_id == tool.id, Adoption.tenant == host)
    rows = session.exec(there.where(col(Adoption.state).in_(ACTIVE)).order_by(col(Adoption.id))).all()
    verdicts = Verdicts(session, tool, at)
    persons = {one.id: one for one in session.exec(select(Person)).all()} if rows else {}
    changed = [one for one in rows if one.account != account]
    for one in changed:
        one.account, one.changed_at = account, at
        give(session, one, verdicts.of(persons.get(one.person_id), account))
        session.add(one)
    session.flush()
    _relink(session, tool.id or 0, rows)
    if changed:
        verdicts.open_case()
    return [one.reference for one in changed]


def _relink(session: Session, tool_id: int, rows: Sequence[Adoption]) -> None:
    """Link again what people have more of at a tool than one row."""
    kinds = tenants.shown(session, tool_id)
    known = sorted({one.person_id for one in rows if one.person_id is not None})
    for some in pieces(known):
        several = session.exec(
            select(Adoption.person_id)
            .where(Adoption.tool_id == tool_id, col(Adoption.person_id).in_(some))
            .group_by(col(Adoption.person_id))
            .having(func.count() > 1)
        ).all()
        mine = [one for one in rows if one.person_id in several]
        for one in mine:
            one.linked_id = None
        session.flush()
        linking.unlink(session, [one.id for one in mine])
        linking.link(session, several, tool_id, kinds)
