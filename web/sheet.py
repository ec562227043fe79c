"""A list as a CSV file. Text that a spreadsheet would take for a formula is kept as text."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response

from catalog.exporters import cell


def csv_file(name: str, columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> Response:
    """Give rows as a file of that name; columns in the order given, what a row lacks is empty."""
    heads = list(columns)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([cell(row.get(head)) for head in heads])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "private, no-store"}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)
