"""Look it up now: an unknown domain is crawled while somebody waits; what was found, the limits, kind words."""

import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path

import httpx
import pytest
from sqlmodel import Session, col, select

from catalog.audit import verify
from catalog.models.crawling import Lookup
from catalog.models.evidence import Fact
from catalog.models.review import Event, Review
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.settings import settings
from catalog.snapshots import Snapshots
from catalog.store import Store
from tests.running import Run, byot, work
from tests.vendor import VendorSite, keeps_pace
from tests.web.asking import client_of, get
from tests.web.test_check import text_of
from tests.web.test_worker import known
from web import kept_lookups
from web.lookups import Lookups

KETTLE = Path(__file__).parents[1] / "samples" / "sites" / "kettle"
PAUSE = 0.1
QUESTION = {"industry": "medical", "data": "phi"}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Open sites on loopback, and set limits."""

    def set_up(*sites: str, person: int = 10, day: int = 100) -> None:
        monkeypatch.setenv("BYOT_FETCH_ALLOW", ",".join(sites))
        monkeypatch.setenv("BYOT_FETCH_PAUSE", "0")
        monkeypatch.setenv("BYOT_LOOKUPS_PER_PERSON", str(person))
        monkeypatch.setenv("BYOT_LOOKUPS_PER_DAY", str(day))
        settings.cache_clear()

    return set_up


@pytest.fixture
def kettle(vendor_site: VendorSite, opened: Callable[..., None]) -> VendorSite:
    vendor_site.serve(KETTLE)
    opened(vendor_site.address)
    return vendor_site


def begin(client: httpx.Client, target: str) -> httpx.Response:
    return client.post("/lookups", data={"q": target, **QUESTION})


def followed(client: httpx.Client, page: str, **headers: str) -> str:
    """The whole stream of a look-up, as it comes until it ends."""
    return client.get(f"{page.partition('?')[0]}/steps", headers=headers).text


def looked_up(store: Store) -> list[str]:
    """Who looked something up, by the trail, which is whole."""
    with store.session() as session:
        assert verify(session).problems == []
        return list(session.exec(select(Event.who).where(Event.what == "looked up").order_by(col(Event.id))))


def test_an_unknown_domain_is_read_page_by_page_and_answered(
    served: str, filled_store: Store, kettle: VendorSite
) -> None:
    with client_of(served, "anna") as client:
        offered = client.get("/check", params={"q": kettle.address, **QUESTION}).text
        assert "Look it up now" in offered
        page = begin(client, kettle.address).headers["location"]
        stream = followed(client, page)
        assert stream.endswith("event: done\ndata: done\n\n")
        steps = stream.split("\n\n")[:-2]
        assert [step.split("\n")[-1] for step in steps] == [f"id: {number + 1}" for number in range(len(steps))]
        assert "Price: 6 USD per user and month, paid yearly (Mug)" in text_of(stream)
        shown = client.get(page)
    assert len(kettle.asked) <= 25
    words = text_of(shown.text)
    assert "looked up just now" in words
    assert "This is a draft" in words
    assert 'http-equiv="refresh"' not in shown.text
    with filled_store.session() as session:
        tool = session.exec(select(Tool).where(Tool.origin == "crawl")).one()
        case = session.exec(select(Review).where(Review.tool_id == tool.id)).one()
    assert case.why.startswith("a draft, read by a program from ")
    assert looked_up(filled_store) == ["anna"]
    same = get(f"{served}/api/v1/check", params={"q": tool.slug, **QUESTION}).json()
    assert {"allowed": "Fine", "conditions": "Fine if", "ask": "Ask first", "denied": "Not for this"}[
        same["verdict"]
    ] in words
    with client_of(served, "bo") as reviewer:
        queue = text_of(reviewer.get("/reviews").text)
    assert case.why in queue


def test_a_page_that_is_opened_again_says_how_long_ago_it_was(
    served: str, filled_store: Store, kettle: VendorSite
) -> None:
    with client_of(served, "anna") as client:
        page = begin(client, kettle.address).headers["location"]
        followed(client, page)
        with filled_store.write() as session:
            row = session.exec(select(Lookup)).one()
            row.begun_at = now() - timedelta(days=21)
            session.add(row)
        assert "looked up 3 weeks ago" in text_of(client.get(page).text).replace("three", "3")


def test_who_was_cut_off_goes_on_where_the_stream_broke(served_once: str, kettle: VendorSite) -> None:
    with client_of(served_once, "anna") as client:
        page = begin(client, kettle.address).headers["location"]
        whole = followed(client, page)
        rest = followed(client, page, **{"Last-Event-ID": "3"})
    assert whole.split("\n\n")[3:] == rest.split("\n\n")


def test_a_look_up_outlives_its_server_and_shares_its_pace_with_a_worker(
    filled_store: Store, filled_database: str, tmp_path: Path, vendor_sites: Callable[[], VendorSite]
) -> None:
    site, watched = vendor_sites(), vendor_sites()
    for each in (site, watched):
        each.serve(KETTLE)
    site.put("/security/", "<h1>Security</h1><p>We hold a SOC 2 Type II report.</p>", delay=1.0)
    known(filled_store, watched)
    there = {"BYOT_DATABASE_URL": filled_database, "BYOT_FETCH_ALLOW": f"{site.address},{watched.address}",
             "BYOT_FETCH_PAUSE": str(PAUSE), "BYOT_SNAPSHOTS": str(tmp_path / "snapshots")}  # fmt: skip

    def serving() -> tuple[Run, str]:
        run = Run(byot, "serve", "--port", "0", environment=there, prints=tmp_path / f"served-{len(site.asked)}")
        return run, run.printed(r"byot answers at (http://[\d.:]+)/")

    worker = Run(work, "tool-0", environment=there, prints=tmp_path / "worked")
    first, served = serving()
    with client_of(served, "anna") as client:
        client.timeout = httpx.Timeout(60)  # a server that begins on a busy machine
        page = begin(client, site.address).headers["location"]
        while len(before := steps_of(client, page)) < 3:
            assert first.goes_on()
            time.sleep(0.1)
    assert first.kill()
    second, served = serving()
    with client_of(served, "anna") as client:
        client.timeout = httpx.Timeout(60)  # a server that begins on a busy machine
        assert steps_of(client, page)[: len(before)] == before
        assert followed(client, page).endswith("event: done\ndata: done\n\n")
        after = steps_of(client, page)
        assert "looked up just now" in text_of(client.get(page).text)
    worker.ends()
    assert second.kill()
    assert after[: len(before)] == before
    assert len(after) == len(set(after)) > len(before)
    with filled_store.session() as session:
        facts = Counter(
            (fact.tool_id, fact.url, fact.fact, fact.plan, repr(fact.value), fact.quote_start)
            for fact in session.exec(select(Fact).where(Fact.extractor == "byot"))
        )
    assert set(facts.values()) == {1}
    assert looked_up(filled_store) == ["anna"]
    assert keeps_pace((asked.at for one in (site, watched) for asked in one.asked), PAUSE, among=10), "one host"


def steps_of(client: httpx.Client, page: str) -> list[str]:
    """The pages that a look-up's page shows as read, in order."""
    shown = client.get(page).text.partition('id="steps"')[2].partition("</ol>")[0]
    told = re.findall(r'<b>([^<]+)</b> <a href="([^"]+)"', shown)
    return [url for kind, url in told if kind != "From outside"]  # of one address there are several


