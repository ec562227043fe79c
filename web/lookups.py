"""Look it up now: a tool that nobody knows is crawled while somebody waits, and its steps are told as they end.

What was found is recorded as by any crawl, so a look-up that breaks off loses nothing but its page. How many there
were on a day stands in the trail: a limit holds over restarts. What is under way lives in this process alone.
"""

import asyncio
import logging
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends
from sqlmodel import Session, col, select
from starlette.requests import Request

from catalog import audit
from catalog.adoption import cases
from catalog.errors import BadUse, ByotError, NotAllowed
from catalog.models.review import Event
from catalog.models.tool import Tool
from catalog.moment import start_of
from catalog.search import clean
from catalog.settings import Settings, settings
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers.crawl import Crawl, Step
from scrapers.gate import Gate
from scrapers.goal import Goal, goal_of, site_in
from scrapers.kinds import site_of
from scrapers.visit import visit
from web.found import Seen, seen

AT_ONCE = 2
SECONDS = 180.0
KEPT = 200
FRESH = timedelta(minutes=10)
SUBJECT, EVENT = "lookups", "looked up"
BROKEN = "Something broke on our side. What was read until then is kept."
log = logging.getLogger("byot.web")


class Enough(NotAllowed):
    """So many tools may be looked up in a day, and no more."""


@dataclass
class Lookup:
    """One look-up: the site, its steps until now, and how it ended (*waiting*, *running*, *found*, *failed*)."""

    reference: str
    site: str
    begun_at: datetime
    state: str = "waiting"
    steps: list[Seen] = field(default_factory=list)
    tool: str | None = None
    problem: str | None = None

    @property
    def ended(self) -> bool:
        """Tell whether nothing more will come."""
        return self.state in ("found", "failed")


class Lookups:
    """The look-ups of one running site."""

    def __init__(self, store: Store, snapshots: Snapshots, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._snapshots = snapshots
        self._clock = clock
        self._kept: dict[str, Lookup] = {}
        self._lock = threading.Lock()
        self._turns = threading.Semaphore(AT_ONCE)

    def find(self, reference: str) -> Lookup | None:
        """Give a look-up that is under way, or ended lately in this process."""
        return self._kept.get(reference)

    def begin(self, target: str, person: str) -> Lookup | None:
        """Begin to look a domain or URL up, or join who does already; None where the catalog has described the tool.

        Raise `BadUse` where it is neither, `AddressRefused` where it may not be visited, `Enough` where a limit is
        reached.
        """
        read = settings()
        if site_in(clean(target)) is None and "://" not in target:
            raise BadUse("That is no domain", "Give the tool's domain, like example.com")
        with self._store.session() as session:
            goal = goal_of(session, Gate(read.fetch_allow), target)
            if goal.tool is not None and _described(session, goal.tool):
                return None
        with self._lock:
            under_way = self._recent(site_of(goal.home))
            if under_way is not None:
                return under_way
            begun = Lookup(f"l-{secrets.token_hex(5)}", site_of(goal.home), self._clock())
            self._store.transact(lambda session: self._count(session, read, begun.site, person))
            self._keep(begun)
        threading.Thread(target=self._run, args=(begun, goal, read, person), daemon=True).start()
        return begun

    def unasked(self, target: str) -> bool:
        """Tell whether nobody has looked a domain or URL up in the last minutes."""
        address = site_in(target)
        return address is not None and all(one.site != site_of(address) for one in self._fresh())

    def _fresh(self) -> list[Lookup]:
        return [one for one in list(self._kept.values()) if self._clock() - one.begun_at < FRESH]

    def _recent(self, site: str) -> Lookup | None:
        """Give a look-up of the same site that has not failed: asked again within minutes, it is the same one."""
        return next((one for one in self._fresh() if one.site == site and one.state != "failed"), None)

    def _keep(self, begun: Lookup) -> None:
        self._kept[begun.reference] = begun
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]

    def _count(self, session: Session, read: Settings, site: str, person: str) -> None:
        """Write down that somebody looks a site up; raise `Enough` where it would be one too many."""
        audit.take_turn(session)
        midnight = (start_of(self._clock().date()) - audit.EPOCH) // timedelta(microseconds=1)
        today = select(Event.who).where(Event.subject == SUBJECT, Event.what == EVENT, col(Event.at) >= midnight)
        askers = session.exec(today).all()
        if askers.count(person) >= read.lookups_per_person:
            raise Enough(
                f"You have looked up {askers.count(person)} tools today, and that is all for one day",
                "Ask again tomorrow, or tell your security people which tool it is",
            )
        if len(askers) >= read.lookups_per_day:
            raise Enough("So many tools were looked up today that no more is possible", "Ask again tomorrow")
        audit.append(session, who=person, what=EVENT, subject=SUBJECT, content={"site": site})

    def _run(self, begun: Lookup, goal: Goal, read: Settings, person: str) -> None:
        """Be the thread of one look-up."""
        with self._turns:
            begun.state = "running"
            try:
                ended = asyncio.run(self._crawl(begun, goal, read))
                self._end(begun, ended, person)
            except ByotError as error:
                begun.problem, begun.state = error.message, "failed"
            except Exception as error:
                log.error("looking up %s broke", begun.site, exc_info=error)
                begun.problem, begun.state = BROKEN, "failed"

    async def _crawl(self, begun: Lookup, goal: Goal, read: Settings) -> Crawl | None:
        """Crawl as `byot crawl` does; give how it ended, None where the time was over."""

        def told(step: Step) -> None:
            begun.tool = step.recorded.tool if step.recorded else begun.tool
            with self._store.session() as session:
                begun.steps.append(seen(session, step))

        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                return (await visit(self._store, self._snapshots, read, [goal], told=told))[0]
        return None

    def _end(self, begun: Lookup, ended: Crawl | None, person: str) -> None:
        """Leave the draft for review; a site that gave no page leaves none."""
        if begun.tool is None:
            failure = ended.failure if ended else None
            begun.problem = failure.message if failure else "The site took too long to answer"
            begun.state = "failed"
            return
        slug = begun.tool

        def leave(session: Session) -> None:
            audit.take_turn(session)
            tool = session.exec(select(Tool).where(Tool.slug == slug)).one()
            pages = sum(1 for step in begun.steps if step.snapshot is not None)
            why = f"a draft, read by a program from {pages} {'page' if pages == 1 else 'pages'} of {begun.site}"
            cases.open_for(session, tool, why=why, due=None, who=person, at=self._clock())

        self._store.transact(leave)
        begun.state = "found"


def _described(session: Session, slug: str) -> bool:
    """Tell whether the catalog has described a tool, so that it is no draft."""
    return session.exec(select(Tool.origin).where(Tool.slug == slug)).first() != "crawl"


async def lookups(request: Request) -> Lookups:
    """Give the look-ups of the site that answers a request."""
    found: Lookups = request.app.state.lookups
    return found


LookupsDep = Annotated[Lookups, Depends(lookups)]
