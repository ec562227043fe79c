"""The fast way of a log: blocks of lines that DuckDB's CSV reader splits, and expressions of Ibis that count them.

It gives just what the format's own reader gives. Lines that hold more than printable ASCII never reach DuckDB; they,
and all that an expression does not accept, are read one by one. A block of which DuckDB loses a line is halved until
the line is found. DuckDB reads a block from memory and may open nothing else.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, Protocol, cast

from catalog import plugins
from catalog.discovery import splits, summing
from catalog.discovery.blocks import Block, Lines, screened
from catalog.discovery.engine import Engine
from catalog.discovery.match import Match, Stray, Subjects

FEW: Final = 1 << 22
"""Bytes that are read line by line sooner than the engine is ready."""
SMALLEST: Final = 1 << 14
MOST_HALVINGS: Final = 40
OFTEN: Final = 16
"""Blocks after which sums are folded, so that they take no more room the longer a log is."""
HOSTS: Final = {"kind": "int8", "asked": "string", "subject": "int32"}
PEOPLE: Final = {"user": "string", "who": "string"}
SUBJECTS: Final = {
    "subject": "int32",
    "tool_id": "int64",
    "slug": "string",
    "tenant": "string",
    "stray": "string",
    "name": "string",
}
SUMS: Final = {
    "subject": "int32",
    "user": "string",
    "day": "int32",
    "events": "int64",
    "blocked": "int64",
    "up": "int64",
    "down": "int64",
}


class Split(Protocol):
    """How the lines of a log are split: into columns between separators, some of them words with a number each."""

    @property
    def separator(self) -> str:
        """Give what stands between columns."""
        ...

    @property
    def width(self) -> int:
        """Give the number of columns."""
        ...

    @property
    def results(self) -> dict[str, int]:
        """Give the words that the expressions look up, each with a number."""
        ...

    def ends(self, lines: Iterable[bytes]) -> bool:
        """Say whether one of some lines that were not accepted changes what all later ones mean."""
        ...

    def columns(self, lines: Any, results: Any) -> Any:
        """Give a table with the columns of `lines` (c0, c1, ...) and these, for each line.

        `accepted`: the expressions can say it all; `action` 0 allowed, 1 blocked, 2 neither; `seconds` since 1970 as a
        decimal number; `asked` and `kind` (0 to 9), of which `asked()` gives the host; `user` and `client` as
        written, the user "-" for nobody; `down` and, where the log has it, `up`, bytes. `results` has the columns
        `word` and `number`.
        """
        ...

    def asked(self, kind: int, text: str) -> str | None:
        """Give the host of what was asked for."""
        ...

    def person(self, user: str, client: str | None) -> str | None:
        """Give the user of a name as written, None for nobody."""
        ...


class Counted(NamedTuple):
    """What was split: how many records, and the first and last moment of them."""

    records: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def __add__(self, other: "Counted") -> "Counted":  # type: ignore[override]
        """Give both together."""
        firsts = [one for one in (self.first, other.first) if one is not None]
        lasts = [one for one in (self.last, other.last) if one is not None]
        return Counted(self.records + other.records, min(firsts, default=None), max(lasts, default=None))


def of_log(name: str, head: bytes) -> Split | None:
    """Give how the lines of a log of a format are split, None where they cannot be."""
    if name not in plugins.names(splits):
        return None
    return cast(Split | None, plugins.load(splits, name).split(head))


class Splitter:
    """Splits and counts the blocks of one log."""

    def __init__(self, split: Split, engine: Engine, subjects: Subjects) -> None:
        """Get ready for the lines of a log."""
        self._split, self._engine, self._find = split, engine, subjects.find
        self._known: dict[Match | Stray, int] = {}
        self._halvings = self._kept = 0
        lines = engine.lines(split.separator, split.width)
        self._ended = False
        results = engine.table("results", {"word": "string", "number": "int8"}, list(split.results.items()))
        for name, kinds in (("hosts", HOSTS), ("people", PEOPLE), ("subjects", SUBJECTS), ("sums", SUMS)):
            engine.table(name, kinds)
        read = split.columns(lines, results)
        self._left = engine.compiled(summing.line(read.filter(~read.accepted), split.separator, split.width))
        self._sum_up = (
            f"CREATE OR REPLACE TABLE part AS {engine.compiled(summing.part(read, engine.existing('hosts')))}"
        )
        engine.run(self._sum_up)
        part = engine.existing("part")
        self._totals = engine.compiled(summing.totals(part))
        self._unknown = engine.compiled(summing.unknown(part))
        self._keep = f"INSERT INTO sums BY NAME {engine.compiled(summing.known(part, engine.existing('hosts')))}"
        self._fold = f"CREATE OR REPLACE TABLE sums AS {engine.compiled(summing.folded(engine.existing('sums')))}"

    def take(self, block: Block) -> tuple[Counted, Lines]:
        """Count the lines of a block; give what came of it, and the lines that have to be read one by one."""
        if self._ended:
            return Counted(), block.each()
        whole = block
        block, left = screened(block, self._split.separator)
        if self._split.ends(line for _, line in left):
            self._ended = True
            return Counted(), whole.each()
        counted, more = self._taken(block)
        return counted, sorted([*left, *more])

    def end(self, number: int) -> None:
        """Put what was counted into the engine's sums, under the number of the log."""
        engine = self._engine
        sums, people = engine.existing("sums"), engine.existing("people")
        coded = engine.rows(engine.compiled(sums.filter(sums.user.contains("%")).select("user").distinct()))
        engine.add("people", [(written, self._person(*written.split(" "))) for (written,) in coded])
        engine.add("subjects", [(at, *_told(one)) for one, at in self._known.items()])
        named = sums.left_join(people, "user").inner_join(engine.existing("subjects"), "subject")
        for table, rows in (("seen", summing.seen(named, number)), ("strays", summing.strays(named, number))):
            engine.run(f"INSERT INTO {table} BY NAME {engine.compiled(rows)}")

    def _taken(self, block: Block) -> tuple[Counted, Lines]:
        import duckdb

        if not block.numbers:
            return Counted(), []
        if self._ended:
            return Counted(), block.each()
        try:
            self._engine.fill(block.text)
            self._engine.run(self._sum_up)
            ((total, accepted, first, last),) = self._engine.rows(self._totals)
        except duckdb.Error:
            return self._halved(block)
        if total != len(block.numbers):
            return self._halved(block)
        left: Lines | None = []
        if accepted != total:
            left = block.located(line.encode() for (line,) in self._engine.rows(self._left))
        if left is not None and self._split.ends(line for _, line in left):
            self._ended = True
        if self._ended or left is None or len(left) != total - accepted:
            return Counted(), block.each()
        asked = [(int(text[0]), text[1:]) for (text,) in self._engine.rows(self._unknown)]
        self._engine.add("hosts", [(kind, text, self._subject(kind, text)) for kind, text in asked])
        self._engine.run(self._keep)
        self._kept += 1
        if self._kept % OFTEN == 0:
            self._engine.run(self._fold)
        return Counted(accepted, _moment(first), _moment(last)), left

    def _halved(self, block: Block) -> tuple[Counted, Lines]:
        """Take the halves of a block that lost a line; read it line by line where that would take too long."""
        self._halvings += 1
        if self._halvings > MOST_HALVINGS or block.size < SMALLEST:
            return Counted(), block.each()
        one, other = block.halves()
        if not one.numbers or not other.numbers:
            return Counted(), block.each()
        counted, left = self._taken(one)
        more, others = self._taken(other)
        return counted + more, left + others

    def _person(self, user: str, client: str) -> str:
        return self._split.person(user, client or None) or client

    def _subject(self, kind: int, asked: str) -> int:
        host = self._split.asked(kind, asked)
        found = self._find(host, None) if host is not None else None
        return summing.NOBODY if found is None else self._known.setdefault(found, len(self._known))


def _told(subject: Match | Stray) -> tuple[int | None, str | None, str | None, str | None, str | None]:
    if isinstance(subject, Match):
        return subject.tool_id, subject.slug, subject.tenant, None, None
    return None, None, None, subject.kind, subject.name


def _moment(seconds: object) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(float(str(seconds)), UTC)
