"""The company's own solutions: what it pays for, on which terms, and what was done so that gates hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, or_, select

from catalog import audit
from catalog import moment as moments
from catalog.check.facts import known_tool, tool_at
from catalog.consolidation.money import Money, cost_year, per_seat
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.company import COMMITMENTS, CompanySolution
from catalog.models.tool import Tool
from catalog.moment import start_of
from catalog.rubric import Rubric

MOST_SEATS = 10_000_000
MOST_MONEY = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says. `price` is per seat and month, None where it is not known; `deeds` gate to day done."""

    seats: int
    price: Decimal | None = None
    currency: str = "USD"
    commitment: str = "year"
    since: date | None = None
    renews: date | None = None
    notice: date | None = None
    owner: str | None = None
    deeds: Mapping[str, date] = field(default_factory=dict)


def add(session: Session, tool: str, plan: str, terms: Terms, *, by: str, at: datetime | None = None) -> dict[str, Any]:
    """Record that the organisation pays for a plan of a tool, in the caller's write transaction; give its document.

    Raises `UnknownTool`, `UnknownPlan`, `BadUse` for terms that cannot be, and `Conflicting` where this plan is a
    company solution already.
    """
    audit.take_turn(session)
    present = at or moments.now()
    it = tool_at(session, known_tool(session, tool), at=present)
    step = it.plan(plan)
    if step is None:
        raise BadUse(f"{it.tool.name} has no plans", mend="choose a tool with plans")
    _require(terms, it.rubric)
    if any(solution.plan == step.slug for solution in it.solutions):
        raise Conflicting(
            f"{it.tool.name} {step.name} is a company solution already",
            mend="End that one first: byot solution list, byot solution end NUMBER",
        )
    solution = CompanySolution(
        tool_id=it.tool.id or 0,
        plan=step.slug,
        seats=terms.seats,
        unit_price=per_seat(terms.price),
        currency=terms.currency,
        commitment=terms.commitment,
        renews_on=terms.renews,
        notice_by=terms.notice,
        owner=terms.owner,
        deeds=[{"gate": gate, "on": on.isoformat()} for gate, on in sorted(terms.deeds.items())],
        valid_from=start_of(terms.since) if terms.since else present,
        recorded_at=present,
    )
    session.add(solution)
    session.flush()
    content = document(solution, it.tool)
    audit.append(session, who=by, what="solution added", subject=f"tool:{it.tool.slug}", content=content)
    return content


def end(
    session: Session, number: int, *, by: str, on: date | None = None, at: datetime | None = None
) -> dict[str, Any]:
    """Record the day from which a company solution is none any more (now, without one); give its document.

    Raises `NotFound` where there is no such solution, `BadUse` where it ended already or had not begun by then.
    """
    audit.take_turn(session)
    present = at or moments.now()
    solution = session.get(CompanySolution, number)
    if solution is None or solution.retracted_at is not None:
        raise NotFound(f"there is no company solution number {number}", mend="see: byot solution list")
    until = start_of(on) if on else present
    if solution.valid_to is not None and solution.valid_to <= present:
        raise BadUse(f"company solution {number} has ended already", mend="see: byot solution list")
    if until < solution.valid_from:
        raise BadUse(f"company solution {number} begins later than {until.date()}", mend="give a later day")
    session.add(_as_it_was(solution, present))
    solution.valid_to, solution.recorded_at = until, present
    session.add(solution)
    tool = session.get(Tool, solution.tool_id)
    assert tool is not None
    content = document(solution, tool)
    audit.append(session, who=by, what="solution ended", subject=f"tool:{tool.slug}", content=content)
    return content


def _as_it_was(solution: CompanySolution, until: datetime) -> CompanySolution:
    """Give a row of what was known of a solution until it was changed, so that an old answer can be given again."""
    return CompanySolution(**solution.model_dump(exclude={"id", "retracted_at"}), retracted_at=until)


def in_force(session: Session, as_of: str | None = None, at: datetime | None = None) -> list[dict[str, Any]]:
    """Give the company solutions in force on a day, as documents, by tool and plan; the next renewal stands in each."""
    present = at or moments.now()
    moment = moments.read(as_of, option="--as-of", at=present)
    rows = session.exec(
        select(CompanySolution, Tool)
        .join(Tool, col(Tool.id) == col(CompanySolution.tool_id))
        .where(col(CompanySolution.valid_from) <= moment, col(CompanySolution.retracted_at).is_(None))
        .where(or_(col(CompanySolution.valid_to).is_(None), col(CompanySolution.valid_to) > moment))
        .order_by(col(Tool.slug), col(CompanySolution.plan))
    ).all()
    return [document(solution, tool) for solution, tool in rows]


def document(solution: CompanySolution, tool: Tool) -> dict[str, Any]:
    """Give a company solution as a document; money per seat and month, and for all seats a year."""
    return {
        "id": solution.id,
        "tool": tool.slug,
        "plan": solution.plan,
        "seats": solution.seats,
        "unit_price": Money(solution.unit_price, solution.currency).document(),
        "cost_year": Money(cost_year(solution.unit_price, solution.seats), solution.currency).document(),
        "commitment": solution.commitment,
        "renews_on": _day(solution.renews_on),
        "notice_by": _day(solution.notice_by),
        "owner": solution.owner,
        "deeds": list(solution.deeds),
        "since": _day(solution.valid_from.date()),
        "until": _day(solution.valid_to.date() if solution.valid_to else None),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _require(terms: Terms, rubric: Rubric) -> None:
    """Raise `BadUse` for terms that no contract has."""
    if not 1 <= terms.seats <= MOST_SEATS:
        raise BadUse(f"{terms.seats} seats cannot be", mend="give a number from 1 on", where="--seats")
    if terms.price is not None and not (terms.price.is_finite() and 0 <= terms.price <= MOST_MONEY):
        raise BadUse(f"a price of {terms.price} cannot be", mend="give the price per seat and month", where="--price")
    if not (len(terms.currency) == 3 and terms.currency.isascii() and terms.currency.isalpha()):
        raise BadUse(f"{terms.currency[:20]!r} is no currency", mend="write it like USD", where="--currency")
    if terms.commitment not in COMMITMENTS:
        mend = f"choose one of: {', '.join(COMMITMENTS)}"
        raise BadUse(f"{terms.commitment[:20]!r} is no commitment", mend=mend, where="--commitment")
    if terms.renews and terms.notice and terms.notice > terms.renews:
        raise BadUse("the notice is due after the renewal", mend="give an earlier day", where="--notice")
    for gate in terms.deeds:
        if gate not in gates(rubric):
            mend = f"choose one of: {', '.join(gates(rubric))}"
            raise BadUse(f"{gate[:60]!r} is no gate", mend=mend, where="--deed")


def gates(rubric: Rubric) -> Sequence[str]:
    """Give the names of all gates, those that an industry adds too."""
    added = [gate for industry in rubric.industries.values() for gate in industry.gates]
    return sorted({gate.gate for gate in (*rubric.gates, *added)})
