"""Politeness across runs of the program: real processes, one store, and a server that writes down when it is asked."""

import asyncio
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from catalog.settings import settings
from catalog.store import Store
from scrapers import alive
from scrapers.fetch import Fetcher, Limits
from scrapers.gate import Gate
from scrapers.shared_pace import SharedPace
from tests.running import Run
from tests.scrapers.fetching import PAGE
from tests.vendor import VendorSite, keeps_pace

PAUSE, DELAY = 0.4, 1.0


def ask(pause: float, *urls: str) -> None:
    """Ask for pages, all at once, as any run of the program does."""

    async def run() -> None:
        limits = Limits(pause=pause, seconds=20.0)
        pace = SharedPace(Store(settings().database_url), limits.pause, limits.at_once)
        gate = Gate(settings().fetch_allow)
        async with Fetcher(gate, limits, contact="mailto:it@acme.example", pace=pace) as fetcher:
            await asyncio.gather(*(fetcher.get(url) for url in urls))

    asyncio.run(run())


def begin(database: str, folder: Path, site: VendorSite, *urls: str, pause: float = PAUSE) -> Run:
    there = {"BYOT_DATABASE_URL": database, "BYOT_FETCH_ALLOW": site.address}
    return Run(ask, pause, *urls, environment=there, prints=folder / f"printed-{hash(urls)}")


def test_runs_together_ask_a_host_no_oftener_and_no_more_at_once_than_one(
    database: str, tmp_path: Path, vendor_site: VendorSite
) -> None:
    urls = [[vendor_site.put(f"/{run}-{page}", PAGE, delay=DELAY) for page in range(2)] for run in range(3)]
    runs = [begin(database, tmp_path, vendor_site, *each) for each in urls]
    for run in runs:
        run.ends()
    assert len(vendor_site.asked) == 6 + 3, "each run reads robots.txt for itself"
    assert keeps_pace((asked.at for asked in vendor_site.asked), PAUSE)
    pages = sorted(asked.at for asked in vendor_site.asked if asked.path != "/robots.txt")
    assert all(third - first > DELAY for first, third in zip(pages, pages[2:], strict=False)), "two at once, not three"


def test_the_delay_that_one_run_read_in_robots_holds_for_the_others_until_it_goes(
    store: Store, database: str, tmp_path: Path, vendor_site: VendorSite
) -> None:
    vendor_site.robots("User-agent: *\nCrawl-delay: 0.6\n")
    runs = [begin(database, tmp_path, vendor_site, vendor_site.put(f"/{n}", PAGE), pause=0.0) for n in range(2)]
    for run in runs:
        run.ends()
    times = sorted(asked.at for asked in vendor_site.asked)
    assert min(later - earlier for earlier, later in pairwise(times[1:])) > 0.3, "half of it: a machine may be busy"
    vendor_site.robots("")
    begin(database, tmp_path, vendor_site, vendor_site.put("/last", PAGE), pause=0.0).ends()
    assert asyncio.run(_free_at_once(store))


async def _free_at_once(store: Store) -> bool:
    """Can two turns be had at once, without a delay between them? A busy machine is asked again."""
    return any([await _both_free(store) for _ in range(3)])


async def _both_free(store: Store) -> bool:
    pace = SharedPace(store, 0.0, 2)
    began = time.time()
    async with pace.turn("127.0.0.1"), pace.turn("127.0.0.1"):
        return time.time() - began < 0.5


def test_a_run_that_was_killed_holds_no_place(
    store: Store, database: str, tmp_path: Path, vendor_sites: Callable[[], VendorSite]
) -> None:
    site = vendor_sites()
    urls = [site.put(f"/{n}", PAGE, delay=5.0) for n in range(2)]
    victim = begin(database, tmp_path, site, *urls, pause=0.0)
    while victim.goes_on() and len(site.asked) < 3:
        time.sleep(0.01)
    assert victim.kill()
    assert asyncio.run(_free_at_once(store))


def test_a_run_is_known_by_machine_number_and_beginning() -> None:
    mine = alive.name()
    host, number, _ = mine.split(":")
    assert not alive.gone(mine)
    assert not alive.gone(f"{host}:{number}")
    assert alive.gone(f"{host}:{number}:1")
    assert alive.gone(f"{host}:999999999:1")
    assert not alive.gone(f"elsewhere:{number}:1")
