"""A workbook (Office Open XML): every text is a text, no cell is a formula or becomes one by an edit."""

from datetime import date
from typing import Any, BinaryIO

from catalog.exporters import FORMULA, plain
from catalog.exporters._sheet import Sheet

TITLE = "XLSX"
SUFFIX = "xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KIND = "sheet"
LONGEST = 32_767  # letters that a cell can hold


def write(told: Sheet, out: BinaryIO) -> None:
    """Write one row for each, in a sheet of their own for what comes with it."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    def cell(page: Any, value: Any, is_day: bool) -> Any:
        if value is not None and is_day:
            return date.fromisoformat(value)
        text = plain(value)
        if not isinstance(text, str):
            return text
        made = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST])
        made.data_type = "s"
        made.quotePrefix = FORMULA.search(text) is not None
        return made

    book = Workbook(write_only=True)
    for sheet in (told, *told.more):
        page = book.create_sheet(sheet.name)
        page.append(list(sheet.columns))
        for row in sheet.rows:
            page.append([cell(page, row[name], name in sheet.days) for name in sheet.columns])
    book.save(out)
