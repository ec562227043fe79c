"""Front matter that is the whole page: sites built from data keep their texts there and leave the body empty."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"([ \t]*)((?:-[ \t]+)*)(?:([\w-]+)[ \t]?:(?=[ \t]|$)[ \t]*)?(.*)")
_HEADS = frozenset("title heading header headline name question label".split())
_UNSHOWN = frozenset(
    """layout permalink slug url href link path image img icon id key date updated created author type template class
    classname style color theme category categories tags tag keywords robots canonical lang language locale alt src
    file""".split()
)
_OF_A_LAYOUT = re.compile(
    r"align|padding|cols|grid|\w+_(?:align|width|height|top|bottom|left|right|color|size|position|style|type|id|class|url"
    r"|vert|horiz|cols|border|repeat|layout|action|alt|name)"
)
"""What tells how something looks, not what it says."""
_SHIFTED = re.compile(r"\A([ \t]{4,})(#{1,6}|[*+-])[ \t]+")
"""Headings and items of a text that is set off under its key: they begin where a line does."""
_OPENS = re.compile(r"[|>][+-]?\d?")
_WORD = re.compile(r"[^\W\d_]{2}")


def lists_plans(front: str) -> bool:
    """Tell whether front matter lists plans as data, at least two that have a name and a price."""
    return min(len(_NAMED.findall(front)), len(_PRICED.findall(front))) >= _FEWEST


_NAMED = re.compile(r"^[ \t]*(?:-[ \t]+)?(?:name|title|plan|heading|label)[ \t]?:", re.MULTILINE)
_PRICED = re.compile(r"^[ \t]*(?:-[ \t]+)?\w*(?:price|cost)\w*[ \t]?:", re.MULTILINE)
_FEWEST = 2


def shown(front: str) -> str:
    """Give the texts of YAML front matter as Markdown of the same length, each at its place; all else is blank."""
    return "\n".join(line if text else " " * len(line) for line, text in _lines(front.split("\n")))


def _lines(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Give each line as Markdown, and whether there is text in it."""
    below: int | None = None  # the indent of the key whose text runs over the lines below it
    hidden = False
    unshown: int | None = None  # the indent of a key whose list is not shown
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if below is not None and (indent > below or not line.strip()):
            yield _SHIFTED.sub(lambda mark: mark[2].ljust(len(mark[0])), line), not hidden
            continue
        below = None
        found = _LINE.fullmatch(line)
        if found is None or line.strip() in ("---", "...") or line.lstrip().startswith("#"):
            yield line, False
            continue
        key, value = (found[3] or "").lower(), found[4].rstrip()
        if unshown is not None and indent >= unshown and found[2]:
            yield line, False
            continue
        unshown = indent if key in _UNSHOWN and not value else None
        if _OPENS.fullmatch(value):
            below, hidden = indent, key in _UNSHOWN
            yield line, False
        elif key in _UNSHOWN or _OF_A_LAYOUT.fullmatch(key) or not _is_text(value):
            yield line, False
        else:
            yield _as_markdown(found.start(4), value, _mark(key, found[2], value)).ljust(len(line)), True


def _as_markdown(start: int, value: str, mark: str) -> str:
    if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
        start, value = start + 1, value[1:-1]
    return mark.ljust(start) + value


def _mark(key: str, dashes: str, value: str) -> str:
    """Give what begins a line of its kind: a heading, an item, or nothing before sentences."""
    if key in _HEADS:
        return "##"
    return "-" if dashes or key and not value.rstrip("\"'").endswith((".", "!")) else ""


def _is_text(value: str) -> bool:
    """Tell whether a value is made of words, not an address, a number or a list in brackets."""
    return bool(_WORD.search(value)) and value[:1] not in "[{&*!/" and "://" not in value.split(maxsplit=1)[0]
