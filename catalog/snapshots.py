"""Bytes by the hash of what they are: compressed, each kept once, written whole or not at all, checked when read.

A snapshot's row says where and when; the bytes lie here under `ab/cdef....zst`. A file that was left behind by a
process that died has no row and harms nobody.
"""

import os
import re
import tempfile
from hashlib import sha256
from pathlib import Path

import zstandard

from catalog.errors import BadUse, StoreProblem

LEVEL = 9
LARGEST = 64 * 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")


class Snapshots:
    """The folder of snapshots. Many processes may write into it at once."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when the first bytes come."""
        self.folder = folder

    def store(self, body: bytes) -> str:
        """Keep bytes, durably; give their SHA-256 in hex. What is there already, and whole, is not written again.

        Raise `StoreProblem` when the folder cannot be written to.
        """
        name = sha256(body).hexdigest()
        file = self._file(name)
        try:
            if not self._whole(name):
                _write(file, zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(body))
        except OSError as error:
            raise StoreProblem(
                f"The snapshot cannot be kept ({error.strerror})", "Set BYOT_SNAPSHOTS to a place to write", str(file)
            ) from None
        return name

    def read(self, name: str) -> bytes:
        """Give the bytes of a hash; raise `StoreProblem` when they are gone or are no longer what they were."""
        file = self._file(name)
        try:
            with file.open("rb") as packed:
                body = zstandard.ZstdDecompressor().stream_reader(packed).read(LARGEST + 1)
        except FileNotFoundError:
            raise _lost(file, "is not there") from None
        except (OSError, zstandard.ZstdError) as error:
            raise _lost(file, f"cannot be read ({error})") from None
        if sha256(body).hexdigest() != name:
            raise _lost(file, "is not what was stored")
        return body

    def has(self, name: str) -> bool:
        """Tell whether bytes of this hash are kept."""
        return self._file(name).exists()

    def _whole(self, name: str) -> bool:
        try:
            self.read(name)
        except StoreProblem:
            return False
        return True

    def _file(self, name: str) -> Path:
        if not _HASH.fullmatch(name):
            raise BadUse(f"{name[:80]!r} is no snapshot's hash", "Give 64 hexadecimal digits")
        return self.folder / name[:2] / f"{name[2:]}.zst"


def _write(file: Path, packed: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, written = tempfile.mkstemp(prefix=".", suffix=".part", dir=file.parent)
    part = Path(written)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(packed)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _lost(file: Path, how: str) -> StoreProblem:
    return StoreProblem(f"The snapshot {how}", "Fetch the page again, or restore the folder from a backup", str(file))
