"""What could become a company solution: the company's own contracts, and the paid plans on sale."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalog.check.known import Known
from catalog.consolidation.money import Rates, cost_year, per_seat
from catalog.evidence.resolve import believed, holds
from catalog.models.company import CompanySolution
from catalog.models.tool import Plan

PER_SEAT = ("user", "host")


@dataclass(frozen=True, slots=True)
class Offer:
    """A tool on a plan that could become a company solution, or is one (`ours`, with the `seats` under contract).

    `unit_price` is per seat and month; None where it is not published, not per seat, or in a currency without a rate.
    Fewer than `seats` cannot be bought. `tiers` name lower prices from a number of seats on, for all of them.
    """

    tool: str
    name: str
    plan: str
    plan_name: str
    rank: int
    unit_price: Decimal | None
    ours: bool = False
    seats: int = 0
    renews_on: date | None = None
    tiers: tuple[tuple[int, Decimal], ...] = ()

    @property
    def prices(self) -> list[tuple[int, Decimal]]:
        """Give each price with the number of seats from which it holds; none where the price is not known."""
        return [] if self.unit_price is None else [(0, self.unit_price), *self.tiers]

    def bought(self, people: int) -> tuple[int, Decimal | None]:
        """Give the seats to buy for some people, and the price of each: those under contract at the least.

        More seats than people are bought where that costs less.
        """
        needed = max(self.seats, people)
        sums = [(price * max(needed, since), max(needed, since), price) for since, price in self.prices]
        if not sums:
            return needed, None
        _, count, price = min(sums)
        return count, price

    def cost_year(self, people: int) -> Decimal | None:
        """Give what it costs a year for some people: all seats under contract, more where they are too few."""
        count, price = self.bought(people)
        return cost_year(price, count)


def offers_of(it: Known, rates: Rates) -> Iterator[Offer]:
    """Give the offers that a tool makes: contracts in force, and plans of its team family that are sold.

    A tool that does not go on makes none. Free plans are none: nobody signs a contract for them, and no
    administrator sets them.
    """
    contracts = contracts_of(it)
    if it.state is not None and it.state.state != "active":
        return
    for plan in it.ladder:
        contract = contracts.get(plan.slug)
        if contract is not None:
            yield _contracted(it, plan, contract, rates)
        elif plan.family == "team" and is_sold(it, plan) and not is_free(it, plan):
            yield Offer(it.tool.slug, it.tool.name, plan.slug, plan.name, plan.rank, list_price(it, plan, rates))


def contracts_of(it: Known) -> dict[str, CompanySolution]:
    """Give a tool's company solutions in force by plan, the newest where two are recorded for one."""
    return {solution.plan: solution for solution in sorted(it.solutions, key=lambda one: one.id or 0)}


def contract_price(solution: CompanySolution, rates: Rates, seats: int | None = None) -> Decimal | None:
    """Give a contract's price per seat and month (for a number of seats: those it has), None where it is unknown."""
    count = solution.seats if seats is None else seats
    price, since = solution.unit_price, 0
    for tier in solution.tiers or ():
        if since <= tier["from"] <= count:
            price, since = Decimal(str(tier["price"])), tier["from"]
    return per_seat(rates.into(price, solution.currency))


def is_free(it: Known, plan: Plan) -> bool:
    """Say whether a fact states that the plan is free."""
    said = it.facts.get("free_plan", ())
    return any(fact.plan == plan.slug and fact.value is True and holds(fact, it.moment) for fact in said)


def is_sold(it: Known, plan: Plan) -> bool:
    """Say whether a price, of whatever age or on request, shows that the plan is sold."""
    return any(fact.plan == plan.slug and believed(fact, it.moment) for fact in it.facts.get("plan_price", ()))


def list_price(it: Known, plan: Plan, rates: Rates) -> Decimal | None:
    """Give the published price per seat and month; None where none is known, or per seat, or there is no rate."""
    price = it.price(plan, rates.currency)
    if price is None or price.per not in PER_SEAT:
        return None
    return per_seat(rates.into(price.monthly, price.currency or ""))


def _contracted(it: Known, plan: Plan, contract: CompanySolution, rates: Rates) -> Offer:
    price = per_seat(rates.into(contract.unit_price, contract.currency))
    further = [
        (tier["from"], rates.into(Decimal(str(tier["price"])), contract.currency)) for tier in contract.tiers or ()
    ]
    return Offer(
        tool=it.tool.slug,
        name=it.tool.name,
        plan=plan.slug,
        plan_name=plan.name,
        rank=plan.rank,
        unit_price=price,
        ours=True,
        seats=contract.seats,
        renews_on=contract.renews_on,
        tiers=tuple((since, per_seat(tier) or Decimal(0)) for since, tier in further if tier is not None and price),
    )
