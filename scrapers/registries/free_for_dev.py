"""free-for-dev: services with a free tier, as one Markdown page.

Each is a bullet that begins with a link: `* [name](address) - what is free`. The list takes no free trials, so a tool
on it has a free plan. What is free stands in its words, which are nobody's figures to rely on; the bullet is kept as
evidence. A bullet without a link at its start is a part of the one above. The page says nowhere of which day it is.
"""

import re
from collections.abc import Iterator

from scrapers.listing import Entry, Listing, Statement, host_in, not_it, text_of

TITLE = "free-for-dev"
PAGE = "https://free-for.dev/"
URL: str | None = "https://raw.githubusercontent.com/ripienaar/free-for-dev/master/README.md"
STRENGTH = "third_party_page"
_BULLET = re.compile(
    r"^[ \t]{0,8}[*-][ \t]+\[(?P<name>[^\]\n]{1,100})\]\((?P<url>https?://[^\s)]+)\)(?P<rest>.*)$", re.M
)
_SECTION = re.compile(r"^## ", re.MULTILINE)
_TRIAL = re.compile(r"\bfree trial\b|\btrial\b", re.IGNORECASE)


def read(body: bytes) -> Listing:
    """Give the bullets of the page; raise `BadData` where it has none."""
    text = text_of(body)
    first = _SECTION.search(text)
    entries = tuple(_entries(text[first.start() :] if first else ""))
    if not entries:
        raise not_it(TITLE)
    return Listing(entries)


def _entries(text: str) -> Iterator[Entry]:
    for bullet in _BULLET.finditer(text):
        host = host_in(bullet["url"])
        if host and not _TRIAL.search(bullet["rest"]):
            name = bullet["name"].strip()
            says = f"The list free-for-dev has {name} among the services with a free tier."
            stated = (Statement("free_plan", True, says),)
            yield Entry(name, f"{PAGE}#/?id={host}", bullet.group().strip(), stated, of="site", hosts=(host,))
