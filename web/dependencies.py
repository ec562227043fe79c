"""What routes are given: the site, a session to read, who acts; and `requires`, which roles may come in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlmodel import Session
from starlette.requests import Request

from catalog.moment import now
from catalog.settings import settings
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers.archive import snapshots_of
from web import auth


@dataclass(frozen=True)
class Site:
    """What one running site holds, kept at `app.state.site`: its store, who signs in how, its clock, its snapshots."""

    store: Store
    sign_in: auth.LocalMode = field(default_factory=auth.LocalMode)
    clock: Callable[[], datetime] = now
    snapshots: Snapshots = field(default_factory=lambda: snapshots_of(settings()))


def site_of(request: Request) -> Site:
    """Give the site that answers a request."""
    found: Site = request.app.state.site
    return found


# What waits for nothing is `async`: it is called at once, and not sent to a thread and back (0.3 ms each).
async def site(request: Request) -> Site:
    """Give the site, as a dependency."""
    return site_of(request)


def session(request: Request) -> Iterator[Session]:
    """Give a session for reading, open until the answer is sent."""
    with site_of(request).store.session() as reading:
        yield reading


SiteDep = Annotated[Site, Depends(site)]
SessionDep = Annotated[Session, Depends(session)]


def actor(request: Request, its: SiteDep) -> auth.Actor:
    """Give who acts; raise `HasLeft` for who has left.

    It reads by itself: the route's session must not have begun before the route writes, or it shows what was before.
    """
    acting = its.sign_in.actor(request)
    with its.store.session() as reading:
        auth.require_there(reading, acting, its.clock())
    return acting


def requires(*roles: str) -> Callable[[Request, Site], auth.Actor]:
    """Give the dependency that lets only people with one of these roles in, and says who acts."""

    def admitted(request: Request, its: SiteDep) -> auth.Actor:
        acting = actor(request, its)
        auth.require(acting, roles, its.sign_in.people)
        return acting

    return admitted


ActorDep = Annotated[auth.Actor, Depends(actor)]
ReviewerDep = Annotated[auth.Actor, Depends(requires("reviewer"))]
PlannerDep = Annotated[auth.Actor, Depends(requires("planner"))]
