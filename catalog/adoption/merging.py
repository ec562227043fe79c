"""One person under several names: names given to a person, two persons merged into one, and the merge undone.

A merge moves what is the other's (names, adoptions, cases, requests, claims) to the person who is kept; the other stays
as a row without any, so that all of it can go back. Rights do not travel: the roles of the one who is kept are what
they were.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, not_, update
from sqlmodel import Session, col, or_, select

from catalog import audit, people
from catalog.adoption import cases, linking
from catalog.adoption.erasing import ERASED
from catalog.adoption.listing import pieces
from catalog.adoption.presence import behind
from catalog.adoption.undoing import undoable
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.company import BudgetClaim, HelpRequest
from catalog.models.register import Adoption, Identity, Merge, Person
from catalog.models.review import Decision, Review
from catalog.moment import now, written

ROLE = "reviewer"
Moved = type[Identity] | type[Adoption] | type[Review] | type[HelpRequest] | type[BudgetClaim]
MOVED: dict[str, tuple[Moved, Any]] = {
    "identities": (Identity, Identity.person_id),
    "adoptions": (Adoption, Adoption.person_id),
    "reviews": (Review, Review.owner_id),
    "requests": (HelpRequest, HelpRequest.person_id),
    "claims": (BudgetClaim, BudgetClaim.person_id),
}


def listing(session: Session, holding: str = "", most: int | None = None) -> list[dict[str, Any]]:
    """Give the people with the names that logs and exports know them by, and how many adoptions each has.

    `holding` keeps those in one of whose names these letters are, `most` the first ones. `left_on` is the day on which
    one leaves or has left, `left_behind` how much of theirs is in use still.
    """
    rows = session.exec(select(Person).where(*_there(holding)).order_by(col(Person.slug)).limit(most)).all()
    return [told for some in pieces(rows) for told in _listed(session, some)]


def count(session: Session, holding: str = "") -> int:
    """Count the people whom `listing` gives."""
    return session.exec(select(func.count()).select_from(Person).where(*_there(holding))).one()


def _there(holding: str) -> list[ColumnElement[bool]]:
    """Give the conditions of the people who are listed: nobody is twice, and letters are looked for in all names."""
    there: list[ColumnElement[bool]] = [col(Person.merged_into_id).is_(None)]
    if holding:
        issued = func.lower(col(Identity.issuer) + "\\" + col(Identity.value))
        named = select(Identity.person_id).where(issued.contains(holding.lower(), autoescape=True))
        own = (func.lower(said).contains(holding.lower(), autoescape=True) for said in (Person.slug, Person.name))
        there.append(or_(*own, col(Person.id).in_(named)))
    return there


def _listed(session: Session, rows: Sequence[Person]) -> list[dict[str, Any]]:
    these = [one.id for one in rows]
    names: dict[int | None, list[str]] = defaultdict(list)
    its = select(Identity).where(col(Identity.person_id).in_(these)).order_by(col(Identity.value))
    for identity in session.exec(its):
        issued = f"{identity.issuer}\\{identity.value}" if identity.issuer else identity.value
        names[identity.person_id].append(issued)
    uses = select(Adoption.person_id, func.count()).where(
        col(Adoption.person_id).in_(these), col(Adoption.linked_id).is_(None)
    )
    by_person = uses.group_by(col(Adoption.person_id))
    counted: dict[int | None, int] = dict(session.exec(by_person).all())
    stays = by_person.where(behind(now().date()))
    left_behind: dict[int | None, int] = dict(session.exec(stays).all())
    return [
        {"person": one.slug, "name": one.name, "names": names[one.id], "roles": list(one.roles),
         "adoptions": counted.get(one.id, 0), "left_on": one.left_on.isoformat() if one.left_on else None,
         "left_behind": left_behind.get(one.id, 0)}
        for one in rows
    ]  # fmt: skip


def nobodys(session: Session, most: int) -> tuple[list[dict[str, Any]], int]:
    """Give the names in logs that belong to nobody, those with the most uses first, and how many there are in all."""
    uses = func.count()
    proposed = (col(Adoption.person_id).is_(None), Adoption.kind == "detected", Adoption.state == "proposed",
                not_(col(Adoption.who).startswith(ERASED, autoescape=True)))  # fmt: skip
    rows = select(Adoption.who, uses).where(*proposed).group_by(col(Adoption.who))
    first = session.exec(rows.order_by(uses.desc(), col(Adoption.who)).limit(most))
    found = [{"name": who, "adoptions": times} for who, times in first]
    return found, session.exec(select(func.count(func.distinct(Adoption.who))).where(*proposed)).one()


def merges(session: Session) -> list[dict[str, Any]]:
    """Give the merges, newest first."""
    rows = session.exec(select(Merge).order_by(col(Merge.id).desc())).all()
    both = {number for one in rows for number in (one.kept_id, one.gone_id)}
    slugs = dict(session.exec(select(Person.id, Person.slug).where(col(Person.id).in_(both))).all())
    return [
        {"merge": one.reference, "kept": slugs[one.kept_id], "gone": slugs[one.gone_id], "by": one.merged_by,
         "merged_at": written(one.merged_at), "undone_at": written(one.undone_at) if one.undone_at else None}
        for one in rows
    ]  # fmt: skip


def name(session: Session, who: str, names: Sequence[str], by: str) -> dict[str, Any]:
    """Give a person further names: a login, a mail address, a name as a directory writes it.

    What logs showed under them becomes the person's. Raises `Conflicting` where one is another person's.
    """
    audit.take_turn(session)
    people.with_role(session, by, ROLE)
    person = people.person_for(session, who)
    for said in names:
        alias = people.alias_of(people.clean(said))
        if alias is None:
            raise BadUse(f"{said[:60]!r} is an address of a machine", mend="give a login, a mail address or a name")
        identity = session.exec(
            select(Identity).where(Identity.kind == alias.kind, Identity.issuer == alias.issuer)
            .where(Identity.value == alias.value)
        ).first() or Identity(**alias._asdict())  # fmt: skip
        if identity.person_id not in (None, person.id):
            other = session.get_one(Person, identity.person_id)
            mend = f"merge them: byot people merge {person.slug} {other.slug}"
            raise Conflicting(f"{said[:60]!r} is a name of {other.slug}", mend=mend)
        identity.person_id = person.id
        session.add(identity)
    session.flush()
    linking.link_each(session, linking.claim(session, [person]))
    content = {"person": person.slug, "names": sorted(names)}
    audit.append(session, who=by.strip(), what="person named", subject=f"person:{person.slug}", content=content)
    return _listed(session, [person])[0]


def merge(session: Session, kept: str, gone: str, by: str) -> dict[str, Any]:
    """Merge one person into another; give the merge, what was moved, and the decisions that still name the other."""
    audit.take_turn(session)
    people.with_role(session, by, ROLE)
    stays, goes = (_person(session, who) for who in (kept, gone))
    if stays.id == goes.id:
        raise Conflicting(f"{kept[:60]!r} and {gone[:60]!r} are one person already", mend="look: byot people list")
    moved = {what: _ids(session, table, owner, goes) for what, (table, owner) in MOVED.items()}
    for what, (table, owner) in MOVED.items():
        session.execute(update(table).where(col(table.id).in_(moved[what])).values({owner.key: stays.id}))
    goes.merged_into_id = stays.id
    done = Merge(reference=cases.reference("m"), kept_id=stays.id or 0, gone_id=goes.id or 0, moved=moved,
                 merged_by=by.strip(), merged_at=now())  # fmt: skip
    session.add_all([goes, done])
    session.flush()
    session.expire_all()
    _link(session, stays, moved["adoptions"])
    named = [one.reference for one in session.exec(select(Decision).where(col(Decision.retracted_at).is_(None)))
             if one.scope.get("person") == goes.slug]  # fmt: skip
    told = {"merge": done.reference, "kept": stays.slug, "gone": goes.slug, "moved": _counts(moved), "decisions": named}
    audit.append(session, who=by.strip(), what="people merged", subject=f"person:{stays.slug}", content=told)
    return told


def unmerge(session: Session, reference: str, by: str) -> dict[str, Any]:
    """Undo a merge (`last`: the newest one in force): what was moved goes back, as far as it is still there."""
    audit.take_turn(session)
    people.with_role(session, by, ROLE)
    done = _merge(session, reference)
    stays, goes = session.get_one(Person, done.kept_id), session.get_one(Person, done.gone_id)
    if goes.merged_into_id != stays.id:
        raise Conflicting("the persons were merged further", mend="undo the later merge first")
    ids = done.moved["adoptions"]
    linking.part(session, ids)
    for what, (table, owner) in MOVED.items():
        here = update(table).where(col(table.id).in_(done.moved.get(what, [])), col(owner) == stays.id)
        session.execute(here.values({owner.key: goes.id}))
    goes.merged_into_id, done.undone_at = None, now()
    session.add_all([goes, done])
    session.flush()
    session.expire_all()
    for person in (stays, goes):
        _link(session, person, ids)
    told = {"merge": done.reference, "kept": stays.slug, "gone": goes.slug, "moved": _counts(done.moved)}
    audit.append(session, who=by.strip(), what="merge undone", subject=f"person:{stays.slug}", content=told)
    return told


def _link(session: Session, person: Person, adoptions: Sequence[int]) -> None:
    for tool_id in session.exec(select(Adoption.tool_id).where(col(Adoption.id).in_(adoptions)).distinct()).all():
        linking.link(session, [person.id], tool_id)


def _person(session: Session, who: str) -> Person:
    person = people.find(session, who)
    if person is None:
        raise NotFound(f"nobody is known as {people.clean(who)[:60]!r}", mend="see who is: byot people list")
    return person


def _merge(session: Session, reference: str) -> Merge:
    again = "merge them again, if they are one after all"
    return undoable(session, Merge, reference, kind="merge", see="byot people list", again=again)


def _ids(session: Session, table: Any, owner: Any, person: Person) -> list[int]:
    return list(session.exec(select(table.id).where(owner == person.id).order_by(table.id)).all())


def _counts(moved: dict[str, list[int]]) -> dict[str, int]:
    return {what: len(ids) for what, ids in moved.items()}
