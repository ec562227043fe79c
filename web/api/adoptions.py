"""`/api/v1/adoptions`: the documents of `byot adopt --json` and `byot adoptions --json`."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from catalog.adoption import listing, register
from web.adoptions import mine_or_reviewed
from web.dependencies import ActorDep, SessionDep, SiteDep

router = APIRouter()


class NewAdoption(BaseModel):
    """What somebody says to use. `data` empty: not sure."""

    model_config = ConfigDict(extra="forbid")

    tool: str = Field(max_length=2000)
    plan: str | None = Field(None, max_length=200)
    account: str = Field("company", max_length=20)
    data: list[str] = Field(default_factory=list, max_length=20)
    purpose: str | None = None
    team: str | None = Field(None, max_length=200)
    since: date | None = None


@router.get("/adoptions")
def every(session: SessionDep, actor: ActorDep, tool: str = "", by: str = "", mine: bool = False) -> dict[str, Any]:
    """List adoptions: one's own, or for reviewers all of them or those of a tool or a person."""
    whose = by or None if actor.may("reviewer") and not mine else actor.person
    return {"adoptions": listing.listing(session, tool=tool or None, by=whose)}


@router.post("/adoptions", status_code=201)
def declare(site: SiteDep, actor: ActorDep, said: NewAdoption) -> dict[str, Any]:
    """Declare that one uses a tool; answered only after it is durable."""
    declaration = register.Declaration(**{**said.model_dump(), "by": actor.person, "data": tuple(said.data)})
    made = site.store.transact(lambda writing: register.declare(writing, declaration, site.clock()).reference)
    with site.store.session() as session:
        return {"adoption": listing.document(session, listing.get(session, made))}


@router.get("/adoptions/{reference}")
def one(session: SessionDep, actor: ActorDep, reference: str) -> dict[str, Any]:
    """Give one adoption, one's own or for reviewers any."""
    return {"adoption": listing.document(session, mine_or_reviewed(session, reference, actor))}
