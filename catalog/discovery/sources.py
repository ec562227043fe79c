"""Where logs come from: files, whole folders, patterns like `logs/*.gz`, standard input; others come from outside.

The catalog knows no network. What a URL names is opened by whoever can (`elsewhere`), through the project's one gate.
"""

import glob
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final, Protocol

from catalog.errors import BadData, BadUse, ByotError, NotFound

STANDARD_INPUT: Final = "-"
MAGIC: Final = frozenset("*?[")
SECONDS: Final = 5.0
"""After so many seconds of reading somebody wants to know how far it is."""


Place = tuple[int, int]
"""Where a line stands for a cluster: the block, and a number in it. Lines come in the order of these."""


class Cluster(Protocol):
    """An engine that looks at logs where they lie, by statements on two tables (`catalog.discovery.summing`)."""

    @property
    def dialect(self) -> str:
        """Give the name that Ibis has for its language."""
        ...

    def find(self, word: str) -> "Sequence[Source]":
        """Give the logs that a word names there: a file, a folder, a pattern. Raises a `ByotError` for none."""
        ...

    def rows(self, name: str, statement: str, results: Mapping[str, int]) -> Iterator[Sequence[Any]]:
        """Give the rows of a statement, in which `lines` are those of a log and `results` some words."""
        ...

    def numbers(self, name: str, places: Sequence[Place]) -> list[int]:
        """Give the numbers that lines of a log at some places have, counted from 1."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A log that can be read from its beginning, again and again.

    `name` is what it is told by; `open` gives its bytes as they are stored, and raises `NotFound`, `BadData` or
    `FetchFailed`; `written` is when it was last written (aware, in UTC), as far as anybody knows; `cluster` is where
    it lies, if not here.
    """

    name: str
    open: Callable[[], IO[bytes]]
    written: Callable[[], datetime]
    cluster: Cluster | None = None


Elsewhere = Callable[[str], Sequence[Source]]
"""Gives the logs that a URL names; raises a `ByotError` where it can give none."""

Tell = Callable[[str, int], None]
"""Is told that so many bytes of a log (by its name) have been read."""


def find(
    words: Iterable[str], elsewhere: Elsewhere | None = None, cluster: Cluster | None = None
) -> tuple[list[Source], list[ByotError]]:
    """Give the logs that words name, in their order and each once, and a problem for each word that names none.

    Where there is a cluster, words name what lies there.
    """
    found: dict[str, Source] = {}
    problems: list[ByotError] = []
    for word in words:
        try:
            for source in _named(word, elsewhere) if cluster is None else _there(word, cluster):
                found.setdefault(source.name, source)
        except ByotError as problem:
            problems.append(problem)
    return list(found.values()), problems


def of(path: Path) -> Source:
    """Give the log in a file."""

    def written() -> datetime:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def opened() -> IO[bytes]:
        try:
            return path.open("rb")
        except (FileNotFoundError, ValueError):
            raise NotFound("there is no such file", mend="name a log that is there", where=str(path)) from None
        except OSError as error:
            raise unreadable(error, str(path)) from None

    return Source(str(path), opened, written)


def watched(source: Source, tell: Tell) -> Source:
    """Give a source that says every few seconds how many of its bytes were read."""

    def opened() -> IO[bytes]:
        return _Watched(source.open(), lambda count: tell(source.name, count))  # type: ignore[return-value]

    return replace(source, open=opened)


def unreadable(error: OSError, where: str) -> BadData:
    """Give the error for a log that cannot be opened or read on."""
    return BadData(f"cannot be read: {error.strerror or error}", mend="name a file that can be read", where=where)


def _named(word: str, elsewhere: Elsewhere | None) -> Iterable[Source]:
    if word == STANDARD_INPUT:
        return [_piped()]
    if "://" in word:
        if elsewhere is None:
            raise BadUse("URLs are not read here", mend="name files, folders or - for standard input", where=word)
        return elsewhere(word)
    path = Path(word)
    try:
        if path.is_dir():
            return _within(path)
        if not path.exists() and not MAGIC.isdisjoint(word):
            return _matching(word)
    except (OSError, ValueError):
        pass  # opening it says why
    return [of(path)]


def _there(word: str, cluster: Cluster) -> Iterable[Source]:
    if word == STANDARD_INPUT:
        raise BadUse("standard input lies here", mend="leave --engine out, or name a log that lies there", where=word)
    return cluster.find(word)


def _within(folder: Path) -> list[Source]:
    """Give the files of a folder and of the folders in it, but for hidden ones."""
    found = [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    ]
    if not found:
        raise NotFound("the folder has no files", mend="name a folder with logs in it", where=str(folder))
    return [of(file) for file in found]


def _matching(pattern: str) -> list[Source]:
    found = [Path(name) for name in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207
    files = [file for file in found if file.is_file()]
    if not files:
        raise NotFound("no file is called so", mend="put the pattern in quotes, like 'logs/*.gz'", where=pattern)
    return [of(file) for file in files]


def _piped() -> Source:
    """Give standard input as a log: kept in a file while this source is there, so that it can be read again."""
    kept: list[IO[bytes]] = []

    def opened() -> IO[bytes]:
        if not kept:
            if sys.stdin is None:
                raise NotFound("there is no standard input", mend="pipe a log into it", where=STANDARD_INPUT)
            spool = tempfile.NamedTemporaryFile(prefix="byot-")  # noqa: SIM115
            shutil.copyfileobj(sys.stdin.buffer, spool, 1 << 20)
            spool.flush()
            kept.append(spool)
        return Path(kept[0].name).open("rb")

    return Source(STANDARD_INPUT, opened, lambda: datetime.now(UTC))


class _Watched:
    """A file that counts what is read of it."""

    def __init__(self, file: IO[bytes], tell: Callable[[int], None]) -> None:
        self._file = file
        self._tell = tell
        self._count = 0
        self._told = time.monotonic()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._count += len(piece)
        if time.monotonic() - self._told >= SECONDS:
            self._told = time.monotonic()
            self._tell(self._count)
        return piece

    def close(self) -> None:
        self._file.close()
