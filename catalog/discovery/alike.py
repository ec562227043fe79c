"""Lines of a log that differ in nothing that matters, counted as one kind: its first line, how many, what they sum to.

A day of a log has millions of lines, and a few ten thousands of kinds: who did what at which host. What the time is
within a day, how long a request took, how many bytes it moved and which path it asked for does not matter for what
comes of a line, as long as the time and the bytes are written as usual. Only then a line belongs to a kind; the others
are odd, and read one by one.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Final, NamedTuple

import numpy as np

from catalog.discovery.blocks import MARGIN, Block
from catalog.discovery.letters import EIGHT, FIRST, KEYS, ZEROS, Letters, Marks, Places, Truth, Words, fit, like, valued
from catalog.discovery.meanings import Meanings, fingerprints

LONGEST_LINE: Final = 1 << 20
LONGEST_PART: Final = 1 << 9
MOST_FIGURES: Final = 12
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
SCHEMES: Final = (b"http://", b"https://")
OF_DAY, OF_NOTHING, OF_PARTS = 0, 1, 8
"""Keys of fingerprints: of the day, of numbers that are not there, of the parts that matter."""


class Cut(Enum):
    """Where a part ends sooner than its last column does."""

    NOWHERE = 0
    AFTER_HOST = 1
    """After the host of a URL of the web, where it is one."""
    AFTER_SLASH = 2
    """After the first slash, which something has to follow."""
    AFTER_LETTER = 3
    """After the first letter, where neither a backslash nor a colon is among them."""


class Part(NamedTuple):
    """Columns that matter, from the first to the last of them; columns of the end are negative. `cut` is of `at`.

    Where there are `meanings`, only what the part means matters, not how it is written. `who` says that it tells who
    asked, not what was done.
    """

    first: int
    last: int
    cut: Cut = Cut.NOWHERE
    at: int = 0
    meanings: Meanings | None = None
    who: bool = False


class Shape(NamedTuple):
    """How the usual lines of a log are written, and what of them matters.

    Columns stand between separators, of which a line has `separators`; of a run of them only the last one counts where
    `runs` says so. The first column is a time in seconds since 1970 with ten figures, a point and `fraction` figures.
    `numbers` are the columns of counts by name, a hyphen for none. Columns up to `front` are looked for from the
    beginning of the line, `back` from its end.
    """

    separator: bytes
    separators: int
    front: int
    parts: tuple[Part, ...]
    numbers: dict[str, int]
    fraction: int
    back: int = 0
    runs: bool = False

    @property
    def time(self) -> int:
        """Give the number of letters that a time has."""
        return 11 + self.fraction


class Columns:
    """Where the columns of some lines begin and end."""

    def __init__(self, starts: Places, ends: Places, front: Sequence[Places], back: Sequence[Places]) -> None:
        """Take the places of lines, of their first separators, and of their last ones, the last one first.

        A column after the last of the first separators goes to the end of its line.
        """
        self._starts, self._ends, self._front, self._back = starts, ends, front, back

    def start(self, column: int) -> Places:
        """Give where a column begins."""
        if column < 0:
            return self._back[-1 - column] + 1
        return self._front[column - 1] + 1 if column else self._starts

    def end(self, column: int) -> Places:
        """Give the place after the last letter of a column."""
        if column < 0:
            return self._back[-2 - column] if column < -1 else self._ends
        return self._front[column] if column < len(self._front) else self._ends


class Usual(NamedTuple):
    """The lines of a block that are written as usual: which they are, their prints, their numbers, their time.

    `prints` are of all that matters and the day, `whos` only of who asked. Where lines start and end is counted with
    the block's margin.
    """

    block: Block
    starts: Places
    ends: Places
    odd: Places
    lines: Places
    prints: Words
    whos: Words
    hundreds: Words
    numbers: dict[str, Words]

    def whats(self, which: Places) -> Words:
        """Give prints of what was done on whatever day, of some of the usual lines."""
        prints: Words = self.prints[which] - self.whos[which] - self.days(which) * KEYS[OF_DAY, 0]
        return prints

    def days(self, which: Places) -> Words:
        """Give the days of some of the usual lines."""
        return _days(self.hundreds[which])

    def others(self, which: Places) -> Places:
        """Give the odd lines, and those of the usual ones that are not among some."""
        if len(which) == len(self.lines):
            return self.odd
        others = np.ones(len(self.starts), np.bool_)
        others[self.lines[which]] = False
        return np.flatnonzero(others)

    def text(self, line: int) -> bytes:
        """Give a line, counted from 0 over all lines of the block."""
        return self.block.room[self.starts[line] : self.ends[line]].tobytes()

    def texts(self, lines: Places) -> Any:
        """Give some lines as an array of Arrow's."""
        import pyarrow

        order = np.argsort(lines)
        borders, places = np.empty(2 * len(lines), np.int32), np.empty_like(order)
        borders[::2], borders[1::2] = self.starts[lines[order]], self.ends[lines[order]]
        places[order] = np.arange(0, len(borders), 2)
        letters = pyarrow.py_buffer(self.block.room)
        whole = pyarrow.StringArray.from_buffers(max(len(borders) - 1, 0), pyarrow.py_buffer(borders), letters)
        return whole.take(pyarrow.array(places))


