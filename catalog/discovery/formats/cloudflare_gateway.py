"""Cloudflare's Gateway by Logpush: DNS, HTTP and network sessions, JSON lines.

https://developers.cloudflare.com/logs/reference/log-fields/account/gateway_http/

Traps: three datasets, told apart by their keys; Datetime is RFC 3339, or an epoch in seconds or nanoseconds by option;
Email is empty for devices that nobody signed in on; an empty SNI leaves no host;
whoever sends them on chooses the keys, the time among them; there is no count of traffic.
"""

from catalog.discovery import entry, times
from catalog.discovery.familiar import Usual
from catalog.discovery.layouts import objects, shapes
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "Cloudflare Gateway: DNS, HTTP, network"
USER = ("Email", "UserEmail")
CLIENT = ("SrcIP", "SourceIP")
HOST = ("QueryName", "HTTPHost", "SNI")
DONE = ("ResolverDecision", "Action")
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of the three datasets."""
    return objects.share(head, fits)


def fits(row: objects.Object) -> bool:
    """Say whether an object is of one of the datasets."""
    keys = row.keys()
    if "QueryName" in keys:
        return "ResolverDecision" in keys
    return "HTTPHost" in keys or ("SNI" in keys and "Datetime" in keys)


def usual(head: bytes) -> Usual | None:
    """Give how the usual lines are written."""
    return shapes.usual(head, _roles)


def _roles(_: objects.Object) -> dict[str, shapes.Role]:
    """What the values of an object are for; method and status decide nothing."""
    roles: dict[str, shapes.Role] = dict.fromkeys((*USER, *CLIENT, *HOST, *DONE, "ApplicationName"), "matters")
    return roles | {"URL": "site", "Datetime": "time"}


def read(entry_: bytes) -> Record | None:
    """Read an object."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    time = times.utc(row.get("Datetime", ""))
    if time is None and "Datetime" in row:
        raise Unreadable("its Datetime is no time")
    if not fits(row):
        raise Unreadable("neither QueryName and ResolverDecision, nor HTTPHost, nor SNI")
    return entry.record(
        time=time,
        user=objects.word(row, *USER),
        client=objects.word(row, *CLIENT),
        host=objects.word(row, *HOST),
        url=objects.word(row, "URL"),
        method=objects.word(row, "HTTPMethod"),
        action=_action(objects.word(row, *DONE) or ""),
        status=objects.word(row, "HTTPStatusCode"),
        app=objects.word(row, "ApplicationName"),
    )


def _action(word: str) -> Action | None:
    if word.lower() in ("overrideapplied", "override"):
        return "blocked"
    return entry.verdict(word)
