"""The fast way of a log: its lines sorted into kinds, of which DuckDB judges one line each by expressions of Ibis.

It gives just what the format's own reader gives. Lines that are not written as usual never reach the engine; they, and
those of kinds that an expression does not accept, are read one by one.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, Protocol, cast

import numpy as np

from catalog import plugins
from catalog.discovery import splits, summing
from catalog.discovery.alike import Kinds, Shape, Usual
from catalog.discovery.attributing import Attributing
from catalog.discovery.blocks import Lines
from catalog.discovery.engine import Engine
from catalog.discovery.letters import Places, sought
from catalog.discovery.match import Subjects

FEW: Final = 1 << 22
"""Bytes that are read line by line sooner than the engine is ready."""
BATCH: Final = 8
"""Blocks whose new kinds are judged together."""
MOST_KINDS: Final = 500_000
"""Kinds after which the sums are put away and the kinds forgotten, so that they take no more room the longer a log."""
MOST_SUM: Final = 1 << 61
COUNTS: Final = ("events", "up", "down")
LINES: Final = {"number": "int64", "line": "string"}
TOTALS: Final = {"number": "int64", "day": "int32", **dict.fromkeys(COUNTS, "int64")}


class Split(Protocol):
    """How the lines of a log are split into columns, and what the columns say."""

    @property
    def shape(self) -> Shape:
        """Give how the usual lines are written, and what of them matters to the expressions and to the reader."""
        ...

    @property
    def results(self) -> dict[str, int]:
        """Give the words that the expressions look up, each with a number."""
        ...

    def ends(self, lines: Iterable[bytes]) -> bool:
        """Say whether one of some lines that were not accepted changes what all later ones mean."""
        ...

    def columns(self, lines: Any, results: Any) -> Any:
        """Give a table with the columns of `lines` (`line` among them) and these, for each line that is usual.

        `accepted`: the expressions can say it all; `action` 0 allowed, 1 blocked, 2 neither; `asked` and `kind` (0 to
        9), of which `asked()` gives the host; `user` and `client` as written, the user "-" for nobody; `sent` and
        `received`, whether bytes are told. `results` has the columns `word` and `number`.
        """
        ...

    def asked(self, kind: int, text: str) -> str | None:
        """Give the host of what was asked for."""
        ...

    def person(self, user: str, client: str | None) -> str | None:
        """Give the user of a name as written, None for nobody."""
        ...


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
    """Counts the lines of one log, whose number it bears in the engine."""

    def __init__(self, split: Split, engine: Engine, subjects: Subjects, number: int) -> None:
        """Get ready for the lines of a log."""
        self._split, self._engine = split, engine
        self._attributing = Attributing(split, engine, subjects, number)
        self._ended, self._line = False, 1
        engine.show("lines", LINES)
        engine.show("totals", TOTALS)
        results = engine.table("results", {"word": "string", "number": "int8"}, list(split.results.items()))
        judged = engine.compiled(summing.judged(split.columns(engine.existing("lines"), results)))
        engine.run(f"CREATE OR REPLACE TABLE kinds AS {judged}")
        self._judgement = f"INSERT INTO kinds BY NAME {judged}"
        kinds = engine.existing("kinds")
        lines = engine.existing("lines")
        self._refused = engine.compiled(summing.refused(kinds, lines))
        used = kinds.filter(kinds.used).semi_join(lines, "number")
        self._unknown = engine.compiled(summing.unknown(used, engine.existing("hosts")))
        summed = engine.compiled(summing.summed(kinds, engine.existing("totals")))
        self._sum_up = f"CREATE OR REPLACE TABLE sums AS {summed}"
        self._forget()

    def take(self, blocks: Sequence[Usual]) -> tuple[Counted, Lines]:
        """Count the lines of some blocks; give what came of it, and the lines that have to be read one by one."""
        number, self._line = self._line, self._line + sum(len(block.starts) for block in blocks)
        if not self._ended:
            kinds = Kinds(blocks, self._split.shape.time)
            places = self._found(kinds)
            left = kinds.odd()
            accepted = self._accepted[self._kinds[places]]
            if not accepted.all():
                left = np.sort(np.concatenate([left, kinds.of(np.flatnonzero(~accepted))]))
            lines = kinds.texts(left, number)
            self._ended = self._split.ends(line for _, line in lines)
            if not self._ended:
                self._add(kinds, places)
                return Counted(kinds.count - len(left), list(kinds.moments(left))), lines
        lines = []
        for block in blocks:
            lines += block.block.lines(number)
            number += len(block.starts)
        return Counted(0), lines

    def end(self) -> None:
        """Put what was counted into the engine's sums."""
        self._engine.show("totals", TOTALS, (self._kinds, self._days, *self._totals))
        self._engine.run(self._sum_up)
        self._attributing.put()
        for total in self._totals:
            total[:] = 0

    def _forget(self) -> None:
        """Begin without kinds."""
        self._engine.run("DELETE FROM kinds")
        self._judged, self._numbers = np.zeros(0, np.uint64), np.zeros(0, np.int64)
        self._accepted = np.zeros(0, np.bool_)
        self._dated, self._places = np.zeros(0, np.uint64), np.zeros(0, np.int64)
        self._kinds, self._days = np.zeros(0, np.int64), np.zeros(0, np.int32)
        self._totals = tuple(np.zeros(0, np.int64) for _ in COUNTS)

    def _found(self, kinds: Kinds) -> Places:
        """Give the places of kinds of some days among all of them."""
        at, new = sought(self._dated, kinds.dated)
        if len(new):
            numbers = self._number_of(kinds, new)
            places = len(self._dated) + np.arange(len(new))
            self._dated = np.insert(self._dated, at[new], kinds.dated[new])
            self._places = np.insert(self._places, at[new], places)
            self._kinds = np.concatenate([self._kinds, numbers])
            self._days = np.concatenate([self._days, kinds.days[new].astype(np.int32)])
            self._totals = tuple(np.concatenate([total, np.zeros(len(new), np.int64)]) for total in self._totals)
            at = np.searchsorted(self._dated, kinds.dated)
        return self._places[at]

    def _number_of(self, kinds: Kinds, which: Places) -> Places:
        """Give the numbers of some kinds on whatever day; those that are new are judged by a line of each."""
        prints, first, place = np.unique(kinds.prints[which], return_index=True, return_inverse=True)
        at, new = sought(self._judged, prints)
        if len(new):
            numbers = len(self._judged) + np.arange(len(new))
            self._judge(numbers, kinds.examples(which[first[new]]))
            self._judged = np.insert(self._judged, at[new], prints[new])
            self._numbers = np.insert(self._numbers, at[new], numbers)
            at = np.searchsorted(self._judged, prints)
        return self._numbers[at][place]

    def _judge(self, numbers: Places, examples: Any) -> None:
        self._engine.show("lines", LINES, (numbers, examples))
        self._engine.run(self._judgement)
        accepted = np.ones(len(numbers), np.bool_)
        first = int(numbers[0])
        for (number,) in self._engine.rows(self._refused):
            accepted[number - first] = False
        self._accepted = np.concatenate([self._accepted, accepted])
        self._attributing.look_up(self._unknown)

    def _add(self, kinds: Kinds, places: Places) -> None:
        """Add what kinds sum up to."""
        for name, total in zip(COUNTS, self._totals, strict=True):
            if name in kinds.sums:
                total[places] += kinds.sums[name]
        if any(total.max(initial=0) > MOST_SUM for total in self._totals):
            self.end()
        if len(self._dated) > MOST_KINDS:
            self.end()
            self._forget()
