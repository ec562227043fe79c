"""A stored snapshot as text: what the page said, with the quotes that facts rest on marked; none of its own code."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from catalog.errors import NotFound
from catalog.models.evidence import Fact, Snapshot, Source
from catalog.models.tool import Tool
from scrapers.changes import compared, previous
from scrapers.reader import Reader, Stated
from scrapers.stored import stated
from web.changed import changed
from web.dependencies import SessionDep, SiteDep
from web.render import page

router = APIRouter()
MOST_LETTERS = 400_000
MOST_LINES = 1_000


@dataclass(frozen=True)
class Part:
    """A stretch of the text: plain, or the quote of a fact."""

    text: str
    fact: Fact | None = None


@router.get("/snapshots/{number}")
def show(request: Request, number: int, session: SessionDep, site: SiteDep) -> Response:
    """Show the snapshot. Its bytes are read in a child process, as a crawl does."""
    snapshot = session.get(Snapshot, number) if number < 2**31 else None
    if snapshot is None:
        raise NotFound(f"There is no snapshot number {number}", "Go back to the tool and open its evidence")
    source = session.get_one(Source, snapshot.source_id)
    with Reader() as reader:
        read = _read(reader, site, snapshot, source)
    text = read.text or ""
    facts = _facts(session, snapshot)
    return page(
        request,
        "snapshot.html",
        snapshot=snapshot,
        source=source,
        tool=session.get_one(Tool, source.tool_id),
        facts=facts,
        parts=list(parts(text[:MOST_LETTERS], facts)),
        cut=len(text) > MOST_LETTERS,
        problem=read.problem,
    )


@router.get("/snapshots/{number}/changes")
def compare(request: Request, number: int, session: SessionDep, site: SiteDep) -> Response:
    """Show what a page says otherwise than at the look before."""
    after = session.get(Snapshot, number) if number < 2**31 else None
    before = previous(session, after) if after is not None else None
    if after is None or before is None:
        raise NotFound(f"There is nothing to compare with snapshot number {number}", "Go back to the tool")
    source = session.get_one(Source, after.source_id)
    with Reader() as reader:
        texts = [_read(reader, site, each, source).text for each in (before, after)]
    return page(
        request,
        "changes.html",
        before=before,
        after=after,
        source=source,
        tool=session.get_one(Tool, source.tool_id),
        changes=[one for one in changed(session, source.tool_id) if one.snapshots == (before.id, after.id)],
        lines=compared(*(text or "" for text in texts))[:MOST_LINES],
        unread=None in texts,
    )


def _read(reader: Reader, site: SiteDep, snapshot: Snapshot, source: Source) -> Stated:
    content_type = snapshot.headers.get("content-type", snapshot.media_type)
    return stated(
        site.snapshots, reader, snapshot.sha256, content_type=content_type, url=snapshot.url, kind=source.kind
    )


def parts(text: str, facts: Iterable[Fact]) -> Iterable[Part]:
    """Cut a text at the quotes of facts; of two that overlap the one that begins first is marked."""
    end = 0
    for start, stop, fact in sorted(_places(text, facts), key=lambda place: place[:2]):
        if start < end:
            continue
        yield Part(text[end:start])
        yield Part(text[start:stop], fact)
        end = stop
    yield Part(text[end:])


def _places(text: str, facts: Iterable[Fact]) -> Iterable[tuple[int, int, Fact]]:
    for fact in facts:
        if not fact.quote:
            continue
        start = fact.quote_start if fact.quote_start is not None else -1
        if start < 0 or text[start : start + len(fact.quote)] != fact.quote:
            start = text.find(fact.quote)
        if start >= 0:
            yield start, start + len(fact.quote), fact


def _facts(session: Session, snapshot: Snapshot) -> list[Fact]:
    rows = select(Fact).where(Fact.snapshot_id == snapshot.id, col(Fact.retracted_at).is_(None))
    return list(session.exec(rows.order_by(col(Fact.quote_start), col(Fact.id))))
