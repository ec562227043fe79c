"""The mixed-integer programme of some menus: a switch for each fit, or for each need of it, and counts of seats."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from catalog.consolidation.board import NOBODY, Pools
from catalog.consolidation.costs import Costs, moving
from catalog.consolidation.market import Fit, Met
from catalog.consolidation.menu import Menu
from catalog.consolidation.money import MONTHS
from catalog.consolidation.offers import Offer
from catalog.consolidation.overlap import Need
from catalog.consolidation.programme import Programme

Menus = Mapping[str, Menu]
Chosen = dict[str, tuple[Fit, ...]]


def fits_of(chosen: Mapping[str, Iterable[Fit]]) -> list[Fit]:
    """Give all that was chosen, category by category."""
    return [fit for some in chosen.values() for fit in some]


@dataclass(frozen=True, slots=True)
class _Block:
    """People whom an offer serves together where a column is 1."""

    fit: Fit
    people: frozenset[str]
    column: int
    need: Need | None = None


@dataclass
class Model:
    """The columns and rows of some menus, and what they mean."""

    menus: Menus
    costs: Costs
    pools: Pools  # of these menus, or of wider ones
    programme: Programme = field(default_factory=Programme)
    _gates: dict[Offer, list[int]] = field(default_factory=lambda: defaultdict(list))
    _blocks: dict[Offer, list[_Block]] = field(default_factory=lambda: defaultdict(list))
    _switches: dict[tuple[str, Offer], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        standing: dict[Offer, list[Fit]] = defaultdict(list)
        for fit in (fit for menu in self.menus.values() for fit in menu.fits):
            standing[fit.offer].append(fit)
        self._counted = {offer for offer, fits in standing.items() if _needs_count(offer, fits)}
        for category, menu in self.menus.items():
            if menu.most == 1:
                self._one(category, menu)
            else:
                self._several(category, menu)
        for offer in self._counted:
            self._count_seats(offer)
        self._leave()

    def _cost(self, fit: Fit) -> float:
        price = Decimal(0) if fit.offer in self._counted else fit.offer.cost_year(len(fit.served)) or Decimal(0)
        return float(price + moving([fit], self.costs))

    def _part(self, fit: Fit, one: Met) -> float:
        price = Decimal(0) if fit.offer in self._counted else fit.offer.cost_year(len(one.need.people)) or Decimal(0)
        return float(price + self.costs.per_move * one.moved)

    def _one(self, category: str, menu: Menu) -> None:
        row = []
        for fit in menu.fits:
            column = self.programme.switch(self._cost(fit))
            self._switches[category, fit.offer] = column
            self._gates[fit.offer].append(column)
            self._blocks[fit.offer].append(_Block(fit, fit.served, column))
            row.append((column, 1.0))
        self.programme.row(row, 1.0, 1.0)

    def _several(self, category: str, menu: Menu) -> None:
        by_need: dict[Need, list[int]] = defaultdict(list)
        covered, unpriced, gates = [], [], {}
        for fit in menu.fits:
            gate = gates[fit.offer] = self._switches[category, fit.offer] = self.programme.switch()
            self._gates[fit.offer].append(gate)
            add = self.programme.switch if fit.offer in self._counted else self.programme.share
            for one in fit.met:
                column = add(self._part(fit, one))
                self.programme.row([(column, 1.0), (gate, -1.0)], most=0.0)
                by_need[one.need].append(column)
                size = float(len(one.need.people))
                covered.append((column, size))
                if fit.offer.unit_price is None:
                    unpriced.append((column, size))
                self._blocks[fit.offer].append(_Block(fit, one.need.people, column, one.need))
        self.programme.row([(gate, 1.0) for gate in gates.values()], most=float(menu.most))
        everybody = sum(len(need.people) for need in by_need) == menu.people
        for columns in by_need.values():
            self.programme.row([(column, 1.0) for column in columns], least=float(everybody), most=1.0)
        if not everybody:
            self.programme.row(covered, least=float(menu.people))
        if unpriced:
            self.programme.row(unpriced, most=float(menu.unpriced))
        for group in menu.pinned:
            there = [block for fit in group for block in self._blocks[fit.offer] if block.fit is fit]
            self.programme.row([(block.column, 1.0) for block in there], least=1.0)

    def _count_seats(self, offer: Offer) -> None:
        """Seats are at least the people served, each once, and those under contract where it is chosen at all."""
        people = self._people(offer)
        bought = [(self.programme.amount(float(price * MONTHS)), since) for since, price in offer.prices]
        if not bought:
            return
        seats = [(column, 1.0) for column, _ in bought]
        self.programme.row([*seats, *((column, -size) for column, size in people)], least=0.0)
        for gate in self._gates[offer]:
            if offer.seats:
                self.programme.row([*seats, (gate, -float(offer.seats))], least=0.0)
        if len(bought) > 1:
            most = float(max(offer.seats, *(since for _, since in bought)) + sum(size for _, size in people))
            used = [self.programme.switch() for _ in bought]
            self.programme.row([(column, 1.0) for column in used], most=1.0)
            for (column, since), switch in zip(bought, used, strict=True):
                self.programme.row([(column, 1.0), (switch, -most)], most=0.0)
                self.programme.row([(column, 1.0), (switch, -float(since))], least=0.0)

    def _people(self, offer: Offer) -> list[tuple[int, float]]:
        """Give columns that are 1 where people are served by it, with their number: those of one pattern together."""
        blocks = self._blocks[offer]
        if len({block.fit.category for block in blocks}) == 1:  # nobody is in two needs of one category
            return [(block.column, float(len(block.people))) for block in blocks]
        patterns = self._patterns(offer)
        found = []
        for pattern, size in patterns.items():
            if len(pattern) == 1:
                found.append((pattern[0], float(size)))
                continue
            served = self.programme.amount(most=1.0)
            for column in pattern:
                self.programme.row([(served, 1.0), (column, -1.0)], least=0.0)
            found.append((served, float(size)))
        return found

    def _patterns(self, offer: Offer) -> Mapping[tuple[int, ...], float]:
        """Give how many people are served where any of some columns is 1, by the pool of the offer."""
        pool = self.pools.of[offer]
        columns = np.full(pool.need.shape, NOBODY)
        for place, category in enumerate(pool.categories):
            needs = self.pools.needs[category]
            by_need = np.full(len(needs) + 1, NOBODY)  # the last is of nobody
            number = {id(need): place for place, need in enumerate(needs)}
            for block in self._blocks[offer]:
                if block.fit.category == category:
                    some = [block.need] if block.need else [one.need for one in block.fit.met]
                    by_need[[number[id(need)] for need in some]] = block.column
            columns[:, place] = by_need[pool.need[:, place]]
        patterns: dict[tuple[int, ...], float] = defaultdict(float)
        for row, size in zip(np.sort(columns, axis=1).tolist(), pool.size.tolist(), strict=True):
            patterns[tuple(column for column in row if column != NOBODY)] += size
        patterns.pop((), None)
        return patterns

    def _leave(self) -> None:
        """A contract of a tool that is not chosen costs what is left of it."""
        for tool, amount in self.costs.leaving.items():
            used = [block.column for offer, some in self._blocks.items() if offer.tool == tool for block in some]
            self.programme.constant += float(amount)
            if used:
                stays = self.programme.amount(-float(amount), most=1.0)
                self.programme.row([(stays, 1.0), *((column, -1.0) for column in used)], most=0.0)

    def values(self, chosen: Chosen) -> dict[int, float]:
        """Give the columns of a choice, to start from; the solver counts the seats."""
        there = {(fit.category, fit.offer): fit for fit in fits_of(chosen)}
        found = {column: float(key in there) for key, column in self._switches.items()}
        for blocks in self._blocks.values():
            for block in blocks:
                fit = there.get((block.fit.category, block.fit.offer))
                found[block.column] = float(fit is not None and block.people <= fit.served)
        return found

    def chosen(self, values: Sequence[float]) -> Chosen:
        """Give the choice that some columns mean."""
        found: dict[str, list[Fit]] = {category: [] for category in self.menus}
        parts: dict[int, tuple[Fit, set[Need]]] = {}
        for block in (block for blocks in self._blocks.values() for block in blocks if values[block.column] > 0.5):
            if block.need is None:
                found[block.fit.category].append(block.fit)
            else:
                parts.setdefault(id(block.fit), (block.fit, set()))[1].add(block.need)
        for fit, needs in parts.values():
            found[fit.category].append(fit.only(needs))
        return {
            category: tuple(sorted(some, key=lambda fit: (-len(fit.served), fit.offer.tool, fit.offer.rank)))
            for category, some in found.items()
        }


def _needs_count(offer: Offer, fits: Sequence[Fit]) -> bool:
    """Whether the seats of an offer are more than the sum of whom it serves: shared, under contract, or by number."""
    return len(fits) > 1 or bool(offer.seats or offer.tiers)
