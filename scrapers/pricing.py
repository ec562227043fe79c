"""What the catalog knows of a tool's plans and prices, as a Pricing2Yaml document (version 2.1).

What is not known is left out: a plan without a price has none, and a feature stands in it only where every plan has an
answer, because the form knows no *unknown*.
"""

from datetime import date, datetime
from typing import Any

import yaml
from sqlmodel import Session

from catalog.check.facts import known_tool, tool_at
from catalog.check.known import Known
from catalog.errors import BadUse
from catalog.evidence.price import Price
from catalog.models.evidence import Fact
from catalog.models.tool import Plan

FEATURES = {"sso_saml": "samlSso", "scim": "scim", "audit_log": "auditLogs"}
ASK = "Contact Sales"


def pricing_of(session: Session, query: str, as_of: str | None = None, at: datetime | None = None) -> dict[str, Any]:
    """Give the pricing of a tool on a day; raise `UnknownTool`, or `BadUse` where no price of it is known."""
    it = tool_at(session, known_tool(session, query), as_of, at)
    prices = {plan.slug: it.price(plan) for plan in it.ladder}
    free = it.free_plans
    priced = [plan for plan in it.ladder if prices[plan.slug] or plan.slug in free]
    if not priced:
        raise BadUse(f"No price of {it.tool.name} is known", "Choose a tool with prices: byot facts TOOL")
    seen = [price.fact for price in prices.values() if price] or list(free.values())
    newest = max(seen, key=lambda fact: (fact.observed_at, fact.key))
    features = _features(it, priced)
    return {
        "syntaxVersion": "2.1",
        "saasName": it.tool.name,
        "createdAt": newest.observed_at.date().isoformat(),
        "version": newest.observed_at.date().isoformat(),
        "currency": next((price.currency for price in prices.values() if price and price.currency), "USD"),
        "url": newest.url,
        "features": {name: _feature(answers) for name, answers in features.items()},
        "plans": {_name(plan): _plan(plan, prices[plan.slug], free.get(plan.slug), features) for plan in priced},
        "usageLimits": None,
        "addOns": None,
    }


def as_yaml(pricing: dict[str, Any]) -> str:
    """Give a pricing as the text of a Pricing2Yaml file."""
    told = {**pricing, "createdAt": date.fromisoformat(pricing["createdAt"])}
    return str(yaml.dump(told, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True))


def _plan(plan: Plan, price: Price | None, free: Fact | None, features: dict[str, dict[str, bool]]) -> dict[str, Any]:
    own = {name: {"value": answers[plan.slug]} for name, answers in features.items() if answers[plan.slug]}
    told = {"description": plan.name, "features": own or None, "usageLimits": None}
    if free is not None:
        return {**told, "price": 0, "unit": "/month"}
    assert price is not None
    if price.amount is None:
        return {**told, "price": ASK, "unit": None}
    who = "" if price.per == "flat" else price.per or ""
    return {**told, "price": float(price.amount), "unit": f"{who}/{price.period or 'month'}"}


def _features(it: Known, plans: list[Plan]) -> dict[str, dict[str, bool]]:
    told = {}
    for criterion, name in FEATURES.items():
        answers = {plan.slug: it.resolutions(plan, "company")[criterion].good for plan in plans}
        known = {slug: good for slug, good in answers.items() if good is not None}
        if len(known) == len(plans):
            told[name] = known
    return told


def _feature(answers: dict[str, bool]) -> dict[str, Any]:
    return {"valueType": "BOOLEAN", "defaultValue": False, "type": "MANAGEMENT"}


def _name(plan: Plan) -> str:
    return plan.slug.replace("-", "_").upper()
