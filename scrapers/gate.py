"""The one gate: every socket that the program opens goes through a `Gate`, and nowhere else.

An address is judged by its spelling and port when it is asked for (`admit`), and by what its name resolves to when a
connection is made. The connection goes to the very address that was judged; nothing resolves a second time, so a
name that answers differently the next time (rebinding) gains nothing.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from ipaddress import ip_address
from typing import Any

import httpcore

from catalog.errors import AddressRefused, FetchFailed
from scrapers.address import Address, Ip, host_of, local_name, parse, special

Resolver = Callable[[str], Awaitable[Sequence[Ip]]]
OPEN_PORTS = frozenset({80, 443})
ALLOW = "Allow it by BYOT_FETCH_ALLOW=host:port if it is yours, or give the address of a public page"


async def look_up(host: str) -> list[Ip]:
    """Give the IP addresses that the system's resolver knows for a name; raise `OSError` when it knows none."""
    loop = asyncio.get_running_loop()
    answers = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(answer[4][0]) for answer in answers))


def system_nameservers() -> list[tuple[str, int]]:
    """Give the name servers that the system is set to ask, by their IP addresses."""
    from dns.resolver import NoResolverConfiguration, Resolver

    try:
        configured = Resolver()
    except NoResolverConfiguration:
        return []
    return [(str(server), configured.port) for server in configured.nameservers if isinstance(server, str)]


class Gate(httpcore.AsyncNetworkBackend):
    """Who may be visited: anybody public on ports 80 and 443, and the `host:port` pairs that were opened.

    A pair opens the host as it is written in the URL, with whatever it resolves to.
    """

    def __init__(
        self,
        allow: Iterable[str] = (),
        resolver: Resolver = look_up,
        nameservers: Sequence[tuple[str, int]] | None = None,
    ) -> None:
        self._allowed = frozenset(_pair(text) for text in allow)
        self._resolver = resolver
        self._nameservers = nameservers
        self._sockets = httpcore.AnyIOBackend()

    def admit(self, url: str | Address) -> Address:
        """Parse a URL and judge what can be judged without a look-up; raise `AddressRefused`."""
        address = parse(url) if isinstance(url, str) else url
        if self._opened(address.host, address.port):
            return address
        if address.port not in OPEN_PORTS:
            raise _refused(f"port {address.port} is neither 80 nor 443", address.url)
        if address.literal is not None:
            self._judge(address.literal, address.url)
        elif local_name(address.host):
            raise _refused(f"{address.host} is a name of this machine or network", address.url)
        return address

    async def addresses(self, host: str, port: int) -> list[Ip]:
        """Resolve a host once and judge every answer; raise `AddressRefused` if one of them is not public."""
        where = f"{host}:{port}"
        opened = self._opened(host, port)
        if not opened and (port not in OPEN_PORTS or (local_name(host) and ":" not in host)):
            raise _refused("neither its port nor its name is open to all", where)
        try:
            answers = [ip_address(host)]
        except ValueError:
            answers = await self._resolve(host)
        if not opened:
            for answer in answers:
                self._judge(answer, host)
        return answers

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Open a connection to the first judged address that answers (httpcore calls this, with the name)."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in await self.addresses(host, port):
            try:
                return await self._sockets.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_nameserver(self, timeout: float) -> httpcore.AsyncNetworkStream:
        """Open a connection to a name server that this machine asks anyway, whatever its address.

        Nothing that a page or a name says has a part in the choice. Raises `FetchFailed` where none answers.
        """
        for address, port in system_nameservers() if self._nameservers is None else self._nameservers:
            try:
                return await self._sockets.connect_tcp(address, port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        raise FetchFailed("No name server answers", "See which ones this machine asks", "dns", transient=True)

    async def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        """Refuse: no page lives behind a file."""
        raise _refused("it is a socket file", "unix")

    async def sleep(self, seconds: float) -> None:
        """Wait; httpcore asks its backend for this."""
        await asyncio.sleep(seconds)

    def opens(self, address: Address) -> bool:
        """Tell whether an address was opened by the settings, so that it is one of ours."""
        return self._opened(address.host, address.port)

    def _opened(self, host: str, port: int) -> bool:
        return (host, port) in self._allowed

    async def _resolve(self, host: str) -> list[Ip]:
        try:
            return list(await self._resolver(host))
        except (OSError, UnicodeError) as error:
            later = isinstance(error, OSError) and error.errno == socket.EAI_AGAIN
            why = "cannot be looked up just now" if later else "is not known"
            mend = "Check its spelling, or try later"
            raise FetchFailed(f"The name {host} {why}", mend, host, transient=later) from None

    @staticmethod
    def _judge(ip: Ip, where: str) -> None:
        why = special(ip)
        if why:
            raise _refused(f"{ip} is not public ({why})", where)


def _pair(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host_of(host), int(port)


def _refused(why: str, where: str) -> AddressRefused:
    return AddressRefused(f"This address is not visited: {why}", ALLOW, where=where)
