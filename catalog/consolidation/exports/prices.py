"""The chosen set as a pricing in Pricing2Yaml 2.1: what everybody may have, at which price for a seat and month.

https://pricing4saas-docs.vercel.app/docs/2.0.1/category/pricing2yaml. Kinds of work are features, solutions add-ons, as
all of them are bought; seats are limits. A price is asked for there, so a solution without a known one is left out,
and named in the first line.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import yaml

Document = Mapping[str, Any]
UNIT = "user/month"


def prices(plan: Document) -> bytes:
    """Give the pricing as YAML in UTF-8."""
    serves: dict[tuple[str, str], list[str]] = defaultdict(list)
    solutions: dict[tuple[str, str], Document] = {}
    for category in plan["categories"]:
        for one in filter(None, (category["solution"], *category["further"])):
            serves[one["slug"], one["plan"]].append(category["category"])
            solutions[one["slug"], one["plan"]] = one
    known = {key: one for key, one in solutions.items() if one["unit_price"]["amount"] is not None}
    lacking = sorted(_name(*key) for key in solutions.keys() - known.keys())
    told = {
        "syntaxVersion": "2.1",
        "saasName": "Company solutions",
        "version": plan["scenario"]["name"],
        "createdAt": plan["as_of"][:10],
        "currency": plan["currency"],
        "features": {
            category: {"type": "DOMAIN", "valueType": "BOOLEAN", "defaultValue": False}
            for category in sorted({name for key in known for name in serves[key]})
        },
        "usageLimits": {
            f"{_name(*key)}-seats": {
                "type": "NON_RENEWABLE", "valueType": "NUMERIC", "defaultValue": 0, "unit": "user",
                "linkedFeatures": sorted(serves[key]),
            }
            for key in sorted(known)
        },
        "addOns": {
            _name(*key): {
                "price": known[key]["unit_price"]["amount"],
                "unit": UNIT,
                "features": {category: {"value": True} for category in sorted(serves[key])},
                "usageLimits": {f"{_name(*key)}-seats": {"value": known[key]["seats"]}},
            }
            for key in sorted(known)
        },
    }  # fmt: skip
    first = f"# Left out, as their price is not known: {', '.join(lacking)}\n" if lacking else ""
    return (first + yaml.safe_dump(told, sort_keys=False, allow_unicode=True)).encode()


def _name(tool: str, plan: str) -> str:
    return f"{tool}-{plan}"
