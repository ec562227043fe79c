"""A log file to its records: unpacked, its format recognised, every line counted as record, rejected or skipped."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from catalog import scratch
from catalog.discovery import sources, times
from catalog.discovery.layouts import database, lists
from catalog.discovery.recognition import AUTO, BYTE_ORDER_MARK, HEAD, Chosen, Visits, choose
from catalog.discovery.record import Entry, Read, Record, Unreadable
from catalog.discovery.sources import Source
from catalog.discovery.unpacking import Contents, Unpacked
from catalog.errors import BadData, BadUse

LONGEST_LINE = 1 << 20
DATABASE_HEAD = 1 << 22
SHOWN = 5
SHOWN_LETTERS = 120


class Changed(Exception):
    """A line in the midst of a log changes what all later ones mean, so that it has to be read from front to back."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line that could not be read: where it stands, why, and how it begins."""

    line: int
    why: str
    text: str


@dataclass(slots=True)
class Log:
    """One log and how its reading went: lines = records + rejected + skipped (blank lines, comments, headers).

    `sha256` names the unpacked content of `size` bytes, `begins_with` the earlier contents that it has grown from;
    `damage` says why a compressed file could not be read to its end.
    """

    file: str
    format: str = ""
    records: int = 0
    rejected: int = 0
    skipped: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    sha256: str = ""
    size: int = 0
    begins_with: set[str] = field(default_factory=set)
    damage: str | None = None

    def document(self) -> dict[str, Any]:
        """Give how it went as the contract tells it."""
        return {
            "file": self.file,
            "format": self.format,
            "records": self.records,
            "rejected": self.rejected,
            "skipped": self.skipped,
            "rejections": [{"line": one.line, "why": one.why, "text": one.text} for one in self.rejections],
            "damage": self.damage,
        }

    def reject(self, line: int, why: str, content: bytes) -> None:
        """Count a line that could not be read, and keep the first ones to be shown."""
        self.rejected += 1
        if len(self.rejections) < SHOWN:
            shown = content[:SHOWN_LETTERS].decode("utf-8", "replace")
            printable = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in shown)
            self.rejections.append(Rejection(line, why, printable))


def zone(name: str | None) -> tzinfo | None:
    """Give the time zone of a name, None without one; raise `BadUse` for a name that is none."""
    if not name:
        return None
    if name.upper() in ("UTC", "Z"):
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadUse(f"{name[:60]!r} is no time zone", mend="write it like Europe/Berlin or UTC") from None


