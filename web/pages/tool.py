"""One tool: what is it good for, on which plan, and how do we know? And the form to say that a fact is wrong."""

from typing import Annotated

from fastapi import APIRouter, Form, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog import audit
from catalog.consolidation import norms
from catalog.errors import NotFound
from catalog.models.evidence import Fact
from catalog.models.review import FactReport
from catalog.moment import Moment
from catalog.rubric import stored_at
from web import notices
from web.asked import AskedDep
from web.changed import changed
from web.dependencies import ActorDep, SessionDep, SiteDep
from web.dossier import dossier, find_tool
from web.render import page

router = APIRouter()
LONGEST_WORD = 2_000
MOST_CHANGES = 20
MOST = 2**31 - 1


@router.get("/tools/{name}")
def show(request: Request, name: str, session: SessionDep, asked: AskedDep, actor: ActorDep, site: SiteDep) -> Response:
    """Show the tool."""
    it = dossier(session, name, asked, actor.person, site.clock())
    number = it.tool.id or 0
    return page(
        request,
        "tool.html",
        it=it,
        changes=changed(session, number)[:MOST_CHANGES],
        teams=norms.of_tool(session, number),
    )


@router.get("/tools/{name}/wrong")
def ask(
    request: Request,
    name: str,
    session: SessionDep,
    site: SiteDep,
    criterion: str = "",
    fact: Annotated[int | None, Query(ge=1, le=MOST)] = None,
) -> Response:
    """Show the form that takes a correction."""
    return _form(request, session, site, name, criterion, fact)


@router.post("/tools/{name}/wrong")
def tell(
    request: Request,
    name: str,
    session: SessionDep,
    site: SiteDep,
    actor: ActorDep,
    criterion: Annotated[str, Form()] = "",
    fact: Annotated[int | None, Form(ge=1, le=MOST)] = None,
    text: Annotated[str, Form()] = "",
) -> Response:
    """Keep the correction for somebody to look at."""
    problems = {}
    if not text.strip():
        problems["text"] = "Say in a word what is wrong, or where it is said otherwise."
    elif len(text) > LONGEST_WORD:
        problems["text"] = f"That is long. Say it in {LONGEST_WORD} letters."
    if problems:
        return _form(request, session, site, name, criterion, fact, text, problems)
    tool = find_tool(session, name)
    found = session.get(Fact, fact) if fact is not None else None
    if fact is not None and (found is None or found.tool_id != tool.id):
        raise NotFound("That fact is not there any more", "Go back to the tool and look again.")

    def record(writing: Session) -> None:
        report = FactReport(tool_id=tool.id or 0, fact_id=fact, criterion=criterion[:100], who=actor.person,
                            text=text.strip(), recorded_at=site.clock())  # fmt: skip
        writing.add(report)
        writing.flush()
        content = {"criterion": report.criterion, "fact": fact, "text": report.text}
        audit.append(writing, who=actor.person, what="fact reported", subject=f"tool:{tool.slug}", content=content)

    site.store.transact(record)
    return notices.tell(RedirectResponse(f"/tools/{tool.slug}", 303), "reported")


def _form(
    request: Request,
    session: Session,
    site: SiteDep,
    name: str,
    criterion: str,
    fact: int | None,
    text: str = "",
    problems: dict[str, str] | None = None,
) -> Response:
    tool = find_tool(session, name)
    present = site.clock()
    known = stored_at(session, Moment(present, present)).criteria.get(criterion)
    return page(
        request,
        "wrong.html",
        status=422 if problems else 200,
        tool=tool,
        criterion=known,
        fact=fact,
        text=text,
        problems=problems or {},
    )
