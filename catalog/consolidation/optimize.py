"""The cheapest set of company solutions: one for each category, a suite that serves several paid once.

A pure model: `options` holds, for each category, the fits that are good enough to be chosen from. An offer costs its
price for every person whom it serves in any of its categories (each counted once), at the least for the seats under
contract; each use that moves to another tool costs `per_move` once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from catalog.consolidation.market import Fit
from catalog.consolidation.money import CENT, MONTHS, Money, total
from catalog.consolidation.offers import Offer

SECONDS = 10.0
Options = Mapping[str, Sequence[Fit]]
Chosen = dict[str, Fit]


@dataclass(frozen=True, slots=True)
class Solved:
    """What was chosen for each category, and a sum that no choice from the same options can undercut."""

    chosen: Chosen
    bound: Decimal


def seats(fits: Iterable[Fit]) -> dict[Offer, int]:
    """Give how many seats each offer takes: the people whom it serves, each once, or those under contract."""
    people: dict[Offer, set[str]] = defaultdict(set)
    for fit in fits:
        people[fit.offer] |= fit.served
    return {offer: max(offer.seats, len(served)) for offer, served in people.items()}


def licences(fits: Iterable[Fit], currency: str) -> Money:
    """Give what the chosen offers cost a year, each once."""
    return total((offer.cost_year(count) for offer, count in seats(fits).items()), currency)


def switching(fits: Iterable[Fit], per_move: Decimal) -> Decimal:
    """Give what the moves to other tools cost, once."""
    return per_move * sum(fit.moved for fit in fits)


def known_total(fits: Iterable[Fit], per_move: Decimal) -> Decimal:
    """Give licences for a year and switching together, as far as prices are known."""
    listed = list(fits)
    return (licences(listed, "").amount or Decimal(0)) + switching(listed, per_move)


def alone(fit: Fit, per_move: Decimal) -> Decimal:
    """Give what a fit costs where its offer serves nothing else; an unknown price counts nothing."""
    return known_total([fit], per_move)


def greedy(options: Options, per_move: Decimal) -> Chosen:
    """Give a good choice in no time: the cheapest of each category, then every suite tried for all it could serve."""
    chosen = {category: min(fits, key=lambda fit: alone(fit, per_move)) for category, fits in options.items() if fits}
    sharing = _sharing(options)
    cost = known_total(chosen.values(), per_move)
    better = True
    while better:
        better = False
        for fits in sharing:
            tried = chosen | {fit.category: fit for fit in fits}
            if known_total(tried.values(), per_move) < cost:
                chosen, cost, better = tried, known_total(tried.values(), per_move), True
    return chosen


def _sharing(options: Options) -> list[list[Fit]]:
    """Give the fits of each offer that could serve several categories."""
    by_offer: dict[Offer, list[Fit]] = defaultdict(list)
    for fits in options.values():
        for fit in fits:
            by_offer[fit.offer].append(fit)
    return [fits for fits in by_offer.values() if len(fits) > 1]


def solve(options: Options, per_move: Decimal, start: Chosen | None = None) -> Solved:
    """Give the cheapest choice of one fit for each category that has any, searched from `start` (the greedy one)."""
    sharing = _sharing(options)
    if start is None or not sharing:
        start = greedy(options, per_move)
    if not sharing:
        return Solved(start, known_total(start.values(), per_move))
    shared = {fit.offer for fits in sharing for fit in fits}
    least = {category: _least(fits, shared, per_move) for category, fits in options.items() if fits}
    return _Model(least, shared, per_move).solve(start)


def _least(fits: Sequence[Fit], shared: set[Offer], per_move: Decimal) -> list[Fit]:
    """Leave, of those that serve nothing else, only the cheapest: no choice is better with another."""
    own = [fit for fit in fits if fit.offer not in shared]
    cheapest = [min(own, key=lambda fit: alone(fit, per_move))] if own else []
    return cheapest + [fit for fit in fits if fit.offer in shared]


class _Model:
    """The mixed-integer programme: a switch for each fit, a count of seats for each offer that may be shared."""

    def __init__(self, options: Options, shared: set[Offer], per_move: Decimal) -> None:
        import highspy

        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("time_limit", SECONDS)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._options, self._per_move = options, per_move
        self._switches: list[tuple[Fit, Any]] = []
        by_offer: dict[Offer, list[tuple[Fit, Any]]] = defaultdict(list)
        for fits in options.values():
            row = [(fit, self._switch(fit, fit.offer in shared)) for fit in fits]
            self._highs.addConstr(sum(switch for _, switch in row) == 1)
            self._switches += row
            for fit, switch in row:
                if fit.offer in shared:
                    by_offer[fit.offer].append((fit, switch))
        for offer, some in by_offer.items():
            self._count_seats(offer, some)

    def _switch(self, fit: Fit, shared: bool) -> Any:
        cost = switching([fit], self._per_move) if shared else alone(fit, self._per_move)
        return self._highs.addBinary(obj=float(cost))

    def _count_seats(self, offer: Offer, some: Sequence[tuple[Fit, Any]]) -> None:
        """Seats are at least those under contract once it is chosen at all, and at least the people served."""
        price = (offer.unit_price or Decimal(0)) * MONTHS
        count = self._highs.addVariable(lb=0.0, obj=float(price))
        patterns: dict[frozenset[int], int] = defaultdict(int)
        for person in frozenset().union(*(fit.served for fit, _ in some)):
            patterns[frozenset(i for i, (fit, _) in enumerate(some) if person in fit.served)] += 1
        people = 0.0
        for pattern, size in patterns.items():
            served = self._highs.addVariable(lb=0.0, ub=1.0)
            for i in pattern:
                self._highs.addConstr(served >= some[i][1])
            people = people + size * served
        self._highs.addConstr(count >= people)
        for _, switch in some:
            self._highs.addConstr(count >= offer.seats * switch)

    def solve(self, start: Chosen) -> Solved:
        """Solve from a start; give the better of the two, and the bound that was proven."""
        self._start(start)
        self._highs.minimize()
        values = self._highs.getSolution().col_value
        found = {fit.category: fit for fit, switch in self._switches if values[switch.index] > 0.5} if values else {}
        chosen = start
        if found.keys() == start.keys():
            chosen = min(start, found, key=lambda one: known_total(one.values(), self._per_move))
        least = known_total(chosen.values(), self._per_move)
        proven = Decimal(str(self._highs.getInfo().mip_dual_bound)).quantize(CENT, ROUND_FLOOR)
        return Solved(chosen, min(least, proven))

    def _start(self, chosen: Chosen) -> None:
        """Hand over the switches of a choice; the solver counts the seats."""
        import numpy

        columns = numpy.array([switch.index for _, switch in self._switches], dtype=numpy.int32)
        values = numpy.array([float(chosen[fit.category] == fit) for fit, _ in self._switches])
        self._highs.setSolution(len(columns), columns, values)


def gap(cost: Decimal, bound: Decimal) -> float:
    """Give how far a cost is from a bound, as a share of the cost."""
    return float((cost - bound) / cost) if cost > 0 else 0.0
