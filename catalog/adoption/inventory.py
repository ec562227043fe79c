"""Lists of what is installed or licensed: a row is a title, at somebody's device or counted over all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.adoption.entries import Content, Entry, Kind, Unusable, Use, user
from catalog.adoption.tables import Row, rows

MOST_INSTALLED = 10**9


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a list's columns, lower case without blanks; of each, the first that is filled counts."""

    title: Sequence[str]
    who: Sequence[str] = ()
    day: Sequence[str] = ()
    publisher: Sequence[str] = ()
    count: Sequence[str] = ()
    host: Sequence[str] = ()
    also: Sequence[str] = ()
    kind: Kind = "software"


def installed(content: Content, columns: Columns) -> Iterator[Entry | Unusable]:
    """Give what each row names; raise `BadData` where the list has no titles, or none of the columns in `also`."""
    needed = [columns.title, *([columns.also] if columns.also else [])]
    for row in rows(content, *needed):
        yield row if isinstance(row, Unusable) else _title(row, columns)


def _title(row: Row, columns: Columns) -> Entry | Unusable:
    title = row.get(*columns.title)
    if not title:
        return Unusable(row.line, "has no title")
    try:
        at = row.at(*columns.day)
    except ValueError as error:
        return Unusable(row.line, str(error))
    count = row.count(*columns.count)
    if count == 0:
        return Entry(row.line)
    who = user(row.get(*columns.who))
    events = max(1, min(count or 1, MOST_INSTALLED))
    detail, host = row.get(*columns.publisher), row.get(*columns.host)
    return Entry(row.line, (Use(title, who, at, kind=columns.kind, host=host, detail=detail, events=events),))
