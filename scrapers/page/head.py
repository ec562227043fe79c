"""What a page says of itself without showing it: its title and its structured data (JSON-LD)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

_JSON_LD = "application/ld+json"


def title(tree: LexborHTMLParser) -> str:
    """Give the title: the head's own, else the one that it shows to others (`og:title`), else nothing."""
    own = tree.css_first("head title")
    said = " ".join(own.text().split()) if own else ""
    if said:
        return said
    shown = tree.css_first('meta[property="og:title"]')
    return (shown.attributes.get("content") or "").strip() if shown else ""


def structured(source: str, tree: LexborHTMLParser) -> Iterator[Any]:
    """Give the page's JSON-LD documents; one that is no JSON is left out."""
    if _JSON_LD not in source:
        return
    for part in tree.css(f'script[type="{_JSON_LD}"]'):
        script = BeautifulSoup(part.html or "", "lxml").script
        try:
            yield json.loads(script.get_text() if script else "")
        except (ValueError, RecursionError):
            continue
