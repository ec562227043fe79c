"""From a site to the pages worth watching, ranked by kind: links, sitemap, well-known paths. Pure: bytes in.

`scrapers/crawl.py` does the fetching; the `Frontier` says what comes next, one of each kind before the second of any.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from catalog.errors import FetchFailed
from scrapers.address import Address
from scrapers.decode import decode
from scrapers.kinds import MOST, of_the_vendor, site_of, worth

Found = Literal["asked", "known", "link", "sitemap", "guess"]
MOST_LINKS = 3000
MOST_LOCATIONS = 10_000
NEXT_OF_KIND = 40
MOST_PRESSING = 150
"""What is known grows old: the most pressing page of a tool comes before all that links lead to."""
_BONUS: dict[Found, int] = {"asked": 1000, "known": 30, "link": 0, "sitemap": -5, "guess": -15}
_IN_FRAME = 10
_LOCATION = re.compile(rb"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]{1,2048})")
_TRACKING = re.compile(r"(^|&)(utm_[a-z]+|gclid|fbclid|ref|source)=[^&]*", re.IGNORECASE)
GUESSES = {  # what begins with // is a host before the site's own domain
    "pricing": ("/pricing", "/plans"),
    "security": ("/security",),
    "trust_center": ("/trust", "//trust."),
    "compliance": ("/compliance",),
    "dpa": ("/legal/dpa", "/dpa"),
    "subprocessors": ("/subprocessors", "/legal/subprocessors"),
    "terms": ("/terms", "/legal"),
    "privacy": ("/privacy",),
    "sla": ("/sla", "/legal/sla"),
    "status": ("//status.",),
    "security.txt": ("/.well-known/security.txt",),
}


@dataclass(frozen=True)
class Candidate:
    """A page that may be worth fetching: its kind, its score (more is better), and how it was found.

    `why` says what makes it pressing, where the catalog watches it already.
    """

    address: Address
    kind: str
    score: int
    found: Found
    why: str = ""

    @property
    def key(self) -> str:
        """The address without what does not change the page: tracking words, a slash at its end, the scheme."""
        path, _, query = self.address.target.partition("?")
        query = _TRACKING.sub("", query).strip("&")
        return f"{self.address.authority}{path.rstrip('/')}?{query}"


@dataclass
class Frontier:
    """The candidates still to be fetched. What was taken is not given a second time."""

    waiting: dict[str, Candidate] = field(default_factory=dict)
    _taken: Counter[str] = field(default_factory=Counter)
    _seen: set[str] = field(default_factory=set)

    def add(self, candidates: Iterable[Candidate]) -> None:
        """Take candidates in; of two for one page the better one stays."""
        for candidate in candidates:
            held = self.waiting.get(candidate.key)
            if candidate.key not in self._seen and (held is None or candidate.score > held.score):
                self.waiting[candidate.key] = candidate

    def pop(self) -> Candidate | None:
        """Give the best candidate next, or None when nothing worth fetching waits."""
        open_ = [one for one in self.waiting.values() if self._wanted(one)]
        if not open_:
            return None
        best = max(open_, key=lambda one: (one.score - NEXT_OF_KIND * self._taken[one.kind], one.key))
        del self.waiting[best.key]
        self._seen.add(best.key)
        return best

    def got(self, candidate: Candidate, landed: Address) -> bool:
        """Count a page that was fetched; tell whether it is new, not one that another address led to already."""
        key = Candidate(landed, candidate.kind, 0, candidate.found).key
        if key != candidate.key and key in self._seen:
            return False
        self._seen.add(key)
        self.waiting.pop(key, None)
        self._taken[candidate.kind] += 1
        return True

    def lacks(self, kind: str) -> bool:
        """Tell whether no page of a kind was fetched or waits."""
        return not self._taken[kind] and all(one.kind != kind for one in self.waiting.values())

    def _wanted(self, one: Candidate) -> bool:
        if one.found == "guess" and self._taken[one.kind]:
            return False
        return one.found == "asked" or self._taken[one.kind] < MOST.get(one.kind, 2)


def links(body: bytes, page: Address, home: Address) -> list[Candidate]:
    """Give the pages worth fetching that a page links to; those in its navigation and footer count more."""
    tree = LexborHTMLParser(body)
    base = _base(tree, page)
    framed = {node.mem_id for node in tree.css("nav a[href], footer a[href], header a[href]")}
    found: list[Candidate] = []
    for node in tree.css("a[href]")[:MOST_LINKS]:
        text = (node.text() or node.attributes.get("aria-label") or "")[:120]
        candidate = _candidate(base, node.attributes.get("href") or "", home, "link", text)
        if candidate is not None:
            bonus = _IN_FRAME if node.mem_id in framed else 0
            found.append(Candidate(candidate.address, candidate.kind, candidate.score + bonus, "link"))
    return found


def locations(body: bytes) -> tuple[list[str], bool]:
    """Give the addresses that a sitemap lists, and whether they are sitemaps themselves.

    Raise `FetchFailed` when a compressed one cannot be unpacked.
    """
    if body.startswith(b"\x1f\x8b"):
        body = decode(body, "gzip")
    found = [html.unescape(match[1].decode("utf-8", "replace")) for match in _first(body)]
    return found, b"<sitemapindex" in body[:2000]


def from_sitemap(urls: Iterable[str], home: Address) -> list[Candidate]:
    """Give the pages worth fetching among those that a sitemap lists."""
    found = (_candidate(home, url, home, "sitemap") for url in urls)
    return [candidate for candidate in found if candidate is not None]


def best_sitemaps(urls: Iterable[str], home: Address, most: int = 2) -> list[Address]:
    """Give the parts of a sitemap that most likely list a vendor's own pages, best first."""

    def rank(address: Address) -> tuple[int, str]:
        path = address.path.lower()
        good = re.search(r"page|main|market|www|static|legal|pricing|root|default", path) is not None
        bad = re.search(r"blog|post|template|author|tag|news|[/_-][a-z]{2}([-_][a-z]{2})?([/_.-]|$)", path) is not None
        return bad - good, path

    joined = (_joined(home, url) for url in list(urls)[:200])
    own = [address for address in joined if address is not None and of_the_vendor(address, home, "other")]
    return sorted(own, key=rank)[:most]


