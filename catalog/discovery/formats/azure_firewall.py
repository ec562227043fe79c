"""Azure Firewall's application and network rules as text in a diagnostic log.

https://learn.microsoft.com/azure/firewall/diagnostic-logs

    {"category": "AzureFirewallApplicationRule", "time": "...", "properties": {"msg": "HTTPS request from ..."}}

Traps: newer firewalls write each thing into a key of its own, which any program's objects are read by; a DNS query is
told in yet another way; network rules name an address alone.
"""

import re
from typing import Final

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Record, Unreadable

TITLE = "Azure Firewall, rules as text"
ASKED: Final = re.compile(
    r"(?P<scheme>HTTPS?|MSSQL) request from (?P<client>\S+) to (?P<host>[^\s:]+)(?::\d+)?\.(?: Url: (?P<url>\S+?)\.)? "
    r".*?\bAction: (?P<action>\w+)"
)
QUERY: Final = re.compile(r"DNS Request: (?P<client>\S+) - \d+ [A-Z0-9]+ IN (?P<host>\S+)")
NETWORK: Final = re.compile(r"\w+ request from (?P<client>\S+) to \S+\. Action: (?P<action>\w+)")
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the category of an event, and its text."""
    return objects.share(head, fits) if b"AzureFirewall" in head else 0.0


def fits(row: objects.Object) -> bool:
    """Say whether an object is such an event."""
    return str(row.get("category", "")).startswith("AzureFirewall") and objects.said(row, "properties.msg") is not None


def read(entry_: bytes) -> Record | None:
    """Read an event; None for one that tells of no request."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    if not fits(row):
        raise Unreadable("no text of Azure Firewall's")
    text = objects.word(row, "properties.msg") or ""
    found = ASKED.search(text) or QUERY.search(text) or NETWORK.search(text)
    if found is None:
        return None
    told = found.groupdict()
    return entry.record(
        time=times.utc(objects.word(row, "time") or ""),
        client=told["client"],
        host=told.get("host"),
        url=told.get("url"),
        action=entry.verdict(told.get("action")),
    )
