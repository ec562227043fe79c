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
from scrapers.page import Cell, Page, Passage, Table
from scrapers.reading import cards, free, money, names, plans, price_rows
from scrapers.reading.sentences import Statement, split, statements

KINDS = {"pricing", "help", "other", "changelog"}
_FAQ = re.compile(r"faq|frequently asked", re.IGNORECASE)
_MONEY = re.compile(
    r"[$€£¥₹₩]|\b[A-Z]{3}\b|[Dd]ollar|[Ee]uro|zł|[Cc]ontact|[Tt]alk|[Cc]ustom|[Qq]uot|[Ss]ales|[Rr]each out"
)
_OTHER_MATTER = re.compile(
    r"\b(?:add-?ons?|examples?|support (?:plans?|packages?|options?)|overages?|discounts?"
    r"|credits?|legacy|deprecated|bount(?:y|ies)|reservations?|"
    r"compute|usage[- ]based|faq|frequently asked|additional|extras?|white[- ]?label|students?"
    r"|education\w*|non-?profits?)\b",
    re.IGNORECASE,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give the prices of plans, and `contact` where a plan's price is to be asked for."""
    found = [
        *_from_price_rows(page),
        *_from_matrices(page),
        *_from_bare(page),
        *_from_periods(page),
        *_from_rows(page),
        *_from_cards(page),
        *_from_structured(page),
    ]
    said = {finding.plan for finding in found}
    dollars = money.dollars(page.text)
    yield from _once([_in_currency(one, dollars) for one in (*found, *_from_prose(page, said))])


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


def _finding(page: Page, plan: str, value: dict[str, Any], start: int, end: int, confidence: float) -> Finding:
    return Finding("plan_price", value, page.text[start:end], start, end, plan=plan, confidence=confidence)


def _contact(page: Page, plan: str, passage: Passage) -> Finding:
    return _finding(page, plan, {"amount": None, "contact": True}, passage.start, passage.end, 0.8)


def _priced(
    page: Page, plan: str, passage: Passage, *, tail: str = "", lead: str = "", confidence: float = 0.9
) -> Iterator[Finding]:
    for price in money.prices(passage.text, tail, lead):
        if price.period is None:
            continue
        start, end = passage.where(price.start, price.end)
        yield _finding(page, plan, price.value(), start, end, confidence)


def _from_matrices(page: Page) -> Iterator[Finding]:
    for table, rows in plans.matrices(page):
        start = table.rows[0][0].passage.start
        for head in table.rows[:2]:
            for cell in head[1:]:
                name = names.name_of(cell.text)
                if name and any(money.is_contact(part) for part in re.split(r"\s[-–—|:]\s", cell.text) if part != name):
                    yield _contact(page, name, cell.passage)
                elif name and ("\n" in cell.text or money.first_place(cell.text) is not None):
                    yield from _cell(page, name, cell, "")
        above = next((block.text for block in reversed(page.blocks) if block.passage.start < start), "")
        if len(above) <= _SHORT_LABEL and _LESSER.search(above):
            continue
        for row in rows:
            label = row.label.text
            if not plans.PRICE.search(label) or plans.NO_PRICE.search(label) or _OTHER_MATTER.search(row.section):
                continue
            for name, cell in row.cells:
                yield from _cell(page, name, cell, label)


_LESSER = re.compile(r"\b(?:read[- ]only|guests?|viewers?|lite users?|add-?ons?|extras?)\b", re.IGNORECASE)
"""What a table of prices may be headed by that are not those of a plan's full seats."""


def _cell(page: Page, name: str, cell: Cell, label: str) -> Iterator[Finding]:
    for line in split(cell.passage):
        if money.is_contact(line.text):
            yield _contact(page, name, line)
        else:
            yield from _priced(page, name, line, lead=label, tail=cell.text.replace(line.text, "", 1)[:120])


def _from_price_rows(page: Page) -> Iterator[Finding]:
    """Give the prices that stand in a row below the names of their plans."""
    for plan in price_rows.shown(page):
        made = [
            finding
            for number, block in enumerate(plan.blocks)
            for finding in _priced(
                page,
                plan.name,
                block.passage,
                tail=" ".join(after.text for after in plan.blocks[number + 1 : number + 2]),
            )
        ]
        per = next((str(one.value["per"]) for one in made if isinstance(one.value, dict)), "")
        yield from (_as_before(one, per) for one in made)
        asks = next((block for block in plan.blocks if cards.leads_contact(block)), None)
        if asks and not made:
            yield _contact(page, plan.name, asks.passage)


def _from_bare(page: Page) -> Iterator[Finding]:
    """Give the prices of tables that have nothing but a plan in each column; what they are stands before them."""
    for table in page.tables:
        head = [names.name_of(cell.text) for cell in table.rows[0]]
        known = [name for name in head if name and names.is_known(name)]
        if len(known) < _FEWEST or len(known) < len(head) or len(table.rows) != _FEWEST:
            continue
        start = table.rows[0][0].passage.start
        lead = next((block.text for block in reversed(page.blocks) if block.passage.start < start), "")
        if plans.PRICE.search(lead) and not plans.NO_PRICE.search(lead):
            for name, cell in zip(known, table.rows[1], strict=False):
                yield from _cell(page, name, cell, lead[:_LEAD])


def _from_periods(page: Page) -> Iterator[Finding]:
    """Give the prices of tables of one plan each, which have a column for each way to be billed."""
    for table in page.tables:
        head = table.rows[0]
        name = names.name_of(head[0].text)
        if not (name and names.is_known(name) and all(_BILLING.search(cell.text) for cell in head[1:])):
            continue
        for row in table.rows[1:]:
            if plans.PRICE.search(row[0].text) and not plans.NO_PRICE.search(row[0].text):
                for period, cell in zip(head[1:], row[1:], strict=False):
                    yield from _cell(page, name, cell, period.text)


_BILLING = re.compile(r"\A\W*(?:month|year|annual)", re.IGNORECASE)
_FEWEST = 2
_LEAD = 120


def _from_rows(page: Page) -> Iterator[Finding]:
    """Give prices of tables with a row per plan and a column of prices."""
    compared = {id(table) for table, _ in plans.matrices(page)}
    for table in page.tables:
        if id(table) in compared:
            continue
        columns = plans.price_columns(table)
        if not _lists_plans(table, columns):
            continue
        for row in plans.body(table):
            for at in columns:
                if at < len(row):
                    name = plans.row_name(row, columns)
                    if name:
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
        if not any(_OTHER_MATTER.search(heading) for heading in page.headings(card.named)[-2:])
        and not _beside_another_matter(page, card)
        for finding in _card(page, card)
    ]
    bare = {finding.plan for finding in found if finding.confidence <= _BARE}
    yield from (finding for finding in found if finding.confidence > _BARE or len(bare) >= _FEWEST)


