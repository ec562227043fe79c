"""What a page's tables say, line by line and in small letters: made once for all features that look into it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from scrapers import patterns as re
from scrapers.page import Cell, Page, Passage, Table
from scrapers.reading import asides, plans, subject
from scrapers.reading.sentences import split

_LONGEST_LABEL = 140


def first_line(passage: Passage) -> Passage:
    """Give the head of a cell: its first line, up to a colon that begins an explanation."""
    cut = re.search(r"\n|:\s(?=.{30})|\s[–—-]\s(?=.{60})", passage.text)
    return passage.cut(0, cut.start()) if cut and cut.start() > 2 else passage


@lru_cache(maxsize=4)
def matrix_rows(page: Page) -> list[tuple[plans.Row, Passage, str]]:
    """Give the rows of matrices, each with the head of its label, that in small letters too."""
    return [
        (row, head, head.text.lower())
        for _, rows in plans.matrices(page)
        for row in rows
        for head in [first_line(row.label)]
        if len(head.text) <= _LONGEST_LABEL
    ]


@lru_cache(maxsize=4)
def matrix_labels(page: Page) -> str:
    """Give all heads of labels of matrices in small letters, to tell at once that something is in none of them."""
    return "\n".join(small for _, _, small in matrix_rows(page))


@lru_cache(maxsize=4)
def plan_lines(page: Page) -> list[tuple[str, Passage, str]]:
    """Give what tables with a row per plan say, line by line, each with its plan and in small letters."""
    return [
        (name, line, line.text.lower())
        for name, row in plans.plan_rows(page)
        for cell in row[1:]
        for line in split(cell.passage)
        if len(line.text) < _LONGEST_LABEL
    ]


@lru_cache(maxsize=4)
def by_plan(page: Page) -> list[tuple[Table, list[str]]]:
    """Give the tables whose first column is headed as that of plans, each with its head in small letters."""
    return [(table, [cell.text.lower() for cell in table.rows[0]]) for table in page.tables if plans.headed(table)]


@lru_cache(maxsize=4)
def plain_rows(page: Page) -> list[tuple[tuple[Cell, ...], str]]:
    """Give the rows of tables that compare no plans and describe no things, and their cells in small letters."""
    return [
        (row, "\n".join(cell.text for cell in row).lower())
        for table in (plans.other_tables(page) if page.kind != "subprocessors" else ())
        if not asides.of_things(table)
        for own in [_own_column(page, table)]
        if own or len(table.rows[0]) <= 3
        for row in _affirmed(table, own)
    ]


_NOT_DONE = re.compile(r"\b(?:does|do|is|are)\s(?:\w+\s)?not\b", re.IGNORECASE)


def _own_column(page: Page, table: Table) -> int:
    """Give the column of the vendor among those of others it is compared with, or 0."""
    heads = table.rows[0][1:]
    own = [at for at, cell in enumerate(heads, 1) if any(name in cell.text.lower() for name in subject.names(page))]
    return own[0] if len(own) == 1 and len(heads) > 1 and all(_NAME.match(cell.text) for cell in heads) else 0


_NAME = re.compile(r"\W*(?:[A-Z][\w.+-]*\W{0,2}){1,3}\Z")


def _affirmed(table: Table, own: int) -> Iterator[tuple[Cell, ...]]:
    """Give the rows without the columns of others, and those that tell what is not done ("What it does not do")."""
    denied = {at for at, cell in enumerate(table.rows[0]) if at and (own not in (0, at) or _NOT_DONE.search(cell.text))}
    for row in table.rows:
        yield tuple(cell for at, cell in enumerate(row) if at not in denied) if denied else row
