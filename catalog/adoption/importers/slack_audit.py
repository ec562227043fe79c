"""Slack's audit log (Audit Logs API, `entries`): sign-ins at a workspace, and apps that were let into it.

https://docs.slack.dev/admins/audit-logs-api/
"""

from collections.abc import Iterator
from typing import Any

from catalog.adoption.documents import dig, entries
from catalog.adoption.entries import Content, Entry, Unusable, Use, moment, said, user

TITLE = "Slack audit log (JSON)"
APPS = frozenset(
    ("app_installed", "app_approved", "app_scopes_expanded", "org_app_workspace_added", "bot_token_upgraded")
)


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each entry shows."""
    for found in entries(content):
        yield found if isinstance(found, Unusable) else _entry(*found)


def _entry(line: int, entry: dict[str, Any]) -> Entry | Unusable:
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
