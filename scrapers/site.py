"""A site as anybody sees it from outside: its front page, its connection, its domain's records; each looked at once."""

import ssl
from dataclasses import dataclass, field
from typing import Any, Literal

import httpcore

from catalog.errors import FetchFailed
from scrapers.address import Address
from scrapers.fetch import Fetcher, Response
from scrapers.kinds import site_of
from scrapers.nameserver import Answer, Nameserver
from scrapers.pace import Budget

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen: the answer to the criterion, where, and as text, in which `quote` decides."""

    value: Literal["yes", "no"]
    url: str
    text: str
    quote: str
    kind: str = "other"


@dataclass(frozen=True, slots=True)
class Connection:
    """A TLS connection as it came to be: its version, who signed the certificate, and until when it is valid."""

    version: str
    issuer: str
    ends: str


@dataclass
class Site:
    """A site to look at: its address with encryption and without, and how to look.

    `domain` is the name that mail and DNS know, None for an IP address. `trust` is whom certificates may be signed by.
    """

    secure: Address
    plain: Address
    fetcher: Fetcher
    nameserver: Nameserver
    budget: Budget
    trust: ssl.SSLContext
    _answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    _front: Response | None = None

    @property
    def host(self) -> str:
        """Give the name of the site's host."""
        return self.secure.host

    @property
    def domain(self) -> str | None:
        """Give the registrable domain, None where the host is an address."""
        return None if self.secure.literal is not None or "." not in self.host else site_of(self.secure)

    async def front(self) -> Response:
        """Give what a browser gets that asks without encryption, at the end of all redirects; else with encryption.

        Raises `FetchFailed` where neither answers.
        """
        if self._front is None:
            try:
                self._front = await self.fetcher.get(self.plain, budget=self.budget)
            except FetchFailed as failed:
                if failed.status is not None or failed.forbidden:
                    raise
                self._front = await self.fetcher.get(self.secure, budget=self.budget)
        return self._front

    async def ask(self, name: str, kind: str) -> Answer:
        """Give the records of a kind at a name; raise `FetchFailed` where the name servers do not say."""
        if (name, kind) not in self._answers:
            self._answers[name, kind] = await self.nameserver.ask(name, kind)
        return self._answers[name, kind]

    async def connect(self, context: ssl.SSLContext) -> Connection:
        """Make a TLS connection on terms, and end it; raise `FetchFailed` where there is no socket to the host.

        Raises `httpcore.ConnectError`, its context the `ssl.SSLError`, where the server does not agree to the terms.
        """
        try:
            socket = await self.fetcher.gate.connect_tcp(self.host, self.secure.port, SECONDS)
        except (httpcore.ConnectError, httpcore.ConnectTimeout, OSError) as error:
            raise FetchFailed(f"{self.host} does not answer ({error})", "Try later", self.secure.url) from None
        try:
            stream = await socket.start_tls(context, self.host, SECONDS)
        except BaseException:
            await socket.aclose()
            raise
        try:
            return _connection(stream.get_extra_info("ssl_object"))
        finally:
            await stream.aclose()


def _connection(secured: ssl.SSLObject) -> Connection:
    certificate = secured.getpeercert() or {}
    issuer: Any = certificate.get("issuer", ())
    names = dict(pair for part in issuer for pair in part)
    signer = names.get("organizationName") or names.get("commonName") or "somebody unnamed"
    return Connection(secured.version() or "", str(signer), str(certificate.get("notAfter", "")))


def observed(address: Address, what: str) -> str:
    """Give the address of what was observed of a page: its own, marked so that it is no page to fetch."""
    return f"{address.url}{MARK}{what}"


MARK = "#observed-"
