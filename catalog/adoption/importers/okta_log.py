"""Okta's System Log (`GET /api/v1/logs`), a list of events, one event a line, or the table that its console exports.

https://developer.okta.com/docs/reference/api/system-log/

A sign-on at an app is use of it; one that failed or was denied counts as blocked. A consent grant carries its scopes.
"""

from collections.abc import Iterator
from typing import Any

from catalog.adoption.documents import dig, each, entries
from catalog.adoption.entries import Content, Entry, Unusable, Use, moment, said, user
from catalog.discovery.layouts import remade

TITLE = "Okta System Log (JSON, CSV)"
SIGN_ONS = ("user.authentication.sso", "app.generic.unauth_app_access_attempt", "app.oauth2.signon")
GRANTS = ("app.oauth2.as.consent.grant", "app.oauth2.consent.grant", "app.oauth2.as.token.grant.access_token")
GOOD = ("SUCCESS", "ALLOW")


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each event shows."""
    for found in entries(content):
        yield found if isinstance(found, Unusable) else _event(*found)


def _event(line: int, event: dict[str, Any]) -> Entry | Unusable:
    event = dict(remade.with_capitals(event)) if "event_type" in event else event
    kind = said(event.get("eventType"))
    published = event.get("published") or event.get("timestamp")
    if not kind or not published:
        return Unusable(line, "has no eventType and published time")
    try:
        at = moment(published)
    except ValueError as error:
        return Unusable(line, str(error))
    if kind not in SIGN_ONS and kind not in GRANTS:
        return Entry(line)
    who = user(dig(event, "actor", "alternateId")) or user(dig(event, "actor", "displayName"))
    blocked = said(dig(event, "outcome", "result")).upper() not in GOOD
    scopes = _scopes(event) if kind in GRANTS else None
    apps = [app for app in each(event, "target") if said(app.get("type")).startswith(("AppInstance", "OAuth2Client"))]
    if kind in GRANTS and dig(event, "actor", "type") == "PublicClientApp":
        apps, who = [dig(event, "actor")], ""
    return Entry(
        line,
        tuple(
            Use(said(app.get("displayName")) or said(app.get("alternateId")), who, at, blocked=int(blocked),
                scopes=None if blocked else scopes)
            for app in apps
        ),
    )  # fmt: skip


def _scopes(event: dict[str, Any]) -> tuple[str, ...]:
    data = dig(event, "debugContext", "debugData") or {}
    told = next(
        (text for name in ("grantedScopes", "scopes", "requestedScopes") if (text := said(dig(data, name), 2000))), ""
    )
    return tuple(told.replace(",", " ").split())
