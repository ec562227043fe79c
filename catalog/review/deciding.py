"""Decisions: made, ended, taken back. Rows are never changed but for the end of their knowledge, so replay holds.

A decision that another of the same scope replaces is retracted and recorded again with its end, so that the past
still shows it: as of last week it was in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit, people
from catalog import moment as moments
from catalog.adoption import cases
from catalog.check.facts import known_tool
from catalog.check.known import known
from catalog.check.question import ACCOUNTS
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.columns import held
from catalog.models.register import Department, Person, Team
from catalog.models.review import DECISION_STATUSES, Decision, Review
from catalog.models.tool import Tool
from catalog.moment import Moment, start_of, written
from catalog.rubric import DATA_CLASSES, INDUSTRIES, Rubric, stored_at

LONGEST = timedelta(days=366)
UNDO_WITHIN = timedelta(hours=24)
LONGEST_TEXT = 4000
PEOPLE: dict[str, type[Person] | type[Team] | type[Department]] = {
    "department": Department,
    "team": Team,
    "person": Person,
}
CHOICES: dict[str, tuple[str, ...]] = {"account": ACCOUNTS, "industry": INDUSTRIES, "data": DATA_CLASSES}
SCOPE = ("plan", "account", "department", "team", "person", "industry", "data")


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision as a reviewer puts it. `expires` is its last day; `scope` holds any of `SCOPE`, data as a list.

    `overrides` names the gates and known-bad criteria that it lifts although they fail.
    """

    tool: str
    status: str
    reason: str
    expires: date
    by: str
    scope: Mapping[str, Any] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()


def decide(session: Session, draft: Draft, at: datetime | None = None, *, seconded_by: str | None = None) -> Decision:
    """Record a decision, in force at once, and close the tool's case. `catalog.review.seconding` finds the second yes.

    One of the same scope that was in force ends now. Raises `NotAllowed` unless `by` is a reviewer, `UnknownTool`,
    `UnknownPlan`, `Conflicting` where it takes two and nobody seconded it, and `BadUse` for words that are none of the
    choices, a missing reason or an end beyond a year.
    """
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, draft.by, "reviewer")
    _require_words(draft)
    tool = known_tool(session, draft.tool)
    if seconded_by is None and (needs := second_needed(session, draft)):
        raise Conflicting(f"{needs} takes two reviewers", mend="propose it: another one confirms it")
    rubric = stored_at(session, Moment(at, at))
    scope = scope_of(session, tool, draft, rubric, at)
    _require_gates(draft.overrides, rubric)
    _require_end(draft.expires, at.date())
    replaced = [_end(session, one, at) for one in in_force(session, tool, at) if one.scope == scope]
    review = _case(session, tool, person, at)
    name = cases.reference("d")
    decision = Decision(
        reference=name,
        series=name,
        tool_id=tool.id or 0,
        review_id=review.id,
        status=draft.status,
        scope=scope,
        conditions=[text for one in draft.conditions if (text := _text(one))],
        overrides=list(dict.fromkeys(draft.overrides)),
        reason=_text(draft.reason),
        decided_by=person.slug,
        confirmed_by=seconded_by,
        held_at=at,
        valid_from=at,
        valid_to=start_of(draft.expires) + timedelta(days=1),
        recorded_at=at,
    )
    session.add(decision)
    session.flush()
    content = {**document(decision, tool, at), "replaces": replaced}
    audit.append(session, who=person.slug, what="decided", subject=f"tool:{tool.slug}", content=content)
    return decision


def second_needed(session: Session, draft: Draft) -> str:
    """Say why a decision takes two reviewers; empty where it does not, or where there is no other one."""
    needs = "a prohibition" if draft.status == "prohibited" else "lifting a rule" if draft.overrides else ""
    if not needs:
        return ""
    person = people.find(session, draft.by)
    reviewers = people.holders(session, "reviewer", moments.now().date())
    return needs if any(person is None or one.id != person.id for one in reviewers) else ""


