"""Why a solution was chosen, why not the next best, and whom it leaves out: in plain words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from catalog.consolidation.costs import Costs, alone, seats
from catalog.consolidation.current import plan_of
from catalog.consolidation.limits import Limits
from catalog.consolidation.market import WORKING, Fit, LeftOut, Market, obstacle, strictest
from catalog.consolidation.menu import allowed_of
from catalog.consolidation.model import Chosen, fits_of
from catalog.consolidation.money import Money
from catalog.consolidation.scenario import by_cost, by_worth
from catalog.verdict.case import STRICTNESS

Unserved = list[dict[str, Any]]
NUMBERS = {2: "two", 3: "three", 4: "four"}


def why(fit: Fit, market: Market, chosen: Chosen, scenario: str) -> str:
    """Give why an offer was chosen for a category, and what it replaces."""
    return " ".join(_why(fit, market, chosen, scenario))


def _why(fit: Fit, market: Market, chosen: Chosen, scenario: str) -> Iterator[str]:
    offer = fit.offer
    everybody = _whom(fit, market, chosen)
    if offer.ours:
        yield f"We have it already, and it serves {everybody}."
        more = seats(fits_of(chosen))[offer] - offer.seats
        if more:
            yield f"It takes {more} more {'seat' if more == 1 else 'seats'} than the contract has."
    elif offer.unit_price is None:
        yield f"It serves {everybody}, but no price is published: ask the vendor."
    else:
        cheapest = "It is in the cheapest set that" if scenario == "optimum" else "It is the cheapest that"
        yield f"{cheapest} serves {everybody}."
    shared = [market.noun(other.category) for other in fits_of(chosen) if other.offer == offer]
    if len(shared) > 1:
        yield f"One seat covers {', '.join(shared[:-1])} and {shared[-1]}."
    replaced = _replaced(fit, market)
    if replaced:
        yield f"It replaces {_listed(replaced)}."


def _whom(fit: Fit, market: Market, chosen: Chosen) -> str:
    if len(chosen[fit.category]) > 1:
        others = [one.offer.name for one in chosen[fit.category] if one.offer != fit.offer]
        return f"{len(fit.served)} people, beside {_listed(others)}"
    return "everybody here" if not fit.left_out else f"{len(fit.served)} people, the most that one tool can"


def runner_up(
    fit: Fit, market: Market, chosen: Chosen, costs: Costs, scenario: str, limits: Limits
) -> dict[str, Any] | None:
    """Give the next best offer for the same people, of another tool where there is one, and why it was not chosen."""
    order = by_cost if scenario == "optimum" else by_worth
    there = {one.offer for one in chosen[fit.category]}
    fits = market.fits(fit.category)
    if len(there) > 1:
        fits = [one.only({each.need for each in fit.met}) for one in fits]
    others = [one for one in order(fits, costs) if one.offer not in there]
    other = next((one for one in others if one.offer.tool != fit.offer.tool), others[0] if others else None)
    if other is None:
        return None
    cost = Money(other.offer.cost_year(len(other.served)), market.currency)
    return {
        "slug": other.offer.tool,
        "plan": other.offer.plan,
        "cost_year": cost.document(),
        "why_not": _why_not(other, fit, market, chosen, costs) if allowed_of(limits, [other]) else "You ruled it out.",
    }


def _why_not(other: Fit, fit: Fit, market: Market, chosen: Chosen, costs: Costs) -> str:
    missed = len(fit.served) - len(other.served)
    if missed > 0:
        further = [one for one in other.left_out if one.need.people & fit.served]
        return f"It leaves out {missed} people more. {_worst(further).why}"
    if other.offer.unit_price is None:
        return "Its price is not published."
    if fit.offer.unit_price is None:
        return f"We have {fit.offer.name} already."
    more = alone(other, costs) - alone(fit, costs)
    if more > 0:
        return f"It costs {Money(more, market.currency).text()} more in the first year, the move included."
    if sum(one.offer == fit.offer for one in fits_of(chosen)) > 1:
        return f"Alone it costs no more, but {fit.offer.name} is there for other work as well."
    if fit.offer.ours:
        return f"It costs no more, but we have {fit.offer.name} already."
    return "It costs the same."


def unserved(market: Market, category: str, chosen: Sequence[Fit], limits: Limits) -> Unserved:
    """Give whom the chosen solutions leave out, one entry per industry: why, and what would serve them alone."""
    fits = allowed_of(limits, market.fits(category))
    if not chosen and not fits:
        nothing = [
            LeftOut(need, "ask", "No plan on sale is known here for this work.") for need in market.needs[category]
        ]
        return [_entry(industry, some, _worst(some).why) for industry, some in _by_industry(nothing)]
    nearest = list(chosen) or [min(fits, key=lambda one: (one.unserved, one.strictness))]
    met = {one.need for fit in nearest for one in fit.met}
    left_out = {one.need: one for fit in nearest for one in fit.left_out if one.need not in met}
    more = f"Allow {NUMBERS.get(len(nearest) + 1, len(nearest) + 1)}."
    return [_entry(industry, some, _way(some, fits, more)) for industry, some in _by_industry(left_out.values())]


def relaxation(market: Market, category: str, chosen: Sequence[Fit], limits: Limits) -> dict[str, Any] | None:
    """Give the smallest change that would serve more people: one tool more, for whom, at what price alone.

    None where all are served, or no tool serves the others.
    """
    met = {one.need for fit in chosen for one in fit.met}
    wanted = {one.need for fit in chosen for one in fit.left_out} - met
    able = [one for fit in allowed_of(limits, market.fits(category)) if (one := fit.only(wanted)).served and wanted]
    if not able:
        return None
    add = min(able, key=lambda one: (-len(one.served), one.offer.unit_price is None, one.offer.unit_price or 0))
    cost = Money(add.offer.cost_year(len(add.served)), market.currency)
    return {
        "most": len(chosen) + 1,
        "slug": add.offer.tool,
        "plan": add.offer.plan,
        "people": len(add.served),
        "costs_year": cost.document(),
    }


def not_cleared(market: Market, category: str) -> Unserved:
    """Give who uses today what is not cleared for their work, one entry per industry."""
    found: list[LeftOut] = []
    for use in market.uses[category]:
        verdict = market.today(use, plan_of(market.tools[use.tool_id], use))
        if verdict.word not in WORKING:
            found.append(LeftOut(use.alone, verdict.word, obstacle(verdict)))
    return [_entry(industry, some, _worst(some).why) for industry, some in _by_industry(found)]


def _by_industry(left_out: Iterable[LeftOut]) -> list[tuple[str, list[LeftOut]]]:
    grouped: dict[str, list[LeftOut]] = defaultdict(list)
    for one in left_out:
        grouped[one.need.industry].append(one)
    return sorted(grouped.items())


def _entry(industry: str, some: Sequence[LeftOut], why: str) -> dict[str, Any]:
    return {
        "industry": industry,
        "people": len(frozenset().union(*(one.need.people for one in some))),
        "data": sorted({name for one in some for name in one.need.data}),
        "verdict": strictest(*(one.word for one in some)),
        "why": why,
    }


def _way(some: Sequence[LeftOut], fits: Sequence[Fit], more: str) -> str:
    """Say which offer would serve those left out, where their needs clash with others', or what stands in the way."""
    needs = {one.need for one in some}
    able = [one for one in fits if not any(out.need in needs for out in one.left_out)]
    if able:
        offer = min(able, key=lambda one: (one.offer.unit_price is None, one.offer.unit_price or 0)).offer
        return f"The needs clash: {offer.name} {offer.plan_name} would serve them, but leaves out others. {more}"
    return f"No tool that we know serves them. {_worst(some).why}"


def _worst(left_out: Sequence[LeftOut]) -> LeftOut:
    return max(left_out, key=lambda one: (STRICTNESS[one.word], len(one.need.people)))


def _replaced(fit: Fit, market: Market) -> list[str]:
    """The other tools that those whom it serves use for this work, the most used first."""
    tools = Counter(market.tools[use.tool_id].tool.name for use in market.uses[fit.category]
                    if use.person in fit.served and market.tools[use.tool_id].tool.slug != fit.offer.tool)  # fmt: skip
    return [name for name, _ in tools.most_common()]


def _listed(names: Sequence[str], most: int = 4) -> str:
    shown = list(names[:most])
    rest = len(names) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
