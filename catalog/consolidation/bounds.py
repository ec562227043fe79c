"""What any choice costs at the least, and which sets cannot be in a better one than is known: Lagrangian relaxation.

A seat that serves several categories is paid by them in shares, and so are the seats under contract and what staying
with a tool saves. With any shares at all, the sum of each category's cheapest set is a bound; the shares are moved
towards a higher one by subgradient steps (Held, Wolfe, Crowder 1974, doi:10.1007/BF01580223). The choice that the sets
make together, improved, is a good one.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from catalog.consolidation.board import NOBODY, Board, Flags, Floats, Numbers, Work
from catalog.consolidation.descent import Served, descend, even, first, total, ways

ROUNDS = 160
PAUSE = 10  # rounds between two attempts to improve what the sets make together
PATIENCE = 8
CLOSE = 1e-9
SLACK = 0.05  # in money: what arithmetic in floating point may be off


@dataclass(frozen=True)
class Narrowed:
    """A good choice, what any choice costs at the least, and the lines of each category that may be in a better one."""

    served: Served
    cost: float
    bound: float
    lines: Mapping[str, Numbers]


@dataclass
class _Shares:
    """Who pays: of each pool's people, the part of each category; of each rate, the part that counts by people and not
    as seats at the least; of what staying with a tool saves, the part that each category counts on.
    """

    of_pool: dict[int, Floats]
    by_people: Floats
    staying: Floats


@dataclass
class _Round:
    """What came of some shares: each category's cheapest set with all sums, and how far the shares were wrong."""

    bound: float
    sums: dict[str, Floats] = field(default_factory=dict)
    served: dict[str, Numbers] = field(default_factory=dict)
    lines: dict[str, Numbers] = field(default_factory=dict)
    people: Floats = field(default_factory=lambda: np.zeros(0))
    opened: Floats = field(default_factory=lambda: np.zeros(0))
    tools: Floats = field(default_factory=lambda: np.zeros(0))


def narrow(board: Board, seconds: float, few: int = 0) -> Narrowed:
    """Give what is left to choose from: at most so many seconds, fewer where the bound meets what is known,
    or only `few` ways to serve a need are left.
    """
    until = time.monotonic() + seconds
    shares, standing = _equal(board), _standing(board)
    known = descend(board, first(board), shares.by_people)
    cost = total(board, known)
    best, reach, waited = None, 1.0, 0
    for number in range(ROUNDS):
        found = _round(board, shares, standing)
        if best is None or found.bound > best.bound + SLACK:
            best, waited = found, 0
        else:
            waited += 1
            if waited == PATIENCE:
                reach, waited = reach / 2, 0
        if number % PAUSE == PAUSE - 1:
            tried = descend(board, found.served, shares.by_people)
            if (cost_of_it := total(board, tried)) < cost:
                known, cost = tried, cost_of_it
            lines = _left(board, best, known, cost)
            if sum(len(some) * len(board.works[one].needs) for one, some in lines.items()) <= few:
                break
        if cost - best.bound <= SLACK + CLOSE * abs(cost) or time.monotonic() > until:
            break
        _step(board, shares, found, reach * max(cost - found.bound, 0.0), standing)
    assert best is not None
    return Narrowed(known, cost - board.allowance, best.bound - board.allowance, _left(board, best, known, cost))


def _left(board: Board, best: _Round, known: Served, cost: float) -> dict[str, Numbers]:
    """Leave out the lines of no set that could be in a choice as good as the known one."""
    found = {}
    for category, work in board.works.items():
        sums = best.sums[category]
        sets = work.sets[best.bound + sums - sums.min() <= cost + SLACK]
        kept = np.isin(work.offer, known[category])
        kept[sets] = True
        found[category] = np.flatnonzero(kept)
    return found


def _standing(board: Board) -> Floats:
    """In how many categories each rate stands."""
    categories = np.ones(len(board.offers))
    for offer, pool in board.pools.items():
        categories[offer] = len(pool.categories)
    return categories[board.rates.offer]


