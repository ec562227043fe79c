"""The company's own solutions: what it pays for, on which terms, and what was done so that gates hold."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, or_, select

from catalog import audit
from catalog import moment as moments
from catalog.check.facts import known_tool, tool_at
from catalog.consolidation.money import Money, Rates, cost_year, number, per_seat
from catalog.consolidation.offers import contract_price
from catalog.consolidation.terms import Terms, require
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.company import CompanySolution
from catalog.models.tool import Tool
from catalog.moment import start_of


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
    require(terms, it.rubric)
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
        minimum_seats=terms.minimum,
        guest_seats=terms.guests,
        tax_percent=terms.tax,
        term_months=terms.months,
        tiers=[{"from": since, "price": str(price)} for since, price in sorted(terms.tiers)] or None,
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
        "cost_year": Money(_cost(solution), solution.currency).document(),
        "commitment": solution.commitment,
        "renews_on": _day(solution.renews_on),
        "notice_by": _day(solution.notice_by),
        "owner": solution.owner,
        "minimum_seats": solution.minimum_seats,
        "guest_seats": solution.guest_seats,
        "tax_percent": None if solution.tax_percent is None else number(solution.tax_percent),
        "term_months": solution.term_months,
        "tiers": [{"from": one["from"], "price": number(Decimal(str(one["price"])))} for one in solution.tiers or ()],
        "deeds": list(solution.deeds),
        "since": _day(solution.valid_from.date()),
        "until": _day(solution.valid_to.date() if solution.valid_to else None),
    }


def _cost(solution: CompanySolution) -> Decimal | None:
    return cost_year(contract_price(solution, Rates(solution.currency)), solution.seats)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
