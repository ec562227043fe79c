"""People: found or recorded by how they are named, in a log or by themselves, and asked for their role.

A person is one row; the names under which logs and sign-ins know them stand apart, as identities. A name in a log that
nobody is known by yet is recorded as an identity without a person, to be linked later.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, TypeVar

from sqlalchemy import ColumnElement, String, cast, func
from sqlmodel import Session, col, or_, select

from catalog.errors import BadUse, HasLeft, NotAllowed
from catalog.models.register import Department, Identity, Person, Team
from catalog.moment import now

Group = TypeVar("Group", Team, Department)
LONGEST_NAME = 200
LOCAL = (
    ("anna", "Anna", ("employee",)),
    ("bo", "Bo", ("employee", "reviewer")),
    ("cy", "Cy", ("employee", "planner")),
)


class Alias(NamedTuple):
    """A name as logs and sign-ins give it: its kind, who issued it, the name itself; lower case."""

    kind: str
    issuer: str
    value: str


def settle(session: Session) -> None:
    """Record the named people of local mode, each with a role, where nobody may review yet."""
    if session.exec(select(Person.id).where(holds("reviewer"))).first() is not None:
        return
    local = col(Person.slug).in_([slug for slug, *_ in LOCAL])
    known = {person.slug: person for person in session.exec(select(Person).where(local))}
    for slug, name, roles in LOCAL:
        person = known.get(slug) or Person(slug=slug, name=name)
        person.roles = sorted({*person.roles, *roles})
        session.add(person)
    session.flush()


def find(session: Session, who: str) -> Person | None:
    """Give the person of a slug, a name, or a name in logs; None where nobody is known by it.

    Who was merged into another is that other.
    """
    name = clean(who)
    person = session.exec(
        select(Person)
        .where(or_(Person.slug == slug_of(name), func.lower(col(Person.name)) == name.lower()))
        .order_by(col(Person.merged_into_id).is_not(None), col(Person.id))
    ).first()
    return _kept(session, person) if person is not None else Directory(session, [name]).find(name)


def _kept(session: Session, person: Person) -> Person:
    while person.merged_into_id is not None:
        person = session.get_one(Person, person.merged_into_id)
    return person


def person_for(session: Session, who: str) -> Person:
    """Give the person of a name, recorded on first use with that name as an identity."""
    name = clean(who)
    person = find(session, name)
    if person is not None:
        return person
    person = Person(slug=slug_of(name), name=name, roles=["employee"])
    session.add(person)
    session.flush()
    alias = alias_of(name)
    if alias is not None:
        identity = session.exec(
            select(Identity).where(Identity.kind == alias.kind, Identity.issuer == alias.issuer)
            .where(Identity.value == alias.value)
        ).first() or Identity(**alias._asdict())  # fmt: skip
        identity.person_id = identity.person_id or person.id
        session.add(identity)
        session.flush()
    return person


def with_role(session: Session, who: str, role: str) -> Person:
    """Give the person who acts; raise `NotAllowed`, naming whom to ask, unless they hold the role and are there."""
    person, today = find(session, who), now().date()
    if person is not None and role in person.roles and not has_left(person, today):
        return person
    names = [one.name for one in holders(session, role, today)]
    mend = f"ask {' or '.join(names[:3])}" if names else "ask your administrator"
    raise NotAllowed(f"{clean(who)[:60]!r} is no {role}", mend)


def holders(session: Session, role: str, day: date) -> list[Person]:
    """Give who holds a role on a day and is there, by their names."""
    there = select(Person).where(col(Person.merged_into_id).is_(None), holds(role))
    return [one for one in session.exec(there.order_by(Person.name)) if not has_left(one, day)]


def holds(role: str) -> ColumnElement[bool]:
    """Give the condition under which a person holds a role."""
    return cast(col(Person.roles), String).contains(f'"{role}"')


def has_left(person: Person, day: date) -> bool:
    """Say whether a person has left by a day."""
    return person.left_on is not None and person.left_on <= day


def require_there(person: Person, day: date) -> None:
    """Raise `HasLeft` where a person has left by a day: who has left says and does nothing here."""
    if has_left(person, day):
        mend = f"say who it is now, or take that back: byot people back {person.slug} --by WHO"
        raise HasLeft(f"{person.name} has left, on {person.left_on}", mend)


def team_for(session: Session, name: str) -> Team:
    """Give the team of a slug or name, recorded on first use."""
    return _recorded(session, Team, clean(name, "team"))


def department_for(session: Session, name: str) -> Department:
    """Give the department of a slug or name, recorded on first use."""
    return _recorded(session, Department, clean(name, "department"))


def _recorded(session: Session, table: type[Group], name: str) -> Group:
    slug = slug_of(name)
    group = session.exec(select(table).where(table.slug == slug)).first()
    if group is None:
        group = table(slug=slug, name=name)
        session.add(group)
        session.flush()
    return group


def named(session: Session, table: type[Person] | type[Team] | type[Department], name: str) -> str:
    """Give the slug of a person, team or department that is there; raise `BadUse` naming the choices."""
    wanted = slug_of(clean(name))
    known = list(session.exec(select(table.slug, table.name)).all())
    found = [slug for slug, shown in known if slug == wanted or shown.lower() == name.strip().lower()]
    if found:
        return found[0]
    kind = table.__name__.lower()
    choices = ", ".join(sorted(slug for slug, _ in known)[:20]) or f"no {kind} is known yet"
    raise BadUse(f"{name[:60]!r} is no {kind} known here", mend=f"choose one of: {choices}", where=f"--{kind}")


class Directory:
    """Who is meant by names in logs: by an identity that is linked to a person, else by the person's own short name."""

    def __init__(self, session: Session, names: Iterable[str]) -> None:
        """Look up some names at once."""
        self._aliases = {name: alias for name in names if (alias := alias_of(name))}
        values = sorted({alias.value for alias in self._aliases.values()})
        self._by_alias: dict[Alias, int] = {}
        self._people: dict[int, Person] = {}
        self._by_slug: dict[str, Person] = {}
        self._known: set[Alias] = set()
        for start in range(0, len(values), 500):
            self._load(session, values[start : start + 500])

    def find(self, name: str) -> Person | None:
        """Give the person of a name, None where it is nobody's yet."""
        alias = self._aliases.get(name)
        if alias is None:
            return None
        for known in (alias, alias._replace(issuer="")):
            if known in self._by_alias:
                return self._people[self._by_alias[known]]
        return self._by_slug.get(alias.value) if alias.kind == "login" else None

    def record_unknown(self, session: Session) -> None:
        """Record the names that no identity stands for yet, without a person unless the directory knows one."""
        for name, alias in sorted(self._aliases.items()):
            if alias not in self._known:
                person = self.find(name)
                session.add(Identity(**alias._asdict(), person_id=person.id if person else None))
                self._known.add(alias)
        session.flush()

    def _load(self, session: Session, values: list[str]) -> None:
        linked = set()
        for identity in session.exec(select(Identity).where(col(Identity.value).in_(values))):
            alias = Alias(identity.kind, identity.issuer, identity.value)
            self._known.add(alias)
            if identity.person_id is not None:
                self._by_alias[alias] = identity.person_id
                linked.add(identity.person_id)
        rows = session.exec(select(Person).where(or_(col(Person.id).in_(linked), col(Person.slug).in_(values))))
        for person in rows:
            self._people[person.id or 0] = self._by_slug[person.slug] = _kept(session, person)


