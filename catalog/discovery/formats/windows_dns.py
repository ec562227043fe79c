"""Windows' DNS server, debug log.

https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2008-R2-and-2008/cc776361(v=ws.10)

    11/24/2026 8:00:00 AM 132C PACKET  0000021CB3FCF990 UDP Rcv 10.20.1.15 fa7e   Q [0001   D   NOERROR] A (5)board(0)

Traps: only what was received and is no answer is a client's query; answers sent count where the query was not logged;
what the server asks others and what they answer is its own work; names are written by the lengths of their parts; the
date is written as the server's region does, without a zone; details of a packet follow on lines of their own.
"""

import re
from datetime import datetime
from typing import Final

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import verdicts
from catalog.discovery.record import Read, Record, Unreadable

TITLE = "Windows DNS server, debug log"
LINE: Final = re.compile(
    r"(?P<time>[\d./-]{8,10} \d{1,2}[:.]\d\d[:.]\d\d(?: ?[AaPp][Mm])?) +[0-9A-Fa-f]{3,8} +"
    r"(?P<kind>[A-Z]{3,9})\b(?P<rest>.*)"
)
PACKET: Final = re.compile(
    r" +(?:[0-9A-Fa-f]{8,16} +)?(?:UDP|TCP) +(?P<way>Rcv|Snd) +(?P<address>[0-9A-Fa-f:.]+) +(?P<id>[0-9a-f]{4}) "
    r"(?P<answer>R| ) (?P<what>[QNU?]) +\[[^\]]*\] +(?P<type>\S+) +(?P<name>\S+)"
)
PARTS: Final = re.compile(r"\(\d+\)")
DATE: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}) (\d{1,2}[:.]\d\d[:.]\d\d)(?: ?([AaPp][Mm]))?")
HEADER: Final = ("DNS Server log", "Log file wrap", "Message logging key", "Field #", "UDP ", "TCP ", "#")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that the server wrote."""
    if b" PACKET " not in head:
        return 0.0
    return fields.share(head, Server().read, lambda record: record.client is not None)


def start() -> Read:
    """Give a reader that remembers the last queries."""
    return Server().read


class Server:
    """Reads lines, and passes over answers whose queries were read."""

    def __init__(self) -> None:
        """Begin without queries."""
        self.asked = verdicts.Remembered()

    def read(self, line: bytes) -> Record | None:
        """Read a client's query; None for the server's own work and for what stands around it."""
        text = fields.text(line)
        found = LINE.match(text)
        if found is None:
            if not text.strip() or text[0].isspace() or text.startswith(HEADER):
                return None
            raise Unreadable("no line of the server's debug log")
        packet = PACKET.match(found["rest"]) if found["kind"] == "PACKET" else None
        if packet is None or packet["what"] != "Q":
            return None
        name = PARTS.sub(".", packet["name"]).strip(".")
        key = (packet["address"], packet["id"], name.lower())
        if (packet["way"], packet["answer"]) == ("Rcv", " "):
            self.asked.add(key)
        elif packet["answer"] == " " or packet["way"] == "Rcv" or self.asked.take(key):
            return None
        return entry.record(time=_time(found["time"]), client=packet["address"], host=name)


def _time(text: str) -> datetime | None:
    """The time, without a zone; the month first where the hours are told in halves, if it can be one."""
    found = DATE.fullmatch(text)
    if found is None:
        return times.moment(text.replace(".", ":") if text[:4].isdigit() else text)
    first, second, year, clock, half = found.groups()
    month, day = (first, second) if half and int(first) < 13 else (second, first)
    clock = clock.replace(".", ":")
    return times.moment(f"{month}/{day}/{year} {clock} {half.upper()}" if half else f"{year}-{month}-{day} {clock}")
