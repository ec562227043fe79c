"""Polite, bounded HTTP: a URL → what its server answered, or why not.

One `Fetcher` for all: robots.txt, a pause per host, retries with back-off, redirects each through the gate, limits on
time and size. Bodies are read raw and decoded by `decode.py`; httpx's own decoders have no limit and are not used.
"""

import asyncio
import random
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Protocol, Self, cast

import httpcore
import httpx

from catalog.errors import AddressRefused, FetchFailed
from catalog.settings import Settings
from catalog.store import Store
from scrapers.address import Address
from scrapers.decode import ACCEPTED, SIZE, Decoder
from scrapers.gate import Gate
from scrapers.pace import Budget, Pace
from scrapers.robots import LARGEST, Robots, Rules
from scrapers.shared_pace import SharedPace
from scrapers.transport import GateTransport

REDIRECTS = frozenset({301, 302, 303, 307, 308})
NETWORK = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.ConnectionNotAvailable,
    OSError,
)
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
LATER = "Try again later"
ALONE = 1000
SHORT = 64 * 1024


@dataclass(frozen=True)
class Limits:
    """What one fetch may cost. Times in seconds, sizes in bytes.

    `seconds` is for one request with its answer; `pause` lies between two requests to one host; `back_off` doubles
    with each further attempt; a server that asks for more than `longest_wait` is asked another day.
    """

    size: int = SIZE
    seconds: float = 30.0
    connect: float = 10.0
    redirects: int = 5
    attempts: int = 3
    back_off: float = 1.0
    longest_wait: float = 60.0
    pause: float = 0.5
    at_once: int = 2


@dataclass(frozen=True)
class Response:
    """What a server answered: the final address, its body decoded, headers by lower-case name, when it came (UTC).

    `rendered` says that a browser wrote the body (`scrapers/render.py`).
    """

    asked: Address
    address: Address
    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)
    fetched_at: datetime
    rendered: bool = False

    @property
    def content_type(self) -> str:
        """The whole header, charset and all."""
        return self.headers.get("content-type", "")

    @property
    def media_type(self) -> str:
        """The media type alone, in lower case; HTML where the server gives none."""
        return self.content_type.partition(";")[0].strip().lower() or "text/html"


class Get(Protocol):
    """A way to get a page; `Fetcher.get` and `Renderer.get` are two."""

    async def __call__(
        self, url: str | Address, *, budget: Budget | None = None, unless: Mapping[str, str] | None = None
    ) -> Response:
        """Give the page behind a URL; raise `FetchFailed`."""