def test_a_look_up_that_breaks_off_again_and_again_is_given_up(
    filled_store: Store, vendor_site: VendorSite, opened: Callable[..., None], tmp_path: Path
) -> None:
    opened(vendor_site.address)

    def left(session: Session) -> None:
        kept_lookups.add(session, "l-1", site="kettle.example", target=vendor_site.url(), person="anna", at=now())
        row = session.exec(select(Lookup)).one()
        row.attempts, row.held_until = 3, now() - timedelta(seconds=1)
        session.add(row)

    filled_store.transact(left)
    lookups = Lookups(filled_store, Snapshots(tmp_path / "snapshots"), now)
    with lookups.keeping():
        while not (found := lookups.find("l-1")) or not found.ended:
            time.sleep(0.01)
    assert (found.state, vendor_site.asked) == ("failed", [])
    assert "broke off several times" in (found.problem or "")


def test_two_who_ask_at_once_wait_for_the_same_and_without_a_script_the_page_asks_again_by_itself(
    served_once: str, vendor_site: VendorSite, opened: Callable[..., None]
) -> None:
    opened(vendor_site.address)
    vendor_site.put("/", "<h1>Slow</h1>", delay=0.3)
    with client_of(served_once, "anna") as anna, client_of(served_once, "cy") as cy:
        first, second = (begin(client, vendor_site.url()).headers["location"] for client in (anna, cy))
        assert first.partition("?")[0] == second.partition("?")[0]
        assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in anna.get(first).text
        followed(anna, first)
        assert 'http-equiv="refresh"' not in anna.get(first).text
    assert vendor_site.paths().count("/robots.txt") == 1


