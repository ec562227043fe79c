"""Look it up now: a tool that nobody knows is crawled while somebody waits, and its steps are told as they end.

A look-up and its steps stand in the store (`web/kept_lookups.py`), so a page can be opened again after a restart and
by another server. What a server leaves when it ends, another one or a worker takes up: the pages are visited again,
what stands there already is neither recorded nor told twice. How many there were on a day stands in the trail.
"""

import asyncio
import logging
import secrets
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, FastAPI
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
from scrapers.goal import goal_of, site_in
from scrapers.kinds import site_of
from scrapers.visit import visit
from web import kept_lookups as kept
from web.found import seen
from web.kept_lookups import EVENT, HELD, SUBJECT, Progress

AT_ONCE = 2
SECONDS = 180.0
MOST_ATTEMPTS = 3
LOOK_AGAIN = 2.0
BROKEN = "Something broke on our side. What was read until then is kept."
OFTEN = "Reading it broke off several times. What was read until then is kept."
log = logging.getLogger("byot.web")


class TooMany(NotAllowed):
    """So many tools may be looked up in a day, and no more."""


class Lookups:
    """The look-ups of a store, as one run of the program sees them and works on them."""

    def __init__(self, store: Store, snapshots: Snapshots, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._snapshots = snapshots
        self._clock = clock
        self._mine: set[str] = set()
        self._turns = threading.Semaphore(AT_ONCE)
        self._over = threading.Event()

    def find(self, reference: str, after: int = 0) -> Progress | None:
        """Give how far a look-up is, with its steps after the first so many; None where nobody knows it."""
        with self._store.session() as session:
            return kept.find(session, reference, after)

    def begin(self, target: str, person: str) -> str | None:
        """Begin to look a domain or URL up, or join who does already; None where the catalog has described the tool.

        Give its reference. Raise `BadUse` where it is neither, `AddressRefused` where it may not be visited, `TooMany`
        where a limit is reached.
        """
        read = settings()
        if site_in(clean(target)) is None and "://" not in target:
            raise BadUse("That is no domain", "Give the tool's domain, like example.com")
        with self._store.session() as session:
            goal = goal_of(session, Gate(read.fetch_allow), target)
            if goal.tool is not None and _described(session, goal.tool):
                return None
        site, new = site_of(goal.home), f"l-{secrets.token_hex(5)}"

        def write(session: Session) -> str:
            audit.take_turn(session)
            under_way = kept.recent(session, site, self._clock())
            if under_way is None:
                self._count(session, read, person)
                kept.add(session, new, site=site, target=target, person=person, at=self._clock())
            return under_way or new

        reference = self._store.transact(write)
        if reference == new:
            self._start(new, target)
        return reference

    def unasked(self, target: str) -> bool:
        """Tell whether nobody has looked a domain or URL up in the last minutes."""
        address = site_in(target)
        if address is None:
            return False
        with self._store.session() as session:
            return not kept.asked_lately(session, site_of(address), self._clock())

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Keep what this run works on, and take up what others left, until the block ends."""
        self._over.clear()
        keeper = threading.Thread(target=self._keep, daemon=True)
        keeper.start()
        try:
            yield
        finally:
            self._over.set()
            keeper.join()
            self._renew(self._clock() - timedelta(seconds=1))  # another may take them up at once

    def _keep(self) -> None:
        while True:
            try:
                self._renew(self._clock() + HELD)
                self._take_up()
            except Exception as error:  # the store may be away for a while; the next time it may be there
                log.error("the look-ups could not be kept", exc_info=error)
            if self._over.wait(LOOK_AGAIN):
                return

    def _renew(self, until: datetime) -> None:
        if mine := set(self._mine):
            self._store.transact(lambda session: kept.renew(session, mine, until))

    def _take_up(self) -> None:
        with self._store.session() as session:
            waiting = [row.reference for row in kept.left(session, self._clock(), self._mine)]
        for reference in waiting:
            self._take(reference)

    def _take(self, reference: str) -> None:
        row = self._store.transact(lambda session: kept.take(session, reference, self._clock(), self._mine))
        if row is not None and row.attempts > MOST_ATTEMPTS:
            self._move(reference, "failed", OFTEN)
        elif row is not None:
            self._start(reference, row.target)

    def _count(self, session: Session, read: Settings, person: str) -> None:
        """Raise `TooMany` where one look-up more would be one too many."""
        midnight = (start_of(self._clock().date()) - audit.EPOCH) // timedelta(microseconds=1)
        today = select(Event.who).where(Event.subject == SUBJECT, Event.what == EVENT, col(Event.at) >= midnight)
        askers = session.exec(today).all()
        if askers.count(person) >= read.lookups_per_person:
            raise TooMany(
                f"You have looked up {askers.count(person)} tools today, and that is all for one day",
                "Ask again tomorrow, or tell your security people which tool it is",
            )
        if len(askers) >= read.lookups_per_day:
            raise TooMany("So many tools were looked up today that no more is possible", "Ask again tomorrow")

    def _start(self, reference: str, target: str) -> None:
        self._mine.add(reference)
        threading.Thread(target=self._run, args=(reference, target), daemon=True).start()

    def _run(self, reference: str, target: str) -> None:
        """Be the thread of one look-up."""
        try:
            with self._turns:
                self._move(reference, "running")
                ended = asyncio.run(self._crawl(reference, target))
                self._end(reference, ended)
        except ByotError as error:
            self._move(reference, "failed", error.message)
        except Exception as error:
            log.error("looking up %s broke", target, exc_info=error)
            self._move(reference, "failed", BROKEN)
        finally:
            self._mine.discard(reference)

    async def _crawl(self, reference: str, target: str) -> Crawl | None:
        """Crawl as `byot crawl` does; give how it ended, None where the time was over."""
        read = settings()

        def told(step: Step) -> None:
            def write(session: Session) -> None:
                tool = step.recorded.tool if step.recorded else None
                kept.add_step(session, reference, step.url, seen(session, step), tool)

            self._store.transact(write)

        with self._store.session() as session:
            goal = goal_of(session, Gate(read.fetch_allow), target)
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                return (await visit(self._store, self._snapshots, read, [goal], told=told))[0]
        return None

    def _end(self, reference: str, ended: Crawl | None) -> None:
        """Leave the draft for review; a site that gave no page leaves none."""
        found = self.find(reference)
        if found is None or found.tool is None:
            failure = ended.failure if ended else None
            self._move(reference, "failed", failure.message if failure else "The site took too long to answer")
            return
        slug, site = found.tool, found.site
        pages = sum(1 for step in found.steps if step.snapshot is not None)

        def leave(session: Session) -> None:
            audit.take_turn(session)
            tool = session.exec(select(Tool).where(Tool.slug == slug)).one()
            why = f"a draft, read by a program from {pages} {'page' if pages == 1 else 'pages'} of {site}"
            who = kept.asker(session, reference)
            cases.open_for(session, tool, why=why, due=None, who=who, at=self._clock())
            kept.move(session, reference, "found")

        self._store.transact(leave)

    def _move(self, reference: str, state: str, problem: str | None = None) -> None:
        self._store.transact(lambda session: kept.move(session, reference, state, problem))


def _described(session: Session, slug: str) -> bool:
    """Tell whether the catalog has described a tool, so that it is no draft."""
    return session.exec(select(Tool.origin).where(Tool.slug == slug)).first() != "crawl"


@asynccontextmanager
async def keeping(app: FastAPI) -> AsyncIterator[None]:
    """Keep an application's look-ups for as long as it runs."""
    with app.state.lookups.keeping():
        yield


async def lookups(request: Request) -> Lookups:
    """Give the look-ups of the site that answers a request."""
    found: Lookups = request.app.state.lookups
    return found


LookupsDep = Annotated[Lookups, Depends(lookups)]
