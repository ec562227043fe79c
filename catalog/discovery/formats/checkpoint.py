r"""Check Point: the log exporter's CEF, `[key:"value"; ...]` structured data, pairs between bars, objects, what
`fw log` prints, what collectors write (`time:10Dec2019 ...;action:drop`), the old export.

https://support.checkpoint.com/results/sk/sk122323

Traps: a CEF record may go over several lines, its vendor may be empty and its keys come twice; rt is in milliseconds,
`time` in seconds; the old export and `fw log` have "10Dec2019" and no zone; an escaped bracket stands in values; an
address is no host that was asked for; keys have two generations of names, in any case (`src_user_name`, `login`).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from catalog.discovery import entry, fields, times
from catalog.discovery.formats import cef, leef
from catalog.discovery.layouts import carrier, extension, objects, pairs, rows
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Entry, Lines, Record, Unreadable

TITLE = "Check Point"
OF_OBJECT = frozenset(("loguid", "uuid"))
PRODUCT = frozenset(("product", "productname"))
START = re.compile(rb'\s*(?:(?:CEF: ?)?0\||(?:syslog)?\[(?:\w+@[\d.]+ )?\w+[:=]"|"\d+" "\d{1,2}[A-Z][a-z]{2}\d{4}" ")')
PAIRS = re.compile(r'(?:^|[\s\]])(?:syslog)?\[(?:\w+@[\d.]+ )?(?=\w+[:=]")')
OLD = re.compile(r'"\d+" "(\d{1,2}[A-Z][a-z]{2}\d{4})" "(\d\d:\d\d:\d\d)" ')
BARS = re.compile(r"\|?(?:\w+=[^|=]*\|){2}.*\b(?:product|action)=", re.IGNORECASE)
GRABBED = re.compile(r"loc=\d+ .*\baction=\S+ .*\borig=")
PRINTED = re.compile(
    r"(?:(?P<day>\d{1,2} ?[A-Z][a-z]{2} ?\d{4}) +)?(?P<clock>\d\d?:\d\d:\d\d) +(?:\S+ +){0,3}?"
    r"(?P<action>[a-z]+ +)?\S+ +[<>]\S* +(?:alert )?(?=\w+: )"
)
PRINTED_PAIR = re.compile(r"(\w+): ([^;]*);")
ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]-?\d\d?:\d\d)")
COLLECTED = re.compile(r"time:\s*\d{1,2}[A-Z][a-z]{2}\d{4} +\d\d?:\d\d:\d\d;(?:.*;)?\s*action:")
SERVER = ("sni", "tls_server_host_name")
APPLICATION = re.compile("application name", re.IGNORECASE)
NUMBER = b"@1.3.6.1.4.1.2620 "
MARKS = (
    *(b"Check Point", b" CheckPoint ", b'[action:"', b'; product:"', b"|product=", b"|action=", NUMBER),
    *(b";action:", b"|Product=", b"|Action=", b" product: ", b" product="),
)


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its entries that it reads."""
    if head.lstrip().startswith((b"{", b"[")):
        return objects.share(head, _fits)
    if not (any(word in head for word in MARKS) or OLD.search(fields.text(head[:500]))):
        return 0.0
    return fields.share(head, read, entries=entries)


def _fits(row: objects.Object) -> bool:
    names = {name.lower() for name in row}
    return bool(names & OF_OBJECT and names & PRODUCT) and names >= {"action", "origin"}


def entries(lines: Lines) -> Iterator[Entry]:
    """Put together records that hold line ends, and objects."""
    return objects.entries_or(lines, lambda others: extension.entries(others, _begins))


def _begins(line: bytes) -> bool:
    return bool(START.match(line) or START.match(carrier.split(line)[1]))


def read(entry_: bytes) -> Record | None:
    """Read an entry; None for blank ones and comments."""
    text = fields.text(entry_).strip()
    if not text or text.startswith("#"):
        return None
    if text.startswith(("{", "[", "]")):
        row = objects.parsed(entry_)
        return _exported({key: word for key in row if (word := objects.word(row, key))}) if row else None
    found = PAIRS.search(text[:600])
    if found:
        record = _exported(pairs.quoted(text[found.end() :]))
        return record if record.time is not None else record._replace(time=_carried(entry_, text[: found.start()]))
    row = _plain(text)
    if row is not None:
        return _exported(row)
    printed = PRINTED.match(text)
    if printed:
        return _printed(text, printed)
    old = OLD.match(text)
    if old:
        return _old(rows.blanks(text), f"{old[1]} {old[2]}")
    event = extension.parsed(text)
    if "check point" not in f"{event.vendor} {event.product}".lower() and event.vendor:
        raise Unreadable("another vendor's event")
    site = entry.asked(first(event.pairs, "resource") or first(event.pairs, *SERVER))
    if event.kind == "leef":
        record = leef.record(event)
        return record._replace(host=record.host or site)
    app = cef.labelled(event.pairs, APPLICATION) or first(event.pairs, "appi_name")
    user = first(event.pairs, "suser", "src_user_name", "user", "duser")
    record = cef.record(event)
    return record._replace(app=app, user=entry.person(user, record.client), host=record.host or site)


def _carried(entry_: bytes, before: str) -> datetime | None:
    """The time of the carrier, the gateway's with its zone where a relay has put its own in front."""
    zoned = ZONED.search(before)
    if zoned:
        return times.moment(zoned[0])
    written = carrier.split(entry_.lstrip())[0]
    return carrier.time_of(written) if written else None


def _plain(text: str) -> dict[str, str] | None:
    """The pairs of a line that is nothing but pairs without quotes, None for any other."""
    if BARS.match(text):
        return pairs.barred(text)
    if COLLECTED.match(text):
        parts = (pair.partition(":") for pair in reversed(text.split(";")))
        return {key.strip(): value.strip() for key, _, value in parts}
    return pairs.open_ended(text) if GRABBED.match(text) else None


def _exported(given: Mapping[str, str]) -> Record:
    """The pairs of the log exporter's own format, or of the interface before it."""
    row: dict[str, str] = {}
    for key, value in given.items():
        row.setdefault(key.lower(), value)
    if not row.keys() & {"action", *PRODUCT}:
        raise Unreadable("neither action nor product among its pairs")
    url = first(row, "resource", "request_url", "url")
    return entry.record(
        time=times.moment(row.get("time", "")),
        user=first(row, "src_user_name", "user", "src_user", "login"),
        client=first(row, "src", "sip"),
        host=url if url and "." in url else first(row, "http_host", *SERVER, "dst_domain_name"),
        url=url,
        method=first(row, "method", "http_method"),
        action=entry.verdict(first(row, "action", "rule_action")),
        up=first(row, "client_outbound_bytes", "sent_bytes", "bytesout"),
        down=first(row, "client_inbound_bytes", "received_bytes", "bytesin"),
        app=first(row, "appi_name", "app_name", "application"),
    )


def _printed(text: str, found: re.Match[str]) -> Record:
    """A line that `fw log` prints: when, what was done, which gateway, then pairs between semicolons."""
    row = {key: value.strip() for key, value in reversed(PRINTED_PAIR.findall(text[found.end() :]))}
    told = row | {"action": found["action"] or row.get("action", "")}
    return _exported(told | {"time": f"{found['day']} {found['clock']}" if found["day"] else ""})


def _old(columns: list[str], time: str) -> Record:
    if len(columns) < 11:
        raise Unreadable("too few columns for the old export")
    return entry.record(time=times.moment(time), client=columns[9], action=entry.verdict(columns[6]))
