"""robots.txt: asked first, obeyed, and never a way round the gate."""

from collections.abc import Callable

import pytest

from catalog.errors import AddressRefused, FetchFailed
from scrapers.fetch import Fetcher
from tests.scrapers.fetching import PAGE, fetching, get
from tests.vendor import VendorSite


def test_robots_are_asked_first_and_once(vendor_site: VendorSite) -> None:
    vendor_site.robots("User-agent: *\nDisallow: /private\n")
    vendor_site.put("/a", PAGE)
    vendor_site.put("/private/b", PAGE)

    async def three(fetcher: Fetcher) -> None:
        await fetcher.get(vendor_site.url("/a"))
        await fetcher.get(vendor_site.url("/a"))
        with pytest.raises(FetchFailed, match=r"robots\.txt forbids"):
            await fetcher.get(vendor_site.url("/private/b"))

    fetching(three, vendor_site.address)
    assert vendor_site.paths() == ["/robots.txt", "/a", "/a"]


def test_rules_for_us_by_name_come_before_those_for_all(vendor_site: VendorSite) -> None:
    vendor_site.robots("User-agent: *\nDisallow:\n\nUser-agent: byot\nDisallow: /\n")
    with pytest.raises(FetchFailed, match="robots"):
        get(vendor_site.put("/", PAGE), vendor_site.address)


def test_a_redirect_does_not_lead_round_robots(vendor_site: VendorSite) -> None:
    vendor_site.robots("User-agent: *\nDisallow: /private\n")
    vendor_site.move("/open", "/private")
    vendor_site.put("/private", PAGE)
    with pytest.raises(FetchFailed, match="robots"):
        get(vendor_site.url("/open"), vendor_site.address)
    assert "/private" not in vendor_site.paths()


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (410, True), (429, False), (503, False)])
def test_robots_that_cannot_be_read(vendor_site: VendorSite, status: int, allowed: bool) -> None:
    vendor_site.put("/robots.txt", b"", status=status)
    url = vendor_site.put("/", PAGE)
    if allowed:
        assert get(url, vendor_site.address).status == 200
    else:
        with pytest.raises(FetchFailed, match="nothing is fetched there for now"):
            get(url, vendor_site.address)
        assert "/" not in vendor_site.paths()


@pytest.mark.parametrize("text", ["", "<html>not robots</html>", "\ufeffUser-agent: *\nDisallow: /x", "\x00" * 500,
                                  "Crawl-delay: abc\nDisallow", "User-agent: *\nRequest-rate: x/y"])  # fmt: skip
def test_odd_robots_forbid_nothing_else(vendor_site: VendorSite, text: str) -> None:
    vendor_site.robots(text)
    assert get(vendor_site.put("/", PAGE), vendor_site.address).status == 200


def test_robots_behind_a_forbidden_redirect_are_not_visited(vendor_sites: Callable[[], VendorSite]) -> None:
    vendor, canary = vendor_sites(), vendor_sites()
    vendor.move("/robots.txt", canary.url("/robots.txt"))
    with pytest.raises(AddressRefused):
        get(vendor.put("/", PAGE), vendor.address)
    assert canary.asked == []
