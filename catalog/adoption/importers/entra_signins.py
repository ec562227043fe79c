"""Microsoft Entra ID sign-ins: Graph (`auditLogs/signIns`), the portal's download, or a diagnostic setting's lines.
The portal's table has headings of its own, "Application" and "Status".

https://learn.microsoft.com/en-us/graph/api/resources/signin

A sign-in with an error code counts as blocked. Interruptions on the way (50140, 50125 and their like) count nowhere.
"""

from collections.abc import Iterator
from typing import Any

from catalog.adoption.documents import dig, entries
from catalog.adoption.entries import Content, Entry, Unusable, Use, moment, said, user

TITLE = "Entra ID sign-ins (JSON, CSV)"
ON_THE_WAY = frozenset(
    ("50055", "50058", "50072", "50074", "50076", "50079", "50097", "50125", "50129", "50140", "65001")
)


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each sign-in shows."""
    for found in entries(content):
        yield found if isinstance(found, Unusable) else _sign_in(*found)


def _downloaded(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row of the portal's table with the keys of the Graph; what is neither failed nor interrupted went well."""
    ended = said(row.get("Status")).lower()
    code = said(row.get("Sign-in error code")) or {"failure": "1", "interrupted": "50140"}.get(ended, "0")
    return {
        "appDisplayName": row.get("Application"),
        "appId": row.get("Application ID"),
        "userPrincipalName": row.get("Username"),
        "userDisplayName": row.get("User"),
        "userId": row.get("User ID"),
        "createdDateTime": row.get("Date (UTC)") or row.get("Date"),
        "status": {"errorCode": code},
    }


def _sign_in(line: int, event: dict[str, Any]) -> Entry | Unusable:
    event = _downloaded(event) if "Application" in event and "Status" in event else event
    held = event.get("properties")
    told: dict[str, Any] = held if isinstance(held, dict) else event
    app = said(told.get("appDisplayName"))
    who = user(told.get("userPrincipalName")) or user(told.get("userDisplayName")) or user(told.get("userId"))
    if not app and not said(told.get("appId")):
        return Unusable(line, "names no app")
    try:
        at = moment(told.get("createdDateTime") or event.get("time"))
    except ValueError as error:
        return Unusable(line, str(error))
    if at is None:
        return Unusable(line, "has no time")
    code = said(dig(told, "status", "errorCode")) or said(event.get("resultType")) or "0"
    if code in ON_THE_WAY:
        return Entry(line)
    return Entry(line, (Use(app or said(told.get("appId")), who, at, blocked=int(code != "0")),))
