"""A DNS response policy zone (RPZ), https://dnsrpz.info: the hosts, and all that ends in them, do not exist.

Traps: owner names are relative to the zone, so they end without a dot; `*.` does not match the host itself; the serial
has to grow, so it is the second of writing.
"""

from datetime import timedelta
from typing import BinaryIO

from catalog.audit import EPOCH
from catalog.exporters._blocked import Blocked

TITLE = "Prohibited tools as a DNS response policy zone"
SUFFIX = "rpz.zone"
MEDIA_TYPE = "text/dns"
KIND = "blocklist"


def write(told: Blocked, out: BinaryIO) -> None:
    """Write the zone."""
    serial = (told.at - EPOCH) // timedelta(seconds=1)
    lines = [*told.comments(";"), "$TTL 300", f"@ IN SOA localhost. root.localhost. ({serial} 3600 600 86400 300)"]
    lines += ["@ IN NS localhost."]
    lines += [f"{name} IN CNAME ." for host in told.hosts for name in (host, f"*.{host}")]
    out.write("".join(f"{line}\n" for line in lines).encode())
