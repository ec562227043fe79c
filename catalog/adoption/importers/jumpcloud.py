"""JumpCloud's Directory Insights events: single sign-on at apps.

https://docs.jumpcloud.com/api/insights/directory/1.0/index.html
"""

from collections.abc import Iterator
from typing import Any

from catalog.adoption.documents import dig, entries
from catalog.adoption.entries import Content, Entry, Unusable, Use, moment, said, user

TITLE = "JumpCloud Directory Insights (JSON, CSV)"


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each event shows."""
    for found in entries(content):
        yield found if isinstance(found, Unusable) else _event(*found)


def _event(line: int, event: dict[str, Any]) -> Entry | Unusable:
    kind = said(event.get("event_type"))
    if not kind or not event.get("timestamp"):
        return Unusable(line, "has no event_type and timestamp")
    try:
        at = moment(event["timestamp"])
    except ValueError as error:
        return Unusable(line, str(error))
    if kind not in ("sso_auth", "sso_auth_failed"):
        return Entry(line)
    app = event.get("application")
    name = said(dig(app, "display_label")) or said(dig(app, "display_name")) or said(dig(app, "name"))
    who = user(dig(event, "initiated_by", "email")) or user(dig(event, "initiated_by", "username"))
    went_well = event.get("sso_token_success", event.get("success")) is not False and kind == "sso_auth"
    if not name:
        return Unusable(line, "names no application")
    return Entry(line, (Use(name, who, at, blocked=int(not went_well)),))
