"""The register of contracts: how many seats are used, what the others cost, and what is due when."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from catalog import moment as moments
from catalog.check.known import Known
from catalog.consolidation.current import plan_of
from catalog.consolidation.market import Market, market
from catalog.consolidation.money import Money, cost_year, total
from catalog.consolidation.offers import contract_price, contracts_of
from catalog.consolidation.solutions import document
from catalog.models.company import CompanySolution
from catalog.moment import Moment, written

SOON = 90
Register = dict[str, Any]


def register(session: Session, as_of: str | None = None, *, days: int = SOON, at: datetime | None = None) -> Register:
    """Give the contracts in force on a day, with their use, and what is due within some days.

    Raises `BadUse` for a day that cannot be.
    """
    present = at or moments.now()
    moment = Moment(moments.read(as_of, option="--as-of", at=present), present)
    return of_market(market(session, moment), days=days)


def of_market(it: Market, *, days: int = SOON) -> Register:
    """Give the register of a market that was gathered already."""
    used = _used(it)
    rows = [
        _row(it, known, contract, used[known.tool.slug, contract.plan])
        for known in sorted(it.tools.values(), key=lambda one: one.tool.slug)
        for contract in contracts_of(known).values()
    ]
    sums = {
        name: total((_amount(row[name]) for row in rows), it.currency).document()
        for name in ("counted_year", "unused_cost_year")
    }
    due = sorted(
        (one for row in rows for one in _due(row, it.moment.as_of.date(), days)),
        key=lambda one: (one["on"], one["tool"]),
    )
    return {"as_of": written(it.moment.as_of), "currency": it.currency, "contracts": rows, "due": due, **sums}


def _used(it: Market) -> Counter[tuple[str, str | None]]:
    """How many people use each tool on each plan."""
    counted: Counter[tuple[str, str | None]] = Counter()
    for some in it.uses.values():
        for use in some:
            known = it.tools[use.tool_id]
            counted[known.tool.slug, plan_of(known, use)] += 1
    return counted


def _row(it: Market, known: Known, contract: CompanySolution, used: int) -> Register:
    price = contract_price(contract, it.rates)
    unused = max(0, contract.seats - used)
    free = max(0, contract.seats - max(used, contract.minimum_seats or 0))
    return document(contract, known.tool) | {
        "name": known.tool.name,
        "plan_name": next((plan.name for plan in known.ladder if plan.slug == contract.plan), contract.plan),
        "used": used,
        "unused": unused,
        "lacking": max(0, used - contract.seats),
        "could_go": free,
        "counted_year": Money(cost_year(price, contract.seats), it.currency).document(),
        "unused_cost_year": Money(cost_year(price, unused), it.currency).document(),
    }


def _amount(money: Register) -> Decimal | None:
    return None if money["amount"] is None else Decimal(str(money["amount"]))


def _due(row: Register, today: date, days: int) -> Iterator[Register]:
    """What is to be done for a contract within some days: give notice, see it renew."""
    name = f"{row['name']} {row['plan_name']}"
    for field, text in (
        ("notice_by", f"Last day to give notice for {name}"),
        ("renews_on", f"{name} renews, {row['seats']} seats"),
    ):
        if row[field] is None:
            continue
        on = date.fromisoformat(row[field])
        if today <= on <= today + timedelta(days=days):
            owner = f" (ask {row['owner']})" if row["owner"] else ""
            yield {"on": row[field], "what": field, "tool": row["tool"], "plan": row["plan"], "text": text + owner,
                   "days": (on - today).days}  # fmt: skip
