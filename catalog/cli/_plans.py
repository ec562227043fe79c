"""A scenario's document as text for a terminal."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from catalog.cli._answers import when

SHOWN = 10
NOBODY = (
    "Nobody has named a tool yet, so there is nothing to plan.",
    "  Name one:         byot adopt slack --by anna",
    "  Read a log:       byot discover access.log",
    "  Add a contract:   byot solution add TOOL PLAN --seats N",
    "  Look at an example: byot demo company (in a database of its own)",
)


def tell(told: Mapping[str, Any]) -> None:
    """Print a scenario."""
    sys.stdout.write("\n".join(_lines(told)) + "\n")


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    if not told["categories"]:
        yield from NOBODY
        return
    now = told["current"]
    yield (
        f"{_count(now['people'], 'person uses', 'people use')} {_count(now['tools'], 'tool', 'tools')}"
        f" in {_count(len(told['categories']), 'category', 'categories')}:"
        f" {money(now['cost_year'])} a year. As of {when(told['as_of'])}."
    )
    yield from _scenario(told["scenario"])
    for category in told["categories"]:
        yield ""
        yield from _category(category, told["scenario"]["name"])
    if told["waves"]:
        yield ""
        yield "Who moves when:"
    for wave in told["waves"]:
        people = sum(move["people"] for move in wave["moves"])
        yield f"  Wave {wave['wave']}, {wave['from']} to {wave['until']}, {people} people"
        for move in wave["moves"][:SHOWN]:
            yield f"    {move['people']:>4}  {move['from']} to {move['to']}, {move['team'] or 'no team'}. {move['why']}"
        if len(wave["moves"]) > SHOWN:
            yield f"          and {len(wave['moves']) - SHOWN} moves more; --json lists them all"


def _scenario(scenario: Mapping[str, Any]) -> Iterator[str]:
    if scenario["name"] == "keep":
        yield f"Scenario keep: all stays as it is, {money(scenario['licences_year'])} a year."
        return
    assumed = scenario["assumptions"]
    yield (
        f"Scenario {scenario['name']}: {money(scenario['licences_year'])} a year for licences"
        f" and {money(scenario['switching'])} once for switching."
    )
    if scenario["gap"] is not None:
        yield f"  No other choice costs less than {money(scenario['bound'])}: within {scenario['gap']:.1%} of it."
    for one in scenario["prices_of_constraints"]:
        costs = one["costs_year"]
        yield f"  What {one['constraint']} cost: {money(costs) if costs['amount'] is not None else _lacking(one)}."
    yield (
        f"  Assumed: {money(assumed['switching_per_person_and_tool'])} for each person and tool that moves,"
        f" {assumed['people_per_week']} people a week."
    )


def _lacking(one: Mapping[str, Any]) -> str:
    names = ", ".join(f"{each['slug']} {each['plan']}" for each in one["lacks"])
    return (
        f"not comparable until you know a price of {names} (ask the vendor; `byot solution add` records what you pay)"
    )


def _category(category: Mapping[str, Any], scenario: str) -> Iterator[str]:
    yield f"{category['category']}"
    for row in category["tools"]:
        plan = row["plan"] or "(plan not known)"
        yield f"  {row['people']:>5}  {row['slug']} {plan}: {money(row['cost_year'])} a year"
    solution = category["solution"]
    if solution is not None:
        yield (
            f"     ->  {solution['slug']} {solution['plan']}, {solution['seats']} seats at"
            f" {money(solution['unit_price'])} a month: {money(solution['cost_year'])} a year,"
            f" {_saving(category['saves_year'])}"
        )
        yield f"         {_verdicts(solution['verdicts'])}. {solution['why']}"
        other = solution["runner_up"]
        if other is not None:
            yield f"         Next best: {other['slug']} {other['plan']}. {other['why_not']}"
    elif scenario != "keep" and not category["unserved"]:
        yield "     ->  nobody uses it"
    for one in category["unserved"]:
        yield f"      !  {one['people']} in {one['industry']} work ({', '.join(one['data'])}): {one['why']}"


def _verdicts(words: Mapping[str, str]) -> str:
    return ", ".join(f"{industry}: {word}" for industry, word in words.items()) or "Nobody to serve"


def _saving(saves: Mapping[str, Any]) -> str:
    if saves["amount"] is None:
        return "saving not known"
    if saves["amount"] < 0:
        return f"{money({**saves, 'amount': -saves['amount']})} more than today"
    return f"saves {money(saves)}"


def money(told: Mapping[str, Any]) -> str:
    """Give money as text, with how many prices it lacks."""
    lacking = f" ({_count(told['unknown'], 'price', 'prices')} not known)" if told.get("unknown") else ""
    if told["amount"] is None:
        return f"an unknown sum{lacking}" if lacking else "price not known"
    digits = next(digits for digits in (0, 2, 4) if digits == 4 or round(told["amount"], digits) == told["amount"])
    return f"{told['amount']:,.{digits}f} {told['currency']}{lacking}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
