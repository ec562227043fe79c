"""One tool's way: find its pages, fetch them politely, store each, record the facts that stand in it.

What is wrong with one page (absent, forbidden, broken) is told and passed over. Only a store that cannot be written
to ends a crawl; what was recorded until then stands, and running again completes it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from catalog.errors import FetchFailed
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers import sources
from scrapers.address import Address
from scrapers.fetch import Fetcher, Get, Response
from scrapers.goal import Goal
from scrapers.kinds import kind_of
from scrapers.language_model import Asking, LanguageModel
from scrapers.pace import Budget, BudgetSpent
from scrapers.reader import Reader
from scrapers.record import Recorded, Recorder
from scrapers.sources import Candidate, Frontier

REQUESTS = 25
TOOLS_AT_ONCE = 4
OBSERVING = 8
OBSERVING_SHARE = 3
"""Looking at a site from outside may take so many requests, and no more than this part of what is left."""
WELL_FOUND = ("pricing", "security", "privacy", "terms", "dpa")
"""Where links led to all of these kinds, the sitemap is not asked for."""


@dataclass(frozen=True)
class Step:
    """One page of a crawl as it ends: what was recorded, or the state and reason of its failure."""

    url: str
    kind: str
    found: str
    state: str
    recorded: Recorded | None = None
    why: str | None = None


@dataclass
class Crawl:
    """A crawl: its steps, the requests that it took, and the first failure where no page could be had."""

    goal: Goal
    steps: list[Step] = field(default_factory=list)
    requests: int = 0
    failure: FetchFailed | None = None

    @property
    def tool(self) -> str | None:
        """Give the slug of the tool, None where nobody knew it and no page was fetched."""
        recorded = next((step.recorded for step in self.steps if step.recorded), None)
        return recorded.tool if recorded else self.goal.tool


Told = Callable[[Step], None]
Look = Callable[[str, Address, Budget], AsyncIterator[Recorded]]
"""Looks at a tool's site from outside, giving what it records; `scrapers.observing.Looker` is one."""


async def crawl(
    store: Store,
    snapshots: Snapshots,
    fetcher: Fetcher,
    goal: Goal,
    *,
    requests: int = REQUESTS,
    told: Told,
    look: Look | None = None,
    get: Get | None = None,
    model: LanguageModel | None = None,
) -> Crawl:
    """Crawl one tool with at most so many requests, telling each step as it ends; `look` at it from outside as well.

    `get` is how its pages are fetched where it is not the plain way (`Renderer.get`); `model` is asked about them too.
    Raise `StoreProblem` where the store or the folder of snapshots cannot be written to.
    """
    budget, ended, asking = Budget(requests), Crawl(goal), model.begin() if model else None
    with Reader() as reader:
        recorder = Recorder(store, snapshots, reader, goal.home, goal.tool)
        for way in (goal, goal.over_http()) if goal.either_scheme else (goal,):
            walk = _Walk(recorder, fetcher, way, budget, told, look, get or fetcher.get, asking)
            with suppress(BudgetSpent):
                await walk.run()
            ended.steps += walk.steps
            ended.failure = walk.failure if walk.silent else None
            if not walk.silent:
                break
    ended.requests = requests - budget.left
    return ended


async def crawl_all(
    store: Store,
    snapshots: Snapshots,
    fetcher: Fetcher,
    goals: Iterable[Goal],
    *,
    requests: int,
    told: Told,
    look: Look | None = None,
    get: Get | None = None,
    model: LanguageModel | None = None,
) -> list[Crawl]:
    """Crawl several tools, some of them at once; give how each ended, in their order."""
    slots = asyncio.Semaphore(TOOLS_AT_ONCE)

    async def one(goal: Goal) -> Crawl:
        async with slots:
            return await crawl(
                store, snapshots, fetcher, goal, requests=requests, told=told, look=look, get=get, model=model
            )

    return list(await asyncio.gather(*(one(goal) for goal in goals)))


