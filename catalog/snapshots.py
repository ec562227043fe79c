"""Bytes by the hash of what they are: compressed, each kept once, written whole or not at all, checked when read.

A snapshot's row says where and when; the bytes lie here under `ab/cdef....zst`, in a folder or in a store that a URL
of fsspec's names. A file that was left behind by a process that died has no row and harms nobody.
"""

import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Protocol

import zstandard

from catalog.errors import BadSetting, BadUse, StoreProblem

LEVEL = 9
LARGEST = 64 * 1024 * 1024
SETTING = "BYOT_SNAPSHOTS"
_HASH = re.compile(r"[0-9a-f]{64}")


class Place(Protocol):
    """Where packed bytes lie by a relative name; `where` is how messages name it. Errors are `OSError`."""

    where: str

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Open what lies there to be read."""

    def write(self, name: str, packed: bytes) -> None:
        """Write bytes whole, durably, in place of what is there."""

    def has(self, name: str) -> bool:
        """Tell whether something lies there."""


class Snapshots:
    """The snapshots of one place. Many processes may write into it at once."""

    def __init__(self, place: Path | str, options: Mapping[str, Any] | None = None) -> None:
        """Take a folder, made when the first bytes come, or a URL; `options` are for the URL's file system.

        Raise `BadSetting` where no file system speaks the URL.
        """
        self._place: Place = Folder(place) if isinstance(place, Path) else Objects(place, options or {})

    @property
    def folder(self) -> Path:
        """Give the folder; raise `BadUse` where the bytes lie in no folder of this machine."""
        if isinstance(self._place, Folder):
            return self._place.folder
        raise BadUse("the snapshots lie in no folder", mend="look for them there", where=self._place.where)

    def store(self, body: bytes) -> str:
        """Keep bytes, durably; give their SHA-256 in hex. What is there already, and whole, is not written again.

        Raise `StoreProblem` when the place cannot be written to.
        """
        name = sha256(body).hexdigest()
        try:
            if not self._whole(name):
                packed = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(body)
                self._place.write(_file(name), packed)
        except OSError as error:
            raise StoreProblem(
                f"The snapshot cannot be kept ({error.strerror or error})",
                f"Set {SETTING} to a place to write",
                self._told(name),
            ) from None
        return name

    def read(self, name: str) -> bytes:
        """Give the bytes of a hash; raise `StoreProblem` when they are gone or are no longer what they were."""
        try:
            with self._place.open(_file(name)) as packed:
                body = zstandard.ZstdDecompressor().stream_reader(packed).read(LARGEST + 1)
        except FileNotFoundError:
            raise self._lost(name, "is not there") from None
        except (OSError, zstandard.ZstdError) as error:
            raise self._lost(name, f"cannot be read ({error})") from None
        if sha256(body).hexdigest() != name:
            raise self._lost(name, "is not what was stored")
        return body

    def has(self, name: str) -> bool:
        """Tell whether bytes of this hash are kept."""
        return self._place.has(_file(name))

    def _whole(self, name: str) -> bool:
        try:
            self.read(name)
        except StoreProblem:
            return False
        return True

    def _told(self, name: str) -> str:
        return f"{self._place.where}/{_file(name)}"

    def _lost(self, name: str, how: str) -> StoreProblem:
        mend = "Fetch the page again, or restore the folder from a backup"
        return StoreProblem(f"The snapshot {how}", mend, self._told(name))


class Folder:
    """A folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.where = str(folder)

    def open(self, name: str) -> IO[bytes]:
        """Open a file."""
        return (self.folder / name).open("rb")

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""
        return (self.folder / name).exists()

    def write(self, name: str, packed: bytes) -> None:
        """Write a file beside its place, then move it there; both are on the disk when this returns."""
        file = self.folder / name
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


class Objects:
    """A store that fsspec speaks, by its URL (`memory://`, `s3://bucket/prefix` ...); an object is written at once."""

    def __init__(self, url: str, options: Mapping[str, Any]) -> None:
        import fsspec

        self.where = url.rstrip("/")
        try:
            self._files, self._root = fsspec.url_to_fs(self.where, **options)
        except (ImportError, ValueError) as error:
            raise BadSetting(
                f"{url.partition('://')[0]}:// is not spoken here ({error})",
                mend="Install the extra of its name, like byot[s3], or name a folder",
                where=SETTING,
            ) from None

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Open an object."""
        with _Told():
            opened: AbstractContextManager[IO[bytes]] = self._files.open(f"{self._root}/{name}", "rb")
            return opened

    def has(self, name: str) -> bool:
        """Tell whether an object is there; what cannot be asked is not there."""
        try:
            return bool(self._files.exists(f"{self._root}/{name}"))
        except Exception:  # whatever a library of a store raises
            return False

    def write(self, name: str, packed: bytes) -> None:
        """Put an object; such a store shows it whole or not at all."""
        with _Told():
            self._files.makedirs(f"{self._root}/{name[:2]}", exist_ok=True)
            self._files.pipe_file(f"{self._root}/{name}", packed)


class _Told:
    """Turns whatever a library of a store raises into an `OSError`."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, OSError):
            raise OSError(f"{type(error).__name__}: {error}"[:200]) from None


def _file(name: str) -> str:
    """Give where the bytes of a hash lie within their place; raise `BadUse` for what is no hash."""
    if not _HASH.fullmatch(name):
        raise BadUse(f"{name[:80]!r} is no snapshot's hash", "Give 64 hexadecimal digits")
    return f"{name[:2]}/{name[2:]}.zst"