def _beside_another_matter(page: Page, card: cards.Card) -> bool:
    """Tell whether a short line over the heading of the card's section says that what stands there is no plan."""
    above = page.outline[card.named][-1:]
    line = page.blocks[above[0] - 1] if above and above[0] else None
    return line is not None and len(line.text) <= _SHORT_LABEL and bool(_OTHER_MATTER.search(line.text))


def _card(page: Page, card: cards.Card) -> Iterator[Finding]:
    priced = False
    per = ""
    by_year = 0.0
    for number in range(card.named, card.last):
        block = page.blocks[number]
        if block.role == "cell" or block.mark == "no" and block.role == "item" or number > card.named + 90:
            continue
        if number > card.named and block.role == "heading" and _OTHER_MATTER.search(block.text):
            return
        if len(block.text) > 200:
            continue
        if not priced and (money.is_free(block.text) or cards.leads_free(block)):
            return  # what costs something in the card of a free plan is something else
        tail = " ".join(
            after.text for after in page.blocks[number + 1 : min(number + 4, card.last)] if len(after.text) <= 60
        )
        made = list(_priced(page, card.name, block.passage, tail=tail))
        if not made and not priced and _switched(page) and _BARE_PRICE.fullmatch(block.text):
            made = list(_priced(page, card.name, block.passage, tail=tail, lead="monthly", confidence=_BARE))
        if priced and block.role == "item" and not _is_price_too(block.text):
            continue
        if made:
            priced = True
            made = [one for one in made if not _is_mean(one, by_year)]
            by_year = by_year or next((amount for one in made if (amount := _by_year(one))), 0.0)
            per = per or next((str(one.value["per"]) for one in made if isinstance(one.value, dict)), "")
            yield from (_as_before(one, per) for one in made)
        elif not priced and cards.leads_contact(block) and number <= card.named + 8:
            priced = True
            yield _contact(page, card.name, block.passage)


