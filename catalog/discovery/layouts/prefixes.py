"""What tools put in front of each line that they show, collect or export, and no format does.

The file's name (grep), a container's (compose), a number, a time alone or with a facility and a level; quotes around
whole lines, behind further columns, as an export without a header has them.

Traps: formats begin with times and numbers of their own, so that this is asked only where none knows the lines as they
are; what is left of a line may have a carrier, too.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from catalog.discovery import fields, times
from catalog.discovery.layouts import rows
from catalog.discovery.layouts.carrier import NEW_TIME, OLD_TIME, PRIORITY, TAG

Strip = Callable[[bytes], bytes | None]
"""Gives a line without its prefix, its time as a carrier in front where it tells one; None where it has none."""
FACILITY: Final = rb"(?:local[0-7]|user|daemon|kern|auth|authpriv|syslog|cron|mail|news)\.[a-z]{2,8}"
PREFIXES: Final = tuple(
    re.compile(pattern, re.IGNORECASE if FACILITY in pattern else 0)
    for pattern in (
        rb"[^\s:|=\"'{}<>,]{1,200}\.(?:log|txt|csv|jsonl?|gz|\d{1,8})[^\s:|=\"'{}<>,]{0,40}:(?:\d{1,9}:)?(?=\S)",
        rb"[\w.-]{1,64} {1,40}\| ",
        rb" {0,9}\d{1,9}(?:\t|: )",
        rb"(?P<time>%b)\t%b\t[\w.:-]{1,64}\t" % (NEW_TIME, FACILITY),
        rb"(?:%b)?(?P<time>%b|%b) (?:[\w.-]{1,64} )?%b (?:[\w.-]{1,64} (?=%b))?(?:%b)?"
        % (PRIORITY, OLD_TIME, NEW_TIME, FACILITY, TAG, TAG),
        rb"\[(?P<time>%b)\] " % NEW_TIME,
        rb"(?P<time>%b|\d{10}(?:\.\d{1,9})?)[ \t]" % NEW_TIME,
    )
)
MOST_COLUMNS: Final = 8
SAMPLE: Final = 100
ENOUGH: Final = 0.9


def strips(head: bytes) -> Iterator[tuple[Strip, bytes]]:
    """Give what takes a prefix off the lines of a head, and the head without it, for each that most lines have."""
    lines = head.split(b"\n")
    some = [line for line in lines[:SAMPLE] if line.strip()]
    known: list[Strip] = [*(partial(_without, pattern) for pattern in PREFIXES), _unquoted]
    for strip in known:
        if sum(strip(line) is not None for line in some) >= ENOUGH * len(some) > 0:
            yield strip, b"\n".join(kept(strip, line) for line in lines)


def kept(strip: Strip, line: bytes) -> bytes:
    """Give a line without its prefix; one that has none as it is."""
    found = strip(line)
    return line if found is None else found


def _without(pattern: re.Pattern[bytes], line: bytes) -> bytes | None:
    found = pattern.match(line)
    if found is None:
        return None
    message = line[found.end() :]
    time = found.groupdict().get("time")
    since = times.epoch(time.decode()) if time and time[:5].isdigit() else None
    if since is not None:
        time = since.isoformat().encode()
    if time is None:
        return message
    return b"<13>1 %b - - - - - %b" % (time, message) if time[:1].isdigit() else b"%b - %b" % (time, message)


def _unquoted(line: bytes) -> bytes | None:
    """The last column of a row of quoted ones."""
    text = fields.text(line).strip()
    if not (text.startswith('"') and text.endswith('"')):
        return None
    columns = rows.commas(text)
    return columns[-1].encode() if 0 < len(columns) <= MOST_COLUMNS else None
