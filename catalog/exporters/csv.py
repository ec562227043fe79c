"""Comma-separated values, RFC 4180, UTF-8 with a byte order mark so that spreadsheets read it; formulas become text."""

import csv
import io
from typing import BinaryIO

from catalog.exporters import cell
from catalog.exporters._sheet import Sheet

TITLE = "CSV"
SUFFIX = "csv"
MEDIA_TYPE = "text/csv; charset=utf-8"
KIND = "sheet"


def write(told: Sheet, out: BinaryIO) -> None:
    """Write one line for each row; further sheets have no place in it."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(told.columns)
    for row in told.rows:
        writer.writerow([cell(row[name]) for name in told.columns])
    text.detach()
