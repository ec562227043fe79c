"""MTA-STS (RFC 8461): mail to the domain goes encrypted to its true servers, or not at all.

Good is a record at `_mta-sts` and a policy below `/.well-known/` of the host `mta-sts` that says `mode: enforce`. A
domain without mail has nothing to protect. The policy may not come over a redirect.
"""

import re

from catalog.errors import FetchFailed
from scrapers.address import Address
from scrapers.charset import as_utf8
from scrapers.site import Seen, Site

_MODE = re.compile(r"^mode[ \t]*:[ \t]*(?P<mode>\w+)[ \t]*$", re.IGNORECASE | re.MULTILINE)
LARGEST = 64 * 1024


async def observe(site: Site) -> Seen | None:
    """Read the record, then the policy."""
    if site.domain is None:
        return None
    try:
        servers = await site.ask(site.domain, "MX")
        found = await site.ask(f"_mta-sts.{site.domain}", "TXT")
    except FetchFailed:
        return None
    if not any(server.split()[-1] != "." for server in servers.records):
        return None
    records = [record for record in found.records if record.lower().replace(" ", "").startswith("v=stsv1;")]
    if len(records) != 1:
        told = f"{found.name} has {len(records) or 'no'} MTA-STS record{'s' if len(records) > 1 else ''}."
        return Seen("no", found.url, told, told)
    return await _policy(site, records[0], found.url)


async def _policy(site: Site, record: str, url: str) -> Seen | None:
    address = Address("https", f"mta-sts.{site.domain}", site.secure.port, "/.well-known/mta-sts.txt")
    try:
        answer = await site.fetcher.get(address, budget=site.budget)
    except FetchFailed as failed:
        told = f"Its policy could not be had: the server answered {failed.status}."
        return Seen("no", url, f"{record}\n{told}", told) if failed.status in (404, 410) else None
    if answer.address != address or len(answer.body) > LARGEST:
        told = "Its policy is not where it has to be."
        return Seen("no", url, f"{record}\n{told}", told)
    text = as_utf8(answer.body, answer.content_type).decode("utf-8", "replace").replace("\r\n", "\n").strip()
    found = _MODE.search(text)
    if found is None:
        told = "Its policy names no mode."
        return Seen("no", url, f"{record}\n{told}", told)
    good = found["mode"].lower() == "enforce"
    return Seen("yes" if good else "no", url, f"{record}\n{text}", found.group())
