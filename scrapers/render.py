"""Pages that JavaScript writes: the same fetching through a real browser, where the plain way gives too little.

Chromium gets no way out but our proxy (`scrapers/proxy.py`), so the gate judges every connection that it opens; it
keeps nothing, downloads nothing and runs no service worker. Playwright is an optional extra: without it, or without a
Chromium on the machine, pages are fetched the plain way only.
"""

import asyncio
import os
import shutil
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from types import TracebackType
from typing import TYPE_CHECKING, Self

from selectolax.lexbor import LexborHTMLParser

from catalog.errors import FetchFailed
from scrapers.address import Address
from scrapers.decode import SIZE
from scrapers.fetch import ALONE, LATER, Fetcher, Response
from scrapers.pace import Budget
from scrapers.proxy import Proxy

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Route

THIN = 400
"""A page with scripts and fewer letters of text than this is written by its scripts."""
WALLS = frozenset({401, 403, 429, 503})
NAMES = ("chromium", "chromium-browser", "google-chrome")
NOT_NEEDED = frozenset({"image", "media", "font", "manifest"})
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@dataclass(frozen=True)
class Bounds:
    """What rendering one page may cost: seconds in all, seconds of quiet waited for, bytes, connections."""

    seconds: float = 30.0
    quiet: float = 5.0
    size: int = SIZE
    connections: int = 100


def available() -> bool:
    """Tell whether pages can be rendered here: the extra is installed, and a Chromium is on the machine."""
    return find_spec("playwright") is not None and _browser() is not None


def thin(body: bytes, media_type: str) -> bool:
    """Tell whether a page says so little by itself that its scripts must write the rest."""
    if media_type not in ("text/html", "application/xhtml+xml"):
        return False
    tree = LexborHTMLParser(body)
    if tree.css_first("script") is None or tree.body is None:
        return False
    tree.strip_tags(["script", "style", "noscript", "template", "svg"])
    return len(" ".join(tree.body.text(separator=" ").split())) < THIN


class Renderer:
    """Fetches pages as a `Fetcher` does, and renders those that need it, for as long as it is open (`async with`).

    The browser starts with the first page that needs it.
    """

    def __init__(self, fetcher: Fetcher, *, wanted: bool = True, bounds: Bounds = Bounds()) -> None:
        self._fetcher = fetcher
        self._bounds = bounds
        self._wanted = wanted and available()
        self._proxy = Proxy(fetcher.gate, size=bounds.size, connections=bounds.connections)
        self._started = AsyncExitStack()
        self._chromium: Browser | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def get(
        self, url: str | Address, *, budget: Budget | None = None, unless: Mapping[str, str] | None = None
    ) -> Response:
        """Give the page behind a URL like `Fetcher.get`, rendered where its text is too thin or a wall answers."""
        spend = budget or Budget(ALONE)
        try:
            answer = await self._fetcher.get(url, budget=spend, unless=unless)
        except FetchFailed as failed:
            if not self._wanted or failed.status not in WALLS or failed.forbidden:
                raise
            with suppress(FetchFailed):
                return await self.render(self._fetcher.gate.admit(url), spend)
            raise
        if (
            not self._wanted
            or answer.status == 304
            or not await asyncio.to_thread(thin, answer.body, answer.media_type)
        ):
            return answer
        with suppress(FetchFailed):
            return replace(await self.render(answer.address, spend), asked=answer.asked)
        return answer

    async def render(self, address: Address, budget: Budget) -> Response:
        """Give a page as it stands when its scripts have written it; raise `FetchFailed` where there is none."""
        await self._fetcher.obey(address, budget)
        async with self._turn, self._fetcher.turn(address, budget):
            try:
                async with asyncio.timeout(self._bounds.seconds):
                    answer = await self._rendered(address)
            except FetchFailed:
                raise
            except Exception as error:
                await self._end()
                why = f"It could not be rendered ({str(error).partition(chr(10))[0][:100] or type(error).__name__})"
                raise FetchFailed(why, LATER, address.url, transient=True) from None
        await self._fetcher.obey(answer.address, budget)
        return answer

    async def _rendered(self, address: Address) -> Response:
        browser = self._chromium or await self._start()
        self._proxy.renew()
        context = await browser.new_context(
            accept_downloads=False,
            service_workers="block",
            user_agent=self._fetcher.agent,
            locale="en-US",
            ignore_https_errors=False,
        )
        try:
            return await self._opened(context, address)
        finally:
            await context.close()

    async def _opened(self, context: "BrowserContext", address: Address) -> Response:
        page = await context.new_page()
        await page.route("**/*", _spare)
        answer = await page.goto(address.url, wait_until="domcontentloaded")
        with suppress(Exception):  # a page that is never quiet is taken as it stands
            await page.wait_for_load_state("networkidle", timeout=self._bounds.quiet * 1000)
        if answer is None:
            raise FetchFailed("It could not be rendered", LATER, address.url)
        if not 200 <= answer.status < 300:
            raise FetchFailed(f"The server answered {answer.status}", "Check the address", address.url,
                              status=answer.status)  # fmt: skip
        body = await self._written(page, address)
        landed = self._fetcher.gate.admit(page.url)
        headers = {"content-type": "text/html; charset=utf-8"}
        return Response(address, landed, answer.status, headers, body, datetime.now(UTC), rendered=True)

    async def _written(self, page: "Page", address: Address) -> bytes:
        size = await page.evaluate("document.documentElement.outerHTML.length")
        if self._proxy.spent or not isinstance(size, int | float) or size > self._bounds.size:
            raise FetchFailed("It is larger than a page may be", "Nothing can be done from here", address.url)
        return (await page.content()).encode()

    async def _start(self) -> "Browser":
        from playwright.async_api import async_playwright

        await self._started.enter_async_context(self._proxy)
        playwright = await self._started.enter_async_context(async_playwright())
        self._chromium = await playwright.chromium.launch(
            executable_path=_browser(),
            args=[*FLAGS, f"--proxy-server={self._proxy.address}"],
            chromium_sandbox=os.geteuid() != 0,  # Chromium's own sandbox refuses root
            env={"PATH": os.defpath, "HOME": os.devnull},
        )
        self._started.push_async_callback(self._chromium.close)
        return self._chromium

    async def _end(self) -> None:
        """End the browser; the next page that needs one starts another."""
        self._chromium = None
        with suppress(Exception):
            await self._started.aclose()
        self._started = AsyncExitStack()


async def _spare(route: "Route") -> None:
    """Leave aside what a reader of text does not need."""
    if route.request.resource_type in NOT_NEEDED:
        await route.abort()
    else:
        await route.continue_()


def _browser() -> str | None:
    """Give the machine's Chromium, None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)
