"""`/api/v1`: what reviewers do to cases, proposals, conditions and decisions; how use grows; the amnesty."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from catalog import review
from catalog.adoption import campaigns, disputes, listing, trends
from catalog.models.tool import Tool
from catalog.review import Wish, acts, conditions, reopening, seconding
from web.dependencies import ActorDep, ReviewerDep, SessionDep, SiteDep

router = APIRouter()


class Said(BaseModel):
    """What is to be done: one of assign, acknowledge, snooze, false_positive, ask_vendor, ask_people."""

    model_config = ConfigDict(extra="forbid")

    cases: list[str] = Field(max_length=1000)
    kind: str = Field(max_length=40)
    owner: str | None = Field(None, max_length=200)
    until: date | None = None
    text: str = Field("", max_length=8000)


class Words(BaseModel):
    """A text: a comment, or the reason of a no."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field("", max_length=8000)


class Proof(BaseModel):
    """Whether a condition is met, and the document that it rests on."""

    model_config = ConfigDict(extra="forbid")

    met: bool = True
    document: str | None = Field(None, max_length=40)


class Whose(BaseModel):
    """Whether a disputed use is theirs after all."""

    model_config = ConfigDict(extra="forbid")

    theirs: bool


@router.post("/acts", status_code=201)
def act(site: SiteDep, actor: ReviewerDep, said: Said) -> dict[str, Any]:
    """Do something to one case or to many; those that somebody else has open are left, and named."""
    wish = Wish(said.kind, actor.person, said.owner, said.until, said.text)
    return site.store.transact(lambda writing: review.act(writing, said.cases, wish, site.clock())).document()


@router.post("/acts/{reference}/undo")
def undo(site: SiteDep, actor: ReviewerDep, reference: str) -> dict[str, Any]:
    """Take an act back, case by case, within a day."""
    return site.store.transact(lambda writing: acts.undo(writing, reference, actor.person, site.clock())).document()


@router.post("/reviews/{reference}/comments", status_code=201)
def comment(site: SiteDep, actor: ReviewerDep, reference: str, said: Words) -> dict[str, Any]:
    """Write a comment on a case."""
    told = site.store.transact(
        lambda writing: review.comment(writing, reference, actor.person, said.text, site.clock())
    )
    return {"comment": told}


@router.post("/disputes/{reference}")
def answer(site: SiteDep, actor: ReviewerDep, reference: str, said: Whose) -> dict[str, Any]:
    """Say whose a use is that somebody disputes: theirs, then it counts again; or not, then it is taken back."""

    def work(writing: Any) -> dict[str, Any]:
        made = disputes.answer(writing, reference, actor.person, theirs=said.theirs, at=site.clock())
        return listing.document(writing, made)

    return {"adoption": site.store.transact(work)}


@router.get("/proposals")
def proposals(session: SessionDep, actor: ReviewerDep) -> dict[str, Any]:
    """List the decisions that wait for a second reviewer."""
    return {"proposals": seconding.proposals(session)}


@router.post("/proposals/{reference}/confirm")
def confirm(site: SiteDep, actor: ReviewerDep, reference: str) -> dict[str, Any]:
    """Say the second yes; the one who proposed it cannot."""

    def work(writing: Any) -> dict[str, Any]:
        made = seconding.confirm(writing, reference, actor.person, site.clock())
        return review.document(made, writing.get_one(Tool, made.tool_id), site.clock())

    return {"decision": site.store.transact(work)}


@router.post("/proposals/{reference}/decline")
def decline(site: SiteDep, actor: ReviewerDep, reference: str, said: Words) -> dict[str, Any]:
    """Say no with the reason, or take back what one proposed."""

    def work(writing: Any) -> dict[str, Any]:
        row = seconding.decline(writing, reference, actor.person, said.text, site.clock())
        return seconding.document(row, writing.get_one(Tool, row.tool_id).slug)

    return {"proposal": site.store.transact(work)}


@router.post("/decisions/{reference}/conditions/{number}")
def turn(site: SiteDep, actor: ReviewerDep, reference: str, number: int, said: Proof) -> dict[str, Any]:
    """Mark a condition (counted from 1) as met, by a document where one is named, or as open again."""

    def work(writing: Any) -> list[dict[str, Any]]:
        if not said.met:
            return conditions.reopen(writing, reference, number, actor.person, site.clock())
        return conditions.meet(writing, reference, number, actor.person, said.document, site.clock())

    return {"conditions": site.store.transact(work)}


@router.post("/reviews/recheck")
def recheck(site: SiteDep, actor: ReviewerDep) -> dict[str, Any]:
    """Hold the standing decisions against the facts; give what moved for the worse."""
    return {"moved": site.store.transact(lambda writing: reopening.recheck(writing, site.clock()))}


@router.get("/trends")
def counts(session: SessionDep, site: SiteDep, actor: ReviewerDep) -> dict[str, Any]:
    """Give how use grows: by week, by department, by source, and what is new."""
    return trends.trends(session, site.clock())


@router.get("/campaigns")
def every(session: SessionDep, actor: ActorDep) -> dict[str, Any]:
    """List the campaigns with their counts, the newest first."""
    return {"campaigns": campaigns.campaigns(session)}
