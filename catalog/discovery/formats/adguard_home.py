"""AdGuard Home's query log (querylog.json) and what its API gives of it, JSON.

https://github.com/AdguardTeam/AdGuardHome/wiki

Traps: times with nanoseconds and the local zone; the answer is base64; IsFiltered tells a block (lists, safe browsing,
parental control, blocked services); values of a wrong type are rejected where the record needs them.
"""

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Record, Unreadable

TITLE = "AdGuard Home, query log"
MARKS = frozenset(("QT", "IP", "Result"))
GIVEN = frozenset(("question", "reason", "time", "client"))
FILTERED = "filtered"
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of a query. Broken lines are left out."""
    found, _ = objects.sample(head)
    return sum(map(_fits, found)) / len(found) if found else 0.0


def _fits(row: objects.Object) -> bool:
    return row.keys() >= GIVEN or ({"QH", "T"} <= row.keys() and bool(MARKS & row.keys()))


def read(entry_: bytes) -> Record | None:
    """Read an object."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    if row.keys() >= GIVEN:
        return _given(row)
    asked, client, result = row.get("QH"), row.get("IP", ""), row.get("Result")
    time = times.moment(row.get("T", "")) if isinstance(row.get("T"), str) else None
    if not isinstance(asked, str) or not isinstance(client, str) or time is None:
        raise Unreadable("no name asked for (QH), no client (IP) or no time (T) as AdGuard Home writes them")
    filtered = result.get("IsFiltered") if isinstance(result, dict) else False
    return entry.record(
        time=time,
        client=client,
        host=asked,
        action="blocked" if filtered is True else "allowed",
    )


def _given(row: objects.Object) -> Record:
    """An entry that the API gives: only the reasons of a block begin with *Filtered*."""
    reason = (objects.word(row, "reason") or "").lower()
    return entry.record(
        time=times.moment(row["time"]),
        client=row["client"],
        host=objects.word(row, "question.name", "question.host"),
        action="blocked" if reason.startswith(FILTERED) else "allowed",
    )
