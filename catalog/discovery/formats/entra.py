"""Microsoft Entra ID (Azure AD): sign-ins, audit and risk events by diagnostic settings or the Graph, JSON.

https://learn.microsoft.com/entra/identity/monitoring-health/

Traps: `time` is the export, createdDateTime the event; kinds of events are mixed in one stream; a service principal is
no person, so that the account counts which it changed; seven digits of a fraction; risk events are neither use nor
block.
"""

import re

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "Microsoft Entra ID, sign-ins and audit"
CATEGORY = re.compile(r"SignIn|^AuditLogs$|Risk|^ProvisioningLogs$|^MicrosoftGraphActivityLogs$")
"""Of Azure's diagnostic logs, those of the directory: other services write theirs in the same envelope."""
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of an event."""
    return objects.share(head, fits)


def fits(row: objects.Object) -> bool:
    """Say whether an object is such an event."""
    if isinstance(row.get("properties"), dict) and "category" in row:
        return CATEGORY.search(str(row["category"])) is not None
    if "activityDateTime" in row:
        return "activityDisplayName" in row and "initiatedBy" in row
    return "createdDateTime" in row and "appDisplayName" in row


def read(entry_: bytes) -> Record | None:
    """Read an event."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    if not fits(row):
        raise Unreadable("no sign-in and no audited deed")
    properties = row.get("properties")
    event = properties if isinstance(properties, dict) else row
    written = objects.word(event, "createdDateTime", "activityDateTime") or objects.word(row, "time")
    time = times.utc(written or "")
    if time is None:
        raise Unreadable("no createdDateTime, activityDateTime or time")
    return entry.record(
        time=time,
        user=objects.word(event, "userPrincipalName", "initiatedBy.user.userPrincipalName") or _acted_upon(event),
        client=objects.word(event, "ipAddress", "initiatedBy.user.ipAddress") or objects.word(row, "callerIpAddress"),
        action=_action(row, event),
        app=objects.word(event, "appDisplayName"),
    )


def _acted_upon(event: objects.Object) -> str | None:
    """The person whose account a program changed by itself."""
    targets = event.get("targetResources")
    if not isinstance(targets, list) or objects.said(event, "initiatedBy.app") is None:
        return None
    named = (objects.word(one, "userPrincipalName") for one in targets if isinstance(one, dict))
    return next((name for name in named if name), None)


def _action(row: objects.Object, event: objects.Object) -> Action | None:
    if "Risk" in (objects.word(row, "category") or ""):
        return None
    code = objects.word(event, "status.errorCode")
    if code is not None:
        return "allowed" if code == "0" else "blocked"
    result = objects.word(event, "result", "resultType") or objects.word(row, "resultType") or ""
    return "blocked" if result.lower().startswith("fail") else "allowed"
