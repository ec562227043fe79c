"""Open Terms Archive: which documents of a service its collections watch, and where each of them stands.

A declaration is a JSON file per service: `name` and `terms` (formerly `documents`), by type of document, each with
`fetch` or, where it is put together from several pages, `combine`. Nothing is stated of the service: its addresses
become sources, so that a crawl reads the documents that people found worth watching.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from scrapers.listing import Entry, Listing, host_in, json_of, not_it, shown

TITLE = "Open Terms Archive"
PAGE = "https://opentermsarchive.org/en/collections"
URL: str | None = None
STRENGTH = "third_party_page"
KINDS = (
    ("processing", "dpa"), ("processor", "dpa"), ("service level", "sla"), ("vulnerability", "security"),
    ("security", "security"), ("privacy", "privacy"), ("trackers", "privacy"), ("cookie", "privacy"),
    ("terms", "terms"), ("agreement", "terms"), ("conditions", "terms"),
)  # fmt: skip


def read(body: bytes) -> Listing:
    """Give the service of a declaration; raise `BadData` where it is none."""
    content = json_of(body)
    terms = content.get("terms", content.get("documents")) if isinstance(content, dict) else None
    if not isinstance(terms, dict) or not isinstance(content.get("name"), str):
        raise not_it(TITLE)
    pages = tuple(dict.fromkeys(page for kind, said in terms.items() for page in _pages(str(kind), said)))
    hosts = dict.fromkeys(host for _, url in pages for host in [host_in(url)] if host)
    return Listing((Entry(content["name"], PAGE, shown(content), hosts=tuple(hosts), pages=pages),), whole=False)


def _pages(kind: str, said: object) -> Iterator[tuple[str, str]]:
    parts: list[Any] = [said, *(said.get("combine") or [])] if isinstance(said, Mapping) else []
    for part in parts:
        url = part.get("fetch") if isinstance(part, Mapping) else None
        if isinstance(url, str) and url.startswith("https://"):
            yield next((known for word, known in KINDS if word in kind.lower()), "other"), url
