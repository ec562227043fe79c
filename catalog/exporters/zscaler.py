"""Zscaler: the URLs of a custom category, one a line; the dot in front takes in all that ends in it. No comments."""

from typing import BinaryIO

from catalog.exporters._blocked import Blocked

TITLE = "Prohibited tools for Zscaler (custom URL category)"
SUFFIX = "zscaler.txt"
MEDIA_TYPE = "text/plain; charset=utf-8"
KIND = "blocklist"


def write(told: Blocked, out: BinaryIO) -> None:
    """Write a line for each host."""
    out.write("".join(f".{host}\n" for host in told.hosts).encode())
