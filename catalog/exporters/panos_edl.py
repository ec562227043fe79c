"""PAN-OS: an external dynamic list of type URL, one entry a line, without comments: the firewall would take them in.

Traps: without the slash an entry matches more than its host; `*.` does not match the host itself.
"""

from typing import BinaryIO

from catalog.exporters._blocked import Blocked

TITLE = "Prohibited tools for PAN-OS (external dynamic list of URLs)"
SUFFIX = "edl.txt"
MEDIA_TYPE = "text/plain; charset=utf-8"
KIND = "blocklist"


def write(told: Blocked, out: BinaryIO) -> None:
    """Write two lines for each host: itself, and all that ends in it."""
    out.write("".join(f"{host}/\n*.{host}/\n" for host in told.hosts).encode())
