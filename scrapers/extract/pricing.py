"""Plan prices: cards, matrices with a column per plan, tables with a row per plan, JSON-LD offers, prose.

Traps: add-ons, bounties, credits, discounts, worked examples, support packages, one-off work, usage prices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Block, Cell, Page, Table
from scrapers.reading import (
    card_names,
    cards,
    coded_prices,
    front_plans,
    money,
    names,
    period_prices,
    plan_prices,
    plans,
    price_places,
    price_rows,
    price_sentences,
    size_prices,
    unnamed_prices,
)
from scrapers.reading.sentences import split

KINDS = {"pricing", "help", "other", "changelog"}


def extract(page: Page) -> Iterator[Finding]:
    """Give the prices of plans, and `contact` where a plan's price is to be asked for."""
    found = [
        *_from_price_rows(page),
        *_from_matrices(page),
        *_from_bare(page),
        *period_prices.read(page, _cell),
        *_from_rows(page),
        *size_prices.read(page),
        *_from_cards(page),
        *_from_structured(page),
        *_from_front(page),
    ]
    known = frozenset(finding.plan for finding in found if finding.plan)
    dollars = money.dollars(page.text)
    found += price_sentences.read(page, known)
    found += [] if found else coded_prices.read(page)
    found += [] if found else unnamed_prices.read(page)
    yield from _once([_in_currency(one, dollars) for one in found])


def _in_currency(finding: Finding, dollars: str) -> Finding:
    """Give the price in the dollars that the whole page counts in, where it is written with nothing but their sign."""
    value = finding.value
    assert isinstance(value, dict)
    if dollars == "USD" or value.get("currency") != "USD":
        return finding
    return replace(finding, value={**value, "currency": dollars})


def _once(findings: list[Finding]) -> Iterator[Finding]:
    """Give each price of a plan once, as the place says it that says most about it."""
    fullest: dict[tuple[Any, ...], Finding] = {}
    for finding in findings:
        value = finding.value
        assert isinstance(value, dict)
        key = (finding.plan, value.get("amount"), value.get("currency"), value.get("period"))
        held = fullest.get(key)
        if held is None or _fullness(finding) > _fullness(held):
            fullest[key] = finding
    yield from fullest.values()


def _fullness(finding: Finding) -> tuple[bool, bool, float]:
    value = finding.value
    assert isinstance(value, dict)
    return value.get("per") != "flat", value.get("billed") is not None, finding.confidence


def _from_matrices(page: Page) -> Iterator[Finding]:
    for table, rows in plans.matrices(page):
        for head in table.rows[:2]:
            for cell in head[1:]:
                name = names.name_of(cell.text)
                if name and any(money.is_contact(part) for part in re.split(r"\s[-–—|:]\s", cell.text) if part != name):
                    yield plan_prices.contact(page, name, cell.passage)
                elif name and ("\n" in cell.text or money.first_place(cell.text) is not None):
                    yield from _cell(page, name, cell, "")
        above = _above(page, table)
        if len(above) <= _SHORT_LABEL and _LESSER.search(above):
            continue
        for row in rows:
            label = row.label.text
            if not (plans.tells_price(label) or not label and _tell_prices(row)) or plan_prices.OTHER_MATTER.search(
                row.section
            ):
                continue
            for name, cell in row.cells:
                yield from _cell(page, name, cell, label)


def _tell_prices(row: plans.Row) -> bool:
    """Tell whether most cells of a row without a label begin with prices."""
    firsts = [cell.text.split("\n")[0] for _, cell in row.cells]
    return sum(1 for text in firsts if money.is_price(text) or money.is_contact(text)) * 2 > len(firsts)


def _above(page: Page, table: Table) -> str:
    """Give the last line before a table."""
    start = table.rows[0][0].passage.start
    return next((block.text for block in reversed(page.blocks) if block.passage.start < start), "")


_LESSER = re.compile(r"\b(?:read[- ]only|guests?|viewers?|lite users?|add-?ons?|extras?)\b", re.IGNORECASE)
"""What a table of prices may be headed by that are not those of a plan's full seats."""


def _cell(page: Page, name: str, cell: Cell, label: str) -> Iterator[Finding]:
    for line in split(cell.passage):
        asked = _BEFORE_DASH.match(line.text)
        if money.is_contact(line.text) or asked and money.is_contact(asked[1]):
            yield plan_prices.contact(page, name, line)
        else:
            yield from plan_prices.of(page, name, line, lead=label, tail=cell.text.replace(line.text, "", 1)[:120])


def _from_price_rows(page: Page) -> Iterator[Finding]:
    """Give the prices that stand in a row below the names of their plans."""
    for plan in price_rows.shown(page):
        made = [
            finding
            for number, block in enumerate(plan.blocks)
            for finding in plan_prices.of(
                page,
                plan.name,
                block.passage,
                tail=" ".join(after.text for after in plan.blocks[number + 1 : number + 2]),
            )
        ]
        per = next((str(one.value["per"]) for one in made if isinstance(one.value, dict)), "")
        yield from (_as_before(one, per) for one in made)
        asks = next((block for block in plan.blocks if price_places.leads_contact(block)), None)
        if asks and not made:
            yield plan_prices.contact(page, plan.name, asks.passage)


