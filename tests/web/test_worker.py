"""Workers: killed in the middle of their jobs they lose no page and record no fact twice; watchers are told."""

import json
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from catalog import people, review
from catalog.models.evidence import Fact, Source
from catalog.models.evidence import Run as Pass
from catalog.models.register import Adoption, Origin, Sighting
from catalog.models.tool import Domain, Tool, Vendor
from catalog.moment import now
from catalog.review import Draft
from catalog.settings import read
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers.gate import Gate
from scrapers.watch import due
from tests.campaigns import Campaign, size
from tests.running import Run, work
from tests.scrapers.test_crawl import crawled
from tests.vendor import VendorSite, keeps_pace
from web import jobs
from web.telling import tell

KETTLE = Path(__file__).parents[1] / "samples" / "sites" / "kettle"
NUMBERS = count()
PEOPLE = ("anna", "bo", "cy", "dee", "eve")
PAUSE = 0.02


@pytest.fixture
def hook(vendor_sites: Callable[[], VendorSite]) -> VendorSite:
    """Where notices are posted to."""
    site = vendor_sites()
    site.put("/hook", "thanks", "text/plain")
    return site


def known(store: Store, *sites: VendorSite) -> None:
    """Record a tool for each site, as somebody's first look would."""

    def write(session: Session) -> None:
        for number, site in enumerate(sites):
            vendor = Vendor(slug=f"tool-{number}", name=f"Tool {number}", homepage=site.url())
            session.add(vendor)
            session.flush()
            tool = Tool(slug=f"tool-{number}", name=f"Tool {number}", vendor_id=vendor.id, origin="crawl")
            session.add(tool)
            session.flush()
            session.add(Domain(tool_id=tool.id or 0, host=site.address, kind="web", recorded_at=now()))

    store.transact(write)


def worker(database: str, folder: Path, hook: VendorSite, *sites: VendorSite, only: tuple[str, ...] = ()) -> Run:
    allowed = ",".join(site.address for site in (*sites, hook))
    there = {"BYOT_DATABASE_URL": database, "BYOT_FETCH_ALLOW": allowed, "BYOT_FETCH_PAUSE": str(PAUSE),
             "BYOT_SNAPSHOTS": str(folder / "snapshots"), "BYOT_NOTICES": f"json://{hook.address}/hook"}  # fmt: skip
    policy = folder / "policy.yaml"
    there |= {"BYOT_POLICY": str(policy)} if policy.exists() else {}
    return Run(work, *only, environment=there, prints=folder / f"printed-{next(NUMBERS)}")


def paths(store: Store) -> dict[str, set[str]]:
    """The pages that are known of each tool."""
    with store.session() as session:
        rows = session.exec(select(Tool.slug, Source.url).join(Source)).all()
    found: dict[str, set[str]] = {}
    for slug, url in rows:
        found.setdefault(slug, set()).add(url.split("/", 3)[3])
    return found


@pytest.mark.soak("killed workers")
def test_workers_that_are_killed_lose_no_page_record_no_fact_twice_and_keep_the_pace(
    store: Store, database: str, tmp_path: Path, vendor_sites: Callable[[], VendorSite], hook: VendorSite,
    campaign: Campaign,
) -> None:  # fmt: skip
    sites = [vendor_sites() for _ in range(size(3, 24))]
    for site in sites:
        site.serve(KETTLE)
    known(store, *sites)
    asked = 0
    for _ in campaign.runs(1, 50):
        victim = worker(database, tmp_path, hook, *sites)
        asked += 1 if asked else 12
        while victim.goes_on() and sum(len(site.asked) for site in sites) < asked:
            time.sleep(0.005)
        campaign.tell(killed=int(victim.kill()))
        asked = sum(len(site.asked) for site in sites)
    assert campaign.figures["killed"] >= 0.9 * campaign.done
    both = [worker(database, tmp_path, hook, *sites) for _ in range(2)]
    for each in both:
        each.ends(within=600)
    times = [asked.at for site in sites for asked in site.asked]
    assert keeps_pace(times, PAUSE, among=20), "one host, one pace, whoever was killed"
    found = paths(store)
    assert len(found) == len(sites)
    assert len({frozenset(urls) for urls in found.values()}) == 1, "each site gave the same pages"
    with store.session() as session:
        facts = Counter(
            (fact.tool_id, fact.url, fact.fact, fact.plan, repr(fact.value), fact.quote_start)
            for fact in session.exec(select(Fact))
        )
    assert set(facts.values()) == {1}
    assert len(facts) > 15 * len(sites)
    campaign.tell(facts=len(facts), requests=len(times))


