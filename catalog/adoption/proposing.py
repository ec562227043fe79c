"""Sightings to proposed adoptions: one per tool, tenant and user, linked to what the same person declared.

Where a user shows a tenant of a tool, what they do elsewhere at that tool counts for it; only who shows none gets a
proposal without one. A host that shows people's own accounts stands apart: it proposes a personal one. Use that was
only ever blocked proposes nothing, nor does use that the policy calls too little.
"""

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, or_
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, select

from catalog import audit, people
from catalog.adoption import cases, clock, linking, tenants
from catalog.adoption.judging import gist, keep
from catalog.adoption.listing import ACTIVE, pieces
from catalog.check import Question, check
from catalog.models.register import Adoption, Department, Origin, Person, Sighting, StoredVerdict
from catalog.models.tool import Tool
from catalog.moment import Moment
from catalog.policy import Enough
from catalog.rubric import stored_at

WHO = "discover"
EVER = Enough()
Fresh = dict[str, list[tuple[str, date | None]]]


@dataclass(slots=True)
class Proposals:
    """What one origin proposes for one tool: new adoptions, and those that an earlier log showed already."""

    tool: Tool
    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def propose(session: Session, origin: Origin, at: datetime, enough: Enough = EVER) -> int:
    """Propose an adoption for each user of each tool of an origin; give how many uses are new.

    A person is one under however many names. Asked again for the same origin it proposes nothing new. Tools whose use
    is not plainly allowed get a case. Whom all logs together have not shown `enough` is not proposed yet.
    """
    audit.take_turn(session)
    count = 0
    for tool_id in session.exec(
        select(Sighting.tool_id).where(Sighting.origin_id == origin.id).distinct().order_by(col(Sighting.tool_id))
    ).all():
        found = _of_tool(session, origin, session.get_one(Tool, tool_id), at, enough)
        uses = _of_their_own(session, found)
        count += uses
        if found.new or found.changed:
            content = {
                "origin": origin.sha256,
                "proposed": [[row["reference"], row["who"], row["tenant"]] for row in found.new],
                "changed": found.changed,
                "uses": uses,
            }
            own = [row["reference"] for row in found.new if row["account"] == tenants.PERSONAL]
            content |= {"personal": own} if own else {}
            audit.append(
                session, who=WHO, what="adoptions proposed", subject=f"tool:{found.tool.slug}", content=content
            )
    return count


def _of_tool(session: Session, origin: Origin, tool: Tool, at: datetime, enough: Enough) -> Proposals:
    found = Proposals(tool)
    used, kinds = _used(session, origin, tool), tenants.shown(session, tool.id)
    known: dict[str, list[Adoption]] = defaultdict(list)
    detected = select(Adoption).where(Adoption.kind == "detected", Adoption.tool_id == tool.id)
    for adoption in session.exec(detected.options(defer(col(Adoption.verdict)), defer(col(Adoption.data)))):  # type: ignore[arg-type]
        if adoption.who in used:
            known[adoption.who].append(adoption)
    fresh = {who: new for who, days in used.items() if (new := list(_apart(days, known[who], kinds, found)))}
    fresh = fresh if enough == EVER else _often(session, tool, fresh, enough)
    directory = people.Directory(session, fresh)
    directory.record_unknown(session)
    declared = _declared(session, tool) if fresh else {}
    verdicts = Verdicts(session, tool, at)
    for who, new in fresh.items():
        person = directory.find(who)
        for tenant, since in new:
            account = kinds.get(tenant, "company")
            linked = declared.get((person.id, kinds.get(tenant))) if person else None
            given = verdicts.of(person, account)
            found.new.append(_row(tool, person, who, since, given, at) | {
                "tenant": tenant, "account": account, "linked_id": linked,
            })  # fmt: skip
    if found.new:
        session.execute(insert(Adoption), found.new)
        linking.link_twins(session, tool.id or 0)
        verdicts.open_case()
    session.flush()
    return found


def _of_their_own(session: Session, found: Proposals) -> int:
    """Count what is new, each person's names as one, but for what belongs to what a log showed already."""
    main = aliased(Adoption)
    number = func.coalesce(Adoption.linked_id, Adoption.id)
    rows = select(number).join(main, col(main.id) == number)
    rows = rows.where(or_(col(Adoption.linked_id).is_(None), col(main.kind) == "declared"))
    some = (rows.where(col(Adoption.reference).in_([row["reference"] for row in new])) for new in pieces(found.new))
    return len({number for one in some for number in session.exec(one)})


def _row(
    tool: Tool, person: Person | None, who: str, since: date | None, given: StoredVerdict, at: datetime
) -> dict[str, Any]:
    return {
        "reference": f"a-{secrets.token_hex(5)}",
        "kind": "detected",
        "state": "proposed",
        "tool_id": tool.id,
        "person_id": person.id if person else None,
        "who": who,
        "data": [],
        "since": since,
        "verdict": gist(given),
        "verdict_id": given.id,
        "recorded_at": at,
        "changed_at": at,
    }


