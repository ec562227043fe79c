"""Pi-hole's long-term database (pihole-FTL.db), an SQLite file, https://docs.pi-hole.net/database/query-database/.

Traps: domains and clients stand in tables of their own (version 5.15 and later); the status tells by its number what
was done: lists, regular expressions and upstream servers block. The text log is that of dnsmasq.
"""

from collections.abc import Iterator
from pathlib import Path

from catalog.discovery import entry, times
from catalog.discovery.layouts import database
from catalog.discovery.record import Record, Unreadable

TITLE = "Pi-hole, database of queries"
BLOCKED = frozenset((1, 4, 5, 6, 7, 8, 9, 10, 11, 15, 16, 18))
NEW = ("query_storage", "domain_by_id", "client_by_id")
OLD = ("queries",)
FROM_NEW = (
    "SELECT q.timestamp, q.status, d.domain, c.ip FROM query_storage q LEFT JOIN domain_by_id d ON d.id = q.domain "
    "LEFT JOIN client_by_id c ON c.id = q.client ORDER BY q.id"
)
FROM_OLD = "SELECT timestamp, status, domain, client FROM queries ORDER BY id"


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the tables that its schema names."""
    return 1.0 if database.names(head, *NEW) or database.names(head, "queries", "counters") else 0.0


def read(_: bytes) -> Record | None:
    """Read no line: the file has none."""
    raise Unreadable("Pi-hole's database has no lines")


def visits(path: Path) -> Iterator[tuple[int, Record]]:
    """Give a record for each query, numbered from 1; raise `Unreadable` for another or a damaged database."""
    found = database.rows(path, database.Query(NEW, FROM_NEW), database.Query(OLD, FROM_OLD))
    for number, (_, row) in enumerate(found, start=1):
        yield number, _record(row)


def _record(row: tuple[object, ...]) -> Record:
    time, status, domain, client = row
    return entry.record(
        time=times.epoch(time), client=client, host=domain, action="blocked" if status in BLOCKED else "allowed"
    )
