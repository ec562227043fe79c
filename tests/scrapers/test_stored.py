"""Stored snapshots, extracted again: what is the same, what is found no longer, what again; nothing is fetched."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, delete, select

from catalog.errors import StoreProblem
from catalog.evidence.resolve import believed, holds
from catalog.models.evidence import Fact, Snapshot, Source
from catalog.moment import Moment, now
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers import stored
from scrapers.stored import extract_again
from tests.scrapers.test_crawl import SITES, crawled, facts
from tests.vendor import VendorSite


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "snapshots")


@pytest.fixture
def kettle(vendor_site: VendorSite) -> VendorSite:
    vendor_site.serve(SITES / "kettle")
    return vendor_site


def test_facts_that_were_deleted_come_again_from_the_stored_snapshots(
    store: Store, snapshots: Snapshots, kettle: VendorSite
) -> None:
    crawled(store, snapshots, kettle)
    before, asked = facts(store), len(kettle.asked)
    with store.write() as session:
        pricing = session.exec(select(Snapshot).join(Source).where(Source.kind == "pricing")).one()
        session.exec(delete(Fact).where(col(Fact.snapshot_id) == pricing.id))
    assert len(facts(store)) < len(before)
    list(extract_again(store, snapshots))
    assert facts(store) == before
    assert len(kettle.asked) == asked, "nothing was fetched"
    with store.write() as session:
        session.exec(delete(Fact))
    list(extract_again(store, snapshots, ["no-such-tool"]))
    assert facts(store) == []
    list(extract_again(store, snapshots))
    assert facts(store) == before


def test_what_an_extractor_no_longer_finds_is_retracted_not_erased(
    store: Store, snapshots: Snapshots, kettle: VendorSite
) -> None:
    crawled(store, snapshots, kettle)
    with store.write() as session:
        fact = session.exec(select(Fact).where(Fact.fact == "certification")).one()
        session.add(Fact(**{**fact.model_dump(exclude={"id"}), "key": "an older extractor's", "value": "soc3"}))
    ended = list(extract_again(store, snapshots))
    with store.session() as session:
        wrong = session.exec(select(Fact).where(Fact.key == "an older extractor's")).one()
    assert wrong.retracted_at is not None
    assert sum(one.retracted for one in ended) == 1
    assert sum(one.new for one in ended) == 0


def test_what_is_found_again_counts_again_and_the_past_stays_as_it_was(
    store: Store, snapshots: Snapshots, vendor_site: VendorSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An extractor that was changed misses a statement for a time; nothing else happens to the page."""
    url = vendor_site.put("/security", "<p>We hold a SOC 2 Type II report.</p>")
    crawled(store, snapshots, vendor_site, url)
    moments = [now()]
    reads = stored.stated

    def misses(*arguments: Any, **more: Any) -> Any:
        return replace(reads(*arguments, **more), findings=[])

    for turn in range(4):
        with monkeypatch.context() as patch:
            if turn % 2 == 0:
                patch.setattr(stored, "stated", misses)
            ended = list(extract_again(store, snapshots))
            moments.append(now())
            assert [(one.facts, one.new, one.retracted) for one in ended] == [(0, 0, 1) if turn % 2 == 0 else (1, 1, 0)]
            rows = facts(store)
            again = list(extract_again(store, snapshots))
            assert sum(one.new + one.retracted for one in again) == 0
            assert facts(store) == rows
    with store.session() as session:
        held = session.exec(select(Fact).order_by(col(Fact.id))).all()
        present = Moment(moments[-1], moments[-1])
        assert [[believed(fact, Moment(present.as_of, at)) for fact in held] for at in moments] == [
            [True, False, False], [False, False, False], [False, True, False], [False, False, False],
            [False, False, True],
        ]  # fmt: skip
        assert [holds(fact, present) for fact in held] == [False, False, True]
    assert len({fact.key for fact in held}) == 3
    with store.write() as session:
        session.exec(delete(Fact).where(col(Fact.id) == held[-1].id))
    list(extract_again(store, snapshots))
    assert facts(store) == rows, "the same key too"


def test_a_quote_that_was_lost_and_found_in_the_newest_page_counts_again(
    store: Store, snapshots: Snapshots, vendor_site: VendorSite
) -> None:
    url = vendor_site.put("/security", "<p>We hold a SOC 2 Type II report.</p>")
    crawled(store, snapshots, vendor_site, url)
    with store.write() as session:
        fact = session.exec(select(Fact)).one()
        fact.unsupported_at = now()  # an older reader of pages did not see the sentence
        session.add(fact)
    assert [one.new for one in extract_again(store, snapshots)] == [1]
    assert [one.new for one in extract_again(store, snapshots)] == [0]
    with store.session() as session:
        present = Moment(now(), now())
        assert [holds(fact, present) for fact in session.exec(select(Fact).order_by(col(Fact.id)))] == [False, True]


def test_a_quote_that_left_the_page_is_not_found_again_in_an_old_snapshot(
    store: Store, snapshots: Snapshots, vendor_site: VendorSite
) -> None:
    url = vendor_site.put("/security", "<p>We hold a SOC 2 Type II report.</p>")
    crawled(store, snapshots, vendor_site, url)
    vendor_site.put("/security", "<p>We are certified to ISO 27001.</p>")
    crawled(store, snapshots, vendor_site, url)
    before = facts(store)
    assert [one.new for one in extract_again(store, snapshots)] == [0, 0]
    assert facts(store) == before
    with store.write() as session:
        session.exec(delete(Fact))
    assert [one.new for one in extract_again(store, snapshots)] == [1, 1]
    assert facts(store) == before
    with store.session() as session:
        rows = {fact.value: fact for fact in session.exec(select(Fact))}
        newest = session.exec(select(Snapshot.fetched_at).order_by(col(Snapshot.fetched_at).desc())).first()
    assert (rows["soc2_type2"].unsupported_at, rows["iso27001"].unsupported_at) == (newest, None)


def test_a_snapshot_that_was_damaged_is_told(store: Store, snapshots: Snapshots, kettle: VendorSite) -> None:
    crawled(store, snapshots, kettle)
    for file in snapshots.folder.rglob("*.zst"):
        file.write_bytes(b"rust")
    with pytest.raises(StoreProblem, match="The snapshot"):
        list(extract_again(store, snapshots))
