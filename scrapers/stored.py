"""What stands in a stored snapshot: read from the kept bytes, extracted, recorded; again whenever that is wanted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from catalog.evidence.record import Reading, mark_lost, record
from catalog.models.evidence import Fact, Run, Snapshot, Source
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers.charset import as_utf8
from scrapers.draft import add_plans
from scrapers.finding import Finding
from scrapers.reader import Reader, Stated
from scrapers.replies import EXTRACTOR as LANGUAGE_MODEL
from scrapers.replies import Answered, located

EXTRACTOR = "byot"
VERSION = "1"
NO_PAGES = ("registry", "observation")
"""What stands in `Snapshot.extracted_by` of a registry's entry, and of what was observed."""


@dataclass(frozen=True)
class Again:
    """A snapshot extracted again: how many facts stand in it now, how many of them are new, how many went."""

    tool: str
    url: str
    snapshot: str
    facts: int
    new: int
    retracted: int
    problem: str | None


def stated(snapshots: Snapshots, reader: Reader, name: str, *, content_type: str, url: str, kind: str) -> Stated:
    """Read and extract the bytes of a hash. What cannot be read states nothing; what is gone raises `StoreProblem`."""
    body = as_utf8(snapshots.read(name), content_type)
    media_type = content_type.partition(";")[0].strip().lower()
    return reader.read(body, media_type=media_type, url=url, kind=kind)


def record_facts(
    session: Session, tool: Tool, source: Source, snapshot: Snapshot, run: Run, what: Stated
) -> tuple[list[Fact], int]:
    """Record all that a snapshot states; give its facts, and how many of them are new."""
    snapshot.extracted_by = None if what.failed else VERSION
    session.add(snapshot)
    session.flush()
    if what.text is None:
        return [], 0
    if tool.origin == "crawl" and source.kind == "pricing":
        add_plans(session, tool, _plans(what.findings))
    before = _count(session, snapshot)
    reading = _reading(tool, source, snapshot, run, what.text)
    facts = [record(session, finding, reading) for finding in what.findings]
    return facts, _count(session, snapshot) - before


def record_heard(
    session: Session, tool: Tool, source: Source, snapshot: Snapshot, run: Run, text: str, heard: Answered
) -> int:
    """Record what a language model said of a snapshot, as assertions; give how many facts are new.

    What another model, or this one before, said of the same snapshot and is not said now is retracted.
    """
    if not heard.whole:
        return 0
    before = _count(session, snapshot)
    reading = Reading(tool, source, snapshot, run, text, LANGUAGE_MODEL, heard.model, "assertion")
    facts = [record(session, finding, reading) for finding in heard.findings]
    _retract_others(session, snapshot, {fact.key for fact in facts}, LANGUAGE_MODEL)
    snapshot.language_model = heard.model
    session.add(snapshot)
    return _count(session, snapshot) - before


def heard(session: Session, source: Source, name: str, model: str, text: str) -> Answered | None:
    """Give what a language model said of a source when it held the same bytes; None where it was not asked."""
    same = select(Snapshot).where(Snapshot.source_id == source.id, Snapshot.sha256 == name)
    asked = same.where(Snapshot.language_model == model).order_by(col(Snapshot.fetched_at).desc())
    snapshot = session.exec(asked.limit(1)).first()
    if snapshot is None:
        return None
    held = select(Fact).where(Fact.snapshot_id == snapshot.id, Fact.extractor == LANGUAGE_MODEL)
    found = []
    for fact in session.exec(held.where(col(Fact.retracted_at).is_(None)).order_by(col(Fact.id))):
        where = located(fact.quote or "", text)
        if where is not None:
            found.append(Finding(fact.fact, fact.value, text[slice(*where)], *where, plan=fact.plan,
                                 confidence=fact.confidence))  # fmt: skip
    return Answered(model, tuple(found))


def new_run(session: Session) -> Run:
    """Begin a run of extraction: what it records bears its number."""
    run = Run(kind="crawl", version=f"{EXTRACTOR} {VERSION}", started_at=now())
    session.add(run)
    session.flush()
    return run


def extract_again(store: Store, snapshots: Snapshots, tools: Sequence[str] | None = None) -> Iterator[Again]:
    """Extract every stored snapshot again, of some tools or of all, oldest first, each in a transaction of its own.

    What the extractors no longer find in a snapshot is retracted; what they find anew, or again, is recorded; what a
    later snapshot of the same source no longer says is marked so.
    """
    with store.session() as session:
        wanted = select(Snapshot.id).join(Source).join(Tool).order_by(col(Snapshot.fetched_at), col(Snapshot.id))
        pages = col(Snapshot.extracted_by).is_(None) | col(Snapshot.extracted_by).not_in(NO_PAGES)
        wanted = wanted.where(pages)
        if tools is not None:
            wanted = wanted.where(col(Tool.slug).in_(tools))
        numbers = [number for number in session.exec(wanted) if number is not None]
    if not numbers:
        return
    run_id = store.transact(lambda session: new_run(session).id)
    assert run_id is not None
    with Reader() as reader:
        for number in numbers:
            yield _again(store, snapshots, reader, number, run_id)


def _again(store: Store, snapshots: Snapshots, reader: Reader, number: int, run_id: int) -> Again:
    with store.session() as session:
        snapshot, source, tool = _whole(session, number)
    content_type = snapshot.headers.get("content-type", "")
    what = stated(snapshots, reader, snapshot.sha256, content_type=content_type, url=snapshot.url, kind=source.kind)

    def write(session: Session) -> tuple[int, int, int]:
        snapshot, source, tool = _whole(session, number)
        run = session.get_one(Run, run_id)
        facts, new = record_facts(session, tool, source, snapshot, run, what)
        if what.failed:
            return 0, 0, 0
        if what.text is not None:
            mark_lost(session, _reading(tool, source, snapshot, run, what.text))
        return len(facts), new, _retract_others(session, snapshot, {fact.key for fact in facts})

    facts, new, retracted = store.transact(write)
    return Again(tool.slug, snapshot.url, snapshot.sha256, facts, new, retracted, what.problem)


def _reading(tool: Tool, source: Source, snapshot: Snapshot, run: Run, text: str) -> Reading:
    return Reading(tool, source, snapshot, run, text, EXTRACTOR, VERSION)


def _retract_others(session: Session, snapshot: Snapshot, keys: set[str], extractor: str = EXTRACTOR) -> int:
    held = select(Fact).where(Fact.snapshot_id == snapshot.id, Fact.extractor == extractor)
    gone = [fact for fact in session.exec(held.where(col(Fact.retracted_at).is_(None))) if fact.key not in keys]
    for fact in gone:
        fact.retracted_at = now()
        session.add(fact)
    return len(gone)


def _plans(findings: Sequence[Finding]) -> list[str]:
    """Give the plans that have a price or are free, in the page's order."""
    priced = [one for one in findings if one.fact in ("plan_price", "free_plan") and one.value is not False]
    return [one.plan for one in sorted(priced, key=lambda one: one.start) if one.plan]


def _count(session: Session, snapshot: Snapshot) -> int:
    return session.exec(select(func.count()).where(Fact.snapshot_id == snapshot.id)).one()


def _whole(session: Session, number: int) -> tuple[Snapshot, Source, Tool]:
    snapshot = session.get_one(Snapshot, number)
    source = session.get_one(Source, snapshot.source_id)
    return snapshot, source, session.get_one(Tool, source.tool_id)
