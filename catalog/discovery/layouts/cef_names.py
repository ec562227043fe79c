r"""CEF taken apart into columns: an event's keys under their full names, as SIEMs export them (CommonSecurityLog).

https://learn.microsoft.com/azure/sentinel/cef-name-mapping

The event is put together again, so that each product's own reading of CEF holds for it too.

Traps: what has no column stands in AdditionalExtensions, pairs between semicolons; the exporter adds when it took the
event in, which counts only where the event has no time of its own, and is UTC.
"""

from collections.abc import Mapping
from typing import Final

from catalog.discovery.layouts import headings

NAMED: Final = (
    "deviceaction=act applicationprotocol=app receivedbytes=in sentbytes=out destinationdnsdomain=destinationDnsDomain "
    "destinationservicename=destinationServiceName destinationhostname=dhost destinationip=dst destinationport=dpt "
    "destinationusername=duser requesturl=request requestmethod=requestMethod requestcontext=requestContext "
    "sourcehostname=shost sourceip=src sourceport=spt sourceuserid=suid sourceusername=suser "
    "sourceuserprivileges=spriv eventoutcome=outcome reason=reason receipttime=rt starttime=start endtime=end "
    "devicetimezone=dtz message=msg deviceeventcategory=cat filename=fname protocol=proto"
)
NUMBERED: Final = (("devicecustomstring", "cs", 6), ("devicecustomnumber", "cn", 3), ("flexstring", "flexString", 2))
KEYS: Final[Mapping[str, str]] = dict(pair.split("=", 1) for pair in NAMED.split()) | {
    f"{name}{place}{label.lower()}": f"{key}{place}{label}"
    for name, key, most in NUMBERED
    for place in range(1, most + 1)
    for label in ("", "Label")
}
HEADER: Final = ("devicevendor", "deviceproduct", "deviceversion", "deviceeventclassid", "activity", "logseverity")
MARKS: Final = frozenset(("devicevendor", "deviceproduct", "deviceeventclassid"))
OTHERS: Final = "additionalextensions"


def event(row: Mapping[str, str]) -> str | None:
    """Give the event that a row was made from, None for a row of anything else. Empty values say nothing."""
    told = {headings.plain(name): value for name, value in row.items() if value.strip()}
    if not told.keys() >= MARKS:
        return None
    header = "|".join(_escaped(told.get(name, ""), "|") for name in HEADER)
    given = {key: told[name] for name, key in KEYS.items() if name in told}
    for pair in told.get(OTHERS, "").split(";"):
        key, equals, value = pair.partition("=")
        if equals and value:
            given.setdefault(key.strip(), value)
    pairs = " ".join(f"{key}={_escaped(value, '=')}" for key, value in given.items())
    return f"CEF:0|{header}|{pairs}"


def _escaped(text: str, mark: str) -> str:
    return text.replace("\\", "\\\\").replace(mark, f"\\{mark}").replace("\n", " ").strip()
