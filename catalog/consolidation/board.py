"""The menus as arrays, for arithmetic on all of them at once: who needs what, at which price, in which sets. Pure.

A *rate* is one price of an offer with the number of seats that it is paid for at the least: an offer whose price falls
with the number has several, and costs the least of `price * max(people, least)`. A *set* is what a category may have.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, permutations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalog.consolidation.costs import Costs
from catalog.consolidation.market import Fit
from catalog.consolidation.menu import Menu
from catalog.consolidation.money import MONTHS
from catalog.consolidation.offers import Offer
from catalog.consolidation.overlap import Need

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Flags = NDArray[np.bool_]
NOBODY = -1
SIZE = 40_000_000  # array elements in one pass over all sets: a second


@dataclass(frozen=True)
class Rates:
    """All rates: the price a seat and year, the seats at the least, the offer of each, and the rates of each offer."""

    price: Floats
    least: Floats
    offer: Numbers
    prices_of: Floats  # offers x rates, filled up with infinity
    leasts_of: Floats

    def cost(self, offer: Numbers, people: Floats) -> Floats:
        """Give what some offers cost a year for so many people; nobody costs nothing."""
        sums = self.prices_of[offer] * np.maximum(people[..., None], self.leasts_of[offer])
        return np.where(people > 0, sums.min(-1), 0.0)


@dataclass(frozen=True)
class Work:
    """A category: its needs, and for each *line* (a rate of a fit) what moving costs for each need that it meets."""

    menu: Menu
    needs: Sequence[Need]
    size: Floats  # people of each need
    fit: Numbers  # of each line, as a place in the menu
    rate: Numbers
    offer: Numbers
    tool: Numbers
    dear: Floats  # of each line: what a seat costs more in this arithmetic because its price is not known
    moved: Floats  # lines x needs; infinite where it is not met
    sets: Numbers  # sets x most lines; a smaller set repeats its first
    new: Flags  # sets x most: the first time that a line stands there
    new_tool: Flags
    pinned: Sequence[Flags]  # for each group, the lines that are of it
    line_of: Mapping[int, int]  # the first line of each offer
    pooled: Mapping[int, Numbers]  # the lines of each offer that stands in other categories too
    whole: bool  # whether all sets are there

    @property
    def allowance(self) -> float:
        """Give the part of every sum that is there only because prices are not known."""
        return float(self.dear.max()) * self.menu.unpriced


@dataclass(frozen=True)
class Pool:
    """People whom an offer may serve in several categories: those alike together, with their need in each."""

    categories: Sequence[str]
    need: Numbers  # alike x categories; NOBODY where they have none, or one that it does not meet
    size: Floats

    def weighed(self, place: int, weight: Floats, needs: int) -> Floats:
        """Give the weight of each need of a category, as the sum of those who have it."""
        there = self.need[:, place] >= 0
        return np.bincount(self.need[there, place], weights=weight[there], minlength=needs).astype(float)

    def those(self, place: int, served: Flags) -> Flags:
        """Give who is served where some needs of a category are."""
        return (self.need[:, place] >= 0) & served[self.need[:, place]]


@dataclass(frozen=True)
class Pools:
    """The needs of the categories that have an offer in common with others, in their order, and each offer's pool."""

    needs: Mapping[str, Sequence[Need]]
    of: Mapping[Offer, Pool]


@dataclass(frozen=True)
class Board:
    """The menus of all categories, the offers in them, and the pools of those that stand in several."""

    works: Mapping[str, Work]
    offers: Sequence[Offer]
    rates: Rates
    pools: Mapping[int, Pool]
    pooled: Pools  # the same by offer
    tools: Sequence[str]
    leaving: Floats  # of each tool: what is left to pay of its contracts where it is not chosen
    lasting: float  # of tools that stand nowhere
    stands: Mapping[int, Sequence[tuple[str, int]]]  # where each tool stands: category and offer
    whole: bool  # whether all sets are there; else some that can be looked at in time

    @cached_property
    def beside(self) -> Mapping[str, Sequence[str]]:
        """Give, for each category, the others that have a tool in common with it."""
        found: dict[str, dict[str, None]] = {category: {} for category in self.works}
        for some in self.stands.values():
            for (one, _), (other, _) in permutations(some, 2):
                if one != other:
                    found[one][other] = None
        return {category: list(some) for category, some in found.items()}

    @property
    def allowance(self) -> float:
        """Give the part of every sum that is there only because prices are not known."""
        return sum(work.allowance for work in self.works.values())


