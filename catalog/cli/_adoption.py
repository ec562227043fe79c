"""Changes to one's own adoptions for a terminal: found by their id or as the last one, changed, told again."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session

from catalog import people
from catalog.adoption import register
from catalog.adoption.listing import document, listing
from catalog.adoption.register import Declaration
from catalog.dataset.opening import open_store
from catalog.errors import NotFound
from catalog.models.register import Adoption, Team
from catalog.models.tool import Tool
from catalog.settings import settings

LAST = "last"


def done(by: str, adoption: str, work: Callable[[Session, str], Adoption]) -> dict[str, Any]:
    """Do something to a person's own adoption, in one transaction, and give its document."""

    def all_of_it(session: Session) -> dict[str, Any]:
        people.settle(session)
        return document(session, work(session, _meant(session, adoption, by)))

    with open_store(settings()) as store:
        return store.transact(all_of_it)


def over(session: Session, reference: str, by: str, changes: Mapping[str, Any]) -> Declaration:
    """Give what stood of an adoption, with the changes that were named put over it."""
    adoption, _ = register.own(session, reference, by)
    tool = session.get_one(Tool, adoption.tool_id)
    team = session.get(Team, adoption.team_id) if adoption.team_id else None
    stood: dict[str, Any] = {
        "plan": adoption.plan, "account": adoption.account, "data": tuple(adoption.data), "purpose": adoption.purpose,
        "team": team.name if team else None, "since": adoption.since, "until": adoption.until,
    }  # fmt: skip
    named = {name: value or None for name, value in changes.items() if value is not None}
    return Declaration(tool.slug, by, **{**stood, **named})


def _meant(session: Session, adoption: str, by: str) -> str:
    if adoption != LAST:
        return adoption
    mine = listing(session, by=by)
    if not mine:
        raise NotFound("you have told us nothing yet", mend="tell the first: byot adopt trello --by anna")
    return str(mine[0]["id"])
