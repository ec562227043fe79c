"""The plans that a page's tables show: a column for each in its matrices, a row for each in its lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from scrapers import patterns as re
from scrapers.page import Cell, Page, Passage, Table, marks
from scrapers.reading import money
from scrapers.reading.names import KNOWN, is_known, known_in, name_of

_NO_PRICE = re.compile(
    r"\b(?:add-?ons?|additional|extra|overage|support|storage|usage|compute|bandwidth|traffic"
    r"|credits?|savings?|discount|per (?:GB|TB|hour|minute|request))\b",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"\b(?:pric(?:e|es|ing)|costs?|monthly|annual(?:ly)?|yearly|billed|per (?:user|seat|month"
    r"|year)|subscription|preise?|kosten|monatlich|jährlich|prix|tarifs?|mensuel|annuel|precios?|mensual|anual|coste"
    r"|por (?:usuario|persona|mes|año)|par (?:utilisateur|personne|mois|an)"
    r"|pro (?:Nutzer|Benutzer|Person|Monat|Jahr))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a matrix: what it is about, and the cell of each plan."""

    label: Passage
    cells: tuple[tuple[str, Cell], ...]
    section: str


@lru_cache(maxsize=4)
def matrices(page: Page) -> tuple[tuple[Table, list[Row]], ...]:
    """Give the tables that compare plans, read by rows."""
    return tuple(_matrices(page))


def other_tables(page: Page) -> Iterator[Table]:
    """Give the tables that compare no plans."""
    compared = {id(table) for table, _ in matrices(page)}
    return (table for table in page.tables if id(table) not in compared)


def _matrices(page: Page) -> Iterator[tuple[Table, list[Row]]]:
    for table in page.tables:
        names = _columns(page, table)
        if names:
            yield table, list(_rows(table, names))


def _columns(page: Page, table: Table) -> dict[int, str]:
    for row in table.rows[:3]:
        names = {at: name for at, cell in enumerate(row) if at and (name := name_of(cell.text))}
        filled = [at for at, cell in enumerate(row) if at and cell.text.strip()]
        if len(names) >= 2 and len(names) >= len(filled) - 1 and len(set(names.values())) >= 2:
            known = sum(bool(KNOWN.search(name)) for name in names.values())
            if _of_rivals(list(names.values())):
                return {}
            if known and (known * 2 >= len(names) or page.kind == "pricing" or _ticked(table)):
                return names
        alone = row is table.rows[0] and len(filled) == 1 and len(names) == 1 and len(row) == 2
        if alone and is_known(*names.values()):
            return names
    return {}


def _of_rivals(names: list[str]) -> bool:
    """Tell whether each column is a plan of another product ("Acme Pro", "Rival Basic", "Third Plus")."""
    products = {words[0] for name in names for words in [name.split()] if len(words) > 1 and not is_known(words[0])}
    return len(products) == len(names) >= _FEWEST_RIVALS


_FEWEST_RIVALS = 3


def _ticked(table: Table) -> bool:
    """Tell whether most of a table's answers are ticks and crosses."""
    answers = [cell for row in table.rows[1:] for cell in row[1:]]
    return sum(1 for cell in answers if cell.mark or marks.of_text(cell.text)) * 2 > len(answers)


def _rows(table: Table, names: dict[int, str]) -> Iterator[Row]:
    section = ""
    for row in table.rows:
        label = row[0].passage
        rest = row[1:]
        if not label.text.strip() and not any(money.is_price(cell.text.split("\n")[0]) for cell in row[1:]):
            continue
        if not any(cell.text.strip() or cell.mark for cell in rest) or (
            len({id(cell) for cell in row}) == 1 and len(row) > 1
        ):
            section = label.text
            if len(rest) < max(names):
                continue
        cells = tuple((name, row[at]) for at, name in names.items() if at < len(row))
        if all(name_of(cell.text.split("\n")[0]) == name for name, cell in cells):
            if not any(cell.mark or "\n" in cell.text for _, cell in cells):
                continue
            cells = tuple((name, _without_name(cell)) for name, cell in cells)
        yield Row(label, cells, section)


def _without_name(cell: Cell) -> Cell:
    """Give a cell without the name of its column that stands in it for narrow screens."""
    passage = cell.passage
    return replace(cell, passage=passage.cut(len(passage.text.split("\n")[0]), len(passage.text)))


def headed(table: Table) -> bool:
    """Tell whether the head of the first column says that each row is a plan."""
    return bool(_PLAN_HEAD.fullmatch(table.rows[0][0].text))


_PLAN_HEAD = re.compile(
    r"\W*(?:(?:plans?|tiers?|editions?|subscriptions?|packages?|tarife?|offres?|formules?|planes)(?: names?)?"
    r"|(?:plan|account|subscription|user|customer) (?:types?|levels?|tiers?)"
    r"|types? of (?:plan|account|subscription|user))\W*",
    re.IGNORECASE,
)


def tells_price(label: str) -> bool:
    """Tell whether a label is that of a plan's price, not of something beside it."""
    return bool(_PRICE.search(label)) and not _NO_PRICE.search(label)


def price_columns(table: Table) -> list[int]:
    """Give the columns whose head says price and whose cells hold some; without such a head, those that hold prices
    beside the names of plans.
    """
    priced = [
        at
        for at, cell in enumerate(table.rows[0])
        if not (at == 0 and headed(table))
        and tells_price(cell.text)
        and any(at < len(row) and money.is_price(row[at].text) for row in table.rows[1:])
    ]
    return priced or _unheaded(table)


def _unheaded(table: Table) -> list[int]:
    body = table.rows if not any(cell.header or not cell.text.strip() for cell in table.rows[0]) else table.rows[1:]
    named = [row for row in body if len(row) > 1 and known_in(row[0].text)]
    if len(named) < _FEWEST_ROWS or len(named) * 2 < len(body):
        return []
    return [
        at
        for at in range(1, len(named[0]))
        if sum(1 for row in named if at < len(row) and _is_price(row[at].text)) * 2 > len(named)
    ]


def body(table: Table) -> tuple[tuple[Cell, ...], ...]:
    """Give the rows of a table that lists plans by rows, without its head if it has one."""
    headless = known_in(table.rows[0][0].text) and any(_is_price(cell.text) for cell in table.rows[0][1:])
    return table.rows if headless else table.rows[1:]


def _is_price(text: str) -> bool:
    return len(text) <= _LONGEST_PRICE and (money.is_price(text) or money.is_contact(text))


_FEWEST_ROWS = 2
_LONGEST_PRICE = 80


@lru_cache(maxsize=4)
def plan_rows(page: Page) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """Give the rows of tables that tell of one plan each, with the plan's name."""
    return tuple(_plan_rows(page))


def _plan_rows(page: Page) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    for table in other_tables(page):
        for row in table.rows if price_columns(table) else ():
            name = known_in(row[0].text)
            if name:
                yield name, row


def row_name(row: tuple[Cell, ...], columns: list[int]) -> str | None:
    """Give the plan of a row: its first cell that is no price; a plan without a name goes by its size."""
    first = next((cell.text for at, cell in enumerate(row) if at not in columns), "")
    name = name_of(first)
    if name:
        return name
    size = re.match(r"\d+\s?[kKMGT]?B?\b", first)
    return size[0] if size else None