def test_a_person_and_a_day_have_their_limits(
    served: str, filled_store: Store, vendor_sites: Callable[[], VendorSite], opened: Callable[..., None]
) -> None:
    sites = [vendor_sites() for _ in range(4)]
    opened(*(site.address for site in sites), person=1, day=2)
    told = []
    for person, site in zip(("anna", "anna", "bo", "cy"), sites, strict=True):
        with client_of(served, person) as client:
            answer = begin(client, site.address)
            told.append(answer.status_code)
            if answer.status_code == 303:
                followed(client, answer.headers["location"])
            else:
                assert "You did nothing wrong" in answer.text
                assert site.asked == []
    assert told == [303, 429, 303, 429]
    assert looked_up(filled_store) == ["anna", "bo"]


def test_what_may_not_be_visited_is_not_and_costs_nothing(served: str, filled_store: Store) -> None:
    with client_of(served, "anna") as client:
        for target, words in (
            ("http://169.254.169.254/latest", "That address is inside a network"),
            ("http://127.0.0.1:9/", "That address is inside a network"),
            ("some tool", "Give the tool's domain"),
            ("", "Give a tool's name, domain or URL"),
        ):
            answer = begin(client, target)
            assert answer.status_code == 422
            assert words in unescape(text_of(answer.text))
    assert looked_up(filled_store) == []


def test_a_site_where_nobody_answers_leaves_no_draft_and_kind_words(
    served: str, filled_store: Store, vendor_site: VendorSite, opened: Callable[..., None]
) -> None:
    opened(vendor_site.address)
    vendor_site.robots("User-agent: *\nDisallow: /\n")
    with client_of(served, "anna") as client:
        page = begin(client, vendor_site.address).headers["location"]
        followed(client, page)
        words = text_of(client.get(page).text)
        again = begin(client, vendor_site.address).headers["location"]
        followed(client, again)
    assert "robots.txt forbids this page" in words
    assert "You did nothing wrong" in words
    assert again.partition("?")[0] != page.partition("?")[0]
    with filled_store.session() as session:
        assert drafts(session) == []


def test_a_tool_of_the_catalog_is_answered_not_looked_up(served_once: str) -> None:
    with client_of(served_once, "anna") as client:
        assert begin(client, "slack.com").headers["location"] == "/check?q=slack.com&industry=medical&data=phi"
        assert client.get("/lookups/l-0000000000?q=newtool.example").headers["location"] == "/check?q=newtool.example"
        assert followed(client, "/lookups/l-0000000000") == "event: done\ndata: done\n\n"


def test_a_tool_that_somebody_only_named_can_be_looked_up(served_once: str) -> None:
    with client_of(served_once, "anna") as client:
        client.post("/adoptions", data={"tool": "newtool.example", "data": "internal"})
        html = client.get("/check", params={"q": "newtool.example"}).text
    assert '<input type="hidden" name="q" value="newtool.example">' in html
    assert "Look it up now" in html


def test_only_a_domain_typed_on_our_own_page_begins_by_itself(served_once: str) -> None:
    for came, begins in (("same-origin", True), ("none", False), (None, False)):
        headers = {"Sec-Fetch-Site": came} if came else {}
        html = get(f"{served_once}/check", params={"q": "newtool.example"}, headers=headers).text
        assert ('hx-trigger="load, submit"' in html) == begins
    named = get(f"{served_once}/check", params={"q": "newtool"}, headers={"Sec-Fetch-Site": "same-origin"}).text
    assert "Look it up now" not in named


def drafts(session: Session) -> list[Tool]:
    return list(session.exec(select(Tool).where(Tool.origin == "crawl")))
