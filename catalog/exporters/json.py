"""One JSON document: the adoptions as `byot adoptions --json` prints them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

TITLE = "The register as JSON"
SUFFIX = "json"
MEDIA_TYPE = "application/json"
KIND = "register"


def write(documents: Iterable[Mapping[str, Any]], out: BinaryIO) -> None:
    """Write one document."""
    told = {"adoptions": list(documents)}
    out.write(json.dumps(told, ensure_ascii=False, indent=1, default=str).encode())
