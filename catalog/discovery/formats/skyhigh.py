"""Skyhigh (McAfee) web gateways: the cloud's key=value or CSV, the appliance's key="value", access log and syslog.

https://success.skyhighsecurity.com, "Secure Web Gateway: log fields"

Traps: the cloud does not quote values that hold blanks (a value ends where the next key starts), and paths hold "=";
407 asks to sign in, the words "Authentication Required" beside another status are a block; CONNECT ":80" names no
host; source_bytes are sent by the client.
"""

import re
from collections.abc import Mapping

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import pairs, rows
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Action, Read, Record, Unreadable

TITLE = "Skyhigh and McAfee web gateway"
ACCESS = re.compile(
    r'\[(?P<time>[^\]]+)\] "(?P<user>[^"]*)" (?P<client>\S+) (?P<status>\d{1,3}) "(?P<request>[^"]*)" "(?P<categor'
    r'y>[^"]*)" '
    r'"(?P<reputation>[^"]*)" "(?P<media>[^"]*)" (?P<size>\d+|-) "(?P<agent>[^"]*)" "(?P<virus>[^"]*)" "(?P<block>'
    r'[^"]*)".*'
)
BRACKETS = re.compile(
    r'\[(?P<time>[^\]]+)\] "(?P<user>[^"]*)" (?P<client>[0-9A-Fa-f.:]+) (?:\S* )*?(?P<status>[1-5]\d{2}) '
    r'(?P<code>\S+ )?"(?P<request>[A-Z]{3,20} [^"]*)".*'
)
APPLIANCE = re.compile(r"^(?:\S+: |McAfeeWG ?\|)?time_stamp=\[")
SYSLOG = re.compile(r'(?:^|\s)status="\d{3}/\d+" srcip="')


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads."""
    return fields.share(head, Gateway().read)


def start() -> Read:
    """Give a reader that heeds the header of its log, where it has one."""
    return Gateway().read


class Gateway:
    """Reads lines by their pairs, or by a header of CSV that came before."""

    def __init__(self) -> None:
        """Begin without a header."""
        self.names: list[str] = []

    def read(self, line: bytes) -> Record | None:
        """Read a line; None for blank ones and headers."""
        text = fields.text(line).strip()
        if not text or text.startswith("#"):
            return None
        access = ACCESS.fullmatch(text)
        if access:
            return _access(access)
        other = BRACKETS.fullmatch(text)
        if other:
            return _ordered(other)
        if "requested_host" in text and "=" not in text and "," in text:
            self.names = [name.strip() for name in rows.commas(text)]
            return None
        if self.names:
            return record(rows.named(rows.commas(text), self.names))
        if SYSLOG.search(text):
            return _told(pairs.quoted(text))
        if APPLIANCE.search(text):
            barred = "|" in text[:40]
            return _appliance(pairs.barred(text) if barred else pairs.open_ended(text[text.index("time_stamp=") :]))
        row = pairs.open_ended(text)
        if "requested_host" not in row and "http_request_first_line" not in row:
            raise Unreadable("neither requested_host nor http_request_first_line among its pairs")
        return record(row)


def record(row: Mapping[str, str]) -> Record:
    """Give the record of a row with the gateways' names."""
    method, url = _request(row.get("http_request_first_line", ""))
    host = first(row, "requested_host", "destination_host") or url
    written = first(row, "request_timestamp_epoch", "request_timestamp", "date", "timestamp")
    time = times.utc(written or "")
    if time is None:
        raise Unreadable("no time as the gateways write it")
    return entry.record(
        time=time,
        user=first(row, "username", "user_name"),
        client=first(row, "client_ip", "source_ip"),
        host=host,
        url=url if url and "://" in url else None,
        method=first(row, "http_action") or method,
        action=_action(row),
        status=first(row, "http_status_code"),
        up=first(row, "client_to_server_bytes", "source_bytes"),
        down=first(row, "server_to_client_bytes", "destination_bytes"),
        app=first(row, "application_name", "application_type"),
    )


def _request(text: str) -> tuple[str | None, str | None]:
    parts = text.split(" ")
    return (parts[0], parts[1]) if len(parts) > 1 else (None, None)


def _action(row: Mapping[str, str]) -> Action | None:
    if row.get("http_status_code") == "407":
        return None
    result = first(row, "result", "action")
    if result:
        return entry.verdict(result)
    return "blocked" if first(row, "block_reason") or (first(row, "block_id") or "0") != "0" else "allowed"


def _appliance(row: Mapping[str, str]) -> Record:
    """A line of the appliance's syslog as other products take it: the time in brackets, then whom, where and what."""
    method, url = _request(row.get("req_line", ""))
    url = first(row, "url") or url
    status, block = row.get("status_code", ""), first(row, "block_res") or "0"
    return entry.record(
        time=times.moment(row["time_stamp"]),
        user=first(row, "auth_user"),
        client=first(row, "src_ip"),
        host=url or first(row, "host"),
        url=url,
        method=first(row, "method") or method,
        action=None if status == "407" else "blocked" if block != "0" else "allowed",
        status=status,
        up=first(row, "bytes_from_client"),
        down=first(row, "bytes_to_client"),
        app=first(row, "application_name"),
    )


def _told(row: Mapping[str, str]) -> Record:
    """A line of the appliance's syslog: status and block, bytes from the client, to the site and back."""
    status, _, block = row["status"].partition("/")
    sizes = row.get("bytes", "").split("/")
    return entry.record(
        user=first(row, "user"),
        client=first(row, "srcip"),
        host=first(row, "dhost"),
        url=first(row, "url"),
        method=first(row, "mtd"),
        action=None if status == "407" else "blocked" if block.strip("0") else "allowed",
        status=status,
        up=sizes[0] if len(sizes) == 4 else None,
        down=sizes[3] if len(sizes) == 4 else None,
        app=first(row, "app"),
    )


def _ordered(found: re.Match[str]) -> Record:
    """A line of the access log in an order of one's own: no size is known by its place."""
    return _asked(found, blocked="DENIED" in (found["code"] or ""))


def _access(found: re.Match[str]) -> Record:
    return _asked(found, blocked=found["block"] not in ("", "0", "-"), down=found["size"])


def _asked(found: re.Match[str], *, blocked: bool, down: str | None = None) -> Record:
    method, url = _request(found["request"])
    status = found["status"]
    return entry.record(
        time=times.moment(found["time"]),
        user=found["user"],
        client=found["client"],
        host=url,
        url=url,
        method=method,
        action=None if status == "407" else "blocked" if blocked else "allowed",
        status=status,
        down=down,
    )
