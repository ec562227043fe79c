"""Microsoft Entra ID sign-ins: Graph (`auditLogs/signIns`), the portal's download, or a diagnostic setting's lines.

https://learn.microsoft.com/en-us/graph/api/resources/signin

A sign-in with an error code counts as blocked. Interruptions on the way (50140, 50125 and their like) count nowhere.
"""

from collections.abc import Iterator
from typing import Any

from catalog.adoption.documents import dig, entries
from catalog.adoption.entries import Content, Entry, Unusable, Use, moment, said, user

TITLE = "Entra ID sign-ins (JSON)"
ON_THE_WAY = frozenset(
    ("50055", "50058", "50072", "50074", "50076", "50079", "50097", "50125", "50129", "50140", "65001")
)


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each sign-in shows."""
    for found in entries(content):
        yield found if isinstance(found, Unusable) else _sign_in(*found)


def _sign_in(line: int, event: dict[str, Any]) -> Entry | Unusable:
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
