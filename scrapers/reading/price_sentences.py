"""Prices that sentences tell: "Pro costs $10 a month", a plan right before its price, one that is to be asked for.

Traps: sentences under a heading that names something else, prices of a year in brackets, plans told of already.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page, Passage
from scrapers.reading import cards, free, money, names, plan_prices
from scrapers.reading.sentences import Statement, statements

_FAQ = re.compile(r"faq|frequently asked", re.IGNORECASE)
_MONEY = re.compile(
    r"[$€£¥₹₩₱฿₫₺₽₴₪₦]|\b[A-Z]{3}\b|\bR[Mp]\b|[Dd]ollar|[Ee]uro|zł|[Cc]ontact|[Tt]alk|[Cc]ustom|[Qq]uot"
    r"|[Ss]ales|[Rr]each out"
)


def read(page: Page, known: frozenset[str]) -> Iterator[Finding]:
    """Give the prices of plans that are not `known` yet, and `contact` where a price is to be asked for."""
    said = set(known)
    every = statements(page)
    for before, sentence in zip((None, *every), every, strict=False):
        text = sentence.text
        if sentence.role == "cell" or not _MONEY.search(text):
            continue
        if any(plan_prices.OTHER_MATTER.search(_FAQ.sub("", heading)) for heading in sentence.headings[-2:]):
            continue
        bracketed = list(_placed(page, sentence.passage, said, known, _BRACKET))
        if bracketed:
            yield from bracketed
            continue
        led = names.leading(text)
        called = _headed(sentence) or (led if led and _asks(text[text.index(led) + len(led) :]) else None)
        if called and called not in said:
            said.add(called)
            yield plan_prices.contact(page, called, sentence.passage)
            continue
        if plan_prices.OTHER_MATTER.search(text) and not money.tells_fee(text):
            continue
        asked = [name for name in _asked(sentence, before) if name not in said]
        if asked:
            yield from (plan_prices.contact(page, name, sentence.passage) for name in asked)
            said.update(asked)
            continue
        placed = list(_placed(page, sentence.passage, said, known))
        if placed:
            yield from placed
            continue
        named = names.in_sentence(text, known) or ([led] if led else []) or _announced(page, sentence)
        above = names.of_heading(sentence.heading.rstrip(":")) or ""
        named = [above if above.endswith(f" {name}") else name for name in named]
        yield from _of_all(page, sentence, named, said)


def _of_all(page: Page, sentence: Statement, named: list[str], said: set[str]) -> Iterator[Finding]:
    """Give the prices of a sentence that names one plan, or tells what a subscription costs below its heading."""
    if len(named) == 1 and named[0] not in said:
        yield from plan_prices.of(page, named[0], sentence.passage, confidence=0.7)
    elif not named and _SUBSCRIPTION.match(sentence.text):
        yield from plan_prices.of(page, names.name_of(sentence.heading), sentence.passage, confidence=0.6)


_SUBSCRIPTION = re.compile(
    r"\W*(?:an?|the|our) (?:annual|yearly|monthly) (?:subscription|plan|licen[cs]e)\b[^.]{0,100}?"
    r" (?:is|costs?) \W{0,4}\d",
    re.IGNORECASE,
)


def _headed(sentence: Statement) -> str | None:
    """Give the plan of a heading that says in brackets that its price is to be asked for."""
    found = _HEADED.fullmatch(sentence.text) if sentence.role == "heading" else None
    return names.known_in(found["name"]) if found and money.is_contact(found["price"]) else None


_HEADED = re.compile(r"(?P<name>[^()]{2,36}) \((?P<price>[^()]+)\)")


def _asks(after: str) -> bool:
    """Tell whether what stands behind a plan's name asks to call: "Custom pricing — contact us for details"."""
    parts = [part.strip(" :—–-|*") for part in re.split(r"\s[—–|-]\s", after)]
    return bool(_CUSTOM_FEE.match(parts[0])) or any(map(money.is_contact, parts))


def _announced(page: Page, sentence: Statement) -> list[str]:
    """Give the plan whose heading the sentence stands under, where it says what one pays."""
    above = page.outline[sentence.block][-1:]
    if above and cards.ends_a_row(page, above[0]):
        return []
    name = names.of_heading(sentence.heading.rstrip(":")) if _PAYS.search(sentence.text) else None
    return [name] if name and names.is_known(name) else []


