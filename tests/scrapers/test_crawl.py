"""Crawling: a vendor's site, page by page, into facts with evidence; whole pages or nothing; the same twice is once."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, col, select

from catalog.models.evidence import Fact, Run, Snapshot, Source
from catalog.models.tool import Domain, Plan, Tool
from catalog.search import find
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers.address import Ip
from scrapers.crawl import Crawl, Step, crawl
from scrapers.fetch import Fetcher, Limits
from scrapers.gate import Gate, look_up
from scrapers.goal import goal_of
from scrapers.stored import extract_again
from tests import running
from tests.campaigns import Campaign
from tests.running import byot
from tests.vendor import VendorSite

SITES = Path(__file__).parents[1] / "samples" / "sites"
LIMITS = Limits(pause=0.0, back_off=0.01, seconds=5.0, attempts=2)
TOLD_OF_A_FACT = ("fact", "plan", "applies", "value", "status", "subject", "url", "quote", "quote_start", "observed_at",
                  "valid_from", "strength", "extractor", "extractor_version", "confidence", "key")  # fmt: skip


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "snapshots")


@pytest.fixture
def kettle(vendor_site: VendorSite) -> VendorSite:
    vendor_site.serve(SITES / "kettle")
    return vendor_site


def crawled(
    store: Store, snapshots: Snapshots, site: VendorSite, target: str = "", *, requests: int = 25,
    told: Callable[[Step], None] = lambda step: None,
) -> Crawl:  # fmt: skip
    """Crawl a site under its loopback address, or under names that resolve to it."""
    port = site.address.partition(":")[2]

    async def resolve(host: str) -> Sequence[Ip]:
        return [ip_address("127.0.0.1")] if host.endswith(".example") else await look_up(host)

    gate = Gate([site.address, f"kettle.example:{port}"], resolve)

    async def run() -> Crawl:
        with store.session() as session:
            goal = goal_of(session, gate, target or site.url("/"))
        async with Fetcher(gate, LIMITS, contact="mailto:it@acme.example") as fetcher:
            return await crawl(store, snapshots, fetcher, goal, requests=requests, told=told)

    return asyncio.run(run())


def facts(store: Store) -> list[tuple[Any, ...]]:
    """Every fact of the store as far as it is told, in a fixed order, without its row number."""
    with store.session() as session:
        rows = session.exec(select(Fact).order_by(col(Fact.key))).all()
    return [tuple(getattr(row, name) for name in TOLD_OF_A_FACT) for row in rows]


def count(store: Store, table: type[Fact | Snapshot | Source | Run | Tool]) -> int:
    with store.session() as session:
        return len(session.exec(select(table)).all())


def known(store: Store) -> dict[tuple[str, str | None], Any]:
    with store.session() as session:
        return {(row.fact, row.plan): row.value for row in session.exec(select(Fact))}


# What a crawl gives


def test_a_site_that_nobody_knew_becomes_a_draft_with_plans_and_facts(
    store: Store, snapshots: Snapshots, kettle: VendorSite
) -> None:
    ended = crawled(store, snapshots, kettle)
    said = known(store)
    assert said["plan_price", "mug"] == {
        "amount": 6, "currency": "USD", "per": "user", "period": "month", "billed": "annually",
    }  # fmt: skip
    assert said["free_plan", "sip"] is True
    assert said["certification", None] == "soc2_type2"
    assert said["breach_notification_hours", None] == 48
    assert said["ai_training_on_customer_data", None] == "no"
    with store.session() as session:
        tool = session.exec(select(Tool)).one()
        plans = session.exec(select(Plan.slug).order_by(col(Plan.rank))).all()
    assert (tool.slug, tool.origin) == (ended.tool, "crawl")
    assert plans == ["sip", "mug", "samovar"]


def test_a_domain_gives_its_name_to_the_draft(store: Store, snapshots: Snapshots, kettle: VendorSite) -> None:
    port = kettle.address.partition(":")[2]
    assert crawled(store, snapshots, kettle, f"kettle.example:{port}").tool == "kettle"
    with store.session() as session:
        assert session.exec(select(Domain.host)).all() == ["kettle.example"]


def test_two_sites_on_one_address_are_two_tools(
    store: Store, snapshots: Snapshots, vendor_sites: Callable[[], VendorSite]
) -> None:
    tools = []
    for name in ("kettle", "bare"):
        site = vendor_sites()
        site.serve(SITES / name)
        tools.append((site, crawled(store, snapshots, site).tool))
    with store.session() as session:
        for site, slug in tools:
            found = find(session, site.url("/pricing/"))
            assert found is not None
            assert found.slug == slug
    assert tools[0][1] != tools[1][1]


def test_every_fact_has_its_quote_in_the_stored_snapshot(
    store: Store, snapshots: Snapshots, kettle: VendorSite
) -> None:
    crawled(store, snapshots, kettle)
    with store.session() as session:
        rows = session.exec(
            select(Fact, Snapshot, Source)
            .join(Snapshot, col(Fact.snapshot_id) == col(Snapshot.id))
            .join(Source, col(Fact.source_id) == col(Source.id))
        ).all()
    assert len(rows) >= 12
    for fact, snapshot, source in rows:
        text = snapshots.read(snapshot.sha256).decode()
        assert fact.quote
        assert fact.quote.split()[0] in text
        assert fact.observed_at == snapshot.fetched_at
        assert fact.url == snapshot.url
        assert source.fetch_state == "fetched"


def test_contracts_are_stronger_than_pages(store: Store, snapshots: Snapshots, kettle: VendorSite) -> None:
    crawled(store, snapshots, kettle)
    with store.session() as session:
        strong = {row.fact: row.strength for row in session.exec(select(Fact))}
    assert (strong["breach_notification_hours"], strong["certification"]) == ("contract", "vendor_page")


def test_pages_of_others_and_of_people_are_not_fetched(store: Store, snapshots: Snapshots, kettle: VendorSite) -> None:
    crawled(store, snapshots, kettle)
    assert not [path for path in kettle.paths() if path.startswith(("/blog", "/login", "/product"))]
    assert kettle.paths()[0] == "/robots.txt"
    assert max(Counter(kettle.paths()).values()) == 1


def test_robots_are_heeded_and_the_reason_told(store: Store, snapshots: Snapshots, kettle: VendorSite) -> None:
    kettle.robots("User-agent: *\nDisallow: /security/\n")
    ended = crawled(store, snapshots, kettle)
    assert not [path for path in kettle.paths() if path.startswith("/security/")]
    blocked = [step for step in ended.steps if step.state == "blocked"]
    assert [(step.kind, step.why) for step in blocked] == [("security", "robots.txt forbids this page")]


def test_no_more_requests_are_made_than_allowed(store: Store, snapshots: Snapshots, kettle: VendorSite) -> None:
    ended = crawled(store, snapshots, kettle, requests=4)
    assert (ended.requests, len(kettle.asked)) == (4, 4)
    assert count(store, Snapshot) == 3


def test_twenty_five_are_enough_for_a_site_of_a_thousand_pages(
    store: Store, snapshots: Snapshots, vendor_site: VendorSite
) -> None:
    vendor_site.put(
        "/", "".join(f'<a href="/pricing/{n}">Pricing</a> <a href="/help/plans-{n}">x</a>' for n in range(1000))
    )
    for n in range(1000):
        vendor_site.put(f"/pricing/{n}", f"<p>Plan {n}</p>")
        vendor_site.put(f"/help/plans-{n}", f"<p>Plan {n}</p>")
    crawled(store, snapshots, vendor_site)
    kinds = Counter(path.split("/")[1] for path in vendor_site.paths())
    assert len(vendor_site.asked) <= 25
    assert (kinds["pricing"], kinds["help"]) == (3, 5)


def test_a_sitemap_leads_where_no_link_does(store: Store, snapshots: Snapshots, vendor_site: VendorSite) -> None:
    vendor_site.serve(SITES / "bare")
    vendor_site.move("/security", "/security/")
    ended = crawled(store, snapshots, vendor_site)
    found = {(step.kind, step.found) for step in ended.steps if step.recorded}
    assert found == {("other", "asked"), ("pricing", "sitemap"), ("security", "guess")}
    assert known(store)["certification", None] == "iso27001"
    assert "/careers/" not in vendor_site.paths()


def test_the_page_that_was_asked_for_comes_first(store: Store, snapshots: Snapshots, kettle: VendorSite) -> None:
    ended = crawled(store, snapshots, kettle, kettle.url("/legal/dpa/"))
    assert ended.steps[0].url == kettle.url("/legal/dpa/")
    assert len(ended.steps) > 5


def test_a_page_in_an_old_charset_is_read(store: Store, snapshots: Snapshots, vendor_site: VendorSite) -> None:
    page = "<h1>Sécurité</h1><p>Café Notes holds a SOC 2 Type II report — audited by Müller.</p>"
    vendor_site.put("/security", page.encode("cp1252"), "text/html; charset=ISO-8859-1")
    crawled(store, snapshots, vendor_site, vendor_site.url("/security"))
    with store.session() as session:
        quote = session.exec(select(Fact.quote)).first()
    assert quote == "Café Notes holds a SOC 2 Type II report — audited by Müller."


@pytest.mark.parametrize("body", [b"", b"\x00\x01\x02" * 500, b"<div>" * 5000])
def test_a_page_that_cannot_be_read_is_kept_and_states_nothing(
    store: Store, snapshots: Snapshots, vendor_site: VendorSite, body: bytes
) -> None:
    vendor_site.put("/", "<a href='/pricing'>Pricing</a>")
    vendor_site.put("/pricing", body)
    ended = crawled(store, snapshots, vendor_site)
    assert ended.failure is None
    assert count(store, Fact) == 0
    assert count(store, Snapshot) == 2


def test_a_site_where_nobody_is_leaves_no_trace(store: Store, snapshots: Snapshots, vendor_site: VendorSite) -> None:
    vendor_site.put("/robots.txt", b"", status=503)
    ended = crawled(store, snapshots, vendor_site)
    assert ended.failure is not None
    assert "robots.txt" in ended.failure.message
    assert (count(store, Tool), count(store, Source), count(store, Run)) == (0, 0, 0)


# Twice, and again


def test_the_same_content_twice_records_nothing_new(store: Store, snapshots: Snapshots, kettle: VendorSite) -> None:
    crawled(store, snapshots, kettle)
    before = facts(store), count(store, Snapshot), count(store, Source), count(store, Run), count(store, Tool)
    again = crawled(store, snapshots, kettle)
    assert (facts(store), count(store, Snapshot), count(store, Source), count(store, Run), count(store, Tool)) == before
    assert {step.state for step in again.steps if step.recorded} == {"unchanged"}
    assert sum(step.recorded.new for step in again.steps if step.recorded) == 0


def test_a_server_that_says_304_sends_nothing_and_its_links_are_followed_all_the_same(
    store: Store, snapshots: Snapshots, vendor_site: VendorSite
) -> None:
    vendor_site.put("/", "<a href='/security'>Security</a>", headers={"ETag": '"1"'})
    vendor_site.put("/security", "<p>Acme holds a SOC 2 Type II report.</p>")
    crawled(store, snapshots, vendor_site)
    vendor_site.put("/", b"", status=304)
    ended = crawled(store, snapshots, vendor_site)
    front = [asked for asked in vendor_site.asked if asked.path == "/"][-1]
    assert front.headers["If-None-Match"] == '"1"'
    assert [step.state for step in ended.steps] == ["unchanged", "unchanged"]
    assert count(store, Snapshot) == 2


def test_a_week_later_the_same_content_is_a_new_observation(
    store: Store, snapshots: Snapshots, kettle: VendorSite
) -> None:
    crawled(store, snapshots, kettle)
    before = count(store, Fact)
    with store.write() as session:
        for snapshot in session.exec(select(Snapshot)):
            snapshot.fetched_at -= timedelta(days=8)
            session.add(snapshot)
    crawled(store, snapshots, kettle)
    assert count(store, Fact) == 2 * before
    assert len(list(snapshots.folder.rglob("*.zst"))) * 2 == count(store, Snapshot), "the bytes are kept once"


def test_a_page_that_changed_makes_new_facts_and_leaves_the_old_ones(
    store: Store, snapshots: Snapshots, vendor_site: VendorSite
) -> None:
    url = vendor_site.put("/security", "<p>Acme holds a SOC 2 Type II report.</p>")
    crawled(store, snapshots, vendor_site, url)
    vendor_site.put("/security", "<p>Acme is certified to ISO 27001.</p>")
    crawled(store, snapshots, vendor_site, url)
    with store.session() as session:
        rows = {row.value: row for row in session.exec(select(Fact).where(Fact.fact == "certification"))}
    assert set(rows) == {"soc2_type2", "iso27001"}
    assert rows["soc2_type2"].unsupported_at is not None
    assert rows["soc2_type2"].retracted_at is None
    assert rows["iso27001"].unsupported_at is None


def test_a_page_that_went_keeps_its_facts(store: Store, snapshots: Snapshots, vendor_site: VendorSite) -> None:
    url = vendor_site.put("/security", "<p>Acme holds a SOC 2 Type II report.</p>")
    crawled(store, snapshots, vendor_site, url)
    vendor_site.put("/security", b"", status=410)
    crawled(store, snapshots, vendor_site, url)
    with store.session() as session:
        source = session.exec(select(Source).where(Source.url == url)).one()
        fact = session.exec(select(Fact)).one()
    assert source.fetch_state == "gone"
    assert (fact.retracted_at, fact.unsupported_at) == (None, None)


# Whole or not at all


def test_a_fault_in_the_middle_of_a_page_leaves_nothing_of_it(
    store: Store, snapshots: Snapshots, kettle: VendorSite
) -> None:
    """The store itself refuses one fact; neither the snapshot nor its other facts may stand."""
    with store.write() as session:
        _forbid_certifications(session, sqlite=store.is_sqlite)
    with pytest.raises(Exception, match="no certifications today"):
        crawled(store, snapshots, kettle)
    with store.session() as session:
        assert not session.exec(select(Source).where(Source.kind == "security")).all()
    assert not [row for row in facts(store) if "security/" in row[6]]
    assert _orphans(store) == []
    with store.write() as session:
        _allow_certifications(session, sqlite=store.is_sqlite)
    crawled(store, snapshots, kettle)
    assert known(store)["certification", None] == "soc2_type2"


def _forbid_certifications(session: Session, *, sqlite: bool) -> None:
    from sqlalchemy import text

    connection = session.connection()
    if sqlite:
        connection.execute(text(
            "CREATE TRIGGER no_certifications BEFORE INSERT ON fact WHEN NEW.fact = 'certification' "
            "BEGIN SELECT RAISE(ABORT, 'no certifications today'); END"))  # fmt: skip
        return
    connection.execute(text(
        "CREATE FUNCTION no_certifications() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no certifications today'; END $$"))  # fmt: skip
    connection.execute(text(
        "CREATE TRIGGER no_certifications BEFORE INSERT ON fact FOR EACH ROW "
        "WHEN (NEW.fact = 'certification') EXECUTE FUNCTION no_certifications()"))  # fmt: skip


def _allow_certifications(session: Session, *, sqlite: bool) -> None:
    from sqlalchemy import text

    session.connection().execute(text(f"DROP TRIGGER no_certifications{'' if sqlite else ' ON fact'}"))


def _orphans(store: Store) -> list[str]:
    """What would be half-recorded: a snapshot that was not extracted, a source without one, a tool without any."""
    with store.session() as session:
        drafts = session.exec(select(Tool).where(Tool.origin == "crawl")).all()
        sources = session.exec(select(Source).where(col(Source.tool_id).in_([tool.id for tool in drafts]))).all()
        snapshots = session.exec(select(Snapshot)).all()
    half = [one.url for one in snapshots if one.extracted_by is None]
    bare = [one.url for one in sources if one.id not in {snapshot.source_id for snapshot in snapshots}]
    empty = [one.slug for one in drafts if one.id not in {source.tool_id for source in sources}]
    return half + bare + empty


@pytest.mark.soak("killed crawls")
def test_a_crawl_that_is_killed_leaves_whole_pages_and_is_completed_by_the_next(
    filled_database: str, snapshots: Snapshots, kettle: VendorSite, tmp_path: Path, campaign: Campaign
) -> None:
    environment = {"BYOT_DATABASE_URL": filled_database, "BYOT_SNAPSHOTS": str(snapshots.folder),
                   "BYOT_FETCH_ALLOW": kettle.address, "BYOT_FETCH_PAUSE": "0.05"}  # fmt: skip
    store, chance = Store(filled_database), Random(7)
    for number in campaign.runs(4, 50):
        crawler = running.Run(byot, "crawl", kettle.url("/"), environment=environment, prints=tmp_path / "printed")
        before, pages = len(kettle.asked), 2 + 2 * number % 7
        while crawler.goes_on() and len(kettle.asked) < before + pages:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.08))
        campaign.tell(killed=int(crawler.kill()))
        assert _orphans(store) == []
        _each_snapshot_is_whole(store, snapshots)
    assert campaign.figures["killed"] >= 0.75 * campaign.done
    running.Run(byot, "crawl", kettle.url("/"), environment=environment, prints=tmp_path / "printed").ends()
    done = [(row[0], row[1], str(row[3]), row[6]) for row in facts(store) if row[7] is not None]
    assert len(done) == len(set(done)), "nothing was recorded twice"
    assert {"breach_notification_hours", "certification", "plan_price"} <= {fact for fact, *_ in done}
    campaign.tell(facts=len(done))
    store.close()


def _each_snapshot_is_whole(store: Store, snapshots: Snapshots) -> None:
    """Extracting again finds nothing that was not recorded."""
    for one in extract_again(store, snapshots):
        assert (one.new, one.retracted) == (0, 0), one.url
