"""Finding pages: of what kind an address is, and which page is fetched next."""

import gzip
from collections.abc import Iterable

import pytest

from scrapers import sources
from scrapers.address import Address, parse
from scrapers.kinds import kind_of, same_site, site_of, worth
from scrapers.sources import Candidate, Frontier

HOME = parse("https://acme.com/")

KINDS = {
    "https://acme.com/pricing": "pricing",
    "https://acme.com/plans/": "pricing",
    "https://acme.com/de/preise": "pricing",
    "https://acme.com/pricing/enterprise.html": "pricing",
    "https://acme.com/security": "security",
    "https://acme.com/security/bug-bounty": "security",
    "https://security.acme.com/": "security",
    "https://acme.com/trust": "trust_center",
    "https://trust.acme.com/": "trust_center",
    "https://acme.com/trust/hipaa": "compliance",
    "https://acme.com/gdpr": "compliance",
    "https://acme.com/product/security-and-compliance": "compliance",
    "https://acme.com/legal/dpa": "dpa",
    "https://acme.com/legal/data-processing-addendum": "dpa",
    "https://acme.com/legal/subprocessors": "subprocessors",
    "https://acme.com/sub-processor-list": "subprocessors",
    "https://acme.com/terms-of-service": "terms",
    "https://acme.com/legal": "terms",
    "https://acme.com/legal/customer-agreement": "terms",
    "https://acme.com/privacy-policy": "privacy",
    "https://acme.com/datenschutz": "privacy",
    "https://acme.com/legal/sla": "sla",
    "https://acme.com/service-level-agreement": "sla",
    "https://acme.com/.well-known/security.txt": "security.txt",
    "https://status.acme.com/": "status",
    "https://help.acme.com/hc/articles/12-hipaa": "help",
    "https://acme.com/support/billing": "help",
    "https://acme.com/changelog": "changelog",
    "https://acme.com/about": "other",
    "https://acme.com/planets": "other",
    "https://acme.com/slang": "other",
    "https://acme.com/trustworthy-people": "other",
}


@pytest.mark.parametrize("url", KINDS)
def test_an_address_tells_its_kind(url: str) -> None:
    assert kind_of(parse(url)) == KINDS[url]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Pricing", "pricing"), ("Plans & Pricing", "pricing"), ("Data Processing Addendum", "dpa"),
     ("Subprocessors", "subprocessors"), ("Trust Center", "trust_center"), ("Status", "status"),
     ("Terms of Service", "terms"), ("Buy a security camera", "other")],
)  # fmt: skip
def test_the_words_of_a_link_tell_where_the_address_does_not(text: str, kind: str) -> None:
    assert kind_of(parse("https://acme.com/x/7"), text) == kind


@pytest.mark.parametrize(
    "url",
    ["https://acme.com/blog/new-pricing", "https://acme.com/careers/security-engineer", "https://acme.com/login",
     "https://acme.com/customers/bank-security", "https://acme.com/pricing.png", "https://acme.com/dpa.pdf",
     "https://acme.com/features"],
)  # fmt: skip
def test_what_speaks_of_others_or_is_no_page_is_not_worth_fetching(url: str) -> None:
    assert worth(parse(url)) is None


def test_a_page_in_another_language_is_worth_less() -> None:
    plain, german = worth(parse("https://acme.com/pricing")), worth(parse("https://acme.com/de-de/pricing"))
    assert plain is not None
    assert german is not None
    assert plain.score > german.score


def test_sites_are_told_apart_by_their_registrable_domain() -> None:
    assert site_of(parse("https://a.b.acme.co.uk/")) == "acme.co.uk"
    assert site_of(parse("https://acme.github.io/")) == "acme.github.io"
    assert site_of(parse("http://127.0.0.1:8123/")) == "127.0.0.1:8123"
    assert same_site(parse("https://trust.acme.io/"), HOME)
    assert not same_site(parse("https://acme.com.evil.example/"), HOME)
    assert not same_site(parse("https://other.github.io/"), parse("https://acme.github.io/"))


def urls(candidates: Iterable[Candidate]) -> list[str]:
    return [candidate.address.url for candidate in candidates]


PAGE = b"""<html><body><nav><a href="/pricing">Pricing</a><a href="/blog/x">Blog</a></nav>
<p><a href="security">Security</a> <a href="/legal/dpa?utm_source=x&amp;v=2">DPA</a> <a href="#top">up</a>
<a href="https://status.acme.com">Status</a> <a href="https://acme.trust.example/">Trust Center</a>
<a href="https://policies.other.example/privacy">Privacy</a> <a href="http://127.0.0.1/pricing">x</a>
<a href="/\\evil.example/pricing">x</a> <a href="http://acme.com:8080/pricing">x</a> <a>none</a> <a href="">x</a></p>
<footer><a href="/terms">Terms</a></footer></body></html>"""


def test_links_lead_to_the_vendors_own_pages_only() -> None:
    assert urls(sources.links(PAGE, parse("https://acme.com/en/"), HOME)) == [
        "https://acme.com/pricing",
        "https://acme.com/en/security",
        "https://acme.com/legal/dpa?utm_source=x&v=2",
        "https://status.acme.com/",
        "https://acme.trust.example/",
        "http://acme.com:8080/pricing",
        "https://acme.com/terms",
    ]


