"""PAN-OS: an external dynamic list of type URL, one entry a line, without comments: the firewall would take them in.

https://docs.paloaltonetworks.com/advanced-url-filtering/administration/configuring-url-filtering/url-category-exceptions/guidelines-for-url-category-exceptions
Traps: without the slash, a firewall that adds none reads example.com as example.com.*; `*.` needs a name before the
host, so it does not match the host itself. A list of the type Domain takes no slash: this one is for the type URL.
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
