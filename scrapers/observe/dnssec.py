"""DNSSEC: answers about the domain are signed, so that nobody on the way can put in their own.

Good is a DS record in the zone above, with a zone below it that the name server, which checks signatures, still
answers for. A zone that is signed wrongly gives no answer at all.
"""

from catalog.errors import FetchFailed
from scrapers.site import Seen, Site


async def observe(site: Site) -> Seen | None:
    """Ask for the key's record in the zone above, then for the zone itself."""
    if site.domain is None:
        return None
    try:
        found = await site.ask(site.domain, "DS")
        zone = await site.ask(site.domain, "SOA")
    except FetchFailed:
        return None
    if found.code != "NOERROR" or not zone.records:
        return None
    return Seen("yes" if found.records else "no", found.url, found.text, found.text.splitlines()[0])
