"""The cheapest set: against brute force on small markets, never dearer than others, never against a gate."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from hypothesis import given, settings

from catalog.consolidation import optimize
from catalog.consolidation.market import WORKING, Fit, Market
from catalog.consolidation.optimize import alone, known_total, licences, seats
from catalog.consolidation.scenario import admissible, best, optimum
from tests.catalog.markets import ASK, ASSUMED, CLINIC, FREE, contract, market, markets, tool, use

Rank = tuple[int, int, Decimal]
FEW = settings(max_examples=60, deadline=None)


def rank(fits: Sequence[Fit], people: int) -> Rank:
    """Order choices as a planner does: people left out, then prices not known, then the known sum."""
    unserved = people - sum(len(fit.served) for fit in fits)
    return unserved, sum(fit.offer.unit_price is None for fit in fits), known_total(fits, ASSUMED.per_move)


def every_choice(it: Market) -> Iterator[list[Fit]]:
    """Give every choice of one offer (or none) for each category."""
    some: list[list[Fit | None]] = [[None, *it.fits(category)] for category in it.uses]
    for chosen in product(*some):
        yield [fit for fit in chosen if fit is not None and fit.served]


def wanted(it: Market) -> int:
    """Give how many people are to be served, in all categories together."""
    return sum(len(need.people) for needs in it.needs.values() for need in needs)


@FEW
@given(markets(tools=4, people=4))
def test_no_choice_of_all_is_better(it: Market) -> None:
    found = rank(list(optimum(it, ASSUMED).chosen.values()), wanted(it))
    assert found == min(rank(fits, wanted(it)) for fits in every_choice(it))


@FEW
@given(markets(tools=4, people=4))
def test_from_any_start_the_solver_finds_the_cheapest_and_proves_it(it: Market) -> None:
    options = admissible(it, ASSUMED)
    dearest = {name: max(fits, key=lambda fit: alone(fit, ASSUMED.per_move)) for name, fits in options.items()}
    solved = optimize.solve(options, ASSUMED.per_move, dearest)
    least = min(known_total(fits, ASSUMED.per_move) for fits in product(*options.values()))
    assert (known_total(solved.chosen.values(), ASSUMED.per_move), solved.bound) == (least, least)


@FEW
@given(markets())
def test_the_optimum_is_never_worse_than_the_best_of_each_category(it: Market) -> None:
    assert rank(list(optimum(it, ASSUMED).chosen.values()), wanted(it)) <= rank(
        list(best(it, ASSUMED).chosen.values()), wanted(it)
    )


@FEW
@given(markets())
def test_the_greedy_start_is_a_choice_and_no_better(it: Market) -> None:
    options = admissible(it, ASSUMED)
    start = optimize.greedy(options, ASSUMED.per_move)
    solved = optimize.solve(options, ASSUMED.per_move)
    assert start.keys() == solved.chosen.keys() == options.keys()
    costs = [known_total(one.values(), ASSUMED.per_move) for one in (solved.chosen, start)]
    assert solved.bound <= costs[0] <= costs[1]


@FEW
@given(markets())
def test_nothing_is_recommended_to_whom_a_gate_forbids_it(it: Market) -> None:
    for outcome in (optimum(it, ASSUMED), best(it, ASSUMED)):
        for category, fit in outcome.chosen.items():
            served = [need for need in it.needs[category] if need.people <= fit.served]
            words = [it.verdict(fit.offer.tool, fit.offer.plan, "company", need).word for need in served]
            assert set(words) <= set(WORKING)
            assert fit.served == frozenset().union(*(need.people for need in served))


def test_a_suite_is_bought_once_for_all_that_it_does() -> None:
    chat, meet = tool(1, "team-chat", {"pro": 5}), tool(2, "meetings", {"pro": 5})
    suite = tool(3, "files", {"pro": 8}, also=["team-chat", "meetings"])
    uses = [use("anna", 1, "pro"), use("anna", 2, "pro"), use("anna", 3, "pro")]
    found = optimum(market([chat, meet, suite], uses), ASSUMED)
    assert {fit.offer.tool for fit in found.chosen.values()} == {"tool-3"}
    assert licences(found.chosen.values(), "USD").amount == 8 * 12
    assert set(seats(found.chosen.values()).values()) == {1}


def test_a_person_in_two_categories_takes_one_seat_and_two_people_two() -> None:
    suite = tool(1, "team-chat", {"pro": 8}, also=["meetings"])
    meet = tool(2, "meetings", {"pro": 90})
    shared = market([suite, meet], [use("anna", 1, "pro"), use("anna", 2, "pro")])
    apart = market([suite, meet], [use("anna", 1, "pro"), use("bo", 2, "pro")])
    assert [set(seats(optimum(it, ASSUMED).chosen.values()).values()) for it in (shared, apart)] == [{1}, {2}]


def test_free_plans_are_no_company_solution() -> None:
    it = market([tool(1, prices={"basic": FREE, "pro": 7})], [use("anna", 1)])
    assert optimum(it, ASSUMED).chosen["team-chat"].offer.plan == "pro"


def test_our_own_contract_comes_first_in_best_and_the_cheaper_one_in_optimum() -> None:
    ours = tool(1, prices={"pro": 9}, contract=contract(1, "pro", 1, "9"))
    it = market([ours, tool(2, prices={"pro": 5})], [use("anna", 2, "pro")])
    assert best(it, ASSUMED).chosen["team-chat"].offer.tool == "tool-1"
    assert optimum(it, ASSUMED).chosen["team-chat"].offer.tool == "tool-2"


def test_a_contract_is_paid_for_all_its_seats() -> None:
    it = market([tool(1, prices={"pro": 9}, contract=contract(1, "pro", 50, "9"))], [use("anna", 1, "pro")])
    assert licences(best(it, ASSUMED).chosen.values(), "USD").amount == 50 * 9 * 12


def test_a_known_price_comes_before_an_unknown_one_and_serving_people_before_both() -> None:
    dear, secret = tool(1, prices={"pro": 900}), tool(2, prices={"pro": ASK}, cleared=["pro"])
    office, clinic = use("anna", 1, "pro"), use("bo", 1, "pro", CLINIC, "phi")
    assert optimum(market([dear, secret], [office]), ASSUMED).chosen["team-chat"].offer.tool == "tool-1"
    assert optimum(market([dear, secret], [office, clinic]), ASSUMED).chosen["team-chat"].offer.tool == "tool-2"


def test_switching_decides_between_two_of_one_price() -> None:
    both = [tool(1, prices={"pro": 5}), tool(2, prices={"pro": 5})]
    it = market(both, [use("anna", 2, "pro"), use("bo", 2, "pro"), use("cy", 1, "pro")])
    assert optimum(it, ASSUMED).chosen["team-chat"].offer.tool == "tool-2"


def test_a_rule_has_its_price() -> None:
    cheap, safe = tool(1, prices={"pro": 2}), tool(2, prices={"pro": 30}, cleared=["pro"])
    it = market([cheap, safe], [use("anna", 1, "pro"), use("bo", 1, "pro", CLINIC, "phi")])
    prices = {one.constraint: one.costs_year.amount for one in optimum(it, ASSUMED).prices}
    assert prices == {"the rules for medical work": (30 - 2) * 2 * 12 + 2 * 10}


def test_a_suite_under_contract_is_not_thought_cheaper_than_its_contract() -> None:
    suite = tool(3, "files", {"pro": 1}, also=["team-chat", "meetings"], contract=contract(3, "pro", 50, "1"))
    it = market([tool(1, "team-chat", {"pro": 5}), tool(2, "meetings", {"pro": 5}), suite],
                [use("anna", 1, "pro"), use("anna", 2, "pro")])  # fmt: skip
    found = optimum(it, ASSUMED)
    assert {fit.offer.tool for fit in found.chosen.values()} == {"tool-1", "tool-2"}
    assert (found.bound, found.gap) == (Decimal(120), 0.0)
    assert seats(best(it, ASSUMED).chosen.values()) == {fit.offer: 50 for fit in it.fits("files")}
