"""Who uses a tool, as its case shows it: those first whose use needs an answer most, counts, and when it came up.

The database counts and chooses, so that of a hundred thousand uses only a page comes here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from catalog.adoption.listing import ACTIVE, documents, team_id
from catalog.adoption.presence import behind
from catalog.adoption.scopes import RISKS_RISING
from catalog.models.columns import utc_day
from catalog.models.register import Adoption, Grant, Origin, Person, Sighting, Team
from web.titles import title
from web.trail import MOST
from web.words import first_up, listed, many

STRICTEST = ("denied", "ask", "conditions", "allowed")
MOST_USES = 25
MOST_GROUPS = 6
FEW = 2
Groups = list[tuple[str, int]]
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Using:
    """The uses of a tool that are not over: how many, some of them, and how they fall into plans and teams."""

    total: int
    behind: int
    first: list[dict[str, Any]]
    plans: Groups
    teams: Groups


def using(session: Session, tool_id: int, today: date) -> Using:
    """Give the uses of a tool: those somebody disputes first, then by the answer they were given, the strictest first.

    Plans are all those in use, the most used first, an empty name where nobody said which; teams those with the most
    uses. `today` (UTC) tells who has left.
    """
    its = _uses_of(tool_id)
    counted = select(func.count()).select_from(Adoption)
    first = select(Adoption).where(*its).order_by(
        case((col(Adoption.state) == "disputed", 0), else_=1), _strictness(),
        col(Adoption.recorded_at).desc(), col(Adoption.id).desc(),
    )  # fmt: skip
    return Using(
        session.exec(counted.where(*its)).one(),
        session.exec(counted.where(*its, behind(today))).one(),
        documents(session, session.exec(first.limit(MOST_USES)).all(), today),
        _groups(session, func.coalesce(Adoption.plan, ""), its),
        _groups(session, col(Team.slug), [*its, team_id() == col(Team.id)])[:MOST_GROUPS],
    )


def persons(session: Session, references: Iterable[str]) -> dict[str, str]:
    """Give who it is by the references of some adoptions."""
    rows = select(Adoption.reference, _named(Adoption)).where(col(Adoption.reference).in_(set(references)))
    return dict(session.exec(rows).all())


def let_at(session: Session, tool_id: int) -> list[Line]:
    """Tell which apps of a tool people let at their data: at what (as the last of them did), its risk, how many people.

    The riskiest come first.
    """
    same = and_(col(Adoption.tool_id) == col(Grant.tool_id), col(Adoption.who) == col(Grant.user))
    found = session.execute(
        columns(col(Grant.client), col(Grant.risk), func.count(_one(Adoption).distinct()), func.max(Grant.id))
        .join(Adoption, same)
        .where(col(Grant.tool_id) == tool_id, col(Adoption.state).in_(ACTIVE))
        .group_by(col(Grant.client), col(Grant.risk))
    ).all()
    last = select(Grant.id, Grant.scopes).where(col(Grant.id).in_([number for *_, number in found]))
    scopes = dict(session.exec(last).all())
    told = [
        {"client": client, "risk": risk, "people": people, "scopes": scopes[number]}
        for client, risk, people, number in found
    ]
    return sorted(told, key=lambda one: (-RISKS_RISING.index(one["risk"]), -one["people"], one["client"]))


def came_up(session: Session, tool_id: int) -> list[Line]:
    """Tell when people spoke of a tool and logs began to show it: a line for each day, and for each kind of log."""
    day = utc_day(col(Adoption.recorded_at))
    told = _uses(tool_id, day, day, col(Adoption.kind) == "declared").order_by(day.desc()).limit(MOST)
    return [
        *_lines(session, told, "person", "people", lambda _: "told us that they use it"),
        *_lines(session, _shown(tool_id, Sighting), "person was", "people were", _in_logs),
        *_lines(session, _shown(tool_id, Grant), "person", "people", _let_in),
    ]


def _uses_of(tool_id: int) -> list[ColumnElement[bool]]:
    return [
        col(Adoption.tool_id) == tool_id, col(Adoption.state).in_(ACTIVE), col(Adoption.linked_id).is_(None),
    ]  # fmt: skip


def _named(adoption: Any) -> Any:
    """Give the expression of whose an adoption is: the person's name, else what a log calls them."""
    its = select(Person.name).where(Person.id == adoption.person_id).scalar_subquery()
    return func.coalesce(its, adoption.who)


def _one(adoption: Any) -> Any:
    """Give the expression that tells people apart: by their number, else by what a log calls them."""
    return func.coalesce(cast(adoption.person_id, String), adoption.who)


def _strictness() -> ColumnElement[int]:
    word = col(Adoption.verdict)["verdict"].as_string()
    return case({word: place for place, word in enumerate(STRICTEST)}, value=word, else_=len(STRICTEST))


def _groups(session: Session, name: Any, which: Iterable[ColumnElement[bool]]) -> Groups:
    rows = select(name, func.count()).where(*which).group_by(name).order_by(func.count().desc(), name)
    return [(word, count) for word, count in session.exec(rows)]


def _shown(tool_id: int, kind: Any) -> Any:
    """Give the statement of what one kind of trace in logs shows: each format with its first day."""
    same = [kind.tool_id == Adoption.tool_id, kind.user == Adoption.who, kind.day.is_not(None)]
    if kind is Sighting:
        same.append(or_(col(Sighting.tenant) == "", col(Sighting.tenant) == col(Adoption.tenant)))
    found = _uses(tool_id, Origin.format, func.min(kind.day), col(Adoption.kind) == "detected")
    return found.join(kind, and_(*same)).join(Origin, kind.origin_id == Origin.id)


def _uses(tool_id: int, by: Any, day: Any, which: ColumnElement[bool]) -> Any:
    """Give the statement that groups what was told or detected, itself or linked to what was: day, and by whom."""
    main = aliased(Adoption)
    who = _named(main)
    return (
        columns(by, day, func.count(_one(main).distinct()), func.min(who), func.max(who))
        .select_from(Adoption)
        .join(main, col(main.id) == func.coalesce(Adoption.linked_id, Adoption.id))
        .where(col(Adoption.tool_id) == tool_id, col(main.state).in_(ACTIVE), which)
        .group_by(by)
    )


def _in_logs(name: str) -> str:
    return f"seen from this day on, in: {title(name)}"


def _let_in(name: str) -> str:
    return f"let it at their data, from this day on, by: {title(name)}"


def _lines(session: Session, found: Any, one: str, more: str, what: Callable[[str], str]) -> Iterator[Line]:
    """Say each group; up to two people by name."""
    for name, day, count, first, last in session.execute(found):
        by = listed(sorted({first, last})) if count <= FEW else None
        yield {
            "at": f"{day}T00:00:00+00:00", "by": by, "text": f"{first_up(many(count, one, more))} {what(name)}.",
        }  # fmt: skip
