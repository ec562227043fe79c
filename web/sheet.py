"""Lists as files: CSV, XLSX, Parquet or JSON, by what the address ends in."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any, BinaryIO, cast

from starlette.responses import Response, StreamingResponse

from catalog import exporters
from catalog.errors import UnknownPlugin
from catalog.exporters import cell
from catalog.exporters._sheet import Sheet

IN_MEMORY = 8 << 20
PART = 1 << 16
UNKEPT = {"Cache-Control": "private, no-store"}


def csv_file(name: str, columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> Response:
    """Give rows as a file of that name; columns in the order given, what a row lacks is empty.

    Text that a spreadsheet would take for a formula is kept as text.
    """
    heads = list(columns)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([cell(row.get(head)) for head in heads])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', **UNKEPT}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def sheet_file(name: str, ending: str, sheet: Sheet) -> Response:
    """Give a sheet as a file of that name; raise `UnknownPlugin`, naming the forms, for an ending that is none."""
    forms = [one["name"] for one in exporters.formats() if one["kind"] == "sheet"]
    if ending not in forms:
        raise UnknownPlugin(ending, forms, kind="form")
    plugin = exporters.load(ending)
    return file_of(f"{name}.{ending}", plugin, lambda out: plugin.write(sheet, out))


def file_of(name: str, plugin: ModuleType, write: Callable[[BinaryIO], object]) -> Response:
    """Give what is written as a file to keep, in a form of an exporter; small ones never touch the disk."""
    out = cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the answer closes it
    try:
        write(out)
        out.seek(0)
    except BaseException:
        out.close()
        raise
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **UNKEPT}
    return StreamingResponse(_parts(out), media_type=plugin.MEDIA_TYPE, headers=headers)


def _parts(out: BinaryIO) -> Iterator[bytes]:
    with out:
        while part := out.read(PART):
            yield part
