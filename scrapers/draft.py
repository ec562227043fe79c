"""A tool that nobody has described yet: a row for its domain, and plans as its pricing page names them."""

from collections.abc import Iterable

from sqlmodel import Session, col, func, select

from catalog.evidence.record import slug_of
from catalog.models.tool import Domain, Plan, Tool, Vendor
from catalog.moment import now
from catalog.search import by_host
from scrapers.address import Address
from scrapers.kinds import name_of, site_of

MOST_PLANS = 12
LONGEST_NAME = 40


def known_tool(session: Session, slug: str | None, home: Address) -> Tool | None:
    """Give the tool of a slug, or without one the tool whose domain an address lies under; None where none is known."""
    if slug is not None:
        return session.exec(select(Tool).where(Tool.slug == slug)).first()
    return _of_host(session, home.authority) if _unnamed(home) else by_host(session, home.host)


def tool_for(session: Session, home: Address) -> Tool:
    """Make a draft of a tool for an address, its slug from the domain."""
    domain = home.authority if _unnamed(home) else site_of(home)
    slug = _free_slug(session, slug_of(name_of(home) or domain), slug_of(domain))
    vendor = session.exec(select(Vendor).where(Vendor.slug == slug)).first()
    if vendor is None:
        vendor = Vendor(slug=slug, name=_name(home), homepage=home.origin)
        session.add(vendor)
        session.flush()
    tool = Tool(slug=slug, name=_name(home), vendor_id=vendor.id, origin="crawl")
    session.add(tool)
    session.flush()
    assert tool.id is not None
    session.add(Domain(tool_id=tool.id, host=domain, kind="web", recorded_at=now()))
    session.flush()
    return tool


def add_plans(session: Session, tool: Tool, names: Iterable[str]) -> int:
    """Give a draft the plans that its pricing page names, in the page's order; give how many were new."""
    held = set(session.exec(select(Plan.slug).where(Plan.tool_id == tool.id, col(Plan.retracted_at).is_(None))))
    added = 0
    for name in dict.fromkeys(names):
        slug = slug_of(name)
        if slug not in held and len(name) <= LONGEST_NAME and len(held) < MOST_PLANS:
            assert tool.id is not None
            session.add(Plan(tool_id=tool.id, slug=slug, name=name, rank=len(held), recorded_at=now()))
            held.add(slug)
            added += 1
    session.flush()
    return added


def _unnamed(home: Address) -> bool:
    """Tell whether a host is no domain, so that only its port tells one site on it from another."""
    return home.literal is not None or "." not in home.host


def _of_host(session: Session, host: str) -> Tool | None:
    named = select(Tool).join(Domain, col(Domain.tool_id) == col(Tool.id)).where(Domain.host == host)
    return session.exec(named.where(col(Domain.retracted_at).is_(None))).first()


def _free_slug(session: Session, *wished: str) -> str:
    taken = set(session.exec(select(Tool.slug).where(col(Tool.slug).in_(wished))))
    return next((slug for slug in wished if slug not in taken), f"{wished[-1]}-{_count(session) + 1}")


def _count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Tool)).one()


def _name(home: Address) -> str:
    return name_of(home).capitalize() or home.authority
