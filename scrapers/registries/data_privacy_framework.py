"""The list of the EU-US Data Privacy Framework: US companies that data may go to from the EU.

The list is a web page without an export: save it, or a participant's page. A participant is a link to
`participant-detail?id=...&status=Active` (or *Inactive*) with the company's name as its text. Active and inactive is
the company; all its tools share it. The page says nowhere of which day it is.
"""

from collections.abc import Iterator
from urllib.parse import parse_qs

from selectolax.lexbor import LexborHTMLParser

from scrapers.listing import Entry, Listing, Statement, not_it, text_of

TITLE = "Data Privacy Framework list"
PAGE = "https://www.dataprivacyframework.gov/list"
URL: str | None = None
STRENGTH = "attestation"
DETAIL = "https://www.dataprivacyframework.gov/s/participant-search/participant-detail"
ANSWERS = {"active": ("yes", "an active participant"), "inactive": ("no", "no longer a participant")}


def read(body: bytes) -> Listing:
    """Give the participants that a saved page links to; raise `BadData` where it links to none."""
    entries = tuple({entry.url: entry for entry in _entries(text_of(body))}.values())
    if not entries:
        raise not_it(TITLE)
    return Listing(entries, whole=False)


def _entries(html: str) -> Iterator[Entry]:
    for link in LexborHTMLParser(html).css("a[href*='participant-detail']"):
        asked = parse_qs(str(link.attributes.get("href") or "").partition("?")[2].partition("#")[0])
        number, status = asked.get("id", [""])[0], asked.get("status", [""])[0]
        name = " ".join(link.text().split())
        if not number.isalnum() or not name or status.lower() not in ANSWERS:
            continue
        value, what = ANSWERS[status.lower()]
        says = f"The list of the Data Privacy Framework has {name} as {what}."
        url = f"{DETAIL}?id={number}"
        yield Entry(
            name, url, f"{name}\n{status}\n{url}", (Statement("data_privacy_framework", value, says),), of="vendor"
        )
