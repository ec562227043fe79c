"""The price of a plan as a finding, and the words by which a price is that of something else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page, Passage
from scrapers.reading import money

OTHER_MATTER = re.compile(
    r"\b(?:add-?ons?|examples?|support (?:plans?|packages?|options?)|overages?|discounts?"
    r"|credits?(?! (?:plans?|cards?)\b)|legacy|deprecated|bount(?:y|ies)|reservations?|"
    r"compute|usage[- ]based|faq|frequently asked|additional|adicional(?:es)?"
    r"|zusätzlich\w*|supplémentaires?|extras?|white[- ]?label|students?"
    r"|education\w*|non-?profits?)\b",
    re.IGNORECASE,
)


def finding(page: Page, plan: str | None, value: dict[str, Any], start: int, end: int, confidence: float) -> Finding:
    """Give a price (or that it is to be asked for) of a plan, quoted from one place of the page's text to another."""
    return Finding("plan_price", value, page.text[start:end], start, end, plan=plan, confidence=confidence)


def contact(page: Page, plan: str, passage: Passage) -> Finding:
    """Give that the price of a plan is to be asked for."""
    return finding(page, plan, {"amount": None, "contact": True}, passage.start, passage.end, 0.8)


def of(
    page: Page, plan: str | None, passage: Passage, *, tail: str = "", lead: str = "", confidence: float = 0.9
) -> Iterator[Finding]:
    """Give the prices of a plan that a passage states; `tail` and `lead` are what stands behind and before it."""
    for price in money.prices(passage.text, tail, lead):
        if price.period is None:
            continue
        start, end = passage.where(price.start, price.end)
        yield finding(page, plan, price.value(), start, end, confidence)
