"""Four eyes: a prohibition, and a rule that is lifted, need a second reviewer's yes. Until then it is a proposal.

Where an organisation has one reviewer alone nobody could say that yes: there the decision holds at once, and the trail
shows who decided alone.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit, people
from catalog import moment as moments
from catalog.adoption import cases
from catalog.check.facts import known_tool
from catalog.errors import BadUse, Conflicting, NotAllowed, NotFound
from catalog.models.desk import Proposal
from catalog.models.register import Person
from catalog.models.review import Decision
from catalog.models.tool import Tool
from catalog.moment import written
from catalog.review import deciding
from catalog.review.deciding import Draft

MOVED = "seen"
FIELDS = ("status", "reason", "scope", "conditions", "overrides")


def rule(session: Session, draft: Draft, at: datetime | None = None, *, seen: str | None = None) -> Decision | Proposal:
    """Decide; or propose it to a second reviewer, where it takes two. Raises as `decide` does.

    `seen` is what stood when the reviewer began (`standing`): where it is no more, `Conflicting` is raised.
    """
    audit.take_turn(session)
    at = at or moments.now()
    if seen is not None and seen != standing(session, known_tool(session, draft.tool), at):
        raise Conflicting("something was decided meanwhile", mend="look at the case again", where=MOVED)
    needs = deciding.second_needed(session, draft)
    if not needs:
        return deciding.decide(session, draft, at)
    person = people.with_role(session, draft.by, "reviewer")
    with session.begin_nested() as trial:
        deciding.decide(session, draft, at, seconded_by=draft.by)
        trial.rollback()
    tool = known_tool(session, draft.tool)
    content = _content(draft)
    if any(one.draft == content for one in _waiting(session, tool)):
        raise Conflicting("this is proposed already", mend="ask another reviewer to confirm it")
    case = cases.open_for(session, tool, why="a decision is proposed", due=None, who=person.slug, at=at, wake=True)
    row = Proposal(
        reference=cases.reference("q"),
        tool_id=tool.id or 0,
        review_id=case.id,
        draft=content,
        needs=needs,
        proposed_by=person.slug,
        proposed_at=at,
    )
    session.add(row)
    session.flush()
    _tell(session, row, person.slug, "decision proposed")
    return row


def confirm(session: Session, reference: str, by: str, at: datetime | None = None) -> Decision:
    """Say the second yes: the decision is made, by both. Raises `NotAllowed` for the one who proposed it."""
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, by, "reviewer")
    row = _open(session, reference)
    if row.proposed_by == person.slug:
        raise NotAllowed("A proposal needs the yes of somebody else", "ask another reviewer")
    made = deciding.decide(session, draft_of(session, row), at, seconded_by=person.slug)
    row.decision = made.reference
    _close(session, row, "confirmed", person, at, None)
    _tell(session, row, person.slug, "proposal confirmed")
    return made


def decline(session: Session, reference: str, by: str, why: str, at: datetime | None = None) -> Proposal:
    """Say no, with the reason; who proposed it takes it back this way."""
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, by, "reviewer")
    row = _open(session, reference)
    mine = row.proposed_by == person.slug
    said = " ".join(why.replace("\0", "").split())[: deciding.LONGEST_TEXT]
    if not said and not mine:
        raise BadUse("a no needs its reason", mend="say why in a sentence", where="--why")
    _close(session, row, "withdrawn" if mine else "declined", person, at, said or None)
    _tell(session, row, person.slug, "proposal withdrawn" if mine else "proposal declined")
    return row


def standing(session: Session, tool: Tool, at: datetime) -> str:
    """Name what stands about a tool: decisions in force and open proposals. The name changes when one of them does."""
    decided = [one.reference for one in deciding.in_force(session, tool, at)]
    return ",".join([*decided, *(one.reference for one in _waiting(session, tool))]) or "nothing"


def _waiting(session: Session, tool: Tool) -> Sequence[Proposal]:
    there = select(Proposal).where(Proposal.tool_id == tool.id, Proposal.state == "open")
    return session.exec(there.order_by(col(Proposal.id))).all()


def proposals(session: Session, tool: Tool | None = None) -> list[dict[str, Any]]:
    """Give the open proposals, of a tool or all, the oldest first."""
    rows = select(Proposal, Tool.slug).join(Tool, col(Proposal.tool_id) == col(Tool.id)).where(Proposal.state == "open")
    if tool is not None:
        rows = rows.where(Proposal.tool_id == tool.id)
    return [document(row, slug) for row, slug in session.exec(rows.order_by(col(Proposal.id))).all()]


def document(row: Proposal, tool: str) -> dict[str, Any]:
    """Give a proposal as JSON."""
    return {
        "id": row.reference, "tool": tool, **row.draft, "needs": row.needs, "by": row.proposed_by,
        "at": written(row.proposed_at), "state": row.state, "closed_by": row.closed_by, "answer": row.answer,
        "decision": row.decision,
    }  # fmt: skip


def draft_of(session: Session, row: Proposal) -> Draft:
    """Give the draft of a proposal."""
    said = row.draft
    tool = session.get_one(Tool, row.tool_id)
    given = {name: said[name] for name in FIELDS}
    lists = {name: tuple(said[name]) for name in ("conditions", "overrides")}
    return Draft(tool=tool.slug, expires=date.fromisoformat(said["expires"]), by=row.proposed_by, **{**given, **lists})


def _content(draft: Draft) -> dict[str, Any]:
    said = {name: getattr(draft, name) for name in FIELDS}
    scope = {key: value for key, value in draft.scope.items() if value}
    lists = {name: list(said[name]) for name in ("conditions", "overrides")}
    return {**said, "scope": scope, **lists, "expires": draft.expires.isoformat()}


def _open(session: Session, reference: str) -> Proposal:
    row = session.exec(select(Proposal).where(Proposal.reference == reference)).first()
    if row is None:
        raise NotFound(f"there is no proposal {reference[:40]!r}", mend="see them: byot review proposals")
    if row.state != "open":
        raise Conflicting(f"the proposal was {row.state} already", mend="look at the case again")
    return row


def _close(session: Session, row: Proposal, state: str, person: Person, at: datetime, answer: str | None) -> None:
    row.state, row.closed_by, row.closed_at, row.answer = state, person.slug, at, answer
    session.add(row)
    session.flush()


def _tell(session: Session, row: Proposal, who: str, what: str) -> None:
    tool = session.get_one(Tool, row.tool_id)
    audit.append(session, who=who, what=what, subject=f"tool:{tool.slug}", content=document(row, tool.slug))
