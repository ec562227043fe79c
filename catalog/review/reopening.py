"""Facts that move under a standing decision open its case again: which fact, from what to what, whom it touches.

A decision is held against the facts as they were known when it was made (or last held against them). What counts is a
rule that held and holds no more, something bad that has become known, and a rating that has lost a grade. What the
decision lifts by name it does not open again. The decision stays in force until another takes its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, or_, select

from catalog import audit
from catalog import moment as moments
from catalog.adoption import cases, clock
from catalog.adoption.listing import ACTIVE
from catalog.adoption.presence import present
from catalog.check.known import Known, known
from catalog.check.question import ACCOUNTS, Circumstances
from catalog.evidence.resolve import Resolution
from catalog.models.columns import begun_by, known_by, unended_by
from catalog.models.desk import Reopening
from catalog.models.evidence import Fact
from catalog.models.register import Adoption
from catalog.models.review import Decision, Event, Review
from catalog.models.tool import Plan, Tool
from catalog.moment import Moment, written
from catalog.review.conditions import series
from catalog.rubric import Rubric, stored_at
from catalog.verdict.gates import outcomes

WHO = "review"
SUBJECT = "decisions"
RANK = {"good": 2, "unknown": 1, "failed": 0}
WORDS = {"good": "held", "unknown": "was not known", "failed": "did not hold"}
NOW = {"good": "holds", "unknown": "is not known any more", "failed": "does not hold any more"}


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that moved under a decision, for the worse."""

    criterion: str
    title: str
    plan: Plan | None
    before: str
    after: str
    data: tuple[str, ...]
    fact: Fact | None

    def text(self) -> str:
        """Say it in a sentence."""
        where = f" on {self.plan.name}" if self.plan is not None else ""
        return f"{self.title}{where}: {self.before}, {self.after}."


def recheck_if_due(session: Session, at: datetime | None = None) -> list[dict[str, Any]]:
    """Hold the standing decisions against the facts, if facts came in or a day has passed since this was last done."""
    at = at or moments.now()
    return recheck(session, at) if is_due(session, at) else []


def is_due(session: Session, at: datetime) -> bool:
    """Say whether facts came in, or a day has passed, since the decisions were last held against the facts."""
    if session.exec(select(Decision.id).where(*_standing(at)).limit(1)).first() is None:
        return False
    last = session.exec(select(Event).where(Event.subject == SUBJECT).order_by(col(Event.id).desc()).limit(1)).first()
    if last is None:
        return True
    done = audit.EPOCH + timedelta(microseconds=last.at)
    lately = or_(*(moment > done for moment in map(col, (Fact.recorded_at, Fact.retracted_at, Fact.unsupported_at))))
    return done.date() < at.date() or session.exec(select(Fact.id).where(lately).limit(1)).first() is not None


def recheck(session: Session, at: datetime | None = None) -> list[dict[str, Any]]:
    """Hold every standing decision against the facts of now; give what moved, case by case.

    The cases of those decisions are opened again, due by the policy's clock; each is an event that names the fact and
    the adoptions it touches.
    """
    audit.take_turn(session)
    at = at or moments.now()
    rubric = stored_at(session, Moment(at, at))
    told: list[dict[str, Any]] = []
    standing = session.exec(select(Decision).where(*_standing(at)).order_by(col(Decision.id))).all()
    for decision in standing:
        tool = session.get_one(Tool, decision.tool_id)
        moved = list(_moved(session, decision, tool, rubric, at))
        if moved:
            told += _reopen(session, decision, tool, moved, rubric, at)
    content = {"decisions": len(standing), "moved": len(told)}
    audit.append(session, who=WHO, what="decisions held against the facts", subject=SUBJECT, content=content)
    return told


def _standing(at: datetime) -> tuple[Any, ...]:
    return (Decision.status != "prohibited", *known_by(Decision, at), begun_by(Decision, at), unended_by(Decision, at))


def _moved(session: Session, decision: Decision, tool: Tool, rubric: Rubric, at: datetime) -> Iterator[Moved]:
    then = decision.held_at or decision.recorded_at
    before = known(session, [tool], rubric, Moment(then, then))[tool.slug]
    after = known(session, [tool], rubric, Moment(at, at))[tool.slug]
    uses = _uses(session, decision)
    seen: set[tuple[str, str | None]] = set()
    for plan, account, industry, data in sorted(uses, key=str):
        step = next((one for one in after.ladder if one.slug == plan), after.default_plan)
        asked = [Circumstances(industry, data, account, moment) for moment in (before.moment, after.moment)]
        for moved in _worse(before, after, step, asked, decision):
            key = (moved.criterion, step.slug if step else None)
            if key not in seen:
                seen.add(key)
                yield moved


