"""What a public registry says, not yet believed: its entries, each with its own words and what they state of a tool."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

import yaml

from catalog.errors import BadData

DAY = re.compile(r"(19|20)\d\d-\d\d-\d\d")
READ_IT = "Save it again from the registry, and read the copy"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that an entry states of a tool, and `says`: the same in our words.

    `plan` is a plan's name as the registry has it, `since` the day from which it holds where the registry says so.
    """

    fact: str
    value: Any
    says: str
    plan: str | None = None
    status: str | None = None
    since: date | None = None

    def document(self) -> dict[str, Any]:
        """Give it as a document, without what is not said."""
        told = {"fact": self.fact, "value": self.value, "says": self.says, "plan": self.plan, "status": self.status}
        since = self.since.isoformat() if self.since else None
        return {name: value for name, value in {**told, "since": since}.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: whom it names, where it stands (`url`), what it is (`text`, the registry's own), what it states.

    `maker` is the company, where the name is a product's; `of` says whether the entry is about a product, about all
    that a vendor makes, about a site alone, or about the company that bears exactly this legal name or one of `also`.
    `hosts` are the sites that it names, `pages` the documents (kind, address) that it points to. `seen` is the day that
    the entry itself is of, where that is not the listing's.
    """

    name: str
    url: str
    text: str
    statements: tuple[Statement, ...] = ()
    maker: str | None = None
    of: Literal["tool", "vendor", "site", "company"] = "tool"
    also: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    pages: tuple[tuple[str, str], ...] = ()
    seen: date | None = None

    def document(self) -> dict[str, Any]:
        """Give it as a document, without what is not said."""
        told = {
            "name": self.name,
            "url": self.url,
            "maker": self.maker,
            "of": self.of,
            "also": list(self.also),
            "hosts": list(self.hosts),
            "pages": [list(page) for page in self.pages],
            "seen": self.seen.isoformat() if self.seen else None,
            "statements": [one.document() for one in self.statements],
        }
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Listing:
    """A copy of a registry, or of a part of it: its entries, and the day that the copy itself proves.

    `whole` says that what is not in it is not in the registry.
    """

    entries: tuple[Entry, ...] = field(repr=False)
    as_of: date | None = None
    whole: bool = True


class Registry(Protocol):
    """A module of `scrapers.registries`: what it is called, where it is, how strong its word is, how it is read.

    `URL` is where the whole of it can be fetched, None where a person has to save it; `PAGE` is where people look.
    `read` raises `BadData` where the bytes are not the registry's.
    """

    TITLE: str
    PAGE: str
    URL: str | None
    STRENGTH: str
    read: Callable[[bytes], Listing]


def json_of(body: bytes) -> Any:
    """Give what JSON bytes hold; raise `BadData` where they are none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BadData("It is no JSON", READ_IT) from None


def yaml_of(body: bytes) -> Any:
    """Give what YAML bytes hold; raise `BadData` where they are none."""
    try:
        return yaml.load(body, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        raise BadData("It is no YAML", READ_IT) from None


def text_of(body: bytes) -> str:
    """Give the text of UTF-8 bytes; raise `BadData` where they are none."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadData("It is no text in UTF-8", READ_IT) from None


def shown(entry: object) -> str:
    """Give a parsed entry as the text that is kept of it: the same entry always gives the same text."""
    return json.dumps(entry, ensure_ascii=False, indent=1, sort_keys=True, default=str)


def day_of(value: object) -> date | None:
    """Give the day that a text or date begins with, None where it is none."""
    found = DAY.match(str(value)) if value else None
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None


def newest(days: Iterable[date | None]) -> date | None:
    """Give the newest of some days: a copy that mentions it is not older."""
    return max((day for day in days if day), default=None)


def host_in(url: str) -> str | None:
    """Give the host that a URL names, None where it names none or is broken."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def not_it(title: str) -> BadData:
    """Give the error for a file of another kind."""
    return BadData(f"It is not in the form of {title}", READ_IT)
