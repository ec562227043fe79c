"""A log file to its records: unpacked, its format recognised, every line counted as record, rejected or skipped."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from catalog import plugins
from catalog.discovery import formats
from catalog.discovery.record import LogFormat, Record, Unreadable
from catalog.discovery.unpacking import Contents, Unpacked
from catalog.errors import BadData, BadUse

AUTO = "auto"
HEAD = 1 << 16
LONGEST_LINE = 1 << 20
SURE_ENOUGH = 0.5
SHOWN = 5
SHOWN_LETTERS = 120
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


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


def read(
    path: Path, log: Log, wanted: str = AUTO, local: tzinfo | None = None, earlier: Contents | None = None
) -> Iterator[tuple[int, Record]]:
    """Give the records of a log with their lines, and write into `log` how it went; complete when it is read out.

    `wanted` names the format, *auto* recognises it; `local` is the zone of times that name none; `earlier` are the
    contents that the log may have grown from. Raises `NotFound` for a missing file, `BadData` for one that is empty,
    binary or of no known format, `UnknownPlugin` for a format.
    """
    unpacked = Unpacked(path, earlier)
    try:
        pieces = unpacked.pieces()
        head = _head(pieces)
        if not head.removeprefix(BYTE_ORDER_MARK).strip():
            raise BadData(unpacked.damage or "the file is empty", mend="name a log with lines in it", where=str(path))
        log.format = recognise(head, str(path)) if wanted == AUTO else wanted
        lines = _lines(head.removeprefix(BYTE_ORDER_MARK), pieces)
        yield from _records(lines, _format(log.format), log, local)
        log.sha256, log.size, log.damage = unpacked.sha256, unpacked.size, unpacked.damage
        log.begins_with = unpacked.begins_with - {log.sha256}
    finally:
        unpacked.close()


def recognise(head: bytes, where: str) -> str:
    """Give the name of the format that a log's first bytes are of; raise `BadData` where they are of none."""
    whole = _whole_lines(head.removeprefix(BYTE_ORDER_MARK))
    names = plugins.names(formats)
    sure, name = max((_format(name).recognises(whole), name) for name in names)
    if sure >= SURE_ENOUGH:
        return name
    what = "the file is binary" if b"\0" in head else "no known log format fits the first lines"
    raise BadData(what, mend=f"name the format with --format: {', '.join(names)}", where=where)


def _format(name: str) -> LogFormat:
    return cast(LogFormat, plugins.load(formats, name))


def _records(
    lines: Iterator[tuple[int, bytes]], reader: LogFormat, log: Log, local: tzinfo | None
) -> Iterator[tuple[int, Record]]:
    read_line = reader.read
    for number, line in lines:
        try:
            if len(line) > LONGEST_LINE:
                raise Unreadable(f"the line is longer than {LONGEST_LINE} bytes")
            record = read_line(line)
        except Unreadable as error:
            log.reject(number, error.message, line)
            continue
        if record is None:
            log.skipped += 1
            continue
        log.records += 1
        if record.time is not None and record.time.tzinfo is None:
            record = record._replace(time=_settled(record.time, local))
        yield number, record


def _settled(time: datetime, local: tzinfo | None) -> datetime | None:
    """Give a time without a zone in UTC, None where nobody said which zone it is of."""
    try:
        return time.replace(tzinfo=local).astimezone(UTC) if local is not None else None
    except OverflowError:
        return None


def _head(pieces: Iterator[bytes]) -> bytes:
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= HEAD:
            break
    return head


def _whole_lines(head: bytes) -> bytes:
    """Leave out the last line where the head cuts it."""
    head = head[:HEAD] if len(head) > HEAD else head
    cut = head.rfind(b"\n")
    return head[:cut] if cut > 0 else head


def _lines(head: bytes, pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give lines without their ends, numbered from 1. Of one that is too long only the beginning is kept."""
    number, rest = 0, b""
    for piece in _first(head, pieces):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            number += 1
            yield number, line.removesuffix(b"\r")
        if len(rest) > LONGEST_LINE:
            rest = rest[: LONGEST_LINE + 1]
    if rest:
        yield number + 1, rest.removesuffix(b"\r")


def _first(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces
