"""Home and the answer: may I use it?"""

from dataclasses import replace

from fastapi import APIRouter
from sqlalchemy import func
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.adoption import campaigns
from catalog.errors import BadUse
from catalog.models.evidence import Fact
from catalog.models.tool import Tool
from web.answers import Shown, answer
from web.asked import Asked, AskedDep, problem
from web.dependencies import ActorDep, SessionDep, SiteDep
from web.lookups import LookupsDep
from web.render import page
from web.told import news
from web.words import DATA, INDUSTRIES, VERDICTS

router = APIRouter()
EXAMPLES = (
    Asked(industry="general", data=("internal",)),
    Asked(industry="medical", data=("phi",)),
    Asked(industry="legal", data=("client_confidential",)),
    Asked(industry="financial", data=("npi",)),
    Asked(industry="general", data=("pii",)),
    Asked(industry="general", data=("source_code",)),
)


@router.get("/")
def home(request: Request, session: SessionDep, actor: ActorDep, site: SiteDep) -> Response:
    """Show the box, what security has answered lately, and six examples."""
    return page(
        request,
        "check.html",
        title=title(None, {}),
        asked=Asked(),
        shown=None,
        problems={},
        examples=examples(session),
        news=news(session, actor.person, site.clock()),
        campaign=campaigns.current(session, site.clock()),
    )


@router.get("/check")
def show(
    request: Request, session: SessionDep, asked: AskedDep, actor: ActorDep, site: SiteDep, lookups: LookupsDep
) -> Response:
    """Show the answer; a domain that nobody knows, typed on our own page, is looked up at once."""
    if not asked.q:
        return RedirectResponse("/", 303)
    try:
        shown, problems = answer(session, asked, actor.person, site.clock()), {}
    except BadUse as error:
        shown, problems = None, problem(error)
    if (
        shown is not None
        and shown.domain
        and shown.document["tool"] is None
        and request.headers.get("sec-fetch-site") == "same-origin"
    ):
        shown = replace(shown, at_once=lookups.unasked(shown.domain))
    status = 422 if problems else 200
    return page(
        request,
        "check.html",
        status=status,
        title=title(shown, problems),
        asked=asked,
        shown=shown,
        problems=problems,
        examples=[],
        news=[],
        campaign=None,
    )


def title(shown: Shown | None, problems: dict[str, str]) -> str:
    """Give the title of the page: the answer first, as a tab shows little."""
    if shown is None:
        return "Error: May I use it? – byot" if problems else "May I use it? – byot"
    document = shown.document
    name = document["tool"]["name"] if document["tool"] else document["query"][:40]
    return f"{VERDICTS[document['verdict']]}: {name} – byot"


def examples(session: Session) -> list[dict[str, str]]:
    """Give six questions about the tools that we know most of."""
    most = session.exec(
        select(Tool.slug, Tool.name)
        .join(Fact, col(Fact.tool_id) == col(Tool.id))
        .group_by(Tool.slug, Tool.name)
        .order_by(func.count().desc(), Tool.slug)
        .limit(len(EXAMPLES))
    ).all()
    return [
        {
            "tool": name,
            "text": f"for {DATA[asked.data[0]].example}, {INDUSTRIES[asked.industry].lower()} work",
            "href": Asked(slug, industry=asked.industry, data=asked.data).address(),
        }
        for (slug, name), asked in zip(most, EXAMPLES, strict=False)
    ]
