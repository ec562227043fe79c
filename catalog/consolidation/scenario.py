"""Scenarios: keep all, the best of each category, the cheapest set over all; with what each rule costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from catalog.consolidation import optimize
from catalog.consolidation.market import Fit, Market
from catalog.consolidation.money import Money
from catalog.consolidation.optimize import Chosen, Options, Solved, alone, known_total

NAMES = ("optimum", "keep", "best")
Rank = tuple[int | Decimal | bool | str, ...]


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What nobody has told us, so that every plan states it.

    `per_move` is an hour of a person's time for each tool that they leave, in the plan's currency.
    """

    per_move: Decimal = Decimal(45)
    people_per_week: int = 100


@dataclass(frozen=True, slots=True)
class ConstraintPrice:
    """What a constraint adds to the total; None where the two cannot be compared."""

    constraint: str
    costs_year: Money


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fits chosen by category, the proven bound on their total (None: nothing was compared), and prices."""

    name: str
    chosen: Chosen
    bound: Decimal | None = None
    gap: float | None = None
    prices: tuple[ConstraintPrice, ...] = field(default=())


def keep() -> Outcome:
    """Give the scenario in which all stays as it is: nothing is chosen."""
    return Outcome("keep", {})


def best(market: Market, assumed: Assumptions) -> Outcome:
    """Give the best of each category by itself: who serves most people, our own contracts first, then the cheapest."""
    chosen = {category: ranked[0] for category in market.uses if (ranked := by_worth(market.fits(category), assumed))}
    solved = _optimum(market, assumed)
    if _rest(chosen, market) != _rest(solved.chosen, market):
        return Outcome("best", chosen)
    cost = known_total(chosen.values(), assumed.per_move)
    return Outcome("best", chosen, solved.bound, optimize.gap(cost, solved.bound))


def optimum(market: Market, assumed: Assumptions) -> Outcome:
    """Give the cheapest set over all categories, of those that serve most people at a known price."""
    solved = _optimum(market, assumed)
    cost = known_total(solved.chosen.values(), assumed.per_move)
    prices = tuple(_constraint_prices(market, assumed, solved.chosen))
    return Outcome("optimum", solved.chosen, solved.bound, optimize.gap(cost, solved.bound), prices)


def by_worth(fits: Iterable[Fit], assumed: Assumptions) -> list[Fit]:
    """Give the fits that serve anybody, the best first, our own contracts before the market."""
    return sorted((fit for fit in fits if fit.served), key=lambda fit: _worth(fit, assumed, ours_first=True))


def by_cost(fits: Iterable[Fit], assumed: Assumptions) -> list[Fit]:
    """Give the fits that serve anybody, the best first: known prices before unknown ones, then the cheapest."""
    return sorted((fit for fit in fits if fit.served), key=lambda fit: _worth(fit, assumed, ours_first=False))


def _worth(fit: Fit, assumed: Assumptions, *, ours_first: bool) -> Rank:
    offer = fit.offer
    return (
        fit.unserved,
        ours_first and not offer.ours,
        offer.unit_price is None,
        alone(fit, assumed.per_move),
        not offer.ours,
        fit.strictness,
        offer.tool,
        offer.rank,
    )


def _optimum(market: Market, assumed: Assumptions, ignoring: frozenset[str] = frozenset()) -> Solved:
    return optimize.solve(admissible(market, assumed, ignoring), assumed.per_move)


def admissible(market: Market, assumed: Assumptions, ignoring: frozenset[str] = frozenset()) -> Options:
    """Give, for each category, the fits to choose from: those that leave out fewest people, at a known price.

    Where no price of these is known, cost cannot choose: the one that ranks first is the only one.
    """
    found: dict[str, list[Fit]] = {}
    for category in market.uses:
        ranked = by_cost(market.fits(category, ignoring), assumed)
        if ranked:
            same = [fit for fit in ranked if fit.unserved == ranked[0].unserved and fit.offer.unit_price is not None]
            found[category] = same or ranked[:1]
    return found


def _constraint_prices(market: Market, assumed: Assumptions, chosen: Chosen) -> Iterable[ConstraintPrice]:
    """Solve again without the rules of each industry that shut an offer out."""
    cost = known_total(chosen.values(), assumed.per_move)
    rest = _rest(chosen, market)
    for industry in _deciding(market):
        freed = _optimum(market, assumed, frozenset({industry}))
        without = _rest(freed.chosen, market)
        amount = cost - known_total(freed.chosen.values(), assumed.per_move) if without == rest else None
        more = rest[0] - without[0]
        served = f" (without them {more} more could be served)" if more else ""
        yield ConstraintPrice(f"the rules for {industry} work{served}", Money(amount, market.currency))


def _deciding(market: Market) -> Sequence[str]:
    fits = [fit for category in market.uses for fit in market.fits(category)]
    return sorted({one.need.industry for fit in fits for one in fit.left_out})


def _rest(chosen: Chosen, market: Market) -> tuple[int, int]:
    """Give what a sum does not show: the people left out, and the categories whose price is not known."""
    unserved = 0
    for category, needs in market.needs.items():
        people = frozenset().union(*(need.people for need in needs))
        unserved += len(people - chosen[category].served) if category in chosen else len(people)
    return unserved, sum(fit.offer.unit_price is None for fit in chosen.values())
