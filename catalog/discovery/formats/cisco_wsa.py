r"""Cisco's web security appliance (Secure Web Appliance), access log, squid-like with a decision tag and a scanning
verdict.

https://www.cisco.com/c/en/us/support/security/web-security-appliance/products-user-guide-list.html

    time elapsed client code/status bytes method URL user peer type TAG-group-... <verdicts> ...

Traps: columns of W3C's names without a header, the user before the client; "Info: " in front; `tunnel://host:443/`
for CONNECT; a user in quotes, "DOMAIN\user@realm"; the tag (BLOCK_..., DROP_..., DEFAULT_CASE, PASSTHRU, ...) says what
was done, not squid's code; 407 asks to sign in.
"""

import re

from catalog.discovery import entry, fields, times
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "Cisco WSA, access log"
LINE = re.compile(
    r"(?:[A-Z][a-z]+: )?(?P<time>\d{9,11}\.\d{1,6}) +\d+ (?P<client>\S+) (?P<code>[A-Z_]+)/(?P<status>-?\d{1,3}) (?P<s"
    r"ize>\d+|-) "
    r'(?P<method>\S+) (?P<url>.*?) (?P<user>"[^"]*"|\S+) (?P<peer>[A-Z_]+/\S*) (?P<type>\S+) (?P<rest>.*<.*)'
)
COLUMNS = re.compile(
    r"(?P<time>\d{9,11}\.\d{1,6}) +[\d.]+ (?P<user>\S+) (?P<client>[0-9A-Fa-f.:]+) (?P<code>[A-Z_]+)/(?P<status>\d{3}) "
    r"(?P<size>\d+|-) (?P<method>[A-Z]+) (?P<url>\S+) .*?(?P<rest>\b[A-Z][A-Z0-9_]*-\w.*)"
)
TAG = re.compile(r"(?:^|\s)([A-Z][A-Z0-9_]*)-")
ASKS = ("AUTH", "REDIRECT_AUTH", "NO_AUTH")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that bear a decision tag."""
    return fields.share(head, read)


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    text = fields.text(line).strip().replace("&lt;", "<")  # as collectors of markup write it
    if not text or text.startswith("#"):
        return None
    found = LINE.fullmatch(text) or COLUMNS.fullmatch(text)
    tag = TAG.search(found["rest"]) if found else None
    if found is None or tag is None:
        raise Unreadable("no access line with a decision tag like DEFAULT_CASE_12-...")
    url, client = found["url"], found["client"]
    user = found["user"].strip('"')
    return entry.record(
        time=times.epoch(found["time"]),
        user=fields.user(user.encode(), client),
        client=client,
        host=None if url.startswith(fields.PSEUDO) else url,
        url=url,
        method=found["method"],
        action=None if url.startswith(fields.PSEUDO) else _action(tag[1], found["code"], found["status"]),
        status=found["status"],
        down=found["size"],
    )


def _action(tag: str, code: str, status: str) -> Action | None:
    denied = "DENIED" in code
    if status == "407" or (denied and status == "401"):
        return None
    if tag.startswith(("BLOCK_", "DROP_", "DENY_")):
        return "blocked"
    return "blocked" if denied and tag.startswith("OTHER") else "allowed"
