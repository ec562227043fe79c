"""What a choice costs: licences for a year, the moves once, and what contracts that nobody uses any more still cost."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from catalog.consolidation.market import Fit, Market
from catalog.consolidation.money import CENT, MONTHS, Money, total
from catalog.consolidation.offers import Offer, contract_price, contracts_of

YEAR = 365


@dataclass(frozen=True, slots=True)
class Costs:
    """What comes beside licences: `per_move` for each use that moves to another tool; `leaving` for each tool that is
    not chosen, the rest of its contracts until they renew.
    """

    per_move: Decimal = Decimal(0)
    leaving: Mapping[str, Decimal] = field(default_factory=dict)


def leaving(market: Market) -> dict[str, Decimal]:
    """Give what the contracts of each tool still cost until they renew, a year's price at the most."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    today = market.moment.as_of.date()
    for it in market.tools.values():
        for contract in contracts_of(it).values():
            price = contract_price(contract, market.rates)
            if price is not None and contract.renews_on is not None and contract.renews_on > today:
                share = _share(contract.renews_on, today, monthly=contract.commitment == "month")
                found[it.tool.slug] += (price * contract.seats * MONTHS * share).quantize(CENT, ROUND_HALF_UP)
    return dict(found)


def _share(renews_on: date, today: date, *, monthly: bool) -> Decimal:
    days = (renews_on - today).days
    return min(Decimal(days) / YEAR, Decimal(1) / MONTHS if monthly else Decimal(1))


def seats(fits: Iterable[Fit]) -> dict[Offer, int]:
    """Give how many seats of each offer are bought: for the people whom it serves, each once."""
    people: dict[Offer, list[frozenset[str]]] = defaultdict(list)
    for fit in fits:
        people[fit.offer].append(fit.served)
    return {offer: offer.bought(len(some[0].union(*some[1:])))[0] for offer, some in people.items()}


def licences(fits: Iterable[Fit], currency: str) -> Money:
    """Give what the chosen offers cost a year, each once."""
    return total((offer.cost_year(count) for offer, count in seats(fits).items()), currency)


def moving(fits: Iterable[Fit], costs: Costs) -> Decimal:
    """Give what the moves to other tools cost, once."""
    return costs.per_move * sum(fit.moved for fit in fits)


def left(fits: Iterable[Fit], costs: Costs) -> Decimal:
    """Give what the contracts of tools that were not chosen still cost."""
    chosen = {fit.offer.tool for fit in fits}
    return sum((amount for tool, amount in costs.leaving.items() if tool not in chosen), Decimal(0))


def switching(fits: Iterable[Fit], costs: Costs) -> Decimal:
    """Give what a choice costs once: the moves, and the contracts that it leaves."""
    listed = list(fits)
    return moving(listed, costs) + left(listed, costs)


def known_total(fits: Iterable[Fit], costs: Costs) -> Decimal:
    """Give licences for a year and switching together, as far as prices are known."""
    listed = list(fits)
    return (licences(listed, "").amount or Decimal(0)) + switching(listed, costs)


def alone(fit: Fit, costs: Costs) -> Decimal:
    """Give what a fit costs where its offer serves nothing else, less the contract that is not left then."""
    known = fit.offer.cost_year(len(fit.served)) or Decimal(0)
    return known + moving([fit], costs) - costs.leaving.get(fit.offer.tool, Decimal(0))
