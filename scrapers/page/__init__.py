"""A snapshot read: `read` turns bytes into a `Page` (text with offsets, blocks, tables, links)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from scrapers.page import kind as kinds
from scrapers.page.model import KINDS, TRUST, Block, Cell, Link, Mark, Node, Page, Passage, Table

__all__ = [
    "KINDS",
    "LARGEST",
    "LARGEST_TEXT",
    "TRUST",
    "Block",
    "Cell",
    "Link",
    "Mark",
    "Node",
    "Page",
    "Passage",
    "Table",
    "Unreadable",
    "read",
]

LARGEST = 8 * 1024 * 1024
LARGEST_TEXT = 4 * 1024 * 1024
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_ODD = bytes((*range(9), 11, *range(14, 27), *range(28, 32)))
_LOOKED_AT = 16384  # bytes that tell what is binary
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype|html|head|body|div"
    r"|section|main|p|table|h[1-6]|header|article)\b",
    re.IGNORECASE | re.DOTALL,
)


class Unreadable(ValueError):
    """Bytes that are no page: the message says what they are and what would mend it."""


def read(
    body: bytes, *, media_type: str | None = None, url: str | None = None, kind: str | None = None, file_name: str = ""
) -> Page:
    """Read a saved page; `kind` is guessed where it is not given.

    Raises `Unreadable` for what is empty, binary or larger than `LARGEST` bytes (`LARGEST_TEXT` for Markdown and text).
    """
    if len(body) > LARGEST:
        raise Unreadable(f"is larger than {LARGEST // 1024 // 1024} MB; save the page alone, without what it embeds")
    source, plainly = _decoded(body)
    if not source.strip():
        raise Unreadable("is empty; save the page again")
    reader = _reader(source, media_type or "", file_name)
    if len(body) > LARGEST_TEXT and reader.__module__.endswith("markdown"):
        raise Unreadable(f"is larger than {LARGEST_TEXT // 1024 // 1024} MB of text; save one page alone")
    made = reader(source, url=url, kind=kind or "other", coded=body if plainly else None)
    if kind:
        return made
    headings = [made.title, *(block.text for block in made.blocks if block.role == "heading")][:3]
    return replace(made, kind=kinds.guess(url, file_name, headings))


def _reader(source: str, media_type: str, file_name: str) -> Callable[..., Page]:
    ending = file_name.rsplit(".", 1)[-1].lower() if "." in file_name else ""
    marked = "html" in media_type or ending in ("html", "htm", "xhtml")
    plain = ending in ("md", "mdx", "markdown", "txt", "rst", "text") or media_type in ("text/markdown", "text/plain")
    if (
        marked
        or (not plain and _HTML.match(source))
        or re.match(r"\s*<(?:!doctype html|html)\b", source, re.IGNORECASE)
    ):
        from scrapers.page import html

        return html.read
    from scrapers.page import markdown

    return markdown.read


def _decoded(body: bytes) -> tuple[str, bool]:
    """Give the text, and whether the bytes are nothing but it in UTF-8."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(name, errors="replace").replace("\r\n", "\n"), False
    if b"\x00" in body[:65536]:
        raise Unreadable("is binary, not a page; give HTML, Markdown or text")
    plainly = True
    try:
        source = body.decode("utf-8")
    except UnicodeDecodeError:
        plainly = False
        named = _CHARSET.search(body[:4096])
        try:
            source = body.decode(named[1].decode("ascii") if named else "cp1252", errors="replace")
        except LookupError:
            source = body.decode("latin-1")
    head = source[:_LOOKED_AT]
    start = body[:_LOOKED_AT]
    odd = len(start) - len(start.translate(None, _ODD)) + head.count("\ufffd")
    if odd > max(8, len(head) // 20):
        raise Unreadable("is binary, not a page; give HTML, Markdown or text")
    for sign, instead in (("\r", "\r\n"), ("\x00", "\x00"), ("\x01", "\x01")):
        if sign in source:  # one sign is looked for much faster than two
            source = source.replace(instead, "\n" if sign == "\r" else " ")
            plainly = False
    return source, plainly
