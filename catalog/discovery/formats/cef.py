"""ArcSight's common event format of any product, https://docs.nxlog.co/integrate/cef-logging.html.

Traps: in = received by the client and out = sent by it, whatever the standard says; a destination's user is not the
user but where a URL was asked for and nobody else is named; the name asked for is in `request` or `dhost`, or in a
custom string that its label names; `rt` in milliseconds or as a text, with a zone or without.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from catalog.discovery import entry, times
from catalog.discovery.familiar import Usual
from catalog.discovery.formats.bind import POLICY
from catalog.discovery.layouts import extension, pair_shapes
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Record

TITLE = "CEF of any product"
GENERAL = True
LABEL = re.compile(
    r"(?:url|uri|query|(?:dns.?)?(?:req|query|domain)(?:.?name)?|domain|hostname|host name|fqdn|sni|server name)", re.I
)
USER = ("suser", "usrName", "sourceUserName", "susr", "usr")
NAMED = ("host", "fqdn")
DONE = ("act", "action", "fw_action", "outcome")
SAID = (
    "", *USER, "duser", "suid", "src", "sourceAddress", "c-ip", *DONE, "cn1", "dhost", "destinationDnsDomain", *NAMED,
    "destinationServiceName",
)  # fmt: skip
TIMES = ("rt", "start", "end", "deviceReceiptTime", "art", "timestamp")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that are such events."""
    found, others = extension.sample(head)
    return sum(one.kind == "cef" for one in found) / (len(found) + others) if found else 0.0


def usual(head: bytes, *, carried: bool = False) -> Usual | None:
    """Give how the usual lines are written."""
    return pair_shapes.usual(head, pair_shapes.cef, _roles, carried=carried)


def _roles(row: Mapping[str, str]) -> dict[str, pair_shapes.Role]:
    """What the values of an event are for, its header's among them. What a label names must be so in all events."""
    roles: dict[str, pair_shapes.Role] = dict.fromkeys(SAID, "matters")
    if "Infoblox" in row.get("", ""):
        roles["msg"] = "matters"
    for key, label in row.items():
        if key.endswith(("Label", "label")):
            roles[key] = "same"
            if LABEL.fullmatch(label.strip()):
                roles[key[:-5]] = "matters"
    return roles | pair_shapes.first_of(
        row,
        (
            (("request", "url", "requestUrl"), "site"),
            (("out", "bytesOut"), "up"),
            (("in", "bytesIn"), "down"),
            (TIMES, "epoch"),
        ),
    )


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    event = extension.of_line(line, "cef")
    return record(event) if event is not None else None


def record(event: extension.Event) -> Record:
    """Give the record of an event."""
    row = event.pairs
    policy = POLICY.fullmatch(row.get("msg", "").strip('"')) if event.vendor == "Infoblox" else None
    if policy is not None:
        row = {**row, "host": policy["name"], "act": "passthru" if policy["policy"] == "PASSTHRU" else "blocked"}
    request = first(row, "request", "url", "requestUrl")
    return entry.record(
        time=time_of(row),
        user=first(row, *USER) or _account(row, asked=request is not None),
        client=first(row, "src", "sourceAddress", "c-ip"),
        host=labelled(row) if request is None else None if request.startswith("/") else request,
        url=request,
        method=first(row, "requestMethod"),
        action=entry.verdict(first(row, *DONE), event.event, status=first(row, "outcome", "cn1")),
        status=first(row, "outcome", "responseCode"),
        up=first(row, "out", "bytesOut"),
        down=first(row, "in", "bytesIn"),
        app=first(row, "destinationServiceName"),
    )._replace(host=_host(row, request))


def _account(row: dict[str, str], *, asked: bool) -> str | None:
    """The account where the user has no name; a mere number is that of a system or a site.

    Where a URL was `asked` for, somebody who is named as the destination's user can only be who asked.
    """
    account = first(row, "suid")
    named = account if account and not account.isdigit() else None
    return named or (first(row, "duser") if asked else None)


def _host(row: dict[str, str], request: str | None) -> str | None:
    """The host of the URL, else the one that a column or a label names."""
    in_url = entry.asked(request) if request and not request.startswith("/") else None
    return in_url or entry.asked(first(row, "dhost", "destinationDnsDomain", *NAMED) or labelled(row))


def labelled(row: dict[str, str], wanted: re.Pattern[str] = LABEL) -> str | None:
    """Give the value of the first custom string whose label fits."""
    for key, label in row.items():
        if key.endswith(("Label", "label")) and wanted.fullmatch(label.strip()):
            return first(row, key[:-5])
    return None


def time_of(row: dict[str, str]) -> datetime | None:
    """Give the time of an event, naive where it names no zone, None without one."""
    zone = times.offset(first(row, "dtz"))
    return next((found for name in TIMES if (found := times.moment(row.get(name, ""), zone))), None)
