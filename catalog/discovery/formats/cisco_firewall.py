"""Cisco's firewalls: connections of Secure Firewall (FTD), URLs of the ASA.

https://www.cisco.com/c/en/us/td/docs/security/firepower/Syslogs/b_fptd_syslog_guide.html
https://www.cisco.com/c/en/us/td/docs/security/asa/syslog/b_syslog.html

    %FTD-1-430003: FirstPacketSecond: ..., SrcIP: ..., User: ..., URL: ...
    %ASA-5-304001: [user@]10.1.1.1 Accessed URL 192.0.2.1:http://site.example/path

Traps: keys may hold blanks, values commas; a user may be a sentence that there was none; the URL of an encrypted
connection is its host alone; of other messages, which are many, none names a site; what was asked for by address and
path names no host.
"""

import re
from collections.abc import Mapping
from typing import Final

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Record, Unreadable

TITLE = "Cisco Secure Firewall (FTD) and ASA, connections and URLs"
LINE: Final = re.compile(r"%(?:FTD|ASA|NGIPS|FWSM|PIX)-(?:\w+-)?\d-(?P<number>\d{6}):? (?P<rest>.*)", re.S)
CONNECTIONS: Final = ("430002", "430003", "430004", "430005")
KEY: Final = re.compile(r"(?:^|, )([A-Z][A-Za-z_/ -]{1,40}): ")
NOBODY: Final = ("no authentication required", "not found", "unknown")
ACCESSED: Final = re.compile(
    r"(?:(?P<user>[^\s@]+)@)?(?P<client>[\da-fA-F.:]+)(?:\((?P<name>[^)]*)\))? "
    r"Accessed (?:JAVA )?URL [\da-fA-F.]+:(?P<url>\S+)"
)
DENIED: Final = re.compile(
    r"Access denied URL (?P<url>\S+) SRC (?:(?P<user>[^\s@]+)@)?(?P<client>[\da-fA-F.:]+)(?:\((?P<name>[^)]*)\))? DEST"
)


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that one of these firewalls wrote."""
    return fields.share_accepted(head, read) if b"%" in head else 0.0


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and for messages that tell of no request."""
    text = fields.text(line).strip()
    if not text:
        return None
    found = LINE.search(text)
    if found is None:
        raise Unreadable("no message of an ASA or of FTD")
    number, rest = found["number"], found["rest"]
    if number in CONNECTIONS:
        return _connection(rest)
    asked, denied = ACCESSED.match(rest), DENIED.match(rest)
    url = asked or denied
    if url is None:
        return None
    where = url["url"]
    return entry.record(
        user=url["user"] or url["name"],
        client=url["client"],
        host=where if "://" in where else None,
        url=where,
        action="blocked" if denied else "allowed",
    )


def _connection(text: str) -> Record:
    row = pairs_of(text)
    user, url = first(row, "User"), first(row, "URL", "URI")
    return entry.record(
        time=times.utc(first(row, "FirstPacketSecond") or ""),
        user=None if (user or "").lower() in NOBODY else user,
        client=first(row, "SrcIP"),
        host=first(row, "ReferencedHost", "SSLServerName", "DNSQuery") if url is None else url,
        url=url,
        action=entry.verdict(first(row, "AccessControlRuleAction", "FileAction")),
        status=first(row, "HTTPResponse"),
        up=first(row, "InitiatorBytes"),
        down=first(row, "ResponderBytes"),
        app=first(row, "WebApplication"),
    )


def pairs_of(text: str) -> Mapping[str, str]:
    """Give the pairs of a message: each value ends where the next key starts."""
    keys = list(KEY.finditer(text))
    ends = [*(key.start() for key in keys), len(text)][1:]
    return {key[1]: text[key.end() : end].strip() for key, end in zip(keys, ends, strict=True)}
