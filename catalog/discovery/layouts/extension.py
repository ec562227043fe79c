r"""ArcSight's CEF and QRadar's LEEF: a header split by bars, then pairs.

    CEF:0|vendor|product|version|id|name|severity|key=value key=value
    LEEF:1.0|vendor|product|version|id|key=value<tab>key=value
    LEEF:2.0|vendor|product|version|id|delimiter|key=value...

https://docs.nxlog.co/integrate/cef-logging.html, https://www.ibm.com/docs/en/dsm?topic=overview-leef-event-components

Traps: a CEF value holds blanks and ends where the next key starts; `\=`, `\|` and `\\` are escapes, and `\"` with some;
the words "CEF:" may be cut off ("0|Vendor|..."); a CEF record may hold line ends; a key may come twice (the first
counts); some quote values.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from catalog.discovery import fields
from catalog.discovery.layouts import carrier
from catalog.discovery.record import Entry, Lines, Unreadable

SAMPLE: Final = 200
MOST_LINES: Final = 64
CONTINUED: Final = re.compile(rb"[^\x00-\x08\x0e-\x1f\x7f]+")
CEF_INSIDE: Final = re.compile(rb"(?:^|[ :])[01]\|[^|]*\|")
BAR: Final = re.compile(r"(?<!\\)\|")
KEY: Final = re.compile(r"(?:^|(?<=\s))([\w.\[\]:-]{1,60})(?<!\\)=")
CEF: Final = re.compile(r"\s*(?:CEF: ?)?[01]\|")
LEEF: Final = re.compile(r"\s*(?:LEEF: ?)?([12])\.\d\|")
BARRED: Final = re.compile(r"\|[A-Za-z][\w.-]*=")
QUOTED: Final = re.compile(r'"[^"]+"')
ESCAPE: Final = re.compile(r"\\([\\=|nr\"])")


class Event(NamedTuple):
    """A CEF or LEEF record: who writes it, what happened, and the pairs."""

    kind: str
    vendor: str
    product: str
    event: str
    name: str
    pairs: dict[str, str]


def of_line(line: bytes, kind: str) -> Event | None:
    """Give the event of a line, None for blank ones and comments; raise `Unreadable` for one of the other kind."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    event = parsed(text)
    if event.kind != kind:
        raise Unreadable(f"{event.kind.upper()}, not {kind.upper()}")
    return event


def parsed(text: str) -> Event:
    """Give the event of an entry; raise `Unreadable` for one that is none."""
    start = CEF.match(text)
    if start:
        parts = BAR.split(text[start.end() :], maxsplit=6)
        if len(parts) < 7:
            raise Unreadable("the CEF header ends too early")
        vendor, product, _, event, name, _, rest = parts
        return Event("cef", _plain(vendor), _plain(product), _plain(event), _plain(name), _cef(rest))
    start = LEEF.match(text)
    text = text.replace("#011", "\t")  # as rsyslog writes a tab
    if not start:
        raise Unreadable("neither CEF nor LEEF")
    parts = BAR.split(text[start.end() :], maxsplit=4 if start[1] == "1" else 5)
    if len(parts) < 5:
        raise Unreadable("the LEEF header ends too early")
    vendor, product, _, event = parts[:4]
    delimiter = "\t"
    if start[1] == "2" and len(parts) == 6:
        if "=" in parts[4][1:]:  # a pair: bars stand between them, undeclared
            parts[4:] = [f"{parts[4]}|{parts[5]}"]
        delimiter = _delimiter(parts[4]) if len(parts) == 6 else "|"
    return Event("leef", vendor, product, event, "", _leef(parts[-1], delimiter))


def _delimiter(text: str) -> str:
    named = re.fullmatch(r"(?:0?x)([0-9A-Fa-f]{1,4})", text)
    return chr(int(named[1], 16)) if named else (text[:1] or "\t")


def _cef(text: str) -> dict[str, str]:
    keys = list(KEY.finditer(text))
    found: dict[str, str] = {}
    for place, key in enumerate(keys):
        end = keys[place + 1].start() if place + 1 < len(keys) else len(text)
        value = text[key.end() : end].strip().replace("\n", "")
        found.setdefault(key[1], _plain(value[1:-1] if QUOTED.fullmatch(value) else value))
    return found


def _leef(text: str, delimiter: str) -> dict[str, str]:
    if delimiter not in text and "\t" not in text and text.count("=") > 2:
        if len(BARRED.findall(text)) < 2:
            return _cef(text)  # tabs that a carrier turned into blanks
        delimiter = "|"
    found: dict[str, str] = {}
    for pair in text.split(delimiter):
        key, equals, value = pair.partition("=")
        if equals:
            found.setdefault(key.strip(), value.strip())
    return found


def _plain(text: str) -> str:
    return ESCAPE.sub(lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), text) if "\\" in text else text


def entries(lines: Lines, begins: Callable[[bytes], bool]) -> Iterator[Entry]:
    """Put together CEF records that hold line ends: a line that begins none goes on with the record before."""
    held: list[tuple[int, bytes]] = []
    for number, line in lines:
        new = begins(line) or (bool(held) and _carried(line) and _carried(held[0][1]))  # another product's, by a relay
        if held and (new or len(held) >= MOST_LINES or not CONTINUED.fullmatch(line)):
            yield _together(held)
            held = []
        if held or (new and CEF_INSIDE.search(line[:400])):
            held.append((number, line))
        else:
            yield Entry(number, 1, line)
    if held:
        yield _together(held)


def _carried(line: bytes) -> bool:
    return carrier.split(line)[1] != line


def _together(held: list[tuple[int, bytes]]) -> Entry:
    return Entry(held[0][0], len(held), b"\n".join(line for _, line in held))


def share(head: bytes, vendor: str = "") -> float:
    """Give the share of a head's entries that are events, of a vendor whose name (or product) holds a word."""
    found, others = sample(head)
    word = vendor.lower()
    good = sum(word in f"{one.vendor} {one.product}".lower() for one in found)
    return good / (len(found) + others) if found else 0.0


@lru_cache(4)
def sample(head: bytes) -> tuple[tuple[Event, ...], int]:
    """Give the first events of a head, and how many of its entries are none. Remembered: many formats ask."""
    if b"|" not in head:
        return (), 0
    found: list[Event] = []
    others = 0
    for line in head.split(b"\n")[:SAMPLE]:
        if not line.strip():
            continue
        try:
            found.append(parsed(line.decode("utf-8", "replace")))
        except Unreadable:
            others += 1
    return tuple(found), others
