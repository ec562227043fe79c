"""Sign-ins as JSON objects: each directory names alike things by keys of its own.

Traps: a user may be a number beside a name; what failed is told by a word, by a code or by a value of truth.
"""

from typing import Final, NamedTuple

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Action, Read, Record, Unreadable

FAILED: Final = ("fail", "den", "fraud", "reject", "block", "error", "lock", "invalid")


class Keys(NamedTuple):
    """The keys of a directory's events: all of `marks` are there; of the others the first that says something counts.

    `codes` are values of `result` that mean failure, beside the usual words.
    """

    marks: frozenset[str]
    time: tuple[str, ...]
    user: tuple[str, ...]
    client: tuple[str, ...]
    app: tuple[str, ...]
    result: tuple[str, ...]
    codes: frozenset[str] = frozenset()

    def recognises(self, head: bytes) -> float:
        """Say how surely a head is of these events."""
        return objects.share(head, self.fit)

    def fit(self, row: objects.Object) -> bool:
        """Say whether an object is such an event."""
        return all(objects.said(row, mark) is not None or mark in row for mark in self.marks)

    def start(self) -> Read:
        """Give the reader: each object stands for itself."""
        return self.read

    def read(self, entry_: bytes) -> Record | None:
        """Read an event."""
        row = objects.parsed(entry_)
        if row is None:
            return None
        if not self.fit(row):
            raise Unreadable("an object without the keys of these sign-ins")
        return entry.record(
            time=times.utc(objects.word(row, *self.time) or ""),
            user=objects.word(row, *self.user),
            client=objects.word(row, *self.client),
            action=self._action(row),
            app=objects.word(row, *self.app),
        )

    def _action(self, row: objects.Object) -> Action:
        result = next((found for name in self.result if (found := objects.said(row, name)) is not None), None)
        if isinstance(result, bool):
            return "allowed" if result else "blocked"
        word = str(result or "").lower()
        return "blocked" if word.startswith(FAILED) or word in self.codes else "allowed"
