"""A workbook (Office Open XML) of one sheet: every text is a text, no cell is a formula or becomes one by an edit."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, BinaryIO

from catalog.exporters import FORMULA, plain
from catalog.exporters._register import COLUMNS, DAYS, rows

TITLE = "The register as a workbook"
SUFFIX = "xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KIND = "register"
LONGEST = 32_767  # letters that a cell can hold


def write(documents: Iterable[Mapping[str, Any]], out: BinaryIO) -> None:
    """Write one row for each adoption."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    def cell(name: str, value: Any) -> Any:
        if value is not None and name in DAYS:
            return date.fromisoformat(value)
        told = plain(value)
        if not isinstance(told, str):
            return told
        made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", told)[:LONGEST])
        made.data_type = "s"
        made.quotePrefix = FORMULA.search(told) is not None
        return made

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Register")
    sheet.append(list(COLUMNS))
    for row in rows(documents):
        sheet.append([cell(name, row[name]) for name in COLUMNS])
    book.save(out)
