"""What is known of a person, to take along; and the wish to have it erased: asked, answered, done.

Erased are the person's name, purpose and team at what they declared, and their names in what logs showed; that some
person used the tool stays, so that counts hold. The trail keeps that it was said, and that it was erased: its chain
would show a hole.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, or_, select

from catalog import audit, people
from catalog import moment as moments
from catalog.adoption import cases, register
from catalog.adoption.listing import listing as adoptions_of
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.register import Adoption, Erasure, Grant, Identity, Person, Sighting
from catalog.models.tool import Tool
from catalog.moment import written

ANSWER_WITHIN = timedelta(days=30)
LONGEST = 2000
ERASED = "erased-"


def known_of(session: Session, who: str) -> dict[str, Any]:
    """Give all that is known of a person's use: their names in logs, each adoption with its sources, what they asked.

    Somebody who is nobody yet has empty lists.
    """
    person = people.find(session, who)
    names = [] if person is None else session.exec(select(Identity).where(Identity.person_id == person.id)).all()
    return {
        "person": person.slug if person else people.clean(who),
        "name": person.name if person else people.clean(who),
        "names": [{"kind": one.kind, "issuer": one.issuer or None, "name": one.value} for one in names],
        "adoptions": adoptions_of(session, by=who),
        "erasures": [] if person is None else [_told(session, one) for one in _asked_by(session, person)],
    }


def ask(
    session: Session, by: str, adoption: str | None = None, text: str = "", at: datetime | None = None
) -> dict[str, Any]:
    """Record that a person wants what is known of one adoption (or of all) erased; it is answered within a month.

    Raises `NotFound` where the adoption is another's, `Conflicting` where the same was asked and is still open.
    """
    audit.take_turn(session)
    at = at or moments.now()
    person = people.find(session, by)
    if person is None:
        raise NotFound(f"nothing is known of {people.clean(by)[:60]!r}", mend="there is nothing to erase")
    if adoption is not None:
        register.own(session, adoption, by)
    if any(one.adoption == adoption and one.state == "open" for one in _asked_by(session, person)):
        raise Conflicting("you have asked for this already", mend="wait for the answer, or look: byot mine")
    wish = Erasure(
        reference=cases.reference("e"),
        person_id=person.id or 0,
        adoption=adoption,
        text=_clean(text),
        due=(at + ANSWER_WITHIN).date(),
        asked_at=at,
    )
    session.add(wish)
    session.flush()
    told = _told(session, wish)
    audit.append(session, who=person.slug, what="erasure asked", subject=f"person:{person.slug}", content=told)
    return told


def answer(
    session: Session, reference: str, by: str, *, erase: bool, text: str = "", at: datetime | None = None
) -> dict[str, Any]:
    """Erase what somebody asked for, or decline with the reason. Raises `NotAllowed` unless `by` is a reviewer."""
    audit.take_turn(session)
    at = at or moments.now()
    reviewer = people.with_role(session, by, "reviewer")
    wish = session.exec(select(Erasure).where(Erasure.reference == reference)).first()
    if wish is None:
        raise NotFound(f"nobody asked {reference[:40]!r}", mend="see what was asked: byot erasure list")
    if wish.state != "open":
        raise Conflicting("this was answered already", mend="look at it again: byot erasure list")
    said = _clean(text)
    if not erase and not said:
        raise BadUse("a wish that is declined needs its reason", mend="say why in a sentence", where="--why")
    person = _kept(session, wish)
    gone = _erase(session, person, wish) if erase else []
    wish.state, wish.closed_by, wish.closed_at = "done" if erase else "declined", reviewer.slug, at
    wish.answer = said or None
    session.add(wish)
    session.flush()
    told = _told(session, wish)
    content = {**told, "adoptions": gone}
    what = "erasure done" if erase else "erasure declined"
    audit.append(session, who=reviewer.slug, what=what, subject=f"person:{person.slug}", content=content)
    return told


def withdraw(session: Session, reference: str, by: str, at: datetime | None = None) -> dict[str, Any]:
    """Take a wish of one's own back (`last`: the newest), while it waits. Raises `NotFound` where it is another's."""
    audit.take_turn(session)
    person = people.find(session, by)
    asked = _asked_by(session, person) if person is not None else ()
    wish = next((one for one in asked if reference in ("last", one.reference)), None)
    if person is None or wish is None:
        raise NotFound(f"you have not asked {reference[:40]!r}", mend="see what you asked: byot mine")
    if wish.state != "open":
        raise Conflicting("this was answered already", mend="look at it again: byot mine")
    wish.state, wish.closed_by, wish.closed_at = "declined", person.slug, at or moments.now()
    session.add(wish)
    session.flush()
    told = _told(session, wish)
    audit.append(session, who=person.slug, what="erasure withdrawn", subject=f"person:{person.slug}", content=told)
    return told


def wishes(session: Session, state: str | None = "open") -> list[dict[str, Any]]:
    """Give the wishes in a state (None: all), those due first at the top."""
    rows = select(Erasure).order_by(col(Erasure.due), col(Erasure.id))
    if state is not None:
        rows = rows.where(Erasure.state == state)
    return [_told(session, one) for one in session.exec(rows).all()]


def _erase(session: Session, person: Person, wish: Erasure) -> list[str]:
    """Take the person out of the adoptions asked about; give the references of these."""
    rows = session.exec(_chosen(person, wish)).all()
    names = {who: f"{ERASED}{wish.reference}-{at}" for at, who in enumerate(sorted({one.who for one in rows}), 1)}
    for one in rows:
        one.who, one.person_id, one.team_id, one.purpose = names[one.who], None, None, None
        if (one.kind == "declared" or person.left_on is not None) and one.state not in ("ended", "withdrawn"):
            one.state = "ended"
        session.add(one)
    session.flush()
    tools = {one.tool_id for one in rows}
    _rename(session, names, tools, everywhere=wish.adoption is None)
    if wish.adoption is None:
        session.execute(delete(Identity).where(col(Identity.person_id) == person.id))
    return [one.reference for one in rows]


def _kept(session: Session, wish: Erasure) -> Person:
    """Give who asked; who was merged into another since is that other."""
    person = session.get_one(Person, wish.person_id)
    while person.merged_into_id is not None:
        person = session.get_one(Person, person.merged_into_id)
    return person


def _chosen(person: Person, wish: Erasure) -> Any:
    mine = select(Adoption).where(Adoption.person_id == person.id)
    if wish.adoption is None:
        return mine
    asked = select(Adoption.id).where(Adoption.reference == wish.adoption).scalar_subquery()
    return mine.where(or_(col(Adoption.id) == asked, col(Adoption.linked_id) == asked))


def _rename(session: Session, names: dict[str, str], tools: set[int], everywhere: bool) -> None:
    """Put nobody's names where logs showed the person's, at some tools or everywhere."""
    for name, nobody in names.items():
        for table in (Sighting, Grant):
            there = update(table).where(col(table.user) == name)
            session.execute((there if everywhere else there.where(col(table.tool_id).in_(tools))).values(user=nobody))


def _asked_by(session: Session, person: Person) -> Sequence[Erasure]:
    own = select(Person.id).where(or_(col(Person.id) == person.id, col(Person.merged_into_id) == person.id))
    return session.exec(select(Erasure).where(col(Erasure.person_id).in_(own)).order_by(col(Erasure.id).desc())).all()


def _told(session: Session, wish: Erasure) -> dict[str, Any]:
    return {
        "id": wish.reference,
        "person": session.get_one(Person, wish.person_id).slug,
        "adoption": wish.adoption,
        "tool": _tool_of(session, wish),
        "text": wish.text,
        "asked_at": written(wish.asked_at),
        "due": wish.due.isoformat(),
        "state": wish.state if wish.state != "declined" or wish.answer else "withdrawn",
        "by": wish.closed_by,
        "answer": wish.answer,
    }


def _tool_of(session: Session, wish: Erasure) -> str | None:
    """Give the tool of the one use that a wish is about."""
    rows = select(Tool.slug).join(Adoption, col(Adoption.tool_id) == col(Tool.id))
    return session.exec(rows.where(Adoption.reference == wish.adoption)).first() if wish.adoption else None


def _clean(text: str) -> str:
    said = " ".join(text.replace("\0", "").split())
    if len(said) > LONGEST:
        raise BadUse(f"a text of {len(said)} letters is too long", mend=f"use at most {LONGEST}")
    return said
