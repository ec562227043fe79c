"""What is in use today, row by row: tool and plan, by how many people, at what cost a year."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from catalog.check.known import Known
from catalog.consolidation.market import Market, category_of
from catalog.consolidation.money import Rates, cost_year
from catalog.consolidation.offers import contract_price, contracts_of, is_free, list_price
from catalog.consolidation.overlap import Use


@dataclass(frozen=True, slots=True)
class Row:
    """A tool on a plan (None: nobody said which) that people use, or that the company pays for though none does."""

    tool: str
    plan: str | None
    people: int
    cost_year: Decimal | None


def rows(market: Market, category: str) -> list[Row]:
    """Give a category's rows, the most used first.

    A plan under contract costs what the contract says, however many use it; a free plan 0, where a fact says that it
    is free; every other plan its price per seat for each person, None where that is not known.
    """
    people: dict[tuple[int, str | None], int] = defaultdict(int)
    for use in market.uses[category]:
        people[use.tool_id, plan_of(market.tools[use.tool_id], use)] += 1
    for tool_id, it in market.tools.items():
        if category_of(it) == category:
            for plan in contracts_of(it):
                people.setdefault((tool_id, plan), 0)
    found = [_row(market.tools[tool_id], plan, count, market.rates) for (tool_id, plan), count in people.items()]
    return sorted(found, key=lambda row: (-row.people, row.tool, row.plan or ""))


def plan_of(it: Known, use: Use) -> str | None:
    """Give the plan of a use: the one that was said, else the company's own, else the only one there is."""
    if use.plan is not None:
        return use.plan
    contracts = contracts_of(it)
    if contracts and use.account == "company":
        return list(contracts)[-1]
    return it.ladder[0].slug if len(it.ladder) == 1 else None


def _row(it: Known, plan: str | None, people: int, rates: Rates) -> Row:
    return Row(it.tool.slug, plan, people, _cost(it, plan, people, rates))


def _cost(it: Known, plan: str | None, people: int, rates: Rates) -> Decimal | None:
    contract = contracts_of(it).get(plan or "")
    if contract is not None:
        return cost_year(contract_price(contract, rates), contract.seats)
    step = next((step for step in it.ladder if step.slug == plan), None)
    if step is None:
        return None
    if is_free(it, step):
        return Decimal(0)
    return cost_year(list_price(it, step, rates), people)
