"""One tier up: for whom, at what price, what it unlocks; and where free plans end."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from catalog.consolidation.market import Market
from catalog.consolidation.plan import draw
from catalog.consolidation.scenario import optimum
from catalog.consolidation.sweep import curve, still_uncleared
from catalog.consolidation.upgrades import cliffs, upgrades
from tests.catalog.facts import TODAY, fact
from tests.catalog.markets import ASK, ASSUMED, CLINIC, FREE, Price, market, tool, use


def limited(number: int, **limit: Any) -> Any:
    """Give a tool whose free plan has a limit."""
    it = tool(number, prices={"basic": FREE, "pro": 5})
    it.facts = {**it.facts, "free_limit": [fact("free_limit", limit, plan="basic")]}
    return it


def used(count: int, number: int = 1, days: int = 30) -> Market:
    it = market([limited(number, what="seats", amount=3, unit="user")], [])
    began = it.moment.as_of.date() - timedelta(days=days)
    uses = [replace(use(f"p{n}", number), since=began) for n in range(count)]
    return market([limited(number, what="seats", amount=3, unit="user")], uses)


def test_the_lowest_plan_that_clears_most_is_named_with_its_price() -> None:
    it = tool(1, prices={"basic": FREE, "pro": 5, "top": 9}, cleared=["pro", "top"])
    people = [use("anna", 1, "basic", CLINIC, "phi"), use("bo", 1, "basic", CLINIC, "phi"), use("cy", 1, "basic")]
    (one,) = upgrades(market([it], people))
    assert (one["plan"], one["to"], one["people"], one["helped"]) == ("basic", "pro", 3, 2)
    assert one["costs_year"] == {"amount": 3 * 5 * 12, "currency": "USD"}
    assert set(one["verdicts"]) == {"medical"}


def test_most_people_for_the_money_come_first_and_unknown_prices_last() -> None:
    prices: list[Price] = [9, 3, ASK]
    tools = [tool(n + 1, prices={"basic": 1, "pro": price}, cleared=["pro"]) for n, price in enumerate(prices)]
    it = market(tools, [use("anna", number, "basic", CLINIC, "phi") for number in (1, 2, 3)])
    assert [one["tool"] for one in upgrades(it)] == ["tool-2", "tool-1", "tool-3"]


def test_where_all_is_fine_or_no_plan_helps_there_is_nothing_to_say() -> None:
    assert upgrades(market([tool(1)], [use("anna", 1)])) == []
    assert upgrades(market([tool(1)], [use("anna", 1, "basic", CLINIC, "phi")])) == []


def test_a_seat_limit_bites_when_it_was_passed_or_by_growth() -> None:
    (passed,) = cliffs(used(5))
    assert passed["bites_on"] == (used(5).moment.as_of.date() - timedelta(days=30)).isoformat()
    assert passed["costs_year"] == {"amount": 5 * 5 * 12, "currency": "USD"}
    (growing,) = cliffs(used(2))
    assert growing["bites_on"] == (used(2).moment.as_of.date() + timedelta(days=90)).isoformat()
    assert cliffs(used(2, days=200))[0]["bites_on"] is None


def test_a_limit_that_is_near_presses_the_move() -> None:
    growing = used(2)
    it = market([*growing.tools.values(), tool(2, prices={"pro": 1})], list(growing.uses["team-chat"]))
    told = draw(it, "optimum", ASSUMED)
    moves = [move for wave in told["waves"] for move in wave["moves"]]
    assert moves
    assert all("Its free plan meets a limit on " in move["why"] for move in moves)


def test_a_trial_that_runs_out_presses_the_move_and_one_that_ran_out_does_not() -> None:
    trying = tool(1, prices={"basic": FREE, "pro": 5})
    trying.facts = {**trying.facts, "free_trial_days": [fact("free_trial_days", 30, plan="pro")]}
    today = TODAY.as_of.date()

    def why(plan: str, days: int) -> str:
        since = replace(use("anna", 1, plan), since=today - timedelta(days=days))
        told = draw(market([trying, tool(2, prices={"pro": 1})], [since]), "optimum", ASSUMED)
        return str(told["waves"][0]["moves"][0]["why"])

    ends = f"A free trial ends on {today + timedelta(days=10)}."
    assert [ends in why(plan, days) for plan, days in (("pro", 20), ("pro", 40), ("basic", 20))] == [True, False, False]


def test_the_curve_falls_from_keeping_all_to_moving_all() -> None:
    chat = tool(1, "team-chat", {"basic": FREE, "pro": 5}, cleared=["pro"])
    meet = tool(2, "meetings", {"basic": FREE, "pro": 7}, cleared=["pro"])
    tools = [chat, meet]
    it = market(tools, [use("anna", 1, "basic", CLINIC, "phi"), use("bo", 2, "basic", CLINIC, "phi")])
    chosen = optimum(it, ASSUMED).chosen
    points = curve(it, chosen, ASSUMED.costs(it))
    assert [(int(point.cost), point.risk) for point in points] == [(0, 2), (60, 1), (60 + 84, 0)]
    documents = [draw(it, name, ASSUMED) for name in ("keep", "optimum")]
    assert [still_uncleared(it, one) for one in documents] == [points[0].risk, points[-1].risk]
