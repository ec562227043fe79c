"""A log counted where it lies: a cluster looks at each line once, byot reads only what its expression leaves over.

The sums that come back are attributed here, and the lines that are not usual, or not accepted, are read here by the
format's own reader, in their order. So both ways give the same. The bytes are read once more for the hash that names
the content, beside the cluster's work.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from threading import Event
from typing import Any, Final, NamedTuple

from catalog.discovery import summing
from catalog.discovery.alike import moment
from catalog.discovery.attributing import Attributing
from catalog.discovery.blocks import Lines, batches
from catalog.discovery.reading import LONGEST_LINE, Changed, Log
from catalog.discovery.recognition import BYTE_ORDER_MARK
from catalog.discovery.sources import Cluster, Place
from catalog.discovery.splits import Split

AT_ONCE: Final = 20_000


class Piece(NamedTuple):
    """Some of what a cluster found: records summed up, the moments of the first and last, lines that are left."""

    records: int
    moments: Sequence[datetime]
    left: Lines


class Afar:
    """Counts a log by a cluster. The lines that it leaves over bear numbers of their own, until `settle`."""

    def __init__(self, cluster: Cluster, name: str, split: Split, attributing: Attributing) -> None:
        """Take a log by the name that the cluster has for it."""
        self._cluster, self._name, self._split, self._attributing = cluster, name, split, attributing
        self._places: list[Place] = []
        self._rejected: list[tuple[int, Place]] = []

    def pieces(self, log: Log) -> Iterator[Piece]:
        """Give all that the cluster finds; raise `Changed` where a line changes the meaning of others."""
        import ibis

        statement = str(ibis.to_sql(summing.at_once(self._split), dialect=self._cluster.dialect, pretty=False))
        rows = self._cluster.rows(self._name, statement, self._split.results)
        for some in batches(rows, AT_ONCE):
            begun = len(log.rejections)
            yield self._piece(some)
            self._rejected += [(at, self._places[log.rejections[at].line]) for at in range(begun, len(log.rejections))]

    def settle(self, log: Log) -> None:
        """Tell rejected lines by their numbers in the log."""
        if self._rejected:
            numbers = self._cluster.numbers(self._name, [place for _, place in self._rejected])
            for (at, _), number in zip(self._rejected, numbers, strict=True):
                log.rejections[at] = replace(log.rejections[at], line=number)

    def _piece(self, rows: Iterable[Sequence[Any]]) -> Piece:
        records, moments, sums, left = 0, [], [], Lines()
        self._places = []
        for block, number, text, kind, asked, user, day, *counts, first, last in rows:
            if number is not None:
                left.append((len(left), bytes.fromhex(text)[: LONGEST_LINE + 1].removesuffix(b"\r")))
                self._places.append((block, number))
                continue
            records += counts[0]
            moments += [moment(first), moment(last)]
            if kind is not None:
                sums.append((kind, asked, user, day, *counts))
        if left and self._places[0][0] == 0:
            left[0] = (0, left[0][1].removeprefix(BYTE_ORDER_MARK))
        if self._split.ends(line for _, line in left):
            raise Changed
        if sums:
            self._attributing.take(sums)
        return Piece(records, moments, left)


@contextmanager
def drained(pieces: Iterable[bytes]) -> Iterator[None]:
    """Read pieces to their end beside other work, at the end of which they are read; not so where it fails."""
    failed = Event()

    def drain() -> None:
        for _ in pieces:
            if failed.is_set():
                return

    with ThreadPoolExecutor(1, thread_name_prefix="byot-content") as beside:
        reading = beside.submit(drain)
        try:
            yield
        except BaseException:
            failed.set()
            raise
        reading.result()
