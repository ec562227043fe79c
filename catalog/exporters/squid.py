"""Squid: a file of an ACL of type dstdomain, http://www.squid-cache.org/Doc/config/acl/.

Traps: of an entry under another Squid warns; with the same one with and without its dot, Squid 5 does not start.
In squid.conf: `acl byot_prohibited dstdomain "/etc/squid/byot.acl"`, then `http_access deny byot_prohibited`.
"""

from typing import BinaryIO

from catalog.exporters._blocked import Blocked

TITLE = "Prohibited tools for Squid (dstdomain)"
SUFFIX = "acl"
MEDIA_TYPE = "text/plain; charset=utf-8"
KIND = "blocklist"


def write(told: Blocked, out: BinaryIO) -> None:
    """Write a line for each host; the dot in front takes in all that ends in it."""
    lines = [*told.comments("#"), *(f".{host}" for host in told.hosts)]
    out.write("".join(f"{line}\n" for line in lines).encode())
