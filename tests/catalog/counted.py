"""All that a log gives when it is counted, so that two ways of counting can be held against each other."""

from contextlib import closing
from pathlib import Path
from typing import Any

from catalog.discovery.beside import Sorter
from catalog.discovery.engine import Engine
from catalog.discovery.match import Matcher, Subjects, Suffix
from catalog.discovery.reading import Log, opened
from catalog.discovery.sightings import Counting
from catalog.discovery.sources import Source

SUBJECTS = Subjects(
    Matcher({"slack.com": Suffix(1, "slack", tenants=True), "trello.com": Suffix(2, "trello", tenants=False)}),
    lambda _: None,
)


def counted(path: Path | Source, wanted: str, sorter: Sorter | None = None) -> dict[str, Any]:
    """Give what a log of a format gives: its counts, its sightings, when it began and ended, and its strays."""
    with closing(Engine(sorter)) as engine:
        log, counting = Log("x"), Counting(SUBJECTS, engine, 7)
        with opened(path, log, wanted) as begun:
            counting.log(begun)
        return {
            "log": log,
            "seen": list(counting.sightings()),
            "moments": (counting.first, counting.last),
            **{kind: list(engine.strays(kind, 1_000_000)) for kind in ("domain", "app", "background")},
        }
