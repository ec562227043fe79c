"""The rules of one kind of work, as they are on a day: gates, exceptions, posture, and what weighs most."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from catalog import moment as moments
from catalog.errors import NotFound
from catalog.moment import Moment
from catalog.rubric import INDUSTRIES, stored_at
from web import rulebook
from web.dependencies import SessionDep, SiteDep
from web.render import page
from web.words import listed

router = APIRouter()


@router.get("/industries/{name}")
def show(
    request: Request, name: str, session: SessionDep, site: SiteDep, as_of: Annotated[str, Query(max_length=40)] = ""
) -> Response:
    """Show the rules that hold on a day, today unless one is named."""
    if name not in INDUSTRIES:
        raise NotFound(f"We have no rules for {name[:40]} work", mend=f"Choose {listed(INDUSTRIES, 'or')}")
    present = site.clock()
    day = moments.read(as_of or None, option="as_of", at=present).date()
    rubric = stored_at(session, Moment(present, present))
    return page(
        request,
        "industry.html",
        industry=name,
        rulebook=rulebook,
        day=day,
        asked=as_of,
        rubric=rubric,
        rules=rubric.industries[name],  # type: ignore[index]
        shared=[gate for gate in rulebook.shared(rubric) if rulebook.holds_on(gate, day)],
        by_data=rulebook.rules_of(rubric, name, day),
        heaviest=rulebook.heaviest(rubric, name),
    )