def guesses(home: Address, frontier: Frontier) -> list[Candidate]:
    """Give well-known paths for the kinds of page that nothing else led to."""
    return [
        Candidate(address, kind, (found.score if (found := worth(address)) else 0) + _BONUS["guess"] - 5 * place,
                  "guess")
        for kind, paths in GUESSES.items() if frontier.lacks(kind)
        for place, path in enumerate(paths)
        if (address := _guessed(home, path)) is not None
    ]  # fmt: skip


def _guessed(home: Address, path: str) -> Address | None:
    """Give the address of a well-known path, or of a well-known host of the same domain, where there is a domain."""
    if not path.startswith("//"):
        return home.join(path)
    named = home.literal is None and "." in home.host
    return replace(home, host=path[2:] + site_of(home), target="/") if named else None


def asked(address: Address, kind: str) -> Candidate:
    """Give a page that somebody asked for; it comes before all others."""
    return Candidate(address, kind, _BONUS["asked"], "asked")


def known(address: Address, kind: str, pressing: float = 0.0, why: str = "") -> Candidate:
    """Give a page that the catalog watches already; `pressing` is how much so, from 0 to 1 among those of its tool."""
    found = worth(address)
    score = (found.score if found else 30) + _BONUS["known"] + round(MOST_PRESSING * pressing)
    return Candidate(address, kind, score, "known", why)


def _first(body: bytes) -> Iterator[re.Match[bytes]]:
    for count, match in enumerate(_LOCATION.finditer(body)):
        if count == MOST_LOCATIONS:
            return
        yield match


def _candidate(base: Address, link: str, home: Address, found: Found, text: str = "") -> Candidate | None:
    address = _joined(base, link)
    if address is None:
        return None
    known_as = worth(address, text)
    if known_as is None or not of_the_vendor(address, home, known_as.kind):
        return None
    return Candidate(address, known_as.kind, known_as.score + _BONUS[found], found)


def _base(tree: LexborHTMLParser, page: Address) -> Address:
    node = tree.css_first("base[href]")
    return (_joined(page, node.attributes.get("href") or "") if node else None) or page


def _joined(base: Address, link: str) -> Address | None:
    if link.startswith("#"):
        return None
    try:
        return base.join(link)
    except FetchFailed:
        return None
