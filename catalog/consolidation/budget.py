"""The emergency budget: a small sum a person and year for work from home, asked for, answered, spent."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from secrets import token_hex
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit
from catalog import moment as moments
from catalog.consolidation.desk import department_of, desk_at
from catalog.consolidation.money import Money, Rates, total
from catalog.consolidation.rates import rates_at
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.company import BudgetClaim
from catalog.models.register import Department, Person
from catalog.moment import Moment, written
from catalog.rubric import Desk

ITEMS = ("a headset", "a camera", "a screen", "a chair", "faster internet", "a tool's licence")
COUNTED = ("asked", "approved", "spent")
Document = dict[str, Any]


def claim(
    session: Session, person: str, item: str, amount: Decimal, why: str = "", at: datetime | None = None
) -> BudgetClaim:
    """Record what somebody wants to buy this year. Raises `BadUse` for more than is left."""
    audit.take_turn(session)
    present = at or moments.now()
    if not item.strip():
        raise BadUse("what you want to buy is missing", mend="say it in a few words", where="item")
    if not (amount.is_finite() and amount > 0):
        raise BadUse("that sum cannot be", mend="write it like 49.90", where="amount")
    rest = of_person(session, person, present)["rest"]
    over = amount - Decimal(str(rest["amount"]))
    if over > 0:
        text = Money(over, rest["currency"]).text()
        raise BadUse(f"that is {text} over", mend="ask for less, or write to IT with a word why", where="amount")
    row = BudgetClaim(
        reference=f"b-{token_hex(5)}", person_id=_person(session, person).id or 0, item=item.strip(),
        amount=amount.quantize(Decimal("0.01")), currency=rest["currency"], why=why.strip(), asked_at=present,
    )  # fmt: skip
    session.add(row)
    session.flush()
    content = {"item": row.item, "amount": str(row.amount), "currency": row.currency}
    audit.append(session, who=person, what="budget asked", subject=f"budget:{row.reference}", content=content)
    return row


def answer(
    session: Session, reference: str, state: str, *, by: str, why: str = "", at: datetime | None = None
) -> BudgetClaim:
    """Approve or decline a claim, or say that an approved one is spent.

    Raises `NotFound`, `Conflicting` where it was answered already, `BadUse` for a no without a word.
    """
    audit.take_turn(session)
    row = _claim(session, reference)
    if {"approved": "asked", "declined": "asked", "spent": "approved"}.get(state) != row.state:
        raise Conflicting(f"this claim is {row.state}", mend="look at the list again")
    if state == "declined" and not why.strip():
        raise BadUse("it is not said why not", mend="say in a word why not", where="why")
    row.state, row.decided_by, row.answer, row.decided_at = state, by, why.strip() or None, at or moments.now()
    session.add(row)
    content = {"state": state, "why": row.answer}
    audit.append(session, who=by, what=f"budget {state}", subject=f"budget:{reference}", content=content)
    return row


def spend(session: Session, reference: str, person: str, at: datetime | None = None) -> BudgetClaim:
    """Record that somebody bought what was approved for them.

    Raises `NotFound` where there is no such claim of theirs, `Conflicting` where it was not approved.
    """
    if _claim(session, reference).person_id != _person(session, person).id:
        raise NotFound("there is no such claim", mend="look at the list again")
    return answer(session, reference, "spent", by=person, at=at)


def of_person(session: Session, person: str, at: datetime | None = None) -> Document:
    """Give somebody's budget of this year: the sum, what is asked and spent of it, the rest, and until when."""
    present = at or moments.now()
    who = session.exec(select(Person).where(Person.slug == person)).first()
    mine = [one for one in _claims(session, present) if who is not None and one["by"] == who.slug]
    desk = desk_at(session, present)
    allowed = desk.budget.of(_slug(department_of(session, who)))
    used = _sum((one for one in mine if one["state"] in COUNTED), _rates(session, desk, present))
    return {
        "sum": Money(allowed, desk.currency).document(),
        "used": used.document(),
        "rest": Money(allowed - (used.amount or Decimal(0)), desk.currency).document(),
        "until": date(present.year, 12, 31).isoformat(),
        "claims": mine,
    }


def of_all(session: Session, at: datetime | None = None) -> Document:
    """Give what this year's claims of all people come to: asked for, approved and not spent yet, spent."""
    present = at or moments.now()
    claims, rates = _claims(session, present), _rates(session, desk_at(session, present), present)
    return {state: _sum((one for one in claims if one["state"] == state), rates).document() for state in COUNTED}


def waiting(session: Session, at: datetime | None = None) -> list[Document]:
    """Give the claims of this year that wait for an answer, the oldest first."""
    return [one for one in _claims(session, at or moments.now()) if one["state"] == "asked"]


def _rates(session: Session, desk: Desk, at: datetime) -> Rates:
    return rates_at(session, Moment(at, at), desk.currency)


def _sum(claims: Iterable[Document], rates: Rates) -> Money:
    """Give what claims come to; what was asked in another currency counts by today's rate."""
    asked = ((Decimal(str(one["amount"]["amount"])), one["amount"]["currency"]) for one in claims)
    return total((rates.into(amount, currency) for amount, currency in asked), rates.currency)


def _claims(session: Session, at: datetime) -> list[Document]:
    rows = session.exec(
        select(BudgetClaim, Person).join(Person, col(BudgetClaim.person_id) == col(Person.id))
        .order_by(col(BudgetClaim.asked_at), col(BudgetClaim.id))
    ).all()  # fmt: skip
    return [
        {
            "reference": row.reference, "by": person.slug, "name": person.name, "item": row.item, "why": row.why,
            "amount": Money(row.amount, row.currency).document(), "state": row.state, "answer": row.answer,
            "decided_by": row.decided_by, "asked_at": written(row.asked_at),
        }
        for row, person in rows if row.asked_at.year == at.year
    ]  # fmt: skip


def _claim(session: Session, reference: str) -> BudgetClaim:
    row = session.exec(select(BudgetClaim).where(BudgetClaim.reference == reference)).first()
    if row is None:
        raise NotFound("there is no such claim", mend="look at the list again")
    return row


def _slug(department: Department | None) -> str | None:
    return department.slug if department else None


def _person(session: Session, slug: str) -> Person:
    found = session.exec(select(Person).where(Person.slug == slug)).first()
    if found is None:
        raise NotFound(f"nobody here is called {slug[:40]!r}", mend="sign in first")
    return found
