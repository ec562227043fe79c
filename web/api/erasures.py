"""`/api/v1/erasures`: what people asked to have erased, and the answers."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from catalog.adoption import erasing
from web.dependencies import ActorDep, ReviewerDep, SessionDep, SiteDep

router = APIRouter()


class Wish(BaseModel):
    """What is to be erased; without an adoption all that is known of one's own use."""

    model_config = ConfigDict(extra="forbid")

    adoption: str | None = Field(None, max_length=40)
    text: str = Field("", max_length=2000)


class Answer(BaseModel):
    """Whether it is erased, and what the person is told."""

    model_config = ConfigDict(extra="forbid")

    erase: bool
    text: str = Field("", max_length=2000)


@router.get("/erasures")
def every(session: SessionDep, actor: ReviewerDep, state: str = "open") -> dict[str, Any]:
    """List what is asked in a state; `state=all` lists everything."""
    return {"erasures": erasing.wishes(session, None if state == "all" else state)}


@router.post("/erasures", status_code=201)
def ask(site: SiteDep, actor: ActorDep, wish: Wish) -> dict[str, Any]:
    """Ask that what is known of one's own use be erased."""
    told = site.store.transact(
        lambda writing: erasing.ask(writing, actor.person, wish.adoption, wish.text, site.clock())
    )
    return {"erasure": told}


@router.post("/erasures/{reference}")
def answer(site: SiteDep, actor: ReviewerDep, reference: str, said: Answer) -> dict[str, Any]:
    """Erase it, or decline with the reason."""
    told = site.store.transact(
        lambda writing: erasing.answer(
            writing, reference, actor.person, erase=said.erase, text=said.text, at=site.clock()
        )
    )
    return {"erasure": told}
