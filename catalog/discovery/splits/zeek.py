"""Zeek's tab separated logs (conn, dns, ssl, http), by the header that they begin with.

Accepted are rows with a time in microseconds, and nothing in them that is escaped; of http those without a user, and
with a host that stands in its own column. A header that names other columns ends the fast way.
"""

from collections.abc import Iterable
from typing import Any, Final

from catalog.discovery import entry
from catalog.discovery.alike import Cut, Part, Shape
from catalog.discovery.formats import zeek

KINDS: Final = {
    "conn": ("", "orig_bytes", "resp_bytes"),
    "dns": ("query", "", ""),
    "ssl": ("server_name", "", ""),
    "http": ("host", "request_body_len", "response_body_len"),
}
"""Where each log tells the host, the bytes sent and the bytes received."""
NOTHING: Final = ("-", "(empty)")
HTTP: Final = ("method", "uri", "status_code", "username")
MARKS: Final = (b"#separator", b"#fields", b"#path", b"#unset_field", b"#empty_field")
LONGEST: Final = 80


class Zeek:
    """Splits the rows of one kind of log."""

    results: Final[dict[str, int]] = {}

    def __init__(self, names: list[str], kind: str, marks: frozenset[bytes]) -> None:
        """Begin with the columns, the kind and the header that the log has."""
        self._names, self._kind, self._marks = names, kind, marks
        self._client = next(name for name in zeek.CLIENT if name in names)
        self._who = (self._client, "username")
        host, up, down = KINDS[kind]
        columns = {name: names.index(name) for name in (self._client, host, *HTTP) if name in names}
        numbers = {count: names.index(name) for count, name in (("up", up), ("down", down)) if name in names}
        self.shape = Shape(
            separator=b"\t",
            separators=len(names) - 1,
            front=min(max(*columns.values(), *numbers.values(), 0) + 1, len(names) - 1),
            fraction=6,
            numbers=numbers,
            parts=tuple(
                Part(at, at, Cut.AFTER_LETTER if name == "uri" else Cut.NOWHERE, at, who=name in self._who)
                for name, at in columns.items()
                if kind == "http" or name not in HTTP
            ),
        )

    def ends(self, lines: Iterable[bytes]) -> bool:
        """Say whether a header is among some lines that is not the log's own."""
        return any(line.startswith(MARKS) and line not in self._marks for line in lines)

    def columns(self, lines: Any, _: Any) -> Any:
        """Give the columns of `Split` for lines."""
        import ibis

        parts = lines.line.split("\t")

        def at(name: str) -> Any:
            return parts[self._names.index(name)] if name in self._names else ibis.literal("-")

        host, up, down = (at(name) for name in KINDS[self._kind])
        client = at(self._client)
        accepted = (parts.length() == len(self._names)) & ~host.contains("\\")
        named = (client.contains(".") | client.contains(":")) & ~client.contains(" ") & ~client.contains("\\")
        if self._kind == "http":
            method, uri, status = at("method"), at("uri"), at("status_code")
            named = named & (at("username") == "-")
            plain = (method != "CONNECT") & ~method.contains("\\")
            plain = plain & ~uri.contains("://") & ~uri.contains("\\") & (status != "407") & (status.length() <= 3)
            accepted = accepted & plain & ~host.isin(NOTHING)
        return lines.select(
            *lines.columns,
            accepted=accepted.fill_null(False),
            named=named.fill_null(False),
            action=ibis.literal(0, "int8"),
            kind=ibis.literal(0, "int8"),
            asked=ibis.cases((~host.isin(NOTHING), host)),
            user=ibis.literal("-"),
            client=client,
            sent=up != "-",
            received=down != "-",
        )

    def asked(self, _: int, text: str) -> str | None:
        """Give the host of what was asked for."""
        return entry.asked(text)

    def person(self, user: str, client: str | None) -> str | None:
        """Give no user: rows with one are not accepted."""
        raise NotImplementedError


def split(head: bytes) -> Zeek | None:
    """Give how a log is split that begins with some bytes, None where it has another header than Zeek's usual one."""
    marks = [line.rstrip(b"\r") for line in head.split(b"\n") if line.startswith(MARKS)]
    said = {line.split(None, 1)[0]: line.split(None, 1)[-1].strip().decode("utf-8", "replace") for line in marks}
    names = said.get(b"#fields", "").split("\t")
    usual = said.get(b"#separator", "\\x09") == "\\x09" and said.get(b"#unset_field", "-") == "-"
    if len(said) != len(marks) or not usual or said.get(b"#empty_field", "(empty)") != "(empty)":
        return None
    kind = said.get(b"#path", "")
    fits = kind in KINDS and names[0] == "ts" and len(set(names)) == len(names) <= LONGEST
    return Zeek(names, kind, frozenset(marks)) if fits and any(name in names for name in zeek.CLIENT) else None
