"""Squid's own access log: `logformat squid`, https://wiki.squid-cache.org/Features/LogFormat.

    time elapsed client code/status bytes method URL user hierarchy/peer type

Traps: elapsed is padded with blanks; CONNECT has host:port without a scheme; 407 is a request to sign in, neither use
nor block; a request that squid did not understand has an `error:` pseudo-URL; status 000 means that none was sent; a
URL may hold blanks where squid lets them pass, as may a user who is named as in a directory; further fields may follow
the type.
"""

import re
from datetime import UTC, datetime

from catalog.discovery import fields
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "Squid, native"
LAST_SECOND = 253_402_300_799.0
TIME = re.compile(rb"\d{1,12}(?:\.\d{1,9})?")
RESULT = re.compile(rb"([A-Z][A-Z0-9_]*)/(\d{3})")
HIERARCHY = re.compile(rb"[A-Z][A-Z0-9_]*/\S+")
NAMED = re.compile(rb"(?i:cn|uid)=[^/?&]*$")  # the first words of a name in a directory
OWN_ANSWER = (b"NONE", b"NONE_NONE", b"TAG_NONE")
TAGGED = re.compile(rb" [A-Z_0-9]+-[^ ]+ (?:<|&lt;)[^ ]*,")  # Cisco's web security appliance writes these
HEADERS = 1 << 13  # with such a line the columns are named, and another format's
BEFORE_URL = 6
FEWEST_AFTER_URL = 2


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that can be read and bear no decision tag."""
    if b"#Fields:" in head[:HEADERS]:
        return 0.0
    return fields.share(head, _untagged)


def _untagged(line: bytes) -> Record | None:
    if TAGGED.search(line):
        raise Unreadable("a line with a decision tag")
    return read(line)


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    parts = line.split()
    if not parts or parts[0].startswith(b"#"):
        return None
    if len(parts) <= BEFORE_URL + FEWEST_AFTER_URL:
        raise Unreadable("too few fields for a line of squid's native log")
    found = RESULT.fullmatch(parts[3])
    if found is None:
        raise Unreadable(f"{fields.text(parts[3][:40])!r} is no result like TCP_MISS/200")
    code, status = found[1], int(found[2])
    time, size, client = _time(parts[0]), fields.number(parts[4]), fields.text(parts[2])
    at = _hierarchy(parts)
    who = next((place for place in range(BEFORE_URL + 1, at - 1) if NAMED.match(parts[place])), at - 1)
    url = fields.text(b" ".join(parts[BEFORE_URL:who]))
    method = fields.text(parts[5])
    return Record(
        time=time,
        user=fields.user(b" ".join(parts[who:at]), client),
        client=None if client == "-" else client,
        host=host(method, url),
        url=None if url == "-" else url,
        method=None if method == "-" else method,
        action=action(code, status, parts[at], url),
        status=status or None,
        bytes_down=size,
    )


def host(method: str, url: str) -> str | None:
    """Give the host that was asked for, None for a pseudo-URL."""
    if "://" in url:
        return fields.host_of_url(url)
    if method == "CONNECT" and not url.startswith((fields.PSEUDO, "/")):
        return fields.host_of_authority(url)
    return None


def action(code: bytes, status: int, hierarchy: bytes, url: str) -> Action | None:
    """Give what squid did, by its code, the status sent, whom it asked, and the URL."""
    denied = b"DENIED" in code
    if status == 407 or (denied and status == 401) or url.startswith(fields.PSEUDO):
        return None
    if denied:
        return "blocked"
    own = code in OWN_ANSWER and hierarchy.partition(b"/")[0] in (b"HIER_NONE", b"NONE")
    return "blocked" if own and status == 403 else "allowed"


def _time(value: bytes) -> datetime:
    seconds = float(value) if TIME.fullmatch(value) else LAST_SECOND
    if seconds >= LAST_SECOND:
        raise Unreadable(f"{fields.text(value[:40])!r} is no time in seconds since 1970")
    return datetime.fromtimestamp(seconds, UTC)


def _hierarchy(parts: list[bytes]) -> int:
    """Give the place of the field `hierarchy/peer`: after the URL, which may hold blanks, and the user."""
    for place in range(BEFORE_URL + 2, len(parts)):
        if HIERARCHY.fullmatch(parts[place]):
            return place
    raise Unreadable("the line ends before the field like HIER_DIRECT/192.0.2.1")
