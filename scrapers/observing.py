"""What is seen of a site from outside → facts, each with what was seen as its snapshot."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
from sqlmodel import Session, col, select

from catalog import plugins
from catalog.evidence.record import Reading, mark_unsupported
from catalog.evidence.record import record as record_finding
from catalog.models.evidence import Run, Snapshot, Source
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers import observe
from scrapers.address import PORTS, Address
from scrapers.fetch import Fetcher
from scrapers.finding import Finding
from scrapers.nameserver import Nameserver
from scrapers.pace import Budget, BudgetSpent
from scrapers.record import SEEN_AGAIN_AFTER, Recorded
from scrapers.site import Seen, Site
from scrapers.stored import NO_PAGES

VERSION = "1"


@dataclass(frozen=True)
class Observation:
    """One criterion's look at a site."""

    criterion: str
    seen: Seen


class Looker:
    """Looks at the sites of a crawl, and records what it sees."""

    def __init__(
        self, store: Store, snapshots: Snapshots, fetcher: Fetcher, trust: ssl.SSLContext | None = None
    ) -> None:
        """Take where to record, and whom certificates may be signed by: those that the system trusts, or others."""
        self._store = store
        self._snapshots = snapshots
        self._fetcher = fetcher
        self._trust = trust or httpx.create_ssl_context(trust_env=False)

    async def look(self, tool: str, home: Address, budget: Budget) -> AsyncIterator[Recorded]:
        """Look at the site of a tool's front page; give each observation as it is recorded.

        Raises `StoreProblem` where the store or the folder of snapshots cannot be written to.
        """
        usual = home.port in PORTS.values()
        secure, plain = (
            Address(scheme, home.host, port, "/") if usual else home.join("/")
            for scheme, port in (("https", PORTS["https"]), ("http", PORTS["http"]))
        )
        site = Site(secure, plain, self._fetcher, Nameserver(self._fetcher.gate), budget, self._trust)
        async for one in look(site):
            yield await asyncio.to_thread(record, self._store, self._snapshots, tool, one)


async def look(site: Site) -> AsyncIterator[Observation]:
    """Look at all that can be seen; what cannot is passed over, and what would cost more requests than are left."""
    for name in plugins.names(observe):
        try:
            seen = await plugins.load(observe, name).observe(site)
        except BudgetSpent:
            continue
        if seen is not None:
            yield Observation(name, seen)


def record(store: Store, snapshots: Snapshots, tool: str, one: Observation) -> Recorded:
    """Record one observation, its snapshot and its fact together. The same seen again within days records nothing.

    Raises `StoreProblem`, having recorded nothing.
    """
    name = snapshots.store(one.seen.text.encode())
    return store.transact(lambda session: _write(session, tool, one, name))


def _write(session: Session, slug: str, one: Observation, name: str) -> Recorded:
    seen = one.seen
    tool = session.exec(select(Tool).where(Tool.slug == slug)).one()
    source = session.exec(select(Source).where(Source.tool_id == tool.id, Source.url == seen.url)).first()
    assert tool.id is not None
    source = source or Source(tool_id=tool.id, url=seen.url, kind=seen.kind)
    source.fetched_at = moment = now()
    session.add(source)
    session.flush()
    newest = select(Snapshot).where(Snapshot.source_id == source.id).order_by(col(Snapshot.fetched_at).desc())
    last = session.exec(newest.limit(1)).first()
    same = last is not None and last.sha256 == name
    source.fetch_state = "unchanged" if same else "fetched"
    told = Recorded(slug, seen.url, seen.kind, source.fetch_state, name, len(seen.text.encode()), 1, 0, None)
    if same and last is not None and moment - last.fetched_at < SEEN_AGAIN_AFTER:
        return told
    run = Run(kind="crawl", version=f"observation {VERSION}", started_at=moment)
    assert source.id is not None
    snapshot = Snapshot(
        source_id=source.id,
        url=seen.url,
        sha256=name,
        media_type="text/plain",
        size=told.size,
        status=200,
        headers={"content-type": "text/plain; charset=utf-8"},
        fetched_at=moment,
        extracted_by=NO_PAGES[1],
    )
    session.add_all([run, snapshot])
    session.flush()
    start = seen.text.index(seen.quote)
    finding = Finding(one.criterion, seen.value, seen.quote, start, start + len(seen.quote), confidence=1.0)
    reading = Reading(tool, source, snapshot, run, seen.text, f"observation.{one.criterion}", VERSION)
    record_finding(session, finding, reading)
    mark_unsupported(session, source, seen.text, moment)
    return Recorded(slug, seen.url, seen.kind, source.fetch_state, name, told.size, 1, 1, None)
