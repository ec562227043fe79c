"""The register: who says to use what. Declare, edit, stop, withdraw, restore, dispute; each an event of the trail.

Every function takes a session of a write transaction (`store.transact`) and gives the adoption; it is durable once the
transaction has ended. `document` and `listing` tell adoptions by the contract.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit, people, search
from catalog import moment as moments
from catalog.adoption import cases, clock, linking
from catalog.adoption.judging import Judging, give
from catalog.adoption.listing import ACTIVE, document, listing
from catalog.discovery.match import registrable
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.register import Adoption, Person, StoredVerdict
from catalog.models.tool import Domain, Tool, ToolState

__all__ = [
    "ACTIVE", "Declaration", "declare", "dispute", "document", "edit", "listing", "own", "restore", "standing", "stop",
    "withdraw",
]  # fmt: skip
LONGEST_PURPOSE = 2000
EARLIEST = date(1970, 1, 1)
UNHEARD_OF = ""  # the category of a tool that was only named, not looked at


@dataclass(frozen=True, slots=True)
class Declaration:
    """What somebody says to use. `data` empty: not sure; `plan` None: not said. Days as dates, UTC."""

    tool: str
    by: str
    plan: str | None = None
    account: str = "company"
    data: tuple[str, ...] = ()
    purpose: str | None = None
    team: str | None = None
    since: date | None = None
    until: date | None = None


def declare(
    session: Session,
    said: Declaration,
    at: datetime | None = None,
    *,
    imported: bool = False,
    judging: Judging | None = None,
) -> Adoption:
    """Record that a person uses a tool, with the verdict of now and the day by which security answers.

    A tool that nobody knew is recorded by its name. Who declares the same tool under the same account again adds to
    what was said before. `imported`: an import says so, not the person; its `judging` is that of all its answers.
    Raises `BadUse` or `UnknownPlan` for words that are none of the choices, `NotAllowed` for who has left.
    """
    audit.take_turn(session)
    at = at or moments.now()
    judging = judging or Judging(session, at)
    person = judging.person(said.by)
    if not imported:
        people.require_there(person, at.date())
    tool = judging.tool(said.tool) or _unheard_of(session, said.tool, at)
    before = standing(session, person, tool, said.account)
    adoption = before or Adoption(
        reference=cases.reference("a"), kind="declared", state="declared", tool_id=tool.id or 0, person_id=person.id,
        who=people.clean(said.by), account=said.account, recorded_at=at, changed_at=at, imported=imported,
    )  # fmt: skip
    adoption.imported = adoption.imported and imported
    kept = said if before is None else _over(before, said)
    team_id = people.team_for(session, said.team).id if said.team else adoption.team_id
    given = _verdict(judging, tool, person, kept)
    if before is not None and _same(before, kept, given.document) and before.team_id == team_id:
        return before
    adoption.team_id = team_id
    _fill(session, adoption, tool, kept, given, judging, at)
    linking.claim(session, [person])
    linking.link(session, [person.id], adoption.tool_id, judging.kinds(tool))
    _tell(session, adoption, tool, said.by, "adoption changed" if before else "adoption declared")
    return adoption


def standing(session: Session, person: Person, tool: Tool, account: str) -> Adoption | None:
    """Give what a person has declared of a tool under an account, None where nothing of it stands."""
    return session.exec(
        select(Adoption)
        .where(Adoption.kind == "declared", Adoption.tool_id == tool.id, Adoption.person_id == person.id)
        .where(Adoption.account == account, col(Adoption.state).in_(ACTIVE), col(Adoption.linked_id).is_(None))
    ).first()


def edit(session: Session, reference: str, said: Declaration, at: datetime | None = None) -> Adoption:
    """Replace what was said of an adoption of one's own; its tool stays. Raises `NotFound` where it is another's."""
    audit.take_turn(session)
    at = at or moments.now()
    adoption, person = _changeable(session, reference, said.by, at)
    adoption.imported = False
    if adoption.kind != "declared":
        raise BadUse("what a log showed cannot be edited", mend="declare the tool, or dispute what was seen")
    tool = session.get_one(Tool, adoption.tool_id)
    adoption.team_id = people.team_for(session, said.team).id if said.team else None
    judging = Judging(session, at)
    _fill(session, adoption, tool, said, _verdict(judging, tool, person, said), judging, at)
    _tell(session, adoption, tool, said.by, "adoption changed")
    return adoption


def stop(session: Session, reference: str, by: str, until: date | None = None, at: datetime | None = None) -> Adoption:
    """Record that a person stopped using a tool, on a day (today where none is said)."""
    at = at or moments.now()
    day = _day(until, at, "until") or at.date()
    return _turn(session, reference, by, "ended", "adoption ended", at, until=day)


def withdraw(session: Session, reference: str, by: str, at: datetime | None = None) -> Adoption:
    """Take back what one declared: it was said by mistake."""
    return _turn(session, reference, by, "withdrawn", "adoption withdrawn", at or moments.now())


def dispute(session: Session, reference: str, by: str, at: datetime | None = None) -> Adoption:
    """Record that a person says: this is not my use. `disputes` sees that a reviewer answers."""
    return _turn(session, reference, by, "disputed", "adoption disputed", at or moments.now())


def restore(session: Session, reference: str, by: str, at: datetime | None = None) -> Adoption:
    """Undo `stop`, `withdraw` or `dispute`."""
    audit.take_turn(session)
    adoption, _ = own(session, reference, by)
    state = "declared" if adoption.kind == "declared" else "proposed"
    return _turn(session, reference, by, state, "adoption restored", at or moments.now(), until=None)


def own(session: Session, reference: str, by: str) -> tuple[Adoption, Person]:
    """Give a person's own adoption; raise `NotFound` where it is not there or another's, which nobody learns."""
    person = people.find(session, by)
    adoption = session.exec(select(Adoption).where(Adoption.reference == reference)).first()
    if person is None or adoption is None or adoption.person_id != person.id:
        raise NotFound(
            f"you have no adoption {reference[:40]!r}", mend="see yours: byot adoptions --by " + by[:60].strip()
        )
    return adoption, person


def _changeable(session: Session, reference: str, by: str, at: datetime) -> tuple[Adoption, Person]:
    """Give an adoption of one's own to change it; raise `NotAllowed` where one has left."""
    adoption, person = own(session, reference, by)
    people.require_there(person, at.date())
    return adoption, person


