"""Prices of a page that names no plans: "Our plans start at $19 per agent per month", cards headed Yearly and Monthly.

Traps: lists of usage prices, add-ons, prices of goods.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import cards, money, names, plan_prices
from scrapers.reading.sentences import statements

_LONGEST = 60  # what stands by itself as a price
_MOST = 3  # more prices without a plan are a list of what else is sold
_STARTS = re.compile(
    r"\b(?:our|all|the) (?:\w+ ){0,2}(?:plans?|pricing|prices?|subscriptions?|licen[cs]es?)"
    r" (?:starts?|begins?|costs?|is|are)\b"
    r"|\b(?:an?|the|our) (?:subscription|membership|licen[cs]e)(?: \w+){0,6} costs?\b",
    re.IGNORECASE,
)


def read(page: Page) -> Iterator[Finding]:
    """Give what a product costs whose page names no plan, or nothing where it names more than `_MOST` prices.

    Prices in elements of the same make are a row of cards, however many they are; others beside them are sums.
    """
    rows: dict[object, dict[tuple[object, ...], Finding]] = {}
    for said in statements(page):
        if money.first_place(said.text) is None or plan_prices.OTHER_MATTER.search(said.text):
            continue
        alone = page.kind == "pricing" and len(said.text) <= _LONGEST and not _names_plans(page)
        if not (alone or _STARTS.search(said.text)) or any(map(_of_others, said.headings[-2:])):
            continue
        for one in plan_prices.of(page, None, said.passage, confidence=0.6):
            assert isinstance(one.value, dict)
            made = page.nodes[page.blocks[said.block].node]
            place = (made.tag, made.classes) if made.tag and said.role != "cell" else said.number
            rows.setdefault(place, {}).setdefault((one.value["amount"], one.value["period"]), one)
    longest = max(rows.values(), key=len, default={})
    found = (
        longest if len(longest) >= _MOST else {key: one for row in reversed(rows.values()) for key, one in row.items()}
    )
    if len(found) <= _MOST or found is longest:
        yield from found.values()


def _of_others(heading: str) -> bool:
    return bool(plan_prices.OTHER_MATTER.search(heading) or cards.COMPARED.search(heading))


@lru_cache(maxsize=4)
def _names_plans(page: Page) -> bool:
    """Tell whether a short text of the page surely names a plan that is not free, or several may."""
    named = {
        name
        for block in page.blocks
        if block.role != "item" and len(block.text) <= _LONGEST
        for name in [names.known_in(block.text)]
        if name and not _NO_PAID_PLAN.search(name)
    }
    return len(named) > 1 or any(map(names.is_sure, named))


_NO_PAID_PLAN = re.compile(r"\b(?:free|gratis|trial)\b", re.IGNORECASE)
