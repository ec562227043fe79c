"""CSA STAR registry: who tells the Cloud Security Alliance in public how its services are kept safe.

The registry is a web page without an export: save it (each page of its search). Every entry is a link to
`/star/registry/COMPANY` or `/star/registry/COMPANY/services/SERVICE`, with the name as its text. Level 1 is the
vendor's own word, level 2 is audited; the link does not say which, and being listed is what the criterion asks. The
page says nowhere of which day it is.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from scrapers.listing import Entry, Listing, Statement, not_it, text_of

TITLE = "CSA STAR registry"
PAGE = "https://cloudsecurityalliance.org/star/registry"
URL: str | None = None
STRENGTH = "attestation"
_LINK = re.compile(r"/star/registry/(?P<company>[a-z0-9-]+)(/services/(?P<service>[a-z0-9-]+))?/?$")
NO_COMPANY = {"documentation", "submit"}


def read(body: bytes) -> Listing:
    """Give the entries that a saved page links to; raise `BadData` where it links to none."""
    entries = tuple({entry.url: entry for entry in _entries(text_of(body))}.values())
    if not entries:
        raise not_it(TITLE)
    return Listing(entries, whole=False)


def _entries(html: str) -> Iterator[Entry]:
    links = LexborHTMLParser(html).css("a[href*='/star/registry/']")
    companies = {}
    for link in links:
        found = _LINK.search(str(link.attributes.get("href") or ""))
        name = " ".join(link.text().split())
        if found is None or not name or found["company"] in NO_COMPANY:
            continue
        if not found["service"]:
            companies[found["company"]] = name
        url = urljoin(PAGE, found.group().rstrip("/"))
        maker = companies.get(found["company"]) if found["service"] else name
        says = f"The STAR registry of the Cloud Security Alliance has an entry for {name.rstrip('.')}."
        stated = (Statement("certification", "csa_star", says, status="yes"),)
        yield Entry(name, url, f"{name}\n{url}", stated, maker)