def _fill(
    session: Session,
    adoption: Adoption,
    tool: Tool,
    said: Declaration,
    given: StoredVerdict,
    judging: Judging,
    at: datetime,
) -> None:
    """Write what was said into the row, with its verdict; open the tool's case where an answer is due."""
    verdict = given.document
    adoption.plan = _plan(said, verdict)
    adoption.account = said.account
    adoption.data = list(dict.fromkeys(said.data))
    adoption.purpose = _purpose(said.purpose)
    adoption.since, adoption.until = _day(said.since, at, "since"), _day(said.until, at, "until", future=True)
    if adoption.since and adoption.until and adoption.until < adoption.since:
        raise BadUse("the last day lies before the first", mend="swap them, or leave one out")
    give(session, adoption, given)
    adoption.changed_at = at
    if adoption.state in ("declared", "ended"):
        adoption.state = "ended" if _over_by(adoption, at.date()) else "declared"
    adoption.review_by = clock.review_by(verdict, at.date(), judging.clocks) if adoption.state in ACTIVE else None
    session.add(adoption)
    session.flush()
    if adoption.review_by is not None:
        why = f"{verdict['verdict']}, by {verdict['basis']}"
        cases.open_for(session, tool, why=why, due=adoption.review_by, who=said.by, at=at)


def _over_by(adoption: Adoption, today: date) -> bool:
    """Say whether the last day has passed; one that ended today stays ended."""
    last = adoption.until
    return last is not None and (last < today or (adoption.state == "ended" and last == today))


def _verdict(judging: Judging, tool: Tool, person: Person, said: Declaration) -> StoredVerdict:
    return judging.verdict(tool, person, said.tool, said.plan, said.data, said.account)