class Fetcher:
    """Fetches pages for as long as it is open (`async with`)."""

    def __init__(
        self,
        gate: Gate,
        limits: Limits = Limits(),
        *,
        contact: str,
        trust: ssl.SSLContext | None = None,
        pace: Pace | None = None,
    ) -> None:
        """Take what may be visited, and the turns at hosts; without them the fetcher keeps its own."""
        self.gate = gate
        self.limits = limits
        self.agent = f"byot/0.1 (+{contact})"
        self._pace = pace or Pace(limits.pause, limits.at_once)
        self._robots = Robots()
        self._transport = GateTransport(gate, trust)  # no httpx client: it would parse redirects a second time

    @classmethod
    def set_up(cls, read: Settings, store: Store) -> Self:
        """Give the fetcher that the settings describe: what it may visit, how long it pauses, whom it names.

        It shares its turns at hosts with all others on the same store.
        """
        limits = Limits(pause=read.fetch_pause)
        pace = SharedPace(store, limits.pause, limits.at_once)
        return cls(Gate(read.fetch_allow), limits, contact=read.contact, pace=pace)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def get(
        self, url: str | Address, *, budget: Budget | None = None, unless: Mapping[str, str] | None = None
    ) -> Response:
        """Give the page behind a URL, or status 304 where `unless` (`If-None-Match` ...) says it is known.

        Raise `AddressRefused` for what may not be visited, `FetchFailed` for everything else that gives no page.
        """
        address = self.gate.admit(url)
        headers = {"Accept": "text/html, application/xhtml+xml, text/*;q=0.9, */*;q=0.5", **(unless or {})}
        return await self._patiently(address, headers, budget or Budget(ALONE), self.limits.size)

    async def rules(self, address: Address, budget: Budget | None = None) -> Rules:
        """Give what a site's robots.txt says; it names sitemaps too. Raises like `Robots.rules`."""
        spend = budget or Budget(ALONE)

        async def fetch(file: Address) -> bytes:
            headers = {"Accept": "text/plain, */*;q=0.5"}
            return (await self._patiently(file, headers, spend, LARGEST, robots=True)).body

        rules = await self._robots.rules(address, fetch)
        await self._pace.slow_down(address.host, rules.delay or 0.0)
        return rules

    @asynccontextmanager
    async def turn(self, address: Address, budget: Budget) -> AsyncIterator[None]:
        """Spend one request, wait for a turn at its host, and hold one of its places."""
        budget.spend(address.url)
        async with self._pace.turn(address.host):
            yield

    async def _patiently(
        self, address: Address, headers: dict[str, str], budget: Budget, size: int, *, robots: bool = False
    ) -> Response:
        """Ask again, after a while, where that may help."""
        for attempt in range(1, self.limits.attempts + 1):
            try:
                return await self._follow(address, headers, budget, size, robots=robots)
            except FetchFailed as failed:
                wait = self._wait(failed, attempt)
                if wait is None:
                    raise
                await self._pace.hold(address.host, wait)
        raise AssertionError("the last attempt returns or raises")

    def _wait(self, failed: FetchFailed, attempt: int) -> float | None:
        """Give the seconds to wait before the next attempt, or None where there is to be none."""
        if not failed.transient or attempt >= self.limits.attempts:
            return None
        wait = self.limits.back_off * 2 ** (attempt - 1) * random.uniform(1.0, 1.25)  # noqa: S311
        asked = failed.retry_after if isinstance(failed, Busy) else None
        if asked is not None:
            wait = max(wait, asked)
        return wait if wait <= self.limits.longest_wait else None

    async def _follow(
        self, asked: Address, headers: dict[str, str], budget: Budget, size: int, *, robots: bool
    ) -> Response:
        """Follow redirects, each through the gate and each allowed by its own robots.txt."""
        address = asked
        for _hop in range(self.limits.redirects + 1):
            if not robots:
                await self.obey(address, budget)
            answer = await self._exchange(asked, address, headers, budget, size)
            if isinstance(answer, Response):
                return answer
            address = answer
        raise FetchFailed(f"More than {self.limits.redirects} redirects", "Give the final address", asked.url)

    async def obey(self, address: Address, budget: Budget) -> None:
        """Raise `FetchFailed` where a site's robots.txt forbids a page, or cannot be read for now."""
        rules = await self.rules(address, budget)
        if rules.problem and rules.problem.status is None:
            raise rules.problem
        if rules.problem:
            why = f"robots.txt cannot be read, so nothing is fetched there for now ({rules.problem.message})"
            raise FetchFailed(why, LATER, address.url, forbidden=True)
        if not rules.allow(address):
            mend = "Read it in a browser and review it"
            raise FetchFailed("robots.txt forbids this page", mend, address.url, forbidden=True)

    async def _exchange(
        self, asked: Address, address: Address, headers: dict[str, str], budget: Budget, size: int
    ) -> Response | Address:
        """Send one request; give the page, or the address of a redirect."""
        async with self.turn(address, budget):
            try:
                async with asyncio.timeout(self.limits.seconds), self._sent(address, headers) as answer:
                    return await self._read(asked, address, answer, size)
            except TimeoutError:
                raise FetchFailed(
                    f"No whole page within {self.limits.seconds:g} seconds", LATER, address.url, transient=True
                ) from None
            except NETWORK as error:
                raise _no_answer(error, address) from None

    @asynccontextmanager
    async def _sent(self, address: Address, headers: dict[str, str]) -> AsyncIterator[httpx.Response]:
        request = httpx.Request(
            "GET",
            address.origin,
            headers={**headers, "User-Agent": self.agent, "Accept-Encoding": ACCEPTED},
            extensions={"address": address, "timeout": {"connect": self.limits.connect}},
        )
        answer = await self._transport.handle_async_request(request)
        try:
            yield answer
        finally:
            await answer.aclose()

    async def _read(self, asked: Address, address: Address, answer: httpx.Response, size: int) -> Response | Address:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        status = answer.status_code
        if not 200 <= status < 300:
            await _drain(answer, headers)
        if status in REDIRECTS and "location" in headers:
            return self._redirected(address, headers["location"])
        if status in BUSY:
            raise Busy(status, address.url, _retry_after(headers.get("retry-after", "")))
        if not (200 <= status < 300 or status == 304):
            raise FetchFailed(f"The server answered {status}", "Check the address", address.url, status=status)
        if not _readable(headers.get("content-type", ""), address):
            raise FetchFailed(f"It is no page ({headers['content-type'][:60]})", "Give a page's address", address.url)
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > size:
            raise FetchFailed(f"It is larger than {size:,} bytes", "Nothing can be done from here", address.url)
        body = b"" if status == 304 else await _body(answer, headers, size, address)
        return Response(asked, address, status, headers, body, datetime.now(UTC))

    def _redirected(self, address: Address, location: str) -> Address:
        try:
            return self.gate.admit(address.join(_as_text(location)))
        except AddressRefused as refused:
            refused.message = f"{address.url} leads astray: {refused.message}"
            raise


