"""What a site's robots.txt allows us (RFC 9309): fetched through the gate, kept for a day, read by protego."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from protego import Protego

from catalog.errors import AddressRefused, FetchFailed
from scrapers.address import Address
from scrapers.pace import BudgetSpent

NAME = "byot"
LARGEST = 500 * 1024
MOST_SITEMAPS = 20
KEPT_SECONDS = 24 * 3600.0
UNREACHABLE_SECONDS = 300.0


@dataclass(frozen=True)
class Rules:
    """The rules of one origin; `problem` is why everything is refused for now, where it is."""

    sitemaps: tuple[str, ...] = ()
    delay: float | None = None
    problem: FetchFailed | None = None
    parsed: Any = None

    def allow(self, address: Address) -> bool:
        """Tell whether an address may be fetched."""
        return self.parsed is None or bool(self.parsed.can_fetch(address.url, NAME))


Fetch = Callable[[Address], Awaitable[bytes]]


class Robots:
    """Gives the rules of an origin, fetching its robots.txt when they are not known or have become old."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Rules]] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def rules(self, address: Address, fetch: Fetch) -> Rules:
        """Give the rules for the origin of an address.

        `fetch` gives the file's body or raises `FetchFailed` with the status, if one came: 4xx means that nothing is
        forbidden, 429, 5xx and silence that everything is, for now. `AddressRefused` and `BudgetSpent` go through.
        """
        clock = asyncio.get_running_loop().time
        async with self._locks[address.origin]:
            until, rules = self._known.get(address.origin, (0.0, Rules()))
            if clock() >= until:
                rules = await _read(address.join("/robots.txt"), fetch)
                kept = UNREACHABLE_SECONDS if rules.problem else KEPT_SECONDS
                self._known[address.origin] = (clock() + kept, rules)
            return rules


async def _read(address: Address, fetch: Fetch) -> Rules:
    try:
        return _parsed(await fetch(address))
    except (AddressRefused, BudgetSpent):
        raise
    except FetchFailed as failed:
        absent = failed.status is not None and 400 <= failed.status < 500 and failed.status != 429
        return Rules() if absent else Rules(problem=failed)


def _parsed(body: bytes) -> Rules:
    parsed = Protego.parse(body[:LARGEST].decode("utf-8", "replace").removeprefix("\ufeff"))
    delay = parsed.crawl_delay(NAME)
    rate = parsed.request_rate(NAME)
    if rate is not None and rate.requests:
        delay = max(delay or 0.0, rate.seconds / rate.requests)
    return Rules(tuple(parsed.sitemaps)[:MOST_SITEMAPS], delay, None, parsed)
