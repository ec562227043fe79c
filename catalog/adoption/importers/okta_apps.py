"""Okta's list of apps (`GET /api/v1/apps`), or of those assigned to somebody (`expand=user/...`).

https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Application/

An app that is active is a tool in use at the organisation; who uses it is said only where a user was expanded.
"""

from collections.abc import Iterator
from typing import Any

from catalog.adoption.documents import dig, entries
from catalog.adoption.entries import Content, Entry, Unusable, Use, moment, said, user

TITLE = "Okta app list (JSON)"
OWN = ("okta_", "saasure", "bookmark")


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each app shows."""
    for found in entries(content):
        yield found if isinstance(found, Unusable) else _app(*found)


def _app(line: int, app: dict[str, Any]) -> Entry | Unusable:
    label, name = said(app.get("label")), said(app.get("name"))
    if not label and not name:
        return Unusable(line, "has no label and no name")
    try:
        at = moment(app.get("created"))
    except ValueError as error:
        return Unusable(line, str(error))
    if said(app.get("status")).upper() == "INACTIVE" or (name.startswith(OWN) and name != "bookmark"):
        return Entry(line)
    assigned = dig(app, "_embedded", "user")
    who = user(dig(assigned, "credentials", "userName")) or user(dig(assigned, "profile", "email"))
    host = said(dig(app, "settings", "app", "url")) or said(dig(app, "settings", "signOn", "audience"))
    return Entry(line, (Use(label or name, who, at, host=host if "://" in host else ""),))
