"""Cisco Meraki's syslog: URLs, flows and security events.

https://documentation.meraki.com/General_Administration/Monitoring_and_Reporting

    [<priority>1] seconds.fraction device kind key=value ... request: METHOD URL

Traps: the time is an epoch, the relay's stands before it; an address and its port are one word, in IPv6 too; flows say
allow or deny, or a pattern whose first word says so or is 0 or 1; of encrypted requests only the host is told, with
dots for a path; what was filtered is an event among those of the device itself.
"""

import re
from typing import Final

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import pairs
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "Cisco Meraki, syslog"
LINE: Final = re.compile(
    r"(?:^|\s)(?P<time>\d{9,10}(?:\.\d{3,9})?) (?P<device>\S+) "
    r"(?P<kind>urls|flows|events|security_event|ids-alerts|ip_flow_(?:start|end)|airmarshal_events|"
    r"[a-z_]{0,60}firewall) (?P<rest>.*)"
)
WITHIN: Final = 200
"""Letters among which a line's own beginning stands, behind what relays put in front."""
REQUEST: Final = re.compile(r" request: (?P<method>\S+) (?P<url>\S+)")
QUOTED: Final = re.compile(r"(?<!\w)(\w{1,40})='([^']*)'")
PATTERN: Final = re.compile(r"pattern: (?P<word>\S+)")
CONNECTIONS: Final = ("flows", "ip_flow_start", "ip_flow_end")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads."""
    return fields.share_accepted(head, read)


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and for events of the device itself."""
    text = fields.text(line).strip()
    if not text:
        return None
    found = LINE.search(text)
    if found is None or found.start() > WITHIN:
        raise Unreadable("no seconds, device and kind of message as Meraki writes them")
    rest, kind = found["rest"], found["kind"]
    row = pairs.quoted(rest) | dict(QUOTED.findall(rest))
    asked = REQUEST.search(f" {rest}")
    url = asked["url"] if asked else first(row, "url")
    if url is None and kind not in CONNECTIONS and not kind.endswith("firewall"):
        return None
    return entry.record(
        time=times.epoch(found["time"]),
        user=first(row, "user"),
        client=first(row, "src", "client_ip"),
        host=url,
        url=url,
        method=asked["method"] if asked and asked["method"] != "UNKNOWN" else None,
        action=_action(kind, rest, row),
    )


def _action(kind: str, rest: str, row: dict[str, str]) -> Action | None:
    if rest.startswith("content_filtering_block") or row.get("type") == "content_filtering_block":
        return "blocked"
    word = first(row, "action", "decision")
    if word is None and (kind in CONNECTIONS or kind.endswith("firewall")):
        pattern = PATTERN.search(rest)
        word = pattern["word"] if pattern else rest.partition(" ")[0]
        return "blocked" if word == "1" else entry.verdict(word)
    return entry.verdict(word)
