"""IIS' lines in W3C's format without the `#Fields` line: their columns' names by what they hold, in IIS' order.

    date time [site] [server] [address] method path query port user client [version] agent [cookie] [link] [host]
    status substatus win32 [sent received] milliseconds ...

Traps: each column may be missing; agents hold no blanks, and only what stands behind them may be a host; of numbers
behind the status, bytes are told only where both stand there.
"""

import re
from collections.abc import Sequence
from typing import Final

from catalog.discovery import fields

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
CLOCK: Final = re.compile(r"\d\d:\d\d:\d\d(?:\.\d+)?")
METHODS: Final = frozenset(
    "GET POST HEAD PUT DELETE OPTIONS PATCH CONNECT TRACE DEBUG PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK SEARCH "
    "REPORT RPC_IN_DATA RPC_OUT_DATA".split()
)
SITE: Final = re.compile(r"[A-Z0-9]+SVC\d+")
HOST: Final = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9_.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
STATUS: Final = re.compile(r"[1-5]\d\d")
FIRST, LAST_METHOD, CLIENT, FEWEST = 2, 5, 5, 3
BYTES: Final = ["sc-bytes", "cs-bytes", "time-taken"]


def names(columns: Sequence[str]) -> list[str] | None:
    """Give the names of a line's columns, None where it is none of IIS'; empty for those of which nothing is known."""
    at = next((at for at in range(FIRST, min(LAST_METHOD + 1, len(columns))) if columns[at] in METHODS), None)
    if at is None or not DAY.fullmatch(columns[0]) or not CLOCK.fullmatch(columns[1]):
        return None
    client = at + CLIENT
    status = next((end for end in range(client + 1, len(columns) - 2) if _is_status(columns[end : end + 3])), None)
    if status is None or not columns[at + 3].isdigit() or not fields.is_address(columns[client].partition("%")[0]):
        return None
    before = [_of_server(column) for column in columns[FIRST:at]]
    asked = ["cs-method", "cs-uri-stem", "cs-uri-query", "s-port", "cs-username", "c-ip"]
    between = [""] * (status - client - 1)
    if len(between) > 1 and HOST.fullmatch(columns[status - 1]):
        between[-1] = "cs-host"
    told = [column.isdigit() for column in columns[status + FEWEST :]]
    after = BYTES if told[: len(BYTES)] == [True] * len(BYTES) else []
    found = ["date", "time", *before, *asked, *between, "sc-status", "sc-substatus", "sc-win32-status", *after]
    return [*found, *[""] * (len(columns) - len(found))]


def _is_status(columns: Sequence[str]) -> bool:
    return STATUS.fullmatch(columns[0]) is not None and all(column.isdigit() for column in columns[1:])


def _of_server(column: str) -> str:
    """The name of a column about the server itself."""
    if fields.is_address(column):
        return "s-ip"
    return "s-sitename" if SITE.fullmatch(column) else "s-computername"
