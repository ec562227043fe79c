"""Why a solution was chosen, why not the next best, and whom it leaves out: in plain words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from catalog.consolidation.current import plan_of
from catalog.consolidation.market import WORKING, Fit, LeftOut, Market, obstacle, strictest
from catalog.consolidation.money import Money
from catalog.consolidation.optimize import Chosen, alone, seats
from catalog.consolidation.overlap import Need
from catalog.consolidation.scenario import Assumptions, by_cost, by_worth
from catalog.verdict.case import STRICTNESS

Unserved = list[dict[str, Any]]


def why(fit: Fit, market: Market, chosen: Chosen, scenario: str) -> str:
    """Give why an offer was chosen for a category, and what it replaces."""
    return " ".join(_why(fit, market, chosen, scenario))


def _why(fit: Fit, market: Market, chosen: Chosen, scenario: str) -> Iterator[str]:
    offer = fit.offer
    everybody = "everybody here" if not fit.left_out else f"{len(fit.served)} people, the most that one tool can"
    if offer.ours:
        yield f"We have it already, and it serves {everybody}."
        more = seats(chosen.values())[offer] - offer.seats
        if more:
            yield f"It takes {more} more {'seat' if more == 1 else 'seats'} than the contract has."
    elif offer.unit_price is None:
        yield f"It serves {everybody}, but no price is published: ask the vendor."
    else:
        cheapest = "It is in the cheapest set that" if scenario == "optimum" else "It is the cheapest that"
        yield f"{cheapest} serves {everybody}."
    shared = [market.noun(other.category) for other in chosen.values() if other.offer == offer]
    if len(shared) > 1:
        yield f"One seat covers {', '.join(shared[:-1])} and {shared[-1]}."
    replaced = _replaced(fit, market)
    if replaced:
        yield f"It replaces {_listed(replaced)}."


def runner_up(fit: Fit, market: Market, chosen: Chosen, assumed: Assumptions, scenario: str) -> dict[str, Any] | None:
    """Give the next best offer for the category, of another tool where there is one, and why it was not chosen."""
    order = by_cost if scenario == "optimum" else by_worth
    others = [one for one in order(market.fits(fit.category), assumed) if one.offer != fit.offer]
    other = next((one for one in others if one.offer.tool != fit.offer.tool), others[0] if others else None)
    if other is None:
        return None
    cost = Money(other.offer.cost_year(len(other.served)), market.currency)
    return {
        "slug": other.offer.tool,
        "plan": other.offer.plan,
        "cost_year": cost.document(),
        "why_not": _why_not(other, fit, market, chosen, assumed),
    }


def _why_not(other: Fit, fit: Fit, market: Market, chosen: Chosen, assumed: Assumptions) -> str:
    if other.unserved > fit.unserved:
        further = [one for one in other.left_out if one.need.people & fit.served]
        return f"It leaves out {other.unserved - fit.unserved} people more. {_worst(further).why}"
    if other.offer.unit_price is None:
        return "Its price is not published."
    if fit.offer.unit_price is None:
        return f"We have {fit.offer.name} already."
    more = alone(other, assumed.per_move) - alone(fit, assumed.per_move)
    if more > 0:
        return f"It costs {Money(more, market.currency).text()} more in the first year, the move included."
    if sum(one.offer == fit.offer for one in chosen.values()) > 1:
        return f"Alone it costs no more, but {fit.offer.name} is there for other work as well."
    if fit.offer.ours:
        return f"It costs no more, but we have {fit.offer.name} already."
    return "It costs the same."


def unserved(market: Market, category: str, fit: Fit | None) -> Unserved:
    """Give whom the chosen solution leaves out, one entry per industry: why, and what would serve them alone."""
    fits = market.fits(category)
    if fit is None and not fits:
        nothing = [
            LeftOut(need, "ask", "No plan on sale is known here for this work.") for need in market.needs[category]
        ]
        return [_entry(industry, some, _worst(some).why) for industry, some in _by_industry(nothing)]
    nearest = fit or min(fits, key=lambda one: (one.unserved, one.strictness))
    return [_entry(industry, some, _way(some, fits)) for industry, some in _by_industry(nearest.left_out)]


def not_cleared(market: Market, category: str) -> Unserved:
    """Give who uses today what is not cleared for their work, one entry per industry."""
    found: list[LeftOut] = []
    for use in market.uses[category]:
        it, group = market.tools[use.tool_id], use.group
        need = Need(group.department, group.industry, group.posture, use.data, frozenset({use.person}))
        verdict = market.verdict(it.tool.slug, plan_of(it, use), use.account, need)
        if verdict.word not in WORKING:
            found.append(LeftOut(need, verdict.word, obstacle(verdict)))
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


def _way(some: Sequence[LeftOut], fits: Sequence[Fit]) -> str:
    """Say which offer would serve those left out, where their needs clash with others', or what stands in the way."""
    needs = {one.need for one in some}
    able = [one for one in fits if not any(out.need in needs for out in one.left_out)]
    if able:
        offer = min(able, key=lambda one: (one.offer.unit_price is None, one.offer.unit_price or 0)).offer
        return f"The needs clash: {offer.name} {offer.plan_name} would serve them, but leaves out others. Allow two."
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
