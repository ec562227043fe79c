"""A ClickHouse server by URL: `clickhouse://[USER[:PASSWORD]@]HOST[:8123][/DATABASE][?secure=true]`.

It is asked over HTTP, by the gate, which the address that somebody named opens. A path is a file of the server's own
folder `user_files_path`, and so is a pattern; s3:// is read by the server itself. All settings stand in
the statements. One reader numbers the lines of a log, in their order.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import IO, Any, Final, cast
from urllib.parse import parse_qs, unquote, urlsplit

import httpx

from catalog.discovery.sources import Cluster, Place, Source
from catalog.errors import BadUse, FetchFailed, NotFound
from catalog.settings import Settings
from scrapers.address import Address, parse
from scrapers.engines import without_password
from scrapers.gate import Gate
from scrapers.storage import CONNECT, Download

PORT, SECURE_PORT = 8123, 8443
SETTINGS: Final = (
    "join_use_nulls = 1, parallelize_output_from_storages = 0, max_query_size = 16777216, "
    "output_format_json_quote_64bit_integers = 0, output_format_json_quote_decimals = 0"
)
ABSENT: Final = (
    "FILE_DOESNT_EXIST",
    "CANNOT_STAT",
    "CANNOT_OPEN_FILE",
    "S3_ERROR",
    "RECEIVED_ERROR_FROM_REMOTE_IO_SERVER",
)
OUTSIDE: Final = "DATABASE_ACCESS_DENIED"
SILENT: Final = 600.0
"""Seconds after which a server that says nothing is given up: it may have to read the whole log first."""
MOST_SAID: Final = 4_096


class ClickHouse:
    """One server."""

    dialect: Final = "clickhouse"

    def __init__(self, address: Address, headers: Mapping[str, str], settings: Settings) -> None:
        """Take where it is asked, and as whom."""
        self._address, self._headers, self._settings = address, headers, settings

    def find(self, word: str) -> Sequence[Source]:
        """Give the logs of a path or a pattern, as the server sees them."""
        columns = "_path, _size, toUnixTimestamp(_time)"
        found = list(self._rows(f"SELECT {columns} FROM {_table(word, 'One')} ORDER BY _path", word))
        if not found:
            raise NotFound("ClickHouse sees no such file", mend="name a file in its folder user_files", where=word)
        alone = len(found) == 1 and found[0][0].endswith(word.rpartition("/")[2])
        return [self._source(word if alone else path, size, written) for path, size, written in found]

    def rows(self, name: str, statement: str, results: Mapping[str, int]) -> Iterator[Sequence[Any]]:
        """Give the rows of a statement on the lines of a log, and the results of a format."""
        number = "toInt64(rowNumberInAllBlocks())"
        lines = f"(SELECT toInt64(0) AS block, {number} AS number, line FROM {_table(name, 'LineAsString', 'line')})"
        words = _quoted("".join(f"{word}\t{number}\n" for word, number in results.items()))
        known = f"(SELECT * FROM format('TSV', 'word String, number Int8', {words}))"
        return self._rows(statement.replace('"lines"', lines).replace('"results"', known), name)

    def numbers(self, name: str, places: Sequence[Place]) -> list[int]:
        """Give the numbers of lines, which are numbered from 0."""
        return [number + 1 for _, number in places]

    def close(self) -> None:
        """Let go of it: each statement had a connection of its own."""

    def _source(self, name: str, size: int, written: int | None) -> Source:
        at = datetime.fromtimestamp(written, UTC) if written else datetime.now(UTC)
        return Source(name, partial(self._bytes, name, size), lambda: at, self)

    def _bytes(self, name: str, size: int) -> IO[bytes]:
        """Give the bytes of a file: its lines, but for the line end that is put after the last one."""
        statement = f"SELECT line FROM {_table(name, 'LineAsString', 'line')}"
        return cast(IO[bytes], _First(self._ask(statement, "LineAsString", name), size))

    def _rows(self, statement: str, name: str) -> Iterator[Sequence[Any]]:
        answer = self._ask(statement, "JSONCompactEachRow", name)
        try:
            rest = b""
            while piece := answer.read():
                *whole, rest = (rest + piece).split(b"\n")
                yield from map(json.loads, whole)
            if rest:
                raise FetchFailed("ClickHouse broke off", "See the server's log, and try again", name)
        finally:
            answer.close()

    def _ask(self, statement: str, form: str, name: str) -> "_Answer":
        asked = f"{statement} SETTINGS {SETTINGS} FORMAT {form}".encode()
        return _Answer(asked, self._headers, name, self._address, self._settings)


class _Answer(Download):
    """The answer to one statement, as it comes."""

    def __init__(
        self, asked: bytes, headers: Mapping[str, str], name: str, address: Address, settings: Settings
    ) -> None:
        self._asked, self._headers = asked, headers
        gate = Gate((*settings.fetch_allow, f"{address.host}:{address.port}"))
        super().__init__(name, address, gate, settings.contact)

    def request(self, address: Address) -> httpx.Request:
        """Give the statement to be sent."""
        return httpx.Request(
            "POST",
            address.origin,
            headers={"User-Agent": self._agent, "Accept-Encoding": "identity", **self._headers},
            content=self._asked,
            extensions={"address": address, "timeout": {"connect": CONNECT, "read": SILENT}},
        )

    async def judge(self, answer: httpx.Response) -> None:
        """Say in one line what the server did not like."""
        if answer.status_code == 200:
            return
        said = b""
        async for piece in cast(Any, answer.stream):
            said += piece
            if len(said) > MOST_SAID:
                break
        text = said.decode("utf-8", "replace")
        if any(f"({word})" in text for word in ABSENT):
            raise NotFound("ClickHouse sees no such file", "Name a file in its folder user_files", self._where)
        if OUTSIDE in text:
            raise NotFound("ClickHouse reads only its own folder user_files", "Name a path in it", self._where)
        if answer.status_code in (401, 403):
            mend = "Write the engine as clickhouse://USER:PASSWORD@HOST:8123"
            raise BadUse("ClickHouse does not let this user in", mend, self._where)
        first = next((line for line in text.splitlines() if line.strip()), f"it answered {answer.status_code}")
        raise FetchFailed(f"ClickHouse failed: {first[:200]}", "See the server's log", self._where)


class _First:
    """The first bytes of an answer, so many and no more."""

    def __init__(self, answer: _Answer, size: int) -> None:
        self._answer, self._left = answer, size
        self.close = answer.close

    def read(self, size: int = -1) -> bytes:
        piece = self._answer.read(self._left if size < 0 else min(size, self._left)) if self._left else b""
        self._left -= len(piece)
        return piece


def connect(url: str, settings: Settings) -> Cluster:
    """Give a server by its URL, after it has answered; raise a `ByotError` where it does not."""
    told = urlsplit(url)
    secure = parse_qs(told.query).get("secure", ["false"]) == ["true"]
    try:
        port = told.port or (SECURE_PORT if secure else PORT)
    except ValueError:
        port = 0
    if not told.hostname or not port or told.path.count("/") > 1:
        raise BadUse(
            "this is no address of a ClickHouse server", "Write it like clickhouse://HOST:8123", without_password(url)
        )
    host = f"[{told.hostname}]" if ":" in told.hostname else told.hostname
    named = {"User": told.username, "Key": told.password, "Database": told.path.strip("/")}
    headers = {f"X-ClickHouse-{name}": unquote(value) for name, value in named.items() if value}
    server = ClickHouse(parse(f"{'https' if secure else 'http'}://{host}:{port}/"), headers, settings)
    list(server._rows("SELECT 1", f"clickhouse://{host}:{port}"))
    return server


def _table(word: str, form: str, column: str = "") -> str:
    """Give the function of ClickHouse's that reads a file as it is stored, never unpacked."""
    reader = "s3" if word.startswith("s3://") else "file"
    shape = f"{column} String" if column else "auto"
    return f"{reader}({', '.join(map(_quoted, (word, form, shape, 'none')))})"


def _quoted(text: str) -> str:
    """Give a text as a literal of ClickHouse's."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