def test_watchers_are_told_what_ends_and_what_changed_and_what_is_past_its_keeping_is_folded(
    filled_store: Store, filled_database: str, tmp_path: Path, vendor_site: VendorSite, hook: VendorSite
) -> None:
    known(filled_store, vendor_site)
    vendor_site.put("/", "<a href='/pricing'>Pricing</a>")
    vendor_site.put("/pricing", "<h2>Pro</h2><p>$8 per user per month, billed annually</p>")
    crawled(filled_store, Snapshots(tmp_path / "snapshots"), vendor_site)
    vendor_site.put("/pricing", "<h2>Pro</h2><p>$9 per user per month, billed annually</p>")
    long_ago = now() - timedelta(days=40)
    with filled_store.write() as session:
        for source in session.exec(select(Source).join(Tool).where(Tool.slug == "tool-0")):
            source.fetched_at = now() - timedelta(days=30)
            session.add(source)
        people.settle(session)
        review.decide(session, Draft("trello", "tolerated", "so", now().date() + timedelta(days=7), "bo", {}, ()))
        origin = Origin(sha256="0" * 64, file="p.log", format="squid", records=1, rejected=0, read_at=long_ago)
        session.add(origin)
        session.flush()
        tool = session.exec(select(Tool.id).where(Tool.slug == "trello")).one() or 0
        seen: dict[str, Any] = {"origin_id": origin.id, "tool_id": tool, "user": "kim", "events": 1, "blocked": 0}
        session.add(Sighting(**seen, day=long_ago.date()))
    (tmp_path / "policy.yaml").write_text("policy: a\nretention: {squid: 30}\n")
    run = worker(filled_database, tmp_path, hook, vendor_site, only=("tool-0",))
    run.ends()
    [ends, said] = [json.loads(asked.body) for asked in hook.asked]
    assert ends["title"] == "One thing ends soon"
    with filled_store.session() as session:
        assert session.exec(select(Sighting.user)).all() == [""]
    assert said["title"] == "Tool 0: one change on its pages"
    each = "USD per user and month, paid yearly"
    assert said["message"] == f"Price: 9 {each}, was 8 {each} (Pro). {vendor_site.url('/pricing')}"


def test_what_people_use_and_what_is_old_comes_first(store: Store, vendor_sites: Callable[[], VendorSite]) -> None:
    sites = [vendor_sites() for _ in range(3)]
    known(store, *sites)
    at = now()

    def write(session: Session) -> None:
        one, two, three = session.exec(select(Tool).order_by(Tool.slug)).all()
        session.add(Source(tool_id=one.id or 0, url=sites[0].url(), fetched_at=at - timedelta(days=6)))
        session.add(Source(tool_id=two.id or 0, url=sites[1].url(), fetched_at=at - timedelta(days=8)))
        session.add(Adoption(reference="a-1", kind="declared", state="declared", tool_id=three.id or 0, who="anna",
                             recorded_at=at, changed_at=at))  # fmt: skip

    store.transact(write)
    gate = Gate([site.address for site in sites])
    with store.session() as session:
        found = due(session, gate, at, timedelta(days=7))
        only = due(session, gate, at, timedelta(days=7), only={"tool-1"})
    assert [one.tool for one in found] == ["tool-2", "tool-1"]
    assert [one.tool for one in only] == ["tool-1"]


def test_the_page_that_decides_for_most_people_comes_first_of_a_tool_with_the_reason(filled_store: Store) -> None:
    at = now()

    def write(session: Session) -> None:
        tool = Tool(slug="kettle", name="Kettle", origin="data")
        run = Pass(kind="crawl", version="byot 1", started_at=at)
        session.add_all([tool, run])
        session.flush()
        number = tool.id or 0
        session.add(Domain(tool_id=number, host="kettle.example", kind="web", recorded_at=at))
        for kind, fact, days in (("help", "mfa", 1500), ("security", "hipaa_baa", 219), ("pricing", "scim", 2)):
            source = Source(tool_id=number, url=f"https://kettle.example/{kind}", kind=kind)
            session.add(source)
            session.flush()
            seen = at - timedelta(days=days)
            session.add(Fact(key=kind, tool_id=number, fact=fact, value="yes", valid_from=seen, recorded_at=seen,
                             source_id=source.id or 0, run_id=run.id or 0, url=source.url, observed_at=seen,
                             strength="vendor_page"))  # fmt: skip

    def use(session: Session) -> None:
        tool = session.exec(select(Tool).where(Tool.slug == "kettle")).one()
        for who in PEOPLE:
            session.add(Adoption(reference=who, kind="declared", state="declared", tool_id=tool.id or 0, who=who,
                                 data=["phi"], recorded_at=at, changed_at=at))  # fmt: skip

    filled_store.transact(write)
    [unused] = jobs.listed(filled_store, read({}), ["kettle"], 1)["tools"]
    assert "nobody is known to use it" in unused["why"]
    assert [page["kind"] for page in unused["pages"]] == ["help", "security", "pricing"]
    filled_store.transact(use)
    told = jobs.listed(filled_store, read({}), ["kettle"], 1)
    [used] = told["tools"]
    assert (told["due"], used["rank"] > unused["rank"]) == (1, True)
    assert "5 people use it" in used["why"]
    assert [page["kind"] for page in used["pages"]] == ["security", "help", "pricing"]
    assert used["pages"][0]["why"] == "BAA rests on it, up to 0.4 half-lives old; for 5 people it decides"


def test_a_notice_goes_where_the_gate_lets_it_and_nowhere_else(hook: VendorSite) -> None:
    url = f"json://{hook.address}/hook"
    ways = {"BYOT_NOTICES": f"{url} mailto://u:p@127.0.0.1:2525?to=a@b.example", "BYOT_FETCH_ALLOW": hook.address}
    assert tell(read(ways), "Slack changed", "Free plan: 90 days.") == ["mailto"]
    [asked] = hook.asked
    assert (asked.method, asked.path) == ("POST", "/hook")
    said = json.loads(asked.body)
    assert (said["title"], said["message"]) == ("Slack changed", "Free plan: 90 days.")
    assert tell(read({"BYOT_NOTICES": url}), "Slack changed", "Nothing.") == ["json"]
    assert len(hook.asked) == 1
