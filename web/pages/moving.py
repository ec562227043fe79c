"""What changes for me: the moves of the published plan that are mine. For everybody."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter
from sqlmodel import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.consolidation import publishing
from catalog.models.register import Person
from web import notices
from web.adoptions import names
from web.dependencies import ActorDep, PlannerDep, SessionDep, SiteDep
from web.planned import PER_WEEK, PerWeek, RulesDep, Text, planned, scenario_of
from web.render import page

router = APIRouter()
AHEAD = timedelta(weeks=12)


@router.get("/moving")
def mine(request: Request, session: SessionDep, actor: ActorDep, site: SiteDep) -> Response:
    """Show what changes for who asks, when, and why."""
    person = session.exec(select(Person.id).where(Person.slug == actor.person)).first()
    moves = publishing.for_person(session, actor.person, person, site.clock())
    slugs = {one[end] for one in moves for end in ("from", "to")}
    there = publishing.published(session) is not None
    return page(request, "moving.html", moves=moves, named=names(session, slugs), there=there)


@router.get("/progress")
def progress(request: Request, session: SessionDep, actor: PlannerDep, site: SiteDep) -> Response:
    """Show how far the published plan is, by what the register shows."""
    it = planned(site, session).progress(session)
    return page(request, "progress.html", it=it, begun=_begun(it["waves"], site.clock().date()) if it else [])


def _begun(waves: Sequence[Mapping[str, Any]], today: date) -> Sequence[Mapping[str, Any]]:
    """Give the waves that began or begin soon: those far off tell nothing yet."""
    soon = (today + AHEAD).isoformat()
    return [wave for wave in waves if wave["from"] <= soon or wave["moved"]] or waves[:1]


@router.post("/waves")
def publish(
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    asked: RulesDep,
    scenario: Text = "optimum",
    per_week: PerWeek = PER_WEEK,
) -> Response:
    """Let everybody go by this plan from now on."""
    there, rules, document = scenario_of(site, session, scenario, "", asked, per_week)
    served = there.drawn(scenario, rules, per_week).served
    site.store.transact(lambda writing: publishing.publish(writing, document, served, by=actor.person, at=site.clock()))
    return notices.tell(RedirectResponse("/progress", 303), "saved")
