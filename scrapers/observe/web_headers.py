"""What the site tells browsers to refuse, in the headers of its front page.

Good is all of: a content policy, no guessing of types (`nosniff`), and no showing inside other sites
(`X-Frame-Options` or the policy's `frame-ancestors`). A policy that only reports refuses nothing.
"""

import re

from catalog.errors import FetchFailed
from scrapers.site import Seen, Site, observed

POLICY, TYPES, FRAMES = "content-security-policy", "x-content-type-options", "x-frame-options"
_ONCE = re.compile(r"'nonce-[^']*'")
LONGEST = 2000


async def observe(site: Site) -> Seen | None:
    """Say which of the headers are there."""
    try:
        answer = await site.front()
    except FetchFailed:
        return None
    said = {name: _ONCE.sub("'nonce'", answer.headers.get(name, ""))[:LONGEST] for name in (POLICY, TYPES, FRAMES)}
    lines = [f"{name}: {value}" if value else f"There is no {name} header." for name, value in said.items()]
    bad = next((line for line, good in zip(lines, _good(said), strict=True) if not good), None)
    return Seen("no" if bad else "yes", observed(site.secure.join("/"), "headers"), "\n".join(lines), bad or lines[0])


def _good(said: dict[str, str]) -> tuple[bool, bool, bool]:
    framed = said[FRAMES].strip().lower() in ("deny", "sameorigin") or "frame-ancestors" in said[POLICY].lower()
    return bool(said[POLICY]), said[TYPES].strip().lower() == "nosniff", framed
