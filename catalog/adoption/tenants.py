"""Whose account a tenant is: only where its host shows it, by the policy or by `data/`."""

from sqlmodel import Session, select

from catalog.models.register import Tenant

PERSONAL = "personal"
Shown = dict[str, str]


def shown(session: Session, tool_id: int | None) -> Shown:
    """Give the tenants of a tool that show whose account is used there: *company* or *personal*, by their names."""
    rows = session.exec(select(Tenant.name, Tenant.kind).where(Tenant.tool_id == tool_id, Tenant.kind != "unknown"))
    return dict(rows.all())


def alike(one: str, other: str, kinds: Shown) -> bool:
    """Say whether use under two tenants (empty: none was shown) may be one; never that of people's own accounts."""
    if (kinds.get(one) == PERSONAL) != (kinds.get(other) == PERSONAL):
        return False
    return one == other or not one or not other
