"""A registry's entries → facts of the tools that they are about, all in one transaction or none at all.

What an entry is stays as a snapshot, so that anybody can see what the registry said. An entry that has gone from a
newer copy does not erase its facts: they become unsupported.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlmodel import Session, col, func, select

from catalog import plugins
from catalog.errors import BadUse
from catalog.evidence.record import plan_slug
from catalog.models.evidence import Fact, Run, Snapshot, Source
from catalog.models.tool import Plan, Tool
from catalog.moment import now, start_of
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers import registries
from scrapers.listing import Entry, Listing, Registry, Statement, newest
from scrapers.matching import Matcher
from scrapers.stored import NO_PAGES

VERSION = "1"
ONE_ANSWER = frozenset({"certification", "last_breach"})
"""Of these a tool has one answer, whichever of its entries gives it."""
Part = tuple[Entry, str, tuple[Statement, ...]]
"""An entry, the tool that it is about, and what of it counts there."""
_TOLD = re.compile(r"(?P<name>\w+) (?P<as_of>[\d-]{10}) (?P<entries>\d+) entries (?P<matched>\d+) matched")


@dataclass
class Reading:
    """What became of a copy of a registry: how much of it is about known tools, and what was new in it."""

    registry: str
    as_of: date
    entries: int = 0
    matched: int = 0
    tools: int = 0
    facts: int = 0
    new: int = 0
    unsupported: int = 0
    plans_unknown: int = 0
    pages: int = 0
    unmatched: list[str] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """Give it as the document of `byot registry read`."""
        return {**vars(self), "unmatched": len(self.unmatched), "unmatched_names": self.unmatched}


def registry(name: str) -> Registry:
    """Give a registry by its name; raise `UnknownPlugin` naming the choices where there is none."""
    return cast(Registry, plugins.load(registries, name))


def join(listings: Sequence[Listing], as_of: date | None) -> Listing:
    """Give several files of one copy as one listing, of a given day, else of the newest day that they prove.

    Raise `BadUse` where nothing says of which day the copy is.
    """
    days = [one.as_of for one in listings if one.as_of]
    day = as_of or (max(days) if days else None)
    entries = tuple(entry for one in listings for entry in one.entries)
    if day is None:
        undated = [entry for entry in entries if entry.statements and not entry.seen]
        if undated:
            raise BadUse("Nothing in it says of which day it is", "Add the day when it was saved: --as-of 2026-11-24")
        day = newest(entry.seen for entry in entries) or now().date()
    if day > now().date():
        raise BadUse(f"{day} lies in the future", "Give the day when it was saved: --as-of 2026-11-24")
    return Listing(entries, day, all(one.whole for one in listings))


def record(store: Store, snapshots: Snapshots, name: str, listing: Listing) -> Reading:
    """Record what a listing states of known tools. The same copy read again records nothing.

    Raises `StoreProblem`, having recorded nothing, where the store or the folder of snapshots cannot be written to.
    """
    assert listing.as_of is not None
    with store.session() as session:
        matcher = Matcher(session)
        pairs = [(entry, slug) for entry in listing.entries for slug in matcher.tools(entry)]
    parts = _settled(pairs)
    kept = {entry.text: snapshots.store(entry.text.encode()) for entry, _, stated in parts if stated}
    return store.transact(lambda session: _Copy(session, name, listing, kept).record(parts))


def _settled(pairs: Sequence[tuple[Entry, str]]) -> list[Part]:
    """Leave out what another entry about the same tool settles: an edition not cleared yet, an older breach."""
    best: dict[tuple[str, str, str], tuple[bool, int]] = {}
    for entry, slug in pairs:
        for said in entry.statements:
            question = _question(slug, said)
            best[question] = max(best.get(question, (False, 0)), _weight(said))
    return [
        (entry, slug, tuple(said for said in entry.statements if _stands(slug, said, best))) for entry, slug in pairs
    ]


def _stands(slug: str, said: Statement, best: dict[tuple[str, str, str], tuple[bool, int]]) -> bool:
    return said.fact not in ONE_ANSWER or _weight(said) == best[_question(slug, said)]


def _question(slug: str, said: Statement) -> tuple[str, str, str]:
    return slug, said.fact, str(said.value) if said.status else ""


def _weight(said: Statement) -> tuple[bool, int]:
    return said.status == "yes", said.value if isinstance(said.value, int) else 0


class _Copy:
    """One copy of a registry on its way into the store."""

    def __init__(self, session: Session, name: str, listing: Listing, kept: dict[str, str]) -> None:
        assert listing.as_of is not None
        self._session = session
        self._name = name
        self._strength = registry(name).STRENGTH
        self._listing = listing
        self._day = listing.as_of
        self._kept = kept
        self._told = Reading(name, self._day, entries=len(listing.entries))
        self._sources: set[int] = set()

    def record(self, parts: Sequence[Part]) -> Reading:
        told, known = self._told, {id(entry) for entry, _, _ in parts}
        told.matched, told.tools = len(known), len({slug for _, slug, _ in parts})
        told.unmatched = [entry.name for entry in self._listing.entries if id(entry) not in known]
        run = self._run()
        for entry, slug, stated in parts:
            tool = self._session.exec(select(Tool).where(Tool.slug == slug)).first()
            if tool is not None:
                self._record_entry(entry, stated, tool, run)
        if self._listing.whole:
            told.unsupported = self._mark_gone()
        return told

    def _run(self) -> Run:
        """Give the run of this copy: the one that read it before, or a new one."""
        told = self._told
        version = f"{told.registry} {told.as_of} {told.entries} entries {told.matched} matched"
        runs = select(Run).where(Run.kind == "registry", Run.version == version)
        run = self._session.exec(runs).first() or Run(kind="registry", version=version, started_at=now())
        self._session.add(run)
        self._session.flush()
        return run

    def _record_entry(self, entry: Entry, stated: Sequence[Statement], tool: Tool, run: Run) -> None:
        for kind, url in entry.pages:
            self._told.pages += self._watch(tool, kind, url)
        if not stated:
            return
        source = self._source(tool, "registry", entry.url)
        assert source.id is not None
        self._sources.add(source.id)
        for said in stated:
            plan = None if said.plan is None else self._plan(tool, said.plan)
            if said.plan is not None and plan is None:
                self._told.plans_unknown += 1
                continue
            self._told.facts += 1
            self._told.new += self._record_fact(entry, said, plan, tool, source, run)

    def _plan(self, tool: Tool, name: str) -> str | None:
        slug = plan_slug(self._session, tool, name)
        plans = select(Plan.slug).where(Plan.tool_id == tool.id, col(Plan.retracted_at).is_(None))
        return slug if slug in set(self._session.exec(plans)) else None

    def _record_fact(
        self, entry: Entry, said: Statement, plan: str | None, tool: Tool, source: Source, run: Run
    ) -> bool:
        """Record one statement; say whether it is new."""
        seen = entry.seen or self._day
        told = [self._name, tool.slug, entry.url, self._kept[entry.text], seen, said.document(), plan]
        key = hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
        if self._session.exec(select(Fact.id).where(Fact.key == key)).first() is not None:
            return False
        snapshot = self._snapshot(entry, source, seen)
        assert tool.id is not None
        assert source.id is not None
        assert run.id is not None
        self._session.add(
            Fact(
                key=key,
                tool_id=tool.id,
                fact=said.fact,
                plan=plan,
                applies="tool" if plan is None else "plan",
                value=said.value,
                status=said.status,
                valid_from=start_of(min(said.since or seen, seen)),
                dated=said.since is not None,
                recorded_at=now(),
                source_id=source.id,
                snapshot_id=snapshot.id,
                run_id=run.id,
                url=entry.url,
                says=said.says,
                observed_at=start_of(seen),
                strength=self._strength,
                extractor=extractor(self._name),
                extractor_version=VERSION,
            )
        )
        return True

    def _snapshot(self, entry: Entry, source: Source, seen: date) -> Snapshot:
        assert source.id is not None
        sha256, moment = self._kept[entry.text], start_of(seen)
        same = select(Snapshot).where(Snapshot.source_id == source.id, Snapshot.sha256 == sha256)
        snapshot = self._session.exec(same.where(Snapshot.fetched_at == moment)).first()
        if snapshot is None:
            snapshot = Snapshot(
                source_id=source.id,
                url=entry.url,
                sha256=sha256,
                media_type="text/plain",
                size=len(entry.text.encode()),
                status=200,
                headers={"content-type": "text/plain; charset=utf-8"},
                fetched_at=moment,
                extracted_by=NO_PAGES[0],
            )
            self._session.add(snapshot)
            self._session.flush()
            if source.fetched_at is None or source.fetched_at < moment:
                source.fetched_at, source.fetch_state = moment, "fetched"
                self._session.add(source)
        return snapshot

    def _watch(self, tool: Tool, kind: str, url: str) -> bool:
        there = select(Source.id).where(Source.tool_id == tool.id, Source.url == url)
        new = self._session.exec(there).first() is None
        self._source(tool, kind, url)
        return new

    def _source(self, tool: Tool, kind: str, url: str) -> Source:
        source = self._session.exec(select(Source).where(Source.tool_id == tool.id, Source.url == url)).first()
        if source is None:
            assert tool.id is not None
            source = Source(tool_id=tool.id, url=url, kind=kind)
            self._session.add(source)
            self._session.flush()
        return source

    def _mark_gone(self) -> int:
        """Mark what an older copy stated and this one, which is whole, does not list; give how many."""
        held = select(Fact).where(Fact.extractor == extractor(self._name), Fact.observed_at < start_of(self._day))
        held = held.where(col(Fact.unsupported_at).is_(None), col(Fact.retracted_at).is_(None))
        gone = [fact for fact in self._session.exec(held) if fact.source_id not in self._sources]
        for fact in gone:
            fact.unsupported_at = now()
            self._session.add(fact)
        return len(gone)


def extractor(name: str) -> str:
    """Give what stands in `Fact.extractor` of a registry's facts."""
    return f"registry.{name}"


