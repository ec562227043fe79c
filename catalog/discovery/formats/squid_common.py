"""Squid's `logformat common` and `combined`: like a web server's log, with whole URLs, and squid's codes at the end.

https://www.squid-cache.org/Doc/config/logformat/

    client ident user [time] "method URL version" status bytes ["referer" "agent"] code:hierarchy

Traps: the name of a virtual host, or the time, may stand in front; without the code behind the size a 403 may be the
site's own, so it is no block; CONNECT has host:port, or a scheme too; the user may stand in ident's place; the status
is 0 where nothing was answered; a custom time like 05/02/2025 tells neither zone nor which is the day, so there is no
time then; a web server's own log has paths instead of URLs and is none of ours.
"""

import re
from datetime import UTC, datetime

from catalog.discovery import fields
from catalog.discovery.familiar import Usual
from catalog.discovery.formats import squid
from catalog.discovery.record import Record, Unreadable

TITLE = "Squid, common and combined"
LINE = re.compile(
    rb'(?:[^\s"\[]+ (?=(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+) \S+ \S+ \[))?'
    rb'(?P<client>\S+)(?: (?P<ident>"[^"]*"|\S+))? (?P<user>\S+(?: [^\s\[]+)*) \[(?P<time>[^\]]*)\] '
    rb'"(?P<request>[^"]*|[A-Z]+ .*? HTTP/\d(?:\.\d)?)" (?P<status>\d{1,3}|-)(?: (?P<rest>.*))?'
)
TIME_FIRST = re.compile(
    rb'\[(?P<time>\d[^\]]*)\] (?P<client>[0-9A-Fa-f.:]+) (?:(?P<ident>-) )?(?P<user>[^\s"]+) '
    rb'"(?P<request>[^"]*)" (?P<status>\d{1,3}|-)(?: (?P<rest>.*))?'
)
CODE = re.compile(rb"([A-Z][A-Z0-9_]*):([A-Z][A-Z0-9_]*)")
USUAL = re.compile(
    rb"(?P<before>[^\"\[]+)\[(?P<minute>\d\d/[A-Z][a-z][a-z]/\d{4}:[0-2]\d:[0-5]\d):(?P<second>[0-5]\d) "
    rb'(?P<zone>[+-]\d{4})\] "(?P<method>[A-Z]+) (?:(?P<web>https?://[A-Za-z0-9._:-]+)/[!#-~]*|'
    rb'(?P<tunnel>[A-Za-z0-9._-]+:\d+)) HTTP/[0-9.]+" (?P<status>\d{3}) (?P<down>\d{1,15})'
    rb'(?: "[ !#-~]*" "[ !#-~]*")?(?: (?P<code>[A-Z][A-Z0-9_]*:[A-Z][A-Z0-9_]*))?'
)
TIME = "%d/%b/%Y:%H:%M:%S %z"


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that name a whole URL or a host."""
    return 0.9 * fields.share(head, read, lambda record: record.host is not None)


def usual(_: bytes) -> Usual:
    """Give how the usual lines are written: paths, links and agents say nothing there."""
    return Usual((USUAL,))


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    line = line.strip()
    if not line or line.startswith(b"#"):
        return None
    found = (TIME_FIRST if line.startswith(b"[") else LINE).fullmatch(line)
    if found is None or b" - " in found["user"]:  # a carrier in front
        raise Unreadable('not like: client - user [time] "GET http://host/ HTTP/1.1" 200 512')
    client = fields.text(found["client"])
    method, url = _request(fields.text(found["request"]))
    status = 0 if found["status"] == b"-" else int(found["status"])
    rest = (found["rest"] or b"").split()
    code = next((code for part in reversed(rest) if (code := CODE.fullmatch(part))), None)
    return Record(
        time=_time(found["time"]),
        user=fields.user(found["user"], client) or fields.user((found["ident"] or b"-").strip(b'"'), client),
        client=None if client == "-" else client,
        host=squid.host(method or "", url or ""),
        url=url,
        method=method,
        action=squid.action(code[1] if code else b"", status, code[2] if code else b"", url or fields.PSEUDO),
        status=status or None,
        bytes_down=int(rest[0]) if rest and rest[0].isdigit() and len(rest[0]) < 19 else None,
    )


def _request(text: str) -> tuple[str | None, str | None]:
    """Give method and URL of a request line, None where it is none."""
    parts = text.split(" ")
    if len(parts) < 2:
        return None, None
    version = parts[-1].startswith("HTTP/") and len(parts) > 2
    url = " ".join(parts[1:-1] if version else parts[1:])
    return (None if parts[0] == "-" else parts[0]), (None if url in ("", "-") else url)


def _time(value: bytes) -> datetime | None:
    try:
        return datetime.strptime(fields.text(value), TIME).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