_PAYS = re.compile(
    r"\b(?:price|costs?|bill(?:ed|s)?|pay|charged?|subscription"
    r"|kostet|kosten|zahlen|zahlst|(?:bietet|erhalten|bekommen|erhältst|bekommst)\b[^.]{0,20} für\b|(?:\w+-)?Abonnement"
    r"|Preis|coûte|payez|obtenez|bénéficiez|abonnement|prix|tarif|cuesta|pagas?|obtienes?|suscripción|precio)\b",
    re.IGNORECASE,
)


def _asked(sentence: Statement, before: Statement | None) -> list[str]:
    """Give the plans whose price is to be asked for: "To set up a Scale plan, contact us", "Cost: custom fee"."""
    asks = before.text if before and before.block == sentence.block and before.text.endswith("?") else ""
    costs = _COSTS.search(sentence.heading) or _COSTS.search(sentence.text) or _COSTS.search(asks)
    custom = _CUSTOM_FEE.search(sentence.text)
    if not custom and not (costs and _CALL.search(sentence.text)):
        return []
    text = _ONE_HAS.sub("", sentence.text)
    named = [name for name in names.in_sentence(text) if not (custom and name.lower() == "custom")]
    if len(named) == _BOTH and _SET_UP.search(sentence.text):
        return named
    priced = _FOR_PRICING.search(sentence.text)
    if priced:
        return [name for part in re.split(r",? and |, ", priced["names"]) for name in [names.known_in(part)] if name]
    if not named and before and before.block == sentence.block:
        named = names.in_sentence(before.text)
    named = named or names.of_headings(sentence.headings)
    return named if len(named) == 1 and not free.NAME.search(named[0]) else []


_ONE_HAS = re.compile(r"\A\W*If (?:the|your) [A-Z][^,]{3,60},\s")
"""What one has and what is too small for one is no plan that one asks for."""
_BOTH = 2
_SET_UP = re.compile(
    r"\A\W*to (?:set up|get|buy|purchase|subscribe to|sign up for|enrol\w* in|upgrade to) an? .{3,60}? plans?, ", re.I
)
_FOR_PRICING = re.compile(r"\bfor (?P<names>[A-Z]\w+(?:(?:,? and |, )[A-Z]\w+){0,2}) (?:plan )?pric(?:es|ing)\b")
_COSTS = re.compile(
    r"\b(?:costs?|pric(?:e|es|ing)|quotes?|fees?|set(?:ting)? up|purchas\w+|upgrad\w+|enrol\w*"
    r"|sign(?:ing)? up|subscribe|looking for an?|interested in|about|tailored|[—–] contact)\b",
    re.IGNORECASE,
)
_CUSTOM_FEE = re.compile(r"\bcustom(?:ized)? (?:\w+ )?(?:fees?|pric(?:e|es|ing)|quotes?)\b", re.IGNORECASE)
_CALL = re.compile(
    r"\b(?:contact|talk to|reach out to|get in touch with|e-?mail)\s(?:[\w.’'-]+ ){0,3}?(?:us\b|sales\b|\S+@\S)"
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


_BRACKET = re.compile(r"(?:plan|tier|edition)\s?\(\Z", re.IGNORECASE)
"""A price that begins the brackets behind a plan is that plan's, whatever else the sentence tells."""


def _placed(
    page: Page, passage: Passage, said: set[str], known: frozenset[str], only: re.Pattern | None = None
) -> Iterator[Finding]:
    """Give the prices of a sentence that names each plan right before its price."""
    longest = sorted(known, key=len, reverse=True)
    last, until = None, 0
    for price in money.prices(passage.text):
        if price.period is None:
            continue
        before = passage.text[: price.start]
        if only and not only.search(before):
            continue
        if last and price.period == "year" and _IN_BRACKETS.fullmatch(before[until:]):
            start, end = passage.where(price.start, price.end)
            yield plan_prices.finding(page, last, price.value(), start, end, 0.7)
            continue
        last = None
        name = next(
            (name for name in longest if re.search(rf"(?<![\w-]){re.escape(name)}\Z", _AT.sub("", before))), None
        )
        if name is None:
            found = re.search(r"(?:\A|[\s,;(])([A-Z][\w+-]*(?: [A-Z][\w+]*)?)\Z", _AT.sub("", before))
            called = names.tidy(found[1]) if found and _AT.search(before) else ""
            plainly = bool(only) or names.is_known(called)
            name = called if called and plainly and called not in said else None
        if name and _AT.search(before):
            last, until = name, price.end
            start, end = passage.where(price.start, price.end)
            yield plan_prices.finding(page, name, price.value(), start, end, 0.7)
