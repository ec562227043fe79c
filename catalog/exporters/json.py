"""One JSON document, as the commands print it with --json."""

import json
from typing import BinaryIO

from catalog.exporters._sheet import Sheet

TITLE = "JSON"
SUFFIX = "json"
MEDIA_TYPE = "application/json"
KIND = "sheet"


def write(told: Sheet, out: BinaryIO) -> None:
    """Write one document."""
    out.write(json.dumps(told.document, ensure_ascii=False, indent=1, default=str).encode())
