"""The trail for a SIEM as CEF in a syslog line (RFC 5424).

Traps: a header escapes the backslash and the bar, an extension the backslash, the equals sign and line ends.
"""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import BinaryIO

from catalog.audit import EPOCH
from catalog.exporters._events import Told, product_version

TITLE = "The trail as CEF"
SUFFIX = "cef"
MEDIA_TYPE = "text/plain; charset=utf-8"
KIND = "trail"
PRIORITY = 13 * 8 + 6  # log audit, informational
SEVERITY = 3
LONGEST = 1000


def write(told: Iterable[Told], out: BinaryIO) -> None:
    """Write one line for each event."""
    for event in told:
        out.write(line_of(event).encode() + b"\n")


def line_of(event: Told) -> str:
    """Give an event as one line."""
    at = (EPOCH + timedelta(microseconds=event.at)).isoformat().replace("+00:00", "Z")
    fields = {
        "rt": str(event.at // 1000),
        "suser": event.who,
        "externalId": str(event.number),
        "cs1Label": "subject",
        "cs1": f"{event.kind}:{event.name}",
        "cs2Label": "sha256",
        "cs2": event.sha256,
        "msg": json.dumps(event.content, ensure_ascii=False, sort_keys=True)[:LONGEST],
    }
    extension = " ".join(f"{name}={_value(value)}" for name, value in fields.items())
    header = "|".join(map(_header, ("byot", "byot", product_version(), event.what, event.what)))
    return f"<{PRIORITY}>1 {at} - byot - - - CEF:0|{header}|{SEVERITY}|{extension}"


def _header(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|")


def _value(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("=", "\\=")
    return escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\r")
