"""What the expressions of a format say of a log's lines: what was done by them, and who did it, each by its number."""

from collections import deque
from typing import Any

import numpy as np

from catalog.discovery import summing
from catalog.discovery.attributing import Attributing
from catalog.discovery.letters import Places


class Done:
    """What was done by lines, by its number.

    What it is about is looked up later, some of it at a time: there is much of it at the beginning of a log, and then
    less, and nobody should have to wait for it.
    """

    def __init__(self, attributing: Attributing) -> None:
        """Begin with nothing."""
        self._attributing = attributing
        self.accepted = self.blocked = self.sent = self.received = np.zeros(0, np.bool_)
        self._asked: deque[tuple[int, str] | None] = deque()
        self._subjects: list[int] = []

    def add(self, judged: Any) -> None:
        """Take what lines were judged to say, in the order of their numbers."""
        for name in ("accepted", "blocked", "sent", "received"):
            setattr(self, name, np.concatenate([getattr(self, name), _truth(judged, name)]))
        kinds, texts, used = judged["kind"].to_pylist(), judged["asked"].to_pylist(), _truth(judged, "used").tolist()
        self._asked += [(kind, text) if is_use else None for kind, text, is_use in zip(kinds, texts, used, strict=True)]

    def look_up(self, most: int) -> None:
        """Look up what some of it is about."""
        subject = self._attributing.subject
        for _ in range(min(most, len(self._asked))):
            asked = self._asked.popleft()
            self._subjects.append(subject(*asked) if asked else summing.NOBODY)

    def subjects(self) -> Any:
        """Give what all of it is about."""
        self.look_up(len(self._asked))
        return np.array(self._subjects, np.int32)


class Doers:
    """Who lines are of, by number."""

    def __init__(self, attributing: Attributing) -> None:
        """Begin with nobody."""
        self._attributing = attributing
        self.accepted = np.zeros(0, np.bool_)
        self._users: list[str] = []

    def add(self, judged: Any) -> None:
        """Take what lines were judged to say, in the order of their numbers."""
        named = _truth(judged, "named")
        self.accepted = np.concatenate([self.accepted, named])
        told, person = zip(judged["user"].to_pylist(), named.tolist(), strict=True), self._attributing.person
        self._users += [person(user) if is_named else "" for user, is_named in told]

    def names(self, numbers: Places) -> Any:
        """Give the users of some numbers, as an array of Arrow's."""
        import pyarrow

        return pyarrow.array(self._users, pyarrow.string()).take(pyarrow.array(numbers))


def _truth(judged: Any, name: str) -> Any:
    return judged[name].fill_null(False).to_numpy()
