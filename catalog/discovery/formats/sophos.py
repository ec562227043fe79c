"""Sophos: firewalls (XG, SFOS), the UTM and the Web Appliance, key="value".

https://docs.sophos.com/nsg/sophos-firewall/20.0/help/en-us/webhelp/onlinehelp/AdministratorHelp/Logs/
https://docs.sophos.com/nsg/swa/help/en-us/nsg/swa/concepts/InterpretingLogFiles.html

Traps: timestamp with its offset in new versions, date, time and timezone ("CET" or "+11") in old ones; log_subtype is
what was done, or what was found and thus blocked; the UTM writes "2026:11:24-08:00:00" without a zone or no time at
all, and actions that are no verdict; some values hold blanks without quotes; the host is in domain, sni or url. The Web
Appliance writes epochs, users with escaped bytes, and an outcome in numbers, of which those below zero showed a page of
its own.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from catalog.discovery import entry, fields, times
from catalog.discovery.familiar import Usual
from catalog.discovery.layouts import pair_shapes, pairs
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "Sophos Firewall, UTM and Web Appliance"
MAIN_UTM = frozenset(("statuscode", "url"))
UTM = re.compile(r"(\d{4}:\d\d:\d\d-\d\d:\d\d:\d\d)\s")
STATUS = ("status_code", "httpstatus", "http_status", "httpresponsecode")
HOST = ("domain", "sni", "domainname", "dst_domainname", "website", "host")
UP = ("sent_bytes", "bytes_sent")
DOWN = ("recv_bytes", "bytes_received")
APP = ("app_name", "application", "application_name")
CLIENT = ("src_ip", "sourceip")
RULED = ("action", "spamaction")
SAID = ("log_type", "log_component", "log_subtype", "status", "user_name", "user", *CLIENT, *RULED)
ESCAPED = re.compile(r"\\\\|(?:\\x[0-9A-Fa-f]{2})+")
MARKS = (b"log_type=", b"log_component=", b'sys="', b" rsn=", b" httpproxy[", b' httpd: id="')
KIND = frozenset(("log_type", "log_component", "log_subtype", "log_id"))
FOUND = ("virus", "pua")
PASSED = ("pass", "accept", "allow", "warn", "bypass")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads."""
    if not any(mark in head for mark in MARKS):
        return 0.0
    return fields.share_accepted(head, read)


def usual(head: bytes, *, carried: bool = False) -> Usual | None:
    """Give how the firewall's usual lines are written."""
    return pair_shapes.usual(head, pair_shapes.quoted, _roles, carried=carried)


def _roles(row: Mapping[str, str]) -> dict[str, pair_shapes.Role] | None:
    """What the values of a line are for."""
    if len(KIND & row.keys()) < 2:
        return None
    roles: dict[str, pair_shapes.Role] = dict.fromkeys((*SAID, *STATUS, *HOST, *APP), "matters")
    named = pair_shapes.first_of(row, ((("url",), "site"), (UP, "up"), (DOWN, "down")))
    if "timestamp" in row:
        return roles | named | {"timestamp": "stamp"}
    return roles | named | {"date": "date", "time": "clock", "timezone": "zone"}


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and for events of the device itself."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    if fields.is_object(text):
        raise Unreadable("an object, which may carry a line")
    row = pairs.quoted(text)
    if len(KIND & row.keys()) > 1:
        return None if row.get("log_type", "").startswith(("Event", "System")) else _firewall(row)
    stamp = UTM.match(text)
    if (stamp or "id" in row) and ("sys" in row and "sub" in row or "srcip" in row and MAIN_UTM & row.keys()):
        return _utm(row, times.moment(stamp[1]) if stamp else None)
    if "act" in row and "req" in row and "t" in row:
        return _appliance(row)
    raise Unreadable("neither log_type and log_component, nor sys and sub, nor act and req among its pairs")


def _firewall(row: Mapping[str, str]) -> Record:
    return entry.record(
        time=_time(row),
        user=first(row, "user_name", "user"),
        client=first(row, *CLIENT),
        url=first(row, "url"),
        method=first(row, "http_method", "method"),
        action=_verdict(row),
        status=first(row, *STATUS),
        up=first(row, *UP),
        down=first(row, *DOWN),
        app=first(row, *APP),
    )._replace(host=_host(row))


def _verdict(row: Mapping[str, str]) -> Action | None:
    status = first(row, *STATUS)
    if row.get("log_subtype", "").lower() in FOUND:
        return "blocked"
    done = entry.verdict(first(row, "log_subtype", "status"), status=status)
    return "blocked" if entry.verdict(first(row, *RULED), status=status) == "blocked" else done


def _host(row: Mapping[str, str]) -> str | None:
    url = first(row, "url")
    in_url = entry.asked(url) if url and not url.startswith("/") else None
    return in_url or entry.asked(first(row, *HOST))


def _time(row: Mapping[str, str]) -> datetime | None:
    text = first(row, "timestamp")
    if text is None and first(row, "date") and first(row, "time"):
        return times.moment(f"{row['date']} {row['time']}", times.offset(row.get("timezone")))
    return times.moment(text or "")


def _utm(row: Mapping[str, str], time: datetime | None) -> Record:
    url = first(row, "url")
    done = _done(first(row, "action") or "", first(row, "statuscode")) or _told(first(row, "name") or "")
    return entry.record(
        time=time,
        user=first(row, "user"),
        client=first(row, "srcip"),
        host=None if (url or "/").startswith("/") else url,
        url=url,
        method=first(row, "method"),
        action=done or _shielded(row),
        status=first(row, "statuscode"),
        down=first(row, "size"),
        app=first(row, "application", "app"),
    )


def _appliance(row: Mapping[str, str]) -> Record:
    method, _, rest = row["req"].strip().partition(" ")
    where = rest.rpartition(" HTTP/")[0] or rest
    status = first(row, "s")
    action: Action = "blocked" if row["act"].startswith("-") else "allowed"
    return entry.record(
        time=times.moment(row["t"]),
        user=ESCAPED.sub(_letters, first(row, "u") or ""),
        client=first(row, "h"),
        host=first(row, "dom") if where.startswith("/") else where,
        url=where,
        method=method if method != "-" else None,
        action=None if status == "407" else action,
        status=status,
        up=first(row, "in"),
        down=first(row, "out"),
    )


def _letters(found: re.Match[str]) -> str:
    if found[0].startswith("\\\\"):
        return "\\"
    return bytes.fromhex(found[0].replace("\\x", "")).decode("utf-8", "replace")


def _told(name: str) -> Action | None:
    """What the UTM's words say of a warning or a sign-in."""
    words = name.lower()
    if words.endswith("proceeded"):
        return "allowed"
    if not words.startswith("authentication"):
        return None
    return "blocked" if "fail" in words else "allowed" if "success" in words else None


def _shielded(row: Mapping[str, str]) -> Action | None:
    """What the UTM's shield before one's own web server says: the reason why it refused a request."""
    return ("blocked" if first(row, "reason") else "allowed") if {"reason", "server"} <= row.keys() else None


def _done(word: str, status: str | None) -> Action | None:
    verdict = entry.verdict(word, status=status) if word else None
    return verdict if verdict == "blocked" or word.lower().startswith(PASSED) else None
