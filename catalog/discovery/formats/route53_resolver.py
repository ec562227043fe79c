"""Amazon Route 53 Resolver's query log, JSON.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html

Traps: an object may go over many lines; a name asked for ends in a dot; firewall_rule_action is there only where the
DNS firewall had a rule, and ALERT lets through; an instance or an address asks, never a person.
"""

from catalog.discovery import entry, times
from catalog.discovery.familiar import Usual
from catalog.discovery.layouts import objects, shapes
from catalog.discovery.record import Record, Unreadable

TITLE = "Route 53 Resolver, query log"
CLIENT = ("srcaddr", "srcids.instance")
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of a query."""
    return objects.share(head, lambda row: {"query_name", "query_timestamp"} <= row.keys())


def usual(head: bytes) -> Usual | None:
    """Give how the usual lines are written."""
    return shapes.usual(head, _roles)


def _roles(_: objects.Object) -> dict[str, shapes.Role]:
    """What the values of a query are for."""
    roles: dict[str, shapes.Role] = dict.fromkeys((*CLIENT, "query_name", "firewall_rule_action"), "matters")
    return roles | {"query_timestamp": "time"}


def read(entry_: bytes) -> Record | None:
    """Read an object."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    time = times.utc(row.get("query_timestamp", ""))
    if time is None:
        raise Unreadable("no query_timestamp")
    return entry.record(
        time=time,
        client=objects.word(row, *CLIENT),
        host=objects.word(row, "query_name"),
        action=entry.verdict(objects.word(row, "firewall_rule_action")),
    )
