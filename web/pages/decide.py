"""The decision form: what is ruled, for whom, until when, and what people will read."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog import review
from catalog.errors import BadUse
from catalog.moment import Moment
from catalog.review import Case, case
from catalog.rubric import stored_at
from web import deciding
from web.adoptions import names
from web.deciding import FormDep, Ruling
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.render import page
from web.words import DECISIONS

router = APIRouter()


@router.get("/reviews/{reference}/decide")
def ask(
    request: Request, session: SessionDep, actor: ReviewerDep, site: SiteDep, reference: str, status: str = ""
) -> Response:
    """Show the form."""
    at = site.clock()
    return _form(request, session, case(session, reference, at), deciding.blank(status, at.date()), {}, at)


@router.post("/reviews/{reference}/decide")
def decide(
    request: Request,
    session: SessionDep,
    actor: ReviewerDep,
    site: SiteDep,
    reference: str,
    fields: FormDep,
    preview: Annotated[bool, Form()] = False,
) -> Response:
    """Decide, or show who would read what."""
    at = site.clock()
    it = case(session, reference, at)
    problems = fields.problems()
    if problems or preview:
        return _form(request, session, it, fields, problems, at)
    try:
        draft = fields.draft(it.tool.slug, actor.person)
        site.store.transact(lambda writing: review.decide(writing, draft, at).reference)
    except BadUse as error:
        return _form(request, session, it, fields, deciding.problem(error), at)
    return RedirectResponse(f"/reviews/{it.review.reference}", 303)


def _form(
    request: Request, session: Session, it: Case, fields: Ruling, problems: dict[str, str], at: datetime
) -> Response:
    rubric = stored_at(session, Moment(at, at))
    plans = [(slug, name) for (tool, slug), name in names(session, {it.tool.slug}).plans.items()]
    ready = not problems and fields.status in DECISIONS
    return page(
        request,
        "decide.html",
        status=422 if problems else 200,
        it=it,
        fields=fields,
        problems=problems,
        plans=plans,
        gates=deciding.gates_of(rubric, it.row["data"]),
        preview=deciding.preview(fields, it.tool.name, it.adoptions) if ready else None,
    )
