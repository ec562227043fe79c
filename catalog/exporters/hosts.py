"""A hosts file: names of their own only. What ends in them it cannot block, and says so."""

from typing import BinaryIO

from catalog.exporters._blocked import Blocked

TITLE = "Prohibited tools as a hosts file"
SUFFIX = "hosts"
MEDIA_TYPE = "text/plain; charset=utf-8"
KIND = "blocklist"


def write(told: Blocked, out: BinaryIO) -> None:
    """Write two lines for each host: itself, and with www."""
    lines = [*told.comments("#"), "# A hosts file knows whole names only: other hosts under these stay open"]
    lines += [f"0.0.0.0 {name}" for host in told.hosts for name in (host, f"www.{host}")]
    out.write("".join(f"{line}\n" for line in lines).encode())
