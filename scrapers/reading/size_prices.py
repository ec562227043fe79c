"""Prices by size: tables with a row for each number of people, or of what is counted, and a column of prices.

Traps: prices of storage and machines by size, credits by the pack, prices by use.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page, Table
from scrapers.reading import money, names, plan_prices, plans

_COUNTED = (
    r"(?:(?:monthly|active|unique|tracked|paid|named|team) ){0,3}(?:users?|seats?|members?|people|persons?|employees?"
    r"|agents?|licen[cs]es?|MAUs?|contacts?|subscribers?|(?:page ?)?views|visits|visitors|sessions?|events|team size"
    r"|Nutzer\w*|Benutzer\w*|Mitarbeiter\w*|Personen|utilisateurs?|collaborateurs?|usuarios?|personas?|empleados?)"
)
_NUMBER = r"\d[\d.,' ]*(?:[kKM]\b)?\+?"
_SIZE = re.compile(
    r"(?:(?:up to|first|next|from|over|more than|between|bis(?: zu)?|ab|über|mehr als|von|zwischen|jusqu['’]à|de|entre"
    rf"|plus de|hasta|más de) )?{_NUMBER}(?:\s?(?:-|–|to|and|bis|und|à|et|a|y|al)\s?{_NUMBER})?(?P<what>\s?{_COUNTED})?"
    r"(?:\s?(?:or|and) (?:more|above)|\s?(?:a|per) month)?\W*",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"\W*(?:(?:number|no\.?|amount) of |# )?{_COUNTED}(?:\s?\([^)]*\)|\s?(?:a|per) month|/month)?\W*", re.I
)
_FEWEST = 2


def read(page: Page) -> Iterator[Finding]:
    """Give the prices of tables by size, each for the plan whose heading stands above, if one does."""
    for table in plans.other_tables(page):
        columns = _priced(table)
        sized = [row for row in table.rows[1:] if _is_size(row[0].text, table.rows[0][0].text)] if columns else []
        if len(sized) < _FEWEST or len(sized) * 2 <= len(table.rows) - 1:
            continue
        above = page.headings(table.at - 1)[-2:]
        if any(map(plan_prices.OTHER_MATTER.search, above)):
            continue
        plan = next(iter(names.of_headings(tuple(above))), None)
        for row in sized:
            for at, head in columns:
                if at < len(row):
                    yield from plan_prices.of(page, plan, row[at].passage, lead=head, confidence=0.7)


def _priced(table: Table) -> list[tuple[int, str]]:
    """Give the columns whose head tells a price and for how long, each with its head."""
    return [
        (at, cell.text)
        for at, cell in enumerate(table.rows[0])
        if at
        and plans.tells_price(cell.text)
        and any(money.is_price(row[at].text) for row in table.rows[1:] if at < len(row))
    ]


def _is_size(text: str, head: str) -> bool:
    """Tell whether the label of a row is a number of what is counted, or a bare one below a head that says of what."""
    found = _SIZE.fullmatch(text.strip())
    return found is not None and bool(found["what"] or _HEAD.fullmatch(head.strip()))
