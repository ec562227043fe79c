"""Records to sightings: use per tool, tenant, user and day (UTC), and the domains and apps that belong to no tool.

A content counts once. A log that begins with the whole of an earlier content has grown, and takes its place; an older
copy that is read only after the grown log is not known again, unless it was read before that.

Memory is bounded: partial sums of a hundred thousand keys are kept, then handed to the engine, which sums them up on
disk. A record without a user counts for its client's address; what is neither use nor block (a request to sign in, one
that could not be understood) counts nowhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Select, delete, func, insert
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from catalog.discovery.engine import MOST, Engine
from catalog.discovery.familiar import Familiar
from catalog.discovery.match import Stray, Subjects
from catalog.discovery.reading import Begun, Log
from catalog.discovery.recognition import BYTE_ORDER_MARK, usual_of
from catalog.discovery.record import Record
from catalog.discovery.sources import Cluster
from catalog.models.register import Origin, Sighting
from catalog.moment import now

if TYPE_CHECKING:
    from catalog.discovery.splits import Split

PIECE = 100_000
WRITTEN_AT_ONCE = 5_000
Sums = list[Any]


class Seen(NamedTuple):
    """Use of a tool in one log: by whom (a user, else an address), on which day, how much, how much of it blocked."""

    tool_id: int
    slug: str
    tenant: str
    user: str
    day: date | None
    events: int
    blocked: int
    bytes_up: int | None
    bytes_down: int | None


class Counting:
    """Counts the records of one log, which bears a number in the engine."""

    def __init__(self, subjects: Subjects, engine: Engine, number: int) -> None:
        self._subjects = subjects
        self._engine = engine
        self._number = number
        self._seen: dict[tuple[int, str, str, str, date | None], Sums] = {}
        self._strays: dict[tuple[str, str, str], int] = {}
        self.first: datetime | None = None
        self.last: datetime | None = None

    def log(self, begun: Begun) -> None:
        """Count the records of a log to the last one: by the engine what it can split, the rest one by one."""
        from catalog.discovery import alike, blocks, splitting

        head = begun.head.removeprefix(BYTE_ORDER_MARK)
        split = splitting.of_log(begun.chosen.name, head) if begun.chosen.bare else None
        if split is None:
            self._each(begun, head)
            return
        pieces = chain([head], begun.rest)
        held, more = blocks.first(pieces, splitting.FEW)
        if not more:
            self.count(begun.some(chain.from_iterable(blocks.numbered(blocks.blocks(held, blocks.Rooms())))))
            return
        if begun.source.cluster is not None and not begun.packed:
            self._afar(begun, split, begun.source.cluster, chain(held, pieces))
            return
        sorter, sort = self._engine.sorter, partial(alike.usual, shape=split.shape)
        rooms = blocks.Rooms(sorter.rooms())
        whole = sorter.beside(blocks.blocks(chain(held, pieces), rooms), rooms)
        with blocks.ahead(whole, sort, sorter.of(split.shape)) as coming:
            splitter = splitting.Splitter(split, self._engine, self._subjects, self._number)
            for batch in blocks.batches(coming, splitting.BATCH, first=2):
                counted, left = splitter.take(batch)
                begun.log.records += counted.records
                for moment in counted.moments:
                    self._note(moment)
                self.count(begun.some(left))
                rooms.free(one.block for one in batch)
            splitter.end()

    def _afar(self, begun: Begun, split: "Split", cluster: Cluster, pieces: Iterator[bytes]) -> None:
        """Count a log by the cluster where it lies; its bytes are hashed meanwhile."""
        from catalog.discovery import afar
        from catalog.discovery.attributing import Attributing

        attributing = Attributing(split, self._engine, self._subjects, self._number)
        counting = afar.Afar(cluster, begun.source.name, split, attributing)
        with afar.drained(pieces):
            for piece in counting.pieces(begun.log):
                begun.log.records += piece.records
                for moment in piece.moments:
                    self._note(moment)
                self.count(begun.some(piece.left))
        counting.settle(begun.log)

    def _each(self, begun: Begun, head: bytes) -> None:
        """Count the records of a log line by line, those that are like others by their sums."""
        usual = usual_of(begun.chosen, head)
        if usual is None:
            self.count(begun.records())
            return
        familiar = Familiar(usual, begun.apart if usual.entries else begun.together, begun.chosen.read)
        for record in familiar.read(begun.entries() if usual.entries else begun.lines()):
            self._one(record)
            if familiar.full():
                self._take(begun, familiar)
        self._take(begun, familiar)
        self._flush()

    def _take(self, begun: Begun, familiar: Familiar) -> None:
        kinds, moments = familiar.taken()
        for moment in moments:
            self._note(moment)
        for sums in kinds:
            begun.log.records += sums.events
            record = sums.record
            if _shows_use(record):
                up = None if record.bytes_up is None else sums.up
                down = None if record.bytes_down is None else sums.down
                self._count(record._replace(bytes_up=up, bytes_down=down), sums.day, sums.events)

    def _one(self, record: Record) -> None:
        if record.time is not None:
            self._note(record.time)
        if _shows_use(record):
            self._count(record, record.time.date() if record.time else None, 1)

    def count(self, records: Iterable[tuple[int, Record]]) -> None:
        """Count records to the last one."""
        for _, record in records:
            self._one(record)
        self._flush()

    def sightings(self) -> Iterator[Seen]:
        """Give what was counted, by tool, tenant, user and day."""
        return map(Seen._make, self._engine.seen(self._number))

    def forget(self) -> None:
        """Take back what was counted."""
        self._engine.drop(self._number)

    def _note(self, time: datetime) -> None:
        if self.first is None or time < self.first:
            self.first = time
        if self.last is None or time > self.last:
            self.last = time

    def _count(self, record: Record, day: date | None, events: int) -> None:
        user = record.user or record.client or ""
        match = self._subjects.find(record.host, record.app)
        if match is None:
            return
        if isinstance(match, Stray):
            stray = (*match, user)
            self._strays[stray] = self._strays.get(stray, 0) + events
            if len(self._strays) >= PIECE:
                self._flush()
            return
        key = (match.tool_id, match.slug, match.tenant, user, day)
        sums = self._seen.get(key)
        if sums is None:
            if len(self._seen) >= PIECE:
                self._flush()
            sums = self._seen[key] = [0, 0, None, None]
        sums[0] += events
        sums[1] += events if record.action == "blocked" else 0
        if record.bytes_up is not None:
            sums[2] = (sums[2] or 0) + record.bytes_up
        if record.bytes_down is not None:
            sums[3] = (sums[3] or 0) + record.bytes_down

    def _flush(self) -> None:
        number = self._number
        self._engine.add("seen", [(number, *key, *map(_held, sums)) for key, sums in self._seen.items()])
        self._engine.add("strays", [(number, *key, events) for key, events in self._strays.items()])
        self._seen.clear()
        self._strays.clear()


def _shows_use(record: Record) -> bool:
    return record.action is not None and (record.host is not None or record.app is not None)


def _held(count: int | None) -> int | None:
    return None if count is None else min(count, MOST)


def origin_of(session: Session, sha256: str) -> Origin | None:
    """Give the origin of a content that was read before, None where it was not."""
    return session.exec(select(Origin).where(Origin.sha256 == sha256)).first()


def contents(session: Session) -> dict[int, set[str]]:
    """Give the contents that were read: their hashes by their size."""
    found: dict[int, set[str]] = defaultdict(set)
    for size, sha256 in session.exec(select(Origin.size, Origin.sha256)):
        found[size].add(sha256)
    return found


def grown_into(session: Session, origin: Origin) -> list[str]:
    """Give the hashes of the contents that an origin has grown into, one after another."""
    found: list[str] = []
    later = origin
    while later.grown_into_id is not None:
        later = session.get_one(Origin, later.grown_into_id)
        found.append(later.sha256)
    return found


def record(session: Session, log: Log, counting: Counting) -> Origin:
    """Record a log as an origin with its sightings, in the caller's write transaction."""
    origin = Origin(
        sha256=log.sha256,
        size=log.size,
        file=log.file,
        format=log.format,
        records=log.records,
        rejected=log.rejected,
        first_at=counting.first,
        last_at=counting.last,
        read_at=now(),
    )
    session.add(origin)
    session.flush()
    rows: list[dict[str, Any]] = []
    for seen in counting.sightings():
        origin.events += seen.events
        rows.append(_row(seen, origin))
        if len(rows) >= WRITTEN_AT_ONCE:
            session.execute(insert(Sighting), rows)
            rows = []
    if rows:
        session.execute(insert(Sighting), rows)
    session.flush()
    return origin


