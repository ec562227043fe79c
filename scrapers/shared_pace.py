"""Politeness across all runs of the program: whose turn it is at a host stands in the store.

Workers, look-ups and crawls by hand, on one machine or on several with one database, ask a host together no oftener,
and no more at once, than one of them may alone.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy import text
from sqlmodel import Session, select

from catalog.models.crawling import HostTurn
from catalog.store import Store
from scrapers import alive
from scrapers.pace import Pace

Result = TypeVar("Result")
SECOND = 1_000_000
LONGEST_TURN = 120.0
"""A request is over after so many seconds in any case: what is older was left by a run that ended elsewhere."""
FARTHEST = 900.0
"""No turn is farther away than so many seconds, whatever clock wrote it."""
LOOK_AGAIN = 0.1


class SharedPace(Pace):
    """Turns at a host as `Pace` gives them, held by a store."""

    def __init__(self, store: Store, pause: float, at_once: int) -> None:
        super().__init__(pause, at_once)
        self._store = store
        self._told: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at a host among all runs of the program, and hold one of its places."""
        async with self._slots[host]:
            request = secrets.token_hex(6)
            try:
                while (wait := await self._write(lambda turn: self._take(turn, request), host)) > 0:
                    await asyncio.sleep(wait)
                yield
            finally:
                await asyncio.shield(self._write(lambda turn: _given_back(turn, request), host))

    async def slow_down(self, host: str, seconds: float) -> None:
        """Keep the delay that a host's robots.txt asks for, `LONGEST_DELAY` at most; 0 where it asks for none."""
        delay = self.bounded(seconds)
        if self._told.get(host) != delay:
            self._told[host] = delay
            await self._write(lambda turn: _slowed_down(turn, delay), host)

    async def hold(self, host: str, seconds: float) -> None:
        """Ask a host for nothing during the next seconds."""

        def later(turn: HostTurn) -> None:
            turn.next_at = max(turn.next_at, _now() + round(seconds * SECOND))

        await self._write(later, host)

    def _take(self, turn: HostTurn, request: str) -> float:
        """Take a turn that begins now and give 0, or give after how many seconds to try again.

        None is taken in advance: who is late then would ask right before the next.
        """
        present = _now()
        early = min(turn.next_at - present, round(FARTHEST * SECOND))
        if early > 0:
            return early / SECOND
        held = [one for one in turn.under_way if present < one[2] <= present + LONGEST_TURN * SECOND]
        if len(held) >= self._at_once:
            held = [one for one in held if not alive.gone(one[1])]
        if len(held) >= self._at_once:
            return LOOK_AGAIN
        turn.next_at = present + round(max(self._pause, turn.delay) * SECOND)
        turn.under_way = [*held, [request, alive.name(), present + round(LONGEST_TURN * SECOND)]]
        return 0.0

    async def _write(self, change: Callable[[HostTurn], Result], host: str) -> Result:
        """Change a host's turn while nobody else does."""

        def work(session: Session) -> Result:
            turn = _locked(session, host)
            changed = change(turn)
            session.add(turn)
            return changed

        return await asyncio.to_thread(self._store.transact, work)


def _locked(session: Session, host: str) -> HostTurn:
    """Give the row of a host, made where it is missing, that no other transaction changes until this one ends."""
    made = "INSERT INTO host_turn (host, next_at, delay, under_way) VALUES (:host, 0, 0, '[]') ON CONFLICT DO NOTHING"
    session.connection().execute(text(made), {"host": host})
    return session.exec(select(HostTurn).where(HostTurn.host == host).with_for_update()).one()


def _slowed_down(turn: HostTurn, delay: float) -> None:
    """Keep a delay; a longer one holds from now on, so that reading robots.txt counts as well."""
    if delay > turn.delay:
        turn.next_at = max(turn.next_at, _now() + round(delay * SECOND))
    turn.delay = delay


def _given_back(turn: HostTurn, request: str) -> None:
    turn.under_way = [one for one in turn.under_way if one[0] != request]


def _now() -> int:
    return time.time_ns() // 1000
