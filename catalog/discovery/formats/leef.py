"""QRadar's log event extended format of any product, versions 1 and 2.

https://www.ibm.com/docs/en/dsm?topic=overview-leef-event-components

Traps: devTime is in the way of devTimeFormat, or in milliseconds, or missing; version 2 names its own delimiter; a
carrier may have turned tabs into blanks; what was done stands in action, policy, disp or in the header's event.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from catalog.discovery import entry, times
from catalog.discovery.familiar import Usual
from catalog.discovery.layouts import extension, pair_shapes
from catalog.discovery.layouts.pair_shapes import first_of
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Record

TITLE = "LEEF of any product"
GENERAL = True
JAVA = (
    *(
        ("yyyy", "%Y"),
        ("yy", "%y"),
        ("MMMM", "%B"),
        ("MMM", "%b"),
        ("MM", "%m"),
        ("M", "%m"),
        ("dd", "%d"),
        ("d", "%d"),
    ),
    *(("EEEE", "%A"), ("EEE", "%a"), ("HH", "%H"), ("H", "%H"), ("hh", "%I"), ("h", "%I"), ("mm", "%M"), ("ss", "%S")),
    *(("SSS", "%f"), ("XXX", "%z"), ("X", "%z"), ("Z", "%z"), ("z", "%Z"), ("a", "%p")),
)
TOKEN = re.compile("|".join(java for java, _ in sorted(JAVA, key=lambda one: -len(one[0]))))


URL = ("url", "request", "URL", "requestUrl")
STATUS = ("proxyStatus-code", "status", "httpStatus", "responseCode", "respcode")
USER = ("loginID", "usrName", "user", "username", "suser", "identSrcUser", "src_user")
CLIENT = ("src", "srcPreNAT", "sourceAddress")
ACTION = ("disp", "action", "act", "disposition", "policyAction")
UP = ("srcBytes", "sent_bytes", "bytesOut", "reqsize", "out")
DOWN = ("dstBytes", "rcvd_bytes", "bytesIn", "respsize", "in")
APP = ("appname", "application", "app", "destinationServiceName")
TIME = ("devTime", "eventTime", "startTime", "time")
HOST = ("dstname", "dhost", "hostname", "host", "domain", "sni", "query", "dnsname", "question")


SAID = ("", "devTimeFormat", *STATUS, *USER, *CLIENT, *HOST, *ACTION, *APP)


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that are such events."""
    found, others = extension.sample(head)
    return sum(one.kind == "leef" for one in found) / (len(found) + others) if found else 0.0


def usual(head: bytes, *, carried: bool = False) -> Usual | None:
    """Give how the usual lines are written."""
    return pair_shapes.usual(head, pair_shapes.leef, _roles, carried=carried)


def _roles(row: Mapping[str, str]) -> dict[str, pair_shapes.Role]:
    """What the values of an event are for, its header's among them."""
    roles: dict[str, pair_shapes.Role] = dict.fromkeys(SAID, "matters")
    text = next((row[name] for name in TIME if name in row), "")
    at: pair_shapes.Role = "epoch" if text.isdigit() else "stamp"
    return roles | first_of(row, ((URL, "site"), (UP, "up"), (DOWN, "down"), (TIME, at)))


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    event = extension.of_line(line, "leef")
    return record(event) if event is not None else None


def record(event: extension.Event) -> Record:
    """Give the record of an event."""
    row = event.pairs
    url = first(row, *URL)
    status = first(row, *STATUS)
    return entry.record(
        time=time_of(row),
        user=first(row, *USER),
        client=first(row, *CLIENT),
        host=_host(row, url),
        url=url,
        method=first(row, "method", "op", "requestMethod", "reqmethod"),
        action=entry.verdict(first(row, *ACTION), _told(event), status=status),
        status=status,
        up=first(row, *UP),
        down=first(row, *DOWN),
        app=first(row, *APP),
    )


def time_of(row: Mapping[str, str]) -> datetime | None:
    """Give the time of an event, naive where it names no zone, None without one."""
    text = first(row, *TIME)
    if text is None:
        return None
    layout = first(row, "devTimeFormat")
    found = times.moment(text)
    if found is None and layout and len(text) < 80:
        found = _by_layout(text, layout)
    return found


def _by_layout(text: str, layout: str) -> datetime | None:
    known = dict(JAVA)
    pattern = TOKEN.sub(lambda token: known[token[0]], layout.replace("%", "%%").replace("'", ""))
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007
    except (ValueError, re.error):
        return None


def _host(row: Mapping[str, str], url: str | None) -> str | None:
    in_url = entry.asked(url) if url and not url.startswith("/") else None
    return in_url or first(row, *HOST)


def _told(event: extension.Event) -> str:
    """The last word of the header's event: `transaction:blocked`."""
    return event.event.rpartition(":")[2] if not event.event.isalnum() or event.event.isalpha() else ""
