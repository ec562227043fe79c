r"""Rows of Zeek's logs without their header, as shippers send them: the shapes of values tell conn, dns, http and ssl.

https://docs.zeek.org/en/master/logs/index.html

Traps: versions of Zeek have put columns in between (`rtt`, `version`, `origin`), so what stands behind is found by its
neighbours; tabs may have become blanks, or `#011` in syslog; what is unset shows no shape.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from catalog.discovery import fields

TIME: Final = re.compile(r"\d{9,10}\.\d{1,9}")
UID: Final = re.compile(r"[A-Za-z0-9]{9,20}")
FEWEST: Final = 12
NUMBER: Final = re.compile(r"\d{1,18}|-")
STATUS: Final = re.compile(r"[1-5]\d\d")
METHOD: Final = re.compile(r"[A-Z_-]{3,20}")
SECURE: Final = re.compile(r"(?:D?TLS|SSL)v\d+")
CLASS: Final = re.compile(r"C_[A-Z]+|qclass-\d+")
STATES: Final = frozenset("S0 S1 SF REJ S2 S3 RSTO RSTR RSTOS0 RSTRH SH SHR OTH".split())
PROTOCOLS: Final = frozenset(("tcp", "udp", "icmp", "unknown_transport"))
TRUTHS: Final = frozenset(("T", "F"))
BEGINNING: Final = "ts uid id.orig_h id.orig_p id.resp_h id.resp_p".split()
EMPTY: Final = "(empty)"


class Row(NamedTuple):
    """The kind of log that a row is of, and the values of it that say something."""

    kind: str
    values: dict[str, str]


def row(text: str) -> Row | None:
    """Give a line of Zeek's that stands alone, None for any other line."""
    text = text.replace("#011", "\t")
    columns = text.rstrip("\r\n").split("\t") if "\t" in text else text.split()
    if len(columns) < FEWEST or not _begins(columns):
        return None
    for kind, names in (("dns", _dns), ("conn", _conn), ("ssl", _ssl), ("http", _http)):
        found = names(columns)
        if found is not None:
            told = dict(zip(BEGINNING, columns, strict=False)) | {name: columns[at] for name, at in found.items()}
            return Row(kind, {name: value for name, value in told.items() if value not in ("-", EMPTY)})
    return None


def _begins(columns: Sequence[str]) -> bool:
    time, uid, client, client_port, server, server_port = columns[:6]
    ports = client_port.isdigit() and server_port.isdigit()
    ends = fields.is_address(client) and fields.is_address(server)
    return bool(TIME.fullmatch(time) and UID.fullmatch(uid) and ports and ends)


def _dns(columns: Sequence[str]) -> dict[str, int] | None:
    """Protocol, number of the query, perhaps how long it took, the query, its class, and the class' name."""
    if columns[6] not in PROTOCOLS or not columns[7].isdigit() or not TRUTHS & set(columns[12:20]):
        return None
    named = next((at for at in (10, 11) if CLASS.fullmatch(columns[at])), None)
    if named is not None:
        return {"query": named - 2}
    return {"query": 9 if columns[8] == "-" or columns[8].replace(".", "").isdigit() else 8}


def _conn(columns: Sequence[str]) -> dict[str, int] | None:
    """Protocol, service, duration, bytes of both sides, and how the connection ended."""
    if columns[6] not in PROTOCOLS or columns[11] not in STATES:
        return None
    return {"orig_bytes": 9, "resp_bytes": 10} if all(NUMBER.fullmatch(one) for one in columns[9:11]) else None


def _ssl(columns: Sequence[str]) -> dict[str, int] | None:
    """Version, cipher, the curve in all but old versions, the server's name."""
    if not SECURE.fullmatch(columns[6]):
        return None
    return {"server_name": 9 if len(columns) > 10 and columns[10] in TRUTHS else 8}


def _http(columns: Sequence[str]) -> dict[str, int] | None:
    """Depth, method, host, URI; later the lengths of both bodies before a status, the user behind the tags."""
    at = next((at for at in range(11, len(columns) - 2) if _answered(columns[at : at + 3])), None)
    silent = columns[7] == "-" and (at is not None or EMPTY in columns)  # an answer alone was seen, or nothing
    if not columns[6].isdigit() or not (METHOD.fullmatch(columns[7]) or silent):
        return None
    found = {"method": 7, "host": 8, "uri": 9}
    if at is None:
        return found
    tags = next((place for place in range(at + 3, len(columns) - 1) if columns[place] == EMPTY), at + 6)
    user = {"username": tags + 1} if len(columns) > tags + 1 else {}
    return found | {"request_body_len": at, "response_body_len": at + 1, "status_code": at + 2} | user


def _answered(columns: Sequence[str]) -> bool:
    return all(NUMBER.fullmatch(one) for one in columns[:2]) and bool(STATUS.fullmatch(columns[2]))
