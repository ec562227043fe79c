"""The trail: who did what, and is it whole? For auditors and reviewers."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlmodel import Session, col, func, select
from starlette.requests import Request
from starlette.responses import Response

from catalog import audit
from catalog.models.review import Event
from catalog.moment import start_of
from catalog.search import find
from web import auth
from web.dependencies import SessionDep, SiteDep, requires
from web.render import page
from web.sheet import csv_file
from web.trail import text_of

router = APIRouter()
AuditorDep = Annotated[auth.Actor, Depends(requires("auditor", "reviewer"))]
Text = Annotated[str, Query(max_length=200)]
PAGE = 50
COLUMNS = ("number", "at", "who", "what", "subject", "content", "sha256")


@dataclass(frozen=True)
class Filter:
    """Which events are asked for; `before` is the number that the page ends before. Empty: any."""

    who: str = ""
    what: str = ""
    tool: str = ""
    since: str = ""
    before: int = 0

    @property
    def day(self) -> date | None:
        """Give the first day, None where none is said or it is none."""
        try:
            return date.fromisoformat(self.since) if self.since else None
        except ValueError:
            return None

    @property
    def on(self) -> dict[str, str]:
        """Give the filters that are on."""
        return {name: str(value) for name, value in asdict(self).items() if value and name != "before"}


def filters(
    who: Text = "",
    what: Text = "",
    tool: Text = "",
    since: Text = "",
    before: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Filter:
    """Read the filter from the address."""
    return Filter(who.strip(), what.strip(), tool.strip(), since.strip(), before)


FilterDep = Annotated[Filter, Depends(filters)]


@router.get("/trail")
def show(request: Request, session: SessionDep, site: SiteDep, actor: AuditorDep, wanted: FilterDep) -> Response:
    """Show whether the chain is whole, and the newest events."""
    problems = {"since": "Write the day like 2026-11-24."} if wanted.since and wanted.day is None else {}
    chosen = _chosen(session, wanted)
    rows = session.exec(chosen.order_by(col(Event.id).desc()).limit(PAGE + 1)).all()
    return page(
        request,
        "trail.html",
        status=422 if problems else 200,
        wanted=wanted,
        problems=problems,
        chain=audit.verify(session),
        now=site.clock(),
        rows=[_row(event) for event in rows[:PAGE]],
        more=rows[PAGE - 1].id if len(rows) > PAGE else None,
        kinds=session.exec(select(Event.what).distinct().order_by(col(Event.what))).all(),
    )


@router.get("/trail.csv")
def sheet(session: SessionDep, actor: AuditorDep, wanted: FilterDep) -> Response:
    """Give exactly these events as a file, the oldest first."""
    rows = session.exec(_chosen(session, wanted).order_by(col(Event.id)).execution_options(yield_per=1000))
    return csv_file("trail", COLUMNS, _flat(rows))


def _chosen(session: Session, wanted: Filter) -> Any:
    found = select(Event)
    if wanted.who:
        found = found.where(func.lower(col(Event.who)) == wanted.who.lower())
    if wanted.what:
        found = found.where(Event.what == wanted.what)
    if wanted.tool:
        tool = find(session, wanted.tool)
        found = found.where(Event.subject == f"tool:{tool.slug if tool else wanted.tool}")
    if wanted.day:
        found = found.where(Event.at >= (start_of(wanted.day) - audit.EPOCH) // timedelta(microseconds=1))
    return found.where(col(Event.id) < wanted.before) if wanted.before else found


def _row(event: Event) -> dict[str, Any]:
    kind, _, name = event.subject.partition(":")
    where = {"tool": f"/tools/{name}", "adoption": f"/adoptions/{name}"}.get(kind)
    return {
        "number": event.id,
        "at": datetime.fromtimestamp(event.at / 1_000_000, UTC),
        "who": event.who,
        "text": text_of(event.what, json.loads(event.content)),
        "subject": name or kind,
        "href": where,
        "sha256": event.sha256,
    }


def _flat(events: Any) -> Iterator[dict[str, Any]]:
    for event in events:
        at = datetime.fromtimestamp(event.at / 1_000_000, UTC).isoformat()
        yield {**event.model_dump(), "number": event.id, "at": at}
