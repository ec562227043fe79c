"""httpx's requests and answers, carried by aiohttp: they leave for the address that was parsed once and judged.

aiohttp asks our resolver before it opens a socket, and the resolver is the gate; it keeps no cache of names, reads no
proxy from the environment, follows nothing and decodes nothing (docs/decisions/0019).
"""

import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import aiohttp
import httpcore
import httpx
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from scrapers.address import Address
from scrapers.gate import Gate

CONNECTIONS = 32
IDLE_SECONDS = 15.0
OURS_ALONE = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")
"""Headers that aiohttp would add by itself; only what a request carries is sent."""


class GateTransport(httpx.AsyncBaseTransport):
    """Sends a request to `request.extensions["address"]`; what httpx made of the URL itself is not looked at.

    Certificates are checked against the name in the address, whichever IP address the gate chose.
    Errors are httpcore's, which the gate's own connections raise too, and its `AddressRefused` and `FetchFailed`.
    """

    def __init__(self, gate: Gate, trust: ssl.SSLContext | None = None) -> None:
        self._gate = gate
        self._trust = trust or httpx.create_ssl_context(trust_env=False)
        self._session: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request, with the body that it holds; the body of the answer is left to the caller."""
        address: Address = request.extensions["address"]
        if address.literal is not None:
            await self._gate.addresses(address.host, address.port)  # aiohttp asks no resolver for it
        if self._session is None:
            self._session = self._begin()
        seconds = request.extensions.get("timeout", {})
        with _as_httpcore():
            answer = await self._session.request(
                request.method,
                URL(address.url, encoded=True),
                headers=[
                    (name.decode("latin-1"), value.decode("latin-1"))
                    for name, value in request.headers.raw
                    if name.lower() != b"host"
                ],
                data=request.content or None,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=seconds.get("connect"), sock_read=seconds.get("read")
                ),
            )
        return httpx.Response(answer.status, headers=list(answer.raw_headers), stream=_Body(answer))

    async def aclose(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _begin(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=GateResolver(self._gate),
            use_dns_cache=False,
            ssl=self._trust,
            limit=CONNECTIONS,
            keepalive_timeout=IDLE_SECONDS,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            skip_auto_headers=OURS_ALONE,
        )


class GateResolver(AbstractResolver):
    """Gives aiohttp the addresses that the gate has judged, and no others."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Resolve and judge a host; raise the gate's errors."""
        return [
            ResolveResult(
                hostname=host,
                host=str(ip),
                port=port,
                family=socket.AF_INET6 if ip.version == 6 else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for ip in await self._gate.addresses(host, port)
        ]

    async def close(self) -> None:
        """Nothing is held."""


class _Body(httpx.AsyncByteStream):
    """The raw bytes of an answer, as they arrive."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpcore():
            async for part in self._answer.content.iter_any():
                yield part

    async def aclose(self) -> None:
        """Give the connection back where the answer was read to its end; close it where it was not."""
        self._answer.release() if self._answer.content.at_eof() else self._answer.close()


@contextmanager
def _as_httpcore() -> Iterator[None]:
    """Turn aiohttp's errors into httpcore's, each with what caused it."""
    try:
        yield
    except aiohttp.ClientConnectorCertificateError as error:
        raise httpcore.ConnectError(str(error)) from error.certificate_error
    except (aiohttp.ServerTimeoutError, TimeoutError) as error:
        raise httpcore.ConnectTimeout(str(error)) from error
    except aiohttp.ClientConnectorError as error:
        raise httpcore.ConnectError(str(error)) from error
    except (aiohttp.ClientResponseError, aiohttp.ClientPayloadError, aiohttp.InvalidURL) as error:
        raise httpcore.RemoteProtocolError(str(error)) from error
    except aiohttp.ClientError as error:
        raise httpcore.ReadError(str(error)) from error
