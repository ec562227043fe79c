"""`data/` into the store, in one transaction, the same however often it is done.

What a release withdraws stays, with the moment from which it was no longer believed; what it changes is retracted and
recorded anew, so that `--known-at` can look back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, func, select

from catalog.dataset.facts import record_facts
from catalog.dataset.mark import fingerprint
from catalog.dataset.overlay import record_policy
from catalog.dataset.reading import Dataset, read, unswept
from catalog.dataset.tenants import record_tenants
from catalog.dataset.tools import record_categories, record_tools
from catalog.dataset.versions import record_release
from catalog.errors import BadData
from catalog.models.evidence import Run
from catalog.models.tool import Release
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
    with unswept():
        dataset = read(folder)
        return _record(session, dataset, policy)


def _record(session: Session, dataset: Dataset, policy: Path | None) -> Loaded:
    folder = dataset.folder
    if dataset.problems or dataset.rubric is None:
        first, others = dataset.problems[0], len(dataset.problems) - 1
        more = f" (and {others} more)" if others else ""
        raise BadData(f"{first}{more}", mend="run: byot data check", where=str(folder))
    is_first = session.exec(select(Release.id).limit(1)).first() is None
    since = known_from(session, dataset)
    record_release(session, dataset.rubric, since)
    record_policy(session, dataset.rubric, policy)
    record_categories(session, dataset, since)
    run = Run(kind="release", version=dataset.releases[-1].name, started_at=now())
    session.add(run)
    session.flush()
    ids = record_tools(session, dataset, since)
    record_tenants(session, dataset, ids, policy)
    facts = record_facts(session, dataset, ids, run, since, is_first=is_first)
    _record_load(session, dataset, since, fingerprint(folder, policy))
    return Loaded(dataset.releases[-1].name, len(dataset.tools), facts)


def known_from(session: Session, dataset: Dataset) -> datetime:
    """Give the moment from which this store answers by the newest release of a folder.

    That is the release's day while nobody had an answer of this store yet. Once it gives answers, what they rest on
    is never changed behind them: a later release, or a file that is changed within one, is known from its load on.
    """
    present = now()
    day = start_of(dataset.releases[-1].day)
    last = _newest(session)
    if last is None:
        return min(day, present)
    began = session.exec(select(func.min(Run.started_at)).where(Run.kind == "release")).one()
    before_us = last.known_from < day and day + timedelta(days=1) <= start_of(began.date())
    return day if before_us and last.name != dataset.releases[-1].name else present


def _newest(session: Session) -> Release | None:
    order = (col(Release.known_from).desc(), col(Release.id).desc())
    return session.exec(select(Release).order_by(*order).limit(1)).first()


def _record_load(session: Session, dataset: Dataset, since: datetime, mark: str) -> None:
    release, last = dataset.releases[-1], _newest(session)
    row = session.exec(select(Release).where(Release.name == release.name)).first()
    if row is None:
        row = Release(
            name=release.name, released_at=start_of(release.day), known_from=since, fingerprint="", loaded_at=now()
        )
    elif last is not None and last.name != release.name:
        row.known_from = since
    row.released_at, row.fingerprint, row.loaded_at = start_of(release.day), mark, now()
    session.add(row)
