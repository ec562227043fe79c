"""Finding: from a domain alone to one page of every kind, whatever the way that leads there, within 25 requests."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

import pytest

from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers.address import Ip
from scrapers.crawl import REQUESTS, Crawl, crawl
from scrapers.fetch import Fetcher
from scrapers.gate import Gate
from scrapers.goal import goal_of
from tests.scrapers.fetching import QUICK
from tests.vendor import VendorSite

HOSTS = ("lantern.example", "trust.lantern.example", "status.lantern.example", "help.lantern.example")


@pytest.fixture
def lantern(vendor_site: VendorSite) -> VendorSite:
    """A vendor who hides each kind of page behind another way, among much that nobody needs."""
    port = vendor_site.address.partition(":")[2]
    noise = "".join(f"<a href='/blog/pricing-{n}'>Pricing</a><a href='/templates/plan-{n}'>x</a>" for n in range(300))
    vendor_site.put(
        "/",
        f"<nav><a href='/plans-and-pricing/'>Plans</a></nav><main>{noise}</main><footer><a href='/legal/'>Legal</a>"
        f"<a href='//help.lantern.example:{port}/hc/'>Help</a></footer>",
    )
    vendor_site.put("/plans-and-pricing/", "<h1>Plans</h1><p>Wick is $4 per user per month.</p>")
    vendor_site.put(
        "/legal/",
        "<h1>Legal</h1><a href='data-processing-addendum'>DPA</a><a href='/sla'>Service level agreement</a>"
        "<a href='/legal/sub-processors'>Sub-processors</a><a href='/legal/cookies'>Cookies</a>",
    )
    for path in ("/legal/data-processing-addendum", "/sla", "/legal/sub-processors", "/hipaa-compliance", "/security"):
        vendor_site.put(path, f"<h1>{path}</h1><p>Words of ours.</p>")
    vendor_site.put("/hc/", "<a href='/hc/articles/1-birthdays'>Birthdays</a><a href='/hc/articles/2-plans'>Plans</a>")
    vendor_site.put("/hc/articles/2-plans", "<p>Which plan has what.</p>")
    vendor_site.put("/terms-of-service", "<p>Terms.</p>")
    vendor_site.put("/privacy-notice", "<p>Privacy.</p>")
    listed = ["/hipaa-compliance", "/privacy-notice", "/terms-of-service", *(f"/blog/{n}" for n in range(2000))]
    places = "".join(f"<url><loc>http://lantern.example:{port}{path}</loc></url>" for path in listed)
    vendor_site.put("/maps/pages.xml", f"<urlset>{places}</urlset>", "application/xml")
    parts = "".join(f"<sitemap><loc>/maps/{part}.xml</loc></sitemap>" for part in ("blog", "pages", "pages-de"))
    vendor_site.put("/maps/index.xml", f"<sitemapindex>{parts}</sitemapindex>", "application/xml")
    vendor_site.robots(f"User-agent: *\nSitemap: http://lantern.example:{port}/maps/index.xml\n")
    vendor_site.put("/.well-known/security.txt", "Contact: mailto:s@lantern.example\n", "text/plain")
    vendor_site.put("//trust.lantern.example/", "<h1>Trust</h1><p>We hold a SOC 2 Type II report.</p>")
    vendor_site.put("//status.lantern.example/", "<h1>All systems operational</h1>")
    return vendor_site


def found(store: Store, snapshots: Snapshots, site: VendorSite) -> Crawl:
    """Crawl the domain, with nothing else said."""
    port = site.address.partition(":")[2]

    async def resolve(host: str) -> Sequence[Ip]:
        return [ip_address("127.0.0.1")]

    async def run() -> Crawl:
        gate = Gate([f"{host}:{port}" for host in HOSTS], resolve)
        with store.session() as session:
            goal = goal_of(session, gate, f"lantern.example:{port}")
        async with Fetcher(gate, QUICK, contact="mailto:it@acme.example") as fetcher:
            return await crawl(store, snapshots, fetcher, goal, told=lambda step: None)

    return asyncio.run(run())


def test_a_domain_leads_to_a_page_of_every_kind(store: Store, tmp_path: Path, lantern: VendorSite) -> None:
    ended = found(store, Snapshots(tmp_path / "snapshots"), lantern)
    kinds = Counter(step.kind for step in ended.steps if step.recorded)
    assert {
        "pricing", "security", "compliance", "trust_center", "dpa", "subprocessors", "terms", "privacy", "sla",
        "status", "help", "security.txt",
    } <= set(kinds)  # fmt: skip
    assert ended.requests == len(lantern.asked) <= REQUESTS
    assert not [path for path in lantern.paths() if path.startswith(("/blog", "/templates", "/legal/cookies"))]
    assert "/hc/articles/1-birthdays" not in lantern.paths()
    order = list(dict.fromkeys(step.kind for step in ended.steps if step.found in ("link", "sitemap")))
    assert order == ["pricing", "compliance", "terms", "dpa", "subprocessors", "sla", "privacy", "help"]
