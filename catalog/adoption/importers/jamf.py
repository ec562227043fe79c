"""Jamf Pro: an advanced search's export with applications, or the list of titles with their number of computers."""

from collections.abc import Iterator

from catalog.adoption.entries import Content, Entry, Unusable
from catalog.adoption.inventory import Columns, installed

TITLE = "Jamf Pro applications (CSV, XLSX, JSON)"
COLUMNS = Columns(
    title=("applicationtitle", "applicationname", "title", "application", "softwaretitle", "applicationsname"),
    who=("emailaddress", "email", "username", "fullname", "realname", "lastloggedinuser"),
    day=("lastinventoryupdate", "reportdate", "lastcontacttime", "lastcheckin", "lastreported", "lastupdate"),
    publisher=("publisher", "developer"),
    count=("count", "computers", "computercount", "numberofcomputers", "numberofdevices", "installed"),
    also=("computername", "serialnumber", "version", "applicationversion", "count", "computers", "bundleid"),
)


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each row says to be installed."""
    return installed(content, COLUMNS)