def _often(session: Session, tool: Tool, fresh: Fresh, enough: Enough) -> Fresh:
    """Give, of what is new, whom all logs together show enough, each tenant since its first day in any of them."""
    used = (Sighting.tool_id == tool.id, col(Sighting.events) > col(Sighting.blocked))
    found: Fresh = {}
    for some in pieces(sorted(fresh)):
        rows = session.exec(select(Sighting).where(*used, col(Sighting.user).in_(some)))
        events, days = Counter[str](), defaultdict[str, set[date | None]](set)
        first: dict[tuple[str, str], date] = {}
        for seen in rows:
            who, day = seen.user, seen.day
            events[who] += seen.events - seen.blocked
            days[who].add(day)
            if day is not None:
                first[who, seen.tenant] = min(day, first.get((who, seen.tenant), day))
        for who in some:
            if events[who] >= enough.events and len(days[who]) >= enough.days:
                found[who] = [(tenant, first.get((who, tenant), since)) for tenant, since in fresh[who]]
    return found


def _used(session: Session, origin: Origin, tool: Tool) -> dict[str, dict[str, date | None]]:
    """Give the first day of use by user and tenant; what was blocked is no use."""
    rows = session.exec(
        select(Sighting.user, Sighting.tenant, func.min(Sighting.day))
        .where(Sighting.origin_id == origin.id, Sighting.tool_id == tool.id, Sighting.user != "")
        .where(col(Sighting.events) > col(Sighting.blocked))
        .group_by(col(Sighting.user), col(Sighting.tenant))
        .order_by(col(Sighting.user), col(Sighting.tenant))
    ).all()
    used: dict[str, dict[str, date | None]] = defaultdict(dict)
    for user, tenant, first in rows:
        used[user][tenant] = first
    return used


def _apart(
    days: dict[str, date | None], known: list[Adoption], kinds: tenants.Shown, found: Proposals
) -> Iterator[tuple[str, date | None]]:
    """Give what is new for a user: of each host of people's own accounts by itself, of the others folded."""
    own = {tenant: day for tenant, day in days.items() if kinds.get(tenant) == tenants.PERSONAL}
    for tenant, day in own.items():
        yield from _folded({tenant: day}, [one for one in known if one.tenant == tenant], found)
    if len(own) < len(days):
        others = [one for one in known if kinds.get(one.tenant) != tenants.PERSONAL]
        yield from _folded({tenant: day for tenant, day in days.items() if tenant not in own}, others, found)


def _folded(days: dict[str, date | None], known: list[Adoption], found: Proposals) -> Iterator[tuple[str, date | None]]:
    """Give the tenants that are new for a user, each with its first day; bring the known ones up to date."""
    by_tenant = {adoption.tenant: adoption for adoption in known}
    first = min((day for day in days.values() if day is not None), default=None)
    named = {tenant: day for tenant, day in days.items() if tenant}
    nameless = by_tenant.pop("", None)
    for tenant, day in (named or {"": first}).items():
        since = min((one for one in (day, days.get("")) if one is not None), default=None)
        adoption = by_tenant.get(tenant)
        if adoption is None and nameless is not None:
            adoption, nameless = nameless, None
            adoption.tenant = tenant
        if adoption is None and not tenant and by_tenant:
            adoption = next(iter(by_tenant.values()))
        if adoption is None:
            yield tenant, since
        elif since is not None and (adoption.since is None or since < adoption.since):
            adoption.since = since
            found.changed.append(adoption.reference)


def _declared(session: Session, tool: Tool) -> dict[tuple[int | None, str | None], int | None]:
    """Give the active declared adoption of a tool by person and account; by None for whichever account."""
    rows = session.exec(
        select(Adoption.person_id, Adoption.account, Adoption.id)
        .where(Adoption.kind == "declared", Adoption.tool_id == tool.id, col(Adoption.state).in_(ACTIVE))
        .where(col(Adoption.linked_id).is_(None))
        .order_by(col(Adoption.id).desc())
    ).all()
    return {(person, asked): number for person, account, number in rows for asked in (account, None)}


class Verdicts:
    """The verdict on a tool for ordinary work notes, once for each industry and account."""

    def __init__(self, session: Session, tool: Tool, at: datetime) -> None:
        self._session, self._tool, self._at = session, tool, at
        self._given: dict[tuple[str, str], StoredVerdict] = {}
        self._industries = {one.id: one.industry for one in session.exec(select(Department))}

    def of(self, person: Person | None, account: str) -> StoredVerdict:
        """Give the verdict for a person's work, asked once."""
        industry = self._industries.get(person.department_id, "general") if person else "general"
        if (industry, account) not in self._given:
            asked = Question(self._tool.slug, industry=industry, account=account)
            given = StoredVerdict(document=check(self._session, asked, self._at).document())
            keep(self._session, given)
            self._given[industry, account] = given
        return self._given[industry, account]

    def open_case(self) -> None:
        """Open the tool's case where a verdict is not plainly allowed and nobody has decided."""
        clocks = stored_at(self._session, Moment(self._at, self._at)).clocks
        for verdict in (given.document for given in self._given.values()):
            due = clock.review_by(verdict, self._at.date(), clocks)
            if due is not None and verdict["verdict"] != "allowed":
                why = f"seen in a log; {verdict['verdict']}, by {verdict['basis']}"
                cases.open_for(self._session, self._tool, why=why, due=due, who=WHO, at=self._at)
