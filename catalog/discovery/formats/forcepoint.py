"""Forcepoint (Websense) web security: CEF, LEEF, its key=value feed for a SIEM, and the cloud's CSV.

https://www.websense.com/content/support/library/web/v85/siem/siem.pdf

Traps: "CEF:" may be cut off; suser is a path of LDAP and loginID the account; in = received by the client, out = sent
by it; rt in milliseconds or ISO; a hyphen says nothing; the cloud's CSV has no header, its columns are those that an
export begins with, the day before the month, no zone; "anonymous" and "Not available" are nobody.
"""

import re
from collections.abc import Iterator

from catalog.discovery import entry, fields, times
from catalog.discovery.formats import cef, leef
from catalog.discovery.layouts import carrier, extension, pairs, rows
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Entry, Lines, Record, Unreadable

TITLE = "Forcepoint and Websense, web"
FEED = re.compile(r"(?:^|\s)vendor=(?:Forcepoint|Websense)\b", re.IGNORECASE)
CLOUD = re.compile(rb'\s*"?(\d\d)/(\d\d)/(\d{4})"?,"?(\d\d:\d\d:\d\d)"?,')
COLUMNS = (
    "date time user workstation category action risk_class policy_name url connection_ip destination_ip source_ip "
    "threat_type threat_name user_agent_string http_status_code http_request_method"
).split()
ADDRESSES = slice(COLUMNS.index("connection_ip"), COLUMNS.index("threat_type"))
NOBODY = ("anonymous", "not available")
LDAP = re.compile(r"(?:LDAP|WinNT|Local)://.*?((?:[^/=\\]|\\,)+)$", re.IGNORECASE)


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that Forcepoint wrote."""
    named = any(word in head for word in (b"|Forcepoint|", b"|Websense|", b"endor=Forcepoint", b"endor=Websense"))
    if not named and not CLOUD.match(head):
        return 0.0
    return fields.share(head, read, entries=entries)


def entries(lines: Lines) -> Iterator[Entry]:
    """Put together CEF records that hold line ends."""
    return extension.entries(lines, _begins)


def _begins(line: bytes) -> bool:
    text = fields.text(carrier.split(line)[1])
    return bool(CLOUD.match(line) or extension.CEF.match(text) or extension.LEEF.match(text) or FEED.search(text))


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    if CLOUD.match(line):
        return _row(line)
    if FEED.search(text):
        return _feed(line)
    event = extension.parsed(text)
    found = leef.record(event) if event.kind == "leef" else cef.record(event)
    login = first(event.pairs, "loginID")
    user = login or (None if event.kind == "leef" and found.user is None else _login(found.user))
    return found._replace(user=entry.person(user, found.client))


def _feed(line: bytes) -> Record | None:
    """Read a line of the key=value feed."""
    text = fields.text(line).strip()
    if not text:
        return None
    if not FEED.search(text):
        raise Unreadable("no line of Forcepoint's feed")
    row = pairs.open_ended(text, pairs.LOWER)
    url = first(row, "url")
    status = first(row, "http_proxy_status_code", "http_response")
    written = first(row, "rt", "time", "timestamp", "date_time")
    return entry.record(
        time=times.moment(written or ""),
        user=first(row, "loginID", "login_id") or _login(first(row, "user")),
        client=first(row, "src_host", "src_ip", "src"),
        host=first(row, "dst_host", "dhost"),
        url=url,
        method=first(row, "http_method"),
        action=entry.verdict(first(row, "action", "act"), status=first(row, "http_proxy_status_code")),
        status=status,
        up=first(row, "bytes_out"),
        down=first(row, "bytes_in"),
    )


def _row(line: bytes) -> Record:
    """Read a row of the cloud's CSV."""
    columns, dated = rows.commas(fields.text(line).strip()), CLOUD.match(line)
    given = [word for word in columns[ADDRESSES] if word.lower() not in NOBODY]
    if dated is None or len(columns) < len(COLUMNS) or not given or not all(map(fields.is_address, given)):
        raise Unreadable("no row like date, time, user, workstation, category, action, ..., URL, addresses")
    row = {name: word for name, word in zip(COLUMNS, columns, strict=False) if word.lower() not in NOBODY}
    day, month, year, clock = (part.decode() for part in dated.groups())
    url = first(row, "url")
    return entry.record(
        time=times.moment(f"{year}-{month}-{day} {clock}"),
        user=first(row, "user"),
        client=first(row, "source_ip", "connection_ip"),
        host=url,
        url=url if url and "://" in url else None,
        method=first(row, "http_request_method"),
        action=entry.verdict(first(row, "action"), status=first(row, "http_status_code")),
        status=first(row, "http_status_code"),
    )


def _login(user: str | None) -> str | None:
    """The account at the end of a path like LDAP://server/OU=Staff/jdoe; other users as written."""
    found = LDAP.fullmatch(user) if user else None
    return found[1].replace("\\,", ",") if found else user
