"""Certificates in tables: a row of what plans have, a cell that names several, a row with the state beside the name."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Cell, Page
from scrapers.reading import certificates, plans, stance, subject
from scrapers.reading.certificate_states import DENIED_STATE, NO_STATE, YES_STATE, of_cell, stated
from scrapers.reading.feature import LEGAL
from scrapers.reading.tables import first_line


def read(page: Page) -> Iterator[Finding]:
    """Give the certificates that the page's tables say are held, planned or denied."""
    for _, rows in plans.matrices(page):
        for row in rows:
            for name, _, _ in list(certificates.named(row.label.text))[:3]:
                lacking = False
                for plan, cell in row.cells:
                    status = of_cell(cell)
                    if status == "no" and lacking:  # what holds for the vendor is denied once, on the lowest plan
                        continue
                    lacking = lacking or status == "no"
                    yield stated(page, name, status, first_line(row.label), "vendor", plan, 0.85)
        yield from _in_cells(page, rows)
    for table in plans.other_tables(page) if page.kind not in LEGAL else ():
        if any(_OF_MAPPING.match(cell.text) for cell in table.rows[0][1:]):
            continue
        above = next((one.text for one in reversed(page.blocks[: table.at]) if one.role == "heading"), "")
        coming = stance.to_come("", (above,))
        for cells in table.rows:
            yield from _state_row(page, cells, coming=coming)


_OF_MAPPING = re.compile(
    r"\W*(?:coverage|mechanisms?|mapp\w+|(?:key |relevant )?controls?|(?:key |main )?requirements?|features?|relevance"
    r"|applicab\w+|solutions?|how\b|support(?:ed)?|evidence|implementation|use[sd]? (?:for|cases?)|what\b|gaps?)\b",
    re.IGNORECASE,
)
"""Such a column sets what a product does beside what a standard asks."""


def _in_cells(page: Page, rows: list[plans.Row]) -> Iterator[Finding]:
    """Give the certificates that the cells of a row about compliance or security name for their plans."""
    for row in rows:
        if not _ABOUT_HOLDING.search(row.label.text) or any(certificates.named(row.label.text)):
            continue
        for plan, cell in row.cells:
            for part in re.split(r"\s?[,;·•\n]\s?", cell.text):
                for name, _, _ in certificates.named(part) if len(part) <= _LONGEST_PART else ():
                    status = "in_progress" if NO_STATE.search(part) else "yes"
                    yield stated(page, name, status, cell.passage, "vendor", plan, 0.75)


_ABOUT_HOLDING = re.compile(r"\b(?:compliance|certificat\w+|security|attestations?|audits?)\b", re.IGNORECASE)
_LONGEST_PART = 40


def _state_row(page: Page, cells: tuple[Cell, ...], *, coming: bool) -> Iterator[Finding]:
    """Give the certificate of a row like "ISO 27001 | Certified"."""
    if len(cells) < 2:
        return
    found = list(certificates.named(cells[0].text))
    rest = " ".join(cell.text for cell in cells[1:])
    whole = " ".join(cell.text for cell in cells)
    for name, _, _ in found if len(cells[0].text) < 80 else ():
        if name == "soc2":
            name = next((other for other, _, _ in certificates.named(whole) if other.startswith("soc2_")), name)
        if DENIED_STATE.match(rest.strip()):
            yield stated(page, name, "no", first_line(cells[0].passage), "vendor")
        elif coming or NO_STATE.search(rest):
            yield stated(page, name, "in_progress", first_line(cells[0].passage), "vendor")
        elif YES_STATE.search(rest) or any(cell.mark == "yes" for cell in cells[1:]):
            yield stated(page, name, "yes", first_line(cells[0].passage), subject.of(rest, 0, page))
