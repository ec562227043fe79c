"""One log entry, parsed, and what a log format has to offer."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, Protocol

from catalog.errors import BadData

Action = Literal["allowed", "blocked"]


class Record(NamedTuple):
    """One log entry; None where the log does not say.

    `time` is aware, or naive where the log names no zone (`catalog.discovery.times` settles it). `host` is the name
    or literal that the client asked for. `bytes_up` goes from client to site. `action` is None for what is neither use
    nor block: a request to sign in at the proxy, or one that could not be understood.
    """

    time: datetime | None = None
    user: str | None = None
    client: str | None = None
    host: str | None = None
    url: str | None = None
    method: str | None = None
    action: Action | None = None
    status: int | None = None
    bytes_up: int | None = None
    bytes_down: int | None = None
    app: str | None = None

    def document(self, file: str, line: int) -> dict[str, Any]:
        """Give the record as the contract's JSON, with the file and the line it stands in."""
        moment = self.time.astimezone(UTC).isoformat().replace("+00:00", "Z") if self.time else None
        return {"file": file, "line": line, **self._asdict(), "time": moment}


class Unreadable(BadData):
    """A line that carries data and cannot be read: it is counted as rejected and shown, never dropped in silence."""

    def __init__(self, why: str) -> None:
        super().__init__(why, mend="see that the file is of the format named")


class Entry(NamedTuple):
    """What a log says at once: the first of its lines, their number, and the text (lines joined by line feeds).

    Of several entries in one line only the first counts the line.
    """

    line: int
    lines: int
    text: bytes


Read = Callable[[bytes], Record | None]
"""Reads an entry; None for one that tells of no request (blank, comment, header). Raises `Unreadable`."""

Lines = Iterator[tuple[int, bytes]]
"""The lines of a log without their ends, numbered from 1."""


class LogFormat(Protocol):
    """One log format: a module of `catalog.discovery.formats`, its name the file's name.

    `read(entry: bytes) -> Record | None` reads an entry, each for itself; where entries have to be remembered
    `start() -> Read` is there instead, which begins a log. Four more names are optional: `GENERAL = True` says that the
    format is what many products write, asked only where no product's own format fits;
    `entries(lines: Lines) -> Iterator[Entry]` puts together what goes over several lines;
    `visits(path: Path) -> Iterator[tuple[int, Record]]` reads a file that has no lines, a database;
    `usual(head: bytes) -> Usual | None` tells how the usual lines are written, so that they are known again, also those
    behind carriers if it can be told that they are (`carried`).
    """

    TITLE: str

    def recognises(self, head: bytes) -> float:
        """Say from 0 to 1 how surely the first bytes of a log (whole lines) are of this format."""
