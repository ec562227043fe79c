"""SPF (RFC 7208): which servers may send mail in the domain's name.

Good is exactly one record whose last word is `-all` or `~all`. `+all` lets everybody, `?all` says nothing, and of two
records none counts. A record that hands over to another domain (`redirect=`) is followed there, three times at most.
"""

from catalog.errors import FetchFailed
from scrapers.site import Seen, Site

MOST_REDIRECTS = 3
STRICT = ("-all", "~all")


async def observe(site: Site) -> Seen | None:
    """Read the record, and those that it hands over to."""
    if site.domain is None:
        return None
    try:
        return await _read(site, site.domain)
    except FetchFailed:
        return None


async def _read(site: Site, domain: str) -> Seen:
    lines: list[str] = []
    first = await site.ask(domain, "TXT")
    for _hop in range(MOST_REDIRECTS + 1):
        found = await site.ask(domain, "TXT")
        records = [record for record in found.records if record.lower().split(" ")[0] == "v=spf1"]
        if len(records) != 1:
            told = f"{domain} has {len(records) or 'no'} SPF record{'s' if len(records) > 1 else ''}."
            return Seen("no", first.url, "\n".join([*lines, told]), told)
        lines.append(records[0])
        words = records[0].lower().split()
        next_domain = next((word.removeprefix("redirect=") for word in words if word.startswith("redirect=")), None)
        if next_domain is None or any(word.endswith("all") for word in words if word.lstrip("+-~?") == "all"):
            good = any(word in STRICT for word in words)
            return Seen("yes" if good else "no", first.url, "\n".join(lines), lines[-1])
        domain = next_domain
    return Seen("no", first.url, "\n".join(lines), lines[-1])
