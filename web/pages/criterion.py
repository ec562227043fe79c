"""One question of the rubric: why it is asked, what it counts for, and which tools answer it how."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.check.across import across
from catalog.dataset.mapping import mappings
from catalog.errors import NotFound
from catalog.moment import Moment
from catalog.rubric import Rubric, stored_at
from catalog.settings import settings
from web import rulebook
from web.dependencies import SessionDep, SiteDep
from web.render import page

router = APIRouter()


@router.get("/criteria/{name}")
def show(request: Request, name: str, session: SessionDep, site: SiteDep) -> Response:
    """Show the question; the name of a gate leads to the rule."""
    moment = Moment(site.clock(), site.clock())
    rubric = stored_at(session, moment)
    criterion = rubric.criteria.get(name)
    if criterion is None:
        return RedirectResponse(_rule(rubric, name), 303)
    return page(
        request,
        "criterion.html",
        it=criterion,
        rulebook=rulebook,
        places=rulebook.places(rubric, name),
        standings=rulebook.standings(criterion, across(session, criterion, moment)),
        words_of_others=mappings(settings().data).names_of(name),
    )


def _rule(rubric: Rubric, name: str) -> str:
    found = rulebook.gate_named(rubric, name)
    if found is None:
        raise NotFound(f"We ask no question named {name[:40]}", mend="Look at all questions")
    industry, gate = found
    return f"/industries/{industry}#{gate.data_classes[0]}"
