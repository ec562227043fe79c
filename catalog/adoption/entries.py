"""What an export says, entry by entry: who used what, who declared what, or why an entry cannot be read."""

import os
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Literal

from catalog.adoption.register import Declaration
from catalog.errors import BadData, NotFound
from catalog.moment import now

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST = 64 << 20
LONGEST = 200
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
Kind = Literal["app", "software", "merchant"]


@dataclass(frozen=True, slots=True)
class Use:
    """That a tool was used, allowed, installed or paid for. `called` is the export's word for the tool.

    `host` is a host or URL of it, where the export has one; `detail` a publisher (software) or what a merchant sells.
    `at` is aware, in UTC; `blocked` counts those of `events` that came to nothing. `scopes` are what a client was let
    at (None: nothing was granted here). Bytes are None where the export counts none.
    """

    called: str
    user: str = ""
    at: datetime | None = None
    kind: Kind = "app"
    host: str = ""
    detail: str = ""
    events: int = 1
    blocked: int = 0
    bytes_up: int | None = None
    bytes_down: int | None = None
    scopes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that was read; without uses it tells of something else."""

    line: int
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An entry in which somebody declares a use."""

    line: int
    declaration: Declaration


@dataclass(frozen=True, slots=True)
class Unusable:
    """An entry that cannot be read, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Content:
    """An export's bytes, and the name that it is told by."""

    file: str
    body: bytes

    @property
    def sha256(self) -> str:
        """Give the hash that the content is known by."""
        return sha256(self.body).hexdigest()

    def text(self) -> str:
        """Give the text: by its byte order mark, else UTF-8, UTF-16 without a mark, or Windows-1252."""
        for mark, encoding in MARKS:
            if self.body.startswith(mark):
                return self.body.decode(encoding, errors="replace")
        if b"\0" in self.body[:2000]:
            return self.body.decode("utf-16-be" if self.body[:1] == b"\0" else "utf-16-le", errors="replace")
        try:
            return self.body.decode("utf-8")
        except UnicodeDecodeError:
            return self.body.decode("cp1252", errors="replace")

    def refused(self, message: str, mend: str) -> BadData:
        """Give the error that says that this is no such export."""
        return BadData(message, mend=mend, where=self.file)


def load(path: Path) -> Content:
    """Read an export whole; raise `NotFound` or `BadData` where that cannot be done."""
    file = os.fsencode(path).decode("utf-8", errors="replace")
    try:
        if path.stat().st_size > LARGEST:
            raise BadData(f"the file is larger than {LARGEST >> 20} MB", mend="export fewer days at a time", where=file)
        return Content(file, path.read_bytes())
    except FileNotFoundError:
        raise NotFound("there is no such file", mend="name an export that is there", where=file) from None
    except OSError as error:
        raise BadData(f"cannot be read: {error.strerror}", mend="name a file", where=file) from None
    except ValueError:
        raise NotFound("that is no name of a file", mend="name an export that is there", where=file) from None


def said(value: object, longest: int = LONGEST) -> str:
    """Give a value as clean text: no control characters, no blanks around it, no more than so many letters."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = str(value)[: longest * 4]
    clean = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in text)
    return " ".join(clean.split())[:longest].strip()


def user(value: object) -> str:
    """Give how an export names somebody; mail addresses in lower case, so that one person is one."""
    name = said(value)
    return name.lower() if "@" in name else name


def moment(value: object) -> datetime | None:
    """Give a time in UTC: ISO 8601, or seconds, milliseconds or microseconds since 1970; None where there is none.

    One without a zone is in UTC: so these exports write it. Raises `ValueError` for what is no time.
    """
    if isinstance(value, bool) or value in (None, ""):
        return None
    if isinstance(value, int | float) or (isinstance(value, str) and value.strip().isdecimal() and len(value) > 8):
        return _since_1970(float(value))
    text = said(value)
    try:
        found = datetime.fromisoformat(text)
        return likely(found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC))
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:40]!r} is no time in the past") from None


def likely(found: datetime) -> datetime:
    """Give a time back; raise `ValueError` for one before 1970 or in the future, but for a day (clocks and zones)."""
    if not EARLIEST <= found <= now() + timedelta(days=1):
        raise ValueError(f"{found.isoformat()} is no time in the past")
    return found


def _since_1970(count: float) -> datetime:
    try:
        for _ in range(3):
            count = count / 1000 if abs(count) > 1e11 else count
        return likely(datetime.fromtimestamp(count, UTC))
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"{count!r} is no time in the past") from None
