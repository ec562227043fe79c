"""Lines like others that were read before: their format's reader has told what such a line says, only sums go on.

A format that knows how its usual lines are written gives a pattern of them. Lines that agree in all groups of it but
the seconds and the bytes say the same of the same minute; what no group holds, says nothing. The first line of each
minute, and the first of each kind, is read by the format's reader, and so is whatever the pattern does not fit.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from catalog.discovery.record import Record, Unreadable

MOST_KINDS: Final = 100_000
MOST_MINUTES: Final = 10_000
LONGEST: Final = 1 << 20
HUNDRED: Final = 100
TIME: Final = ("minute", "zone", "date", "second")
COUNTS: Final = ("up", "down")
DAY: Final = (
    rb"[12]\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
    rb"|02-(?:0[1-9]|1\d|2[0-8]))"
)
MINUTE: Final = rb"(?:[01]\d|2[0-3]):[0-5]\d"
ZONE: Final = rb"Z|[+-](?:0\d|1[0-4]):?[0-5]\d"
"""Times that are sure to be some: where a line's own is none, that of its carrier counts, which no pattern shows."""
Lines = Iterable[tuple[int, bytes]]
Read = Callable[[Lines], Iterator[tuple[int, Record]]]


class Usual(NamedTuple):
    """How the usual lines of a log are written, in one way or several.

    Groups of a pattern: `minute` (and `zone`, `date`) and `second` (with or without a fraction) of the time, `up` and
    `down` in figures alone; all others matter as they are. `ends` says whether a line that does not fit changes what
    later ones mean, or asks for the last ones, of which the reader has to `recall` so many. `entries` says that lines
    are put together before, so that no line that fits belongs to another one.
    """

    patterns: Sequence[re.Pattern[bytes]]
    ends: Callable[[bytes], bool] = lambda _: False
    recall: int = 0
    entries: bool = False


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


class Way:
    """What is known of the lines that are written in one way."""

    def __init__(self, pattern: re.Pattern[bytes]) -> None:
        """Begin with nothing known."""
        self.fits = pattern.fullmatch
        self.kinds: dict[Any, Sums] = {}
        self.minutes: dict[Any, Minute] = {}
        index = pattern.groupindex
        apart = {*TIME, *COUNTS}
        self.minute = tuple(index[name] for name in TIME if name in index and name != "second")
        self.kind = tuple(at for name, at in index.items() if name not in apart) or (0,)
        self.second = index["second"]
        self.up, self.down = (index.get(name, 0) for name in COUNTS)

    def add(self, found: re.Match[bytes]) -> bool:
        """Add what a line counts, and say so, where such lines are known."""
        group = found.group
        minute = self.minutes.get(group(*self.minute))
        sums = self.kinds.get((minute.day, group(*self.kind))) if minute is not None else None
        if minute is None or sums is None:
            return False
        sums.events += 1
        if self.up:
            sums.up += int(group(self.up) or 0)
        if self.down:
            sums.down += int(group(self.down) or 0)
        second = group(self.second)
        if not minute.first <= second <= minute.last:
            minute.widen(second)
        return True

    def learn(self, found: re.Match[bytes], record: Record) -> None:
        """Remember what a line says, where its record says just what the pattern shows."""
        for count, at in ((record.bytes_up, self.up), (record.bytes_down, self.down)):
            text = found[at] if at else None
            if count != (None if text is None else int(text)):
                return
        second = found[self.second]
        begin = record.time - _length(second) if record.time is not None else None
        if begin is not None and not _begins(begin):
            return
        minute = self.minutes.setdefault(found.group(*self.minute), Minute(begin, second))
        if minute.begin == begin:
            self.kinds.setdefault((minute.day, found.group(*self.kind)), Sums(record, minute.day))


class Familiar:
    """Reads the lines of a log, and knows them again."""

    def __init__(self, usual: Usual, read: Read, recall: Callable[[bytes], object]) -> None:
        """Begin with nothing known; `read` gives the records of lines, `recall` lets the reader read a known one."""
        self._ends, self._read, self._recall = usual.ends, read, recall
        self._last = deque[bytes](maxlen=usual.recall)
        self._ways = [Way(pattern) for pattern in usual.patterns]

    def read(self, lines: Lines) -> Iterator[Record]:
        """Give the records of those lines that are new."""
        lines, last = iter(lines), self._last
        for number, line in lines:
            for way in self._ways:
                found = way.fits(line)
                if found is not None:
                    break
            else:
                met: list[tuple[int, bytes, Way, re.Match[bytes]]] = []
                for _, record in self._read(self._strange(number, line, lines, met)):
                    yield record
                if not met:
                    return
                number, line, way, found = met[0]
            last.append(line)
            if len(line) <= LONGEST and way.add(found):
                continue
            for _, record in self._read([(number, line)]):
                yield record
                way.learn(found, record)

    def _strange(
        self, number: int, line: bytes, lines: Lines, met: list[tuple[int, bytes, Way, re.Match[bytes]]]
    ) -> Iterator[tuple[int, bytes]]:
        """Give lines that do not fit, one after another, to the next that does: several may say something together."""
        ended = self._ended(line)
        yield number, line
        for number, line in lines:  # noqa: PLR1704
            fitting = () if ended else ((way, way.fits(line)) for way in self._ways)
            way, found = next(((way, found) for way, found in fitting if found is not None), (None, None))
            if way is not None and found is not None:
                met.append((number, line, way, found))
                return
            ended = ended or self._ended(line)
            yield number, line

    def _ended(self, line: bytes) -> bool:
        """Say whether a line ends what is usual; if so, let the reader read the last lines once more."""
        if not self._ends(line):
            return False
        for known in self._last:
            with suppress(Unreadable):
                self._recall(known)
        return True

    def full(self) -> bool:
        """Say whether so many are known that they should be taken."""
        return any(len(way.kinds) >= MOST_KINDS or len(way.minutes) >= MOST_MINUTES for way in self._ways)

    def taken(self) -> tuple[list[Sums], list[datetime]]:
        """Give what known lines sum up to and the moments between which they lie, and forget them."""
        sums = [one for way in self._ways for one in way.kinds.values() if one.events]
        begun = [one for way in self._ways for one in way.minutes.values() if one.begin is not None]
        moments = [one.begin + _length(second) for one in begun for second in (one.first, one.last) if one.begin]
        for way in self._ways:
            way.kinds.clear()
            way.minutes.clear()
        return sums, [min(moments), max(moments)] if moments else []


def _begins(moment: datetime) -> bool:
    """Say whether a minute begins here, or, as epochs have it, a hundred seconds: neither goes past midnight."""
    return not moment.microsecond and (not moment.second or moment.timestamp() % HUNDRED == 0)


def _length(second: bytes) -> timedelta:
    """Give how long a second of a minute is after its begin; a fraction may follow without a point."""
    fraction = second[2:].lstrip(b".")
    return timedelta(seconds=int(second[:2]), microseconds=int(fraction[:6].ljust(6, b"0")))
