"""The cheapest set of company solutions: from each category's menu, a suite that serves several paid once.

An offer costs its price for every person whom it serves in any of its categories (each counted once), at the least for
the seats under contract; each use that moves to another tool costs once, and so does a contract that is left before it
renews. Where a category may have several tools, each need is served by one of them. Pure.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal

import numpy as np

from catalog.consolidation.board import NOBODY, Board, board, pools
from catalog.consolidation.bounds import Narrowed, narrow
from catalog.consolidation.costs import Costs, known_total
from catalog.consolidation.descent import Served, descend, even, first
from catalog.consolidation.dominance import useful
from catalog.consolidation.market import Fit
from catalog.consolidation.menu import Menu
from catalog.consolidation.model import Chosen, Menus, Model, fits_of
from catalog.consolidation.money import CENT
from catalog.errors import BadUse

SECONDS = 10.0
ROUNDING = 0.0005  # the solver counts in floating point, sums are in whole cents
LEAST_SECONDS = 0.5
HUGE = 1e15  # nothing was proven
WORTH = 1_000  # ways to serve a need: with more, it is worth while to narrow them down first
LARGE = 5_000  # with more, it is near enough to be as close as this share of the cost to what was proven
CLOSE = 1e-4


@dataclass(frozen=True, slots=True)
class Solved:
    """What was chosen for each category, and a sum that no choice from the same menus can undercut."""

    chosen: Chosen
    bound: Decimal


def gap(cost: Decimal, bound: Decimal) -> float:
    """Give how far a cost is from a bound, as a share of the cost."""
    return float((cost - bound) / cost) if cost > 0 else 0.0


def greedy(menus: Menus, there: Board) -> Chosen:
    """Give a good choice in no time: the cheapest set of each category, improved until none alone can be better."""
    return _chosen(menus, there, descend(there, first(there), even(there)))


def solve(menus: Menus, costs: Costs, seconds: float = SECONDS) -> Solved:
    """Give the cheapest choice from the menus.

    Where there is much to choose from, what cannot be in the cheapest choice is left out first, and the search begins
    from a good one. Raises `BadUse` where more tools are pinned than there are needs to share out.
    """
    if not menus:
        return Solved({}, known_total((), costs))
    until = time.monotonic() + seconds
    menus = useful(menus, costs)
    if all(menu.most == 1 and len(menu.fits) == 1 for menu in menus.values()):
        return _solved([{category: menu.fits for category, menu in menus.items()}], costs, HUGE)
    left, size, proven = menus, _size(menus), -HUGE
    there = board(menus, costs) if size > WORTH else None
    close = CLOSE if size > LARGE else 0.0
    valid: list[Chosen] = []
    if there and there.whole:
        known = narrow(there, seconds / 2, WORTH)
        proven, valid = known.bound, _kept(menus, _chosen(menus, there, known.served))
        if valid and known.cost - proven <= close * known.cost:
            return _solved(valid, costs, proven)
        left = _left(menus, there, known) if valid else menus
    elif there:
        valid = _kept(menus, greedy(menus, there))
    model = Model(left, costs, there.pooled if there else pools(menus))
    result = model.programme.solve(
        max(until - time.monotonic(), LEAST_SECONDS), model.values(valid[-1]) if valid else None, close
    )
    valid += [model.chosen(result.values)] if result.values else []
    if not valid:
        pinned = sorted({fit.offer.name for menu in menus.values() for group in menu.pinned for fit in group})
        raise BadUse(f"too few people are there for {', '.join(pinned)}", mend="pin fewer", where="--pin")
    return _solved(valid, costs, max(proven, result.bound if abs(result.bound) < HUGE else proven))


def _solved(valid: Collection[Chosen], costs: Costs, bound: float) -> Solved:
    totals = [known_total(fits_of(one), costs) for one in valid]
    least = min(totals)
    proven = Decimal(str(max(bound, 0.0) + ROUNDING)).quantize(CENT, ROUND_FLOOR)
    return Solved(list(valid)[totals.index(least)], min(least, proven))


def _size(menus: Menus) -> int:
    return sum(len(menu.fits) * (1 if menu.most == 1 else len(menu.fits[0].met)) for menu in menus.values())


def _left(menus: Menus, there: Board, known: Narrowed) -> Menus:
    """The menus with what may be in a better choice than the known one."""
    left: dict[str, Menu] = {}
    for category, menu in menus.items():
        places = sorted(set(there.works[category].fit[known.lines[category]].tolist()))
        fits = tuple(menu.fits[place] for place in places)
        left[category] = replace(menu, fits=fits, pinned=_groups(menu.pinned, fits))
    return left


def _groups(groups: Collection[tuple[Fit, ...]], fits: Collection[Fit]) -> tuple[tuple[Fit, ...], ...]:
    return tuple(tuple(fit for fit in group if fit in fits) for group in groups)


def _chosen(menus: Menus, there: Board, served: Served) -> Chosen:
    """The fits of a choice, each for the needs that it serves."""
    found: Chosen = {}
    for category, menu in menus.items():
        work, some = there.works[category], served[category]
        by_offer = {fit.offer: fit for fit in menu.fits}
        parts = []
        for number in dict.fromkeys(some.tolist()):
            if number != NOBODY:
                needs = {id(work.needs[place]) for place in np.flatnonzero(some == number).tolist()}
                parts.append(by_offer[there.offers[number]].only_of(needs))
        found[category] = tuple(parts)
    return found


def _kept(menus: Menus, chosen: Chosen) -> list[Chosen]:
    """A choice by itself where it keeps to the menus' limits, else none."""
    return [chosen] if all(_keeps(menu, chosen[category]) for category, menu in menus.items()) else []


def _keeps(menu: Menu, tried: Collection[Fit]) -> bool:
    unpriced = sum(len(fit.served) for fit in tried if fit.offer.unit_price is None)
    served = sum(len(fit.served) for fit in tried)
    held = all(any(fit.offer == one.offer for fit in tried for one in group) for group in menu.pinned)
    return served == menu.people and unpriced <= menu.unpriced and held