def usual(block: Block, shape: Shape) -> Usual:
    """Tell the usual lines of a block from the odd ones. Those of a kind have the same print."""
    letters = Letters(block)
    starts, ends, odd = _lines(letters, shape.separator, block.ascii)
    columns, fits = _columns(letters, shape, starts, ends)
    if odd is not None:
        fits[odd] = False
    hundreds, *rest = letters.words(starts, shape.time + 1)
    hundreds ^= ZEROS
    fits &= fit(hundreds)
    fits &= like(rest, f"00.{'0' * shape.fraction}{shape.separator.decode()}")
    hundreds = valued(hundreds)
    numbers, nothing = {}, []
    for name, column in shape.numbers.items():
        numbers[name], none, good = _number(letters, columns.start(column), columns.end(column))
        nothing.append(none)
        fits &= good
    parts = [_part(letters, columns, part, fits) for part in shape.parts]
    lines = np.flatnonzero(fits)
    if len(lines) < len(fits):
        hundreds = hundreds.take(lines)
        numbers = {name: count.take(lines) for name, count in numbers.items()}
        nothing = [none.take(lines) for none in nothing]
        parts = [(start.take(lines), end.take(lines)) for start, end in parts]
    prints, whos = _days(hundreds) * KEYS[OF_DAY, 0], np.zeros(len(lines), np.uint64)
    for number, none in enumerate(nothing):
        if none.any():
            prints += none * KEYS[OF_NOTHING + number, 0]
    key = OF_PARTS
    for (start, end), part in zip(parts, shape.parts, strict=True):
        if part.meanings is None:
            key = letters.fingerprint(start, end, key, whos if part.who else prints)
        else:
            prints += part.meanings.of(fingerprints(letters, start, end))
    prints += whos
    return Usual(block, starts, ends, np.flatnonzero(~fits), lines, prints, whos, hundreds, numbers)


def _days(hundreds: Words) -> Words:
    return hundreds // np.uint64(864)


def moments(some: Sequence[tuple[Usual, Places]], time: int) -> Iterator[datetime]:
    """Give the first and the last moment of some of the usual lines of blocks, with times of so many letters."""
    some = [(block, which) for block, which in some if len(which)]
    for extreme in (min, max) if some else ():
        bounds = [int(getattr(block.hundreds[which], extreme.__name__)()) for block, which in some]
        times: list[bytes] = []
        for (block, which), bound in zip(some, bounds, strict=True):
            if bound == extreme(bounds):
                starts = block.starts[block.lines[which[block.hundreds[which] == bound]]]
                texts: Any = np.ndarray(len(block.block.room) - time, f"S{time}", block.block.room, strides=(1,))
                times.append(extreme(texts[starts].tolist()))
        yield moment(extreme(times).decode())


