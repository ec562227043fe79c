"""Filters that somebody keeps under a name, for the queue and for the log."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlmodel import Session, col, select

from catalog import audit, people
from catalog import moment as moments
from catalog.errors import BadUse
from catalog.models.desk import PAGES, SavedView
from catalog.models.register import Person

MOST = 50
LONGEST_NAME = 60
LONGEST_QUESTION = 2000


def save(session: Session, by: str, page: str, name: str, question: str, at: datetime | None = None) -> dict[str, Any]:
    """Keep a filter under a name; one of the same name is replaced. Raises `BadUse` for a name or page that is none."""
    audit.take_turn(session)
    at = at or moments.now()
    person = people.person_for(session, by)
    called = " ".join(name.replace("\0", "").split())
    if not 0 < len(called) <= LONGEST_NAME:
        raise BadUse("a view needs a name", mend=f"use at most {LONGEST_NAME} letters")
    if page not in PAGES:
        raise BadUse(f"{page[:40]!r} has no views", mend=f"choose one of: {', '.join(PAGES)}")
    asked = urlencode([(key, value) for key, value in parse_qsl(question) if key not in ("after", "done")])
    if len(asked) > LONGEST_QUESTION:
        raise BadUse("the filter is too long to keep", mend="take some of it away")
    own = select(SavedView).where(SavedView.person_id == person.id, SavedView.page == page)
    kept = session.exec(own).all()
    view = next((one for one in kept if one.name.lower() == called.lower()), None)
    if view is None and len(kept) >= MOST:
        raise BadUse(f"you keep {MOST} views already", mend="take one away first")
    view = view or SavedView(person_id=person.id or 0, page=page, name=called, question="", saved_at=at)
    view.question, view.saved_at = asked, at
    session.add(view)
    session.flush()
    _tell(session, person, "view saved", view)
    return _told(view)


def remove(session: Session, by: str, number: int) -> str:
    """Take a view of one's own away, and give its page; one that is not there is gone already."""
    audit.take_turn(session)
    person = people.person_for(session, by)
    view = session.get(SavedView, number)
    if view is None or view.person_id != person.id:
        return PAGES[0]
    _tell(session, person, "view removed", view)
    session.delete(view)
    session.flush()
    return view.page


def views(session: Session, by: str, page: str) -> list[dict[str, Any]]:
    """Give a person's views of a page, by name."""
    person = people.find(session, by)
    if person is None:
        return []
    own = select(SavedView).where(SavedView.person_id == person.id, SavedView.page == page)
    return [_told(one) for one in session.exec(own.order_by(col(SavedView.name))).all()]


def _told(view: SavedView) -> dict[str, Any]:
    return {"id": view.id, "name": view.name, "page": view.page, "question": view.question}


def _tell(session: Session, person: Person, what: str, view: SavedView) -> None:
    content = {"page": view.page, "name": view.name, "question": view.question}
    audit.append(session, who=person.slug, what=what, subject=f"person:{person.slug}", content=content)
