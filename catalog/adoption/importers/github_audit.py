"""GitHub's audit log of an organisation, as exported (a list) or streamed (an event a line).

https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/audit-log-events-for-your-organization

What somebody does there is use of GitHub; an OAuth app or a GitHub App that was let in is use of that app.
"""

from collections.abc import Iterator
from typing import Any

from catalog.adoption.documents import entries
from catalog.adoption.entries import Content, Entry, Unusable, Use, moment, said, user

TITLE = "GitHub audit log (JSON, CSV)"
LET_IN = ("integration_installation.create", "oauth_authorization.create", "org.oauth_app_access_approved",
          "org_credential_authorization.grant", "personal_access_token.access_granted")  # fmt: skip
APP_NAMES = ("oauth_application_name", "application_name", "integration", "app_name")


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each event shows."""
    for found in entries(content):
        yield found if isinstance(found, Unusable) else _event(*found)


def _event(line: int, event: dict[str, Any]) -> Entry | Unusable:
    action = said(event.get("action"))
    if not action or not (event.get("@timestamp") or event.get("created_at")):
        return Unusable(line, "has no action and time")
    try:
        at = moment(event.get("@timestamp") or event.get("created_at"))
    except ValueError as error:
        return Unusable(line, str(error))
    who = user(event.get("actor"))
    bot = event.get("actor_is_bot") is True or who.endswith("[bot]")
    uses = [Use("GitHub", who, at)] if who and not bot else []
    if action in LET_IN:
        name = next((text for key in APP_NAMES if (text := said(event.get(key)))), "")
        name = name or (said(event.get("name")) if action.startswith("integration") else "")
        if name:
            uses.append(Use(name, "" if bot else who, at, scopes=_scopes(event)))
    return Entry(line, tuple(uses))


def _scopes(event: dict[str, Any]) -> tuple[str, ...]:
    told = event.get("oauth_scopes") or event.get("token_scopes") or event.get("permissions")
    if isinstance(told, str):
        return tuple(said(told, 2000).replace(",", " ").split())
    if isinstance(told, dict):
        return tuple(f"{said(name)}:{said(level)}" for name, level in told.items())
    return tuple(said(one) for one in told) if isinstance(told, list) else ()
