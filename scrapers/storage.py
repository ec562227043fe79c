"""Logs that a URL names: in a store of fsspec's that opens no socket, in S3 and over HTTP, both by the gate.

Libraries of other cloud stores open sockets past the gate, so their schemes are refused; the store's signed address of
an object (`https://...?signature`) is read, and so is whatever is piped in.
"""

import asyncio
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import IO, Any, Final, cast

import httpcore
import httpx

from catalog.discovery.sources import Source, unreadable
from catalog.errors import BadUse, FetchFailed, NotFound
from catalog.settings import Settings
from scrapers.address import Address
from scrapers.gate import Gate
from scrapers.transport import GateTransport

LOCAL: Final = ("memory", "file", "local")
WEB: Final = ("http", "https")
S3: Final = "s3"
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS: Final = 5
CONNECT: Final = 10.0
SILENT: Final = 60.0
"""Seconds after which a server that sends nothing is given up."""


class Storage:
    """Finds the logs behind URLs. `trust` is what certificates are checked against, the system's by default."""

    def __init__(self, settings: Settings, trust: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._trust = trust

    def find(self, url: str) -> Sequence[Source]:
        """Give the logs that a URL names: a folder or a pattern of a store gives all in it.

        Raises `BadUse` for a scheme that is not read, `NotFound` where nothing is, `AddressRefused` for an address.
        """
        scheme = url.partition("://")[0].lower()
        if scheme in LOCAL:
            return list(_stored(scheme, url))
        if scheme == S3:
            return self._in_s3(url)
        if scheme in WEB:
            address = Gate(self._settings.fetch_allow).admit(url)
            return [Source(_named(address), lambda: cast(IO[bytes], self._download(address)), _now)]
        read = ", ".join((*LOCAL, S3, *WEB))
        mend = f"Read its signed https address, or pipe it in: ... | byot discover -. Read are: {read}"
        raise BadUse(f"{scheme[:20]}:// is not read: its library would connect past the gate", mend, url)

    def _in_s3(self, url: str) -> Sequence[Source]:
        from scrapers.archive import s3_options

        options = s3_options(self._settings)
        try:
            return list(_stored(S3, url, options))
        except ImportError:
            raise BadUse("s3:// needs a library of its own", "Install byot with its extra: byot[s3]", url) from None
        except OSError as error:
            raise unreadable(error, url) from None

    def _download(self, address: Address) -> "Download":
        return Download(_named(address), address, Gate(self._settings.fetch_allow), self._settings.contact, self._trust)


def _stored(scheme: str, url: str, options: Mapping[str, Any] = MappingProxyType({})) -> Iterator[Source]:
    import fsspec

    store: Any = fsspec.filesystem(scheme, **options)
    path = store._strip_protocol(url)
    if any(letter in path for letter in "*?["):
        names = [name for name in sorted(store.glob(path)) if store.isfile(name)]
    else:
        names = sorted(store.find(path)) if store.isdir(path) else [path]
    if not names:
        raise NotFound("nothing is there", mend="name a log that is there", where=url)
    for name in names:
        yield _object(store, scheme, name)


def _object(store: Any, scheme: str, name: str) -> Source:
    where = f"{scheme}://{name}"

    def opened() -> IO[bytes]:
        try:
            return cast(IO[bytes], store.open(name, "rb"))
        except FileNotFoundError:
            raise NotFound("there is no such object", mend="name a log that is there", where=where) from None
        except OSError as error:
            raise unreadable(error, where) from None

    def written() -> datetime:
        try:
            found: datetime = store.modified(name)
        except (OSError, NotImplementedError):
            return _now()
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)

    return Source(where, opened, written)


def _named(address: Address) -> str:
    """An address without its query: a signature in it is nobody else's business."""
    return address.origin + address.path


def _now() -> datetime:
    return datetime.now(UTC)


class Download:
    """The body of one answer, from front to back, as it was stored; sockets are the gate's."""

    def __init__(
        self, where: str, address: Address, gate: Gate, contact: str, trust: ssl.SSLContext | None = None
    ) -> None:
        self._where = where
        self._runner = asyncio.Runner()
        self._gate = gate
        self._agent = f"byot/0.1 (+{contact})"
        self._trust = trust
        self._pieces = self._body(address)
        self._rest = b""
        try:
            self._rest = self._next()
        except BaseException:
            self.close()
            raise

    def read(self, size: int = -1) -> bytes:
        if not self._rest:
            self._rest = self._next()
        piece, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return piece

    def close(self) -> None:
        self._runner.run(self._pieces.aclose())
        self._runner.close()

    def _next(self) -> bytes:
        """Give the next bytes; none at the end of the body."""
        return self._runner.run(self._piece())

    async def _piece(self) -> bytes:
        try:
            async for piece in self._pieces:
                if piece:
                    return piece
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
            why = f"The log cannot be read to its end ({type(error).__name__})"
            raise FetchFailed(why, "Read it again", self._where, transient=True) from None
        return b""

    async def _body(self, address: Address) -> AsyncGenerator[bytes, None]:
        transport = GateTransport(self._gate, self._trust)
        try:
            for _ in range(MOST_REDIRECTS + 1):
                answer = await transport.handle_async_request(self.request(address))
                try:
                    if answer.status_code in REDIRECTS and "location" in answer.headers:
                        address = self._gate.admit(address.join(answer.headers["location"]))
                        continue
                    await self.judge(answer)
                    async for part in cast(AsyncIterator[bytes], answer.stream):
                        yield part
                    return
                finally:
                    await answer.aclose()
            raise FetchFailed(f"More than {MOST_REDIRECTS} redirects", "Give the final address", self._where)
        finally:
            await transport.aclose()

    def request(self, address: Address) -> httpx.Request:
        """Give what is asked."""
        return httpx.Request(
            "GET",
            address.origin,
            headers={"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "identity"},
            extensions={"address": address, "timeout": {"connect": CONNECT, "read": SILENT}},
        )

    async def judge(self, answer: httpx.Response) -> None:
        """Raise `NotFound` or `FetchFailed` where an answer is none."""
        status = answer.status_code
        if status == 404:
            raise NotFound("there is no such object", mend="name a log that is there", where=self._where)
        if status != 200:
            raise FetchFailed(f"The server answered {status}", "Check the address", self._where, status=status)
