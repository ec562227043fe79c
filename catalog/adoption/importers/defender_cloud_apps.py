"""Microsoft Defender for Cloud Apps: discovered apps, or the users of them, as the discovery pages export them.

https://learn.microsoft.com/en-us/defender-cloud-apps/discovered-apps

A row names an app with its traffic, and in the export of users somebody. An app's domain counts before its name.
"""

from collections.abc import Iterator

from catalog.adoption.entries import Content, Entry, Unusable, Use, user
from catalog.adoption.tables import Row, rows

TITLE = "Defender for Cloud Apps discovery (CSV, XLSX, JSON)"
APPS = ("appname", "application", "app", "name", "clouddiscoveryapp", "displayname")
TRAFFIC = (
    "transactions",
    "traffic",
    "trafficbytes",
    "totaltraffic",
    "upload",
    "uploadbytes",
    "uploadedbytes",
    "transactioncount",
)


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each row shows."""
    for row in rows(content, APPS, TRAFFIC):
        yield row if isinstance(row, Unusable) else _app(row)


def _app(row: Row) -> Entry | Unusable:
    name = row.get(*APPS)
    if not name:
        return Unusable(row.line, "names no app")
    try:
        at = row.at("lastseenutc", "lastseen", "lastseendatetime", "lastseendate", "date")
    except ValueError as error:
        return Unusable(row.line, str(error))
    up = row.count("uploadbytes", "uploadedbytes", "uploadnetworktrafficinbytes", "upload")
    down = row.count("downloadbytes", "downloadedbytes", "downloadnetworktrafficinbytes", "download")
    total = row.count("trafficbytes", "totaltraffic", "traffic")
    if down is None and total is not None:
        down = max(0, total - (up or 0))
    events = row.count("transactions", "transactioncount") or 1
    blocked = min(row.count("blockedtransactions", "blocked") or 0, events)
    who = user(row.get("username", "user", "userprincipalname", "useremail", "useridentifier"))
    host = row.get("domain", "appdomain", "domains").split(";")[0].strip()
    return Entry(
        row.line, (Use(name, who, at, host=host, events=events, blocked=blocked, bytes_up=up, bytes_down=down),)
    )
