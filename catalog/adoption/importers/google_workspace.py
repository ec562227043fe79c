"""Google Workspace audit logs: token, login and saml, of the Reports API (`activities`) or the console's table.

https://developers.google.com/workspace/admin/reports/v1/appendix/activity/token

`authorize` lets an app at scopes; `activity` is use of it. A login is use of Google Workspace itself, a SAML login use
of the app that it leads to.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from catalog.adoption import documents
from catalog.adoption.documents import dig, each, entries
from catalog.adoption.entries import Content, Entry, Unusable, Use, moment, said, user

TITLE = "Google Workspace token, login and SAML audit (JSON, CSV)"
OWN = "Google Workspace"
ACTORS = ("Actor", "Actor email", "User", "User email", "Affected user")
SCOPES = re.compile(r"[,;\s]+")
LISTS = tuple(name for name in documents.LISTS if name != "events")  # an activity holds events of its own


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each activity shows."""
    for found in entries(content, LISTS):
        if isinstance(found, Unusable):
            yield found
        else:
            yield _shown(*found) if isinstance(found[1].get("Event"), str) else _activity(*found)


def _shown(line: int, row: dict[str, Any]) -> Entry | Unusable:
    """A row of the console's table; of what it tells of apps only a taking back is no use."""
    try:
        at = moment(row.get("Date"))
    except ValueError as error:
        return Unusable(line, str(error))
    event = said(row["Event"]).lower()
    who = next((name for key in ACTORS if (name := user(row.get(key)))), "")
    app = said(row.get("Application name")) or said(row.get("App name"))
    if "revoke" in event or not (app or "login" in event):
        return Entry(line)
    scopes = tuple(SCOPES.split(said(row.get("Scope"), 4000))) if row.get("Scope") else None
    return Entry(line, (Use(app or OWN, who, at, blocked=int("fail" in event), scopes=scopes if app else None),))


def _activity(line: int, activity: dict[str, Any]) -> Entry | Unusable:
    application = said(dig(activity, "id", "applicationName"))
    if not application or not isinstance(activity.get("events"), list):
        return Unusable(line, "is no activity: it has no applicationName and events")
    try:
        at = moment(dig(activity, "id", "time"))
    except ValueError as error:
        return Unusable(line, str(error))
    who = user(dig(activity, "actor", "email")) or user(dig(activity, "actor", "profileId"))
    uses = (_use(application, event, who, at) for event in each(activity, "events"))
    return Entry(line, tuple(use for use in uses if use is not None))


def _use(application: str, event: dict[str, Any], who: str, at: datetime | None) -> Use | None:
    name = said(event.get("name"))
    told = {said(one.get("name")): one for one in each(event, "parameters")}
    if application == "token" and name in ("authorize", "activity"):
        app = said(dig(told, "app_name", "value")) or said(dig(told, "client_id", "value"))
        return Use(app, who, at, scopes=_scopes(told) if name == "authorize" else None)
    if application == "login" and name in ("login_success", "login_failure"):
        return Use(OWN, who, at, blocked=int(name == "login_failure"))
    if application == "saml" and name in ("login_success", "login_failure"):
        return Use(said(dig(told, "application_name", "value")), who, at, blocked=int(name == "login_failure"))
    return None


def _scopes(told: dict[str, Any]) -> tuple[str, ...]:
    found = dig(told, "scope", "multiValue")
    return tuple(text for one in found if (text := said(one))) if isinstance(found, list) else ()
