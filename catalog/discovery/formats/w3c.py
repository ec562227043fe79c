"""W3C's extended log file format with its `#Fields` line: Blue Coat, IIS, Netskope, TMG and others.

https://www.w3.org/TR/WD-logfile.html, https://learn.microsoft.com/iis/manage/provisioning-and-managing-iis

Traps: the columns are those of the `#Fields` line, which may come again with others; without a date column the date is
that of `#Date`; times are UTC by definition; several blanks are one separator, tabs are one too; "+" stands for blanks
in IIS, whose lines tell their columns where directives are missing (`layouts/served.py`); a value in quotes holds
blanks; a server's own log names no host that was asked for (s-ip, s-computername); Cisco's appliance writes code and
status as one column.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from catalog.discovery import entry, fields, times
from catalog.discovery.familiar import MINUTE, Usual
from catalog.discovery.layouts import rows, served
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Action, Read, Record, Unreadable

TITLE = "W3C extended, by its #Fields line"
FIELDS: Final = re.compile(rb"^#Fields:?[ \t]", re.MULTILINE | re.IGNORECASE)
PROXY: Final = ("sc-filter-result", "s-action", "x-exception-id", "action", "x-policy-action", "x-cs-policy-action")
RULED: Final = ("action", "x-policy-action", "x-cs-policy-action", "x-acltag", "x-cs-ssl-engine-action")
PASSED: Final = ("observed", "proxied", "tunneled", "permitted", "allowed")
USER: Final = ("cs-username", "cs-userdn", "cs-user", "cs-auth-user", "x-cs-username", "c-username", "cs-user-name")
HOST: Final = ("cs-host", "cs(host)", "cs-uri-host", "x-cs-host", "r-host", "cs-dns", "x-host-header")
APP: Final = ("x-bluecoat-application-name", "application-name", "x-cs-app", "x-application")


SITE: Final = re.compile(r"(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,}(?::\d+)?(?:/|$)")


SILENT: Final = ("time-taken", "cs(user-agent)", "cs(referer)", "cs(cookie)", "rs(content-type)")
STAMPS: Final = ("localtime", "gmttime")
STAMP: Final = re.compile(r"(?:(?<=\s)|^)\[(\d[^\]\"]{9,40})\]")
"""A time in brackets, which hold a blank."""
DAY_FIRST: Final = re.compile(r"^(\d\d)/(\d\d)/(\d{4}):")
TOKENS: Final = (rb"[^\t\"]*", rb'(?:[^\s"]+|"[^"\\]*")')


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by a `#Fields` line of the names that W3C gives."""
    found = FIELDS.search(head[:8192])
    if not found:
        return fields.share(head, _alone)
    line = head[found.end() :].split(b"\n", 1)[0].lower()
    return 1.0 if re.search(rb"\b(?:c-ip|cs-host|cs-uri|cs-username|cs-method|sc-status|cs\(host\))", line) else 0.0


def start() -> Read:
    """Give a reader that heeds the directives of its log."""
    return Extended().read


def usual(head: bytes) -> Usual | None:
    """Give how the usual lines are written by the directives in front, None where their date is none of the columns."""
    said = [line.rstrip(b"\r") for line in head.split(b"\n") if line.startswith(b"#")]
    named = [line for line in said if FIELDS.match(line)]
    names = named[0].partition(b":")[2].decode("utf-8", "replace").lower().split() if named else []
    if len(set(named)) != 1 or len(set(names)) != len(names) or not {"date", "time"} < set(names):
        return None
    tabs = b"\t" in named[0].partition(b":")[2].strip()
    columns = (_column(name, f"c{at}".encode(), TOKENS[0 if tabs else 1]) for at, name in enumerate(names))
    pattern = re.compile((b"\t" if tabs else b" ").join(columns))
    return Usual((pattern,), lambda line: FIELDS.match(line) is not None and line not in named)


def _column(name: str, group: bytes, token: bytes) -> bytes:
    """The pattern of a column: what is counted and what says nothing apart from what matters."""
    number = {"sc-bytes": b"down", "cs-bytes": b"up"}.get(name)
    if number:
        return rb"(?:(?P<%s>\d{1,15})|(?P<%s>-))" % (number, group)
    if name == "date":
        return rb"(?P<date>\d{4}-\d\d-\d\d)"
    if name == "time":
        return rb"(?P<minute>%b):(?P<second>[0-5]\d)" % MINUTE
    if name in SILENT:
        return token
    if name in ("cs-uri-path", "cs-uri-stem"):
        return rb'(?:/[^\s"]*|(?P<%s>-))' % group
    if name == "cs-uri-query":
        return rb'[^\s"]+'
    return rb"(?P<%s>%s)" % (group, token)


