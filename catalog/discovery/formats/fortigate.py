"""Fortinet's FortiGate, with FortiProxy and FortiClient: traffic, web filter, application control, DNS; key=value, with
commas between, or CEF.

https://docs.fortinet.com/document/fortigate/7.4.0/fortios-log-message-reference

Traps: eventtime is an epoch in seconds or nanoseconds by the firmware, and UTC; tz belongs to date and time; date may
be missing; a host is missing where nothing was looked into (dstip is none); qname stands in [brackets]; srcname is the
client, and so is hostname beside a remotename; CEF puts the user into duser, the application into FTNTFGTapp
(FortinetFortiGateapp, ad.app), and may lose its "CEF:". Check Point's lines have a logid too.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from catalog.discovery import entry, fields, times
from catalog.discovery.familiar import Usual
from catalog.discovery.layouts import extension, pair_shapes, pairs, rows
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "FortiGate: traffic, web filter, application control, DNS"
PREFIX = re.compile(r"FTNTFGT|FortinetFortiGate|ad\.")
MARKS = re.compile(r'(?:^|[\s,>"])(?:logid(?!=.*\sloguid=)|devid|subtype|devname)=')
DOUBLED = re.compile(r'=""[^\s",]')
QUOTES = re.compile(r'(?<!=)""|""(?![\s,]|$)')  # but for those of an empty value
HOST = ("remotename", "hostname", "qname")
UP = ("sentbyte", "reqlength")
DOWN = ("rcvdbyte", "resplength")
SAID = (
    "type", "cat", "user", "unauthuser", "srcip", *HOST, "action", "utmaction", "app"
)  # fmt: skip
FROM_CEF = {
    "src": "srcip", "suser": "user", "duser": "user", "dhost": "hostname", "act": "action", "out": "sentbyte",
    "in": "rcvdbyte", "request": "url", "requestMethod": "httpmethod", "app": "service",
}  # fmt: skip


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads."""
    if not any(mark in head for mark in (b"logid=", b"devname=", b"|Fortinet|")):
        return 0.0
    return fields.share_accepted(head, read)


def usual(head: bytes, *, carried: bool = False) -> Usual | None:
    """Give how the usual lines are written."""
    return pair_shapes.usual(head, pair_shapes.quoted, _roles, carried=carried)


def _roles(row: Mapping[str, str]) -> dict[str, pair_shapes.Role] | None:
    """What the values of a line are for; status and method decide nothing."""
    if not {"logid", "devid", "subtype"} & set(row) or "rt" in row:
        return None
    roles: dict[str, pair_shapes.Role] = dict.fromkeys(SAID, "matters")
    roles |= pair_shapes.first_of(row, ((("url",), "site"), (UP, "up"), (DOWN, "down")))
    if "eventtime" in row:
        return roles | {"eventtime": "epoch"}
    return roles | {"date": "date", "time": "clock", "tz": "zone"}


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and for events of the device itself."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    if fields.is_object(text):
        raise Unreadable("an object, which may carry a line")
    row = _row(text)
    kind = first(row, "type") or (first(row, "cat") or "").partition(":")[0]
    if kind == "event":
        return None
    url = first(row, "url")
    return entry.record(
        time=_time(row),
        user=first(row, "user", "unauthuser"),
        client=first(row, "srcip"),
        host=(first(row, *HOST) or "").strip("[]"),
        url=url,
        method=first(row, "httpmethod", "reqmethod"),
        action=_action(row),
        status=first(row, "httpcode", "statuscode"),
        up=first(row, *UP),
        down=first(row, *DOWN),
        app=first(row, "app"),
    )


def _row(text: str) -> dict[str, str]:
    if text.startswith(("CEF", "0|", "1|")):
        event = extension.parsed(text)
        if "fortinet" not in event.vendor.lower():
            raise Unreadable("another vendor's event")
        row: dict[str, str] = {}
        for key, value in event.pairs.items():
            prefix = PREFIX.match(key)
            name = key[prefix.end() :] if prefix else FROM_CEF.get(key, key)
            if first({"": value}, ""):
                row.setdefault(name, value)
        return row
    if not MARKS.search(text):
        raise Unreadable("no logid, devid, devname or subtype among its pairs")
    if text.startswith('"'):
        return dict(cell.partition("=")[::2] for cell in rows.commas(text))
    return pairs.quoted(QUOTES.sub('"', text) if DOUBLED.search(text) else text)


def _time(row: Mapping[str, str]) -> datetime | None:
    found = times.epoch(first(row, "eventtime", "rt") or "")
    day, clock = first(row, "date"), first(row, "time")
    if found is None and day and clock:
        found = times.moment(f"{day} {clock}", times.offset(row.get("tz")))
        if found is None:
            raise Unreadable("no date and time as FortiGate writes them")
    return found or times.moment(row.get("start", ""), times.offset(row.get("tz")))


def _action(row: Mapping[str, str]) -> Action | None:
    by_filter = entry.verdict(first(row, "utmaction"))
    action = first(row, "action")
    if action == "redirect" and "qname" in row:
        return "blocked"
    return "blocked" if by_filter == "blocked" else entry.verdict(action)
