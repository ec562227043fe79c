"""Who acts. Until sign-in comes: local mode, where anybody on this machine picks one of a few named people.

Pages never ask who somebody is; they are given an `Actor`. Sign-in can take this module's place without touching one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import ip_address
from typing import Protocol

from sqlmodel import Session, col, or_, select
from starlette.requests import Request
from starlette.responses import Response

from catalog import people
from catalog.adoption.roles import ROLES
from catalog.errors import BadUse, HasLeft, NotAllowed
from catalog.models.register import Person
from catalog.people import LOCAL
from catalog.store import Store
from web.words import listed

COOKIE = "byot_person"
BANNER = "Trial on this machine. Anyone here can act as anyone."
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Actor:
    """Who acts: the person's slug, the name that pages show, and the roles held."""

    person: str
    name: str
    roles: frozenset[str]

    def may(self, *roles: str) -> bool:
        """Say whether this person holds one of these roles."""
        return not self.roles.isdisjoint(roles)


class SignIn(Protocol):
    """A way to know who acts."""

    banner: str | None
    hosts: tuple[str, ...] | None
    people: tuple[Actor, ...]

    def actor(self, request: Request) -> Actor:
        """Give who acts in a request."""


class LocalMode:
    """Named people without passwords, for a trial on one machine. Refused beyond loopback."""

    banner: str | None = BANNER
    hosts: tuple[str, ...] | None = LOOPBACK_NAMES

    def __init__(self, people: Iterable[Actor] | None = None) -> None:
        self.people = tuple(people or PEOPLE)

    def actor(self, request: Request) -> Actor:
        """Give the person that the cookie names, else the first one, who holds the fewest rights."""
        chosen = request.cookies.get(COOKIE, "")
        return self.named(chosen) or self.people[0]

    def named(self, person: str) -> Actor | None:
        """Give the person of a slug, None where there is none."""
        return next((each for each in self.people if each.person == person), None)

    def choose(self, response: Response, actor: Actor) -> None:
        """Let the browser act as this person from now on."""
        response.set_cookie(COOKIE, actor.person, httponly=True, samesite="lax")

    def settle(self, store: Store) -> None:
        """See that the people stand in the store, with the roles that they hold there; and who else holds one is here.

        What is there already stays as it is.
        """
        with store.session() as session:
            missing = len(_present(session, self.people)) < len(self.people)
        if missing:
            store.transact(self._record)
        with store.session() as session:
            self.people = tuple(_with_roles(session, self.people))

    def _record(self, session: Session) -> None:
        present = _present(session, self.people)
        for actor in self.people:
            if actor.person not in present:
                session.add(Person(slug=actor.person, name=actor.name, roles=sorted(actor.roles)))


PEOPLE = tuple(Actor(slug, name, frozenset(roles)) for slug, name, roles in LOCAL)


def require(actor: Actor, roles: tuple[str, ...], people: Iterable[Actor]) -> None:
    """Raise `NotAllowed`, naming whom to ask, unless the person holds one of the roles."""
    if actor.may(*roles):
        return
    helpers = [each.name for each in people if each.may(*roles)]
    mend = f"Ask {listed(helpers, 'or')} if you need it." if helpers else "Ask your administrator if you need it."
    raise NotAllowed(f"This page is for {listed([f'{role}s' for role in roles])}.", mend)


def require_there(session: Session, actor: Actor, at: datetime) -> None:
    """Raise `HasLeft` for somebody who has left."""
    if left := left_on(session, [actor], at).get(actor.person):
        raise HasLeft(f"{actor.name} has left, on {left}.", "Choose who you are today.")


def left_on(session: Session, actors: Iterable[Actor], at: datetime) -> dict[str, date]:
    """Give the day on which people left who are there no more, by their slugs."""
    slugs = [one.person for one in actors]
    gone = select(Person).where(col(Person.slug).in_(slugs), col(Person.left_on) <= at.date())
    return {one.slug: one.left_on for one in session.exec(gone) if one.left_on is not None}


def require_loopback(host: str) -> None:
    """Raise `BadUse` where local mode would listen on an address that others can reach."""
    try:
        inside = host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise BadUse(
            f"Local mode lets anyone act as anyone, so it does not listen on {host!r}",
            mend="Use --host 127.0.0.1, and reach it from elsewhere through an SSH tunnel",
        )


def _with_roles(session: Session, actors: Iterable[Actor]) -> list[Actor]:
    """Give the people with their roles in the store, then the others who hold one that is given, by their names."""
    first = {actor.person: place for place, actor in enumerate(actors)}
    holds = or_(col(Person.slug).in_(first), *(people.holds(role) for role in ROLES))
    rows = session.exec(select(Person).where(holds, col(Person.merged_into_id).is_(None)).order_by(Person.name)).all()
    ordered = sorted(rows, key=lambda one: first.get(one.slug, len(first)))
    return [Actor(one.slug, one.name, frozenset(one.roles)) for one in ordered]


def _present(session: Session, people: Iterable[Actor]) -> set[str]:
    slugs = [actor.person for actor in people]
    return set(session.exec(select(Person.slug).where(col(Person.slug).in_(slugs))))
