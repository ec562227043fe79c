"""A hosts file: names of their own only. What ends in them it cannot block, and says so."""

from typing import BinaryIO

from catalog.exporters._blocked import Blocked

TITLE = "Prohibited tools as a hosts file"
SUFFIX = "hosts"
MEDIA_TYPE = "text/plain; charset=utf-8"
KIND = "blocklist"


def write(told: Blocked, out: BinaryIO) -> None:
    """Write a line for each name that is known, and for each host with www."""
    lines = [*told.comments("#"), "# A hosts file knows whole names only: other hosts under these stay open"]
    names = {*told.names, *(f"www.{host}" for host in told.hosts if not host.startswith("www."))}
    lines += [f"0.0.0.0 {name}" for name in sorted(names)]
    out.write("".join(f"{line}\n" for line in lines).encode())