def undo(session: Session, reference: str, by: str, at: datetime | None = None) -> Decision:
    """Take a decision back, by its reference or as the newest one in force of a tool.

    Within a day it is undone: as if it had not been made, and what it replaced is in force again. Later it ends now.
    The case opens again where no decision is left. Raises `NotAllowed` unless `by` is a reviewer, `NotFound`.
    """
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, by, "reviewer")
    decision = standing(session, reference, at)
    tool = session.get_one(Tool, decision.tool_id)
    undone = at - decision.valid_from <= UNDO_WITHIN
    restored = _restore(session, decision, at) if undone else []
    if undone:
        decision.retracted_at = at
        session.add(decision)
    else:
        _end(session, decision, at)
    session.flush()
    if not in_force(session, tool, at) and decision.review_id is not None:
        review = session.get_one(Review, decision.review_id)
        review.state, review.closed_at, review.outcome = "opened", None, None
        session.add(review)
    content = {"decision": decision.reference, "tool": tool.slug, "restored": restored}
    what = "decision undone" if undone else "decision ended"
    audit.append(session, who=person.slug, what=what, subject=f"tool:{tool.slug}", content=content)
    return decision


def decisions(session: Session, tool: Tool, at: datetime | None = None) -> list[dict[str, Any]]:
    """Give the decisions about a tool that were not taken back, newest first."""
    at = at or moments.now()
    rows = session.exec(
        select(Decision)
        .where(Decision.tool_id == tool.id, col(Decision.retracted_at).is_(None))
        .order_by(col(Decision.valid_from).desc(), col(Decision.id).desc())
    ).all()
    return [document(row, tool, at) for row in rows]


def document(decision: Decision, tool: Tool, at: datetime | None = None) -> dict[str, Any]:
    """Give a decision as JSON; `until` is the last second in which it holds."""
    at = at or moments.now()
    return {
        "id": decision.reference,
        "tool": tool.slug,
        "status": decision.status,
        "scope": dict(decision.scope),
        "conditions": list(decision.conditions),
        "overrides": list(decision.overrides),
        "reason": decision.reason,
        "by": decision.decided_by,
        "confirmed_by": decision.confirmed_by,
        "from": written(decision.valid_from),
        "until": written(_last_second(decision.valid_to)) if decision.valid_to else None,
        "in_force": held(decision, at),
    }


def _last_second(ends: datetime) -> datetime:
    return (ends - timedelta(microseconds=1)).replace(microsecond=0)


def _require_words(draft: Draft) -> None:
    """Hold a draft to a known status, a reason, and a scope where its status asks for one."""
    if draft.status not in DECISION_STATUSES:
        raise _none_of(draft.status, "status", DECISION_STATUSES)
    if not _text(draft.reason):
        raise BadUse("a decision needs its reason", mend="say in a sentence why", where="--reason")
    if draft.status == "restricted" and not any(draft.scope.values()):
        raise BadUse("a restriction needs to say for what it is fine", mend="give a plan, data, or a team")


def scope_of(session: Session, tool: Tool, draft: Draft, rubric: Rubric, at: datetime) -> dict[str, Any]:
    """Give a draft's scope with known words only, nothing empty, data in order."""
    scope: dict[str, Any] = {}
    for key, value in draft.scope.items():
        if key not in SCOPE:
            raise _none_of(key, "scope", SCOPE)
        if not value:
            continue
        if key in CHOICES:
            scope[key] = _chosen(value, key)
        elif key in PEOPLE:
            scope[key] = people.named(session, PEOPLE[key], str(value))
        else:
            plan = known(session, [tool], rubric, Moment(at, at))[tool.slug].plan(str(value))
            scope[key] = plan.slug if plan else value
    return scope


def _chosen(value: Any, key: str) -> Any:
    """Give a word of a closed set; several of them, in order, where the scope takes a list."""
    words = sorted(set(value)) if key == "data" else [value]
    for word in words:
        if word not in CHOICES[key]:
            raise _none_of(word, "data class" if key == "data" else key, CHOICES[key])
    return words if key == "data" else value