def _equal(board: Board) -> _Shares:
    pools = {}
    for offer, pool in board.pools.items():
        there = (pool.need != NOBODY).astype(float)
        pools[offer] = there / there.sum(1, keepdims=True)
    return _Shares(pools, even(board), board.leaving.copy())


def _round(board: Board, shares: _Shares, standing: Floats) -> _Round:
    rates = board.rates
    found = _Round(board.lasting + float(shares.staying.sum()))
    found.people, found.opened = np.zeros(len(rates.price)), np.zeros(len(rates.price))
    found.tools = np.zeros(len(board.tools))
    at_least = (1 - shares.by_people) * rates.price * rates.least / standing
    for category, work in board.works.items():
        sizes = _sizes(board, shares, category, work)
        single = work.moved + (rates.price * shares.by_people)[work.rate][:, None] * sizes
        single += work.dear[:, None] * work.size
        each, ways_of = ways(single, work.sets)
        sums = np.where(np.isfinite(each), each, 0.0).sum(1)
        sums += np.where(work.new, at_least[work.rate][work.sets], 0.0).sum(1)
        sums -= np.where(work.new_tool, shares.staying[work.tool][work.sets], 0.0).sum(1)
        best = int(sums.argmin())
        found.bound += float(sums[best])
        found.sums[category] = sums
        lines = work.sets[best]
        met = np.isfinite(each[best])
        way = np.where(met, lines[ways_of[best]], NOBODY)
        found.lines[category] = way
        found.served[category] = np.where(met, work.offer[way], NOBODY)
        for line in lines[work.new[best]]:
            found.opened[work.rate[line]] += 1 / standing[work.rate[line]]
            found.people[work.rate[line]] += sizes[line, way == line].sum()
        found.tools[work.tool[lines[work.new_tool[best]]]] += 1
    return found


def _sizes(board: Board, shares: _Shares, category: str, work: Work) -> Floats:
    """The people of each need, for whom a category pays: all of them, or its share of those in a pool."""
    sizes = np.broadcast_to(work.size, work.moved.shape)
    if not work.pooled:
        return sizes
    sizes = sizes.copy()
    for offer, lines in work.pooled.items():
        pool = board.pools[offer]
        place = pool.categories.index(category)
        paid = pool.size * shares.of_pool[offer][:, place]
        sizes[lines] = pool.weighed(place, paid, len(work.needs))
    return sizes


def _step(board: Board, shares: _Shares, found: _Round, missing: float, standing: Floats) -> None:
    """Move the shares towards a higher bound, by Polyak's length for what is missing; each in its own measure."""
    rates = board.rates
    at_least = rates.price * rates.least
    wrong = np.where(at_least > 0, found.people / np.maximum(rates.least, 1) - found.opened, 0.0)
    kept = np.where(board.leaving > 0, 1 - found.tools, 0.0)
    length = float((wrong**2 * at_least).sum() + (kept**2 * board.leaving).sum())
    pools = {}
    for offer, pool in board.pools.items():
        price = board.rates.prices_of[offer].min()
        pools[offer] = _unequal(board, found, offer)
        length += float((pools[offer] ** 2 * pool.size[:, None] * price).sum())
    step = missing / length if length else 0.0
    for offer, some in pools.items():
        moved = np.clip(shares.of_pool[offer] + step * some, 0, None)
        shares.of_pool[offer] = moved / np.maximum(moved.sum(1, keepdims=True), 1e-12)
    shares.by_people = np.where(rates.least > 0, np.clip(shares.by_people + step * wrong, 0, 1), 1.0)
    shares.staying = np.clip(shares.staying + step * board.leaving * kept, 0, board.leaving)


def _unequal(board: Board, found: _Round, offer: int) -> Floats:
    """Which categories use a seat of a pool's people more than the others that share it."""
    pool = board.pools[offer]
    used = np.zeros(pool.need.shape)
    for place, category in enumerate(pool.categories):
        used[:, place] = pool.those(place, found.served[category] == offer)
    there: Flags = pool.need != NOBODY
    mean: Floats = used.sum(1, keepdims=True) / there.sum(1, keepdims=True)
    apart: Floats = (used - mean) * there
    return apart
