"""The cheapest set of company solutions: from each category's menu, a suite that serves several paid once.

A pure model. An offer costs its price for every person whom it serves in any of its categories (each counted once), at
the least for the seats under contract; each use that moves to another tool costs once, and so does a contract that is
left before it renews. Where a category may have several tools, each need is served by one of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from itertools import combinations

from catalog.consolidation.costs import Costs, alone, known_total, moving
from catalog.consolidation.market import Fit, Met
from catalog.consolidation.menu import Menu
from catalog.consolidation.money import CENT, MONTHS
from catalog.consolidation.offers import Offer
from catalog.consolidation.overlap import Need
from catalog.consolidation.programme import Programme
from catalog.errors import BadUse

SECONDS = 10.0
ROUNDING = 0.0005  # the solver counts in floating point, sums are in whole cents
HUGE = 1e15  # nothing was proven
Menus = Mapping[str, Menu]
Chosen = dict[str, tuple[Fit, ...]]


@dataclass(frozen=True, slots=True)
class Solved:
    """What was chosen for each category, and a sum that no choice from the same menus can undercut."""

    chosen: Chosen
    bound: Decimal


def fits_of(chosen: Mapping[str, Iterable[Fit]]) -> list[Fit]:
    """Give all that was chosen, category by category."""
    return [fit for some in chosen.values() for fit in some]


def gap(cost: Decimal, bound: Decimal) -> float:
    """Give how far a cost is from a bound, as a share of the cost."""
    return float((cost - bound) / cost) if cost > 0 else 0.0


def greedy(menus: Menus, costs: Costs) -> Chosen:
    """Give a good choice in no time: the cheapest of each category, then every suite tried for all it could serve."""
    chosen = {category: _cheapest(menu, costs) for category, menu in menus.items()}
    least = known_total(fits_of(chosen), costs)
    sharing = [fits for fits in _by_offer(menus).values() if len(fits) > 1]
    better = True
    while better:
        better = False
        for fits in sharing:
            tried = dict(chosen)
            for fit in fits:
                tried[fit.category] = _with(fit, chosen[fit.category], menus[fit.category], costs)
            cost = known_total(fits_of(tried), costs)
            if cost < least:
                chosen, least, better = tried, cost, True
    return chosen


def _with(fit: Fit, chosen: tuple[Fit, ...], menu: Menu, costs: Costs) -> tuple[Fit, ...]:
    """Give a category's choice with an offer in it: alone, or in the place of the one that it replaces best."""
    if menu.most == 1:
        return (fit,)
    there = [next(one for one in menu.fits if one.offer == part.offer) for part in chosen if part.offer != fit.offer]
    paid = Costs(costs.per_move, {fit.offer.tool: costs.leaving.get(fit.offer.tool, Decimal(0))})
    trials = [_shared_out([fit, *rest], costs, first=fit) for rest in combinations(there, menu.most - 1)]
    kept = [trial for trial in [*trials, (fit,)] if _keeps(menu, trial)]
    return min(kept, key=lambda trial: sum(alone(one, paid) for one in trial), default=chosen)


def _by_offer(menus: Menus) -> dict[Offer, list[Fit]]:
    found: dict[Offer, list[Fit]] = defaultdict(list)
    for menu in menus.values():
        for fit in menu.fits:
            found[fit.offer].append(fit)
    return found


def _cheapest(menu: Menu, costs: Costs) -> tuple[Fit, ...]:
    """The cheapest of a menu by itself; where several may be, improved one by one from the first set."""
    if menu.most == 1:
        return (min(menu.fits, key=lambda fit: alone(fit, costs)),)
    offered, chosen = list(menu.first), _shared_out(menu.first, costs)
    least = sum(alone(fit, costs) for fit in chosen)
    better = True
    while better:
        better = False
        for fit in (fit for fit in menu.fits if fit not in offered):
            for place in range(len(offered) + (len(offered) < menu.most)):
                trial = [*offered[:place], fit, *offered[place + 1 :]]
                tried = _shared_out(trial, costs)
                if _keeps(menu, tried) and (cost := sum(alone(one, costs) for one in tried)) < least:
                    offered, chosen, least, better = trial, tried, cost, True
    return chosen


def _all_keep(menus: Menus, chosen: Chosen) -> bool:
    return all(menu.most == 1 or _keeps(menu, chosen[category]) for category, menu in menus.items())


