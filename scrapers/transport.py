"""httpx over the gate: requests leave for the address that was parsed once, by sockets that only the gate opens."""

import ssl
from collections.abc import AsyncIterable, AsyncIterator
from typing import cast

import httpcore
import httpx

from scrapers.address import Address
from scrapers.gate import Gate

CONNECTIONS = 32
IDLE_SECONDS = 15.0


class _Body(httpx.AsyncByteStream):
    """The raw bytes of an answer, as they arrive."""

    def __init__(self, stream: AsyncIterable[bytes]) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        if hasattr(self._stream, "aclose"):
            await self._stream.aclose()


class GateTransport(httpx.AsyncBaseTransport):
    """Sends a request to `request.extensions["address"]`; what httpx made of the URL itself is not looked at.

    Certificates are checked against the name in the address, whichever IP address the gate chose.
    Errors are httpcore's own, and the gate's `AddressRefused` and `FetchFailed`.
    """

    def __init__(self, gate: Gate, trust: ssl.SSLContext | None = None) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trust or httpx.create_ssl_context(trust_env=False),
            max_connections=CONNECTIONS,
            keepalive_expiry=IDLE_SECONDS,
            network_backend=gate,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is left to the caller."""
        address: Address = request.extensions["address"]
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=address.scheme.encode(),
                    host=address.host.encode(),
                    port=address.port,
                    target=address.target.encode(),
                ),
                headers=[(name, value) for name, value in request.headers.raw if name.lower() != b"host"]
                + [(b"Host", address.authority.encode())],
                extensions=request.extensions,
            )
        )
        body = _Body(cast(AsyncIterable[bytes], answer.stream))
        return httpx.Response(answer.status, headers=answer.headers, stream=body)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()
