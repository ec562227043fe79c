"""Requests for help and for tools, in the order that keeps the business running; nobody is blamed for waiting.

The order is the business priority of the asker's department or kind of work (the policy says it), times urgency, times
reach.
"""

from collections import Counter
from datetime import datetime
from math import log2
from secrets import token_hex
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit
from catalog import moment as moments
from catalog.adoption.presence import present
from catalog.consolidation.desk import department_of, desk_at
from catalog.errors import BadUse, NotFound
from catalog.models.company import REQUEST_KINDS, REQUEST_STATES, URGENCIES, HelpRequest
from catalog.models.register import Adoption, Department, Person
from catalog.models.tool import Tool
from catalog.moment import written
from catalog.rubric import Desk

URGENCY = {"low": 1, "normal": 2, "high": 4}
SOON = 12.0
AT_ONCE = 30.0
MOST_REACH = 100_000
Document = dict[str, Any]


def ask(
    session: Session,
    person: str,
    title: str,
    *,
    text: str = "",
    kind: str = "help",
    urgency: str = "normal",
    reach: int = 1,
    tool: str | None = None,
    at: datetime | None = None,
) -> HelpRequest:
    """Record what somebody asks for; it stands in the list that its worth gives. Raises `BadUse` for wrong words."""
    audit.take_turn(session)
    present = at or moments.now()
    if not title.strip():
        raise BadUse("what you ask for is missing", mend="say it in a few words", where="title")
    if kind not in REQUEST_KINDS or urgency not in URGENCIES:
        raise BadUse("that choice is not known", mend=f"choose one of: {', '.join(URGENCIES)}", where="urgency")
    if not 1 <= reach <= MOST_REACH:
        raise BadUse(f"{reach} people cannot be", mend="give a number from 1 on", where="reach")
    who = _person(session, person)
    found = session.exec(select(Tool).where(Tool.slug == tool)).first() if tool else None
    row = HelpRequest(
        reference=f"h-{token_hex(5)}", kind=kind, title=title.strip(), text=text.strip(), person_id=who.id or 0,
        tool_id=found.id if found else None, urgency=urgency, reach=reach, asked_at=present,
    )  # fmt: skip
    worth = weight(_priority(department_of(session, who), desk_at(session, present)), urgency, reach)
    row.state = "now" if worth >= AT_ONCE else "next" if worth >= SOON else "later"
    session.add(row)
    session.flush()
    subject = f"request:{row.reference}"
    content = {"title": row.title, "urgency": urgency, "reach": reach, "state": row.state}
    audit.append(session, who=person, what="help asked", subject=subject, content=content)
    return row


def move(session: Session, reference: str, state: str, why: str, *, by: str, at: datetime | None = None) -> HelpRequest:
    """Move a request to another list, with a word why. Raises `NotFound`, or `BadUse` without a word."""
    audit.take_turn(session)
    row = session.exec(select(HelpRequest).where(HelpRequest.reference == reference)).first()
    if row is None:
        raise NotFound("there is no such request", mend="look at the list again")
    if state not in REQUEST_STATES:
        raise BadUse(f"{state[:20]!r} is no list", mend=f"choose one of: {', '.join(REQUEST_STATES)}")
    if not why.strip():
        raise BadUse("it is not said why it moved", mend="say in a word why it moved", where="why")
    row.state, row.why, row.moved_by, row.moved_at = state, why.strip(), by, at or moments.now()
    session.add(row)
    content = {"state": state, "why": row.why}
    audit.append(session, who=by, what="request moved", subject=f"request:{reference}", content=content)
    return row


def board(session: Session, at: datetime | None = None) -> list[Document]:
    """Give the requests that are not done, the weightiest first, each with its place and the reason for it."""
    rows = session.exec(
        select(HelpRequest, Person).join(Person, col(HelpRequest.person_id) == col(Person.id))
        .where(HelpRequest.state != "done")
    ).all()  # fmt: skip
    tools = {tool.id: tool.slug for tool in session.exec(select(Tool))}
    desk = desk_at(session, at or moments.now())
    listed = [_document(session, row, person, desk, tools.get(row.tool_id)) for row, person in rows]
    order = {state: place for place, state in enumerate(REQUEST_STATES)}
    listed.sort(key=lambda one: (order[one["state"]], -one["weight"], one["asked_at"]))
    return [one | {"ahead": place} for place, one in enumerate(listed)]


def demand(session: Session, most: int = 5) -> list[Document]:
    """Give what people pay for or use by themselves, as demand: tools on personal accounts, the most used first."""
    here = present(moments.now().date())
    own = select(Adoption.tool_id).where(
        Adoption.account == "personal", col(Adoption.state).in_(("declared", "confirmed")), here
    )
    counted = Counter(session.exec(own).all())
    tools = {tool.id: tool for tool in session.exec(select(Tool))}
    return [{"tool": tools[number].slug, "name": tools[number].name, "people": people}
            for number, people in counted.most_common(most)]  # fmt: skip


def weight(priority: float, urgency: str, reach: int) -> float:
    """Give what a request weighs: the priority of the work, times urgency, times how many it helps (by doublings)."""
    return priority * URGENCY[urgency] * (1 + log2(reach))


def _document(session: Session, row: HelpRequest, person: Person, desk: Desk, tool: str | None) -> Document:
    department = department_of(session, person)
    priority = _priority(department, desk)
    return {
        "reference": row.reference,
        "kind": row.kind,
        "title": row.title,
        "text": row.text,
        "by": person.slug,
        "name": person.name,
        "tool": tool,
        "industry": department.industry if department else "general",
        "department": department.name if department else None,
        "priority": priority,
        "urgency": row.urgency,
        "reach": row.reach,
        "state": row.state,
        "why": row.why,
        "weight": round(weight(priority, row.urgency, row.reach), 1),
        "asked_at": written(row.asked_at),
        "day": row.asked_at.date().isoformat(),
    }


def _person(session: Session, slug: str) -> Person:
    found = session.exec(select(Person).where(Person.slug == slug)).first()
    if found is None:
        raise NotFound(f"nobody here is called {slug[:40]!r}", mend="sign in first")
    return found


def _priority(department: Department | None, desk: Desk) -> float:
    if department is None:
        return desk.priorities.general
    return desk.priorities.of(department.slug, department.industry)
