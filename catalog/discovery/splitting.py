"""The fast way of a log: its lines sorted into kinds, of which DuckDB judges one line each by expressions of Ibis.

It gives just what the format's own reader gives. Lines that are not written as usual never reach the engine; they, and
those of kinds that an expression does not accept, are read one by one.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any, Final, NamedTuple, cast

import numpy as np

from catalog import plugins
from catalog.discovery import splits, summing
from catalog.discovery.alike import Usual, moments
from catalog.discovery.attributing import Attributing
from catalog.discovery.blocks import Lines
from catalog.discovery.engine import Engine
from catalog.discovery.judging import Doers, Done
from catalog.discovery.letters import Places
from catalog.discovery.match import Subjects
from catalog.discovery.numbering import Numbers
from catalog.discovery.splits import Split

FEW: Final = 1 << 22
"""Bytes that are read line by line sooner than the engine is ready."""
BATCH: Final = 4
"""Blocks whose new kinds are judged together."""
MOST_KINDS: Final = 500_000
"""Kinds after which the sums are put away and the kinds forgotten, so that they take no more room the longer a log."""
AT_ONCE: Final = 3_000
"""Kinds of what was done whose subjects are looked up with a batch."""
MOST_SUM: Final = 1 << 61
COUNTS: Final = ("events", "up", "down")
EVENTS: Final = COUNTS[0]
LINES: Final = {"number": "int64", "line": "string"}
RESULTS: Final = {"word": "string", "number": "int8"}
JUDGED: Final = "judged"


class Counted(NamedTuple):
    """What was split: how many records, and the moments of the first and last ones."""

    records: int
    moments: Sequence[datetime] = ()


def of_log(name: str, head: bytes) -> Split | None:
    """Give how the lines of a log of a format are split, None where they cannot be."""
    if name not in plugins.names(splits):
        return None
    return cast(Split | None, plugins.load(splits, name).split(head))


class Splitter:
    """Counts the lines of one log, whose number it bears in the engine.

    A kind of lines is a day, what was done and who did it. Of both a line each is judged, the first one.
    """

    def __init__(self, split: Split, engine: Engine, subjects: Subjects, number: int) -> None:
        """Get ready for the lines of a log."""
        self._split, self._engine = split, engine
        self._attributing = Attributing(split, engine, subjects, number)
        self._ended, self._line = False, 1
        lines, results = engine.show("lines", LINES), engine.show("results", RESULTS)
        engine.hold("results", (split.results.keys(), split.results.values()))
        engine.prepare(JUDGED, summing.judged(split.columns(lines, results)))
        self._forget()

    def take(self, blocks: Sequence[Usual]) -> tuple[Counted, Lines]:
        """Count the lines of some blocks; give what came of it, and the lines that have to be read one by one."""
        *begins, self._line = accumulate((len(block.starts) for block in blocks), initial=self._line)
        if not self._ended:
            kinds = self._found(blocks)
            accepted = self._done.accepted[self._what] & self._doers.accepted[self._who]
            good = [np.flatnonzero(accepted.take(numbers)) for numbers in kinds]
            left = [
                (begin + line, block.text(line))
                for block, begin, which in zip(blocks, begins, good, strict=True)
                for line in block.others(which).tolist()
            ]
            self._ended = self._split.ends(line for _, line in left)
            if not self._ended:
                some = list(zip(blocks, good, strict=True))
                self._add(some, kinds)
                self._done.look_up(AT_ONCE)
                return Counted(sum(map(len, good)), list(moments(some, self._split.shape.time))), left
        return Counted(0), [
            line for block, begin in zip(blocks, begins, strict=True) for line in block.block.lines(begin)
        ]

    def end(self) -> None:
        """Put what was counted into the engine's sums."""
        events, *moved = self._totals
        subjects = self._done.subjects()
        used = np.flatnonzero((events > 0) & (subjects[self._what] != summing.NOBODY))
        what, who = self._what[used], self._who[used]
        self._attributing.put(
            subjects[what],
            self._doers.names(who),
            self._days[used],
            events[used],
            np.where(self._done.blocked[what], events[used], 0),
            *(
                np.ma.masked_array(total[used], ~told[what])
                for total, told in zip(moved, (self._done.sent, self._done.received), strict=True)
            ),
        )
        for total in self._totals:
            total[:] = 0

    def _forget(self) -> None:
        """Begin without kinds."""
        self._kinds, self._whats, self._whos = Numbers(), Numbers(), Numbers()
        self._done, self._doers = Done(self._attributing), Doers(self._attributing)
        self._what, self._who = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self._days = np.zeros(0, np.int32)
        self._totals = [np.zeros(0, np.int64) for _ in COUNTS]

    def _found(self, blocks: Sequence[Usual]) -> list[Places]:
        """Give the kinds of the usual lines of blocks; of those that are new, judge what was done and who did it."""
        kinds: list[Places] = []
        met: tuple[list[Any], list[Any]] = [], []
        what, who, days = [self._what], [self._who], [self._days]
        for block in blocks:
            numbers, first = self._kinds.of(block.prints)
            kinds.append(numbers)
            days.append(block.days(first).astype(np.int32))
            for all_, of_kinds, prints, lines in (
                (self._whats, what, block.whats(first), met[0]),
                (self._whos, who, block.whos[first], met[1]),
            ):
                numbers, new = all_.of(prints)
                of_kinds.append(numbers)
                if len(new):
                    lines.append(block.texts(block.lines[first[new]]))
        self._what, self._who, self._days = np.concatenate(what), np.concatenate(who), np.concatenate(days)
        self._judge(*met)
        return kinds

    def _judge(self, whats: Any, whos: Any) -> None:
        import pyarrow

        if whats or whos:
            lines = pyarrow.concat_arrays([*whats, *whos])
            self._engine.hold("lines", (np.arange(len(lines)), lines))
            judged = self._engine.arrow(JUDGED)
            judged = judged.take(np.argsort(judged["number"].to_numpy()))
            count = sum(map(len, whats))
            self._done.add(judged[:count])
            self._doers.add(judged[count:])

    def _add(self, some: Sequence[tuple[Usual, Places]], kinds: Sequence[Places]) -> None:
        """Add what kinds sum up to."""
        new = np.zeros(len(self._what) - len(self._totals[0]), np.int64)
        self._totals = [np.concatenate([total, new]) for total in self._totals]
        for (block, which), numbers in zip(some, kinds, strict=True):
            of_lines = numbers.take(which)
            for name, total in zip(COUNTS, self._totals, strict=True):
                if name == EVENTS:
                    np.add.at(total, of_lines, 1)
                elif name in block.numbers:
                    np.add.at(total, of_lines, block.numbers[name].view(np.int64).take(which))
        if any(total.max(initial=0) > MOST_SUM for total in self._totals):
            self.end()
        if len(self._what) > MOST_KINDS:
            self.end()
            self._forget()
