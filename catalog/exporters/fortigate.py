"""FortiGate: a threat feed of the type *domain*, one domain a line; a DNS filter profile blocks its remote category.

In the CLI: `config system external-resource`, `edit byot`, `set type domain`, `set category 192`, `set resource` with
the file's address; https://docs.fortinet.com/document/fortigate/7.0.1/administration-guide/9463/threat-feeds.
Trap: a URL filter is no way out. Under flow-based inspection its simple entry box.com blocks dropbox.com too.
"""

from typing import BinaryIO

from catalog.exporters._blocked import Blocked

TITLE = "Prohibited tools for FortiGate (threat feed of domains)"
SUFFIX = "fortigate.txt"
MEDIA_TYPE = "text/plain; charset=utf-8"
KIND = "blocklist"


def write(told: Blocked, out: BinaryIO) -> None:
    """Write two lines for each host: itself, and all that ends in it. No comments: each line is an entry."""
    out.write("".join(f"{host}\n*.{host}\n" for host in told.hosts).encode())
