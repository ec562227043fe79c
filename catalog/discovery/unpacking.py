"""A log's bytes, plain, gzip or zstd by its first bytes, in pieces of bounded size, with the hash of what they hold."""

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from catalog.discovery.sources import Source, unreadable
from catalog.errors import BadData

PIECE = 1 << 18
MORSEL = 1 << 7  # a zstd block of a few bytes may hold 128 KiB
GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
LARGEST_WINDOW = 1 << 27
TOO_EARLY = "the compressed file ends too early; what was read before is kept"
DAMAGED = "the compressed file is damaged; what was read before is kept"


Contents = Mapping[int, Iterable[str]]
"""Contents that were read before: their hashes by their size in bytes, unpacked."""


class _File(Protocol):
    """Something to be read from front to back."""

    def read(self, size: int, /) -> bytes:
        """Give the next bytes, at most so many; none at the end."""
        ...


class _Damage(Exception):
    """A compressed file stops making sense; its words say how."""


class Unpacked:
    """The decompressed bytes of a file, read once from front to back.

    `sha256` is the hash of what was read so far, `size` its bytes, `begins_with` the hashes of those earlier contents
    that it begins with; `packed` says whether the file is compressed, `damage` in words why it ended too early.
    """

    def __init__(self, source: Source, earlier: Contents | None = None) -> None:
        """Open a log; raise as its source does where that cannot be done."""
        self._where = source.name
        self._hash = hashlib.sha256()
        self._ahead = sorted((earlier or {}).items(), key=lambda one: -one[0])
        self.size = 0
        self.begins_with: set[str] = set()
        self.packed = False
        self.damage: str | None = None
        self._file = source.open()

    @property
    def sha256(self) -> str:
        """Give the hash of the bytes read so far."""
        return self._hash.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        """Give the bytes in pieces, until the end or the place where a compressed file is damaged."""
        try:
            for piece in self._pieces():
                self._take(piece)
                yield piece
        except _Damage as damage:
            self.damage = str(damage)
        except OSError as error:
            raise unreadable(error, self._where) from None

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _pieces(self) -> Iterator[bytes]:
        start = self._file.read(len(ZSTD))
        file = _Begun(start, self._file)
        self.packed = True
        if start.startswith(GZIP):
            return _gzip(file)
        if start == ZSTD:
            return _zstd(file)
        self.packed = False
        return iter(lambda: file.read(PIECE), b"")

    def _take(self, piece: bytes) -> None:
        """Hash a piece, stopping wherever an earlier content ended to see whether it was the same up to there."""
        rest, end = memoryview(piece), self.size + len(piece)
        while self._ahead and self._ahead[-1][0] <= end:
            size, hashes = self._ahead.pop()
            self._hash.update(rest[: size - self.size])
            rest, self.size = rest[size - self.size :], size
            self.begins_with |= {self.sha256} & set(hashes)
        self._hash.update(rest)
        self.size = end


def beginnings(source: Source, size: int, sha256: str, earlier: Contents) -> set[str]:
    """Give which of some contents a log begins with, of whose content the first `size` bytes were read before.

    Raises `BadData` where the log no longer begins with what was read, `NotFound` where it is gone.
    """
    sought: dict[int, set[str]] = defaultdict(set, {length: set(hashes) for length, hashes in earlier.items()})
    sought[size].add(sha256)
    unpacked = Unpacked(source, sought)
    try:
        for _ in unpacked.pieces():
            if unpacked.size >= size:
                break
    finally:
        unpacked.close()
    if sha256 not in unpacked.begins_with:
        raise BadData("the file changed while it was read", mend="read it again", where=source.name)
    return unpacked.begins_with - {sha256}


class _Begun:
    """A file of which some bytes were read already."""

    def __init__(self, start: bytes, file: _File) -> None:
        self._start = start
        self._file = file

    def read(self, size: int, /) -> bytes:
        start, self._start = self._start, b""
        return start or self._file.read(size)


def _gzip(file: _File) -> Iterator[bytes]:
    """Give what the members of a gzip file hold, one after another; zeros may follow the last."""
    member = zlib.decompressobj(wbits=31)
    rest = begun = b""
    while rest or (rest := file.read(PIECE)):
        try:
            piece = member.decompress(rest, PIECE)
        except zlib.error:
            raise _Damage(DAMAGED) from None
        begun, rest = rest, member.unconsumed_tail
        if member.eof:
            begun, rest = b"", member.unused_data.lstrip(b"\0")
            member = zlib.decompressobj(wbits=31)
        if piece:
            yield piece
    if begun:
        raise _Damage(TOO_EARLY)


def _zstd(file: _File) -> Iterator[bytes]:
    """Give what the frames of a zstd file hold, one after another."""
    import zstandard

    unpacking = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW)
    frame = unpacking.decompressobj()
    begun = False
    while block := file.read(PIECE):
        for start in range(0, len(block), MORSEL):
            rest = block[start : start + MORSEL]
            while rest:
                try:
                    piece = frame.decompress(rest)
                except zstandard.ZstdError:
                    raise _Damage(DAMAGED) from None
                begun, rest = not frame.eof, frame.unused_data if frame.eof else b""
                if frame.eof:
                    frame = unpacking.decompressobj()
                if piece:
                    yield piece
    if begun:
        raise _Damage(TOO_EARLY)
