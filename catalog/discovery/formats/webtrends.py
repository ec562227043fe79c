"""WebTrends' enhanced format, as SonicWall, Stormshield and older firewalls write it: id=firewall time="..." fw=... .

https://www.sonicwall.com/support/technical-documentation
https://documentation.stormshield.eu/SNS/v4/en/Content/Description_of_Audit_logs/

Traps: dstname is the host and arg the path, dst an address with port and interface; most messages tell of connections
without a name, or of the device itself; time has a zone behind it, in tz or nowhere; SonicWall says what was blocked
only in words where fw_action is "NA", and quotes applications by single quotes; startime is when it happened, time
when that was written; the firewall's own names of addresses (host_192.0.2.1) stand in dstname, too.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import pairs
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "WebTrends' enhanced format: SonicWall, Stormshield and other firewalls"
MARKS = (re.compile(r"\bfw="), re.compile(r"\btime="))
SITE = re.compile(r"[^\s_]+\.[^\s_]+")
APP = re.compile(r"\bappName='([^']*)'")
STOPPED = re.compile(r"\b(?:denied|blocked|dropped|rejected|prevention)\b", re.I)


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads."""
    return fields.share_accepted(head, read) if b"fw=" in head else 0.0


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and for messages of the device itself."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    if fields.is_object(text) or not all(mark.search(text) for mark in MARKS):
        raise Unreadable("no fw= and time= among its pairs")
    row = pairs.quoted(text)
    client = first({"src": row.get("src", "").partition(":")[0]}, "src") or first(row, "srcV6")
    if client is None or "logtype" in row and first(row, "dst", "dstname") is None:
        return None
    host, path, user = first(row, "dstname"), first(row, "arg"), first(row, "usr", "susr", "user")
    host = host if host and SITE.fullmatch(host) else None
    app = APP.search(text)
    return entry.record(
        time=_time(row),
        user=None if (user or "").lower().startswith("unknown ") else user,
        client=client,
        host=host,
        url=f"http://{host}{path}" if host and path and path.startswith("/") else None,
        method=first(row, "op"),
        action=_action(row),
        status=first(row, "result"),
        up=first(row, "sent"),
        down=first(row, "rcvd"),
        app=app[1] if app else first(row, "appName"),
    )


def _time(row: Mapping[str, str]) -> datetime | None:
    return times.moment(first(row, "startime", "time") or "", times.offset(row.get("tz")))


def _action(row: Mapping[str, str]) -> Action | None:
    told = first(row, "fw_action", "action")
    if told is None and STOPPED.search(row.get("msg", "")):
        return "blocked"
    return entry.verdict(told)
