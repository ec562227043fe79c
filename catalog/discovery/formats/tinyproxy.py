"""Tinyproxy's log, https://tinyproxy.github.io.

    CONNECT   Nov 24 08:00:00.123 [12345]: Request (file descriptor 7): CONNECT board.example:443 HTTP/1.1

Traps: a request has several lines, of which the first tells the client, by the number of its connection; the time has
neither year nor zone; what was refused is told on a line of its own, by the name alone.
"""

import re
from typing import Final

from catalog.discovery import entry, fields, times
from catalog.discovery.record import Read, Record, Unreadable

TITLE = "Tinyproxy"
LINE: Final = re.compile(
    r"(?:CONNECT|INFO|NOTICE|WARNING|ERROR|CRITICAL) +(?P<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?) "
    r"\[\d+\]: (?P<rest>.*)"
)
CONNECTED: Final = re.compile(r"Connect \(file descriptor (?P<number>\d+)\): .*\[(?P<client>[0-9A-Fa-f.:]+)\]")
ASKED: Final = re.compile(r"Request \(file descriptor (?P<number>\d+)\): (?P<method>[A-Z]+) (?P<url>\S+) HTTP/\S+")
REFUSED: Final = re.compile(r'Proxying refused on filtered (?:domain|url) "(?P<url>[^"]+)"')
MOST: Final = 10_000


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads."""
    return fields.share(head, Proxy().read) if b"(file descriptor " in head else 0.0


def start() -> Read:
    """Give a reader that remembers who is connected."""
    return Proxy().read


class Proxy:
    """Reads lines, and remembers the clients of connections."""

    def __init__(self) -> None:
        """Begin without connections."""
        self.clients: dict[str, str] = {}

    def read(self, line: bytes) -> Record | None:
        """Read a request; None for the proxy's other lines."""
        text = fields.text(line).strip()
        if not text:
            return None
        found = LINE.fullmatch(text)
        if found is None:
            raise Unreadable("no line of Tinyproxy")
        connected = CONNECTED.match(found["rest"])
        if connected is not None:
            if len(self.clients) > MOST:
                self.clients.clear()
            self.clients[connected["number"]] = connected["client"]
            return None
        asked, refused = ASKED.match(found["rest"]), REFUSED.match(found["rest"])
        told = asked or refused
        if told is None or told["url"].startswith("/"):
            return None
        return entry.record(
            time=times.moment(found["time"]),
            client=self.clients.get(asked["number"]) if asked else None,
            host=told["url"],
            url=told["url"],
            method=asked["method"] if asked else None,
            action="blocked" if refused else "allowed",
        )
