"""Inventories of browser extensions: a table (Google's admin console), or JSON (osquery's `chrome_extensions`).

An extension is known by its name; where the list has its home page, by that first. Those switched off are no use.
"""

from collections.abc import Iterator
from typing import Any

from catalog.adoption.documents import entries
from catalog.adoption.entries import Content, Entry, Unusable, Use, said, user
from catalog.adoption.inventory import Columns, installed

TITLE = "Browser extensions (CSV, XLSX, JSON)"
COLUMNS = Columns(
    title=("extensionname", "appname", "displayname", "name"),
    who=("useremail", "email", "profileemail", "username", "user", "lastuser"),
    day=("lastseen", "lastreported", "lastactivity", "installdate"),
    count=("installs", "installed", "installcount", "browsers", "browserscount", "devices"),
    host=("homepage", "homepageurl", "website", "publisherurl"),
    also=("extensionid", "appid", "identifier", "id"),
    kind="app",
)
STORES = ("chrome.google.com", "chromewebstore.google.com", "addons.mozilla.org", "microsoftedge.microsoft.com")


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each row or object says to be installed."""
    if not content.text().lstrip().startswith(("{", "[")):
        yield from installed(content, COLUMNS)
        return
    for found in entries(content):
        yield found if isinstance(found, Unusable) else _extension(*found)


def _extension(line: int, told: dict[str, Any]) -> Entry | Unusable:
    held = told.get("columns")
    one: dict[str, Any] = held if isinstance(held, dict) else told
    name = said(one.get("name")) or said(one.get("displayName"))
    if not name or not (one.get("identifier") or one.get("extensionId") or one.get("id") or one.get("appId")):
        return Unusable(line, "has no name and identifier")
    if said(one.get("state")) == "0" or one.get("disabled") is True or one.get("enabled") is False:
        return Entry(line)
    who = next((text for key in ("email", "user_email", "username", "user", "uid") if (text := user(one.get(key)))), "")
    home = said(one.get("homepageUrl") or one.get("homepage"))
    host = "" if any(store in home for store in STORES) else home
    return Entry(line, (Use(name, who, host=host),))
