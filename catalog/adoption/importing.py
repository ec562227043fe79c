"""An export into the register: what it shows is counted, proposed or declared, once.

Entries in are records and rejected ones together. A content that was imported before changes nothing. All that an
export shows is recorded in one transaction; the answers of a survey are declared a hundred at a time, so that
others can write meanwhile, and a survey that was cut off goes on where it stood when it is imported again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from itertools import islice
from operator import attrgetter
from pathlib import Path
from time import sleep
from typing import Any, NamedTuple, Protocol, cast

from sqlalchemy import insert
from sqlmodel import Session, select

from catalog import audit, plugins
from catalog.adoption import answers, batches, cases, counts, importers, naming, proposing, scopes
from catalog.adoption import register as declaring
from catalog.adoption.entries import Answer, Content, Entry, Unusable, Use, load
from catalog.adoption.joining.sightings import follow
from catalog.adoption.judging import Judging
from catalog.discovery import sightings
from catalog.discovery.match import Match
from catalog.errors import ByotError, Conflicting
from catalog.models.register import Batch, Grant, Origin, Sighting
from catalog.moment import now, written
from catalog.store import Store

SHOWN = 100
MOST_STRAYS = 1_000
WRITTEN_AT_ONCE = 5_000
ANSWERS_AT_ONCE = 100
"""Answers that are declared in one transaction, in which nobody else writes: a second or two."""
PAUSE = 0.15
"""Seconds for those who wait to write: the embedded database lets them look ten times a second."""
WHO = "import"
Said = Entry | Answer | Unusable


class Importer(Protocol):
    """One export format: a module of `catalog.adoption.importers`."""

    TITLE: str

    def read(self, content: Content) -> Iterator[Said]:
        """Give what each entry of an export says; raise `BadData` where it is of another format."""


@dataclass(slots=True)
class _Shown:
    """What an export shows of the tools in use, summed up; and what it names that no tool is known by."""

    seen: dict[tuple[int, str, str, date | None], list[Any]] = field(default_factory=dict)
    grants: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    strays: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    events: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    first: datetime | None = None
    last: datetime | None = None


class _Step(NamedTuple):
    """What came of a step: the batch, what the export shows, what cannot be read of the entries dealt with.

    `new` are the new sightings and proposals, None where answers are left; `before` says that nothing was to be done.
    """

    batch: Batch
    shown: _Shown
    unusable: list[Unusable]
    new: tuple[int, int] | None
    before: datetime | None = None


def formats() -> list[dict[str, str]]:
    """Give the formats of exports: name and title."""
    loaded = ((name, cast(Importer, plugins.load(importers, name))) for name in plugins.names(importers))
    return [{"format": name, "title": module.TITLE} for name, module in loaded]


def import_file(
    store: Store, name: str, path: Path, called: str | None = None, by: str = WHO, most_answers: int | None = None
) -> dict[str, Any]:
    """Take what an export shows or declares into the register; give what came of it, and the batch's name.

    `called` is the name by which the file is told, where that is not its path; `by` is whom the trail names. Each
    answer of a survey is judged, about a hundred a second; more than `most_answers` are refused.
    Raises `UnknownPlugin`, `NotFound` or `BadData`, `Conflicting` where another format has read this content; nothing
    is recorded then. Raises `Conflicting` where the batch is taken back meanwhile.
    """
    name = name.replace("-", "_")
    importer = cast(Importer, plugins.load(importers, name))
    content = load(path)
    content = replace(content, file=called) if called else content
    entries = _entries(importer, content)
    if most_answers is not None and sum(isinstance(one, Answer) for one in entries) > most_answers:
        mend = f"run byot import {name} FILE, or give {most_answers} at a time"
        raise content.refused(f"{len(entries)} answers take too long here", mend)
    take = partial(_step, name=name, content=content, entries=entries, by=by)
    step, unusable = store.transact(take), list[Unusable]()
    while step.new is None:
        unusable += step.unusable
        sleep(PAUSE)
        step = store.transact(partial(take, begun=step))
    return _told(step.batch, step.shown, [*unusable, *step.unusable], step.new, step.before)


def _entries(importer: Importer, content: Content) -> list[Said]:
    read = list(importer.read(content))
    rejected = [one for one in read if isinstance(one, Unusable)]
    if not read:
        raise content.refused("the file has no entries", mend="name an export with entries in it")
    if len(rejected) == len(read):
        first = rejected[0]
        raise content.refused(
            f"none of {len(read)} entries can be read; line {first.line}: {first.why}",
            mend=f"see that this is one of: {importer.TITLE}",
        )
    return read


def _step(
    session: Session, *, name: str, content: Content, entries: Sequence[Said], by: str, begun: _Step | None = None
) -> _Step:
    """Record what an export shows and the first answers, or some more after a step by which it was begun."""
    audit.take_turn(session)
    batch = batches.of_content(session, content.sha256)
    if begun is not None and (batch is None or batch.reference != begun.batch.reference):
        told = f"{begun.batch.reference} was taken back while it was imported"
        raise Conflicting(told, mend="import it again, if you want it back")
    if batch is not None and batch.format != name:
        raise Conflicting(
            f"this content was imported as {batch.format}", mend=f"undo that: byot import undo {batch.reference}"
        )
    at = batch.imported_at if batch is not None else now()
    shown = begun.shown if begun is not None else _shown(session, entries, at)
    if batch is not None and batches.is_whole(batch):
        return _Step(batch, shown, list(_unusable(entries)), (0, 0), batch.imported_at)
    batch = batch or _begun(session, name, content, shown, at)
    batch.entries = len(entries)
    done = batch.records + batch.rejected
    some = _some(entries[done:])
    unusable = [*_unusable(some), *_declared(session, batch, some, at)]
    batch.rejected, batch.records = batch.rejected + len(unusable), batch.records + len(some) - len(unusable)
    session.add(batch)
    session.flush()
    new = _finished(session, batch, at, by) if batches.is_whole(batch) else None
    return _Step(batch, shown, unusable, new)


def _begun(session: Session, name: str, content: Content, shown: _Shown, at: datetime) -> Batch:
    origin = _origin(session, name, content, shown, at)
    return Batch(
        reference=cases.reference("b"), sha256=content.sha256, origin_id=origin.id, format=name, file=content.file,
        entries=0, records=0, rejected=0, imported_at=at,
    )  # fmt: skip


def _some(entries: Sequence[Said]) -> Sequence[Said]:
    """Give the first entries, with as many answers as are declared at once."""
    places = (place for place, one in enumerate(entries) if isinstance(one, Answer))
    return entries[: next(islice(places, ANSWERS_AT_ONCE, None), len(entries))]


def _finished(session: Session, batch: Batch, at: datetime, by: str) -> tuple[int, int]:
    """Propose what the whole batch shows, and record that it was imported; give the new sightings and proposals."""
    origin = session.get_one(Origin, batch.origin_id)
    origin.records, origin.rejected = batch.records, batch.rejected
    new = (sightings.count_new(session, origin, []), proposing.propose(session, origin, at))
    audit.append(
        session, who=by, what="export imported", subject=f"batch:{batch.reference}",
        content={"file": batch.file, "format": batch.format, "sha256": batch.sha256, "records": batch.records,
                 "rejected": batch.rejected, "declared": len(batch.declared), "sightings": new[0], "proposals": new[1]},
    )  # fmt: skip
    return new


def _unusable(entries: Sequence[Said]) -> Iterator[Unusable]:
    return (one for one in entries if isinstance(one, Unusable))


def _declared(session: Session, batch: Batch, entries: Sequence[Said], at: datetime) -> Iterator[Unusable]:
    """Declare what entries say; keep for each what it was before. Give those that cannot be declared."""
    kept: list[dict[str, Any]] = []
    words, judging = answers.data_words(session, at), Judging(session, at)
    for one in entries:
        if not isinstance(one, Answer):
            continue
        try:
            with session.begin_nested():
                said = answers.understood(one.declaration, words)
                before = batches.standing(session, said, judging)
                adoption = declaring.declare(session, said, at, imported=True, judging=judging)
            kept.append(batches.kept(adoption, before, at))
        except ByotError as error:
            yield Unusable(one.line, error.one_line())
    batch.declared = [*batch.declared, *kept]


def _shown(session: Session, entries: Sequence[Said], at: datetime) -> _Shown:
    shown, names = _Shown(), naming.names(session)
    found: dict[tuple[str, str, str, str], Match | None] = {}
    for entry in entries:
        for use in entry.uses if isinstance(entry, Entry) else ():
            key = (use.kind, use.called, use.host, use.detail)
            if key not in found:
                found[key] = _match(names, use)
            _count(shown, use, found[key])
    return shown


def _match(names: naming.Names, use: Use) -> Match | None:
    by_host = names.host(use.host) if use.host else None
    if by_host is not None or not use.called:
        return by_host
    if use.kind == "merchant":
        return names.merchant(use.called, use.detail)
    return names.software(use.called, use.detail) if use.kind == "software" else names.app(use.called)


def _count(shown: _Shown, use: Use, match: Match | None) -> None:
    if use.at is not None:
        shown.first = min(shown.first or use.at, use.at)
        shown.last = max(shown.last or use.at, use.at)
    day = use.at.date() if use.at else None
    called = use.called or use.host
    if use.scopes is not None and called:
        grant = shown.grants.setdefault((called, use.user), {"tool_id": match.tool_id if match else None, "day": day})
        grant["scopes"] = sorted({*grant.get("scopes", ()), *use.scopes})
    if match is None:
        shown.strays[called].add(use.user)
        shown.events[called] += use.events
        return
    sums = shown.seen.setdefault((match.tool_id, match.tenant, use.user, day), counts.nothing())
    counts.add(sums, (use.events, use.blocked, use.bytes_up, use.bytes_down))


def _origin(session: Session, name: str, content: Content, shown: _Shown, at: datetime) -> Origin:
    """Record the origin with what it shows."""
    known = session.exec(select(Origin).where(Origin.sha256 == content.sha256)).first()
    if known is not None:
        raise Conflicting("this content was read as a log before", mend="there is nothing left to do")
    origin = Origin(
        sha256=content.sha256, size=len(content.body), file=content.file, format=name, records=0, rejected=0,
        events=sum(sums[0] for sums in shown.seen.values()), first_at=shown.first, last_at=shown.last, read_at=at,
    )  # fmt: skip
    session.add(origin)
    session.flush()
    seen = [
        {"origin_id": origin.id, "tool_id": tool, "tenant": tenant, "user": user, "day": day,
         "events": sums[0], "blocked": sums[1], "bytes_up": sums[2], "bytes_down": sums[3]}
        for (tool, tenant, user, day), sums in shown.seen.items()
    ]  # fmt: skip
    for start in range(0, len(seen), WRITTEN_AT_ONCE):
        session.execute(insert(Sighting), seen[start : start + WRITTEN_AT_ONCE])
    for (client, user), grant in sorted(shown.grants.items()):
        session.add(
            Grant(origin_id=origin.id or 0, client=client, user=user, risk=scopes.risk(grant["scopes"]), **grant)
        )
    session.flush()
    follow(session, origin)
    return origin


def _told(
    batch: Batch, shown: _Shown, unusable: Sequence[Unusable], new: tuple[int, int], before: datetime | None
) -> dict[str, Any]:
    risks: dict[str, int] = defaultdict(int)
    for grant in shown.grants.values():
        risks[scopes.risk(grant["scopes"])] += 1
    strays = [(called, len(users - {""}), shown.events[called]) for called, users in shown.strays.items()]
    strays.sort(key=lambda stray: (-stray[1], -stray[2], stray[0]))
    return {
        "batch": batch.reference,
        "file": batch.file,
        "format": batch.format,
        "entries": batch.entries,
        "records": batch.records,
        "rejected": batch.rejected,
        "unusable": [{"line": one.line, "why": one.why} for one in sorted(unusable, key=attrgetter("line"))[:SHOWN]],
        "declared": len(batch.declared),
        "sightings": len(shown.seen),
        "grants": {risk: risks[risk] for risk in reversed(scopes.RISKS_RISING)},
        "unmatched": [{"name": name, "users": users, "events": events} for name, users, events in strays[:MOST_STRAYS]],
        "new": {"sightings": new[0], "proposals": new[1]},
        "read_before": written(before) if before else None,
    }