def moment(time: str) -> datetime:
    """Give a time of a usual line, as written, in UTC."""
    seconds, _, fraction = time.partition(".")
    return EPOCH + timedelta(seconds=int(seconds), microseconds=int(fraction.ljust(6, "0")))


def _lines(letters: Letters, separator: bytes, ascii_: bool) -> tuple[Places, Places, Places | None]:
    """Give where lines begin and end, and those (counted from 0) that hold more than printable ASCII."""
    control = letters.below(b" ")
    if separator[0] < ord(" "):
        control = Marks(control.bits & ~letters.marks(separator).bits)
    places = control.places()
    ends, odd = places, None
    is_end = letters.bytes.take(places) == ord("\n")
    if not is_end.all():
        ends = places[is_end]
        odd = np.searchsorted(ends, places[~is_end])
    if not ascii_:
        others = np.searchsorted(ends, np.flatnonzero(letters.bytes > 127))
        odd = others if odd is None else np.concatenate([odd, others])
    starts = np.empty_like(ends)
    starts[0] = MARGIN
    starts[1:] = ends[:-1]
    starts[1:] += 1
    return starts, ends, odd


def _columns(letters: Letters, shape: Shape, starts: Places, ends: Places) -> tuple[Columns, Truth]:
    """Give the columns of lines, and which lines have as many as they should."""
    marks = letters.marks(shape.separator)
    if shape.runs:
        marks = marks.last_of_runs()
    front, fits = marks.following(starts + shape.time, shape.front)
    fits &= ends - starts <= LONGEST_LINE
    back, near = marks.before(ends, shape.back)
    fits &= near
    fits &= front[-1] < (back[-1] if back else ends)
    if not fits.all() or marks.number() != shape.separators * len(ends):
        fits &= marks.between(starts, ends) == shape.separators
    return Columns(starts, ends, front, back), fits


def _number(letters: Letters, start: Places, end: Places) -> tuple[Words, Truth, Truth]:
    """Give the numbers in a column, where there is a hyphen instead, and where there is one of both."""
    count = end - start
    value, fits = letters.figures(start, count)
    long = np.flatnonzero(count > EIGHT)
    if len(long):
        upper = count[long] - EIGHT
        high, good = letters.figures(start[long], upper)
        low, fine = letters.figures(start[long] + upper, np.full(1, EIGHT))
        value[long] = high * np.uint64(10**EIGHT) + low
        fits[long] = good & fine & (upper <= MOST_FIGURES - EIGHT)
    fits &= count > 0
    none = count == 1
    none &= letters.bytes.take(start, mode="clip") == ord("-")
    if none.any():
        value[none] = 0
        fits |= none
    return value, none, fits


def _part(letters: Letters, columns: Columns, part: Part, fits: Truth) -> tuple[Places, Places]:
    """Give where a part begins and ends; take those lines out of `fits` where it cannot be told."""
    start, end = columns.start(part.first), columns.end(part.last)
    if part.cut is Cut.AFTER_HOST:
        end = _after_host(letters, columns.start(part.at), end)
    elif part.cut is Cut.AFTER_SLASH:
        slash, near = letters.next(b"/", columns.start(part.at))
        fits &= near
        fits &= slash + 1 < end
        end = slash + 1
    elif part.cut is Cut.AFTER_LETTER:
        strange = sum(letters.marks(letter).between(start, end) for letter in (b"\\", b":"))
        end = np.where((strange == 0) & (end > start), start + 1, end)
    fits &= end - start <= LONGEST_PART
    return start, end


def _after_host(letters: Letters, url: Places, end: Places) -> Places:
    begin, end = letters.eight(url), end.copy()
    for scheme in SCHEMES:
        of_web = (begin & FIRST[len(scheme)]) == np.uint64(int.from_bytes(scheme, "little"))
        which = np.flatnonzero(of_web)
        slash, near = letters.next(b"/", url[which] + len(scheme))
        end[which] = np.where(near, np.minimum(slash + 1, end[which]), end[which])
    return end
