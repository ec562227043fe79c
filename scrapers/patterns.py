"""Python's `re`, with RE2 asked first: hardly any sentence has what a pattern looks for.

`compile` reads what `re.compile` reads and finds the same. Before Python's engine tries a text place by place, RE2
tells in one pass, at about a nanosecond a letter, whether a wider pattern is in it at all: one without what stands
around (`(?=`, `(?<!`), with any number of repeats for many. Nothing is compiled before it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from sys import maxsize
from typing import Any

import re2

Match = re.Match[str]
IGNORECASE = I = re.IGNORECASE  # noqa: E741
DOTALL = re.DOTALL
MULTILINE = re.MULTILINE
escape = re.escape

_MEMORY = 16 << 20
_FEW = 4
_LETTER = re.compile(r"[^\W\x00-\x7f]")
_FOLDED_OTHERWISE = re.compile("[\u0130\u0131\u017f\u212a]")  # İ ı ſ and the Kelvin sign: RE2 folds them otherwise
_SPACES = r"\s\x0b\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
_TOKEN = re.compile(
    r"\\(?P<escaped>x[0-9a-f]{2}|u[0-9a-f]{4}|.)"
    r"|\[(?P<but>\^?)(?P<inside>\]?(?:[^\]\\]|\\.)*)\]"
    r"|(?P<around>\(\?<?[=!])|(?P<open>\((?:\?P<\w+>|\?:|\?(?P<flags>-?i):)?(?!\?))|(?P<close>\))"
    r"|\{(?P<least>\d*)(?P<range>,?)(?P<most>\d*)\}"
    r"|(?P<plain>[^\\\[(){}])",
    re.DOTALL | re.IGNORECASE,
)
_IN_CLASS = re.compile(r"\\(?P<escaped>x[0-9a-f]{2}|u[0-9a-f]{4}|.)|.", re.DOTALL)


class Pattern:
    """A pattern with the methods of `re.Pattern`."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self.flags = flags

    @cached_property
    def exact(self) -> re.Pattern[str]:
        """The pattern as Python's engine has it."""
        return re.compile(self.pattern, self.flags)

    @cached_property
    def among_ascii(self) -> Callable[[bytes], object]:
        """What tells of a text of ASCII letters, in bytes, whether it may match."""
        return _question(self.pattern, self.flags, letters=False)

    @cached_property
    def among_all(self) -> Callable[[bytes], object]:
        """What tells of a text of any letters, in UTF-8, whether it may match."""
        return _question(self.pattern, self.flags, letters=True)

    def may(self, text: str) -> bool:
        """Tell whether there may be a match in the text; a no is sure."""
        return _may(self, text)

    def may_any(self, texts: Iterable[str]) -> bool:
        """Tell whether any of the texts may have a match, asked at once; not for patterns that hold to an end."""
        return _may(self, "\n".join(texts))

    def search(self, text: str, pos: int = 0, endpos: int = maxsize) -> Match | None:
        """Give the first match."""
        return self.exact.search(text, pos, endpos) if _may(self, text[:endpos]) else None

    def match(self, text: str, pos: int = 0, endpos: int = maxsize) -> Match | None:
        """Give the match at `pos`."""
        return self.exact.match(text, pos, endpos)

    def fullmatch(self, text: str, pos: int = 0, endpos: int = maxsize) -> Match | None:
        """Give the match of all of the text."""
        return self.exact.fullmatch(text, pos, endpos)

    def finditer(self, text: str, pos: int = 0, endpos: int = maxsize) -> Iterator[Match]:
        """Give all matches."""
        return self.exact.finditer(text, pos, endpos) if _may(self, text[:endpos]) else iter(())

    def findall(self, text: str) -> list[Any]:
        """Give what all matches say."""
        return self.exact.findall(text) if _may(self, text) else []

    def sub(self, repl: str | Callable[[Match], str], text: str, count: int = 0) -> str:
        """Give the text with each match replaced."""
        return self.exact.sub(repl, text, count) if _may(self, text) else text

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        """Give what stands between the matches."""
        return self.exact.split(text, maxsplit) if _may(self, text) else [text]


@lru_cache(maxsize=16384)
def _may(pattern: Pattern, text: str) -> bool:
    """Ask RE2; several readers ask the same pattern of the same sentence."""
    if text.isascii():
        return bool(pattern.among_ascii(text.encode()))
    coded, letters = _coded(text)
    return coded is None or bool((pattern.among_all if letters else pattern.among_ascii)(coded))


def compile(pattern: str, flags: int = 0) -> Pattern:  # noqa: A001 (as `re` has it)
    """Give a pattern, which is compiled when it is first asked."""
    return Pattern(pattern, flags)


def _question(pattern: str, flags: int, *, letters: bool) -> Callable[[bytes], object]:
    """Give what tells, by something true, that a text may match; always so for what RE2 has no words for."""
    wider = _wider(pattern, flags, letters=letters)
    if wider is None:
        return lambda _: True
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    asked = re2.Set.SearchSet(options)  # a set of one: to tell whether, not where, takes a fifth of the time
    try:
        asked.Add(wider)
    except re2.error:
        return lambda _: True
    asked.Compile()
    return asking(asked)


def asking(words: Any) -> Callable[[bytes], Any]:
    """Give how a set of RE2 is asked what of it is in a text, past a wrapper that costs more than the answer."""
    ask: Callable[[bytes], Any] = getattr(words, "_set", words).Match
    return ask