class Extended:
    """Reads lines by the directives that came before."""

    def __init__(self) -> None:
        """Begin without directives."""
        self.names: list[str] = []
        self.tabs = self.stamped = False
        self.date = ""

    def read(self, line: bytes) -> Record | None:
        """Read a line; None for directives."""
        text = fields.text(line).rstrip("\r")
        if not text.strip():
            return None
        if text.startswith("#"):
            self._directive(text)
            return None
        if not self.names:
            return _alone(line)
        if self.stamped:
            text = STAMP.sub(r'"\1"', text, count=1)
        columns = [part.strip().strip('"') for part in text.split("\t")] if self.tabs else rows.blanks(text)
        row = rows.named(columns, self.names)
        if "date" not in row and self.date:
            row["date"] = self.date
        return record(row)

    def _directive(self, text: str) -> None:
        name, _, value = text[1:].partition(":")
        if name.lower() == "fields":
            self.tabs = "\t" in value.strip()
            self.names = [one.lower() for one in value.split()]
            self.stamped = any(name in self.names for name in STAMPS)
        elif name.lower() == "date":
            self.date = value.strip()[:10]


def _alone(line: bytes) -> Record | None:
    """Read a line of IIS without directives before it."""
    text = fields.text(line)
    if not text.strip() or text.startswith("#"):
        return None
    columns = text.split()
    names = served.names(columns)
    if names is None:
        raise Unreadable("no #Fields line stands before it")
    return record(rows.named(columns, names))


def record(row: Mapping[str, str]) -> Record:
    """Give the record of a row with W3C's names in lower case."""
    both = first(row, "x-resultcode-httpstatus")
    if both:
        code, _, answer = both.partition("/")
        row = {**row, "s-action": code, "sc-status": answer}
    host, uri = first(row, *HOST), first(row, "cs-uri", "c-uri", "c-url", "cs-url", "url")
    user, status = first(row, *USER), first(row, "sc-status", "status")
    if user and "+" in user and "@" not in user:
        user = user.replace("+", " ")
    if host is None and uri and SITE.match(uri):
        host = uri
    return entry.record(
        time=time_of(row),
        user=user,
        client=first(row, "c-ip", "x-client-ip", "x-c-ip"),
        host=host,
        url=uri if uri and "://" in uri else _url(row, host),
        method=first(row, "cs-method", "x-cs-method", "s-operation"),
        action=action(row, user, status),
        status=status,
        up=first(row, "cs-bytes", "x-cs-bytes"),
        down=first(row, "sc-bytes", "x-sc-bytes"),
        app=first(row, *APP),
    )


def time_of(row: Mapping[str, str]) -> datetime | None:
    """Give the time of a row, UTC; raise `Unreadable` where its columns hold none."""
    if "time" in row and "date" in row:
        found = times.utc(f"{row['date']} {row['time']}")
    else:
        text = first(
            row, "x-timestamp", "x-timestamp-unix", "timestamp", "gmttime", "localtime", "datetime", "date-time"
        )
        if text is None:
            return None
        text = DAY_FIRST.sub(r"\3-\2-\1 ", text)
        found = times.moment(text) if "localtime" in row else times.utc(text)
    if found is None:
        raise Unreadable("no date and time as the format has them")
    return found


def action(row: Mapping[str, str], user: str | None, status: str | None) -> Action | None:
    """Give what was done: a proxy's word, or for a server's own log whether it asked to sign in."""
    if status == "407":
        return None
    result = (first(row, "sc-filter-result") or "").lower()
    if result in PASSED:
        return "allowed"
    exception = (first(row, "x-exception-id") or "").lower()
    if exception.startswith(("authentication_", "authorization_redirect")) or "auth_re" in exception:
        return None
    if not any(name in row for name in PROXY):
        server = any(name in row for name in ("s-ip", "s-sitename", "s-computername")) and first(row, *HOST) is None
        return None if server and status == "401" and user is None else "allowed"
    code = (first(row, "s-action") or "").lower()
    if "denied" in code or "auth_redirect" in code:
        return "blocked" if "denied" in code and status != "401" else None
    return entry.verdict(result, _ruled(row))


def _ruled(row: Mapping[str, str]) -> str | None:
    """The policy's word; where none was asked, as the connection was broken off before, that of the TLS engine."""
    words = (row.get(name) for name in RULED)
    return next((word for word in words if word and word.lower() not in ("-", "notchecked")), None)


def _url(row: Mapping[str, str], host: str | None) -> str | None:
    scheme = first(row, "cs-uri-scheme")
    if not host or not scheme:
        return None
    path, query = first(row, "cs-uri-path", "cs-uri-stem") or "", first(row, "cs-uri-query") or ""
    path = f"/{path}" if path and not path.startswith("/") else path
    query = f"?{query}" if query and not query.startswith("?") else query
    place = f"[{host}]" if ":" in host and not host.startswith("[") and host.count(":") > 1 else host
    return f"{scheme}://{place}{path}{query}"