def _keeps(menu: Menu, tried: Sequence[Fit]) -> bool:
    unpriced = sum(len(fit.served) for fit in tried if fit.offer.unit_price is None)
    served = sum(len(fit.served) for fit in tried)
    held = all(any(fit.offer == one.offer for fit in tried for one in group) for group in menu.pinned)
    return served == menu.people and unpriced <= menu.unpriced and held


def _shared_out(fits: Iterable[Fit], costs: Costs, first: Fit | None = None) -> tuple[Fit, ...]:
    """Let each need be served by the cheapest of some fits that meet it, those without a price last.

    A seat of `first` is thought to be there already.
    """
    best: dict[Need, tuple[tuple[bool, Decimal], Fit]] = {}
    for fit in fits:
        price = (fit.offer.unit_price or Decimal(0)) * MONTHS if fit is not first else Decimal(0)
        for one in fit.met:
            cost = (fit.offer.unit_price is None, price * len(one.need.people) + costs.per_move * one.moved)
            if one.need not in best or cost < best[one.need][0]:
                best[one.need] = (cost, fit)
    parts: dict[int, set[Need]] = defaultdict(set)
    for need, (_, fit) in best.items():
        parts[id(fit)].add(need)
    return tuple(fit.only(parts[id(fit)]) for fit in fits if parts.get(id(fit)))


def solve(menus: Menus, costs: Costs, start: Chosen | None = None, seconds: float = SECONDS) -> Solved:
    """Give the cheapest choice from the menus, searched from `start` (the greedy one).

    Raises `BadUse` where more tools are pinned than there are needs to share out.
    """
    start = start or greedy(menus, costs)
    if not menus:
        return Solved({}, known_total((), costs))
    model = Model(menus, costs)
    valid = [start] if _all_keep(menus, start) else []
    result = model.programme.solve(seconds, model.values(start) if valid else None)
    valid += [model.chosen(result.values)] if result.values else []
    if not valid:
        pinned = sorted({fit.offer.name for menu in menus.values() for group in menu.pinned for fit in group})
        raise BadUse(f"too few people are there for {', '.join(pinned)}", mend="pin fewer", where="--pin")
    chosen = min(valid, key=lambda one: known_total(fits_of(one), costs))
    least = known_total(fits_of(chosen), costs)
    bound = result.bound + ROUNDING if abs(result.bound) < HUGE else 0.0
    proven = Decimal(str(bound)).quantize(CENT, ROUND_FLOOR)
    return Solved(chosen, min(least, proven))


@dataclass(frozen=True, slots=True)
class _Block:
    """People whom an offer serves together where a column is 1."""

    fit: Fit
    people: frozenset[str]
    column: int
    need: Need | None = None


@dataclass
class Model:
    """The mixed-integer programme of some menus: a switch for each fit, or for each need of it, and counts of seats."""

    menus: Menus
    costs: Costs
    programme: Programme = field(default_factory=Programme)
    _gates: dict[Offer, list[int]] = field(default_factory=lambda: defaultdict(list))
    _blocks: dict[Offer, list[_Block]] = field(default_factory=lambda: defaultdict(list))
    _switches: dict[tuple[str, Offer], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._counted = {offer for offer, fits in _by_offer(self.menus).items() if _needs_count(offer, fits)}
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
        of_person: dict[str, list[int]] = defaultdict(list)
        for block in blocks:
            for person in block.people:
                of_person[person].append(block.column)
        patterns: dict[tuple[int, ...], int] = defaultdict(int)
        for columns in of_person.values():
            patterns[tuple(columns)] += 1
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
        on: dict[int, tuple[Fit, set[Need]]] = {}
        for blocks in self._blocks.values():
            for block in blocks:
                if values[block.column] > 0.5:
                    needs = on.setdefault(id(block.fit), (block.fit, set()))[1]
                    needs |= {block.need} if block.need else {one.need for one in block.fit.met}
        for fit, needs in on.values():
            found[fit.category].append(fit.only(needs))
        return {
            category: tuple(sorted(some, key=lambda fit: (-len(fit.served), fit.offer.tool, fit.offer.rank)))
            for category, some in found.items()
        }


def _needs_count(offer: Offer, fits: Sequence[Fit]) -> bool:
    """Whether the seats of an offer are more than the sum of whom it serves: shared, under contract, or by number."""
    return len(fits) > 1 or bool(offer.seats or offer.tiers)
