"""Bytes as they came over the wire → bytes of the page, in bounded memory, however they were compressed.

Decoders give their output in small pieces, so that a bomb is noticed before it has gone off: what grows past the
limit, or more than a hundredfold, is refused. gzip, deflate, br and zstd, also one inside the other.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli
import zstandard

from catalog.errors import FetchFailed

PIECE = 64 * 1024
FED_AT_ONCE = 16 * 1024
DEEPEST = 4
MOST_GROWTH = 100
HARMLESS = 2 * 1024 * 1024
ZSTD_WINDOW = 8 * 1024 * 1024
ZSTD_SPOON = 64
SIZE = 20 * 1024 * 1024


class Layer(Protocol):
    """One compression: takes bytes, gives pieces of at most about `PIECE` bytes."""

    def feed(self, raw: bytes) -> Iterator[bytes]:
        """Give the pieces that these bytes decompress to."""
        ...

    def ended(self) -> bool:
        """Tell whether the stream came to its end."""
        ...


class Decoder:
    """Decodes one body as it arrives; raises `FetchFailed` for what is too big, damaged or of unknown coding."""

    def __init__(self, codings: str = "", *, limit: int = SIZE, where: str | None = None) -> None:
        names = [name for part in codings.lower().split(",") if (name := part.strip()) not in ("", "identity")]
        self._where = where
        self._limit = limit
        self._taken = self._given = 0
        if len(names) > DEEPEST:
            raise self._failed(f"its body is compressed {len(names)} times over")
        unknown = [name for name in names if name not in _LAYERS]
        if unknown:
            raise self._failed(f"its body is coded by {unknown[0][:40]!r}, which is not known here")
        self._layers: list[Layer] = [_LAYERS[name]() for name in reversed(names)]

    def feed(self, raw: bytes) -> Iterator[bytes]:
        """Give the decoded pieces of the next raw bytes."""
        for start in range(0, len(raw), FED_AT_ONCE):
            part = raw[start : start + FED_AT_ONCE]
            self._taken += len(part)
            try:
                for piece in _through(self._layers, part):
                    self._count(len(piece))
                    yield piece
            except (zlib.error, brotli.error, zstandard.ZstdError) as error:
                raise self._failed(f"its body cannot be decompressed ({error})") from None

    def finish(self) -> None:
        """Raise `FetchFailed` (transient) when the body broke off in the middle of a compressed stream."""
        if self._taken and not all(layer.ended() for layer in self._layers):
            raise self._failed("its body broke off", transient=True)

    def _count(self, size: int) -> None:
        self._given += size
        if self._given > self._limit:
            raise self._failed(f"it is larger than {self._limit:,} bytes")
        if self._layers and self._given > max(HARMLESS, MOST_GROWTH * self._taken):
            raise self._failed(f"it grows more than {MOST_GROWTH} times when decompressed")

    def _failed(self, why: str, *, transient: bool = False) -> FetchFailed:
        return FetchFailed(f"The page cannot be read: {why}", "Nothing can be done from here", self._where,
                           transient=transient)  # fmt: skip


def decode(raw: bytes, codings: str, *, limit: int = SIZE, where: str | None = None) -> bytes:
    """Give the bytes behind a whole coded body; raise `FetchFailed` like `Decoder`."""
    decoder = Decoder(codings, limit=limit, where=where)
    body = b"".join(decoder.feed(raw))
    decoder.finish()
    return body


def _through(layers: list[Layer], raw: bytes) -> Iterator[bytes]:
    if not layers:
        yield raw
        return
    for piece in layers[0].feed(raw):
        yield from _through(layers[1:], piece)


class _Zlib:
    """gzip (of several members) and deflate (with the zlib header, or raw as some servers send it)."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._stream = zlib.decompressobj(wbits)
        self._started = False

    def feed(self, raw: bytes) -> Iterator[bytes]:
        if not self._started and raw:
            self._started = True
            if self._wbits == zlib.MAX_WBITS and not _zlib_header(raw):
                self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
        while raw:
            if self._stream.eof:
                if self._wbits != _GZIP or not raw.startswith(b"\x1f"):
                    return  # padding behind the end, which browsers overlook too
                self._stream = zlib.decompressobj(_GZIP)
            piece = self._stream.decompress(raw, PIECE)
            while piece:
                yield piece
                raw = self._stream.unconsumed_tail
                piece = self._stream.decompress(raw, PIECE) if not self._stream.eof else b""
            raw = self._stream.unused_data

    def ended(self) -> bool:
        return self._stream.eof


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, raw: bytes) -> Iterator[bytes]:
        if self._stream.is_finished():
            return
        piece = self._stream.process(raw, output_buffer_limit=PIECE)
        while piece:
            yield piece
            piece = self._stream.process(b"", output_buffer_limit=PIECE)

    def ended(self) -> bool:
        return bool(self._stream.is_finished())


class _Zstd:
    """zstd has no way to ask for less output, so it is fed by the spoonful: 64 bytes hold at most 2 MB."""

    def __init__(self) -> None:
        self._stream = self._frame()

    @staticmethod
    def _frame() -> "zstandard.ZstdDecompressionObj":
        return zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()

    def feed(self, raw: bytes) -> Iterator[bytes]:
        for start in range(0, len(raw), ZSTD_SPOON):
            yield from self._spoon(raw[start : start + ZSTD_SPOON])

    def _spoon(self, raw: bytes) -> Iterator[bytes]:
        while raw:
            if self._stream.eof:
                self._stream = self._frame()
            piece = self._stream.decompress(raw)
            raw = self._stream.unused_data if self._stream.eof else b""
            yield from (piece[start : start + PIECE] for start in range(0, len(piece), PIECE))

    def ended(self) -> bool:
        return bool(self._stream.eof)


_GZIP = 16 + zlib.MAX_WBITS
_LAYERS: dict[str, Callable[[], Layer]] = {
    "gzip": lambda: _Zlib(_GZIP),
    "x-gzip": lambda: _Zlib(_GZIP),
    "deflate": lambda: _Zlib(zlib.MAX_WBITS),
    "br": _Brotli,
    "zstd": _Zstd,
}
ACCEPTED = "gzip, deflate, br, zstd"


def _zlib_header(raw: bytes) -> bool:
    """Tell a zlib header (RFC 1950) from a raw deflate stream; one byte alone is read by its method."""
    return raw[0] & 0x0F == 8 and (len(raw) < 2 or (raw[0] * 256 + raw[1]) % 31 == 0)
