"""Plans that a page lists in its front matter as data: a name, its prices and what belongs to it, for a template.

Traps: lists of people and posts, amounts without a currency, front matter that is no YAML or is made to be large.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import yaml

from scrapers.page import Page, Passage
from scrapers.reading import money, names

_FRONT = re.compile(r"\A\s*---[ \t]*\n(?P<data>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LARGEST = 100_000  # letters of front matter that are read as data
_DEEPEST = 8
_FEWEST = 2
_NAME = re.compile(r"(?:plan_?)?(?:name|title|plan|heading|label)", re.IGNORECASE)
_BY_MONTH = re.compile(r"(?:pric(?:e|es|ing)|cost|amount)?_?(?:per_?)?month(?:ly)?_?(?:price|cost|rate|amount)?", re.I)
_BY_YEAR = re.compile(
    r"(?:pric(?:e|es|ing)|cost|amount)?_?(?:per_?)?(?:year(?:ly)?|annual(?:ly)?)_?(?:price|cost|rate|amount)?", re.I
)
_CODE = re.compile(r"(?P<key>.+)_(?P<code>usd|eur|gbp|chf|cad|aud|inr)", re.IGNORECASE)
_PRICE = re.compile(r"(?:plan_?)?(?:pric(?:e|es|ing)|cost|amount|rate|value)_?(?:text|label|amount|value)?", re.I)
_CURRENCY = re.compile(r"(?:price_?)?(?:currency(?:_?(?:symbol|sign|code))?|symbol)", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?:price_?|billing_?)?(?:per(?:iod)?|unit|duration|interval|frequency|suffix|term|cycle|billing|time)", re.I
)
_ITEMS = re.compile(
    r"(?:plan_?)?(?:features?|services|items|list|benefits|bullets?|points|perks|includes?|included|highlights|limits)"
    r"(?:_?list)?",
    re.IGNORECASE,
)
_TEXT = re.compile(r"name|text|title|label|feature|content|description|item|value", re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Listed:
    """A plan of the front matter: its name, its prices as the contract writes them, and the items it comes with.

    `free` is the place that says that it costs nothing, `asked` the one by which its price is to be asked for.
    """

    name: str
    prices: tuple[tuple[dict[str, object], Passage], ...] = ()
    items: tuple[Passage, ...] = ()
    free: Passage | None = None
    asked: Passage | None = None


@lru_cache(maxsize=4)
def listed(page: Page) -> tuple[Listed, ...]:
    """Give the plans that the page's front matter lists, in its order."""
    found = _FRONT.match(page.text)
    if page.kind not in ("pricing", "help", "other") or found is None or len(found["data"]) > _LARGEST:
        return ()
    if "price" not in found["data"].lower():
        return ()
    try:
        root = yaml.compose(found["data"], Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError):
        return ()
    return tuple(_Reader(page, found.start("data")).plans(root)) if root else ()


