"""Look-ups as the store keeps them: begun, step by step, ended; which run of the program works on each, and until when.

A run keeps its look-ups by renewing that time. One whose run is gone, or was not heard of in time, is anybody's.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, func, select
from sqlmodel.sql.expression import SelectOfScalar

from catalog import audit
from catalog.models.crawling import Lookup, LookupStep
from catalog.models.review import Event
from scrapers import alive
from web.found import Line, Seen

KEPT = timedelta(days=30)
FRESH = timedelta(minutes=10)
HELD = timedelta(seconds=20)
UNDER_WAY, ENDED = ("waiting", "running"), ("found", "failed")
SUBJECT, EVENT = "lookups", "looked up"


@dataclass(frozen=True)
class Progress:
    """How far a look-up is: the site, its steps until now, and how it ended (*waiting*, *running*, *found*, *failed*).

    `problem` says why it found nothing.
    """

    reference: str
    site: str
    state: str = "waiting"
    steps: tuple[Seen, ...] = ()
    tool: str | None = None
    problem: str | None = None
    begun_at: datetime | None = None

    @property
    def ended(self) -> bool:
        """Tell whether nothing more will come."""
        return self.state in ENDED


def add(session: Session, reference: str, *, site: str, target: str, person: str, at: datetime) -> None:
    """Write down that somebody looks a site up, in the trail too; look-ups of long ago go."""
    old = select(Lookup.id).where(Lookup.begun_at < at - KEPT)
    session.exec(delete(LookupStep).where(col(LookupStep.lookup_id).in_(old)))
    session.exec(delete(Lookup).where(col(Lookup.begun_at) < at - KEPT))
    session.add(Lookup(reference=reference, site=site, target=target, begun_at=at, holder=alive.name(),
                       held_until=at + HELD))  # fmt: skip
    audit.append(session, who=person, what=EVENT, subject=SUBJECT, content={"site": site, "lookup": reference})


def asker(session: Session, reference: str) -> str:
    """Give who asked for a look-up, by the trail."""
    told = select(Event.who).where(Event.subject == SUBJECT, Event.what == EVENT)
    return session.exec(told.where(col(Event.content).contains(f'"lookup":"{reference}"'))).one()


def recent(session: Session, site: str, at: datetime) -> str | None:
    """Give a look-up of a site, of the last minutes, that has not failed: asked again by then, it is the same one."""
    found = select(Lookup.reference).where(Lookup.site == site, Lookup.state != "failed", Lookup.begun_at > at - FRESH)
    return session.exec(found.order_by(col(Lookup.id).desc()).limit(1)).first()


def asked_lately(session: Session, site: str, at: datetime) -> bool:
    """Tell whether somebody looked a site up in the last minutes, whatever came of it."""
    found = select(func.count()).select_from(Lookup).where(Lookup.site == site, Lookup.begun_at > at - FRESH)
    return session.exec(found).one() > 0


def find(session: Session, reference: str, after: int = 0) -> Progress | None:
    """Give how far a look-up is, with its steps after the first so many; None where nobody knows it."""
    row = session.exec(select(Lookup).where(Lookup.reference == reference)).first()
    if row is None:
        return None
    rows = session.exec(steps_of(row).where(LookupStep.number > after)).all()
    steps = tuple(_seen(one) for one in rows)
    return Progress(reference, row.site, row.state, steps, row.tool, row.problem, row.begun_at)


def add_step(session: Session, reference: str, key: str, step: Seen, tool: str | None) -> None:
    """Add a step at the end. One that stands there already, by its key, stays: the look-up was taken up again.

    Where it failed then and not now, it is told as it went now.
    """
    row = _row(session, reference)
    known = session.exec(steps_of(row)).all()
    same = next((one for one in known if one.content["key"] == key), None)
    if same is None:
        session.add(LookupStep(lookup_id=row.id or 0, number=len(known) + 1, content={"key": key, **asdict(step)}))
    elif same.content["snapshot"] is None and step.snapshot is not None:
        same.content = {"key": key, **asdict(step)}
        session.add(same)
    row.tool = row.tool or tool
    session.add(row)


def move(session: Session, reference: str, state: str, problem: str | None = None) -> None:
    """Say how far a look-up is."""
    row = _row(session, reference)
    row.state, row.problem = state, problem
    session.add(row)


def renew(session: Session, references: Collection[str], until: datetime) -> None:
    """Keep look-ups until a moment; a moment gone by lets go of them."""
    for row in session.exec(select(Lookup).where(col(Lookup.reference).in_(references))):
        row.held_until = until
        session.add(row)


def left(session: Session, at: datetime, mine: Collection[str]) -> list[Lookup]:
    """Give the look-ups under way, the oldest first, that nobody works on any more."""
    rows = session.exec(select(Lookup).where(col(Lookup.state).in_(UNDER_WAY)).order_by(col(Lookup.id)))
    return [row for row in rows if row.reference not in mine and (row.held_until < at or alive.gone(row.holder))]


def take(session: Session, reference: str, at: datetime, mine: Collection[str]) -> Lookup | None:
    """Take a look-up that was left; None where another was quicker."""
    session.exec(select(Lookup).where(Lookup.reference == reference).with_for_update()).one()
    row = next((one for one in left(session, at, mine) if one.reference == reference), None)
    if row is not None:
        row.holder, row.held_until, row.attempts = alive.name(), at + HELD, row.attempts + 1
        session.add(row)
    return row


def steps_of(row: Lookup) -> SelectOfScalar[LookupStep]:
    """Give the question for a look-up's steps, in order."""
    return select(LookupStep).where(LookupStep.lookup_id == row.id).order_by(col(LookupStep.number))


def _row(session: Session, reference: str) -> Lookup:
    return session.exec(select(Lookup).where(Lookup.reference == reference).with_for_update()).one()


def _seen(step: LookupStep) -> Seen:
    told = {name: value for name, value in step.content.items() if name != "key"}
    lines: Sequence[dict[str, str | None]] = told.pop("lines")
    return Seen(**told, lines=tuple(Line(str(line["text"]), line["quote"]) for line in lines))
