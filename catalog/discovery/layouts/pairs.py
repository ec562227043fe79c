"""Lines of `key=value`, split by blanks, commas, semicolons or tabs, quoted or not.

Traps: a value may hold blanks without quotes (it ends where the next key starts), `=` and `&` (in a URL), or escaped
quotes; a time in [brackets] holds a blank too; a key may come twice (the first counts).
"""

import re
from collections.abc import Mapping
from typing import Final

from catalog.discovery import entry

QUOTED_OR_NOT: Final = re.compile(
    r'(?<![\w.()-])([A-Za-z_][\w.()-]{0,60})(?:[=:]"([^"\\]*(?:\\.[^"\\]*)*)"|=(\[\d[^\]\s]* [^\]\s]*\]|[^\s,;"]*))'
)
KEY: Final = re.compile(r"(?:^|(?<=\s))([A-Za-z_][\w.()-]{0,60})=")
LOWER: Final = re.compile(r"(?:^|(?<=\s))([a-z_][a-z_0-9]{0,60})=")


def quoted(text: str) -> dict[str, str]:
    """Give the pairs of a line whose values with blanks are quoted."""
    told = QUOTED_OR_NOT.findall(text)
    told.reverse()  # the first of two counts
    if "\\" in text:
        return {key: unescaped(value) or plain for key, value, plain in told}
    return {key: value or plain for key, value, plain in told}


def barred(text: str) -> dict[str, str]:
    """Give the pairs of a line with a bar between each; the first of two counts, a piece without a key is nothing."""
    return dict(pair.split("=", 1) for pair in reversed(text.split("|")) if "=" in pair)


def open_ended(text: str, key: re.Pattern[str] = KEY) -> dict[str, str]:
    """Give the pairs of a line whose values may hold blanks: each ends where the next key starts. Quotes are undone."""
    keys = _keys(text, key)
    found: dict[str, str] = {}
    for place, one in enumerate(keys):
        end = keys[place + 1].start() if place + 1 < len(keys) else len(text)
        value = text[one.end() : end].rstrip(" ,;\t\r\n")
        if len(value) > 1 and value[0] == value[-1] == '"':
            value = unescaped(value[1:-1])
        found.setdefault(one[1], value)
    return found


def _keys(text: str, key: re.Pattern[str]) -> list[re.Match[str]]:
    """The keys of a line, those inside quoted values left out."""
    keys: list[re.Match[str]] = []
    at = 0
    while found := key.search(text, at):
        keys.append(found)
        at = found.end()
        if text.startswith('"', at):
            at = _closing(text, at)
    return keys


def _closing(text: str, at: int) -> int:
    """The place after the quote that closes the one at a place; after that one itself where none does."""
    end = at
    while (end := text.find('"', end + 1)) >= 0:
        if text[end - 1] != "\\" or text[end - 2 : end] == "\\\\":
            return end + 1
    return at + 1


def unescaped(value: str) -> str:
    r"""Undo `\"`; other backslashes stay, since users are written with them."""
    return value.replace('\\"', '"') if "\\" in value else value


def first(row: Mapping[str, str], *names: str) -> str | None:
    """Give the value of the first of some names that says something."""
    for name in names:
        value = row.get(name)
        if value:
            value = value.strip()
            if len(value) > entry.LONGEST_NOTHING or value.lower() not in entry.NOTHING:
                return value
    return None


def words(text: str) -> list[str]:
    """Give the words in round brackets: `Req(allow),Res(block)`."""
    return re.findall(r"\(([^()]+)\)", text)
