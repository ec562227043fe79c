"""`/api/v1/tool-merges`: two tools that are one, merged and taken apart again; for reviewers."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from catalog.adoption import joining
from web.dependencies import ReviewerDep, SessionDep, SiteDep

router = APIRouter()


class NewMerge(BaseModel):
    """Which tool is kept, and which is the same; each by its name, slug, domain or URL."""

    model_config = ConfigDict(extra="forbid")

    kept: str = Field(max_length=2000)
    gone: str = Field(max_length=2000)


@router.get("/tool-merges")
def every(session: SessionDep, actor: ReviewerDep) -> dict[str, Any]:
    """List the merges, newest first, and the tools that people only named."""
    return {"merges": joining.merges(session), "named": joining.named_only(session)}


@router.post("/tool-merges", status_code=201)
def merge(site: SiteDep, actor: ReviewerDep, said: NewMerge) -> dict[str, Any]:
    """Merge one tool into another; answered only after it is durable."""
    told = site.store.transact(lambda writing: joining.merge(writing, said.kept, said.gone, actor.person, site.clock()))
    return {"merge": told}


@router.post("/tool-merges/{reference}/undo")
def undo(site: SiteDep, actor: ReviewerDep, reference: str) -> dict[str, Any]:
    """Undo a merge: what was moved goes back."""
    told = site.store.transact(lambda writing: joining.unmerge(writing, reference, actor.person, site.clock()))
    return {"merge": told}
