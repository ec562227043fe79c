"""Politeness: pauses, places, budgets and patience."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from scrapers.fetch import Busy, Fetcher, Limits
from tests.scrapers.fetching import PAGE, answering, fetching, get
from tests.vendor import VendorSite, keeps_pace


def test_one_host_is_asked_at_its_pace(vendor_site: VendorSite) -> None:
    urls = [vendor_site.put(f"/{n}", PAGE) for n in range(5)]

    async def together(fetcher: Fetcher) -> None:
        await asyncio.gather(*(fetcher.get(url) for url in urls))

    fetching(together, vendor_site.address, limits=Limits(pause=0.1))
    at = [asked.at for asked in vendor_site.asked]
    assert len(at) == 6
    assert keeps_pace(at, 0.1)


def test_the_delay_that_robots_ask_for_is_kept(vendor_site: VendorSite) -> None:
    vendor_site.robots("User-agent: *\nCrawl-delay: 0.4\n")
    urls = [vendor_site.put(f"/{n}", PAGE) for n in range(3)]

    async def in_turn(fetcher: Fetcher) -> None:
        for url in urls:
            await fetcher.get(url)

    fetching(in_turn, vendor_site.address)
    pages = [asked.at for asked in vendor_site.asked if asked.path != "/robots.txt"]
    assert keeps_pace(pages, 0.4, among=2)


def test_one_host_is_not_asked_by_many_at_once(vendor_site: VendorSite) -> None:
    urls = [vendor_site.put(f"/{n}", PAGE, delay=0.2) for n in range(4)]

    async def together(fetcher: Fetcher) -> float:
        await fetcher.rules(fetcher.gate.admit(urls[0]))
        began = time.monotonic()
        await asyncio.gather(*(fetcher.get(url) for url in urls))
        return time.monotonic() - began

    assert 0.38 < fetching(together, vendor_site.address, limits=Limits(pause=0.0, at_once=2)) < 0.75


def test_two_hosts_do_not_wait_for_each_other(vendor_sites: Callable[[], VendorSite]) -> None:
    sites = [vendor_sites() for _ in range(4)]
    names = {f"site{n}.example:{site.address.partition(':')[2]}": site for n, site in enumerate(sites)}
    for site in sites:
        site.put("/", PAGE, delay=0.3)

    async def together(fetcher: Fetcher) -> float:
        began = time.monotonic()
        await asyncio.gather(*(fetcher.get(f"http://{name}/") for name in names))
        return time.monotonic() - began

    assert fetching(together, *names, resolver=answering("127.0.0.1"), limits=Limits(pause=0.1)) < 1.0


def test_a_busy_server_is_asked_again(vendor_site: VendorSite) -> None:
    vendor_site.put("/", b"", status=503)
    vendor_site.then("/", b"", status=429)
    vendor_site.then("/", PAGE)
    assert get(vendor_site.url("/"), vendor_site.address).body == PAGE.encode()
    assert vendor_site.paths().count("/") == 3


def test_patience_ends(vendor_site: VendorSite) -> None:
    with pytest.raises(Busy, match="500") as failed:
        get(vendor_site.put("/", b"", status=500), vendor_site.address)
    assert vendor_site.paths().count("/") == 3
    assert failed.value.transient


@pytest.mark.parametrize("dated", [False, True])
def test_retry_after_is_waited_for(vendor_site: VendorSite, dated: bool) -> None:
    after = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True) if dated else "1"
    vendor_site.put("/", b"", status=429, headers={"Retry-After": after})
    vendor_site.then("/", PAGE)
    get(vendor_site.url("/"), vendor_site.address)
    first, second = (asked.at for asked in vendor_site.asked if asked.path == "/")
    assert 0.9 <= second - first < 3.0


def test_who_asks_for_an_hour_is_asked_another_day(vendor_site: VendorSite) -> None:
    vendor_site.put("/", b"", status=503, headers={"Retry-After": "3600"})
    began = time.monotonic()
    with pytest.raises(Busy) as failed:
        get(vendor_site.url("/"), vendor_site.address)
    assert failed.value.retry_after == 3600
    assert vendor_site.paths().count("/") == 1
    assert time.monotonic() - began < 2.0


@pytest.mark.parametrize("nonsense", ["soon", "-5", "", "99999999999999999999", "1e9", "Tue, 99 Foo 2026"])
def test_nonsense_in_retry_after_does_no_harm(vendor_site: VendorSite, nonsense: str) -> None:
    vendor_site.put("/", b"", status=503, headers={"Retry-After": nonsense})
    with pytest.raises(Busy):
        get(vendor_site.url("/"), vendor_site.address)
