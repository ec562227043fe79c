"""Who may do what: a reviewer gives roles to people and takes them back. There is always a reviewer."""

from typing import Any

from sqlmodel import Session

from catalog import audit, people
from catalog import moment as moments
from catalog.adoption.leaving import ANOTHER
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.register import Person

REVIEWER = "reviewer"
ROLES = (REVIEWER, "planner")
"""What may be given; everybody is an employee."""


def give(session: Session, who: str, role: str, by: str) -> dict[str, Any]:
    """Give a person a role. Raises `NotAllowed` unless `by` is a reviewer, `Conflicting` where they hold it."""
    person = _person(session, who, role, by)
    people.require_there(person, moments.now().date())
    if role in person.roles:
        raise Conflicting(f"{person.slug} is a {role} already", mend="look: byot people list --json")
    return _record(session, person, sorted({*person.roles, role}), by, "role given")


def take(session: Session, who: str, role: str, by: str) -> dict[str, Any]:
    """Take a role back. Raises `Conflicting` where they do not hold it, or are the only reviewer."""
    person = _person(session, who, role, by)
    if role not in person.roles:
        raise Conflicting(f"{person.slug} is no {role}", mend="look: byot people list --json")
    if role == REVIEWER and people.holders(session, REVIEWER, moments.now().date()) == [person]:
        raise Conflicting(f"{person.slug} is the only reviewer", mend=ANOTHER)
    return _record(session, person, sorted({*person.roles} - {role}), by, "role taken back")


def _person(session: Session, who: str, role: str, by: str) -> Person:
    audit.take_turn(session)
    people.with_role(session, by, REVIEWER)
    if role not in ROLES:
        raise BadUse(f"{role[:40]!r} is no role that can be given", mend=f"choose one of: {', '.join(ROLES)}")
    person = people.find(session, who)
    if person is None:
        raise NotFound(f"nobody is known as {who.strip()[:60]!r}", mend="see them: byot people list")
    return person


def _record(session: Session, person: Person, roles: list[str], by: str, what: str) -> dict[str, Any]:
    changed = sorted({*person.roles} ^ {*roles})
    person.roles = roles
    session.add(person)
    session.flush()
    told = {"person": person.slug, "roles": roles}
    content = {"role": changed[0], **told}
    audit.append(session, who=by.strip(), what=what, subject=f"person:{person.slug}", content=content)
    return told
