"""My tools: what is known of me, where it comes from, and what I may do about it."""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from catalog.adoption import campaigns, erasing
from catalog.consolidation import norms
from web import notices
from web.adoptions import GONE, flat, names
from web.dependencies import ActorDep, SessionDep, SiteDep
from web.render import page
from web.sheet import csv_file
from web.told import answer_now

router = APIRouter()
MOST_ANSWERS = 30
COLUMNS = (
    "id", "tool", "plan", "account", "data", "purpose", "team", "since", "until", "state", "source", "sources",
    "verdict", "review_by",
)  # fmt: skip


@router.get("/me")
def show(request: Request, session: SessionDep, site: SiteDep, actor: ActorDep) -> Response:
    """Show each tool with its source, the answer of today and the day by which it comes."""
    known = erasing.known_of(session, actor.person)
    told = known["adoptions"]
    using = [each for each in told if each["state"] not in GONE]
    return page(
        request,
        "me.html",
        using=using,
        campaign=campaigns.current(session, site.clock()),
        answers={each["id"]: answer_now(session, each, actor.person, site.clock()) for each in using[:MOST_ANSWERS]},
        before=[each for each in told if each["state"] in GONE],
        named=names(session, {each["tool"] for each in told}),
        known=known,
        team=norms.team_of(session, actor.person),
        waiting={each["adoption"] for each in known["erasures"] if each["state"] == "open"},
    )


@router.get("/me.json")
def take(session: SessionDep, actor: ActorDep) -> Response:
    """Give all that is known as a file."""
    headers = {"Content-Disposition": 'attachment; filename="my-tools.json"', "Cache-Control": "private, no-store"}
    return JSONResponse(erasing.known_of(session, actor.person), headers=headers)


@router.get("/me.csv")
def sheet(session: SessionDep, actor: ActorDep) -> Response:
    """Give one's own adoptions as a file."""
    return csv_file("my-tools", COLUMNS, map(_row, erasing.known_of(session, actor.person)["adoptions"]))


@router.post("/me/erase")
def erase(
    site: SiteDep, actor: ActorDep, adoption: Annotated[str, Form()] = "", text: Annotated[str, Form()] = ""
) -> Response:
    """Ask that one adoption, or all, be erased."""
    site.store.transact(lambda writing: erasing.ask(writing, actor.person, adoption or None, text, site.clock()))
    return notices.tell(RedirectResponse("/me#erase", 303), "erasure-asked")


@router.post("/me/erase/{reference}/withdraw")
def keep(site: SiteDep, actor: ActorDep, reference: str) -> Response:
    """Take back what one asked to have erased."""
    site.store.transact(lambda writing: erasing.withdraw(writing, reference, actor.person, site.clock()))
    return notices.tell(RedirectResponse("/me#erase", 303), "undone")


def _row(document: dict[str, Any]) -> dict[str, Any]:
    logs = [each for each in document["evidence"] if each["kind"] != "declared" and each["format"]]
    seen = [f"{each['format']} {each['origin']}" for each in logs]
    return {**flat(document), "sources": seen}
