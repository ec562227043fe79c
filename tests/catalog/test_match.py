"""Hosts to tools, tenants, and the domains of no tool."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.discovery.background import KIND_OF
from catalog.discovery.match import Match, Matcher, Stray, Subjects, Suffix, matcher, registrable
from catalog.discovery.suffixes import registered
from catalog.discovery.suffixes import rules as rules_of_suffixes
from catalog.store import Store

MATCHER = Matcher(
    {
        "slack.com": Suffix(1, "slack", tenants=True),
        "files.slack.com": Suffix(2, "slack-files", tenants=False),
        "trello.com": Suffix(3, "trello", tenants=False),
        "xn--bcher-kva.example": Suffix(4, "books", tenants=False),
    }
)


@pytest.mark.parametrize(
    ("host", "slug", "tenant"),
    [
        ("slack.com", "slack", ""),
        ("SLACK.com.", "slack", ""),
        ("acme.slack.com", "slack", "acme.slack.com"),
        ("acme.enterprise.slack.com", "slack", "enterprise.slack.com"),
        ("www.slack.com", "slack", ""),
        ("edgeapi.slack.com", "slack", ""),
        ("wss-primary.slack.com", "slack", ""),
        ("us02web.slack.com", "slack", ""),
        ("files.slack.com", "slack-files", ""),
        ("a.files.slack.com", "slack-files", ""),
        ("acme.trello.com", "trello", ""),
        ("bücher.example", "books", ""),
    ],
)
def test_the_longest_domain_decides(host: str, slug: str, tenant: str) -> None:
    found = MATCHER.find(host)
    assert found is not None
    assert (found.slug, found.tenant) == (slug, tenant)


@pytest.mark.parametrize("host", ["notslack.com", "slack.com.evil.example", "com", "", ".", "10.0.0.1", "a..b"])
def test_a_host_that_only_looks_alike_is_no_match(host: str) -> None:
    assert MATCHER.find(host) is None


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("app.newtool.io", "newtool.io"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("team.newtool.vercel.app", "newtool.vercel.app"),
        ("intranet", None),
        ("localhost", None),
        ("10.0.0.1", None),
        ("2001:db8::1", None),
        ("co.uk", None),
        ("<script>.example.com", None),
    ],
)
def test_a_stray_host_is_known_by_the_domain_that_somebody_registered(host: str, domain: str | None) -> None:
    assert registrable(host) == domain


def test_every_rule_of_the_list_of_suffixes_holds_as_in_the_library_that_brings_it() -> None:
    from tldextract import TLDExtract

    library = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
    rules = (rule.lstrip("!").replace("*", "any").encode("idna").decode() for rule in rules_of_suffixes())
    names = [f"{more}{rule}" for rule in rules for more in ("", "x.", "y.x.")]
    differ = [name for name in names if registered(name) != (library(name).top_domain_under_public_suffix or None)]
    assert len(names) > 20_000
    assert len(differ) < 10  # the library forgets a wildcard where another rule goes on


@given(st.text(max_size=80))
def test_no_host_breaks_the_match(host: str) -> None:
    MATCHER.find(host)
    registrable(host)


def test_every_domain_of_the_catalog_finds_its_tool_but_what_other_sites_pages_speak_to(filled_store: Store) -> None:
    from sqlmodel import col, select

    from catalog.models.tool import Domain, Tool

    with filled_store.session() as session:
        found = matcher(session)
        rows = session.exec(
            select(Domain.host, Tool.slug).join(Tool, col(Domain.tool_id) == col(Tool.id))
            .where(col(Domain.retracted_at).is_(None))
        ).all()  # fmt: skip
    lost = []
    for host, slug in rows:
        match = found.find(host.replace("*", "acme"))
        if host not in KIND_OF and (match is None or match.slug != slug):
            lost.append((host, slug, match))
    assert lost == []


@pytest.mark.parametrize(
    ("known", "host", "found"),
    [
        ("doubleclick.net", "stats.g.doubleclick.net", None),
        ("bing.com", "bat.bing.com", None),
        ("bing.com", "www.bing.com", "bing.com"),
        ("meet.googleapis.com", "meet.googleapis.com", "meet.googleapis.com"),
    ],
)
def test_what_pages_speak_to_by_themselves_is_nobody_s_use(known: str, host: str, found: str | None) -> None:
    match = Matcher({known: Suffix(1, known, tenants=False)}).find(host)
    assert (match and match.slug) == found


def app(name: str) -> Match | None:
    return Match(9, "figma") if name == "Figma" else None


@pytest.mark.parametrize(
    ("host", "named", "found"),
    [
        ("acme.slack.com", "Figma", Match(1, "slack", "acme.slack.com")),
        (None, "Figma", Match(9, "figma")),
        ("edge.vendor.example", "Figma", Match(9, "figma")),
        ("app.newtool.io", "Acme Notes", Stray("domain", "newtool.io")),
        ("app.newtool.io", None, Stray("domain", "newtool.io")),
        (None, "Acme Notes", Stray("app", "Acme Notes")),
        ("10.0.0.1", "Acme Notes", Stray("app", "Acme Notes")),
        ("10.0.0.1", "ssl", None),
        (None, "web-browsing", None),
        ("d111.cloudfront.net", None, Stray("background", "d111.cloudfront.net")),
        ("stats.g.doubleclick.net", None, Stray("background", "doubleclick.net")),
        ("notdoubleclick.net", None, Stray("domain", "notdoubleclick.net")),
        ("intranet", None, None),
        (None, None, None),
    ],
)
def test_a_record_is_about_its_host_else_its_app_else_it_is_a_stray(
    host: str | None, named: str | None, found: Match | Stray | None
) -> None:
    assert Subjects(MATCHER, app).find(host, named) == found
