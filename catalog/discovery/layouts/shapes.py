"""JSON objects of one shape: how a program writes its usual lines, so that they are known again (`familiar`).

The shape is that of the first object: its keys in their order, and what stands between them. What a format makes of
each value (`Roles`) says which values matter as they are, which are counted, and that the others say nothing. A line
that is written in another way is none of the usual ones.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from catalog.discovery.familiar import DAY, MINUTE, ZONE, Usual
from catalog.discovery.layouts import objects
from catalog.discovery.record import Unreadable

Role = Literal["matters", "told", "number", "time", "up", "down", "site"]
Roles = Callable[[objects.Object], Mapping[str, Role]]
"""What the values of an object are for, by their dotted keys; those that are not there say nothing."""

LINES: Final = 40
TRIED: Final = 8
ENOUGH: Final = 0.3
TOKEN: Final = re.compile(
    rb'"[ !#-\[\]-~]*"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null|[{}\[\]:,]| +'
)
TEXT: Final = rb'"[ !#-\[\]-~]*"'
NUMBER: Final = rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
ANY: Final = rb"(?:%b|%b|true|false|null)" % (TEXT, NUMBER)
SEVERAL: Final = rb"\[(?:%b(?:, ?%b)*)?\]" % (ANY, ANY)
COUNTED: Final = ("up", "down")
COUNT: Final = rb"(?:0|[1-9][0-9]{0,14})"
REST: Final = rb"[ !#-\[\]-~]*"
ISO: Final = rb'"(?P<date>%b)[T ](?P<minute>%b):(?P<second>[0-5]\d(?:\.\d{1,9})?)(?P<zone>%b)?"' % (DAY, MINUTE, ZONE)
WEB: Final = rb'"(?P<minute>\d\d/[A-Z][a-z][a-z]/\d{4}:[0-2]\d:[0-5]\d):(?P<second>[0-5]\d) (?P<zone>[+-]\d{4})"'
EPOCH: Final = rb"(?P<minute>[1-9]\d{7})(?P<second>\d\d(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?)"
TIMES: Final = (ISO, WEB, EPOCH)
SAID: Final = rb'(?!null|" *(?i:%b) *")' % b"|".join(map(re.escape, sorted(word.encode() for word in objects.EMPTY)))
SITE: Final = rb"https?://[A-Za-z0-9._:-]+"
SITES: Final = (
    rb'"(?P<%%b>%b)/%b"' % (SITE, REST),
    rb'"(?P<%%b>/)%b"' % REST,
    rb'"(?P<%%b>[A-Z]+ %b)/[!#-\[\]-~]* HTTP/[0-9.]+"' % SITE,
    rb'"(?P<%b>[A-Z]+ /)[!#-\[\]-~]* HTTP/[0-9.]+"',
)


def usual(head: bytes, roles: Roles) -> Usual | None:
    """Give how the lines of a head are written, None where they have no shape in common."""
    lines = [line.rstrip(b"\r") for line in head.split(b"\n")[:LINES] if line.startswith(b'{"')]
    for line in lines[:TRIED]:
        try:
            row = objects.parsed(line)
        except Unreadable:
            continue
        told = roles(row) if row else {}
        pattern = _pattern(line, told) if "time" in told.values() else None
        if pattern is not None and sum(map(bool, map(pattern.fullmatch, lines))) >= ENOUGH * len(lines):
            return Usual((pattern,))
    return None


def to_first(row: objects.Object, names: Sequence[str], role: Role) -> dict[str, Role]:
    """Give a role to the first of some keys that says something; those before it matter, since they say nothing.

    A line in which it says nothing is then none of the usual ones: a later key would count there.
    """
    roles: dict[str, Role] = {}
    for name in names:
        if objects.said(row, name) is not None:
            return roles | {name: role}
        roles[name] = "matters"
    return roles


def _pattern(line: bytes, roles: Mapping[str, Role]) -> re.Pattern[bytes] | None:
    tokens = TOKEN.findall(line)
    shape = _Shape(tokens, roles)
    try:
        pattern = shape.of_object("")
    except (_Odd, IndexError):
        return None
    return re.compile(pattern) if b"".join(tokens) == line and shape.at == len(tokens) and shape.groups else None


class _Odd(Exception):
    """An object is written in a way that no pattern is made of."""


class _Shape:
    """Makes a pattern of an object's tokens, from the first to the last."""

    def __init__(self, tokens: Sequence[bytes], roles: Mapping[str, Role]) -> None:
        self.tokens, self.roles = tokens, roles
        self.at = self.groups = 0

    def of_object(self, above: str) -> bytes:
        """Give the pattern of an object, its keys under others; raise `_Odd` for a key that comes twice."""
        found, keys, mark = [re.escape(self._take())], set[bytes](), b","
        if self.tokens[self.at] == b"}":
            return found[0] + re.escape(self._take())
        while mark == b",":
            blank, key = self._blanks(), self._take()
            if key in keys or not key.startswith(b'"'):
                raise _Odd
            keys.add(key)
            found += [blank, re.escape(key), self._blanks(), self._take(), self._blanks()]
            found += [self._value(above + key[1:-1].decode()), self._blanks()]
            mark = self._take()
            found.append(re.escape(mark))
        if mark != b"}":
            raise _Odd
        return b"".join(found)

    def _value(self, path: str) -> bytes:
        if self.tokens[self.at] == b"{":
            return self.of_object(f"{path}.")
        token, role = self._take(), self.roles.get(path)
        if token == b"[":
            return self._list(role)
        if role is None:
            return ANY
        if role == "time":
            return next((pattern for pattern in TIMES if re.fullmatch(pattern, token)), None) or self._odd()
        if role == "number" and re.fullmatch(NUMBER, token):
            return NUMBER
        if role in COUNTED and re.fullmatch(COUNT, token):
            return rb"(?P<%b>%b)" % (role.encode(), COUNT)
        if role in COUNTED and re.fullmatch(b'"%b"' % COUNT, token):
            return rb'"(?P<%b>%b)"' % (role.encode(), COUNT)
        self.groups += 1
        sites, said = SITES if role == "site" else (), SAID if role in ("site", "told") else b""
        pattern = next((site for site in sites if re.fullmatch(site % b"site", token)), said + rb"(?P<%%b>%b)" % ANY)
        return pattern % b"g%d" % self.groups

    def _list(self, role: Role | None) -> bytes:
        while (token := self._take()) != b"]":
            if role not in (None, "matters") or token in (b"{", b"["):
                raise _Odd
        if role is None:
            return SEVERAL
        self.groups += 1
        return rb"(?P<g%d>%b)" % (self.groups, SEVERAL)

    def _blanks(self) -> bytes:
        blanks = self.tokens[self.at].isspace()
        return self._take() if blanks else b""

    def _take(self) -> bytes:
        self.at += 1
        return self.tokens[self.at - 1]

    def _odd(self) -> bytes:
        raise _Odd