def grown_from(session: Session, log: Log) -> list[Origin]:
    """Give the origins whose place a log takes: it begins with what they held."""
    of_log = select(Origin).where(col(Origin.sha256).in_(log.begins_with), col(Origin.grown_into_id).is_(None))
    return list(session.exec(of_log.order_by(col(Origin.id))))


def count_new(session: Session, origin: Origin, earlier: Sequence[Origin]) -> int:
    """Count the tools, users and days that an origin shows and those it has grown from did not."""
    shown = _shown([origin])
    rest = shown.except_(_shown(earlier)) if earlier else shown.distinct()
    count: int = session.execute(columns(func.count()).select_from(rest.subquery())).scalar_one()
    return count


def take_place(session: Session, origin: Origin, earlier: Sequence[Origin]) -> None:
    """Let an origin take the place of those that it has grown from: their sightings go, they say where to."""
    for one in earlier:
        session.execute(delete(Sighting).where(col(Sighting.origin_id) == one.id))
        one.grown_into_id = origin.id
        session.add(one)
    session.flush()


def _shown(origins: Sequence[Origin]) -> Select[Any]:
    key: list[Any] = [Sighting.tool_id, Sighting.user, Sighting.day]
    return columns(*key).where(col(Sighting.origin_id).in_([one.id for one in origins]))


def _row(seen: Seen, origin: Origin) -> dict[str, Any]:
    return {
        "origin_id": origin.id,
        "tool_id": seen.tool_id,
        "tenant": seen.tenant,
        "user": seen.user,
        "day": seen.day,
        "events": seen.events,
        "blocked": seen.blocked,
        "bytes_up": seen.bytes_up,
        "bytes_down": seen.bytes_down,
    }