def _require_gates(names: tuple[str, ...], rubric: Rubric) -> None:
    gates = {gate.gate for gate in rubric.gates}
    gates |= {gate.gate for rules in rubric.industries.values() for gate in rules.gates}
    known_names = sorted(gates | set(rubric.known_bad))
    for name in names:
        if name not in known_names:
            raise _none_of(name, "gate", known_names)


def _require_end(expires: date, today: date) -> None:
    if expires < today:
        raise BadUse(f"{expires.isoformat()} lies in the past", mend="give a last day from today on", where="--expires")
    if expires - today > LONGEST:
        mend = f"one year from now is the longest: {(today + LONGEST).isoformat()}"
        raise BadUse(f"{expires.isoformat()} is more than a year away", mend=mend, where="--expires")


def _case(session: Session, tool: Tool, person: Person, at: datetime) -> Review:
    """Close the tool's open case; where none is open its newest one, so that each decision has a case."""
    newest = select(Review).where(Review.tool_id == tool.id).order_by(col(Review.id).desc())
    review = (
        cases.open_case(session, tool.id or 0)
        or session.exec(newest).first()
        or cases.open_for(session, tool, why="decided without being asked", due=None, who=person.slug, at=at)
    )
    review.state, review.closed_at, review.owner_id = "decided", at, person.id
    review.outcome, review.snoozed_until = "ruled", None
    session.add(review)
    session.flush()
    return review


def in_force(session: Session, tool: Tool, at: datetime) -> list[Decision]:
    """Give the decisions about a tool that hold now, the oldest first."""
    rows = session.exec(
        select(Decision)
        .where(Decision.tool_id == tool.id, col(Decision.retracted_at).is_(None))
        .order_by(col(Decision.id))
    )
    return [one for one in rows if held(one, at)]


def _end(session: Session, decision: Decision, at: datetime) -> str:
    """End a decision now: retract the row, record it again with its end. Gives the retracted row's reference."""
    decision.retracted_at = at
    session.add(decision)
    if decision.valid_from < at:
        session.add(_again(decision, at, valid_to=at))
    session.flush()
    return decision.reference


def _restore(session: Session, decision: Decision, at: datetime) -> list[str]:
    """Bring back what a decision replaced when it was made: without the end that this gave it."""
    made, scope = decision.valid_from, decision.scope
    rows = session.exec(select(Decision).where(Decision.tool_id == decision.tool_id)).all()
    replaced = [one for one in rows if one.retracted_at == made and one.scope == scope]
    for ended in rows:
        if ended.valid_to == made == ended.recorded_at and ended.retracted_at is None and ended.scope == scope:
            ended.retracted_at = at
            session.add(ended)
    session.add_all(_again(one, at, valid_to=one.valid_to) for one in replaced)
    session.flush()
    return [one.reference for one in replaced]


def _again(decision: Decision, at: datetime, valid_to: datetime | None) -> Decision:
    kept = decision.model_dump(exclude={"id", "reference", "recorded_at", "retracted_at", "valid_to"})
    return Decision(**kept, reference=cases.reference("d"), recorded_at=at, valid_to=valid_to)


def standing(session: Session, reference: str, at: datetime) -> Decision:
    """Give the decision in force of a reference, or the newest one of a tool; raise `NotFound` where there is none."""
    found = session.exec(select(Decision).where(Decision.reference == reference)).first()
    if found is None:
        there = in_force(session, known_tool(session, reference), at)
        found = there[-1] if there else None
    if found is None or not held(found, at):
        raise NotFound(f"no decision {reference[:40]!r} is in force", mend="see them: byot review show TOOL")
    return found


def _text(text: str) -> str:
    said = " ".join(text.replace("\0", "").split())
    if len(said) > LONGEST_TEXT:
        raise BadUse(f"a text of {len(said)} letters is too long", mend=f"use at most {LONGEST_TEXT}")
    return said


def _none_of(word: object, kind: str, choices: Any) -> BadUse:
    return BadUse(f"{str(word)[:60]!r} is no {kind}", mend=f"choose one of: {', '.join(choices)}")
