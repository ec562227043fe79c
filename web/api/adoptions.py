"""`/api/v1/adoptions`: the documents of `byot adopt --json` and `byot adoptions --json`."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from catalog.adoption import disputes, erasing, listing, register
from catalog.errors import NotFound
from catalog.models.register import Adoption
from web.adoptions import mine_or_reviewed
from web.dependencies import ActorDep, SessionDep, Site, SiteDep

router = APIRouter()
ACTS: dict[str, Callable[..., Adoption]] = {
    "stop": register.stop,
    "withdraw": register.withdraw,
    "restore": register.restore,
    "dispute": disputes.dispute,
}


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
    until: date | None = None

    def declaration(self, by: str) -> register.Declaration:
        """Give it as what a person declares."""
        return register.Declaration(**{**self.model_dump(), "by": by, "data": tuple(self.data)})


@router.get("/adoptions")
def every(session: SessionDep, actor: ActorDep, tool: str = "", by: str = "", mine: bool = False) -> dict[str, Any]:
    """List adoptions: one's own, or for reviewers all of them or those of a tool or a person."""
    whose = by or None if actor.may("reviewer") and not mine else actor.person
    return {"adoptions": listing.listing(session, tool=tool or None, by=whose)}


@router.post("/adoptions", status_code=201)
def declare(site: SiteDep, actor: ActorDep, said: NewAdoption) -> dict[str, Any]:
    """Declare that one uses a tool; answered only after it is durable."""
    declaration = said.declaration(actor.person)
    made = site.store.transact(lambda writing: register.declare(writing, declaration, site.clock()).reference)
    return _told(site, made)


@router.get("/adoptions/{reference}")
def one(session: SessionDep, actor: ActorDep, reference: str) -> dict[str, Any]:
    """Give one adoption, one's own or for reviewers any."""
    return {"adoption": listing.document(session, mine_or_reviewed(session, reference, actor))}


@router.put("/adoptions/{reference}")
def edit(site: SiteDep, actor: ActorDep, reference: str, said: NewAdoption) -> dict[str, Any]:
    """Replace what was said of an adoption of one's own; its tool stays."""
    declaration = said.declaration(actor.person)
    site.store.transact(lambda writing: register.edit(writing, reference, declaration, site.clock()).reference)
    return _told(site, reference)


@router.post("/adoptions/{reference}/{act}")
def turn(site: SiteDep, actor: ActorDep, reference: str, act: str) -> dict[str, Any]:
    """Stop, withdraw or dispute an adoption of one's own, or restore it."""
    if act not in ACTS:
        raise NotFound(f"{act[:40]!r} is nothing that can be done", mend=f"choose one of: {', '.join(ACTS)}")
    site.store.transact(lambda writing: ACTS[act](writing, reference, actor.person, at=site.clock()).reference)
    return _told(site, reference)


@router.get("/me")
def mine(session: SessionDep, actor: ActorDep) -> dict[str, Any]:
    """Give all that is known of one's own use: the document of `byot mine --json`."""
    return erasing.known_of(session, actor.person)


def _told(site: Site, reference: str) -> dict[str, Any]:
    with site.store.session() as session:
        return {"adoption": listing.document(session, listing.get(session, reference))}
