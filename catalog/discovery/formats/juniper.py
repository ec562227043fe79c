"""Juniper's SRX: web filter, flows, applications and blocked addresses, structured or as text.

https://www.juniper.net/documentation/us/en/software/junos/network-mgmt/topics/topic-map/system-logging.html

    <14>1 2026-11-24T08:00:00Z srx RT_UTM - WEBFILTER_URL_BLOCKED [junos@2636.1.1.1.2.40 url="..." ...]

Traps: the pairs stand where RFC 5424 has its structured data; the host is in url (or http-host) and its path in obj;
names of zones, interfaces and rules look like hosts; of applications the nested one says more; flows may be text
without names, whose figures stand in brackets; other messages are about the device.
"""

import re
from typing import Final

from catalog.discovery import entry, fields
from catalog.discovery.layouts import pairs
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Record, Unreadable

TITLE = "Juniper SRX: web filter, flows, applications"
STRUCTURED: Final = re.compile(r"\b(?P<event>[A-Z][A-Z0-9_]{5,60}) (?P<pairs>\[junos@[\d.]+ .*)")
WRITTEN: Final = re.compile(
    r'\b(?P<event>[A-Z][A-Z0-9_]{5,60}): WebFilter: (?P<pairs>ACTION="[^"]*" (?P<client>[0-9A-Fa-f.:]+)\(\d+\)->.*)'
)
FLOW: Final = re.compile(
    r"\b(?P<event>(?:RT_FLOW|APPTRACK)_SESSION_(?:CREATE|CLOSE|DENY))(?:_LS)?: [^>]*? (?P<client>[0-9A-Fa-f.:]+)/\d+->"
    r"(?P<rest>.*)"
)
COUNTS: Final = re.compile(
    r" \d+\((?P<up>\d+)\) \d+\((?P<down>\d+)\) \d+(?: (?P<app>[\w.-]+) (?P<nested>[\w.-]+)(?= \S+\())?"
)
PERSON: Final = re.compile(r" (?P<user>[^\s()]+)\((?!\d+\))[^()]*\)")
NAMED: Final = re.compile(r"\bUSERNAME[ =](\S+)")
MARKS: Final = (b"junos@", b"WebFilter: ACTION=", b"RT_FLOW_SESSION_", b"APPTRACK_SESSION_")
OWN: Final = re.compile(r"\b(?:RT_[A-Z]+|[A-Z]+_[A-Z_]+:|mgd|sshd|xntpd|cron)\b")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that an SRX wrote."""
    return fields.share_accepted(head, read) if any(mark in head for mark in MARKS) else 0.0


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and for messages about the device."""
    text = fields.text(line).strip()
    if not text:
        return None
    found = STRUCTURED.search(text) or WRITTEN.search(text)
    flow = FLOW.search(text) if found is None else None
    if flow is not None:
        return _flow(flow)
    if found is None:
        if OWN.search(text):
            return None
        raise Unreadable("no message of an SRX")
    row = {key.lower(): value for key, value in pairs.quoted(found["pairs"]).items()}
    client = first(row, "source-address") or found.groupdict().get("client")
    if client is None:
        return None
    named = NAMED.search(found["pairs"])
    host, path = first(row, "url", "http-host"), first(row, "obj")
    return entry.record(
        user=first(row, "username", "user") or (named[1] if named else None),
        client=client,
        host=host,
        url=f"http://{host}{path}" if host and path and path.startswith("/") and "/" not in host else host,
        action=entry.verdict((first(row, "action") or found["event"].replace("_", " ")).rpartition(" ")[2]),
        up=first(row, "bytes-from-client"),
        down=first(row, "bytes-from-server"),
        app=first(row, "nested-application", "application", "application-name"),
    )


def _flow(found: re.Match[str]) -> Record:
    """A flow as text: its figures stand in brackets, packets before them, and so do a person's roles."""
    counts, person = COUNTS.search(found["rest"]), PERSON.search(found["rest"])
    apps = (counts["nested"], counts["app"]) if counts else ()
    return entry.record(
        user=person["user"] if person else None,
        client=found["client"],
        action=entry.verdict(found["event"].rpartition("_")[2]),
        up=counts["up"] if counts else None,
        down=counts["down"] if counts else None,
        app=next((app for app in apps if app and app.upper() not in ("UNKNOWN", "N")), None),
    )
