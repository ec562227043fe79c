"""A choice improved category by category: the best set for each while all others stay. Pure arithmetic on a board."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from catalog.consolidation.board import NOBODY, Board, Flags, Floats, Numbers, Work

Served = Mapping[str, Numbers]  # of each category, the offer that serves each need
LITTLE = 0.005
TRIED = 32  # sets that are counted in full, of those that are cheapest by a look at each need alone


@dataclass(frozen=True)
class _Elsewhere:
    """What the other categories make of a category's lines: seats that are there, people that are new, tools kept."""

    seats: Floats
    new: Floats  # lines x needs
    credit: Floats


@dataclass(frozen=True)
class _Trial:
    """Some sets, and for each the place in it that serves each need; NOBODY where none does."""

    sets: Numbers
    way: Numbers

    def served(self, work: Work, row: int) -> Numbers:
        """Give the offer that serves each need."""
        return np.where(self.way[row] >= 0, work.offer[self.sets[row][self.way[row]]], NOBODY)


def total(board: Board, served: Served) -> float:
    """Give what a choice costs: moves, seats for each person once, the contracts that it leaves, and the allowance."""
    kept = np.zeros(len(board.tools), dtype=bool)
    people = np.zeros(len(board.offers))
    cost = board.lasting
    for category, work in board.works.items():
        for offer in set(served[category].tolist()) - {NOBODY}:
            line, needs = work.line_of[offer], served[category] == offer
            kept[work.tool[line]] = True
            cost += float((work.moved[line] + work.dear[line] * work.size)[needs].sum())
            people[offer] += work.size[needs].sum()
    for offer, pool in board.pools.items():
        if people[offer]:
            people[offer] = pool.size[_whom(board, offer, served)].sum()
    numbers = np.arange(len(board.offers))
    return cost + float(board.rates.cost(numbers, people).sum() + board.leaving[~kept].sum())


def even(board: Board) -> Floats:
    """Give shares that count half of what is paid for a number of seats at the least."""
    return np.where(board.rates.least > 0, 0.5, 1.0)


def first(board: Board) -> dict[str, Numbers]:
    """Give the cheapest set of each category, one after the other, each knowing those before it."""
    served = {category: np.full(len(work.needs), NOBODY) for category, work in board.works.items()}
    full = np.ones(len(board.rates.price))
    for category in served:
        _, found = _cheapest(board, category, _elsewhere(board, category, served), full)
        if found is not None:
            served[category] = found
    return served


def descend(board: Board, served: Served, share: Floats) -> Served:
    """Improve a choice until no category alone can be better. `share` is what counts of each rate's price."""
    found = dict(served)
    waiting = dict.fromkeys(board.works)
    while waiting:
        category = next(iter(waiting))
        del waiting[category]
        elsewhere = _elsewhere(board, category, found)
        cost, better = _cheapest(board, category, elsewhere, share)
        if better is not None and cost < _cost(board, category, elsewhere, found[category]) - LITTLE:
            found[category] = better
            waiting |= dict.fromkeys(board.beside[category])
    return found


def ways(single: Floats, sets: Numbers) -> tuple[Floats, Numbers]:
    """Give what each need costs by the cheapest line of each set, and the place of that line."""
    least = single[sets[:, 0]]
    way = np.zeros(least.shape, dtype=np.intp)
    for place in range(1, sets.shape[1]):
        costs = single[sets[:, place]]
        way[costs < least] = place
        np.minimum(least, costs, out=least)
    return least, way


def _cheapest(board: Board, category: str, elsewhere: _Elsewhere, share: Floats) -> tuple[float, Numbers | None]:
    """Give who serves each need of a category by its cheapest set, all else as it is; None where no set can.

    Each need goes to the line of a set where it costs least by itself, once at full prices and once at their share;
    what a set then costs is counted in full.
    """
    work, found, least = board.works[category], None, np.inf
    for part in (np.ones(len(work.rate)), share[work.rate]):
        single = work.moved + (board.rates.price[work.rate] * part)[:, None] * elsewhere.new
        single += work.dear[:, None] * work.size
        costs, way = ways(single, work.sets)
        met = np.isfinite(costs)
        sums = np.where(met, costs, 0.0).sum(1)
        some = np.argpartition(sums, TRIED)[:TRIED] if len(sums) > TRIED else np.arange(len(sums))
        trial = _Trial(work.sets[some], np.where(met[some], way[some], NOBODY))
        full = _sums(board, work, elsewhere, trial)
        best = int(full.argmin())
        if full[best] < least:
            found, least = trial.served(work, best), float(full[best])
        if part.min() == 1:
            break
    return least, found


def _cost(board: Board, category: str, elsewhere: _Elsewhere, served: Numbers) -> float:
    """What a category's choice costs, all else as it is; infinite where it leaves out whom it need not."""
    work = board.works[category]
    offers = [offer for offer in dict.fromkeys(served.tolist()) if offer != NOBODY]
    if work.size[served != NOBODY].sum() < work.menu.people:
        return np.inf
    way = np.full(len(served), NOBODY)
    for place, offer in enumerate(offers):
        way[served == offer] = place
    lines = [work.line_of[offer] for offer in offers]
    return float(_sums(board, work, elsewhere, _Trial(np.array([lines]), way[None, :]))[0])


def _whom(board: Board, offer: int, served: Served, but: str | None = None) -> Flags:
    pool = board.pools[offer]
    found = np.zeros(len(pool.size), dtype=bool)
    for place, category in enumerate(pool.categories):
        if category != but:
            found |= pool.those(place, served[category] == offer)
    return found


def _elsewhere(board: Board, category: str, served: Served) -> _Elsewhere:
    work = board.works[category]
    seats = np.zeros(len(work.offer))
    new = np.broadcast_to(work.size, work.moved.shape)
    if work.pooled:
        new = new.copy()
    for offer, lines in work.pooled.items():
        pool = board.pools[offer]
        there = _whom(board, offer, served, but=category)
        seats[lines] = pool.size[there].sum()
        new[lines] = pool.weighed(pool.categories.index(category), pool.size * ~there, len(work.needs))
    credit = board.leaving[work.tool]
    for place in np.flatnonzero(credit):
        others = board.stands[int(work.tool[place])]
        if any((served[other] == offer).any() for other, offer in others if other != category):
            credit[place] = 0.0
    return _Elsewhere(seats, new, credit)


def _sums(board: Board, work: Work, elsewhere: _Elsewhere, trial: _Trial) -> Floats:
    """What each set costs where each need goes its way; infinite where a pinned tool would serve nobody."""
    before = board.rates.cost(work.offer, elsewhere.seats)
    moved = np.where(np.isfinite(work.moved), work.moved, 0.0) + work.dear[:, None] * work.size
    sums = np.zeros(len(trial.sets))
    used: list[Flags] = []
    for place, lines in enumerate(trial.sets.T):
        mine = trial.way == place
        used.append(mine.any(1))
        seats = (mine * elsewhere.new[lines]).sum(1)
        sums += (mine * moved[lines]).sum(1)
        after = board.rates.cost(work.offer[lines], elsewhere.seats[lines] + seats)
        sums += np.where(used[-1], after - before[lines], 0.0)
        again = np.zeros(len(lines), dtype=bool)
        for other in range(place):
            again |= used[other] & (work.tool[trial.sets[:, other]] == work.tool[lines])
        sums -= np.where(used[-1] & ~again, elsewhere.credit[lines], 0.0)
    for group in work.pinned:
        there = np.any([some & group[lines] for some, lines in zip(used, trial.sets.T, strict=True)], axis=0)
        sums[~there] = np.inf
    return sums
