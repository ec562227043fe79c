"""The decision form: what is ruled, for whom, until when, and what people will read."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog import audit
from catalog.errors import BadUse, Conflicting
from catalog.models.desk import Proposal
from catalog.moment import Moment
from catalog.review import Case, case
from catalog.review.deciding import second_needed
from catalog.review.effects import effects, summary
from catalog.review.seconding import MOVED, rule, standing
from catalog.rubric import stored_at
from web import deciding, notices, told
from web.adoptions import names
from web.deciding import FormDep, Ruling
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.render import page
from web.words import DECISIONS

router = APIRouter()
MOST_EFFECTS = 30


@router.get("/reviews/{reference}/decide")
def ask(
    request: Request, session: SessionDep, actor: ReviewerDep, site: SiteDep, reference: str, status: str = ""
) -> Response:
    """Show the form."""
    at = site.clock()
    return _form(
        request, session, case(session, reference, at), deciding.blank(status, at.date()), {}, at, actor.person
    )


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
        return _form(request, session, it, fields, problems, at, actor.person)
    try:
        draft = fields.draft(it.tool.slug, actor.person)
        seen = fields.seen or None

        def work(writing: Session) -> bool:
            audit.take_turn(writing)  # who waited for it decides after whoever went before
            return isinstance(rule(writing, draft, site.clock(), seen=seen), Proposal)

        proposed = site.store.transact(work)
    except Conflicting as error:
        if error.where != MOVED:
            raise
        at = site.clock()
        with site.store.session() as later:  # the route's own began before, and shows what was
            return _moved(request, later, case(later, reference, at), fields, at, actor.person)
    except BadUse as error:
        return _form(request, session, it, fields, deciding.problem(error), at, actor.person)
    answer = RedirectResponse(f"/reviews/{it.review.reference}", 303)
    return notices.tell(answer, "proposed") if proposed else answer


def _moved(request: Request, session: Session, it: Case, fields: Ruling, at: datetime, by: str) -> Response:
    """Show what was decided meanwhile, and the form as it was filled; what one has just sent oneself is done."""
    seen = fields.seen.split(",")
    new = [one for one in [*it.decisions, *it.proposals] if one.get("in_force", True) and one["id"] not in seen]
    if any((one["by"], one["status"], one["reason"]) == (by, fields.status, fields.reason.strip()) for one in new):
        return RedirectResponse(f"/reviews/{it.review.reference}", 303)
    return _form(request, session, it, fields, {}, at, by, new)


def _form(
    request: Request,
    session: Session,
    it: Case,
    fields: Ruling,
    problems: dict[str, str],
    at: datetime,
    by: str,
    moved: list[dict[str, Any]] | None = None,
) -> Response:
    """Show the form; `moved` is what was decided while somebody filled it."""
    rubric = stored_at(session, Moment(at, at))
    plans = names(session, {it.tool.slug}).plans_by_slug(it.tool.slug)
    ready = not problems and fields.status in DECISIONS
    draft = fields.draft(it.tool.slug, by) if ready else None
    ours = [one["name"] for one in it.similar]
    rows: list[dict[str, Any]] = []
    shown: list[tuple[str, str]] = []
    try:
        if draft:
            ruling, rows, reached = effects(session, draft, at)
            shown = told.preview(ruling, it.tool.name, reached, ours, plans)
    except BadUse as error:
        draft, problems = None, deciding.problem(error)
    return page(
        request,
        "decide.html",
        status=422 if problems else 200 if moved is None else 409,
        it=it,
        moved=moved,
        seen=standing(session, it.tool, at),
        fields=fields,
        problems=problems,
        plans=list(plans.items()),
        gates=deciding.gates_of(rubric, it.row["data"]),
        preview=shown,
        effects=rows[:MOST_EFFECTS],
        summary=summary(rows),
        needs=second_needed(session, draft) if draft else "",
    )
