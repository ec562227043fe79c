"""What goes out: sheets, the trail, an auditor's pack, and lists of what is prohibited. One file, one format.

A plugin says its `TITLE`, `SUFFIX`, `MEDIA_TYPE` and `KIND`, and has `write(told, out)`: what it is told depends on its
kind. *sheet*: a `Sheet` of the register, the queue, decisions, trends or origins. *trail*: the events, the oldest
first. *blocklist*: what is prohibited, as `Blocked`. *pack*: the whole evidence, as `Pack`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from types import ModuleType
from typing import Any, BinaryIO

from sqlmodel import Session

from catalog import moment as moments
from catalog import plugins
from catalog.errors import BadUse
from catalog.exporters import (
    _blocked,
    _decisions,
    _events,
    _origins,
    _pack,
    _past,
    _pseudonyms,
    _queue,
    _register,
    _trends,
)
from catalog.exporters._sheet import Sheet

KINDS = ("sheet", "trail", "pack", "blocklist")
REGISTER = "register"
SIGNS = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"  # the last four are the wide ones of Japanese keyboards
FORMULA = re.compile(rf"\A(?=\s*{SIGNS}|[\t\r\n\0])|(?<=[;\t\r\n])(?=[ \xa0]*{SIGNS})")
GATHERED: Mapping[str, tuple[Callable[[Session, datetime], Any], Callable[[Any], Sheet]]] = {
    REGISTER: (_register.adoptions, _register.sheet),
    "queue": (_queue.cases, _queue.sheet),
    "decisions": (_decisions.decisions, _decisions.sheet),
    "trends": (_trends.counts, _trends.sheet),
    **{f"trends-{name}": (_trends.counts, partial(_trends.part, name)) for name in _trends.MORE},
    "origins": (_origins.covered, _origins.sheet),
}
SOURCES: Mapping[str, Callable[[Session, datetime], Any]] = {
    "trail": _events.events,
    "blocklist": _blocked.blocked,
    "pack": _pack.gathered,
}
PAST: Mapping[str, Callable[[Session, datetime], Any]] = {
    REGISTER: _past.adoptions_at,
    "decisions": _decisions.decisions_at,
}
HIDDEN: Mapping[str, Callable[[Session, bytes, Any], Any]] = {
    REGISTER: _pseudonyms.adoptions,
    "trail": _pseudonyms.events,
}


def export(
    session: Session,
    name: str,
    out: BinaryIO,
    at: datetime | None = None,
    as_of: str | None = None,
    key: bytes | None = None,
    of: str = REGISTER,
) -> tuple[str, ...]:
    """Write an export into `out`, and say what a block list leaves out; some forms cannot carry that themselves.

    Raises `UnknownPlugin`, naming the formats, for a name that is none.

    `of` is what a sheet tells. `as_of`, a day or a moment, tells the register or the decisions as they stood then; all
    else is of now: `BadUse`. `key` puts pseudonyms in the place of people: see `without_names`.
    """
    plugin, present = load(name), at or moments.now()
    subject = of_sheet(of) if plugin.KIND == "sheet" else plugin.KIND
    if as_of is None:
        told = (GATHERED[subject][0] if plugin.KIND == "sheet" else SOURCES[subject])(session, present)
    elif subject not in PAST:
        raise BadUse(f"{subject} is of now", mend=f"leave --as-of out, or export: {', '.join(PAST)}", where="--as-of")
    else:
        told = PAST[subject](session, moments.read(as_of, option="--as-of", at=present))
    if key is not None:
        told = without_names(session, subject, told, key)
    plugin.write(GATHERED[subject][1](told) if plugin.KIND == "sheet" else told, out)
    return told.left if plugin.KIND == "blocklist" else ()


def of_sheet(name: str) -> str:
    """Give the name of what a sheet can tell; raise `BadUse`, naming the choices, for any other."""
    if name not in GATHERED:
        raise BadUse(f"{name[:40]!r} is no sheet", mend=f"choose one of: {', '.join(GATHERED)}", where="--of")
    return name


def without_names(session: Session, subject: str, told: Any, key: bytes) -> Any:
    """Give what an export is told, with pseudonyms under the key for people; a block list and counts name nobody.

    Raises `BadUse` for the pack: it proves the trail by the trail's own words, and those name people; and for what
    names reviewers.
    """
    if subject in ("queue", "decisions"):
        raise BadUse(
            f"the {subject} name who decides", mend="export them with names, or the register", where="--pseudonyms"
        )
    if subject == "pack":
        raise BadUse(
            "the evidence pack proves the trail by its own words, and those name people",
            mend="export the register or the trail under pseudonyms, or the pack with names",
            where="--pseudonyms",
        )
    hide = HIDDEN.get(subject)
    return told if hide is None else hide(session, key, told)


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
    """Give a value for a cell of a text sheet: what a spreadsheet would take for a formula becomes text.

    Within a value too: a spreadsheet that parts cells by semicolons or tabs begins one there, and quotes do not help.
    """
    told = plain(value)
    if told is None:
        return ""
    return FORMULA.sub("'", told) if isinstance(told, str) else told
