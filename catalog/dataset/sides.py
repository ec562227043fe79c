"""The two sides of a comparison: each the catalog of a release in the store, or of a folder.

Only what `data/` states is on a side: no crawled fact, no decision, no company solution. The organisation's policy lies
over the rubric of both, so that what differs comes from the catalog.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, SQLModel, col, select

from catalog import scratch
from catalog.check.known import Known, known
from catalog.dataset.loading import load
from catalog.dataset.opening import open_store
from catalog.dataset.overlay import read_policy
from catalog.dataset.versions import newest_release
from catalog.errors import BadUse
from catalog.evidence.resolve import by_name
from catalog.models.evidence import Run
from catalog.models.tool import Release, Tool
from catalog.moment import Moment, now
from catalog.policy import applied
from catalog.rubric import Rubric
from catalog.settings import Settings
from catalog.store import Store

Tell = Callable[[str], None]
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Side:
    """One state of the catalog: its release, how it was named, and what was known of each tool by then, by slug."""

    release: str
    named: str
    moment: Moment
    rubric: Rubric
    tools: dict[str, Known] = field(default_factory=dict)


@contextmanager
def sides(names: Sequence[str], settings: Settings, tell: Tell) -> Iterator[list[Side]]:
    """Give a side for each name: a release recorded in the store, else a data folder, loaded for this alone.

    Raises `BadUse`, naming the releases, for a name that is neither, and `BadData` for a folder with problems.
    """
    present = now()
    with ExitStack() as stack:
        ours = None if all(_is_folder(name) for name in names) else stack.enter_context(open_store(settings))
        recorded = _releases(ours) if ours else []
        found = []
        for name in names:
            if ours is not None and name in [one.name for one in recorded]:
                tell(f"reading release {name}")
                found.append(_of_release(ours, name, recorded, present, settings.policy))
            elif _is_folder(name):
                tell(f"loading {name}")
                found.append(stack.enter_context(_of_folder(Path(name), present, settings.policy)))
            else:
                raise BadUse(
                    f"{name[:200]!r} is no release of this database, and no data folder",
                    mend=f"choose one of: {', '.join(one.name for one in recorded)}; or name a folder like data/",
                )
        yield found


def _is_folder(name: str) -> bool:
    return (Path(name) / "releases.yaml").is_file()


def _releases(store: Store) -> list[Release]:
    with store.session() as session:
        return list(session.exec(select(Release).order_by(col(Release.known_from), col(Release.id))))


def _of_release(store: Store, name: str, recorded: Iterable[Release], present: datetime, policy: Path | None) -> Side:
    began = next(one.known_from for one in recorded if one.name == name)
    later = min((one.known_from for one in recorded if one.known_from > began), default=None)
    with store.session() as session:
        return _side(session, name, name, Moment(present, later - INSTANT if later else present), policy)


@contextmanager
def _of_folder(folder: Path, present: datetime, policy: Path | None) -> Iterator[Side]:
    with scratch.folder() as place, Store(f"sqlite:///{place}/side.sqlite") as store:
        SQLModel.metadata.create_all(store.engine)
        release = store.transact(lambda session: load(session, folder)).release
        with store.session() as session:
            yield _side(session, release, str(folder), Moment(present, now()), policy)


def _side(session: Session, release: str, named: str, moment: Moment, policy: Path | None) -> Side:
    rubric = newest_release(session, moment)
    if policy is not None:
        rubric = applied(read_policy(policy, rubric), rubric)
    runs = set(session.exec(select(Run.id).where(Run.kind == "release")))
    tools = known(session, session.exec(select(Tool).order_by(Tool.slug)).all(), rubric, moment)
    for it in tools.values():
        it.rulings, it.solutions = (), ()
        it.facts = by_name(fact for some in it.facts.values() for fact in some if fact.run_id in runs)
    return Side(release, named, moment, rubric, {slug: it for slug, it in tools.items() if it.category is not None})
