"""Slack's audit log (Audit Logs API, `entries`): sign-ins at a workspace, and apps that were let into it.

Workspaces without that API have logs of access (`logins`) and of integrations (`logs`), as objects or as tables.

https://docs.slack.dev/admins/audit-logs-api/
https://docs.slack.dev/reference/methods/team.integrationLogs/
"""

from collections.abc import Iterator
from typing import Any

from catalog.adoption import documents
from catalog.adoption.documents import dig, entries
from catalog.adoption.entries import Content, Entry, Unusable, Use, moment, said, user

TITLE = "Slack audit, access and integration logs (JSON, CSV)"
LISTS = (*documents.LISTS, "logins")
APPS = frozenset(
    ("app_installed", "app_approved", "app_scopes_expanded", "org_app_workspace_added", "bot_token_upgraded")
)


GONE = frozenset(("removed", "disabled"))


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each entry shows."""
    for found in entries(content, LISTS):
        yield found if isinstance(found, Unusable) else _entry(*found)


def _entry(line: int, entry: dict[str, Any]) -> Entry | Unusable:
    if "change_type" in entry:
        return _integration(line, entry)
    if "date_last" in entry:
        return _access(line, entry)
    action = said(entry.get("action"))
    if not action or not entry.get("date_create"):
        return Unusable(line, "has no action and date_create")
    try:
        at = moment(entry["date_create"])
    except ValueError as error:
        return Unusable(line, str(error))
    who = user(dig(entry, "actor", "user", "email")) or user(dig(entry, "actor", "user", "name"))
    if action in ("user_login", "user_login_failed"):
        domain = said(dig(entry, "context", "location", "domain"))
        host = f"{domain}.slack.com" if domain else ""
        return Entry(line, (Use("Slack", who, at, host=host, blocked=int(action != "user_login")),))
    app = dig(entry, "entity", "app")
    if action in APPS and isinstance(app, dict):
        scopes = app.get("scopes")
        found = tuple(said(one) for one in scopes) if isinstance(scopes, list) else ()
        return Entry(line, (Use(said(app.get("name")) or said(app.get("id")), who, at, scopes=found),))
    return Entry(line)


def _integration(line: int, entry: dict[str, Any]) -> Entry | Unusable:
    """What was done with an integration; one that was taken away is no use."""
    name = said(entry.get("service_type")) or said(entry.get("app_type")) or said(entry.get("app_id"))
    try:
        at = moment(entry.get("date"))
    except ValueError as error:
        return Unusable(line, str(error))
    if not name or said(entry.get("change_type")).lower() in GONE:
        return Entry(line)
    who = user(entry.get("user_name")) or user(entry.get("user_id"))
    scopes = tuple(said(entry.get("scope"), 4000).replace(",", " ").split())
    return Entry(line, (Use(name, who, at, scopes=scopes),))


def _access(line: int, entry: dict[str, Any]) -> Entry | Unusable:
    """Somebody's use of the workspace from one place, until the last day of it."""
    try:
        at = moment(entry.get("date_last"))
    except ValueError as error:
        return Unusable(line, str(error))
    return Entry(line, (Use("Slack", user(entry.get("username")) or user(entry.get("user_id")), at),))
