"""Microsoft Intune's discovered apps: the raw inventory (`AppInvRawData`, a row per device) or the sums over devices.

https://learn.microsoft.com/en-us/intune/intune-service/fundamentals/reports-export-graph-available-reports
"""

from collections.abc import Iterator

from catalog.adoption.entries import Content, Entry, Unusable
from catalog.adoption.inventory import Columns, installed

TITLE = "Intune discovered apps (CSV, XLSX, JSON)"
COLUMNS = Columns(
    title=("applicationname", "appname", "detectedappsdisplayname", "displayname"),
    who=("emailaddress", "userprincipalname", "username", "userid"),
    day=("lastcheckin", "lastsyncdatetime"),
    publisher=("applicationpublisher", "publisher"),
    count=("devicecount", "devices"),
    also=("applicationkey", "applicationversion", "version", "platform", "devicecount", "devicename", "deviceid"),
)


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each row says to be installed."""
    return installed(content, COLUMNS)
