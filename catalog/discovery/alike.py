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
from numpy.typing import NDArray

from catalog.discovery.blocks import MARGIN, Block, Lines
from catalog.discovery.letters import EIGHT, FIRST, KEYS, ZEROS, Letters, Marks, Places, Truth, Words, fit, valued
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

    Where there are `meanings`, only what the part means matters, not how it is written.
    """

    first: int
    last: int
    cut: Cut = Cut.NOWHERE
    at: int = 0
    meanings: Meanings | None = None


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

    Where lines start and end is counted with the block's margin.
    """

    block: Block
    starts: Places
    ends: Places
    odd: Places
    lines: Places
    prints: Words
    hundreds: Words
    days: Words
    numbers: dict[str, Words]


def usual(block: Block, shape: Shape) -> Usual:
    """Tell the usual lines of a block from the odd ones. Those of a kind have the same print."""
    letters = Letters(block)
    starts, ends, odd = _lines(letters, shape.separator, block.ascii)
    columns, fits = _columns(letters, shape, starts, ends)
    if odd is not None:
        fits[odd] = False
    hundreds = letters.eight(starts)
    hundreds ^= ZEROS
    fits &= fit(hundreds)
    fits &= letters.like(starts + EIGHT, f"00.{'0' * shape.fraction}{shape.separator.decode()}")
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
    days = np.floor(hundreds / 864.0).astype(np.uint64)
    prints = days * KEYS[OF_DAY, 0]
    for number, none in enumerate(nothing):
        if none.any():
            prints += none * KEYS[OF_NOTHING + number, 0]
    key = OF_PARTS
    for (start, end), part in zip(parts, shape.parts, strict=True):
        if part.meanings is None:
            key = letters.fingerprint(start, end, key, prints)
        else:
            prints += part.meanings.of(fingerprints(letters, start, end))
    return Usual(block, starts, ends, np.flatnonzero(~fits), lines, prints, hundreds, days, numbers)


class Kinds:
    """The kinds of lines of some blocks, each of one day: the prints that they have on whatever day, and the days."""

    def __init__(self, blocks: Sequence[Usual], time: int) -> None:
        """Take blocks, in their order, with times of so many letters."""
        self._blocks, self._time = blocks, time
        self._begins = np.cumsum([0, *(len(one.starts) for one in blocks)])
        dated = np.concatenate([one.prints for one in blocks])
        self._order = order = np.argsort(dated)
        dated = dated.take(order)
        begins = np.ones(len(dated), np.bool_)
        np.not_equal(dated[1:], dated[:-1], out=begins[1:])
        self._first = first = np.flatnonzero(begins)
        self.dated: Words = dated.take(first)
        self.days = np.concatenate([one.days for one in blocks]).take(order.take(first))
        self.prints: Words = self.dated - self.days * KEYS[OF_DAY, 0]
        self.sums: dict[str, NDArray[np.int64]] = {"events": np.diff(first, append=len(dated))}
        if len(dated):
            for name in blocks[0].numbers:
                count = np.concatenate([one.numbers[name] for one in blocks]).take(order)
                self.sums[name] = np.add.reduceat(count, first).view(np.int64)

    @property
    def count(self) -> int:
        """Give the number of lines, odd ones too."""
        return int(self._begins[-1])

    def odd(self) -> Places:
        """Give the odd lines (counted from 0, over all blocks)."""
        return np.concatenate([one.odd + begin for one, begin in self._begun()])

    def of(self, kinds: Places) -> Places:
        """Give the lines (counted from 0, over all blocks) of some kinds."""
        found = np.zeros(len(self._first), np.bool_)
        found[kinds] = True
        return self._usual()[self._order[np.repeat(found, self.sums["events"])]]

    def examples(self, kinds: Places) -> Any:
        """Give a line of each of some kinds, as an array of Arrow's."""
        import pyarrow

        lines = self._usual()[self._order[self._first[kinds]]]
        order = np.argsort(lines)
        mine = np.split(lines[order], np.searchsorted(lines, self._begins[1:-1], sorter=order))
        found = []
        for (block, begin), those in zip(self._begun(), mine, strict=True):
            those -= begin
            borders = np.empty(2 * len(those), np.int32)
            borders[::2], borders[1::2] = block.starts[those], block.ends[those]
            letters = pyarrow.py_buffer(block.block.room)
            whole = pyarrow.StringArray.from_buffers(max(len(borders) - 1, 0), pyarrow.py_buffer(borders), letters)
            found.append(whole.take(pyarrow.array(np.arange(0, len(borders), 2))))
        places = np.empty_like(order)
        places[order] = np.arange(len(order))
        return pyarrow.concat_arrays(found).take(pyarrow.array(places))

    def texts(self, lines: Places, number: int) -> Lines:
        """Give some lines (counted from 0, over all blocks) with their numbers, that of the first one given."""
        found: Lines = []
        which = np.searchsorted(self._begins, lines, side="right") - 1
        for at, line in zip(which.tolist(), lines.tolist(), strict=True):
            block, place = self._blocks[at], line - int(self._begins[at])
            found.append((number + line, block.block.room[block.starts[place] : block.ends[place]].tobytes()))
        return found

    def moments(self, but: Places) -> Iterator[datetime]:
        """Give the first and the last moment of all lines but the odd ones and some others."""
        used = np.ones(self.count, np.bool_)
        used[but] = False
        lines = self._usual()
        used = used[lines]
        if not used.any():
            return
        hundreds = np.concatenate([one.hundreds for one in self._blocks])
        for extreme, bound in ((min, hundreds[used].min()), (max, hundreds[used].max())):
            times = (line[: self._time] for _, line in self.texts(lines[used & (hundreds == bound)], 0))
            yield moment(extreme(times).decode())

    def _usual(self) -> Places:
        """Give the usual lines, counted from 0 over all blocks."""
        return np.concatenate([one.lines + begin for one, begin in self._begun()])

    def _begun(self) -> Iterator[tuple[Usual, int]]:
        """Give the blocks with the number of lines before each."""
        return zip(self._blocks, self._begins.tolist(), strict=False)


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
    back, at = [], ends
    for _ in range(shape.back):
        at, near = marks.before(at)
        back.append(at)
        fits &= near
    fits &= front[-1] < at
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
        slashes = letters.marks(b"/")
        (slash,), near = slashes.following(columns.start(part.at), 1)
        fits &= near
        fits &= slash + 1 < end
        end = slash + 1
    elif part.cut is Cut.AFTER_LETTER:
        strange = sum(letters.marks(letter).between(start, end) for letter in (b"\\", b":"))
        end = np.where((strange == 0) & (end > start), start + 1, end)
    fits &= end - start <= LONGEST_PART
    return start, end


def _after_host(letters: Letters, url: Places, end: Places) -> Places:
    begin = letters.eight(url)
    host = np.zeros(len(url), np.int64)
    for scheme in SCHEMES:
        host += ((begin & FIRST[len(scheme)]) == np.uint64(int.from_bytes(scheme, "little"))) * np.int64(len(scheme))
    (slash,), near = letters.marks(b"/").following(url + host, 1)
    near &= host > 0
    return np.where(near, np.minimum(slash + 1, end), end)
