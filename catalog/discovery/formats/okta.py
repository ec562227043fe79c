"""Okta's System Log, JSON, https://developer.okta.com/docs/reference/api/system-log/.

Traps: the app is the label (alternateId of the target AppInstance), not the integration's name; where Okta itself acts,
the person is the target; a failure is no use; time as text without a zone is UTC;
the console's export names the time `timestamp` and spells keys in small letters.
"""

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Record, Unreadable

TITLE = "Okta, System Log"
FAILED = ("FAILURE", "DENY")
SYSTEM = "system@okta.com"
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of an event."""
    return objects.share(head, lambda row: "eventType" in row and (_tells(row) or "published" in row))


def _tells(row: objects.Object) -> bool:
    return isinstance(row.get("outcome"), dict)


def read(entry_: bytes) -> Record | None:
    """Read an event."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    if "eventType" not in row:
        raise Unreadable("no eventType")
    app = _target(row, "AppInstance")
    result = (objects.word(row, "outcome.result") or "").upper()
    return entry.record(
        time=times.utc(objects.word(row, "published", "timestamp") or ""),
        user=_person(row),
        client=objects.word(row, "client.ipAddress"),
        action=None if result == "CHALLENGE" else "blocked" if result in FAILED else "allowed",
        app=objects.word(app, "alternateId", "displayName"),
    )


def _person(row: objects.Object) -> str | None:
    """The actor, or the person acted upon where Okta acts by itself."""
    actor, kind = objects.word(row, "actor.alternateId"), objects.word(row, "actor.type")
    if kind == "User" or (kind != "SystemPrincipal" and actor and actor != SYSTEM and "@" in actor):
        return actor
    return objects.word(_target(row, "User"), "alternateId")


def _target(row: objects.Object, kind: str) -> objects.Object:
    targets = row.get("target")
    found = (one for one in targets if isinstance(one, dict)) if isinstance(targets, list) else iter(())
    return next((one for one in found if one.get("type") == kind), {})
