"""Google Workspace's audit of the Reports API (token, login, saml, admin, chrome), JSON.

https://developers.google.com/admin-sdk/reports/reference/rest/v1/activities

Traps: an activity holds several events, their parameters are name and value, multiValue, intValue or
multiMessageValue; the account acted upon is not the actor; an actor may lack a mail address, where who sits at the
device counts; a device's name is no host; the export to BigQuery has a row for each event, with the record that is
named beside it.
"""

from collections.abc import Iterable

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "Google Workspace, audit"
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of an activity."""
    return objects.share(
        head, lambda row: _exported(row) or isinstance(row.get("id"), dict) and "applicationName" in row["id"]
    )


def _exported(row: objects.Object) -> bool:
    return "record_type" in row and "event_name" in row and "time_usec" in row


def read(entry_: bytes) -> Record | None:
    """Read an activity."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    if _exported(row):
        return _row(row)
    time = times.utc(objects.word(row, "id.time") or "")
    if time is None:
        raise Unreadable("no id.time")
    events = row.get("events")
    known = [event for event in events if isinstance(event, dict)] if isinstance(events, list) else []
    names = " ".join(str(event.get("name", "")) for event in known).lower()
    return entry.record(
        time=time,
        user=objects.word(row, "actor.email") or _named(known, "DEVICE_USER"),
        client=objects.word(row, "ipAddress"),
        action=_done(names),
        app=_named(known, "app_name", "application_name"),
    )


def _row(row: objects.Object) -> Record:
    """A row of the export."""
    named = row.get(str(row["record_type"]))
    return entry.record(
        time=times.epoch(row["time_usec"]),
        user=objects.word(row, "email"),
        client=objects.word(row, "ip_address"),
        action=_done(str(row["event_name"]).lower()),
        app=objects.word(named, "app_name", "application_name") if isinstance(named, dict) else None,
    )


def _done(names: str) -> Action:
    return "blocked" if "failure" in names or names.endswith("_blocked") else "allowed"


def _named(events: Iterable[objects.Object], *names: str) -> str | None:
    """The value of the first parameter with such a name."""
    for event in events:
        parameters = event.get("parameters")
        for one in parameters if isinstance(parameters, list) else ():
            if isinstance(one, dict) and one.get("name") in names and (value := objects.word(one, "value")):
                return value
    return None
