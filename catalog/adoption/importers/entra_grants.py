"""Microsoft Entra ID consent: what apps were let at, with their scopes.

Three shapes: grants with the names of app and person (`clientDisplayName`, `principalDisplayName`), as scripts write
them; one document with Graph's `oauth2PermissionGrants`, `servicePrincipals` and `users`; and the audit log's events
"Consent to application", also as the portal's table of the audit log has them.

https://learn.microsoft.com/en-us/graph/api/resources/oauth2permissiongrant
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from catalog.adoption.documents import dig, each, entries
from catalog.adoption.entries import Content, Entry, Unusable, Use, moment, said, user

TITLE = "Entra ID consent grants (JSON, CSV)"
CONSENT = "Consent to application"
SCOPES = re.compile(r"Scope: ([^,\]]*)")
Named = dict[str, dict[str, Any]]


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each grant shows."""
    clients, people = _named(content, "servicePrincipals"), _named(content, "users")
    for found in entries(content, ("oauth2PermissionGrants", "value", "grants")):
        if isinstance(found, Unusable):
            yield found
        elif "activityDisplayName" in found[1] or "operationName" in found[1]:
            yield _event(*found)
        elif "Activity" in found[1]:
            yield _event(found[0], _downloaded(found[1]))
        else:
            yield _grant(*found, clients, people)


def _grant(line: int, grant: dict[str, Any], clients: Named, people: Named) -> Entry | Unusable:
    client = said(grant.get("clientId")) or said(grant.get("ClientObjectId"))
    principal = said(grant.get("principalId")) or said(grant.get("PrincipalObjectId"))
    app = said(grant.get("clientDisplayName")) or said(grant.get("ClientDisplayName"))
    app = app or said(clients.get(client, {}).get("displayName")) or client
    known = people.get(principal, {})
    who = said(grant.get("principalUserPrincipalName")) or said(known.get("userPrincipalName"))
    who = who or said(grant.get("principalDisplayName")) or said(grant.get("PrincipalDisplayName")) or principal
    scope = grant.get("scope") or grant.get("Permission")
    if not app or not isinstance(scope, str):
        return Unusable(line, "names no app and scope")
    try:
        at = moment(grant.get("createdDateTime") or grant.get("startTime"))
    except ValueError:
        at = None  # Graph gives a start of no meaning
    return Entry(line, (Use(app, user(who), at, scopes=tuple(said(scope, 2000).split())),))


def _event(line: int, event: dict[str, Any]) -> Entry | Unusable:
    held = event.get("properties")
    told: dict[str, Any] = held if isinstance(held, dict) else event
    try:
        at = moment(told.get("activityDateTime") or event.get("time"))
    except ValueError as error:
        return Unusable(line, str(error))
    if said(told.get("activityDisplayName") or event.get("operationName")) != CONSENT:
        return Entry(line)
    if said(told.get("result")).lower() == "failure":
        return Entry(line)
    who = user(dig(told, "initiatedBy", "user", "userPrincipalName"))
    uses = [
        Use(said(target.get("displayName")), who, at, scopes=_scopes(target))
        for target in each(told, "targetResources")
        if said(target.get("displayName"))
    ]
    return Entry(line, tuple(uses[:1])) if uses else Unusable(line, "names no app")


def _downloaded(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row of the portal's table with the keys of the Graph."""
    changes = [
        {"displayName": value, "newValue": row.get(name.removesuffix("Name") + "NewValue")}
        for name, value in row.items()
        if name.startswith("Target1ModifiedProperty") and name.endswith("Name")
    ]
    return {
        "activityDisplayName": row["Activity"],
        "activityDateTime": row.get("Date (UTC)") or row.get("Date"),
        "result": row.get("Result"),
        "initiatedBy": {"user": {"userPrincipalName": row.get("ActorUserPrincipalName")}},
        "targetResources": [{"displayName": row.get("Target1DisplayName"), "modifiedProperties": changes}],
    }


def _scopes(target: dict[str, Any]) -> tuple[str, ...]:
    changes = [said(one.get("newValue"), 8000) for one in each(target, "modifiedProperties")
               if one.get("displayName") == "ConsentAction.Permissions"]  # fmt: skip
    return tuple(scope for text in changes for told in SCOPES.findall(text) for scope in told.split())


def _named(content: Content, name: str) -> Named:
    """Give the objects of a list in a document by their identifiers; none where the document is another."""
    try:
        whole = json.loads(content.text())
    except (ValueError, RecursionError):
        return {}
    return {said(one.get("id")): one for one in each(whole, name)}
