"""Prices that a page keeps as data of its own script: `{ name: 'Team', price: '$10 /mo' }` in MDX.

Traps: examples in fenced code, data without a currency.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page, Passage
from scrapers.reading import money, names, plan_prices

_DATA = re.compile(r"^(?:export )?const \w+ ?(?:: ?[\w\[\]<>]+ ?)?= ?[\[{]", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_PLAN = re.compile(
    r"\b(?:name|title)[\"']?: ?[\"'](?P<name>[^\"'\n]{2,40})[\"'],?\s{1,20}[\"']?price[\"']?: ?(?P<price>[^\n]{1,240})"
)
_PERIOD = re.compile(r"[\"']?(?:period|interval|per)[\"']?: ?[\"'](?P<period>[^\"'\n]{1,20})[\"']")
_TAG = re.compile(r"<[^<>]{0,120}>|[\"'`{}]")
_NEAR = 120


def read(page: Page) -> Iterator[Finding]:
    """Give the prices of the plans among a pricing page's own data."""
    if page.kind != "pricing" or "price" not in page.text or _FENCE.search(page.text) or not _DATA.search(page.text):
        return
    for found in _PLAN.finditer(page.text):
        name = names.name_of(found["name"])
        told = _TAG.sub(" ", found["price"]).split("  ,")[0].strip(" ,")
        if name is None:
            continue
        passage = Passage(found[0], *found.span())
        period = _PERIOD.search(page.text[found.start("price") : found.end("price") + _NEAR])
        for price in money.prices(" ".join(told.split()), f"/ {period['period']}" if period else ""):
            if price.period:
                yield plan_prices.finding(page, name, price.value(), *found.span(), 0.6)
        if money.is_contact(told):
            yield plan_prices.contact(page, name, passage)
