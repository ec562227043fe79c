"""Uses that logs proposed while two tools were one, and that only the other's hosts bear out: they go with it."""

from datetime import datetime

from sqlmodel import Session, col, select

from catalog.adoption import linking, tenants
from catalog.adoption.correcting import Left, left
from catalog.adoption.joining.uses import Judge
from catalog.adoption.listing import pieces
from catalog.models.register import Adoption
from catalog.models.tool import Tool


def give(session: Session, stays: Tool, goes: Tool, since: datetime, at: datetime) -> None:
    """Give them to it, judged by what is known of it. Its sightings are its own by then."""
    new = select(Adoption).where(Adoption.tool_id == stays.id, Adoption.kind == "detected")
    rows = session.exec(new.where(col(Adoption.recorded_at) > since).order_by(col(Adoption.id))).all()
    judge, found = Judge(session, goes, at), []
    for some in pieces(rows):
        users = {one.who for one in some}
        here, there = ((left(session, tool.id or 0, users), tenants.shown(session, tool.id)) for tool in (stays, goes))
        found += [one for one in some if _shown(one, *there) and not _shown(one, *here)]
    linking.unlink(session, [one.id for one in found])
    for one in found:
        one.tool_id, one.linked_id = goes.id or 0, None
        judge.use(one)
        session.add(one)
    session.flush()
    for tool in (stays, goes):
        linking.link(session, {one.person_id for one in found}, tool.id or 0)
    if found:
        judge.open_case()


def _shown(one: Adoption, days: Left, kinds: tenants.Shown) -> bool:
    return any(tenants.alike(tenant, one.tenant, kinds) for tenant, _ in days.get(one.who, ()))
