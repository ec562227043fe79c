"""The browser's only way out: an HTTP proxy on loopback that asks the gate for every connection.

A browser follows redirects, opens sockets and looks names up by itself, and no interception of its requests sees all
of that. So it is given this proxy and no other way: each connection is judged here, and goes to the address that was
judged. What all connections together bring is counted.
"""

import asyncio
from types import TracebackType
from typing import Self

import httpcore

from catalog.errors import FetchFailed
from scrapers.address import Address, parse
from scrapers.gate import Gate

PIECE = 64 * 1024
CONNECT_SECONDS = 10.0
SILENT_SECONDS = 30.0
_HOP = (b"proxy-", b"connection:", b"keep-alive:", b"upgrade:", b"trailer:", b"transfer-encoding:")


class Proxy:
    """The proxy as a context manager; `spent` says that a limit was reached, and nothing more is let through."""

    def __init__(self, gate: Gate, *, size: int, connections: int) -> None:
        """Let at most so many bytes of answers, and so many connections, through; `renew` begins again."""
        self._gate = gate
        self._size = size
        self._connections = connections
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.renew()

    def renew(self) -> None:
        """Count from nothing, for the next page."""
        self._bytes = self._count = 0
        self.spent = False

    @property
    def address(self) -> str:
        """Give where it listens, as a browser takes it."""
        assert self._server is not None
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=PIECE)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection of the browser."""
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await self._through(reader, writer)
        except FetchFailed as refused:
            writer.write(_refusal(refused))
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError, httpcore.NetworkError,
                httpcore.TimeoutException):  # fmt: skip
            pass  # one side has gone, or speaks no HTTP: the browser sees a connection that ends
        finally:
            self._open.discard(task)
            writer.close()

    async def _through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SILENT_SECONDS)
        method, _, rest = head.partition(b"\r\n")[0].decode("latin-1").partition(" ")
        target = rest.partition(" ")[0]
        tunnel = method == "CONNECT"
        address = self._gate.admit(parse(f"https://{target}/") if tunnel else parse(target))
        if not tunnel and address.scheme != "http":
            raise FetchFailed("Only a tunnel leads to https", "Ask for one", address.url)
        self._count += 1
        if self.spent or self._count > self._connections:
            self.spent = True
            raise FetchFailed("This page has opened too many connections", "Nothing can be done", address.url)
        outside = await self._gate.connect_tcp(address.host, address.port, CONNECT_SECONDS)
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            else:
                await outside.write(_forwarded(head, method, address), SILENT_SECONDS)
            await self._relay(reader, writer, outside, None if tunnel else _length(head))
        finally:
            await outside.aclose()

    async def _relay(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        outside: httpcore.AsyncNetworkStream,
        length: int | None,
    ) -> None:
        """Carry bytes both ways until the outside ends; of a plain request no more than its own body goes out."""
        sending = asyncio.create_task(_send(reader, outside, length))
        try:
            while part := await outside.read(PIECE, SILENT_SECONDS):
                self._bytes += len(part)
                if self._bytes > self._size:
                    self.spent = True
                    return
                writer.write(part)
                await writer.drain()
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


async def _send(reader: asyncio.StreamReader, outside: httpcore.AsyncNetworkStream, length: int | None) -> None:
    left = length
    while left is None or left > 0:
        part = await reader.read(PIECE if left is None else min(PIECE, left))
        if not part:
            return
        left = None if left is None else left - len(part)
        await outside.write(part, SILENT_SECONDS)


def _forwarded(head: bytes, method: str, address: Address) -> bytes:
    """Give the head of a request as the server is to see it: for one answer, to the host that was judged."""
    lines = head.rstrip(b"\r\n").split(b"\r\n")[1:]
    kept = [line for line in lines if not line.lower().startswith((b"host:", *_HOP))]
    first = f"{method} {address.target} HTTP/1.1\r\nHost: {address.authority}\r\nConnection: close\r\n"
    return first.encode("latin-1") + b"".join(line + b"\r\n" for line in kept) + b"\r\n"


def _length(head: bytes) -> int:
    """Give how many bytes of a body follow a head; what is sent in chunks is not let out."""
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length" and value.strip().isdigit():
            return int(value.strip()[:9])
    return 0


def _refusal(refused: FetchFailed) -> bytes:
    words = refused.message.encode()
    head = f"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(words)}\r\n"
    return f"{head}Connection: close\r\n\r\n".encode() + words
