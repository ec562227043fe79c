"""GitHub's audit log of an organization or enterprise, JSON.

https://docs.github.com/en/organizations/keeping-your-organization-secure

Traps: created_at is an epoch in milliseconds, or a text in UTC, or missing; the actor is a login, `user` the account
acted upon; integration_installation.create means that an app came in.
"""

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Record, Unreadable

TITLE = "GitHub, audit log"
PLACES = frozenset(("org", "repo", "business", "created_at", "@timestamp", "_document_id"))
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of an event."""
    return objects.share(head, fits)


def fits(row: objects.Object) -> bool:
    """Say whether an object is such an event."""
    action = row.get("action")
    return isinstance(action, str) and "." in action and isinstance(row.get("actor"), str) and bool(PLACES & row.keys())


def read(entry_: bytes) -> Record | None:
    """Read an event."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    action = objects.word(row, "action")
    if action is None:
        raise Unreadable("no action")
    is_app = action.startswith(("integration_installation", "oauth_application", "oauth_authorization"))
    return entry.record(
        time=times.utc(objects.word(row, "created_at", "@timestamp", "p_event_time") or ""),
        user=None if row.get("actor_is_bot") is True else objects.word(row, "actor"),
        client=objects.word(row, "actor_ip"),
        app=objects.word(row, "oauth_application_name", "integration", "name") if is_app else None,
    )
