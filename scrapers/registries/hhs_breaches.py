"""The breach portal of the US health department (HHS OCR): breaches of health data of 500 people or more.

The portal exports a CSV with `Name of Covered Entity`, `Covered Entity Type`, `Individuals Affected`, `Breach
Submission Date` (month/day/year) and `Type of Breach`. Most rows are clinics and health plans: only a *Business
Associate* is the vendor of somebody else, and a name that a clinic shares with a tool says nothing of the tool. The
portal cannot be fetched by an address; export the table there.
"""

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime

from scrapers.listing import Entry, Listing, Statement, newest, not_it, text_of

TITLE = "HHS OCR breach portal"
PAGE = "https://ocrportal.hhs.gov/ocr/breach/breach_report.jsf"
URL: str | None = None
STRENGTH = "attestation"
NAME, KIND, DAY = "Name of Covered Entity", "Covered Entity Type", "Breach Submission Date"
VENDORS = "business associate"


def read(body: bytes) -> Listing:
    """Give the vendors' rows of an export; raise `BadData` where it is none."""
    rows = csv.DictReader(io.StringIO(text_of(body)), strict=True)
    try:
        told = list(rows)
    except csv.Error:
        raise not_it(TITLE) from None
    if not {NAME, KIND, DAY} <= set(rows.fieldnames or ()):
        raise not_it(TITLE)
    entries = [_entry(row, day) for row in told if _is_vendor(row) and (day := _day(row)) is not None]
    return Listing(tuple(entries), newest(_day(row) for row in told), whole=False)


def _is_vendor(row: Mapping[str, str | None]) -> bool:
    return bool(row[NAME]) and (row[KIND] or "").strip().lower() == VENDORS


def _entry(row: Mapping[str, str | None], day: date) -> Entry:
    name = (row[NAME] or "").strip()
    says = f"The breach portal of HHS lists a breach that {name} reported on {day.isoformat()}."
    text = "\n".join(f"{column}: {value}" for column, value in row.items() if column and value)
    return Entry(name, PAGE, text, (Statement("last_breach", day.year, says, since=day),), of="vendor")


def _day(row: Mapping[str, str | None]) -> date | None:
    try:
        return datetime.strptime((row[DAY] or "").strip(), "%m/%d/%Y").date()  # noqa: DTZ007
    except ValueError:
        return None
