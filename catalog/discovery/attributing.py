"""Sums of what was asked for, put to the tools and the people that they belong to.

A host is looked up in Python once for a log, whichever engine summed up, and so is a user whose name is encoded. Where
a log is read here, hosts are looked up as they come, while others read and sort the next lines.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from catalog.discovery import fields, summing
from catalog.discovery.engine import Engine
from catalog.discovery.match import Match, Stray, Subjects
from catalog.discovery.splits import Split

SUMS: Final = {
    "subject": "int32",
    "user": "string",
    "day": "int32",
    **dict.fromkeys(("events", "blocked", "up", "down"), "int64"),
}
SUBJECTS: Final = {
    "subject": "int32",
    "tool_id": "int64",
    **dict.fromkeys(("slug", "tenant", "stray", "name"), "string"),
}


class Attributing:
    """Puts sums into the engine's sums of use and of strays, for one log, whose number it bears there."""

    def __init__(self, split: Split, engine: Engine, subjects: Subjects, number: int) -> None:
        """Get ready."""
        self._split, self._engine, self._find = split, engine, subjects.find
        self._subjects: dict[Match | Stray, int] = {}
        self.subject = lru_cache(fields.REMEMBERED)(self._subject)
        sums, subjects = engine.show("sums", SUMS), engine.show("subjects", SUBJECTS)
        self._put = [
            f"INSERT INTO {table} BY NAME {engine.compiled(rows(sums, subjects, number))}"
            for table, rows in (("seen", summing.seen), ("strays", summing.strays))
        ]

    def take(self, rows: Iterable[Sequence[Any]]) -> None:
        """Put sums by what was asked for (kind and text), user and day where they belong."""
        named = [(self.subject(kind, text), self.person(user), *rest) for kind, text, user, *rest in rows]
        if named:
            self.put(*zip(*named, strict=True))

    def put(self, *sums: Any) -> None:
        """Put columns of sums, as `SUMS` has them, where they belong."""
        subjects = [(at, *_told(one)) for one, at in self._subjects.items()]
        self._engine.hold("subjects", tuple(zip(*subjects, strict=True)))
        self._engine.hold("sums", sums)
        self._engine.run(*self._put)

    def person(self, user: str) -> str:
        """Give a user by the name that a line was judged to have: as written, with the client, if it is encoded."""
        written, encoded, client = user.partition(" ")
        if not encoded:
            return user
        return self._split.person(written, client or None) or client

    def _subject(self, kind: int, asked: str) -> int:
        host = self._split.asked(kind, asked)
        found = self._find(host, None) if host is not None else None
        return summing.NOBODY if found is None else self._subjects.setdefault(found, len(self._subjects))


def _told(subject: Match | Stray) -> tuple[int | None, str | None, str | None, str | None, str | None]:
    if isinstance(subject, Match):
        return subject.tool_id, subject.slug, subject.tenant, None, None
    return None, None, None, subject.kind, subject.name
