"""A log's bytes, plain, gzip or zstd by its first bytes, in pieces of bounded size, with the hash of what they hold."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from catalog.errors import BadData, NotFound

PIECE = 1 << 18
GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
LARGEST_WINDOW = 1 << 27


class Unpacked:
    """The decompressed bytes of a file, read once from front to back.

    `sha256` is the hash of what was read so far; `damage` says in words why a compressed file ended too early, None
    while it has not.
    """

    def __init__(self, path: Path) -> None:
        """Open a file; raise `NotFound` or `BadData` where it cannot be read."""
        try:
            self._file = path.open("rb")
        except FileNotFoundError:
            raise NotFound("there is no such file", mend="name a log that is there", where=str(path)) from None
        except OSError as error:
            raise BadData(
                f"cannot be read: {error.strerror}", mend="name a file that can be read", where=str(path)
            ) from None
        self._where = str(path)
        self._stream = _stream(self._file)
        self._hash = hashlib.sha256()
        self.damage: str | None = None

    @property
    def sha256(self) -> str:
        """Give the hash of the bytes read so far."""
        return self._hash.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        """Give the bytes in pieces, until the end or the place where a compressed file is damaged."""
        with self._file:
            while piece := self._piece():
                self._hash.update(piece)
                yield piece

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _piece(self) -> bytes:
        import zstandard

        try:
            return self._stream.read(PIECE)
        except EOFError:
            self.damage = "the compressed file ends too early; what was read before is kept"
        except (gzip.BadGzipFile, zlib.error, zstandard.ZstdError):
            self.damage = "the compressed file is damaged; what was read before is kept"
        except OSError as error:
            raise BadData(f"cannot be read: {error.strerror}", mend="try again", where=self._where) from None
        return b""


def _stream(file: IO[bytes]) -> IO[bytes]:
    start = file.read(4)
    file.seek(0)
    if start.startswith(GZIP):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file))
    if start == ZSTD:
        import zstandard

        unpacking = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW)
        return cast(IO[bytes], unpacking.stream_reader(file, read_across_frames=True))
    return file