@lru_cache(maxsize=4)
def _switched(page: Page) -> bool:
    """Tell whether the page lets its reader switch between prices by the month and by the year: both are per month."""
    short = {block.text.casefold() for block in page.blocks if len(block.text) <= _SHORT_LABEL}
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


def _is_price_too(text: str) -> bool:
    """Tell whether an item gives a further price of the plan ("or $90 per year"), not that of something in it."""
    return bool(_PRICE_ITEM.search(text) and _FURTHER.match(text))


_FURTHER = re.compile(
    r"\W*(?:\d[\d,.]*\+? (?:users?|seats?|members?|licen[cs]es?)\s?[:–-]\s?)?"
    r"(?:or|from|then|only|just|billed|pay|paid|monthly|month|annual(?:ly)?|year(?:ly)?|price|costs?|first)?\W*"
    r"(?:billed |paid |at |for |from |is )?(?:USD|EUR|GBP|CHF)?\s?[$€£¥]?\s?\d[\d.,]*\s?(?:[$€£/]|EUR|USD|per\b|a\b)",
    re.IGNORECASE,
)
_PRICE_ITEM = re.compile(r"\b(?:users?|seats?|month|year|mo|yr)\b", re.IGNORECASE)


def _from_prose(page: Page, said: set[str | None]) -> Iterator[Finding]:
    known = frozenset(name for name in said if name)
    every = statements(page)
    for before, sentence in zip((None, *every), every, strict=False):
        text = sentence.text
        if sentence.role == "cell" or not _MONEY.search(text):
            continue
        if any(_OTHER_MATTER.search(_FAQ.sub("", heading)) for heading in sentence.headings[-2:]) or (
            _OTHER_MATTER.search(text) and not money.tells_fee(text)
        ):
            continue
        led = names.leading(text)
        if led and led not in said and money.is_contact(text[text.index(led) + len(led) :].lstrip(" :—–-|*")):
            yield _contact(page, led, sentence.passage)
            continue
        asked = [name for name in _asked(sentence, before) if name not in said]
        if asked:
            yield from (_contact(page, name, sentence.passage) for name in asked)
            said.update(asked)
            continue
        placed = list(_placed(page, sentence.passage, said, known))
        if placed:
            yield from placed
            continue
        named = names.in_sentence(text, known) or ([led] if led else []) or _announced(page, sentence)
        if len(named) == 1 and named[0] not in said:
            yield from _priced(page, named[0], sentence.passage, confidence=0.7)


def _announced(page: Page, sentence: Statement) -> list[str]:
    """Give the plan whose heading the sentence stands under, where it says what one pays."""
    above = page.outline[sentence.block][-1:]
    if above and cards.ends_a_row(page, above[0]):
        return []
    name = names.of_heading(sentence.heading.rstrip(":")) if _PAYS.search(sentence.text) else None
    return [name] if name and names.is_known(name) else []


