"""The curve of cost against risk: for each budget, which categories to move first, so that fewest stay uncleared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from catalog.consolidation.costs import Costs, known_total
from catalog.consolidation.current import Row, rows
from catalog.consolidation.explain import not_cleared
from catalog.consolidation.market import Market
from catalog.consolidation.model import Chosen, fits_of
from catalog.consolidation.money import CENT, Money
from catalog.consolidation.programme import Programme

STEPS = 8
SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Point:
    """What a budget buys: the categories that move, the first year's cost, and the people left without clearance."""

    moved: tuple[str, ...]
    cost: Decimal
    risk: int

    def document(self, currency: str) -> dict[str, Any]:
        """Give it as a document; people count once for each kind of work."""
        return {"cost": Money(self.cost, currency).document(), "people": self.risk, "categories": list(self.moved)}


def curve(market: Market, chosen: Chosen, costs: Costs, steps: int = STEPS) -> list[Point]:
    """Give points from *keep all* to *move all*, for budgets between the two; prices that are not known count nothing.

    A category that does not move costs what it costs today, and leaves uncleared whoever is not cleared today.
    """
    listed = {category: rows(market, category) for category in market.uses}
    today = {category: _sum(some) for category, some in listed.items()}
    before = {category: sum(one["people"] for one in not_cleared(market, category)) for category in market.uses}
    after = {category: _after(market, category, chosen) for category in market.uses}

    def point(moved: tuple[str, ...]) -> Point:
        there = {category: chosen[category] for category in moved}
        kept = [category for category in market.uses if category not in there]
        stays = {row.tool for category in kept for row in listed[category]}
        left = {tool: amount for tool, amount in costs.leaving.items() if tool not in stays}
        cost = known_total(fits_of(there), Costs(costs.per_move, left)) + sum((today[one] for one in kept), Decimal(0))
        return Point(moved, cost, sum((after if one in there else before)[one] for one in market.uses))

    movable = tuple(category for category in market.uses if chosen.get(category))
    ends = point(()), point(movable)
    low, high = sorted(one.cost for one in ends)
    found, alone = list(ends), {category: point((category,)).cost for category in movable}
    for step in range(1, steps):
        budget = (low + (high - low) * step / steps).quantize(CENT, ROUND_HALF_UP)
        found.append(point(_within(budget, today, alone, before, after)))
    return _frontier(found)


def _sum(listed: Iterable[Row]) -> Decimal:
    return sum((row.cost_year for row in listed if row.cost_year is not None), Decimal(0))


def _after(market: Market, category: str, chosen: Chosen) -> int:
    one = {category: chosen[category]} if chosen.get(category) else {}
    everybody = {use.person for use in market.uses[category]}
    return len(everybody - frozenset().union(*(fit.served for fit in fits_of(one)))) if one else len(everybody)


def _within(
    budget: Decimal,
    today: Mapping[str, Decimal],
    alone: Mapping[str, Decimal],
    before: Mapping[str, int],
    after: Mapping[str, int],
) -> tuple[str, ...]:
    """Choose the categories to move within a budget, each by what it adds alone, so that fewest stay uncleared."""
    keep = sum(today.values(), Decimal(0))
    programme = Programme()
    columns = {category: programme.switch(float(after[category] - before[category])) for category in alone}
    added = [(columns[category], float(cost - keep)) for category, cost in alone.items()]
    programme.row(added, most=float(budget - keep))
    values = programme.solve(SECONDS).values
    return tuple(category for category, column in columns.items() if values and values[column] > 0.5)


def _frontier(points: list[Point]) -> list[Point]:
    """Leave out each point that another one beats in cost and people."""
    kept: list[Point] = []
    for one in sorted(points, key=lambda point: (point.cost, point.risk)):
        if not kept or one.risk < kept[-1].risk:
            kept.append(one)
    return kept


def still_uncleared(market: Market, document: Mapping[str, Any]) -> int:
    """Give how many people a scenario's document leaves without clearance, once for each kind of work.

    Where it has no solution for a kind of work, all stays there as it is today.
    """
    return sum(
        int(one["people"])
        for category in document["categories"]
        for one in (category["unserved"] if category["solution"] else not_cleared(market, category["category"]))
    )
