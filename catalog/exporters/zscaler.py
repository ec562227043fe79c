"""Zscaler: the URLs of a custom category, https://help.zscaler.com/zia/url-format-guidelines, one a line. No comments.

The dot in front takes in the host itself and five levels below it. Lower case, ASCII, no scheme, no asterisk: one entry
that is not of the form, and the whole list is refused.
"""

from typing import BinaryIO

from catalog.exporters._blocked import Blocked

TITLE = "Prohibited tools for Zscaler (custom URL category)"
SUFFIX = "zscaler.txt"
MEDIA_TYPE = "text/plain; charset=utf-8"
KIND = "blocklist"


def write(told: Blocked, out: BinaryIO) -> None:
    """Write a line for each host."""
    out.write("".join(f".{host}\n" for host in told.hosts).encode())
