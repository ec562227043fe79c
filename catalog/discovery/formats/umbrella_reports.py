"""Cisco Umbrella's activity as its reporting API gives it, JSON: DNS and proxy; or its DNS log's columns as JSON.

https://developer.cisco.com/docs/cloud-security/umbrella-api-reference-reports-overview/
https://docs.panther.com/data-onboarding/supported-logs/cisco-umbrella

Traps: timestamp is an epoch in milliseconds, or UTC without saying so; identities are networks, machines and people by
their type; the URL of a proxy's entry counts before its domain; blocked and isolated applications stand beside the
verdict.
"""

from collections.abc import Iterator

from catalog.discovery import entry, times
from catalog.discovery.formats.umbrella_dns import MAIL, PERSONS, person
from catalog.discovery.layouts import objects
from catalog.discovery.record import Record, Unreadable

TITLE = "Cisco Umbrella, activity of its API"
MARKS = frozenset(("verdict", "identities", "externalip", "timestamp"))
COLUMNS = frozenset(("timestamp", "internalIp", "externalIp", "action", "domain"))
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of an entry."""
    return objects.share(head, lambda row: row.keys() >= MARKS or row.keys() >= COLUMNS)


def read(entry_: bytes) -> Record | None:
    """Read an entry."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    if row.keys() >= COLUMNS:
        return _query(row)
    if not row.keys() >= MARKS:
        raise Unreadable("no entry with verdict, identities, externalip and timestamp")
    apps = row.get("allapplications")
    return entry.record(
        time=times.epoch(row["timestamp"]),
        user=next(_people(row), None),
        client=objects.word(row, "internalip", "externalip"),
        host=objects.word(row, "domain"),
        url=objects.word(row, "url"),
        action=entry.verdict(objects.word(row, "verdict")),
        status=objects.word(row, "statuscode"),
        up=objects.word(row, "requestsize"),
        down=objects.word(row, "responsesize"),
        app=objects.word(apps[0], "label") if isinstance(apps, list) and apps and isinstance(apps[0], dict) else None,
    )


def _query(row: objects.Object) -> Record:
    """Read the columns of a row of the DNS log."""
    identity, kind, *every = (
        _texts(row, name) for name in ("policyIdentity", "policyIdentityType", "identities", "identityTypes")
    )
    return entry.record(
        time=times.utc(_texts(row, "timestamp")),
        user=person(identity, kind, *every),
        client=objects.word(row, "internalIp", "externalIp"),
        host=objects.word(row, "domain"),
        action=entry.verdict(objects.word(row, "action")),
    )


def _texts(row: objects.Object, name: str) -> str:
    """Give a value as one text, those of a list by commas."""
    value = row.get(name)
    return ",".join(map(str, value)) if isinstance(value, list) else objects.word(row, name) or ""


def _people(row: objects.Object) -> Iterator[str]:
    """The identities that are people."""
    identities = row["identities"]
    for one in identities if isinstance(identities, list) else ():
        kind = objects.word(one, "type.type", "type.label", "type") if isinstance(one, dict) else None
        name = objects.word(one, "label") if kind and any(word in kind.lower() for word in PERSONS) else None
        if name:
            mail = MAIL.search(name)
            yield mail[0] if mail else name
