"""Lines like others that were read before: their format's reader has told what such a line says, only sums go on.

A format that knows how its usual lines are written gives a pattern of them. Lines that agree in all groups of it but
the seconds and the bytes say the same of the same minute; what no group holds, says nothing. The first line of each
minute, and the first of each kind, is read by the format's reader, and so is whatever the pattern does not fit.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from catalog.discovery.record import Record

MOST_KINDS: Final = 100_000
MOST_MINUTES: Final = 10_000
LONGEST: Final = 1 << 20
HUNDRED: Final = 100
TIME: Final = ("minute", "zone", "date", "second")
COUNTS: Final = ("up", "down")
Lines = Iterable[tuple[int, bytes]]
Read = Callable[[Lines], Iterator[tuple[int, Record]]]


class Usual(NamedTuple):
    """How the usual lines of a log are written.

    Groups of the pattern: `minute` (and `zone`, `date`) and `second` (with or without a fraction) of the time, `up` and
    `down` in figures alone; all others matter as they are. `ends` says whether a line that does not fit changes what
    later ones mean.
    """

    pattern: re.Pattern[bytes]
    ends: Callable[[bytes], bool] = lambda _: False


class Sums:
    """What lines of one kind and one day sum up to, with the first record of them."""

    __slots__ = ("day", "down", "events", "record", "up")

    def __init__(self, record: Record, day: date | None) -> None:
        """Begin without a line."""
        self.record, self.day = record, day
        self.events = self.up = self.down = 0


class Minute:
    """A minute of a log: its day and moment, None where nobody knows, and the seconds seen in it."""

    __slots__ = ("begin", "day", "first", "last")

    def __init__(self, begin: datetime | None, second: bytes) -> None:
        """Begin with a second of it."""
        self.begin, self.day = begin, begin.date() if begin else None
        self.first = self.last = second

    def widen(self, second: bytes) -> None:
        """Take a second that lies before the first or after the last one."""
        self.first, self.last = min(self.first, second), max(self.last, second)


class Familiar:
    """Reads the lines of a log, and knows them again."""

    def __init__(self, usual: Usual, read: Read) -> None:
        """Begin with nothing known; `read` gives the records of lines."""
        self._usual, self._read = usual, read
        self._kinds: dict[Any, Sums] = {}
        self._minutes: dict[Any, Minute] = {}
        index = usual.pattern.groupindex
        apart = {*TIME, *COUNTS}
        self._minute = tuple(index[name] for name in TIME if name in index and name != "second")
        self._kind = tuple(at for name, at in index.items() if name not in apart)
        self._counts = [name for name in COUNTS if name in index]

    def read(self, lines: Lines) -> Iterator[Record]:
        """Give the records of those lines that are new."""
        fits, lines = self._usual.pattern.fullmatch, iter(lines)
        kinds, minutes, minute_at, kind_at = self._kinds, self._minutes, self._minute, self._kind
        up, down = (self._usual.pattern.groupindex.get(name, 0) for name in COUNTS)
        at = self._usual.pattern.groupindex["second"]
        for number, line in lines:
            found = fits(line)
            while found is None:
                met: list[tuple[int, bytes, re.Match[bytes]]] = []
                for _, record in self._read(self._strange(number, line, lines, met)):
                    yield record
                if not met:
                    return
                number, line, found = met[0]
            group = found.group
            minute = minutes.get(group(*minute_at))
            sums = kinds.get((minute.day, group(*kind_at))) if minute is not None else None
            if minute is not None and sums is not None and len(line) <= LONGEST:
                sums.events += 1
                if up:
                    sums.up += int(group(up) or 0)
                if down:
                    sums.down += int(group(down) or 0)
                second = group(at)
                if not minute.first <= second <= minute.last:
                    minute.widen(second)
                continue
            for _, record in self._read([(number, line)]):
                yield record
                self._learn(found, record)

    def _strange(
        self, number: int, line: bytes, lines: Lines, met: list[tuple[int, bytes, re.Match[bytes]]]
    ) -> Iterator[tuple[int, bytes]]:
        """Give lines that do not fit, one after another, to the next that does: several may say something together."""
        yield number, line
        ended = self._usual.ends(line)
        for number, line in lines:  # noqa: PLR1704
            found = None if ended else self._usual.pattern.fullmatch(line)
            if found is not None:
                met.append((number, line, found))
                return
            yield number, line
            ended = ended or self._usual.ends(line)

    def full(self) -> bool:
        """Say whether so many are known that they should be taken."""
        return len(self._kinds) >= MOST_KINDS or len(self._minutes) >= MOST_MINUTES

    def taken(self) -> tuple[list[Sums], list[datetime]]:
        """Give what known lines sum up to and the moments between which they lie, and forget them."""
        sums = [one for one in self._kinds.values() if one.events]
        begun = [one for one in self._minutes.values() if one.begin is not None]
        moments = [one.begin + _length(second) for one in begun for second in (one.first, one.last) if one.begin]
        self._kinds.clear()
        self._minutes.clear()
        return sums, [min(moments), max(moments)] if moments else []

    def _learn(self, found: re.Match[bytes], record: Record) -> None:
        """Remember what a line says, where its record says just what the pattern shows."""
        if any(getattr(record, f"bytes_{name}") != self._count(found, name) for name in COUNTS):
            return
        begin = record.time - _length(found["second"]) if record.time is not None else None
        if begin is not None and not _begins(begin):
            return
        minute = self._minutes.setdefault(found.group(*self._minute), Minute(begin, found["second"]))
        if minute.begin == begin:
            self._kinds.setdefault((minute.day, found.group(*self._kind)), Sums(record, minute.day))

    def _count(self, found: re.Match[bytes], name: str) -> int | None:
        text = found[name] if name in self._counts else None
        return None if text is None else int(text)


def _begins(moment: datetime) -> bool:
    """Say whether a minute begins here, or, as epochs have it, a hundred seconds: neither goes past midnight."""
    return not moment.microsecond and (not moment.second or moment.timestamp() % HUNDRED == 0)


def _length(second: bytes) -> timedelta:
    whole, _, fraction = second.partition(b".")
    return timedelta(seconds=int(whole), microseconds=int(fraction[:6].ljust(6, b"0")))
