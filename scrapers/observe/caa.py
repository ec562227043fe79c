"""CAA (RFC 8659): who may sign certificates for the domain.

Good is a record that names them (`issue` or `issuewild`), at the site's own name or at one above it, up to the
registrable domain: the first name that has any records decides.
"""

from catalog.errors import FetchFailed
from scrapers.site import Seen, Site

TAGS = ("issue", "issuewild")


async def observe(site: Site) -> Seen | None:
    """Climb from the host to the domain."""
    domain = site.domain
    if domain is None:
        return None
    name, first = site.host, None
    while True:
        try:
            found = await site.ask(name, "CAA")
        except FetchFailed:
            return None
        first = first or found
        if found.records or name == domain:
            break
        name = name.partition(".")[2]
    limits = [record for record in found.records if record.split(" ")[1:2] and record.split(" ")[1] in TAGS]
    text = "\n".join([name, found.text])
    return Seen("yes" if limits else "no", first.url, text, limits[0] if limits else found.text.splitlines()[0])