def _from_bare(page: Page) -> Iterator[Finding]:
    """Give the prices of tables that have nothing but a plan in each column; what they are stands before them."""
    for table in page.tables:
        head = table.rows[0]
        known = [name for cell in head if (name := names.known_in(cell.text))]
        if len(known) < _FEWEST or len(known) < len(head) or len(table.rows) != _FEWEST:
            continue
        lead = _above(page, table)
        if plans.tells_price(lead):
            for name, cell in zip(known, table.rows[1], strict=False):
                yield from _cell(page, name, cell, lead[:_LEAD])


_BEFORE_DASH = re.compile(r"(.{4,30}?)\s[-–—]\s")
_FEWEST = 2
_LEAD = 120


def _from_rows(page: Page) -> Iterator[Finding]:
    """Give prices of tables with a row per plan and a column of prices."""
    for table in plans.other_tables(page):
        columns = plans.price_columns(table)
        if not _lists_plans(table, columns):
            continue
        for row in plans.body(table):
            for at in columns:
                if at < len(row):
                    name = plans.row_name(row, columns)
                    if name and not plan_prices.OTHER_MATTER.search(name):
                        yield from _cell(page, name, row[at], _head_of(table, at))


def _head_of(table: Table, at: int) -> str:
    """Give the head of a column; a row may be longer than the head."""
    return table.rows[0][at].text if at < len(table.rows[0]) else ""


def _lists_plans(table: Table, columns: list[int]) -> bool:
    """Tell whether a table with prices lists plans rather than goods: its head says so, or its names, or a free row."""
    head = table.rows[0]
    rows = [plans.row_name(row, columns) for row in plans.body(table)]
    free = any(money.is_free(row[at].text) for row in plans.body(table) for at in columns if at < len(row))
    return (
        free
        or bool(re.search(r"\b(?:plan|tier|edition|subscription)s?\b", head[0].text, re.IGNORECASE))
        or sum(1 for name in rows if name and names.is_known(name)) * 2 >= len(rows)
    )


def _from_cards(page: Page) -> Iterator[Finding]:
    found = [
        finding
        for card in cards.shown(page)
        if not cards.is_under(page, card, plan_prices.OTHER_MATTER) and not cards.of_rivals(page, card)
        for finding in _card(page, card)
    ]
    bare = {finding.plan for finding in found if finding.confidence <= _BARE}
    yield from (finding for finding in found if finding.confidence > _BARE or len(bare) >= _FEWEST)


def _card(page: Page, card: cards.Card) -> Iterator[Finding]:
    priced = False
    per = ""
    by_year = 0.0
    above = price_places.above(page, card.named)
    for number in range(card.named if above is None else above, card.last):
        block = page.blocks[number]
        if block.role == "cell" or block.mark == "no" and block.role == "item" or number > card.named + 90:
            continue
        tail = " ".join(
            after.text for after in page.blocks[number + 1 : min(number + 4, card.last)] if len(after.text) <= 60
        )
        other = number > card.named and block.role == "heading" and plan_prices.OTHER_MATTER.search(block.text)
        if other or _SUM.search(f"{block.text} {tail}"):
            return  # another matter, or what somebody in an example pays
        if len(block.text) > 200:
            continue
        if not priced and (money.is_free(block.text) or price_places.leads_free(block)):
            return  # what costs something in the card of a free plan is something else
        made = list(plan_prices.of(page, card.name, block.passage, tail=tail, lead=card_names.by_month(card.name)))
        if not made and not priced and _switched(page) and _BARE_PRICE.fullmatch(block.text):
            made = list(plan_prices.of(page, card.name, block.passage, tail=tail, lead="monthly", confidence=_BARE))
        if priced and (_LEAST.match(block.text) or _is_of_a_thing(block)):
            continue
        if made:
            priced = True
            made = [one for one in made if not _is_mean(one, by_year)]
            by_year = by_year or next((amount for one in made if (amount := _by_year(one))), 0.0)
            per = per or next((str(one.value["per"]) for one in made if isinstance(one.value, dict)), "")
            yield from (_as_before(one, per) for one in made)
        elif not priced and price_places.leads_contact(block) and number <= card.named + 8:
            priced = True
            yield plan_prices.contact(page, card.name, block.passage)


@lru_cache(maxsize=4)
def _switched(page: Page) -> bool:
    """Tell whether the page lets its reader switch between prices by the month and by the year: both are per month."""
    named = {card.named for card in cards.shown(page)}
    short = {
        block.text.casefold()
        for at, block in enumerate(page.blocks)
        if len(block.text) <= _SHORT_LABEL and at not in named
    }
    return any(_BY_MONTH.fullmatch(text) for text in short) and any(_BY_YEAR.fullmatch(text) for text in short)


