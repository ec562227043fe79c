"""Whether the vendor says how it keeps and changes its encryption keys.

Traps: API keys and SSH keys, keys that customers hold, keys of doors.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.measure import Measure, read

KINDS = {"security", "compliance", "trust_center", "help", "dpa", "privacy", "other"}
_KEYS = r"(?:(?:encryption|cryptographic|data|master|root|private|secret|key[- ]encryption)[- ]keys?|keys)"
_STORE = (
    r"(?:KMS|key management (?:service|system|server)s?|HSMs?|hardware security modules?|key vaults?|secrets? manager"
    r"|vault\b)"
)
_CARE = r"(?:rotat(?:ed?|es|ion|ing)|wrapped|key[- ]encryption key|envelope encryption)"
_MEASURE = Measure(
    fact="key_management",
    words=("key",),
    claim=re.compile(
        rf"\b{_KEYS}\b[^.;]{{0,90}}\b(?:{_STORE}|{_CARE})|\b(?:{_STORE}|{_CARE})\b[^.;]{{0,90}}\b{_KEYS}\b"
        rf"|\bmanage[sd]?\b[^.;]{{0,30}}\b{_KEYS}\b[^.;]{{0,40}}\b{_STORE}",
        re.IGNORECASE,
    ),
    unless=re.compile(
        r"\b(?:API[- ]keys?|access keys?|SSH|your (?:own )?(?:\w+ )?keys?|bring your own|BYOK"
        r"|customer[- ](?:managed|held"
        r"|owned)|you (?:can|may|must|should)|public keys?|licen[cs]e keys?|doors?|under your control|supports?"
        r"|tokens?)\b|\A\W*rotate\b",
        re.IGNORECASE,
    ),
    asked=re.compile(r"\bkeys?\b[^?]{0,40}\b(?:managed|stored|kept|rotated)\b", re.IGNORECASE),
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `key_management`."""
    return read(page, _MEASURE)