def alias_of(name: str) -> Alias | None:
    """Give a name as an identity holds it; None for an address, which is a machine and no person."""
    said = name.strip().lower()
    if not said or re.fullmatch(r"[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*", said):
        return None
    domain, backslash, login = said.rpartition("\\")
    if backslash and login:
        return Alias("login", domain.strip("\\"), login)
    if re.fullmatch(r"[^\s@]+@[^\s@]+", said):
        return Alias("mail", "", said)
    return Alias("name" if " " in said else "login", "", said)


def slug_of(name: str) -> str:
    """Give the slug of a name: its letters and digits, with hyphens between."""
    flat = "".join(
        letter for letter in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(letter)
    )
    slug = re.sub(r"[\W_]+", "-", flat).strip("-")
    return slug or f"n-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def clean(name: str, kind: str = "person") -> str:
    """Give a name without blanks around it; raise `BadUse` where it is empty, huge or no text."""
    said = " ".join(name.split())
    if not said:
        raise BadUse(f"the {kind} has no name", mend="say who: a name, a login or a mail address")
    if len(said) > LONGEST_NAME:
        raise BadUse(f"a name of {len(said)} letters is too long", mend=f"give the {kind}'s name in fewer")
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in said):
        raise BadUse("the name holds control characters", mend=f"give the {kind}'s name")
    return said
