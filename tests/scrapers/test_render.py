"""Rendering in a real browser: what scripts write is read, and no script reaches what the gate forbids."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar

import pytest
from sqlmodel import select

from catalog.errors import FetchFailed
from catalog.models.evidence import Fact, Snapshot
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers.address import Ip
from scrapers.crawl import crawl
from scrapers.fetch import Fetcher
from scrapers.gate import Gate
from scrapers.goal import goal_of
from scrapers.pace import Budget
from scrapers.render import Bounds, Renderer, thin
from tests.scrapers.fetching import QUICK
from tests.vendor import VendorSite

T = TypeVar("T")
BOUNDS = Bounds(seconds=20.0, quiet=0.8)
WRITTEN = "<p>Acme holds a SOC 2 Type II report.</p>"


def rendering(work: Callable[[Renderer, Fetcher], Awaitable[T]], *allow: str, bounds: Bounds = BOUNDS) -> T:
    async def resolve(host: str) -> Sequence[Ip]:
        return [ip_address("127.0.0.1")]

    async def run() -> T:
        gate = Gate(allow, resolve)
        plain = Fetcher(gate, QUICK, contact="mailto:it@acme.example")
        async with plain as fetcher, Renderer(fetcher, bounds=bounds) as renderer:
            return await work(renderer, fetcher)

    return asyncio.run(run())


def test_a_script_reaches_nothing_that_the_gate_forbids_and_all_that_it_allows(
    vendor_site: VendorSite, vendor_sites: Callable[[], VendorSite]
) -> None:
    canary, other = vendor_sites(), vendor_sites()
    forbidden = [canary.url("/fetched"), canary.url("/fetched").replace("127.0.0.1", "localhost"),
                 canary.url("/fetched").replace("127.0.0.1", "[::ffff:127.0.0.1]"),
                 canary.url("/fetched").replace("127.0.0.1", "2130706433"),
                 canary.url("/fetched").replace("127.0.0.1", "rebound.example")]  # fmt: skip
    vendor_site.move("/astray", canary.url("/redirected"), 302)
    vendor_site.put("/frame", f"<script>location = '{canary.url('/left')}'</script>")
    vendor_site.put(
        "/",
        f"""<body><script>
        const tries = {forbidden}.map(url => fetch(url, {{mode: "no-cors"}}).catch(() => 0));
        tries.push(fetch("/astray", {{mode: "no-cors"}}).catch(() => 0));
        navigator.sendBeacon("{canary.url("/beacon")}", "x");
        new WebSocket("ws://{canary.address}/socket");
        document.write('<iframe src="{canary.url("/framed")}"></iframe><iframe src="/frame"></iframe>'
          + '<script src="{canary.url("/script.js")}"><' + '/script><link rel="preconnect" href="{canary.url()}">');
        fetch("{other.url("/allowed")}", {{mode: "no-cors"}});
        Promise.all(tries).then(() => fetch("/said")).then(told => told.text())
          .then(text => document.body.append(text));
        </script></body>""",
    )
    vendor_site.put("/said", "We are certified to ISO 27001.", "text/plain")
    other.put("/allowed", "yes", "text/plain")
    answer = rendering(lambda renderer, _: renderer.get(vendor_site.url()), vendor_site.address, other.address)
    assert answer.rendered
    assert b"We are certified to ISO 27001." in answer.body
    assert canary.asked == []
    assert "/allowed" in other.paths()
    assert {"/astray", "/frame", "/said"} <= set(vendor_site.paths())
    assert {asked.headers["User-Agent"] for asked in vendor_site.asked} == {"byot/0.1 (+mailto:it@acme.example)"}


def test_what_a_script_wrote_becomes_facts_and_the_record_says_so(
    store: Store, tmp_path: Path, vendor_site: VendorSite
) -> None:
    vendor_site.put("/", "<a href='/security'>Security</a>" + "<p>Words that stand there by themselves.</p>" * 20)
    vendor_site.put("/security", f'<div id=it></div><script>it.innerHTML = "{WRITTEN}"</script>')
    snapshots = Snapshots(tmp_path / "snapshots")

    async def work(renderer: Renderer, fetcher: Fetcher) -> None:
        with store.session() as session:
            goal = goal_of(session, fetcher.gate, vendor_site.url())
        await crawl(store, snapshots, fetcher, goal, told=lambda step: None, get=renderer.get)

    rendering(work, vendor_site.address)
    with store.session() as session:
        kept = {row.url.rpartition("/")[2]: row.rendered for row in session.exec(select(Snapshot))}
        fact = session.exec(select(Fact).where(Fact.fact == "certification")).one()
    assert kept == {"": False, "security": True}
    assert fact.quote == WRITTEN.removeprefix("<p>").removesuffix("</p>")


def test_a_page_that_breaks_its_bounds_is_not_rendered_and_one_behind_a_wall_is(vendor_site: VendorSite) -> None:
    vendor_site.robots("User-agent: *\nDisallow: /private\n")
    vendor_site.put("/large", "x" * 3_000_000, "text/plain")
    vendor_site.put("/private", "<p>Not for us.</p>")
    scripts = {
        "/endless": ("while (true) {}", "It could not be rendered (TimeoutError)"),
        "/text": ("it.textContent = 'x'.repeat(3_000_000)", "It is larger than a page may be"),
        "/traffic": ("fetch('/large')", "It is larger than a page may be"),
        "/leaving": ("location = '/private'", "robots.txt forbids this page"),
    }
    for path, (script, _) in scripts.items():
        vendor_site.put(path, f"<div id=it></div><script>{script}</script>")

    async def work(renderer: Renderer, fetcher: Fetcher) -> dict[str, str]:
        told = {}
        for path in scripts:
            with pytest.raises(FetchFailed) as failed:
                await renderer.render(fetcher.gate.admit(vendor_site.url(path)), Budget(25))
            told[path] = failed.value.message
        assert not (await renderer.get(vendor_site.url("/leaving"))).rendered
        with pytest.raises(FetchFailed, match="answered 403"):
            await renderer.get(vendor_site.url("/shut"))
        assert WRITTEN.encode() in (await renderer.get(vendor_site.url("/wall"))).body
        return told

    vendor_site.put("/shut", "No", status=403)
    vendor_site.put("/wall", "No robots here", status=403)
    vendor_site.then("/wall", WRITTEN)
    bounds = Bounds(seconds=10.0, quiet=0.6, size=1_000_000)
    assert rendering(work, vendor_site.address, bounds=bounds) == {path: why for path, (_, why) in scripts.items()}


@pytest.mark.parametrize(
    ("body", "is_thin"),
    [
        (b"<div id=root></div><script src=app.js></script>", True),
        (b"<p>Short, and that is all.</p>", False),
        (b"<script>1</script>" + b"<p>Words that stand there by themselves.</p>" * 20, False),
        (
            b"<body><script>"
            + b"var words = 1;" * 99
            + b"</script><noscript>"
            + b"Switch it on. " * 99
            + b"</noscript>",
            True,
        ),
    ],
    ids=["shell", "short", "long", "all script"],
)
def test_a_page_is_thin_where_only_its_scripts_say_much(body: bytes, is_thin: bool) -> None:
    assert thin(body, "text/html") is is_thin
    assert not thin(body, "text/plain")
