"""One JSON document, as the commands print it with --json."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from catalog.exporters._sheet import Sheet

TITLE = "JSON"
SUFFIX = "json"
MEDIA_TYPE = "application/json"
KIND = "sheet"


def write(told: Sheet, out: BinaryIO) -> None:
    """Write one document; what comes one after another is written so."""
    between = "{"
    for name, value in told.document.items():
        out.write(f"{between}\n {json.dumps(name)}: ".encode())
        for part in _listed(value) if isinstance(value, Iterator) else (_text(value),):
            out.write(part.encode())
        between = ","
    out.write(b"\n}" if told.document else b"{}")


def _listed(values: Iterator[Any]) -> Iterator[str]:
    between = "["
    for value in values:
        yield f"{between}\n  {_text(value)}"
        between = ","
    yield "\n ]" if between == "," else "[]"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)