def _uses(session: Session, decision: Decision) -> set[tuple[str | None, str, str, tuple[str, ...]]]:
    """Give the ways in which a tool is used inside a decision's scope; where nobody uses it, what the scope names."""
    scope = decision.scope
    named = tuple(scope.get("data") or ())
    found = set()
    for one in _touched(session, decision):
        industry = (one.verdict or {}).get("industry") or "general"
        data = tuple(name for name in one.data if not named or name in named) or named or ("internal",)
        found.add((one.plan, one.account, scope.get("industry") or industry, data))
    usual = (scope.get("plan"), scope.get("account") or ACCOUNTS[0], scope.get("industry") or "general")
    return found or {(*usual, named or ("internal",))}


def _touched(session: Session, decision: Decision) -> list[Adoption]:
    scope = decision.scope
    rows = (
        select(Adoption)
        .where(Adoption.tool_id == decision.tool_id, col(Adoption.state).in_(ACTIVE))
        .where(present(moments.now().date()))
        .where(col(Adoption.linked_id).is_(None))
    )
    if scope.get("plan"):
        rows = rows.where(Adoption.plan == scope["plan"])
    if scope.get("account"):
        rows = rows.where(Adoption.account == scope["account"])
    return list(session.exec(rows.order_by(col(Adoption.id))).all())


def _worse(
    before: Known, after: Known, plan: Plan | None, asked: Sequence[Circumstances], decision: Decision
) -> Iterator[Moved]:
    """Give what is worse for one kind of use: gates, what is known to be bad, the grade."""
    was, becomes = before.case(plan, asked[0]), after.case(plan, asked[1])
    gates = {(one.gate.gate, one.data_class): one for one in outcomes(was)[0]}
    for now in outcomes(becomes)[0]:
        earlier = gates.get((now.gate.gate, now.data_class))
        if earlier is None or now.gate.gate in decision.overrides or RANK[now.state] >= RANK[earlier.state]:
            continue
        cause = _cause(now.resolutions, earlier.resolutions)
        name = cause.criterion if cause else now.gate.gate
        fact = cause.fact if cause else None
        title = after.rubric.criteria[name].title if cause else now.gate.title
        yield Moved(name, title, plan, WORDS[earlier.state], NOW[now.state], (now.data_class,), fact)
    bad = {one.criterion for one in was.known_bad if one.good is False} | set(decision.overrides)
    for one in becomes.known_bad:
        if one.good is False and one.criterion not in bad:
            title = after.rubric.criteria[one.criterion].title
            yield Moved(one.criterion, title, None, "nothing bad was known", "it is known now", (), one.fact)
    first, last = was.rating.grade, becomes.rating.grade
    if last > first:
        yield Moved("rating", "Rating", plan, f"grade {first} when it was decided", f"grade {last} now", (), None)


def _cause(now: Sequence[Resolution], earlier: Sequence[Resolution]) -> Resolution | None:
    """Give the resolution that made the difference."""
    then = {one.criterion: one.good for one in earlier}
    return next((one for one in now if then.get(one.criterion) != one.good), now[0] if now else None)


def _reopen(
    session: Session, decision: Decision, tool: Tool, moved: Sequence[Moved], rubric: Rubric, at: datetime
) -> list[dict[str, Any]]:
    due = clock.after_work_days(at.date(), rubric.clocks.permission_work_days)
    first = moved[0].text()
    open_case = cases.open_case(session, tool.id or 0)
    review = open_case or (session.get(Review, decision.review_id) if decision.review_id is not None else None)
    review = review or cases.open_for(session, tool, why=first, due=due, who=WHO, at=at)
    if review.due is None or review.state not in cases.OPEN or due < review.due:
        review.due = due
    if review.state not in cases.OPEN:
        review.state, review.closed_at, review.outcome = "opened", None, None
    review.why, review.snoozed_until = first, None
    session.add(review)
    touched = _touched(session, decision)
    told = []
    for one in moved:
        adoptions = [use.reference for use in touched if _touches(one, use)]
        row = Reopening(
            review_id=review.id or 0,
            series=series(decision),
            criterion=one.criterion,
            plan=one.plan.slug if one.plan else None,
            before=one.before,
            after=one.after,
            text=one.text(),
            fact_id=one.fact.id if one.fact else None,
            adoptions=adoptions,
            at=at,
        )
        session.add(row)
        told.append(
            {
                "review": review.reference,
                "tool": tool.slug,
                "decision": decision.reference,
                "criterion": one.criterion,
                "text": row.text,
                "fact": {"id": one.fact.id, "url": one.fact.url} if one.fact else None,
                "adoptions": adoptions,
                "due": due.isoformat(),
            }
        )
    decision.held_at = at
    session.add(decision)
    session.flush()
    content = {"review": review.reference, "why": first, "moved": told, "at": written(at)}
    audit.append(session, who=WHO, what="review reopened", subject=f"tool:{tool.slug}", content=content)
    return told


def _touches(moved: Moved, use: Adoption) -> bool:
    on_plan = moved.plan is None or use.plan in (None, moved.plan.slug)
    return on_plan and (not moved.data or not use.data or bool(set(moved.data) & set(use.data)))
