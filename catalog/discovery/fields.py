"""What log formats have in common: hosts in URLs and authorities, users as written, numbers, shares of a head."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote

from catalog.discovery.record import Entry, Lines, Record, Unreadable

REMEMBERED: Final = 1 << 14
"""Hosts and addresses: a log tells of the same ones again and again."""
NOBODY: Final = ("", "-", "unknown", "anonymous")
PSEUDO: Final = "error:"
SCHEME: Final = re.compile(r"[A-Za-z][\w+.-]*://")
"""What a whole URL begins with; one that stands in a query has more before it."""
CARD: Final = re.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}")
SAMPLE_LINES: Final = 200
SAID: Final = re.compile(rb"\s*[^\s#]")
"""What neither a blank line nor a comment is."""
FIRST_BAD: Final = 40
LONGEST_USER: Final = 320
LONGEST_HOST: Final = 253


def text(value: bytes) -> str:
    """Give bytes of a log as text; NUL (no database takes it) and what is no UTF-8 become the replacement character."""
    return value.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


def is_object(text: str) -> bool:
    """Say whether a line begins an object, or an array of them, which may carry lines."""
    return text.startswith("{") or (text.startswith("[") and text[1:40].lstrip().startswith("{"))


def number(value: bytes) -> int | None:
    """Give a count, None for a hyphen; raise `Unreadable` for anything else."""
    if value.isdigit() and len(value) < 19:
        return int(value)
    if value == b"-":
        return None
    raise Unreadable(f"{text(value[:20])!r} is no number")


def user(value: bytes, client: str | None) -> str | None:
    """Give a user as written, percent-encoding undone; None for nobody and for the client's own address.

    Some put the number of the request before a user that is unset. Raises `Unreadable` for a name longer than any mail
    address.
    """
    name = text(value)
    if "%" in name:
        name = unquote(name).replace("\0", "\N{REPLACEMENT CHARACTER}")
    name = name.strip()
    if len(name) > LONGEST_USER:
        raise Unreadable(f"a user of {len(name)} letters")
    return None if name.lower() in NOBODY or name == client or name.endswith(" -") else name


def host_of_url(url: str) -> str | None:
    """Give the host of an absolute URL in lower case, None where there is none (a path, `urn:`, `error:`)."""
    scheme = SCHEME.match(url)
    if not scheme:
        return None
    rest = url[scheme.end() :]
    for end in "/?#\\":
        rest = rest.partition(end)[0]
    return host_of_authority(rest.rpartition("@")[2])


@lru_cache(REMEMBERED)
def host_of_authority(authority: str) -> str | None:
    """Give the host of `host:port` or `[address]:port` in lower case, without brackets and final dot."""
    if authority.startswith("["):
        host = authority[1:].partition("]")[0]
    elif authority.count(":") > 1:
        host = _bare_address(authority)
    else:
        host = authority.partition(":")[0]
    host = host.strip().rstrip(".").lower()
    return host if host and host != "-" and len(host) <= LONGEST_HOST else None


def _bare_address(authority: str) -> str:
    """An IPv6 address without brackets, none of a network card: its last part is the port where the rest is one too."""
    address = authority.rpartition(":")[0]
    return address if is_address(address) else "" if CARD.fullmatch(authority) else authority


@lru_cache(REMEMBERED)
def is_address(host: str) -> bool:
    """Say whether a host is an IP address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def share(
    head: bytes,
    read: Callable[[bytes], Record | None],
    fits: Callable[[Record], bool] = bool,
    entries: Callable[[Lines], Iterator[Entry]] | None = None,
) -> float:
    """Give the share of a head's entries that a reader accepts and that fit; those that tell of nothing do not count.

    `entries` puts lines together where an entry may go over several; else each line is one. A head of objects is none
    of lines, though they may stand in it. A program may say much of itself before the first request.
    """
    if is_object(text(head[:64]).lstrip()):
        return 0.0
    lines = ((number, line.rstrip(b"\r")) for number, line in enumerate(head.split(b"\n"), start=1))
    texts = (line for _, line in lines) if entries is None else (entry.text for entry in entries(lines))
    good = of = 0
    for text_ in texts:
        try:
            record = read(text_)
        except Unreadable:
            of += 1
            if of >= FIRST_BAD and not good:
                return 0.0
            continue
        if record is not None:
            of += 1
            good += fits(record)
        if of >= SAMPLE_LINES:
            break
    return good / of if of else 0.0


def share_accepted(head: bytes, read: Callable[[bytes], Record | None]) -> float:
    """Give the share of a head's lines that a reader accepts; those that tell of nothing count, blank ones and
    comments do not.

    For formats whose lines cannot be another's, of which most may tell of no request.
    """
    return share(head, lambda line: read(line) or (Record() if SAID.match(line) else None))