@lru_cache(maxsize=4096)
def _coded(text: str) -> tuple[bytes | None, bool]:
    """Give the text in UTF-8, or None where only Python can tell; and whether it has letters beyond ASCII."""
    if _FOLDED_OTHERWISE.search(text):
        return None, True
    return text.encode(errors="replace"), _LETTER.search(text) is not None


def _wider(pattern: str, flags: int, *, letters: bool) -> str | None:
    """Give a pattern for RE2 that is in every text which this one is in, or None where there is none.

    Where a text has no `letters` beyond ASCII, both understand the same by a word and its ends.
    """
    if flags & re.VERBOSE:
        return None
    made: list[str] = []
    by_line = bool(flags & re.MULTILINE)
    here = 0
    while here < len(pattern):
        token = _TOKEN.match(pattern, here)
        if token is None:
            return None
        here = token.end()
        if token["around"]:
            past = _closed(pattern, here)
            if past is None:
                return None
            here = past
            continue
        said = _said(token, letters, by_line)
        if said is None:
            return None
        made.append(said)
    named = ("i" if flags & re.IGNORECASE else "") + ("s" if flags & re.DOTALL else "")
    return f"(?{named}){''.join(made)}" if named else "".join(made)


def _said(token: re.Match[str], letters: bool, by_line: bool) -> str | None:
    if token["escaped"]:
        return _escaped(token["escaped"], letters)
    if token["inside"] is not None:
        return _class(token["but"], token["inside"], letters)
    if token["open"]:
        return f"(?{token['flags'] or ''}:"
    if token["range"] is not None:
        return _times(token)
    if token["plain"] == "$" or token["plain"] == "^" and by_line:
        return ""
    return token[0]


def _times(token: re.Match[str]) -> str | None:
    """Give how often: many times stand for any number, so that RE2 need not count."""
    if not token["least"] and not token["most"]:
        return None
    least = int(token["least"] or 0)
    most = int(token["most"] or maxsize) if token["range"] else least
    if most <= _FEW:
        return token[0] if token["least"] else f"{{0,{most}}}"
    return "+" if least else "*"


def _escaped(escaped: str, letters: bool) -> str | None:
    if escaped == "Z":
        return r"\z"
    if escaped in ("b", "B"):
        return "" if letters else f"\\{escaped}"
    if escaped in ("w", "s", "d"):
        return f"[{_kind(escaped, letters)}]"
    return _letter(escaped, "AWSDnrtfv")


def _letter(escaped: str, known: str) -> str | None:
    if len(escaped) > 1:
        return f"\\x{{{escaped[1:]}}}"
    if escaped in known:
        return f"\\{escaped}"
    return None if escaped.isalnum() else re2.escape(escaped)


def _kind(escaped: str, letters: bool) -> str:
    if escaped == "s":
        return _SPACES
    return f"\\{escaped}" + (r"\x80-\x{10ffff}" if letters else "")


def _class(but: str, inside: str, letters: bool) -> str | None:
    """Give a class of letters; one that leaves out less where it is a class of what it is not."""
    made = []
    for one in _IN_CLASS.finditer(inside):
        escaped = one["escaped"]
        if escaped is None:
            made.append(one[0] if one[0] not in "[]" else f"\\{one[0]}")
            continue
        if escaped in ("W", "S", "D") and but:
            return "(?s:.)"
        said = f"\\{escaped}" if but and escaped in "wsd" else None
        said = said or (_kind(escaped, letters) if escaped in ("w", "s", "d") else _letter(escaped, "WSDnrtfv"))
        if said is None:
            return None
        made.append(said)
    return f"[{but}{''.join(made)}]"


def _closed(pattern: str, here: int) -> int | None:
    """Give where the group that is open at `here` has ended."""
    depth = 1
    while depth and here < len(pattern):
        token = _TOKEN.match(pattern, here)
        if token is None:
            return None
        depth += bool(token["open"] or token["around"]) - bool(token["close"])
        here = token.end()
    return here if not depth else None


@lru_cache(maxsize=1024)
def in_place(pattern: str, flags: int) -> Pattern:
    """Give a pattern that is written where it is asked; it is compiled once."""
    return Pattern(pattern, flags)


def search(pattern: str, text: str, flags: int = 0) -> Match | None:
    """Give the first match of a pattern written in place."""
    return in_place(pattern, flags).search(text)


def match(pattern: str, text: str, flags: int = 0) -> Match | None:
    """Give the match of a pattern written in place at the start."""
    return in_place(pattern, flags).match(text)


def fullmatch(pattern: str, text: str, flags: int = 0) -> Match | None:
    """Give the match of all of the text by a pattern written in place."""
    return in_place(pattern, flags).fullmatch(text)


def sub(pattern: str, repl: str | Callable[[Match], str], text: str, count: int = 0, flags: int = 0) -> str:
    """Give the text with each match of a pattern written in place replaced."""
    return in_place(pattern, flags).sub(repl, text, count)


def split(pattern: str, text: str, maxsplit: int = 0, flags: int = 0) -> list[str]:
    """Give what stands between the matches of a pattern written in place."""
    return in_place(pattern, flags).split(text, maxsplit)


def finditer(pattern: str, text: str, flags: int = 0) -> Iterator[Match]:
    """Give all matches of a pattern written in place."""
    return in_place(pattern, flags).finditer(text)


def findall(pattern: str, text: str, flags: int = 0) -> list[Any]:
    """Give what all matches of a pattern written in place say."""
    return in_place(pattern, flags).findall(text)
