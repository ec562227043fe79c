"""security.txt (RFC 9116): whom to tell about a security hole.

Good is a plain text file below `/.well-known/` with at least one `Contact:` and one `Expires:` that has not passed. A
page in HTML at that place is the site's way to say that nothing is there.
"""

import re
from datetime import datetime

from catalog.errors import FetchFailed
from catalog.moment import now
from scrapers.charset import as_utf8
from scrapers.site import Seen, Site, observed

LARGEST = 32 * 1024
FIELD = re.compile(r"^(?P<name>contact|expires)[ \t]*:[ \t]*(?P<value>\S[^\r\n]*)$", re.IGNORECASE | re.MULTILINE)


async def observe(site: Site) -> Seen | None:
    """Say whether the file is there, whole and in force."""
    address = site.secure.join("/.well-known/security.txt")
    url = observed(address, "security-txt")
    try:
        answer = await site.fetcher.get(address, budget=site.budget)
    except FetchFailed as failed:
        told = f"The server answered {failed.status}."
        return Seen("no", url, f"{address.url}\n{told}", told, "security.txt") if failed.status in (404, 410) else None
    if answer.media_type != "text/plain" or len(answer.body) > LARGEST:
        told = f"It is no text file, but {answer.media_type} of {len(answer.body)} bytes."
        return Seen("no", url, f"{address.url}\n{told}", told, "security.txt")
    return _read(url, as_utf8(answer.body, answer.content_type).decode("utf-8", "replace"))


def _read(url: str, text: str) -> Seen:
    text = text.replace("\r\n", "\n").strip()
    fields = [(found["name"].lower(), found["value"].strip(), found.group()) for found in FIELD.finditer(text)]
    contacts = [line for name, _, line in fields if name == "contact"]
    ends = [(value, line) for name, value, line in fields if name == "expires"]
    if not contacts or len(ends) != 1:
        lacking = "contact" if not contacts else "one date on which it ends"
        told = f"The file names no {lacking}." if not contacts or not ends else "The file names several dates."
        return Seen("no", url, f"{text}\n{told}", told, "security.txt")
    value, line = ends[0]
    good = _later(value)
    return Seen("yes" if good else "no", url, text, contacts[0] if good else line, "security.txt")


def _later(value: str) -> bool:
    try:
        moment = datetime.fromisoformat(value.upper().replace("Z", "+00:00"))
    except ValueError:
        return False
    return moment.tzinfo is not None and moment > now()
