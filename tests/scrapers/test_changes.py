"""Changes: what a page states that it did not, states otherwise or no more; noise is none."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from catalog.models.evidence import Fact, Snapshot
from catalog.models.tool import Tool
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers.changes import Change, changes, compared, previous
from tests import processor
from tests.scrapers.test_crawl import crawled
from tests.vendor import VendorSite

BEFORE = """<nav>We use cookies.</nav><h1>Pricing</h1><p>Last updated 3 March 2026</p><div class=plan><h2>Free</h2>
<p>$0</p><ul><li>Up to 10 members</li></ul></div><div class=plan><h2>Pro</h2>
<p>$8 per user per month, billed annually</p><ul><li>SAML single sign-on</li></ul></div>"""
AFTER = """<h1>Pricing</h1><p>Last updated 9 May 2026</p><div class=plan><h2>Free</h2>
<p>$0</p><ul><li>Up to 5 members</li></ul></div><div class=plan><h2>Pro</h2>
<p>$9 per user per month, billed annually</p><ul><li>SCIM provisioning</li></ul></div>"""


def told(found: list[Change]) -> set[tuple[str, str, object, object]]:
    """Each change as its kind, its fact, and what was said before and after."""

    def value(fact: Fact | None) -> object:
        said = fact.value if fact else None
        return said.get("amount") if isinstance(said, dict) else said

    return {(one.kind, one.fact.fact, value(one.before), value(one.after)) for one in found}


def test_what_appeared_changed_and_vanished_is_told_and_noise_is_not(
    store: Store, tmp_path: Path, vendor_site: VendorSite
) -> None:
    snapshots = Snapshots(tmp_path / "snapshots")
    url = vendor_site.put("/pricing", BEFORE)
    crawled(store, snapshots, vendor_site, url)
    with store.session() as session:
        tool = session.exec(select(Tool.id)).one() or 0
        assert changes(session, tool) == [], "a first look is no change"
    vendor_site.put("/pricing", BEFORE.replace("3 March 2026", "4 March 2026").replace("cookies", "cookies and more"))
    crawled(store, snapshots, vendor_site, url)
    with store.session() as session:
        assert changes(session, tool) == [], "a date and a banner are no change"
    vendor_site.put("/pricing", AFTER)
    crawled(store, snapshots, vendor_site, url)
    with store.session() as session:
        found = changes(session, tool)
        newest = session.exec(select(Snapshot).order_by(col(Snapshot.id).desc())).first()
        assert newest is not None
        before = previous(session, newest)
        lost = session.exec(select(Fact).where(Fact.fact == "sso_saml", col(Fact.unsupported_at).is_not(None))).all()
    assert told(found) == {
        ("changed", "free_limit", 10, 5),
        ("changed", "plan_price", 8, 9),
        ("vanished", "sso_saml", "yes", None),
        ("appeared", "scim", None, "yes"),
    }
    assert before is not None
    assert {one.snapshots for one in found} == {(before.id, newest.id)}
    assert lost, "a vanished quote makes its fact unsupported"


def test_a_page_that_could_not_be_read_has_lost_nothing(store: Store, tmp_path: Path, vendor_site: VendorSite) -> None:
    snapshots = Snapshots(tmp_path / "snapshots")
    url = vendor_site.put("/pricing", BEFORE)
    for body in (BEFORE, b"\x00\x01\x02" * 500, AFTER.replace("Up to 5", "Up to 10").replace("$9", "$8")):
        vendor_site.put("/pricing", body)
        crawled(store, snapshots, vendor_site, url)
    with store.session() as session:
        tool = session.exec(select(Tool.id)).one() or 0
        found = changes(session, tool)
    assert told(found) == {("vanished", "sso_saml", "yes", None), ("appeared", "scim", None, "yes")}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a\nb\nc", "a\nb\nc", []),
        ("a\nb\nc", "a\nx\nc", ["=a", "-b", "+x", "=c"]),
        ("Updated 2026-03-01\nb", "Updated 2026-05-09\nb", []),
        ("12,345 teams use it\nb", "12,401 teams use it\nb", []),
        ("a\nWe use cookies", "a", []),
        ("1\n2\n3\n4\n5\n6\n7", "x\n2\n3\n4\n5\n6\ny", ["-1", "+x", "=2", "~", "=6", "-7", "+y"]),
        ("$8 per user", "$9 per user", ["-$8 per user", "+$9 per user"]),
    ],
    ids=["same", "changed", "date", "counter", "banner", "cut", "price"],
)
def test_texts_are_compared_as_people_would(before: str, after: str, expected: list[str]) -> None:
    marks = {"same": "=", "new": "+", "gone": "-", "cut": "~"}
    assert [marks[line.kind] + line.text for line in compared(before, after)] == expected


def test_long_texts_are_compared_in_time() -> None:
    long = "\n".join(f"line {n % 7}" for n in range(20_000))
    assert processor.seconds(lambda: compared(long, long[::-1]), enough=5) < 5
