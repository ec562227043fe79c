"""Lines of pairs that have one shape: how a product writes its usual lines, so that they are known again (`familiar`).

A shape is that of one line: its keys in their order, how each value is put, and what stands between them. What a format
makes of each value (`Roles`) says which matter as they are and which are counted; the others say nothing. A line that
is written in another way is none of the usual ones.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from catalog.discovery.familiar import DAY, MINUTE, ZONE, Usual
from catalog.discovery.layouts import carrier

Role = Literal["matters", "same", "date", "clock", "zone", "stamp", "epoch", "up", "down", "site"]
Roles = Callable[[Mapping[str, str]], Mapping[str, Role] | None]
"""What the values of a line are for, by their keys; those that are not there say nothing. None: not a usual line."""

LINES: Final = 400
MOST_SHAPES: Final = 12
FEWEST: Final = 2
ENOUGH: Final = 0.3
COUNT: Final = rb"0|[1-9][0-9]{0,14}"
ROLES: Final[dict[Role, bytes]] = {
    "date": rb"(?P<date>%b)" % DAY,
    "clock": rb"(?P<minute>%b):(?P<second>[0-5]\d)" % MINUTE,
    "stamp": rb"(?P<date>%b)[T ](?P<minute>%b):(?P<second>[0-5]\d(?:\.\d{1,9})?)(?P<zone>%b)?" % (DAY, MINUTE, ZONE),
    "epoch": rb"(?P<minute>[1-9]\d{7})(?P<second>\d\d(?:\d{3}|\d{9})?)",
    "up": rb"(?P<up>%b)" % COUNT,
    "down": rb"(?P<down>%b)" % COUNT,
}
SAID: Final = rb"(?! *(?i:-|n/?a|none|null|unknown)? *(?:[^ -~]|[\",|^]|$|[ ,][\w.-]+=))"
"""Not a word that says nothing: a later key would count there."""
SITES: Final = (rb"(?P<%%b>https?://[A-Za-z0-9._:-]+)/%b", rb"(?P<%%b>/)%b")
HEADED: Final = rb"(?>%b|%b|%b)" % tuple(one.pattern for one in (carrier.FIFTH, carrier.THIRD, carrier.BARE))


QUOTED: Final = rb"[ !#-\[\]-~]*(?:\\[ -~][ !#-\[\]-~]*)*"
PLAIN: Final = rb"[!#-+\--:<-~]*"
QUOTED_OR_NOT: Final = re.compile(rb'([ ,]*)([A-Za-z_][\w.()-]{0,60})=(?:(")(%b)"|(%b)(?=[ ,]|$))' % (QUOTED, PLAIN))
PASSED: Final = rb"(?!CEF|[01]\|)[<A-Z0-9][ !#-<>-~]*[ >]"
"""A carrier before pairs, which those who look for quoted ones pass over: it has none."""
HEADER: Final = rb"(?:[^\x00-\x1f|\\\x7f-\xff]*\|){6}"
CEF: Final = re.compile(rb"((?:CEF: ?)?[01]\|)(%b)" % HEADER)
KEY: Final = re.compile(rb"(?:^|(?<= ))([\w.\[\]:-]{1,60})=")
OPEN: Final = rb"(?:[!-~]*|[ -<>-~]*)"
PRINTABLE: Final = re.compile(rb"[ -~]*")
LEEF: Final = re.compile(rb"((?:LEEF: ?)?([12])\.\d\|)((?:[^\x00-\x1f|\\\x7f-\xff]*\|){4})(?:(\^|0?x09)\|)?(?=[\w-]+=)")
LEEF_HEADER: Final = rb"(?:[^\x00-\x1f|\\\x7f-\xff]*\|){4}"
CLEAN: Final = rb"[^\x00-\x1f#%b\x7f-\xff]*"


class Pair(NamedTuple):
    """A pair of a line: what stands before its value, the key, the value, and how such values are written."""

    before: bytes
    key: str
    value: bytes
    any: bytes


Cut = Callable[[bytes], tuple[bytes, Sequence[Pair], bytes] | None]
"""Cuts a line: how what is passed over is written, the pairs, what stands after the last. None for an unusual one."""


def usual(head: bytes, cut: Cut, roles: Roles, *, carried: bool = False) -> Usual | None:
    """Give how the lines of a head are written, None where too few are written alike; `carried` behind carriers."""
    lines = [line.rstrip(b"\r") for line in head.split(b"\n")[:LINES] if line.strip()]
    patterns: list[re.Pattern[bytes]] = []
    known = 0
    for line in lines:
        if any(pattern.fullmatch(line) for pattern in patterns):
            known += 1
            continue
        message = carrier.split(line)[1] if carried else line
        pattern = _pattern(message, cut, roles, HEADED if len(message) < len(line) else b"")
        if pattern is not None and len(patterns) < MOST_SHAPES and pattern.fullmatch(line):
            patterns.append(pattern)
            known += 1
    return Usual(tuple(patterns)) if patterns and known >= ENOUGH * len(lines) else None


def _pattern(line: bytes, cut: Cut, roles: Roles, before: bytes) -> re.Pattern[bytes] | None:
    found = cut(line)
    if found is None:
        return None
    passed, pairs, rest = found
    row = {pair.key: pair.value.decode("ascii", "replace") for pair in pairs}
    told = roles(row) if len(row) == len(pairs) else None
    if told is None or (before and "epoch" not in told.values()):  # without a time the carrier's would count
        return None
    parts = [before, passed]
    for number, pair in enumerate(pairs):
        value = _value(pair, told.get(pair.key), b"g%d" % number)
        if value is None:
            return None
        parts += [re.escape(pair.before), value]
    pattern = re.compile(b"".join([*parts, re.escape(rest)]))
    return pattern if "second" in pattern.groupindex else None


def _value(pair: Pair, role: Role | None, group: bytes) -> bytes | None:
    """Give the pattern of a value, None where it is not written as its role asks for."""
    if role is None:
        return pair.any
    if role == "same":
        return re.escape(pair.value)
    if role == "zone":
        return rb"(?P<zone>%b)" % pair.any
    if role in ROLES:
        pattern = ROLES[role]
        return pattern if re.fullmatch(pattern, pair.value) else None
    if role == "site":
        for site in SITES:
            pattern = site % pair.any % group
            if re.fullmatch(pattern, pair.value):
                return pattern
        return SAID + rb"(?P<%b>%b)" % (group, pair.any)
    return rb"(?P<%b>%b)" % (group, pair.any)


def quoted(line: bytes) -> tuple[bytes, list[Pair], bytes] | None:
    """Cut a line as `pairs.quoted` reads it: values with blanks stand in quotes, blanks or commas between pairs."""
    found: list[Pair] = []
    passed = re.match(PASSED, line)
    at, end = passed.end() if passed else 0, b""
    while token := QUOTED_OR_NOT.match(line, at):
        between, key, quote, value, plain = token.groups()
        if found and not between:
            return None
        before = end + between + key + b"=" + (quote or b"")
        found.append(Pair(before, key.decode(), value if quote else plain, QUOTED if quote else PLAIN))
        at, end = token.end(), quote or b""
    if not found or line[at:].strip():
        return None
    return PASSED if passed else b"", found, end + line[at:]


def cef(line: bytes) -> tuple[bytes, list[Pair], bytes] | None:
    """Cut an event of CEF as `extension.parsed` reads it; its header, but for the first field, has no key."""
    start = CEF.match(line)
    if start is None or not PRINTABLE.fullmatch(line):
        return None
    found = [Pair(start[1], "", start[2], HEADER)]
    rest, between = line[start.end() :].rstrip(), b""
    keys = list(KEY.finditer(rest))
    if not keys or keys[0].start():
        return None
    for number, key in enumerate(keys):
        end = keys[number + 1].start() if number + 1 < len(keys) else len(rest)
        value = rest[key.end() : end].rstrip()
        found.append(Pair(between + key[0], key[1].decode(), value, OPEN))
        between = rest[key.end() + len(value) : end]
    return b"", found, b""


def leef(line: bytes) -> tuple[bytes, list[Pair], bytes] | None:
    """Cut an event of LEEF as `extension.parsed` reads it; its header, but for the first field, has no key."""
    start = LEEF.match(line)
    if start is None or (start[2] == b"1" and start[4]):
        return None
    between = b"^" if start[4] == b"^" else b"\t"
    clean = CLEAN % re.escape(between)
    found = [Pair(start[1], "", start[3], LEEF_HEADER)]
    before = start[4] + b"|" if start[4] else b""
    for pair in line[start.end() :].split(between):
        key, equals, value = pair.partition(b"=")
        if not equals or not key or key != key.strip() or not key.isascii() or not re.fullmatch(clean, value):
            return None
        found.append(Pair(before + key + equals, key.decode(), value, clean))
        before = between
    return (b"", found, b"") if len(found) > FEWEST else None


def first_of(row: Mapping[str, str], several: Sequence[tuple[Sequence[str], Role]]) -> dict[str, Role]:
    """Give each role to the first of some keys that is there, and let all others of them matter."""
    roles: dict[str, Role] = {}
    for names, role in several:
        there = next((name for name in names if name in row), None)
        for name in names:
            roles[name] = role if name == there else "matters"
    return roles
