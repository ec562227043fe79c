"""Netskope's events (application, page, alert, connection, network, audit), JSON lines.

https://docs.netskope.com/en/get-events-data

Traps: an empty action means allowed; useralert and bypass let the person go on; 0 stands for unknown bytes; the app may
be a group in brackets or empty; `hostname` is the person's machine, `site` a name; from_user is another account;
shippers write the names of ECS beside Netskope's.
"""

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "Netskope, events"
MARKS = frozenset(
    "ccl cci appcategory access_method ur_normalized traffic_type organization_unit userkey app_session_id".split()
)
SHIPPED = {
    "timestamp": "@timestamp",
    "user": "user.email.1",
    "url": "netskope.events.url",
    "page": "netskope.events.page",
    "domain": "netskope.events.domain",
    "userip": "netskope.events.user.ip",
    "action": "event.action",
    "audit_log_event": "netskope.events.audit.log.event",
    "client_bytes": "client.bytes",
    "server_bytes": "server.bytes",
    "app": "netskope.events.app.name",
}
PASSED = ("useralert", "alert", "bypass", "coach", "continue", "allow", "proceed", "monitor")
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys that only Netskope has."""
    return objects.share(head, lambda row: ("timestamp" in row and len(MARKS & row.keys()) > 1) or _is_shipped(row))


def read(entry_: bytes) -> Record | None:
    """Read an object."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    if _is_shipped(row):
        if objects.word(row, "netskope.events.event_type") == "infrastructure":
            return None
        row = {name: value for name, path in SHIPPED.items() if (value := objects.said(row, path)) is not None}
    time = times.utc(row.get("timestamp", ""))
    if time is None:
        raise Unreadable("no timestamp")
    target = objects.word(row, "dsthost")
    return entry.record(
        time=time,
        user=objects.word(row, "user", "ur_normalized", "userkey"),
        client=objects.word(row, "userip", "srcip"),
        host=_host(row) or (None if target and fields.is_address(target) else target),
        url=objects.word(row, "url"),
        method=objects.word(row, "req_method", "method"),
        action=_action(row),
        up=objects.word(row, "client_bytes") if row.get("client_bytes") else None,
        down=objects.word(row, "server_bytes") if row.get("server_bytes") else None,
        app=objects.word(row, "app"),
    )


def _is_shipped(row: objects.Object) -> bool:
    return "@timestamp" in row and objects.said(row, "netskope.events.event_type") is not None


def _action(row: objects.Object) -> Action | None:
    """Blocked where the event says so, or tells of an administrator whose sign-in failed."""
    action = (objects.word(row, "action") or "").lower()
    if "fail" in (objects.word(row, "audit_log_event") or "").lower():
        return "blocked"
    return "allowed" if not action or action.startswith(PASSED) else entry.verdict(action)


def _host(row: objects.Object) -> str | None:
    """The host of the address, else that of the page; a word without a dot names no site but a kind of traffic."""
    asked = (entry.asked(objects.word(row, name)) for name in ("url", "page", "domain"))
    return next((found for found in asked if found and ("." in found or ":" in found)), None)