class Busy(FetchFailed):
    """The server says *not now*; `retry_after` is the seconds after which it wants to be asked again, if it says."""

    def __init__(self, status: int, where: str, retry_after: float | None) -> None:
        super().__init__(f"The server answered {status}", LATER, where, transient=True, status=status)
        self.retry_after = retry_after


async def _drain(answer: httpx.Response, headers: Mapping[str, str]) -> None:
    """Read a short answer to its end, unseen, so that its connection serves again."""
    size = headers.get("content-length", "")
    if size.isdecimal() and int(size) <= SHORT:
        async for _ in cast(httpx.AsyncByteStream, answer.stream):
            pass


async def _body(answer: httpx.Response, headers: Mapping[str, str], size: int, address: Address) -> bytes:
    decoder = Decoder(headers.get("content-encoding", ""), limit=size, where=address.url)
    pieces: list[bytes] = []
    async for part in cast(httpx.AsyncByteStream, answer.stream):
        pieces.extend(decoder.feed(part))
    decoder.finish()
    return b"".join(pieces)


def _readable(content_type: str, address: Address) -> bool:
    """Tell whether a media type is text of some kind, or a sitemap's; where none is given, it may be."""
    kind = content_type.partition(";")[0].strip().lower()
    if address.path.endswith(".xml.gz"):
        return True
    return not kind or kind.startswith("text/") or kind.endswith(("+xml", "/xml", "+json", "/json"))


def _retry_after(text: str) -> float | None:
    """Give the seconds that a Retry-After header names, by number or by date; None for nonsense."""
    if text.strip().isdecimal():
        return float(text.strip()[:9])
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())


def _as_text(header: str) -> str:
    """Undo httpx's guess: a Location is UTF-8 where it is, else Latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _no_answer(error: Exception, address: Address) -> FetchFailed:
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = f"The certificate of {address.host} is not valid ({cause.verify_message})"
        return FetchFailed(why, "Tell the vendor", address.url)
    why = f"{address.host} does not answer ({type(error).__name__}: {error})"
    return FetchFailed(why, LATER, address.url, transient=True)
