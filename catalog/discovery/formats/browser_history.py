"""The history of a browser, an SQLite file: Chrome and its kin (History), Firefox (places.sqlite), Safari (History.db).

Traps: an address has one row, each visit to it another: the visits count; Chrome counts microseconds since 1601,
Firefox since 1970 (milliseconds on Android), Safari seconds since 2001; the person is not named; an address within an
address is not the one visited.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from catalog.discovery import entry
from catalog.discovery.layouts import database
from catalog.discovery.record import Record, Unreadable

TITLE = "Browser history: Chrome, Firefox, Safari"
KINDS = (
    (
        ("urls", "visits"),
        "SELECT v.visit_time, u.url FROM visits v JOIN urls u ON u.id = v.url ORDER BY v.id",
        datetime(1601, 1, 1, tzinfo=UTC),
        1,
    ),
    (
        ("moz_places", "moz_historyvisits"),
        "SELECT v.visit_date, p.url FROM moz_historyvisits v JOIN moz_places p ON p.id = v.place_id ORDER BY v.id",
        datetime(1970, 1, 1, tzinfo=UTC),
        1,
    ),
    (
        ("history_items", "history_visits"),
        "SELECT v.visit_time, i.url FROM history_visits v JOIN history_items i ON i.id = v.history_item ORDER BY v.id",
        datetime(2001, 1, 1, tzinfo=UTC),
        1_000_000,
    ),
)
UNIX = 1970
EARLIEST = 10**14  # microseconds; Firefox on Android writes milliseconds
VISITED = ("http://", "https://", "ftp://", "ws://", "wss://")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the tables that its schema names."""
    return 1.0 if any(database.names(head, *tables) for tables, *_ in KINDS) else 0.0


def read(_: bytes) -> Record | None:
    """Read no line: the file has none."""
    raise Unreadable("a browser's history is a database and has no lines")


def visits(path: Path) -> Iterator[tuple[int, Record]]:
    """Give a record for each visit, numbered from 1; raise `Unreadable` for another or a damaged database."""
    queries = [database.Query(tables, query) for tables, query, *_ in KINDS]
    for number, (kind, row) in enumerate(database.rows(path, *queries), start=1):
        *_, since, unit = KINDS[kind]
        yield number, _record(row, since, unit)


def _record(row: tuple[object, ...], since: datetime, unit: int) -> Record:
    ticks, url = row
    try:
        whole = ticks if isinstance(ticks, int) else float(str(ticks))
        if since.year == UNIX and whole < EARLIEST:
            whole *= 1000
        time = since + timedelta(microseconds=round(whole * unit))
    except (ValueError, OverflowError):
        time = None
    text = str(url or "")
    record = entry.record(time=time, url=text or None)
    return record if text.lower().startswith(VISITED) else record._replace(host=None)