@dataclass(frozen=True, slots=True)
class Begun:
    """A log whose format is known: its first bytes, the rest, and the way to read it; `packed` if compressed."""

    source: Source
    packed: bool
    log: Log
    chosen: Chosen
    head: bytes
    rest: Iterator[bytes]
    settle: Callable[[Record], Record]

    def records(self) -> Iterator[tuple[int, Record]]:
        """Give the records with their lines."""
        chosen = self.chosen
        if chosen.visits is not None:
            return _visits(chosen.visits, _first(self.head, self.rest), self.log, self.settle)
        if chosen.apart is not None and len(self.head) >= HEAD and lists.starts_array(self.head):
            return self._of(chosen.apart(lists.streamed(_first(self.head, self.rest))))
        return self._of(chosen.entries(_lines(self.head.removeprefix(BYTE_ORDER_MARK), self.rest)))

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Give the lines one by one, with their numbers."""
        return _lines(self.head.removeprefix(BYTE_ORDER_MARK), self.rest)

    def entries(self) -> Iterator[tuple[int, bytes]]:
        """Give the entries of all lines as texts, with the number of the first line of each."""
        return ((entry.line, entry.text) for entry in self.chosen.entries(self.lines()))

    def apart(self, entries: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, Record]]:
        """Give the records of such entries."""
        return self._of(Entry(number, text.count(b"\n") + 1, text) for number, text in entries)

    def some(self, lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, Record]]:
        """Give the records of some lines, each of which stands for itself."""
        return self._of(Entry(number, 1, line) for number, line in lines)

    def together(self, lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, Record]]:
        """Give the records of lines of which several may make one."""
        return self._of(self.chosen.entries(iter(lines)))

    def _of(self, entries: Iterator[Entry]) -> Iterator[tuple[int, Record]]:
        return _records(entries, self.chosen.read, self.log, self.settle)


def read(
    source: Source | Path, log: Log, wanted: str = AUTO, local: tzinfo | None = None, earlier: Contents | None = None
) -> Iterator[tuple[int, Record]]:
    """Give the records of a log with their lines, and write into `log` how it went; complete when it is read out.

    Says and raises what `opened` does.
    """
    with opened(source, log, wanted, local, earlier) as begun:
        yield from begun.records()


@contextmanager
def opened(
    source: Source | Path, log: Log, wanted: str = AUTO, local: tzinfo | None = None, earlier: Contents | None = None
) -> Iterator[Begun]:
    """Begin to read a log; once it is read out, `log` says how it went.

    `wanted` names the format, *auto* recognises it; `local` is the zone of times that name none; `earlier` are the
    contents that the log may have grown from. Raises `NotFound` for a missing file, `BadData` for one that is empty,
    binary or of no known format, `UnknownPlugin` for a format.
    """
    source = sources.of(source) if isinstance(source, Path) else source
    unpacked = Unpacked(source, earlier)
    try:
        pieces = unpacked.pieces()
        head = _head(pieces)
        if not head.removeprefix(BYTE_ORDER_MARK).strip():
            raise BadData(unpacked.damage or "the file is empty", mend="name a log with lines in it", where=source.name)
        chosen = choose(head, source.name, wanted)
        log.format = chosen.name
        yield Begun(source, unpacked.packed, log, chosen, head, pieces, _settling(local, source))
        log.sha256, log.size, log.damage = unpacked.sha256, unpacked.size, unpacked.damage or log.damage
        log.begins_with = unpacked.begins_with - {log.sha256}
    finally:
        unpacked.close()


def _settling(local: tzinfo | None, source: Source) -> Callable[[Record], Record]:
    """Give what settles the time of a record whose log names no zone."""
    written = source.written()

    def settle(record: Record) -> Record:
        if record.time is None or (record.time.tzinfo is not None and not times.yearless(record.time)):
            return record
        return record._replace(time=times.settled(record.time, local, written))

    return settle


def _records(
    entries: Iterator[Entry], read_entry: Read, log: Log, settle: Callable[[Record], Record]
) -> Iterator[tuple[int, Record]]:
    for entry in entries:
        try:
            if len(entry.text) > LONGEST_LINE:
                raise Unreadable(f"the line is longer than {LONGEST_LINE} bytes")
            record = read_entry(entry.text)
        except Unreadable as error:
            if entry.lines > 1:
                yield from _records(_apart(entry), read_entry, log, settle)
            else:
                log.reject(entry.line, error.message, entry.text)
            continue
        if record is None:
            log.skipped += entry.lines
            continue
        log.records += 1
        log.skipped += max(entry.lines - 1, 0)
        yield entry.line, settle(record)


def _apart(entry: Entry) -> Iterator[Entry]:
    """Give the lines of an entry that could not be read, each on its own."""
    for number, line in enumerate(entry.text.split(b"\n"), start=entry.line):
        yield Entry(number, 1, line)


def _visits(
    visits: Visits, pieces: Iterator[bytes], log: Log, settle: Callable[[Record], Record]
) -> Iterator[tuple[int, Record]]:
    """Give the records of a file without lines, from a copy of its unpacked content."""
    with scratch.folder() as folder:
        copy = folder / "content"
        with copy.open("wb") as file:
            file.writelines(pieces)
        try:
            for number, record in visits(copy):
                log.records += 1
                yield number, settle(record)
        except Unreadable as error:
            log.damage = error.message


def _head(pieces: Iterator[bytes]) -> bytes:
    """Give the first bytes of a log; more of a database, whose schema may stand behind its first tables."""
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= (DATABASE_HEAD if database.names(head) else HEAD):
            break
    return head


def _lines(head: bytes, pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give lines without their ends, numbered from 1. Of one that is too long only the beginning is kept."""
    number, rest = 0, b""
    for piece in _first(head, pieces):
        piece = rest + piece
        *whole, rest = piece.split(b"\n")
        if b"\r" in piece:
            whole = [line.removesuffix(b"\r") for line in whole]
        yield from enumerate(whole, start=number + 1)
        number += len(whole)
        if len(rest) > LONGEST_LINE:
            rest = rest[: LONGEST_LINE + 1]
    if rest:
        yield number + 1, rest.removesuffix(b"\r")


def _first(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces
