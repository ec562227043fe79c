"""What a page says of itself without showing it: its title and its structured data (JSON-LD)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

_LONGEST = 65536
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_JSON_LD = "application/ld+json"


def title(source: str) -> str:
    """Give the title: the head's own, else the one that it shows to others (`og:title`), else nothing."""
    body = _BODY.search(source, 0, _LONGEST)
    head = source[: body.start() if body else _LONGEST]
    soup = BeautifulSoup(head, "lxml", parse_only=SoupStrainer(["title", "meta"]))
    if soup.title and soup.title.get_text(strip=True):
        return soup.title.get_text(" ", strip=True)
    shown = soup.find("meta", attrs={"property": "og:title"})
    return str(shown.get("content") or "").strip() if shown else ""


def structured(source: str) -> Iterator[Any]:
    """Give the page's JSON-LD documents; one that is no JSON is left out."""
    if _JSON_LD not in source:
        return
    soup = BeautifulSoup(source, "lxml", parse_only=SoupStrainer("script", attrs={"type": _JSON_LD}))
    for script in soup.find_all("script"):
        try:
            yield json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
