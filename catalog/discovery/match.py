"""What a record is about: the tool that its host or app belongs to, with the tenant that the host shows; else a stray.

A stray is a domain or an app of no tool known here: a candidate, unless it is mere background.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from sqlmodel import Session, col, select

from catalog import search
from catalog.discovery import background
from catalog.discovery.fields import is_address
from catalog.discovery.suffixes import registered
from catalog.models.register import Tenant
from catalog.models.tool import Domain, Tool

REMEMBERED = 1 << 16
NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")
SERVER = re.compile(r"[a-z]{2}\d+[a-z]+")  # us02web and its like
SERVICES = frozenset(
    "www www2 api apis app apps web my m mobile login signin signup auth sso id accounts account admin help support "
    "docs blog status cdn static assets files file img images media edge mail email smtp go get try click link links "
    "info news events community developer developers dev beta staging test data upload uploads download downloads "
    "update updates ws wss websocket gateway rtm hooks webhooks analytics telemetry log logs metrics".split()
)  # names of a vendor's own services under its domain: they tell no customer


@dataclass(frozen=True, slots=True)
class Match:
    """The tool of a host, and the tenant as the host shows it (empty where it shows none)."""

    tool_id: int
    slug: str
    tenant: str = ""


class Stray(NamedTuple):
    """What belongs to no tool known here: the domain that somebody registered, an app's name, or mere background."""

    kind: Literal["domain", "app", "background"]
    name: str


@dataclass(frozen=True, slots=True)
class Suffix:
    """A domain of a tool, and whether the names directly under it are its tenants."""

    tool_id: int
    slug: str
    tenants: bool


class Matcher:
    """Finds tools by the longest domain that a host lies under. Remembers the hosts seen last.

    A host whose longest known domain is background's is nobody's use: pages of others let browsers speak to it.
    """

    def __init__(self, suffixes: dict[str, Suffix], tenants: Collection[str] = ()) -> None:
        """Take the domains, and the hosts that are known as somebody's tenant whatever their domain says."""
        self._suffixes, self._tenants = suffixes, tenants
        self.find = lru_cache(REMEMBERED)(self._find)
        self.domain = lru_cache(REMEMBERED)(registrable)

    def _find(self, host: str) -> Match | None:
        labels, known = ascii_host(host).split("."), ""
        for start in range(len(labels)):
            name = ".".join(labels[start:])
            if name in background.KIND_OF:
                return None
            known = known or (name if name in self._tenants else "")
            found = self._suffixes.get(name)
            if found is not None:
                return Match(found.tool_id, found.slug, known or (_tenant(labels, start) if found.tenants else ""))
        return None


class Subjects:
    """Finds what records are about: by their host, else by the app that they name (`apps` gives the tool of one)."""

    def __init__(self, hosts: Matcher, apps: Callable[[str], Match | None]) -> None:
        self._hosts = hosts
        self._apps = apps
        self.find = lru_cache(REMEMBERED)(self._find)

    def _find(self, host: str | None, app: str | None) -> Match | Stray | None:
        found = self._hosts.find(host) if host else None
        if found is None and app:
            found = self._apps(app)
        if found is not None:
            return found
        domain = self._hosts.domain(host) if host else None
        if host and domain:
            return Stray("background" if background.of_domain(ascii_host(host)) else "domain", domain)
        return Stray("app", app) if app and not background.of_app(app) else None


def matcher(session: Session) -> Matcher:
    """Give the matcher for the domains that the store knows now.

    It knows nothing of merges: what a log shows is recorded as what it was seen as.
    """
    rows = session.exec(
        select(Domain.host, Domain.kind, Tool.id, Tool.slug)
        .join(Tool, col(Domain.tool_id) == col(Tool.id))
        .where(col(Domain.retracted_at).is_(None))
    ).all()
    suffixes: dict[str, Suffix] = {}
    into = search.merged(session)
    for host, kind, tool_id, slug in sorted(rows, key=lambda row: (row[0].startswith("*."), row[2] in into, row[3])):
        suffix = host.removeprefix("*.").lower()
        known = suffixes.setdefault(suffix, Suffix(tool_id or 0, slug, tenants=False))
        if kind == "tenant" and known.slug == slug:
            suffixes[suffix] = Suffix(known.tool_id, slug, tenants=True)
    return Matcher(suffixes, frozenset(session.exec(select(Tenant.name))))


def registrable(host: str) -> str | None:
    """Give the domain that somebody registered for a host, None for an address and for names inside a network."""
    name = ascii_host(host)
    if not NAME.fullmatch(name) or (name[-1].isdigit() and is_address(name)):
        return None
    return registered(name)


def ascii_host(host: str) -> str:
    """Give a host as DNS writes it: lower case, punycode, no final dot."""
    name = host.lower().rstrip(".")
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def _tenant(labels: list[str], start: int) -> str:
    """The customer's part of a tool: the name before its domain, unless that is a service of the vendor's own."""
    if start == 0:
        return ""
    name = re.split(r"[-_]|\d+$", labels[start - 1])[0]
    if name in SERVICES or name.endswith("api") or SERVER.fullmatch(name):
        return ""
    return ".".join(labels[start - 1 :])