def test_links_in_navigation_and_footer_count_more() -> None:
    found = {one.kind: one.score for one in sources.links(PAGE, HOME, HOME)}
    bare = worth(parse("https://acme.com/terms"))
    assert bare is not None
    assert found["terms"] == bare.score + 10
    assert found["security"] == 90


def test_a_base_element_is_heeded() -> None:
    page = b'<base href="/legal/"><a href="dpa">DPA</a>'
    assert urls(sources.links(page, HOME, HOME)) == ["https://acme.com/legal/dpa"]


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe", b"<a href=" * 5000, b"<div>" * 20_000 + b"<a href=/dpa>"])
def test_odd_pages_have_links_or_none(body: bytes) -> None:
    assert len(sources.links(body, HOME, HOME)) <= 1


def test_a_sitemap_is_read_packed_and_plain() -> None:
    body = b"<urlset><loc> https://acme.com/a?x=1&amp;y=2 </loc><url><loc><![CDATA[/b]]></loc></url></urlset>"
    assert sources.locations(body) == (["https://acme.com/a?x=1&y=2", "/b"], False)
    assert sources.locations(gzip.compress(body))[0] == ["https://acme.com/a?x=1&y=2", "/b"]
    assert sources.locations(b"<sitemapindex><sitemap><loc>/s.xml</loc></sitemap></sitemapindex>") == (["/s.xml"], True)


def test_a_sitemap_of_a_million_pages_is_read_to_a_point() -> None:
    assert len(sources.locations(b"<loc>/x</loc>" * 1_000_000)[0]) == sources.MOST_LOCATIONS


def test_the_parts_of_a_sitemap_with_a_vendors_own_pages_come_first() -> None:
    parts = ["/sitemap-blog.xml", "/sitemap-de.xml", "/sitemap-pages.xml", "https://evil.example/s.xml", "/sitemap.xml"]
    assert [one.path for one in sources.best_sitemaps(parts, HOME)] == ["/sitemap-pages.xml", "/sitemap.xml"]


def candidate(path: str, score: int, found: sources.Found = "link") -> Candidate:
    address = HOME.join(path)
    return Candidate(address, kind_of(address), score, found)


def drain(frontier: Frontier) -> list[str]:
    taken = []
    while (one := frontier.pop()) is not None:
        frontier.got(one, one.address)
        taken.append(one.address.path)
    return taken


def test_one_of_each_kind_comes_before_the_second_of_any() -> None:
    frontier = Frontier()
    frontier.add([candidate("/pricing", 100), candidate("/pricing/teams", 97), candidate("/security", 90),
                  candidate("/privacy", 65)])  # fmt: skip
    assert drain(frontier) == ["/pricing", "/security", "/privacy", "/pricing/teams"]


def test_what_somebody_asked_for_comes_first() -> None:
    frontier = Frontier()
    frontier.add([candidate("/pricing", 100), sources.asked(HOME.join("/odd"), "other")])
    assert drain(frontier) == ["/odd", "/pricing"]


def test_a_page_is_fetched_once_however_it_is_written() -> None:
    frontier = Frontier()
    frontier.add([candidate("/pricing", 100), candidate("/pricing/", 99), candidate("/pricing?utm_source=x", 90),
                  candidate("/pricing#top", 90)])  # fmt: skip
    assert drain(frontier) == ["/pricing"]
    frontier.add([candidate("/pricing", 100)])
    assert drain(frontier) == []


def test_a_page_that_two_addresses_lead_to_counts_once() -> None:
    frontier = Frontier()
    frontier.add([candidate("/pricing", 100), candidate("/plans", 99)])
    first, second = frontier.pop(), frontier.pop()
    assert first is not None
    assert second is not None
    assert frontier.got(first, HOME.join("/buy"))
    assert not frontier.got(second, HOME.join("/buy"))


def test_there_are_limits_to_each_kind() -> None:
    frontier = Frontier()
    frontier.add([candidate(f"/help/plans-{number}", 40) for number in range(50)])
    assert len(drain(frontier)) == 5


def test_guesses_are_made_only_for_kinds_that_nothing_led_to() -> None:
    frontier = Frontier()
    frontier.add([candidate("/pricing", 100), candidate("/security", 90)])
    guessed = sources.guesses(HOME, frontier)
    assert {one.kind for one in guessed}.isdisjoint({"pricing", "security"})
    assert "/.well-known/security.txt" in {one.address.path for one in guessed}


def test_a_guess_that_came_true_spares_the_others() -> None:
    frontier = Frontier()
    frontier.add(sources.guesses(HOME, frontier))
    taken = drain(frontier)
    assert ("/pricing" in taken, "/plans" in taken) == (True, False)


def test_addresses_are_not_mistaken_for_each_other() -> None:
    one, other = candidate("/a?x=1", 1), candidate("/a?x=2", 1)
    assert one.key != other.key
    assert isinstance(one.address, Address)
