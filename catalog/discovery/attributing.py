"""Sums of what was asked for, put to the tools and the people that they belong to.

A host is looked up in Python once for a log, whichever engine summed up, and so is a user whose name is encoded. Where
a log is read here, hosts are looked up as they come, while others read and sort the next lines.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from catalog.discovery import summing
from catalog.discovery.engine import Engine
from catalog.discovery.match import Match, Stray, Subjects

if TYPE_CHECKING:
    from catalog.discovery.splitting import Split

TABLES: Final = {
    "hosts": {"kind": "int8", "asked": "string", "subject": "int32"},
    "people": {"user": "string", "who": "string"},
    "subjects": {
        "subject": "int32",
        "tool_id": "int64",
        "slug": "string",
        "tenant": "string",
        "stray": "string",
        "name": "string",
    },
    "sums": {
        "kind": "int8",
        "asked": "string",
        "user": "string",
        "day": "int32",
        **dict.fromkeys(("events", "blocked", "up", "down"), "int64"),
    },
}


class Attributing:
    """Puts the engine's table `sums` into its sums of use and of strays, for one log, whose number it bears there."""

    def __init__(self, split: "Split", engine: Engine, subjects: Subjects, number: int) -> None:
        """Get ready, with empty tables."""
        self._split, self._engine, self._find = split, engine, subjects.find
        self._subjects: dict[Match | Stray, int] = {}
        self._named = 0
        sums, hosts, people, known = (
            engine.table(name, TABLES[name]) for name in ("sums", "hosts", "people", "subjects")
        )
        self._unknown = engine.compiled(summing.unknown(sums, hosts))
        self._coded = engine.compiled(sums.filter(sums.user.contains("%")).select("user").distinct())
        named = summing.named(sums, hosts, people, known)
        self._put = [
            f"INSERT INTO {table} BY NAME {engine.compiled(rows(named, number))}"
            for table, rows in (("seen", summing.seen), ("strays", summing.strays))
        ]

    def take(self, rows: Sequence[Sequence[Any]]) -> None:
        """Take sums as rows."""
        self._engine.run("DELETE FROM sums")
        self._engine.add("sums", rows)
        self.put()

    def put(self) -> None:
        """Put what the table `sums` holds where it belongs."""
        engine = self._engine
        self.look_up(self._unknown)
        new = list(self._subjects.items())[self._named :]
        engine.add("subjects", [(at, *_told(one)) for one, at in new])
        self._named += len(new)
        coded = engine.rows(self._coded)
        engine.run("DELETE FROM people")
        engine.add("people", [(written, self._person(*written.split(" "))) for (written,) in coded])
        engine.run(*self._put)

    def look_up(self, unknown: str) -> None:
        """Look up what was asked for by the rows of a statement: kind and text, none of them known yet."""
        asked = self._engine.rows(unknown)
        self._engine.add("hosts", [(kind, text, self._subject(kind, text)) for kind, text in asked])

    def _person(self, user: str, client: str) -> str:
        return self._split.person(user, client or None) or client

    def _subject(self, kind: int, asked: str) -> int:
        host = self._split.asked(kind, asked)
        found = self._find(host, None) if host is not None else None
        return summing.NOBODY if found is None else self._subjects.setdefault(found, len(self._subjects))


def _told(subject: Match | Stray) -> tuple[int | None, str | None, str | None, str | None, str | None]:
    if isinstance(subject, Match):
        return subject.tool_id, subject.slug, subject.tenant, None, None
    return None, None, None, subject.kind, subject.name
