r"""Palo Alto's PAN-OS: traffic, URL filtering and other threats, as syslog's CSV or as a report with a header line.

https://docs.paloaltonetworks.com/pan-os/11-1/pan-os-admin/monitoring/use-syslog-for-monitoring/syslog-field-descriptions

Traps: times are the device's local ones, a zone stands only in the late high-resolution column of newer versions; the
URL has no scheme, may hold a port, and is a file's name in threats that are no URL filtering; received bytes may
stand before sent ones; logs of decryption have the name asked for far behind; the user may be an
"x-fwd-for: 192.0.2.1", DOMAIN\user or domain\\user; the destination's user is nobody here; an address is no host that
was asked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import rows
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Entry, Lines, Read, Record, Unreadable

TITLE = "Palo Alto PAN-OS, traffic and URL"
KINDS = ("TRAFFIC", "THREAT", "URL", "DATA", "WILDFIRE", "TUNNEL", "DECRYPTION")
OTHERS = tuple(
    "SYSTEM CONFIG USERID HIPMATCH GLOBALPROTECT AUTH AUTHENTICATION CORRELATION IPTAG SCTP GTP AUDIT".split()
)
TAKEN, KIND, SUBTYPE, GENERATED, CLIENT, USER, APP, ACTION, URL, SENT, RECEIVED = 1, 3, 4, 6, 7, 12, 14, 30, 31, 32, 33
SERVER_NAME = 63
LATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
METHODS = frozenset("get post put head delete options connect patch".split())
EVENT = re.compile(
    rb"[^,]*,\d{4}/\d\d/\d\d \d\d:\d\d:\d\d,[0-9A-Za-z]*,(?:%b)," % b"|".join(one.encode() for one in OTHERS)
)
START = re.compile(rb"(?:<\d+>.*? )?\d?,|[A-Za-z]")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its rows that it reads, or that tell of the device."""
    read = Panos().read
    return fields.share(head, lambda row: read(row) or (Record() if EVENT.match(row) else None), entries=entries)


def entries(lines: Lines) -> Iterator[Entry]:
    """Put together the lines of a row."""
    return rows.entries(lines, START)


def start() -> Read:
    """Give a reader that heeds the header of its log, where it has one."""
    return Panos().read


class Panos:
    """Reads rows by their fixed columns, or by a header that came before."""

    def __init__(self) -> None:
        """Begin without a header."""
        self.names: list[str] = []

    def read(self, row: bytes) -> Record | None:
        """Read a row; None for a header and for kinds of logs that tell of no request."""
        text = fields.text(row).strip()
        if not text or text.startswith("#"):
            return None
        columns = rows.commas(text.replace('\\"', '"') if '\\"' in text else text)
        if _is_header(columns):
            self.names = [name.strip().lower() for name in columns]
            return None
        if self.names and len(columns) >= len(self.names):
            return _reported(dict(zip(self.names, columns, strict=False)))
        return _logged(columns)


def _is_header(columns: Sequence[str]) -> bool:
    names = {name.strip().lower() for name in columns}
    return "source user" in names and ("application" in names or "url" in names)


def _logged(columns: Sequence[str]) -> Record | None:
    """A row of syslog, by its fixed columns."""
    kind = columns[KIND].upper() if len(columns) > KIND else ""
    if kind.replace("-", "") in OTHERS:
        return None
    if kind not in KINDS or len(columns) <= URL:
        raise Unreadable("no row of PAN-OS (serial number, type, subtype, ...)")
    traffic = kind == "TRAFFIC"
    by_url = columns[SUBTYPE].lower() == "url" or kind == "URL"
    site = URL if by_url else SERVER_NAME if kind == "DECRYPTION" else len(columns)
    return entry.record(
        time=_time(columns),
        user=_user(columns[USER]),
        client=columns[CLIENT],
        host=columns[site] if site < len(columns) else None,
        url=columns[URL] if by_url else None,
        method=next((text for text in columns[URL + 1 :] if text in METHODS), None) if by_url else None,
        action=entry.verdict(columns[ACTION]),
        up=columns[SENT] if traffic and len(columns) > RECEIVED else None,
        down=columns[RECEIVED] if traffic and len(columns) > RECEIVED else None,
        app=columns[APP],
    )


def _time(columns: Sequence[str]) -> datetime | None:
    late = next((text for text in columns[URL:] if LATE.fullmatch(text)), None)
    written = columns[GENERATED] or columns[TAKEN]
    time = times.moment(late or written)
    if time is None and not re.fullmatch(r"\d\d?/\d\d?/\d{2,4} \d\d?:\d\d(?::\d\d)?", written):
        raise Unreadable("no time where PAN-OS has it")
    return time


def _reported(row: Mapping[str, str]) -> Record | None:
    """A row of a report or an export, by its header."""
    kind = (first(row, "type") or "").upper()
    if kind.replace("-", "") in OTHERS:
        return None
    text = first(
        row, "high res timestamp", "generate time", "time generated", "receive time", "time received", "start time"
    )
    time = times.moment(text or "")
    if text is None:
        raise Unreadable("no time where the header names it")
    asked = first(row, "url", "url/filename", "url domain", "hostname", "server name indication")
    if kind == "THREAT" and (first(row, "threat/content type", "subtype") or "url").lower() != "url":
        asked = None
    return entry.record(
        time=time,
        user=_user(first(row, "source user", "user") or ""),
        client=first(row, "source address", "source ip", "source"),
        host=asked,
        url=asked,
        action=entry.verdict(first(row, "action")),
        up=first(row, "bytes sent"),
        down=first(row, "bytes received"),
        app=first(row, "application"),
    )


def _user(text: str) -> str | None:
    return None if text.lower().startswith("x-fwd-for") else text or None