_BARE = 0.6  # a price without its period
_SHORT_LABEL = 30
_BY_MONTH = re.compile(r"(?:pay |billed |bill )?month(?:ly)?(?: billing| plans?| payments?)?")
_BY_YEAR = re.compile(
    r"(?:pay |billed |bill )?(?:year(?:ly)?|annual(?:ly)?)(?: billing| plans?| payments?)?(?:\W.*|\s\d.*|\ssave.*)?"
)
_BARE_PRICE = re.compile(r"\W{0,2}\d[\d.,]*\W{0,2}")


def _as_before(finding: Finding, per: str) -> Finding:
    """A card's second price ("or 18 billed monthly") is for whom its first one is."""
    value = finding.value
    assert isinstance(value, dict)
    return replace(finding, value={**value, "per": per}) if value["per"] == "flat" and per else finding


def _by_year(finding: Finding) -> float:
    value = finding.value
    return float(value["amount"]) if isinstance(value, dict) and value.get("period") == "year" else 0.0


def _is_mean(finding: Finding, by_year: float) -> bool:
    """Tell whether a price by the month is but the price of a year, told before it, by twelve."""
    value = finding.value
    if not by_year or not isinstance(value, dict) or value.get("period") != "month":
        return False
    return abs(float(value["amount"]) * 12 - by_year) < by_year / 50


def _is_of_a_thing(block: Block) -> bool:
    """Tell whether a price behind the plan's own is that of something in it: an item, or words before their price."""
    place = money.first_place(block.text)
    led = block.role == "paragraph" and place is not None and bool(_LED.search(block.text[:place]))
    return (block.role == "item" or led) and not _is_price_too(block.text)


_LED = re.compile(r"[A-Za-z]{3,} \w+ for \Z")
_SUM = re.compile(r"\b\d+ (?:active )?\w+ ?[×x*] ?[$€£] ?\d")


def _is_price_too(text: str) -> bool:
    """Tell whether an item gives a further price of the plan ("or $90 per year"), not that of something in it."""
    return bool(_PRICE_ITEM.search(text) and _FURTHER.match(text) or _BY_TERM.match(text))


_BY_TERM = re.compile(
    r"\W*(?:(?-i:[A-ZÀ-Ü])[\w+-]*\s[–—-]\s)?"
    r"(?:monthly|yearly|annual(?:ly)?|monatlich|jährlich|mensuel(?:le)?|annuel(?:le)?|mensual|anual)"
    r"\s?:\s?\D{0,4}\d",
    re.IGNORECASE,
)
"""A plan's price for a time, called by that time."""


_LEAST = re.compile(r"\W*start(?:s|ing) (?:at|from)\b", re.IGNORECASE)
"""What a plan costs at least is told beside what it costs each."""
_FURTHER = re.compile(
    r"\W*(?:\d[\d,.]*\+? (?:users?|seats?|members?|licen[cs]es?)\s?[:–-]\s?)?"
    r"(?:or|from|then|only|just|billed|pay|paid|monthly|month|annual(?:ly)?|year(?:ly)?|price|costs?|first)?\W*"
    r"(?:billed |paid |at |for |from |is )?(?:USD|EUR|GBP|CHF)?\s?[$€£¥]?\s?\d[\d.,]*\s?(?:[$€£/]|EUR|USD|per\b|a\b)",
    re.IGNORECASE,
)
_PRICE_ITEM = re.compile(r"\b(?:users?|seats?|month|year|mo|yr)\b", re.IGNORECASE)


def _from_structured(page: Page) -> Iterator[Finding]:
    for offer in _offers(page.structured):
        name = str(offer.get("name") or "")
        parts = offer.get("priceSpecification")
        spec = parts[0] if isinstance(parts, list) and parts else parts if isinstance(parts, dict) else {}
        amount = money.amount(str(offer.get("price") or spec.get("price") or ""))
        currency = str(offer.get("priceCurrency") or spec.get("priceCurrency") or "")
        period = {"MON": "month", "ANN": "year", "P1M": "month", "P1Y": "year"}.get(
            str(spec.get("unitCode") or spec.get("billingDuration") or "")
        )
        place = page.text.find(name) if name else -1
        if name and amount and currency and period and place >= 0:
            value = {
                "amount": int(amount) if amount == int(amount) else amount,
                "currency": currency,
                "per": "flat",
                "period": period,
                "billed": None,
            }
            yield Finding("plan_price", value, name, place, place + len(name), plan=name, confidence=0.85)


def _from_front(page: Page) -> Iterator[Finding]:
    """Give the prices of the plans that the page's front matter lists."""
    for plan in front_plans.listed(page):
        for value, place in plan.prices:
            yield plan_prices.finding(page, plan.name, value, place.start, place.end, 0.8)
        if plan.asked:
            yield plan_prices.contact(page, plan.name, plan.asked)


def _offers(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 8:
        return
    if isinstance(data, (list, tuple)):
        for part in data:
            yield from _offers(part, depth + 1)
    elif isinstance(data, dict):
        if data.get("@type") in ("Offer", "UnitPriceSpecification"):
            yield data
        for part in data.values():
            yield from _offers(part, depth + 1)
