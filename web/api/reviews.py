"""`/api/v1/reviews` and `/api/v1/decisions`: security's cases and what was decided, for reviewers."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import col, select

from catalog import review
from catalog.check.facts import known_tool
from catalog.models.desk import Proposal
from catalog.models.review import Decision
from catalog.models.tool import Tool
from catalog.review import seconding
from web.dependencies import ReviewerDep, SessionDep, SiteDep

router = APIRouter()


class NewDecision(BaseModel):
    """What is ruled. `expires` is the last day; `scope` holds any of catalog.review.deciding.SCOPE, data as a list."""

    model_config = ConfigDict(extra="forbid")

    tool: str = Field(max_length=2000)
    status: str = Field(max_length=40)
    reason: str
    expires: date
    scope: dict[str, str | list[str]] = Field(default_factory=dict)
    conditions: list[str] = Field(default_factory=list, max_length=50)
    overrides: list[str] = Field(default_factory=list, max_length=50)


@router.get("/reviews")
def every(session: SessionDep, actor: ReviewerDep, site: SiteDep, state: str = "", owner: str = "") -> dict[str, Any]:
    """List the open cases, the first to look at first; or those in a state or of a person."""
    return {"reviews": review.queue(session, state=state or None, owner=owner or None, at=site.clock())}


@router.get("/reviews/{reference}")
def one(session: SessionDep, actor: ReviewerDep, site: SiteDep, reference: str) -> dict[str, Any]:
    """Give one case with its verdicts, adoptions and decisions."""
    return review.case(session, reference, site.clock()).document(session)


@router.get("/decisions")
def decisions(session: SessionDep, actor: ReviewerDep, site: SiteDep, tool: str = "") -> dict[str, Any]:
    """List the decisions that were not taken back, newest first."""
    found = select(Decision, Tool).join(Tool, col(Decision.tool_id) == col(Tool.id))
    if tool:
        found = found.where(Decision.tool_id == known_tool(session, tool).id)
    rows = session.exec(
        found.where(col(Decision.retracted_at).is_(None)).order_by(
            col(Decision.valid_from).desc(), col(Decision.id).desc()
        )
    )
    return {"decisions": [review.document(decision, about, site.clock()) for decision, about in rows]}


@router.post("/decisions", status_code=201)
def decide(site: SiteDep, actor: ReviewerDep, said: NewDecision) -> dict[str, Any]:
    """Decide; answered only after it is durable. What takes two reviewers comes back as a `proposal`."""
    fields = said.model_dump()
    draft = review.Draft(
        **{**fields, "conditions": tuple(said.conditions), "overrides": tuple(said.overrides)}, by=actor.person
    )
    made, proposed = site.store.transact(
        lambda writing: ((done := seconding.rule(writing, draft, site.clock())).id, isinstance(done, Proposal))
    )
    with site.store.session() as session:
        if proposed:
            row = session.get_one(Proposal, made)
            return {"proposal": seconding.document(row, session.get_one(Tool, row.tool_id).slug)}
        decision = session.get_one(Decision, made)
        tool = session.get_one(Tool, decision.tool_id)
        return {"decision": review.document(decision, tool, site.clock())}
