"""What goes out: the register, the trail, an auditor's pack, and lists of what is prohibited. One file, one format.

A plugin says its `TITLE`, `SUFFIX`, `MEDIA_TYPE` and `KIND`, and has `write(told, out)`: what it is told depends on its
kind. *register*: the adoptions as documents, in order. *trail*: the events, the oldest first. *blocklist*: what is
prohibited, as `Blocked`. *pack*: the whole evidence, as `Pack`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import ModuleType
from typing import Any, BinaryIO

from sqlmodel import Session

from catalog import moment as moments
from catalog import plugins
from catalog.exporters import _blocked, _events, _pack, _register

KINDS = ("register", "trail", "pack", "blocklist")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SOURCES: Mapping[str, Callable[[Session, datetime], Any]] = {
    "register": _register.adoptions,
    "trail": _events.events,
    "blocklist": _blocked.blocked,
    "pack": _pack.gathered,
}


def export(session: Session, name: str, out: BinaryIO, at: datetime | None = None) -> None:
    """Write an export into `out`; raise `UnknownPlugin`, naming the formats, for a name that is none."""
    plugin = load(name)
    plugin.write(SOURCES[plugin.KIND](session, at or moments.now()), out)


def load(name: str) -> ModuleType:
    """Give the plugin of a format; raise `UnknownPlugin` where there is none."""
    from catalog import exporters

    return plugins.load(exporters, name.replace("-", "_"))


def formats() -> list[dict[str, str]]:
    """Give what can be exported: name, title, kind, suffix."""
    from catalog import exporters

    found = {name: plugins.load(exporters, name) for name in plugins.names(exporters)}
    return [
        {"name": name.replace("_", "-"), "title": one.TITLE, "kind": one.KIND, "suffix": one.SUFFIX}
        for name, one in sorted(found.items(), key=lambda each: (KINDS.index(each[1].KIND), each[0]))
    ]


def plain(value: Any) -> str | int | float | None:
    """Give a value for one cell: numbers stay numbers, lists are joined."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def cell(value: Any) -> str | int | float:
    """Give a value for a cell of a text sheet: what a spreadsheet would take for a formula becomes text."""
    told = plain(value)
    if told is None:
        return ""
    return f"'{told}" if isinstance(told, str) and told.lstrip(" ").startswith(FORMULA) else told