class _Reader:
    """One walk over the data, which knows where in the page it stands."""

    def __init__(self, page: Page, start: int) -> None:
        self.page = page
        self.start = start
        self.seen: set[int] = set()

    def plans(self, node: yaml.Node, depth: int = 0) -> Iterator[Listed]:
        """Give the plans of the lists below a node: at least two that have a name and a price."""
        if depth > _DEEPEST or id(node) in self.seen:
            return
        self.seen.add(id(node))
        below = list(_below(node))
        read = [plan for one in below if isinstance(one, yaml.MappingNode) for plan in [self._plan(one)]]
        known = [plan for plan in read if plan]
        if len(known) >= _FEWEST and (len(known) * 2 > len(read) or isinstance(node, yaml.MappingNode)):
            yield from known
            return
        for one in below:
            yield from self.plans(one, depth + 1)

    def _plan(self, node: yaml.MappingNode) -> Listed | None:
        fields = list(_fields(node))
        name = next(
            (self._passage(value).text for key, value in fields if _NAME.fullmatch(key) and _is_text(value)), ""
        )
        called = names.name_of(name)
        told = [(key, self._passage(value)) for key, value in _prices(fields)]
        if called is None or not told:
            return None
        items = tuple(item for key, value in fields if _ITEMS.fullmatch(key) for item in self._items(value))
        free = next((place for _, place in told if _is_nothing(place.text)), None)
        asked = next((place for _, place in told if money.is_contact(place.text)), None)
        if free:
            return Listed(called, items=items, free=free)
        return Listed(called, tuple(self._costs(fields, told)), items, asked=asked)

    def _costs(
        self, fields: list[tuple[str, yaml.Node]], told: list[tuple[str, Passage]]
    ) -> Iterator[tuple[dict[str, object], Passage]]:
        """Give what a plan costs: amounts with a currency, by the month or by the year."""
        sign = next((self._passage(value).text for key, value in fields if _CURRENCY.fullmatch(key)), "")
        period = next((self._passage(value).text for key, value in fields if _PERIOD.fullmatch(key)), "")
        monthly = next((money.amount(place.text) or 0.0 for key, place in told if _BY_MONTH.fullmatch(key)), 0.0)
        for key, place in told:
            coded = _CODE.fullmatch(key)
            own = coded["code"].upper() if coded else sign
            text = f"{own} {place.text}" if _NUMBER.fullmatch(place.text) else place.text
            for price in money.prices(text, _tail(coded["key"] if coded else key, place.text, monthly, period)):
                if price.period:
                    yield price.value(), place

    def _items(self, node: yaml.Node) -> Iterator[Passage]:
        if not isinstance(node, yaml.SequenceNode):
            return
        for one in node.value:
            if isinstance(one, yaml.MappingNode):
                one = next((value for key, value in _fields(one) if _TEXT.fullmatch(key) and _is_text(value)), one)
            if _is_text(one):
                yield self._passage(one)

    def _passage(self, node: yaml.Node) -> Passage:
        """Give the first line of a text as it stands in the page, without its quotation marks."""
        start, end = self.start + node.start_mark.index, self.start + node.end_mark.index
        raw = self.page.text[start:end]
        line = re.search(r"\S[^\n]*", raw[1:].split("\n", 1)[-1] if raw[:1] in "|>" else raw)
        if line is None:
            return Passage("", start, start)
        first = raw.index(line[0]) + start
        text = line[0].rstrip()
        if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
            first, text = first + 1, text[1:-1]
        return Passage(text, first, first + len(text))


def _fields(node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node]]:
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            yield str(key.value).strip().replace("-", "_"), value


def _below(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    return [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else []


def _tail(key: str, amount: str, monthly: float, period: str) -> str:
    """Give what a price is for: a field's name says it, or another field; less by the year is for each month."""
    if _BY_MONTH.fullmatch(key):
        return f"/ month {period}"
    if _BY_YEAR.fullmatch(key):
        return "/ month, billed annually" if (money.amount(amount) or 0.0) < monthly else f"/ year {period}"
    return f"/ {period}"


def _prices(fields: list[tuple[str, yaml.Node]]) -> Iterator[tuple[str, yaml.Node]]:
    """Give the texts that are prices, those by the month and by the year of one field too."""
    for key, value in fields:
        if not _is_price_key(key):
            continue
        if isinstance(value, yaml.MappingNode):
            yield from ((inner, one) for inner, one in _fields(value) if _is_price_key(inner) and _is_text(one))
        elif _is_text(value):
            yield key, value


def _is_price_key(key: str) -> bool:
    coded = _CODE.fullmatch(key)
    plain = coded["key"] if coded else key
    return any(kind.fullmatch(plain) for kind in (_PRICE, _BY_MONTH, _BY_YEAR))


def _is_text(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and bool(str(node.value).strip())


def _is_nothing(text: str) -> bool:
    """Tell whether a price is none: a plain zero, or what says that something is free."""
    return money.is_free(text) or bool(_ZERO.fullmatch(text))


_ZERO = re.compile(r"0(?:[.,]0{1,2})?")
