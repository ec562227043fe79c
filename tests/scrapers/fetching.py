"""How the tests fetch: real sockets to real servers on loopback, quickly and with a contact."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TypeVar

from scrapers.address import Ip
from scrapers.fetch import Fetcher, Limits, Response
from scrapers.gate import Gate, Resolver, look_up
from scrapers.pace import Budget

T = TypeVar("T")
QUICK = Limits(pause=0.0, back_off=0.02, seconds=5.0)
PAGE = "<h1>Plans</h1><p>Pro costs 8.75 dollars.</p>"


def fetching(
    work: Callable[[Fetcher], Awaitable[T]], *allow: str, limits: Limits = QUICK, resolver: Resolver = look_up,
    trust: ssl.SSLContext | None = None,
) -> T:  # fmt: skip
    async def run() -> T:
        async with Fetcher(Gate(allow, resolver), limits, contact="mailto:it@acme.example", trust=trust) as fetcher:
            return await work(fetcher)

    return asyncio.run(run())


def get(url: str, *allow: str, limits: Limits = QUICK, budget: Budget | None = None) -> Response:
    return fetching(lambda fetcher: fetcher.get(url, budget=budget), *allow, limits=limits)


def answering(*addresses: str) -> Resolver:
    """A resolver that says what a name server of an attacker would; what it answers is input."""

    async def resolve(host: str) -> Sequence[Ip]:
        return [ip_address(address) for address in addresses]

    return resolve


@contextmanager
def raw_server(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that says exactly what a test wants, byte by byte; robots.txt is absent."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                asked = connection.recv(65536)
                try:
                    if asked.startswith(b"GET /robots.txt"):
                        connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    else:
                        talk(connection)
                except OSError:
                    pass  # the client had enough

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"127.0.0.1:{listener.getsockname()[1]}"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)
