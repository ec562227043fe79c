"""`data/` into the store, in one transaction, the same however often it is done.

What a release withdraws stays, with the day from which it was no longer believed; what it changes is retracted and
recorded anew at the release's date, so that `--known-at` can look back.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, select

from catalog.dataset.facts import load_facts
from catalog.dataset.mark import fingerprint
from catalog.dataset.overlay import record_policy
from catalog.dataset.reading import Dataset, read
from catalog.dataset.tools import load_tools
from catalog.dataset.versions import record_release
from catalog.errors import BadData
from catalog.models.evidence import Run
from catalog.models.tool import Category, Release
from catalog.moment import now, start_of


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: the release, and how many tools and facts the store has from `data/` now."""

    release: str
    tools: int
    facts: int


def load(session: Session, folder: Path, policy: Path | None = None) -> Loaded:
    """Record all of a data folder, and the organisation's policy over its rubric.

    Raises `BadData`, having recorded nothing, where one of them has problems.
    """
    dataset = read(folder)
    if dataset.problems or dataset.rubric is None:
        first, others = dataset.problems[0], len(dataset.problems) - 1
        more = f" (and {others} more)" if others else ""
        raise BadData(f"{first}{more}", mend="run: byot data check", where=str(folder))
    release = dataset.releases[-1]
    known_from = start_of(release.day)
    record_release(session, dataset.rubric, known_from)
    record_policy(session, dataset.rubric, policy)
    _load_categories(session, dataset)
    run = Run(kind="release", version=release.name, started_at=now())
    session.add(run)
    session.flush()
    tools = load_tools(session, dataset.tools, known_from)
    facts = load_facts(session, dataset, tools, run, known_from)
    _load_release(session, release.name, known_from, fingerprint(folder, policy))
    return Loaded(release.name, len(dataset.tools), facts)


def _load_categories(session: Session, dataset: Dataset) -> None:
    there = {one.slug: one for one in session.exec(select(Category))}
    for part in dataset.categories:
        row = there.get(part.slug) or Category(slug=part.slug, name="", noun="")
        row.name, row.noun = part.name, part.noun
        row.traits, row.capabilities = list(part.traits), list(part.capabilities)
        session.add(row)


def _load_release(session: Session, name: str, released_at: datetime, mark: str) -> None:
    row = session.exec(select(Release).where(Release.name == name)).first()
    row = row or Release(name=name, released_at=released_at, fingerprint="", loaded_at=now())
    row.released_at, row.fingerprint, row.loaded_at = released_at, mark, now()
    session.add(row)
