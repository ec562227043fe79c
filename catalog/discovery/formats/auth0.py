"""Auth0's tenant logs, by its API or a stream, JSON, https://auth0.com/docs/deploy-monitor/logs/log-event-type-codes.

Traps: a stream puts the event into `data`; the kind is a code, of which those that begin with f are failures; hostname
is the tenant's own name, no site that anybody asked for.
"""

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Record, Unreadable

TITLE = "Auth0, tenant logs"
BLOCKED = ("f", "limit", "pwd_leak", "signup_pwd_leak", "appi", "mfar_failed")
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of an event."""
    return objects.share(head, lambda row: _event(row) is not None)


def _event(row: objects.Object) -> objects.Object | None:
    inner = row.get("data")
    event = inner if isinstance(inner, dict) else row
    return event if {"log_id", "type", "date"} <= event.keys() else None


def read(entry_: bytes) -> Record | None:
    """Read an event."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    event = _event(row)
    if event is None:
        raise Unreadable("no event with log_id, type and date")
    return entry.record(
        time=times.utc(objects.word(event, "date") or ""),
        user=objects.word(event, "user_name", "details.request.auth.user.email", "user_id"),
        client=objects.word(event, "ip"),
        action="blocked" if (objects.word(event, "type") or "").startswith(BLOCKED) else "allowed",
        app=objects.word(event, "client_name"),
    )
