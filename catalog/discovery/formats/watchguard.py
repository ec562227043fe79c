"""WatchGuard's Firebox: LEEF, and its own syslog messages with key="value".

https://www.watchguard.com/help/docs/help-center/en-US/Content/en-US/Fireware/logging/

Traps: dstname (or sni) is the host, arg the path; disp says Allow or Deny, while action is something else; what was
done stands before msg_id, as the device's monitor shows it, behind it, or among the pairs; old versions have no msg_id;
there may be no time at all, and the one in brackets is UTC, whatever zone the carrier's is of; sent_bytes are the
client's.
"""

import re

from catalog.discovery import entry, fields, times
from catalog.discovery.formats import leef
from catalog.discovery.layouts import extension, pairs
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Record, Unreadable

TITLE = "WatchGuard Firebox"
OWN = re.compile(r'\bmsg_id="[0-9A-F]{4}-[0-9A-F]{4}"|\bproxy_act="|\([\w .-]+-00\)\s*$')
OF_TRAFFIC = frozenset(("disp", "src", "dst", "dstname"))
MARKS = (b"|WatchGuard|", b'msg_id="', b'proxy_act="')
DONE = re.compile(r"(?:^|\s)(?:Proxy)?(Allow|Deny|Drop|Block|Strip|AvScan)(?=:| \S+ )")
PAIR = re.compile(r'\w+="[^"]*"')
STAMP = re.compile(r"\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\) ")
ADDRESS = re.compile(r"(?:^|\s)((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]*:[0-9a-f:]+:[0-9a-f:]*)(?=\s)")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that a Firebox wrote."""
    return fields.share_accepted(head, read) if any(mark in head for mark in MARKS) else 0.0


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and for messages of the device itself."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    if not extension.LEEF.match(text):
        return _own(line)
    event = extension.parsed(text)
    return leef.record(event) if event.pairs.keys() & OF_TRAFFIC else None


def _own(line: bytes) -> Record | None:
    """Read a message of the Firebox's own syslog."""
    text = fields.text(line).strip()
    if not text:
        return None
    found = OWN.search(text)
    if found is None:
        raise Unreadable("neither LEEF nor msg_id=, proxy_act= or a policy in brackets")
    row = pairs.quoted(text)
    message = PAIR.sub("", text)
    told, stamp = DONE.search(message), STAMP.search(text, 0, found.start())
    client = ADDRESS.search(message, told.end()) if told else None
    done = told[1] if told else first(row, "disp", "action")
    if done is None:
        return None
    host, path = first(row, "dstname", "sni", "dns_question", "query_name", "host"), first(row, "arg", "path")
    return entry.record(
        time=times.utc(stamp[1]) if stamp else None,
        user=first(row, "src_user"),
        client=first(row, "src_ip") or (client[1] if client else None),
        host=host,
        url=f"http://{host}{path}" if host and path and path.startswith("/") else None,
        method=first(row, "op"),
        action=entry.verdict(done),
        up=first(row, "sent_bytes"),
        down=first(row, "rcvd_bytes"),
        app=first(row, "app_name"),
    )
