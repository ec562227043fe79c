"""Connections without encryption: a plain address must lead to an encrypted one, and the browser must remember it.

Good is an end with https and a `Strict-Transport-Security` header of 30 days or more. Where nothing answers without
encryption, nobody can be led astray there, and the header decides alone.
"""

import re

from catalog.errors import FetchFailed
from scrapers.site import Seen, Site, observed

DAYS = 30
_AGE = re.compile(r"(^|;)\s*max-age\s*=\s*\"?(?P<seconds>\d{1,12})", re.IGNORECASE)


async def observe(site: Site) -> Seen | None:
    """Say where a plain address ends, and what the browser is told to remember."""
    try:
        answer = await site.front()
    except FetchFailed:
        return None
    url = observed(site.secure.join("/"), "https")
    where = f"Asked without encryption, the site ends at {answer.address.scheme}."
    if answer.address.scheme != "https":
        return Seen("no", url, where, where)
    header = answer.headers.get("strict-transport-security", "")
    told = f"strict-transport-security: {header}" if header else "There is no strict-transport-security header."
    found = _AGE.search(header)
    lasts = found is not None and int(found["seconds"]) >= DAYS * 86400
    return Seen("yes" if lasts else "no", url, f"{where}\n{told}", told)