_PAYS = re.compile(r"\b(?:price|costs?|bill(?:ed|s)?|pay|charged?|subscription)\b", re.IGNORECASE)


def _asked(sentence: Statement, before: Statement | None) -> list[str]:
    """Give the plans whose price is to be asked for: "To set up a Scale plan, contact us", "Cost: custom fee"."""
    costs = bool(_COSTS.search(sentence.heading))
    if not (
        _CUSTOM_FEE.search(sentence.text) or _CALL.search(sentence.text) and (costs or _COSTS.search(sentence.text))
    ):
        return []
    custom = bool(_CUSTOM_FEE.search(sentence.text))
    named = [name for name in names.in_sentence(sentence.text) if not (custom and name.lower() == "custom")]
    if len(named) == _BOTH and _SET_UP.search(sentence.text):
        return named
    if not named and before and before.block == sentence.block:
        named = names.in_sentence(before.text)
    named = named or names.of_headings(sentence.headings)
    return named if len(named) == 1 and not free.NAME.search(named[0]) else []


_BOTH = 2
_SET_UP = re.compile(
    r"\A\W*to (?:set up|get|buy|purchase|subscribe to|sign up for|enrol\w* in|upgrade to) an? .{3,60}? plans?, ", re.I
)
_COSTS = re.compile(
    r"\b(?:costs?|pric(?:e|es|ing)|quotes?|fees?|set(?:ting)? up|purchas\w+|upgrad\w+|enrol\w*"
    r"|sign(?:ing)? up|subscribe|looking for an?|interested in)\b",
    re.IGNORECASE,
)
_CUSTOM_FEE = re.compile(r"\bcustom(?:ized)? (?:\w+ )?(?:fees?|pric(?:e|es|ing)|quotes?)\b", re.IGNORECASE)
_CALL = re.compile(
    r"\b(?:contact|talk to|reach out to|get in touch with|e-?mail)\s(?:\w+ ){0,2}?(?:us|sales)\b"
    r"|\b(?:schedule|book|request) a (?:meeting|call|demo|quote)\b|\bget a quote\b",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\s*(?:plans?|tier)?\s*(?:at|for|is|costs?|drops to|goes (?:down )?to|:|=|from|starts? (?:at|from)|starting (?:at"
    r"|from)|\()\s*(?:just |only |from )?\Z",
    re.IGNORECASE,
)


_IN_BRACKETS = re.compile(r"[^.;:]{0,20}\s?\((?:or )?")
"""What is paid for a year may follow in brackets after the price by the month; the other way round it is a mean."""


def _placed(page: Page, passage: Passage, said: set[str | None], known: frozenset[str]) -> Iterator[Finding]:
    """Give the prices of a sentence that names each plan right before its price."""
    longest = sorted(known, key=len, reverse=True)
    last, until = None, 0
    for price in money.prices(passage.text):
        if price.period is None:
            continue
        before = passage.text[: price.start]
        if last and price.period == "year" and _IN_BRACKETS.fullmatch(before[until:]):
            start, end = passage.where(price.start, price.end)
            yield _finding(page, last, price.value(), start, end, 0.7)
            continue
        last = None
        name = next(
            (name for name in longest if re.search(rf"(?<![\w-]){re.escape(name)}\Z", _AT.sub("", before))), None
        )
        if name is None:
            found = re.search(r"(?:\A|[\s,;(])([A-Z][\w+-]*(?: [A-Z][\w+]*)?)\Z", _AT.sub("", before))
            name = (
                found[1] if found and _AT.search(before) and names.is_known(found[1]) and found[1] not in said else None
            )
        if name and _AT.search(before):
            last, until = name, price.end
            start, end = passage.where(price.start, price.end)
            yield _finding(page, name, price.value(), start, end, 0.7)


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
            yield _finding(page, name, value, place, place + len(name), 0.85)


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
