"""Scenarios: keep all, the best of each category, the cheapest set over all; with what each rule costs."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from catalog.consolidation import optimize
from catalog.consolidation.costs import Costs, alone, known_total, leaving
from catalog.consolidation.limits import Limits
from catalog.consolidation.market import Fit, Market
from catalog.consolidation.menu import allowed_of, menu
from catalog.consolidation.model import Chosen, Menus, fits_of
from catalog.consolidation.money import Money
from catalog.consolidation.offers import Offer
from catalog.consolidation.optimize import Solved
from catalog.consolidation.overlap import Need
from catalog.errors import BadUse

NAMES = ("optimum", "keep", "best")
Rank = tuple[int | Decimal | bool | str, ...]
Nobody: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What nobody has told us, so that every plan states it, and what the planner rules.

    `per_move` is an hour of a person's time for each tool that they leave, in the plan's currency.
    """

    per_move: Decimal = Decimal(45)
    people_per_week: int = 100
    limits: Limits = field(default_factory=Limits)

    def costs(self, market: Market) -> Costs:
        """Give what comes beside licences on a market."""
        return Costs(self.per_move, leaving(market))


@dataclass(frozen=True, slots=True)
class ConstraintPrice:
    """What a constraint adds to the total; None where it turns on prices that are not known, those in `lacks`."""

    constraint: str
    costs_year: Money
    lacks: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fits chosen by category, the proven bound on their total (None: nothing was compared), and prices."""

    name: str
    chosen: Chosen
    bound: Decimal | None = None
    gap: float | None = None
    prices: tuple[ConstraintPrice, ...] = field(default=())


def require_name(name: str) -> None:
    """Raise `BadUse` where no scenario has this name."""
    if name not in NAMES:
        raise BadUse(f"{name[:60]!r} is no scenario", mend=f"choose one of: {', '.join(NAMES)}", where="--scenario")


def keep() -> Outcome:
    """Give the scenario in which all stays as it is: nothing is chosen."""
    return Outcome("keep", {})


def best(market: Market, assumed: Assumptions) -> Outcome:
    """Give the best of each category by itself: who serves most people, our own contracts first, then the cheapest."""
    costs = assumed.costs(market)
    first = {market.place(choice.tool): choice for choice in sorted(assumed.limits.pinned, key=str, reverse=True)}
    limits = replace(assumed.limits, most=1, most_in={}, pinned=frozenset(first.values()))
    one = replace(assumed, limits=limits)
    chosen: Chosen = {}
    for category in market.uses:
        ranked = by_worth(allowed_of(one.limits, market.fits(category)), costs)
        pinned = [fit for fit in ranked if any(choice.covers(fit.offer) for choice in one.limits.pinned)]
        if ranked:
            chosen[category] = ((pinned or ranked)[0],)
    solved = optimize.solve(menus(market, one), costs)
    if rest(chosen, market) != rest(solved.chosen, market):
        return Outcome("best", chosen)
    return Outcome("best", chosen, solved.bound, optimize.gap(known_total(fits_of(chosen), costs), solved.bound))


def optimum(market: Market, assumed: Assumptions, *, priced: bool = True) -> Outcome:
    """Give the cheapest set over all categories, of those that serve most people at a known price.

    Without `priced`, what each rule costs is left out. Raises `BadUse` where the planner's limits clash.
    """
    costs = assumed.costs(market)
    solved = optimize.solve(menus(market, assumed), costs)
    cost = known_total(fits_of(solved.chosen), costs)
    prices = tuple(_constraint_prices(market, assumed, solved)) if priced else ()
    return Outcome("optimum", solved.chosen, solved.bound, optimize.gap(cost, solved.bound), prices)


def by_worth(fits: Iterable[Fit], costs: Costs) -> list[Fit]:
    """Give the fits that serve anybody, the best first, our own contracts before the market."""
    return sorted((fit for fit in fits if fit.served), key=lambda fit: _worth(fit, costs, ours_first=True))


def by_cost(fits: Iterable[Fit], costs: Costs) -> list[Fit]:
    """Give the fits that serve anybody, the best first: known prices before unknown ones, then the cheapest."""
    return sorted((fit for fit in fits if fit.served), key=lambda fit: _worth(fit, costs, ours_first=False))


def _worth(fit: Fit, costs: Costs, *, ours_first: bool) -> Rank:
    offer = fit.offer
    return (
        fit.unserved,
        ours_first and not offer.ours,
        offer.unit_price is None,
        alone(fit, costs),
        not offer.ours,
        fit.strictness,
        offer.tool,
        offer.rank,
    )


def menus(
    market: Market,
    assumed: Assumptions,
    *,
    ignoring: frozenset[str] = Nobody,
    serving: Mapping[str, Collection[Need]] | None = None,
) -> Menus:
    """Give the menu of each category; the rules of the industries in `ignoring` count as met.

    With `serving`, only these needs are anybody's concern.
    """
    costs = assumed.costs(market)
    found = {}
    for category in market.uses:
        fits = by_cost(market.fits(category, ignoring), costs)
        if serving is not None:
            fits = [fit.only(serving.get(category, ())) for fit in fits]
        made = menu(market, category, assumed.limits, fits)
        if made is not None:
            found[category] = made
    return found


def _constraint_prices(market: Market, assumed: Assumptions, solved: Solved) -> Iterator[ConstraintPrice]:
    """Solve again without each rule, for the same people: what is saved then is what the rule costs."""
    costs = assumed.costs(market)
    fits = fits_of(solved.chosen)
    serving = {category: {one.need for fit in some for one in fit.met} for category, some in solved.chosen.items()}
    cost = known_total(fits, costs)
    unpriced = sum(len(fit.served) for fit in fits if fit.offer.unit_price is None)

    def price(rule: str, freed: Assumptions, ignoring: frozenset[str] = Nobody) -> ConstraintPrice:
        without = optimize.solve(menus(market, freed, ignoring=ignoring, serving=serving), costs, seconds=2.0)
        some = fits_of(without.chosen)
        if unpriced != sum(len(fit.served) for fit in some if fit.offer.unit_price is None):
            lacks = dict.fromkeys(fit.offer for fit in [*fits, *some] if fit.offer.unit_price is None)
            return ConstraintPrice(rule, Money(None, market.currency), tuple(lacks))
        return ConstraintPrice(rule, Money(max(Decimal(0), cost - known_total(some, costs)), market.currency))

    for industry in _deciding(market):
        yield price(f"the rules for {industry} work", assumed, frozenset({industry}))
    limits = assumed.limits
    for choice in sorted(limits.pinned, key=str):
        freed = replace(assumed, limits=replace(limits, pinned=limits.pinned - {choice}))
        yield price(f"that {choice} must be there", freed)
    for choice in sorted(limits.forbidden, key=str):
        freed = replace(assumed, limits=replace(limits, forbidden=limits.forbidden - {choice}))
        yield price(f"that {choice} must not be there", freed)
    if limits.only:
        yield price(f"that only {', '.join(map(str, sorted(limits.only, key=str)))} may be there",
                    replace(assumed, limits=replace(limits, only=frozenset())))  # fmt: skip
    if market.uses:
        several = replace(limits, most=limits.most + 1, most_in={name: n + 1 for name, n in limits.most_in.items()})
        many = "one tool" if limits.most == 1 else f"{limits.most} tools"
        yield price(f"that a category has at most {many}", replace(assumed, limits=several))


def _deciding(market: Market) -> list[str]:
    fits = [fit for category in market.uses for fit in market.fits(category)]
    return sorted({one.need.industry for fit in fits for one in fit.left_out})


def rest(chosen: Chosen, market: Market) -> tuple[int, int]:
    """Give what a sum does not show: the people left out, and the people at a price that is not known."""
    unserved = 0
    for category, needs in market.needs.items():
        people = frozenset().union(*(need.people for need in needs))
        served = frozenset().union(*(fit.served for fit in chosen.get(category, ())))
        unserved += len(people - served)
    return unserved, sum(len(fit.served) for fit in fits_of(chosen) if fit.offer.unit_price is None)
