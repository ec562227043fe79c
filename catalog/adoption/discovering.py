"""The whole way of a log: read, counted, recorded as sightings, proposed as adoptions; one transaction per file."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from sqlmodel import Session

from catalog import audit, search
from catalog.adoption import correcting, naming, proposing, retention
from catalog.adoption.joining.sightings import follow
from catalog.dataset.overlay import policy_now
from catalog.discovery import sightings, sources
from catalog.discovery.engine import SUMS, Engine
from catalog.discovery.match import Subjects, matcher
from catalog.discovery.reading import Changed, Log, opened
from catalog.discovery.recognition import AUTO
from catalog.discovery.sightings import Counting
from catalog.discovery.sources import Source
from catalog.discovery.unpacking import beginnings
from catalog.errors import ByotError
from catalog.models.register import Origin
from catalog.moment import written
from catalog.policy import Enough
from catalog.store import Store

MOST_STRAYS = 1_000
Contents = dict[int, set[str]]


@dataclass(slots=True)
class Discovery:
    """What logs showed: each log, use per tool, user and day, the domains and apps of no tool, how much of it was new.

    `background` counts the content networks, ads, trackers and the like that are left out of the domains.
    """

    files: list[dict[str, Any]] = field(default_factory=list)
    uses: list[dict[str, Any]] = field(default_factory=list)
    strays: list[dict[str, Any]] = field(default_factory=list)
    apps: list[dict[str, Any]] = field(default_factory=list)
    background: dict[str, int] = field(default_factory=dict)
    problems: list[ByotError] = field(default_factory=list)
    new_sightings: int = 0
    new_proposals: int = 0

    def document(self) -> dict[str, Any]:
        """Give it by the contract."""
        return {
            "files": self.files,
            "sightings": self.uses,
            "unmatched": self.strays,
            "new": {"sightings": self.new_sightings, "proposals": self.new_proposals},
            "unmatched_apps": self.apps,
            "background": self.background,
        }


def discover(
    store: Store,
    files: Iterable[Source | Path],
    policy: Path | None = None,
    *,
    wanted: str = AUTO,
    local: tzinfo | None = None,
    dry_run: bool = False,
) -> Discovery:
    """Read logs into the register; a file that cannot be read is a problem, the others are kept.

    What a content showed counts once, however often and under whatever name it is read, and a log that has grown takes
    the place of what was read of it before; its days past the limit of the `policy` stay folded; what that calls
    too little is not proposed yet. `dry_run` records nothing and says what would be new.
    """
    found = Discovery()
    with store.session() as session:
        enough = policy_now(session, policy).proposals if policy else proposing.EVER
        rules = _Rules(retention.limits(session, policy), enough)
    with closing(Engine()) as sums:
        way = _Way(store, sums, wanted, local, rules)
        for file in files:
            try:
                way.read(sources.of(file) if isinstance(file, Path) else file)
                if not dry_run:
                    way.record()
            except ByotError as error:
                found.problems.append(error)
        if dry_run:
            way.rehearse()
        way.tell(found)
    return found


class _Rules(NamedTuple):
    """What the policy says of logs: how long they show people, and how often before a use is proposed."""

    limits: retention.Limits
    enough: Enough


@dataclass(frozen=True, slots=True)
class _Brought:
    """What recording a log brought: how much was new, and what of it was known; moments as they are written."""

    sightings: int = 0
    proposals: int = 0
    read_before: str | None = None
    grown_since: str | None = None
    part_of: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """A log that was read: what was counted, and which contents it was compared with."""

    source: Source
    log: Log
    counting: Counting
    compared: set[str]
    brought: _Brought = _Brought()


class _NotCompared(Exception):
    """Somebody else recorded contents while a log was read, and it may have grown from them."""

    def __init__(self, contents: Contents) -> None:
        super().__init__()
        self.contents = contents


class _Way:
    """Takes logs one by one; what they show is told at the end, each content once."""

    def __init__(self, store: Store, engine: Engine, wanted: str, local: tzinfo | None, rules: "_Rules") -> None:
        self.readings: list[_Reading] = []
        self._store, self._engine, self._rules = store, engine, rules
        self._wanted, self._local = wanted, local
        with store.session() as session:
            self._subjects = Subjects(matcher(session), naming.names(session).app)

    def read(self, source: Source) -> None:
        """Read and count a log; what was counted of one that cannot be read is forgotten."""
        try:
            self._read(source)
        except Changed:
            self._read(replace(source, cluster=None))

    def _read(self, source: Source) -> None:
        with self._store.session() as session:
            earlier = sightings.contents(session)
        for one in self.readings:
            earlier.setdefault(one.log.size, set()).add(one.log.sha256)
        log, counting = Log(source.name), Counting(self._subjects, self._engine, len(self.readings))
        try:
            with opened(source, log, self._wanted, self._local, earlier) as begun:
                counting.log(begun)
        except (ByotError, Changed):
            counting.forget()
            raise
        self.readings.append(_Reading(source, log, counting, _hashes(earlier)))

    def record(self) -> None:
        """Record the log read last in one transaction, unless its content was read before."""
        reading = self.readings[-1]
        try:
            self._record(reading)
        except ByotError:
            self.readings.pop().counting.forget()
            raise

    def _record(self, reading: _Reading) -> None:
        while True:
            try:
                reading.brought = self._store.transact(lambda session: _recorded(session, reading, self._rules))
                return
            except _NotCompared as more:
                log = reading.log
                log.begins_with |= beginnings(reading.source, log.size, log.sha256, more.contents)
                reading.compared |= _hashes(more.contents)

    def rehearse(self) -> None:
        """Record all logs as if it were so, and take it back."""

        def work(session: Session) -> None:
            for reading in self.readings:
                reading.compared |= _hashes(sightings.contents(session))
                reading.brought = _recorded(session, reading, self._rules)
            session.rollback()

        self._store.transact(work)

    def tell(self, found: Discovery) -> None:
        """Say what the logs showed, leaving out those that are contained in another one."""
        heard: set[str] = set()
        contained = {name for one in self.readings for name in one.log.begins_with}
        for reading in self.readings:
            log, brought = reading.log, reading.brought
            if log.sha256 in heard | contained or not heard.isdisjoint(brought.part_of):
                reading.counting.forget()
            heard.add(log.sha256)
            known = {"read_before": brought.read_before, "grown_since": brought.grown_since}
            found.files.append({**log.document(), **known})
            found.new_sightings += brought.sightings
            found.new_proposals += brought.proposals
        with self._store.session() as session:
            kept = search.merged_slugs(session)
        rows = self._engine.shown()
        found.uses = [_use(row) for row in (_counted(rows, kept) if kept else rows)]
        found.uses.sort(key=lambda use: (use["tool"], use["user"] or "", use["day"] or ""))
        found.strays = [_named("domain", row) for row in self._engine.strays("domain", MOST_STRAYS)]
        found.apps = [_named("app", row) for row in self._engine.strays("app", MOST_STRAYS)]
        found.background = self._engine.left_out()


def _recorded(session: Session, reading: _Reading, rules: _Rules) -> _Brought:
    """Record one log in a write transaction, unless its content was read before; give what that brought."""
    log = reading.log
    audit.take_turn(session)
    known = sightings.origin_of(session, log.sha256)
    if known is not None:
        return _Brought(read_before=written(known.read_at), part_of=tuple(sightings.grown_into(session, known)))
    contents = {size: names for size, names in sightings.contents(session).items() if size < log.size}
    if _hashes(contents) - reading.compared:
        raise _NotCompared(contents)
    origin = sightings.record(session, log, reading.counting)
    follow(session, origin)
    content = {"file": log.file, "format": log.format, "records": log.records, "rejected": log.rejected}
    audit.append(session, who=proposing.WHO, what="log read", subject=f"origin:{log.sha256}", content=content)
    earlier = sightings.grown_from(session, log)
    for one in (*earlier, origin) if earlier else ():
        retention.fold(session, one, rules.limits, origin.read_at)
    new = sightings.count_new(session, origin, earlier)
    if earlier:
        _replace(session, origin, earlier)
    grown_since = written(earlier[-1].read_at) if earlier else None
    proposed = proposing.propose(session, origin, origin.read_at, rules.enough)
    return _Brought(new, proposed, grown_since=grown_since)


def _replace(session: Session, origin: Origin, earlier: Sequence[Origin]) -> None:
    """Let a log that has grown take the place of what was read of it before."""
    lost = correcting.vanished(session, origin, earlier)
    sightings.take_place(session, origin, earlier)
    content = {
        "file": origin.file,
        "from": [one.sha256 for one in earlier],
        "records": [one.records for one in earlier],
    }
    audit.append(session, who=proposing.WHO, what="log grown", subject=f"origin:{origin.sha256}", content=content)
    correcting.correct(session, lost, origin.read_at)


def _counted(rows: Iterable[dict[str, Any]], kept: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    """Give use by the tools for which it counts: what was seen of two that were merged is summed up."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        slug = kept.get(row["slug"], row["slug"])
        one = found.setdefault((slug, row["user"], row["day"]), {**row, "slug": slug, **dict.fromkeys(SUMS)})
        for name in SUMS:
            if row[name] is not None:
                one[name] = (one[name] or 0) + row[name]
    return found.values()


def _use(row: dict[str, Any]) -> dict[str, Any]:
    day = row["day"].isoformat() if row["day"] else None
    return {"tool": row["slug"], "user": row["user"] or None, "day": day, **{name: row[name] for name in SUMS}}


def _named(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    return {kind: row["name"], "users": row["users"], "events": row["events"]}


def _hashes(contents: Contents) -> set[str]:
    return {name for names in contents.values() for name in names}
