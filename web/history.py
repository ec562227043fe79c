"""How a tool changed: what each plan cost and what its free plan allowed, year by year. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from catalog.evidence.resolve import STRONG
from web.words import as_date, day, money

Row = Mapping[str, Any]
FREE, GONE, ASKED = "free", "no free plan", "on request"
PAID = {"monthly": "paid monthly", "annually": "paid yearly"}
COUNTED = ("day", "minute", "user", "month", "second", "hour")


@dataclass(frozen=True)
class Span:
    """What was said of one thing in some years running; `text` is empty where no page of these years is known."""

    years: tuple[int, ...]
    text: str = ""
    note: str = ""
    url: str = ""

    @property
    def label(self) -> str:
        """Say the years: 2019, or 2019 to 2021."""
        first, last = self.years[0], self.years[-1]
        return str(first) if first == last else f"{first} to {last}"


@dataclass(frozen=True)
class Line:
    """One plan's price, or one limit of the free plan, over the years."""

    title: str
    unit: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class History:
    """The years that pages are known of, what was said in them, and what changed, in sentences."""

    years: tuple[int, ...]
    prices: tuple[Line, ...]
    limits: tuple[Line, ...]
    sentences: tuple[str, ...]


def history(told: Iterable[Row], plans: Mapping[str, str]) -> History | None:
    """Give a tool's history from its facts; None where fewer than two years are known.

    `told` are the rows of `byot facts` (all plans), `plans` the names of its plans in rank order, ended ones too.
    """
    facts = [row for row in told if row["state"] != "retracted" and row["plan"] in plans]
    free = [row for row in facts if row["fact"] == "free_plan"]
    frees = {row["plan"] for row in free if row["value"] is True}
    priced = {plan: _by_year([row for row in facts if row["fact"] == "plan_price" and row["plan"] == plan])
              for plan in plans}  # fmt: skip
    standing = {plan: _by_year([row for row in free if row["plan"] == plan]) for plan in plans}
    limited: dict[tuple[str, str], dict[int, Row]] = {}
    for plan in plans:
        rows = [row for row in facts if row["fact"] == "free_limit" and row["plan"] == plan and plan in frees]
        for what in dict.fromkeys(str(row["value"].get("what")) for row in rows):
            limited[plan, what] = _by_year([row for row in rows if row["value"].get("what") == what])
    known = [*priced.values(), *standing.values(), *limited.values()]
    seen_in = {year for seen in known for year in seen}
    if len(seen_in) < 2:
        return None
    years = tuple(range(min(seen_in), max(seen_in) + 1))
    prices = [_price_line(plans[plan], priced[plan], standing[plan], years) for plan in plans]
    limits = [_limit_line(plan, what, seen, plans, years, len(frees)) for (plan, what), seen in limited.items()]
    sentences = [
        *_free_plan(free, plans if len(frees) > 1 else {}),
        *(text for (plan, what), seen in limited.items() for text in _limit_moved(plans[plan], what, seen)),
        *(text for plan in plans for text in _price_moved(plans[plan], priced[plan])),
    ]
    return History(years, tuple(line for line in prices if line), tuple(limits), tuple(sentences))


def _by_year(rows: Iterable[Row]) -> dict[int, Row]:
    """Give the row that speaks for each year: the strongest, then the newest, then the lowest price."""
    found: dict[int, Row] = {}
    for row in sorted(rows, key=_weight):
        found[as_date(row["evidence"]["observed_at"]).year] = row
    return found


def _weight(row: Row) -> tuple[int, str, float]:
    amount = row["value"].get("amount") if isinstance(row["value"], dict) else None
    return (STRONG[row["evidence"]["strength"]], row["evidence"]["observed_at"], -(amount or 0))


def _price_line(name: str, priced: Mapping[int, Row], free: Mapping[int, Row], years: tuple[int, ...]) -> Line | None:
    """Give a plan's prices; the terms that all of them share stand beside the name, the others with the price."""
    published = [row["value"] for row in priced.values() if row["value"].get("amount") is not None]
    units = {_unit(value) for value in published}
    ways = {PAID.get(str(value.get("billed")), "") for value in published}
    cells = {}
    for year in sorted({*priced, *free}):
        row = priced.get(year) or free[year]
        cells[year] = (_price(row), _terms(row["value"], units, ways), row["evidence"]["url"])
    shared = [next(iter(some)) for some in (units, ways) if len(some) == 1]
    return Line(name, ", ".join(text for text in shared if text), tuple(_spans(cells, years))) if cells else None


def _price(row: Row) -> str:
    if row["fact"] == "free_plan":
        return FREE if row["value"] is True else GONE
    amount = row["value"].get("amount")
    return ASKED if amount is None else money(amount, row["value"].get("currency") or "USD")


def _terms(value: Any, units: set[str], ways: set[str]) -> str:
    """Say of a price what not all prices of its plan share."""
    if not isinstance(value, dict) or value.get("amount") is None:
        return ""
    own = [_unit(value) if len(units) > 1 else "", PAID.get(str(value.get("billed")), "") if len(ways) > 1 else ""]
    return ", ".join(text for text in own if text)


