r"""A log format of one's own, described by a small YAML file: columns (CSV), key=value, JSON, or a regular expression.

    name: our-proxy
    layout: regex                       # columns | pairs | json | regex
    pattern: '^(?P<when>\S+) (?P<who>\S+) (?P<url>\S+) (?P<did>\w+)$'
    fields: {time: when, user: who, url: url, action: did}
    timezone: Europe/Berlin             # of times that name no zone
    blocked: [deny, drop]               # words of the action; without it the usual words count

Regular expressions run on RE2, so that no log can make one run without end.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import objects, pairs, rows
from catalog.discovery.record import Action, Entry, Lines, Read, Record, Unreadable
from catalog.errors import BadData, NotFound

LARGEST = 1 << 16
Name = Literal[
    "time", "date", "user", "client", "host", "url", "method", "action", "status", "bytes_up", "bytes_down", "app"
]
Row = Mapping[str, Any]


class Custom(BaseModel):
    """What a file says about a format."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="custom", pattern=r"^[a-z][a-z0-9_-]{0,40}$")
    layout: Literal["columns", "pairs", "json", "regex"]
    fields: dict[Name, str] = Field(min_length=1)
    columns: list[str] = []
    header: bool = False
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    pattern: str = Field(default="", max_length=10_000)
    skip: str = Field(default="", max_length=1_000)
    time_format: str = ""
    timezone: str = ""
    blocked: list[str] = []
    challenge: list[str] = []

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.layout == "regex" and not self.pattern:
            raise ValueError("layout regex needs a pattern")
        if self.layout == "columns" and not self.columns and not self.header:
            raise ValueError("layout columns needs columns, or header: true")
        for pattern in (self.pattern, self.skip):
            _expression(pattern)
        if self.timezone:
            _zone(self.timezone)
        return self

    def entries(self, lines: Lines) -> Iterator[Entry]:
        """Put together the lines of an entry."""
        if self.layout == "json":
            return objects.entries(lines)
        if self.layout == "columns":
            return rows.entries(lines)
        return (Entry(number, 1, line) for number, line in lines)

    def start(self) -> Read:
        """Begin a log: give what reads its entries, one after another."""
        return _Reading(self).read


class _Reading:
    """Reads the entries of one log as a file says."""

    def __init__(self, custom: Custom) -> None:
        self._custom = custom
        self._names = list(custom.columns)
        self._header = custom.header
        self._skip = _expression(custom.skip)
        self._row: Callable[[str], Row | None] = {
            "columns": self._columns,
            "pairs": pairs.quoted,
            "json": lambda text: objects.parsed(text.encode()),
            "regex": self._groups,
        }[custom.layout]
        self._pattern = _expression(custom.pattern)
        self._zone = _zone(custom.timezone) if custom.timezone else None

    def read(self, entry_: bytes) -> Record | None:
        """Read an entry; None for a blank one, a header and what the file says to skip."""
        text = fields.text(entry_).strip("\r\n")
        if not text.strip() or (self._skip is not None and self._skip.search(text)):
            return None
        row = self._row(text)
        if row is None:
            return None
        told = {name: objects.word(row, key) for name, key in self._custom.fields.items()}
        if not any(told.values()):
            raise Unreadable(f"none of {', '.join(sorted(self._custom.fields.values()))}")
        return entry.record(
            time=self._time(told),
            user=told.get("user"),
            client=told.get("client"),
            host=told.get("host") or told.get("url"),
            url=told.get("url"),
            method=told.get("method"),
            action=self._action(told),
            status=told.get("status"),
            up=told.get("bytes_up"),
            down=told.get("bytes_down"),
            app=told.get("app"),
        )

    def _columns(self, text: str) -> Row | None:
        columns = rows.commas(text, self._custom.delimiter)
        if self._header:
            self._header = False
            self._names = self._names or [name.strip() for name in columns]
            return None
        return rows.named(columns, self._names)

    def _groups(self, text: str) -> Row:
        found = self._pattern.search(text) if self._pattern is not None else None
        if found is None:
            raise Unreadable("the pattern does not fit")
        groups: dict[str, Any] = found.groupdict()
        return groups

    def _time(self, told: Mapping[Name, str | None]) -> datetime | None:
        text = " ".join(part for part in (told.get("date"), told.get("time")) if part)
        if not text:
            return None
        if not self._custom.time_format:
            found = times.moment(text, self._zone)
        else:
            try:
                found = datetime.strptime(text, self._custom.time_format)  # noqa: DTZ007
            except ValueError:
                found = None
        if found is None:
            raise Unreadable(f"{text[:40]!r} is no time as the format has it")
        return found.replace(tzinfo=self._zone) if found.tzinfo is None and self._zone is not None else found

    def _action(self, told: Mapping[Name, str | None]) -> Action | None:
        word = (told.get("action") or "").lower()
        if word and word in (one.lower() for one in self._custom.challenge):
            return None
        if word and self._custom.blocked:
            return "blocked" if word in (one.lower() for one in self._custom.blocked) else "allowed"
        return entry.verdict(word, status=told.get("status"))


def load(path: Path) -> Custom:
    """Give the format that a file describes; raise `NotFound` or `BadData` where it is none."""
    try:
        content = path.read_bytes()[: LARGEST + 1]
    except FileNotFoundError:
        raise NotFound("there is no such file", mend="name a format's file that is there", where=str(path)) from None
    except OSError as error:
        raise BadData(
            f"cannot be read: {error.strerror}", mend="name a file that can be read", where=str(path)
        ) from None
    if len(content) > LARGEST:
        raise BadData("the file is too large for a format", mend="keep it under 64 KiB", where=str(path))
    try:
        return Custom.model_validate(yaml.safe_load(content))
    except yaml.YAMLError as error:
        told = str(error).splitlines()[0]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        told = f"{'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}"
    raise BadData(told, mend="write it as docs/reference/formats.md shows", where=str(path))


def _expression(pattern: str) -> Any:
    """A pattern compiled by RE2, None for none; raises `ValueError` for one that RE2 does not take."""
    if not pattern:
        return None
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options=options)
    except re2.error as error:
        raise ValueError(f"no pattern of RE2: {error}") from None


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name[:60]!r} is no time zone") from None
