"""What one tier up would make fine, for how many, at what price; and where free plans end."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from catalog.check.known import Known
from catalog.consolidation.current import plan_of
from catalog.consolidation.market import WORKING, Market, strictest
from catalog.consolidation.money import Money, cost_year
from catalog.consolidation.offers import contract_price, contracts_of, is_free, list_price
from catalog.consolidation.overlap import Use
from catalog.evidence.resolve import holds
from catalog.models.tool import Plan

Documents = list[dict[str, Any]]


def upgrades(market: Market) -> Documents:
    """Give, for each tool and plan in use that is not fine for all, the lowest plan above that is fine for most.

    Those come first that clear most people for each unit of money; a price that is not known comes last.
    """
    groups: dict[tuple[int, str], list[Use]] = defaultdict(list)
    for some in market.uses.values():
        for use in some:
            plan = plan_of(market.tools[use.tool_id], use)
            if plan is not None:
                groups[use.tool_id, plan].append(use)
    found = [one for key, some in groups.items() if (one := _upgrade(market, market.tools[key[0]], key[1], some))]
    return sorted(found, key=_order)


def _order(one: dict[str, Any]) -> tuple[bool, float, str, str]:
    amount = one["costs_year"]["amount"]
    worth = 0.0 if amount is None else one["helped"] / max(float(amount), 1.0)
    return amount is None, -worth, one["tool"], one["plan"]


def _upgrade(market: Market, it: Known, plan: str, some: Sequence[Use]) -> dict[str, Any] | None:
    now = {use.person: market.today(use, plan) for use in some}
    barred = [use for use in some if now[use.person].word not in WORKING]
    step = next((one for one in it.ladder if one.slug == plan), None)
    if not barred or step is None:
        return None
    tried = [(higher, _helped(market, it, higher, barred)) for higher in _above(it, step)]
    best = max(tried, key=lambda one: (len(one[1]), -one[0].rank), default=None)
    if best is None or not best[1]:
        return None
    higher, helped = best
    words: dict[str, str] = {}
    for use in helped:
        word = market.verdict(it.tool.slug, higher.slug, "company", use.alone).word
        words[use.group.industry] = strictest(word, words.get(use.group.industry, "allowed"))
    lacked = {reason.criterion for use in barred for reason in now[use.person].reasons
              if reason.effect in ("gate_failed", "gate_unknown")}  # fmt: skip
    prices = [_price(market, it, one) for one in (step, higher)]
    more = None if None in prices else (prices[1] or Decimal(0)) - (prices[0] or Decimal(0))
    return {
        "tool": it.tool.slug,
        "plan": plan,
        "to": higher.slug,
        "people": len(some),
        "helped": len(helped),
        "verdicts": dict(sorted(words.items())),
        "unlocks": sorted(market.rubric.criteria[name].title for name in lacked if name in market.rubric.criteria),
        "costs_year": Money(cost_year(more, len(some)), market.currency).document(),
    }


def _helped(market: Market, it: Known, higher: Plan, barred: Sequence[Use]) -> list[Use]:
    return [use for use in barred if market.verdict(it.tool.slug, higher.slug, "company", use.alone).word in WORKING]


def _above(it: Known, step: Plan) -> Iterator[Plan]:
    return (one for one in it.ladder if one.family in (step.family, "team") and one.rank > step.rank)


def _price(market: Market, it: Known, plan: Plan) -> Decimal | None:
    contract = contracts_of(it).get(plan.slug)
    if contract is not None:
        return contract_price(contract, market.rates)
    return Decimal(0) if is_free(it, plan) else list_price(it, plan, market.rates)


def cliffs(market: Market) -> Documents:
    """Give the limits of free plans in use: how many people meet them, when they bite, what the next plan costs.

    Seats are counted over the whole company; days count from when each began, so they bite at once where all are older.
    """
    used: dict[tuple[int, str], list[Use]] = defaultdict(list)
    for some in market.uses.values():
        for use in some:
            plan = plan_of(market.tools[use.tool_id], use)
            if plan is not None:
                used[use.tool_id, plan].append(use)
    free = {number: it.free_plans for number, it in market.tools.items()}
    found = [
        one
        for (number, plan), some in used.items()
        if plan in free[number]
        for one in _cliffs(market, market.tools[number], plan, some)
    ]
    return sorted(found, key=lambda one: (one["bites_on"] is None, one["bites_on"] or "", -one["people"], one["tool"]))


def _cliffs(market: Market, it: Known, plan: str, some: Sequence[Use]) -> Iterator[dict[str, Any]]:
    step = next((one for one in it.ladder if one.slug == plan), None)
    if step is None:
        return
    paid = next(((one, price) for one in _above(it, step) if (price := _price(market, it, one))), None)
    seen: set[str] = set()
    for fact in it.facts.get("free_limit", ()):
        value = fact.value
        if fact.plan != plan or not isinstance(value, dict) or not holds(fact, it.moment) or value["what"] in seen:
            continue
        seen.add(value["what"])
        bites = _bites(value, some, market.moment.as_of.date())
        yield {
            "tool": it.tool.slug,
            "plan": plan,
            "people": len(some),
            "limit": {"what": value["what"], "amount": value.get("amount"), "unit": value.get("unit")},
            "bites_on": None if bites is None else bites.isoformat(),
            "next_plan": paid[0].slug if paid else None,
            "costs_year": Money(cost_year(paid[1], len(some)) if paid else None, market.currency).document(),
        }


def _bites(value: dict[str, Any], some: Sequence[Use], today: date) -> date | None:
    """The day on which a limit is met; None where the register does not show what it counts."""
    amount = value.get("amount")
    if not isinstance(amount, int | float):
        return None
    began = sorted(use.since for use in some if use.since is not None)
    if value["what"] in ("seats", "users", "members"):
        return _growth(began, len(some), amount, today)
    if value.get("unit") == "day" and began:
        return began[0] + timedelta(days=int(amount))
    return None


def _growth(began: Sequence[date], count: int, limit: float, today: date) -> date | None:
    """The day on which there are more than a limit: the one when it happened, or by the growth of the last 90 days."""
    if count > limit:
        return began[int(limit)] if len(began) > limit else today
    grown = sum(day > today - timedelta(days=90) for day in began)
    return None if not grown else today + timedelta(days=int((limit - count + 1) / grown * 90))