def board(menus: Mapping[str, Menu], costs: Costs) -> Board:
    """Give the menus as arrays."""
    standing = _standing(menus)
    offers, tools = list(standing), list(dict.fromkeys(offer.tool for offer in standing))
    number = {offer: place for place, offer in enumerate(offers)}
    of_tool = {tool: place for place, tool in enumerate(tools)}
    pooled = pools(menus)
    shared = {number[offer] for offer in pooled.of}
    rates, starts = _rates(offers)
    works = {}
    for category, menu in menus.items():
        works[category] = _work(menu, number, of_tool, rates, starts, costs, shared, SIZE // len(menus))
    stands: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for offer, some in standing.items():
        stands[of_tool[offer.tool]] += [(category, number[offer]) for category in some]
    whole = all(work.whole for work in works.values())
    leaving = np.array([float(costs.leaving.get(tool, 0)) for tool in tools])
    lasting = sum(float(amount) for tool, amount in costs.leaving.items() if tool not in of_tool)
    by_number = {number[offer]: pool for offer, pool in pooled.of.items()}
    return Board(works, offers, rates, by_number, pooled, tools, leaving, lasting, stands, whole)


def _standing(menus: Mapping[str, Menu]) -> dict[Offer, list[str]]:
    """Give the categories in which each offer stands."""
    found: dict[Offer, list[str]] = defaultdict(list)
    for category, menu in menus.items():
        for fit in menu.fits:
            found[fit.offer].append(category)
    return found


def pools(menus: Mapping[str, Menu]) -> Pools:
    """Give the pools: people who have the same needs in all categories are looked at once."""
    shared = {offer: some for offer, some in _standing(menus).items() if len(some) > 1}
    categories = sorted({category for some in shared.values() for category in some})
    columns = {category: _columns(menus[category].fits) for category in categories}
    needs = {category: some for category, (some, _) in columns.items()}
    rows, size = _alike(list(needs.values()))
    place = {category: number for number, category in enumerate(categories)}
    found = {}
    for offer, some in shared.items():
        own = rows[:, [place[category] for category in some]]
        for column, category in zip(own.T, some, strict=True):
            number = columns[category][1]
            fit = next(fit for fit in menus[category].fits if fit.offer == offer)
            met = np.zeros(len(needs[category]) + 1, dtype=bool)  # the last is of nobody
            met[[number[id(one.need)] for one in fit.met]] = True
            column[~met[column]] = NOBODY
        there = (own >= 0).any(1)
        alike, where = np.unique(own[there], axis=0, return_inverse=True)
        people = np.bincount(where.ravel(), weights=size[there], minlength=len(alike)).astype(float)
        found[offer] = Pool(some, alike, people)
    return Pools(needs, found)


def _rates(offers: Sequence[Offer]) -> tuple[Rates, Numbers]:
    listed = [
        [(float(price * MONTHS), float(max(offer.seats, since))) for since, price in offer.prices] or [(0.0, 0.0)]
        for offer in offers
    ]
    counts = np.array([len(some) for some in listed])
    price, least = (np.array([one[part] for some in listed for one in some]) for part in (0, 1))
    prices, leasts = np.full((len(offers), counts.max()), np.inf), np.ones((len(offers), counts.max()))
    there = np.arange(counts.max()) < counts[:, None]
    prices[there], leasts[there] = price, least
    return Rates(price, least, np.repeat(np.arange(len(offers)), counts), prices, leasts), np.cumsum(counts) - counts


def _work(
    menu: Menu,
    number: Mapping[Offer, int],
    of_tool: Mapping[str, int],
    rates: Rates,
    starts: Numbers,
    costs: Costs,
    shared: Collection[int],
    room: int,
) -> Work:
    needs, column = _columns(menu.fits)
    offer = np.array([number[fit.offer] for fit in menu.fits])
    counts = np.isfinite(rates.prices_of[offer]).sum(1)
    moving = np.full((len(menu.fits), len(needs)), np.inf)
    for row, fit in zip(moving, menu.fits, strict=True):
        row[[column[id(one.need)] for one in fit.met]] = [float(costs.per_move) * one.moved for one in fit.met]
    line_fit = np.repeat(np.arange(len(menu.fits)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    rate = starts[offer[line_fit]] + np.arange(len(line_fit)) - first
    size = np.array([float(len(need.people)) for need in needs])
    unpriced = np.array([fit.offer.unit_price is None for fit in menu.fits])[line_fit]
    most = float((rates.price[rate] * np.maximum(rates.least[rate], size.sum())).max()) + float(
        moving[np.isfinite(moving)].max(initial=0.0)
    ) * len(needs)
    tool = np.array([of_tool[fit.offer.tool] for fit in menu.fits])[line_fit]
    groups = [
        np.isin(line_fit, [place for place, fit in enumerate(menu.fits) if fit in group]) for group in menu.pinned
    ]
    moved = moving[line_fit]
    sets, whole = _sets(menu, line_fit, np.isfinite(moved), size, groups, room)
    new, new_tool = (_first_times(of[sets]) for of in (np.arange(len(line_fit)), tool))
    dear = np.where(unpriced & (not unpriced.all()), most + float(sum(map(float, costs.leaving.values()))), 0.0)
    offers = offer[line_fit]
    line_of = dict(zip(reversed(offers.tolist()), range(len(offers) - 1, -1, -1), strict=True))
    pooled = {one: np.flatnonzero(offers == one) for one in line_of if one in shared}
    return Work(
        menu,
        needs,
        size,
        line_fit,
        rate,
        offers,
        tool,
        dear,
        moved,
        sets,
        new,
        new_tool,
        groups,
        line_of,
        pooled,
        whole,
    )


def _columns(fits: Sequence[Fit]) -> tuple[list[Need], dict[int, int]]:
    """Give the needs that some fits meet, and the place of each by its identity: much quicker than by its people."""
    by_value: dict[Need, int] = {}
    by_identity: dict[int, int] = {}
    for fit in fits:
        for one in fit.met:
            if id(one.need) not in by_identity:
                by_identity[id(one.need)] = by_value.setdefault(one.need, len(by_value))
    return list(by_value), by_identity


def _sets(
    menu: Menu, fit: Numbers, met: Flags, size: Floats, groups: Collection[Flags], room: int
) -> tuple[Numbers, bool]:
    """Give the sets of lines that serve as many people as can be and hold what is pinned, and whether these are all.

    The menu's own first set is always there; larger sets only as long as there is room for the arithmetic on them.
    """
    place = {id(one): number for number, one in enumerate(menu.fits)}
    found = [tuple(int(np.flatnonzero(fit == place[id(one)])[0]) for one in menu.first)]
    whole = True
    for count in range(1, menu.most + 1):
        whole = (len(found) + comb(len(fit), count)) * menu.most * len(size) <= room
        if not whole:
            break
        some = combinations(range(len(fit)), count)
        found += [lines for lines in some if count == 1 or len({fit[line] for line in lines}) == count]
    sets = np.array([lines + lines[:1] * (menu.most - len(lines)) for lines in found])
    kept = met[sets].any(1) @ size >= menu.people
    for group in groups:
        kept &= group[sets].any(1)
    return sets[kept], whole


def _first_times(listed: Numbers) -> Flags:
    found = np.ones(listed.shape, dtype=bool)
    for place in range(1, listed.shape[1]):
        found[:, place] = (listed[:, :place] != listed[:, [place]]).all(1)
    return found


def _alike(categories: Sequence[Sequence[Need]]) -> tuple[Numbers, Floats]:
    """Give the needs of people in some categories, one row for all who have the same ones, with their number."""
    groups: dict[frozenset[str], list[tuple[int, int]]] = defaultdict(list)
    for place, needs in enumerate(categories):
        for number, need in enumerate(needs):
            groups[need.people].append((place, number))
    counted = _counted(list(groups))
    rows = np.full((len(counted), len(categories)), NOBODY)
    listed: list[Any] = list(groups.values())
    for row, those in zip(rows, counted, strict=True):
        for group in those:
            for place, number in listed[group]:
                row[place] = number
    return rows, np.array(list(counted.values()), dtype=float)


def _counted(groups: Sequence[frozenset[str]]) -> dict[tuple[int, ...], int]:
    """Give how many people are in the same groups, by the groups' places; who is in one alone is not looked at."""
    seen: set[str] = set()
    several: set[str] = set()
    for people in groups:
        several |= seen & people
        seen |= people
    of_person: dict[str, list[int]] = defaultdict(list)
    counted: dict[tuple[int, ...], int] = defaultdict(int)
    for number, people in enumerate(groups):
        shared = people & several
        if len(shared) < len(people):
            counted[(number,)] = len(people) - len(shared)
        for person in shared:
            of_person[person].append(number)
    for some in of_person.values():
        counted[tuple(some)] += 1
    return counted