def overview(session: Session) -> list[dict[str, Any]]:
    """Give every registry with its source, the age of the newest copy that was read, and what came out of it."""
    copies = [_copy_of(run) for run in session.exec(select(Run).where(Run.kind == "registry"))]
    return [_row(session, name, [copy for copy in copies if copy and copy["name"] == name]) for name in _names()]


def _names() -> list[str]:
    return plugins.names(registries)


def _copy_of(run: Run) -> dict[str, Any] | None:
    found = _TOLD.fullmatch(run.version)
    return {**found.groupdict(), "read_at": run.started_at} if found else None


def _row(session: Session, name: str, copies: list[dict[str, Any]]) -> dict[str, Any]:
    it = registry(name)
    last = max(copies, key=lambda copy: (copy["as_of"], copy["read_at"]), default=None)
    facts = select(func.count()).where(Fact.extractor == extractor(name), col(Fact.retracted_at).is_(None))
    return {
        "registry": name,
        "title": it.TITLE,
        "source": it.URL or it.PAGE,
        "fetched": it.URL is not None,
        "as_of": last["as_of"] if last else None,
        "age_days": (now().date() - date.fromisoformat(last["as_of"])).days if last else None,
        "entries": int(last["entries"]) if last else 0,
        "matched": int(last["matched"]) if last else 0,
        "facts": session.exec(facts).one(),
    }
