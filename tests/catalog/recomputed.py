"""A scenario's sums, computed again from its rows alone: what anybody with the JSON can do."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

CENT = Decimal("0.01")
Document = Mapping[str, Any]


def amount(money: Document) -> Decimal | None:
    """Give the amount of money in a document."""
    return None if money["amount"] is None else Decimal(str(money["amount"]))


def same(money: Document, parts: Iterable[Decimal | None]) -> bool:
    """Say whether money is the sum of the known parts and counts those that are not."""
    listed = list(parts)
    known = [part for part in listed if part is not None]
    expected = None if listed and not known else sum(known, Decimal(0))
    return amount(money) == expected and money.get("unknown", 0) == len(listed) - len(known)


def solutions_of(category: Document) -> list[Document]:
    """Give what was chosen for a category."""
    return [category["solution"], *category["further"]] if category["solution"] else []


def require(told: Document) -> None:
    """Hold every sum of a scenario's document to its rows."""
    rows = [row for category in told["categories"] for row in category["tools"]]
    solutions = [one for category in told["categories"] for one in solutions_of(category)]
    distinct = {(one["slug"], one["plan"]): one for one in solutions}
    scenario = told["scenario"]
    assert same(told["current"]["cost_year"], [amount(row["cost_year"]) for row in rows])
    assert told["current"]["tools"] == len({row["slug"] for row in rows})
    if scenario["name"] == "keep":
        assert scenario["licences_year"] == told["current"]["cost_year"]
    else:
        assert same(scenario["licences_year"], [amount(one["cost_year"]) for one in distinct.values()])
    licences, switching, total = (amount(scenario[name]) for name in ("licences_year", "switching", "total"))
    assert switching is not None
    assert total == (None if licences is None else licences + switching)
    for one in solutions:
        _require_solution(one, distinct[one["slug"], one["plan"]])
    for category in told["categories"]:
        _require_saving(category, scenario["name"])
    moves = [move for wave in told["waves"] for move in wave["moves"]]
    per_move = amount(scenario["assumptions"]["switching_per_person_and_tool"])
    assert per_move is not None
    left = amount(scenario["contracts_left"])
    assert left is not None
    assert switching == left + per_move * sum(move["people"] for move in moves if move["from"] != move["to"])
    if scenario["gap"] is not None:
        bound = amount(scenario["bound"])
        assert bound is not None
        assert bound <= (total or switching)


def _require_solution(one: Document, first: Document) -> None:
    assert {key: one[key] for key in ("seats", "unit_price", "cost_year")} == {
        key: first[key] for key in ("seats", "unit_price", "cost_year")
    }
    price, cost = amount(one["unit_price"]), amount(one["cost_year"])
    assert cost == (None if price is None else (price * one["seats"] * 12).quantize(CENT))
    assert set(one["verdicts"].values()) <= {"allowed", "conditions"}


def _require_saving(category: Document, scenario: str) -> None:
    known = [amount(row["cost_year"]) for row in category["tools"]]
    now = sum((one for one in known if one is not None), Decimal(0))
    saves = amount(category["saves_year"])
    if scenario == "keep":
        assert saves == 0
    elif saves is not None:
        costs = [amount(one["cost_year"]) for one in solutions_of(category)]
        assert saves == now - sum((cost for cost in costs if cost is not None), Decimal(0))
        assert None not in costs