class _Walk:
    """The way through one site: what waits, what was taken, what each step gave."""

    def __init__(
        self,
        recorder: Recorder,
        fetcher: Fetcher,
        goal: Goal,
        budget: Budget,
        told: Told,
        look: Look | None,
        get: Get,
        asking: Asking | None,
    ) -> None:
        self.steps: list[Step] = []
        self.failure: FetchFailed | None = None
        self._recorder = recorder
        self._fetcher = fetcher
        self._goal = goal
        self._home = goal.home
        self._budget = budget
        self._told = told
        self._look = look
        self._get = get
        self._asking = asking
        self._frontier = Frontier()

    @property
    def silent(self) -> bool:
        """Tell whether not one page could be had."""
        return not any(step.recorded for step in self.steps)

    async def run(self) -> None:
        """Take the page that was asked for and the front page, then what they and the sitemap lead to."""
        await self._begin()
        if self.silent and self.failure is not None and self.failure.status is None:
            return  # nobody is there, or nobody may be asked
        await self._observe()
        self._frontier.add(self._goal.known)
        if any(self._frontier.lacks(kind) for kind in WELL_FOUND):
            await self._sitemap()
        await self._take_all()
        self._frontier.add(sources.guesses(self._home, self._frontier))
        await self._take_all()

    async def _observe(self) -> None:
        """Look at the site from outside, for a share of the requests that are left."""
        tool = next((step.recorded.tool for step in self.steps if step.recorded), None)
        if self._look is None or tool is None:
            return
        share = Budget(min(OBSERVING, self._budget.left // OBSERVING_SHARE))
        given = share.left
        async for seen in self._look(tool, self._home, share):
            self._tell(Step(seen.url, seen.kind, "observed", seen.state, seen))
        self._budget.left -= given - share.left

    async def _begin(self) -> None:
        """Fetch the asked page and the front page; where the vendor has moved, go on there."""
        asked = self._goal.asked
        if asked is not None and asked.target != "/":
            await self._take(sources.asked(asked, kind_of(asked)))
        landed = await self._take(sources.asked(self._home, "other"))
        self._home = landed.join("/") if landed is not None else self._home

    async def _take_all(self) -> None:
        while (candidate := self._frontier.pop()) is not None:
            await self._take(candidate)

    async def _take(self, candidate: Candidate) -> Address | None:
        """Fetch and record one page; give where it was, None where it could not be had."""
        try:
            answer = await self._answer(candidate)
        except BudgetSpent:
            raise
        except FetchFailed as failure:
            await self._failed(candidate, failure)
            return None
        if not self._frontier.got(candidate, answer.address):
            return answer.address
        recorded = await self._recorded(candidate.kind, answer)
        self._tell(Step(recorded.url, recorded.kind, candidate.found, recorded.state, recorded, recorded.problem))
        self._frontier.add(sources.links(answer.body, answer.address, self._home))
        return answer.address

    async def _recorded(self, kind: str, answer: Response) -> Recorded:
        """Store and read a page, ask the language model where there is one, and record all of it together."""
        looked = await asyncio.to_thread(self._recorder.look, kind, answer)
        heard = None
        if self._asking is not None:
            heard = await asyncio.to_thread(self._recorder.heard_before, looked, self._asking.model)
            heard = heard or await self._asking.ask(looked.what, answer.address.url)
        return await asyncio.to_thread(self._recorder.record, looked, heard)

    async def _answer(self, candidate: Candidate) -> Response:
        unless = await asyncio.to_thread(self._recorder.validators, candidate.address.url)
        answer = await self._get(candidate.address, budget=self._budget, unless=unless)
        return await asyncio.to_thread(self._recorder.as_known, answer) if answer.status == 304 else answer

    async def _failed(self, candidate: Candidate, failure: FetchFailed) -> None:
        self.failure = self.failure or failure
        state = await asyncio.to_thread(self._recorder.failed, candidate.address.url, failure)
        if candidate.found != "guess":  # a well-known path that is not there is no news
            self._tell(Step(candidate.address.url, candidate.kind, candidate.found, state, None, failure.message))

    def _tell(self, step: Step) -> None:
        self.steps.append(step)
        self._told(step)

    async def _sitemap(self) -> None:
        """Add what the site's sitemap lists; a site without one, or with a broken one, is crawled all the same."""
        with suppress(FetchFailed):
            rules = await self._fetcher.rules(self._home, self._budget)
            maps = sources.best_sitemaps(rules.sitemaps, self._home, most=1) or [self._home.join("/sitemap.xml")]
            listed, of_maps = await self._locations(maps[0])
            parts = sources.best_sitemaps(listed, self._home) if of_maps else []
            if not of_maps:
                self._frontier.add(sources.from_sitemap(listed, self._home))
            for part in parts:
                with suppress(FetchFailed):
                    self._frontier.add(sources.from_sitemap((await self._locations(part))[0], self._home))

    async def _locations(self, address: Address) -> tuple[list[str], bool]:
        answer = await self._fetcher.get(address, budget=self._budget)
        return await asyncio.to_thread(sources.locations, answer.body)