def _unit(value: Mapping[str, Any]) -> str:
    per, period = value.get("per"), value.get("period")
    return f"a {period}" if per in (None, "flat") else f"per {per} and {period}"


def _limit_line(
    plan: str, what: str, seen: Mapping[int, Row], plans: Mapping[str, str], years: tuple[int, ...], frees: int
) -> Line:
    cells = {year: (_limit(row["value"]), "", row["evidence"]["url"]) for year, row in seen.items()}
    return Line(_named(what), plans[plan] if frees > 1 else "", tuple(_spans(cells, years)))


def _named(what: str) -> str:
    return what.replace("_", " ").capitalize()


def _limit(value: Mapping[str, Any]) -> str:
    amount, unit = float(value["amount"]), str(value.get("unit", ""))
    figure = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,g}"
    word = "people" if unit == "user" and amount != 1 else {"user": "person", "count": ""}.get(unit, unit)
    plural = "s" if unit in COUNTED and unit != "user" and amount != 1 else ""
    return f"{figure.replace(',', chr(0x202F))} {word}{plural}".strip()


def _spans(cells: Mapping[int, tuple[str, str, str]], years: tuple[int, ...]) -> Iterator[Span]:
    """Join years running that say the same."""
    for (text, note), some in groupby(years, key=lambda year: cells.get(year, ("", "", ""))[:2]):
        run = tuple(some)
        yield Span(run, text, note, cells[run[0]][2] if run[0] in cells else "")


def _free_plan(rows: list[Row], plans: Mapping[str, str]) -> Iterator[str]:
    """Say that a free plan was gone, and whether it came back; `plans` names it where there are several."""
    dated = sorted(rows, key=lambda row: str(row["evidence"]["observed_at"]))
    for gone in (row for row in dated if row["value"] is False):
        name, then = plans.get(gone["plan"]), gone["evidence"]["observed_at"]
        same = [row for row in dated if row["plan"] == gone["plan"] and row["value"] is True]
        before = [row["evidence"]["observed_at"] for row in same if row["evidence"]["observed_at"] < then]
        after = [row["evidence"]["observed_at"] for row in same if row["evidence"]["observed_at"] > then]
        last = f" It was last seen on {day(before[-1])}." if before else ""
        back = f" It was there again on {day(after[0])}." if after else ""
        yield f"There was no free plan{f' {name}' if name else ''} on {day(then)}.{last}{back}"


def _limit_moved(name: str, what: str, seen: Mapping[int, Row]) -> Iterator[str]:
    if not seen:
        return
    first, last = min(seen), max(seen)
    old, new = seen[first]["value"], seen[last]["value"]
    if old.get("unit") == new.get("unit") and old["amount"] != new["amount"]:
        yield f"{_named(what)} on {name}: {_limit(old)} in {first}, {_limit(new)} in {last}."


def _price_moved(name: str, priced: Mapping[int, Row]) -> Iterator[str]:
    """Say how a price moved between the first and the last year that state it on the same terms."""
    if not priced:
        return
    last = max(priced)
    if priced[last]["value"].get("amount") is None:
        published = [year for year, row in priced.items() if row["value"].get("amount") is not None]
        if published:
            yield f"{name} had a published price up to {max(published)}; in {last} only sales told it."
        return
    new = priced[last]["value"]
    first = min(year for year, row in priced.items() if _comparable(row["value"], new))
    old = priced[first]["value"]
    if old["amount"] and _percent(old, new):
        then, now = (_sum(value, old.get("billed") != new.get("billed")) for value in (old, new))
        yield f"{name} cost {then} in {first} and {now} in {last}{_share(old, new)}."


def _comparable(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two prices are of the same kind; where a page does not say how one pays, it may be. A host is a user."""
    ways = {one.get("billed"), other.get("billed")} - {None}
    pers = {{"host": "user"}.get(str(value.get("per")), value.get("per")) for value in (one, other)}
    same = len(pers) == 1 and all(one.get(term) == other.get(term) for term in ("currency", "period"))
    return one.get("amount") is not None and same and len(ways) < 2


def _sum(value: Mapping[str, Any], telling: bool) -> str:
    way = PAID.get(str(value.get("billed")), "")
    return money(value["amount"], value.get("currency") or "USD") + (f" {way}" if telling and way else "")


def _share(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Say by how much a price moved, where both pages say how one pays."""
    if old.get("billed") != new.get("billed"):
        return ""
    return f": {_percent(old, new)} % {'more' if new['amount'] > old['amount'] else 'less'}"


def _percent(old: Mapping[str, Any], new: Mapping[str, Any]) -> int:
    """Give by how many percent a price moved; a cent is how a year was divided by twelve, and none."""
    share: float = new["amount"] / old["amount"]
    return round(100 * abs(share - 1))
