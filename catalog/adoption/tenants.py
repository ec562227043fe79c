"""Whose account a tenant is: only where its host shows it, by the policy or by `data/`."""

from sqlmodel import Session, col, select

from catalog import search
from catalog.models.register import Tenant

PERSONAL = "personal"
Shown = dict[str, str]


def shown(session: Session, tool_id: int | None) -> Shown:
    """Give the tenants of a tool that show whose account is used there: *company* or *personal*, by their names."""
    its = [tool_id, *search.merged_into(session, tool_id)]
    rows = select(Tenant.name, Tenant.kind).where(col(Tenant.tool_id).in_(its), Tenant.kind != "unknown")
    return dict(session.exec(rows.order_by(col(Tenant.tool_id) == tool_id, col(Tenant.id))).all())


def alike(one: str, other: str, kinds: Shown) -> bool:
    """Say whether use under two tenants (empty: none was shown) may be one; never that of people's own accounts."""
    if (kinds.get(one) == PERSONAL) != (kinds.get(other) == PERSONAL):
        return False
    return one == other or not one or not other
