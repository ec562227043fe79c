"""Politeness: how often, how many at once, and how often in all a host is asked, in one run of the program.

`scrapers/shared_pace.py` holds all runs together to the same.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from catalog.errors import FetchFailed

LONGEST_DELAY = 30.0


class BudgetSpent(FetchFailed):
    """A job has made all the requests that it may make."""


@dataclass
class Budget:
    """How many requests a job may still make, robots.txt and redirects included."""

    left: int

    def spend(self, where: str) -> None:
        """Take one; raise `BudgetSpent` when none is left."""
        if self.left <= 0:
            raise BudgetSpent("All requests of this job are spent", "Give it more by --requests", where)
        self.left -= 1


class Pace:
    """Turns at a host: at least `pause` seconds between two starts, at most `at_once` requests under way."""

    def __init__(self, pause: float, at_once: int) -> None:
        self._pause = pause
        self._at_once = at_once
        self._slots: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(at_once))
        self._delays: dict[str, float] = {}
        self._next: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at a host, and hold one of its places."""
        clock = asyncio.get_running_loop().time
        async with self._slots[host]:
            start = max(clock(), self._next.get(host, 0.0))
            self._next[host] = start + self._delays.get(host, self._pause)
            await asyncio.sleep(start - clock())
            yield

    async def slow_down(self, host: str, seconds: float) -> None:
        """Keep the delay that a host's robots.txt asks for, `LONGEST_DELAY` at most; 0 where it asks for none."""
        self._delays[host] = self.bounded(seconds)

    def bounded(self, seconds: float) -> float:
        """Give the delay that is kept where a host asks for so many seconds."""
        return max(min(seconds, LONGEST_DELAY), self._pause)

    async def hold(self, host: str, seconds: float) -> None:
        """Ask a host for nothing during the next seconds."""
        later = asyncio.get_running_loop().time() + seconds
        self._next[host] = max(self._next.get(host, 0.0), later)
