"""A stored snapshot as text: the quotes marked, none of the page's own code."""

import re
from pathlib import Path

import pytest
from sqlmodel import select

from catalog.models.evidence import Snapshot, Source
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.settings import settings
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers.stored import extract_again
from tests.catalog.facts import fact
from tests.serving import serving
from tests.web.asking import get
from web.app import create_app
from web.pages.snapshot import parts

PAGE = """<html><head><script>document.title = "taken over"</script></head><body>
<h1>Security &amp; trust</h1><p>Acme is SOC 2 Type II certified.</p>
<p onclick="alert(1)">We write &lt;b&gt; in bold.</p></body></html>"""


def keep(store: Store, body: bytes) -> int:
    """Store a page of Trello as a crawl does; give its number."""

    with store.write() as session:
        tool = session.exec(select(Tool).where(Tool.slug == "trello")).one()
        url = "https://trello.example/security"
        kept = session.exec(select(Source).where(Source.url == url)).first()
        source = kept or Source(tool_id=tool.id or 0, url=url, kind="security")
        session.add(source)
        session.flush()
        row = Snapshot(
            source_id=source.id or 0,
            url=source.url,
            sha256=Snapshots(settings().snapshots).store(body),
            media_type="text/html",
            size=len(body),
            status=200,
            headers={"content-type": "text/html; charset=utf-8"},
            fetched_at=now(),
        )
        session.add(row)
        session.flush()
        return row.id or 0


def test_the_page_stands_as_text_with_its_quotes_marked(filled_store: Store) -> None:
    number = keep(filled_store, PAGE.encode())
    list(extract_again(filled_store, Snapshots(settings().snapshots)))
    with serving(create_app(filled_store)) as address:
        html = get(f"{address}/snapshots/{number}").text
    assert re.search(r'<mark id="fact-\d+"[^>]*>[^<]*SOC 2 Type II[^<]*</mark>', html)
    assert "taken over" not in html
    assert "alert(1)" not in html
    assert "We write &lt;b&gt; in bold." in html


def test_two_looks_at_a_page_are_compared_and_the_tool_tells_what_changed(filled_store: Store) -> None:
    first = keep(filled_store, PAGE.encode())
    second = keep(filled_store, PAGE.replace("is SOC 2 Type II", "<i>is</i> ISO 27001").encode())
    list(extract_again(filled_store, Snapshots(settings().snapshots)))
    with serving(create_app(filled_store)) as address:
        html = get(f"{address}/snapshots/{second}/changes").text
        tool = get(f"{address}/tools/trello").text
        nothing = get(f"{address}/snapshots/{first}/changes")
    assert "<del>Acme is SOC 2 Type II certified.</del>" in html
    assert "<ins>Acme is ISO 27001 certified.</ins>" in html
    assert nothing.status_code == 404
    for page in (html, tool):
        assert "New there: ISO 27001: yes." in page
        assert "No longer there: SOC 2 type II: yes." in page
    assert f'href="/snapshots/{second}/changes"' in tool


def test_a_snapshot_whose_bytes_are_gone_is_told(filled_store: Store) -> None:
    number = keep(filled_store, b"<p>Gone tomorrow.</p>")
    with filled_store.session() as session:
        name = session.get_one(Snapshot, number).sha256
    next(Path(settings().snapshots).rglob(f"{name[2:]}*")).unlink()
    with serving(create_app(filled_store)) as address:
        told = get(f"{address}/snapshots/{number}")
    assert told.status_code >= 400
    assert "is not there" in told.text


@pytest.mark.parametrize("number", ["0", "999", "99999999999999999999"])
def test_a_number_that_is_none_is_not_found(served_once: str, number: str) -> None:
    assert get(f"{served_once}/snapshots/{number}").status_code == 404


def test_a_quote_that_moved_is_found_again_and_overlaps_are_marked_once() -> None:
    facts = [
        fact("sso_saml", quote="single sign-on", quote_start=99),
        fact("scim", quote="sign-on and SCIM", quote_start=0),
        fact("mfa", quote="not on the page", quote_start=0),
    ]
    cut = list(parts("We have single sign-on and SCIM.", facts))
    assert "".join(part.text for part in cut) == "We have single sign-on and SCIM."
    assert [part.fact.fact for part in cut if part.fact] == ["sso_saml"]