def _over(before: Adoption, said: Declaration) -> Declaration:
    """Give what was said now, and what was said before where nothing is said now; kinds of data add up."""
    return replace(
        said,
        plan=said.plan or before.plan,
        data=tuple(dict.fromkeys((*before.data, *said.data))),
        purpose=said.purpose or before.purpose,
        since=said.since or before.since,
        until=said.until or before.until,
    )


def _same(before: Adoption, said: Declaration, verdict: dict[str, Any]) -> bool:
    """Say whether somebody says just what they said before."""
    then = (before.plan, tuple(before.data), before.purpose, before.since, before.until)
    return then == (_plan(said, verdict), said.data, said.purpose, said.since, said.until)


def _plan(said: Declaration, verdict: dict[str, Any]) -> str | None:
    """Give the slug of the plan that was said; of a tool without plans, what was said."""
    return (verdict["plan"] or people.slug_of(said.plan)) if said.plan else None


def _turn(
    session: Session, reference: str, by: str, state: str, what: str, at: datetime, **dates: date | None
) -> Adoption:
    """Bring an adoption of one's own into another state."""
    audit.take_turn(session)
    adoption, _ = _changeable(session, reference, by, at)
    if adoption.state == state:
        raise Conflicting(f"the adoption is {state} already", mend="look at it again")
    adoption.state, adoption.changed_at, adoption.imported = state, at, False
    if "until" in dates:
        adoption.until = dates["until"]
    session.add(adoption)
    session.flush()
    _tell(session, adoption, session.get_one(Tool, adoption.tool_id), by, what)
    return adoption


def _tell(session: Session, adoption: Adoption, tool: Tool, who: str, what: str) -> None:
    content = {
        "adoption": adoption.reference, "tool": tool.slug, "plan": adoption.plan, "by": adoption.who,
        "account": adoption.account, "data": adoption.data, "purpose": adoption.purpose, "team": adoption.team_id,
        "since": adoption.since.isoformat() if adoption.since else None,
        "until": adoption.until.isoformat() if adoption.until else None,
        "state": adoption.state, "verdict": adoption.verdict["verdict"] if adoption.verdict else None,
    }  # fmt: skip
    audit.append(session, who=who.strip(), what=what, subject=f"adoption:{adoption.reference}", content=content)


def _unheard_of(session: Session, query: str, at: datetime) -> Tool:
    """Record a tool that nobody knew by its name, and its domain, if that was said."""
    said = search.clean(query)
    host = search.host_of(said)
    domain = registrable(host) if host else None
    name = domain or host or " ".join(said.split())
    if len(name) > people.LONGEST_NAME:
        raise BadUse(f"a tool's name of {len(name)} letters is too long", mend="name the tool in fewer")
    slug = _free_slug(session, people.slug_of(name))
    tool = Tool(slug=slug, name=name, origin="crawl", recorded_at=at)
    session.add(tool)
    session.flush()
    session.add(ToolState(tool_id=tool.id or 0, category=UNHEARD_OF, name=name, recorded_at=at))
    if domain is not None:
        session.add(Domain(tool_id=tool.id or 0, host=domain, recorded_at=at))
    session.flush()
    content = {"name": name, "domain": domain}
    audit.append(session, who="register", what="tool named", subject=f"tool:{slug}", content=content)
    return tool


def _free_slug(session: Session, wanted: str) -> str:
    taken = set(session.exec(select(Tool.slug).where(col(Tool.slug).startswith(wanted, autoescape=True))))
    others: Iterable[str] = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in others if slug not in taken)


def _purpose(text: str | None) -> str | None:
    said = (text or "").replace("\0", "").strip()
    if len(said) > LONGEST_PURPOSE:
        raise BadUse(f"a purpose of {len(said)} letters is too long", mend=f"use at most {LONGEST_PURPOSE}")
    return said or None


def _day(day: date | None, at: datetime, name: str, future: bool = False) -> date | None:
    if day is None:
        return None
    if day < EARLIEST or (day > at.date() and not future):
        raise BadUse(f"--{name} {day.isoformat()} is no day in the past", mend="write the day like 2026-11-24")
    return day
