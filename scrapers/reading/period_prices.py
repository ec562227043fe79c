"""Prices of tables of one plan each, with a column or a row for each way to be billed.

Traps: rows of other things than prices beside the columns, tables that no plan's heading stands above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Cell, Page, Table
from scrapers.reading import money, names, plan_prices, plans

Read = Callable[[Page, str, Cell, str], Iterator[Finding]]
"""What gives the prices of a plan's cell, told what stands before it."""
_BILLED = re.compile(
    r"\A\W*(?:month|year|annual|(?:bi|semi)-?annual|half-yearly|quarter|monatlich|jährlich|mensuel|annuel|mensual|anual)",
    re.IGNORECASE,
)
_PRICED = re.compile(r"\b(?:charges?|fees?|rates?)\b|/\s?(?:user|seat|month|mo\b)", re.IGNORECASE)
_FEWEST = 2


def read(page: Page, cell: Read) -> Iterator[Finding]:
    """Give the prices of tables that are headed by a plan, or stand below its heading."""
    for table in page.tables:
        head = table.rows[0]
        name = names.known_in(head[0].text)
        if name and all(_BILLED.search(other.text) for other in head[1:]):
            for row in table.rows[1:]:
                if plans.tells_price(row[0].text):
                    for period, priced in zip(head[1:], row[1:], strict=False):
                        yield from cell(page, name, priced, period.text)
        elif not name:
            yield from _by_rows(page, table, cell)


def _by_rows(page: Page, table: Table, cell: Read) -> Iterator[Finding]:
    head = table.rows[0]
    priced = plans.tells_price(head[-1].text) or _PRICED.search(head[-1].text)
    if len(head) != _FEWEST or not priced or not all(_BILLED.search(row[0].text) for row in table.rows[1:]):
        return
    above = page.headings(table.at - 1)
    plan = next(iter(names.of_headings(tuple(above))), None)
    if plan is None or len(table.rows) <= _FEWEST or any(map(plan_prices.OTHER_MATTER.search, above[-2:])):
        return
    for row in table.rows[1:]:
        if len(row) == _FEWEST and money.is_price(row[1].text):
            yield from cell(page, plan, row[1], f"{head[1].text} {row[0].text}")
