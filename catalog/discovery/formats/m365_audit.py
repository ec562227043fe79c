"""Microsoft 365's unified audit log: the CSV or objects of a search, JSON of the management API or of the Graph.

https://learn.microsoft.com/purview/audit-log-search

Traps: AuditData is JSON inside CSV, and inside objects; CreationDate is written the American way, CreationTime inside
ISO without a zone, both UTC; the app is the target of type 1; ResultStatus tells a failure; the person whom an alert is
about stands in its Data, JSON as a text.
"""

from collections.abc import Iterator

from catalog.discovery import entry, fields, times
from catalog.discovery.formats.umbrella_dns import MAIL
from catalog.discovery.layouts import objects, rows
from catalog.discovery.record import Entry, Lines, Read, Record, Unreadable

TITLE = "Microsoft 365, unified audit log"
FAILED = ("fail", "false", "partiallysucceeded:fail")
PROGRAMS = (
    "ServicePrincipal_",
    "Not Available",
    "SecurityComplianceAlerts",
    "app@sharepoint",
    "NT AUTHORITY",
    "S-1-5-",
)
CONCERNED = ("f3u", "trc")
EVENT = frozenset(("CreationTime", "Operation"))
OF_EVENT = frozenset(("Workload", "RecordType", "UserKey"))
INSIDE = ("AuditData", "auditData")
DELIMITERS = (",", ";", "\t")
BEFORE = 5
"""Lines within which the header comes: shells put the type of what they export in front."""
NAME = 1  # the type of a target that is a name


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by its header, or by the keys of an event."""
    if not head.lstrip().startswith((b"{", b"[")):
        return float(any(b"AuditData" in line for line in head.split(b"\n", BEFORE)[:BEFORE]))
    return objects.share(head, lambda row: _event(row) is not None)


def entries(lines: Lines) -> Iterator[Entry]:
    """Put together the lines of a row, or of an object."""
    return objects.entries_or(lines, rows.entries)


def start() -> Read:
    """Give a reader that heeds the header of its log, where it has one."""
    return Audit().read


class Audit:
    """Reads rows by the header that came before, or objects."""

    def __init__(self) -> None:
        """Begin without a header."""
        self.place: int | None = None
        self.delimiter = ","
        self.before = 0

    def read(self, entry_: bytes) -> Record | None:
        """Read a row or an object; None for the header."""
        text = fields.text(entry_).strip()
        if not text:
            return None
        if text.startswith(("{", "[", "]", "}")):
            row = objects.parsed(entry_)
            return None if row is None else _record(_event(row) or {})
        if self.place is None:
            self._seek(text)
            return None
        columns = rows.commas(text, self.delimiter)
        if "AuditData" in columns:
            return None
        if self.place >= len(columns):
            raise Unreadable("no column AuditData")
        return _record(objects.parsed(columns[self.place].encode()) or {})

    def _seek(self, text: str) -> None:
        """Take a line for the header where it names the column; raise `Unreadable` where none came in time."""
        for delimiter in DELIMITERS:
            columns = rows.commas(text, delimiter)
            if "AuditData" in columns:
                self.place, self.delimiter = columns.index("AuditData"), delimiter
                return
        self.before += 1
        if self.before >= BEFORE:
            raise Unreadable("no header that names a column AuditData")


def _event(row: objects.Object) -> objects.Object | None:
    """The event that an object is or holds."""
    for name in INSIDE:
        inner = row.get(name)
        found = inner if isinstance(inner, dict) else objects.of_text(inner)
        if found is not None:
            return _event(found)
    return row if row.keys() >= EVENT and not OF_EVENT.isdisjoint(row) else None


def _record(row: objects.Object) -> Record:
    time = times.utc(objects.word(row, "CreationTime") or "")
    if time is None:
        raise Unreadable("no CreationTime")
    user = objects.word(row, "UserId")
    if user and user.startswith(PROGRAMS):
        user = _acted_upon(row)
    result = (objects.word(row, "ResultStatus") or "").lower()
    return entry.record(
        time=time,
        user=user,
        client=objects.word(row, "ClientIP", "ActorIpAddress"),
        action="blocked" if result.startswith(FAILED) else "allowed",
        app=_app(row),
    )


def _acted_upon(row: objects.Object) -> str | None:
    """The person whom an alert is about, where a program raised it."""
    alert = objects.of_text(row.get("Data")) or {}
    found = (objects.word(alert, name) for name in CONCERNED)
    return next((one for one in found if one and MAIL.fullmatch(one)), None)


def _app(row: objects.Object) -> str | None:
    targets = row.get("Target")
    for one in targets if isinstance(targets, list) else ():
        if isinstance(one, dict) and one.get("Type") == NAME:
            return objects.word(one, "ID")
    return objects.word(row, "ApplicationDisplayName", "AppName")
