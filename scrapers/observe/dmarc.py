"""DMARC (RFC 7489): what becomes of mail that only claims to come from the domain.

Good is exactly one record with `p=quarantine` or `p=reject` for all mail. `p=none` only watches, `pct=0` too.
"""

from catalog.errors import FetchFailed
from scrapers.site import Seen, Site

ACTS = ("quarantine", "reject")


async def observe(site: Site) -> Seen | None:
    """Read the record at `_dmarc`."""
    if site.domain is None:
        return None
    try:
        found = await site.ask(f"_dmarc.{site.domain}", "TXT")
    except FetchFailed:
        return None
    records = [record for record in found.records if record.lower().replace(" ", "").startswith("v=dmarc1")]
    if len(records) != 1:
        told = f"{found.name} has {len(records) or 'no'} DMARC record{'s' if len(records) > 1 else ''}."
        return Seen("no", found.url, told, told)
    parts = [part.partition("=") for part in records[0].lower().split(";")]
    tags = {name.strip(): value.strip() for name, _, value in parts}
    good = tags.get("p") in ACTS and tags.get("pct", "100") != "0"
    return Seen("yes" if good else "no", found.url, records[0], records[0])
