"""Comma-separated values, RFC 4180, UTF-8 with a byte order mark so that spreadsheets read it; formulas become text."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from catalog.exporters import cell
from catalog.exporters._register import COLUMNS, rows

TITLE = "The register as CSV"
SUFFIX = "csv"
MEDIA_TYPE = "text/csv; charset=utf-8"
KIND = "register"


def write(documents: Iterable[Mapping[str, Any]], out: BinaryIO) -> None:
    """Write one line for each adoption."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(documents):
        writer.writerow([cell(row[name]) for name in COLUMNS])
    text.detach()
