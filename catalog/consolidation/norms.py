"""How a team works: hours, availability, channels, deliverables; from a template, linked with the tools it uses."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit
from catalog import moment as moments
from catalog.adoption.presence import present
from catalog.errors import BadUse, NotFound
from catalog.models.company import WorkNorm
from catalog.models.register import Adoption, Person, Team
from catalog.models.tool import Tool

TEMPLATE = {
    "hours": "We are at work from 9 to 17. Between 10 and 15 we answer each other; outside of that nobody has to.",
    "availability": "Away for more than an hour: say so in the team's chat. Ill or on leave: in the calendar.",
    "channels": "Urgent: call. Today: chat. This week: mail. What should last: the wiki.",
    "deliverables": "On Monday each of us says what will be done by Friday. On Friday we look at it together.",
}
LONGEST = 2_000
Document = dict[str, Any]


def of_team(session: Session, slug: str) -> Document:
    """Give a team's norms (the template, where it has none) and the tools it uses most. Raises `NotFound`."""
    team = _team(session, slug)
    row = _row(session, team)
    return {
        "team": team.slug,
        "name": team.name,
        "written": row is not None,
        "by": row.written_by if row else None,
        "content": {**TEMPLATE, **(row.content if row else {})},
        "tools": _tools(session, team),
    }


def write(session: Session, slug: str, content: Mapping[str, str], *, by: str, at: datetime | None = None) -> None:
    """Replace a team's norms. Raises `NotFound`, or `BadUse` for texts that are too long."""
    audit.take_turn(session)
    team = _team(session, slug)
    present = at or moments.now()
    kept = {name: content.get(name, "").strip() for name in TEMPLATE}
    if any(len(text) > LONGEST for text in kept.values()):
        raise BadUse("that is too long", mend=f"write {LONGEST} letters at the most")
    before = _row(session, team)
    if before is not None:
        before.retracted_at = present
        session.add(before)
    session.add(WorkNorm(team_id=team.id or 0, content=kept, written_by=by, recorded_at=present))
    audit.append(session, who=by, what="norms written", subject=f"team:{slug}", content=dict(kept))


def may_write(session: Session, slug: str, person: str) -> bool:
    """Say whether somebody belongs to a team."""
    who = session.exec(select(Person).where(Person.slug == person)).first()
    return who is not None and who.team_id == _team(session, slug).id


def team_of(session: Session, person: str) -> str | None:
    """Give the team (its slug) to which somebody belongs, None where none is known."""
    return session.exec(select(Team.slug).join(Person, col(Person.team_id) == col(Team.id)).where(
        Person.slug == person)).first()  # fmt: skip


def of_tool(session: Session, tool_id: int, most: int = 5) -> list[Document]:
    """Give the teams that use a tool and have written down how they work, by name."""
    used = select(Adoption.team_id).where(
        Adoption.tool_id == tool_id, col(Adoption.state).in_(("declared", "confirmed")), present(moments.now().date())
    )
    rows = session.exec(
        select(Team.slug, Team.name).join(WorkNorm, col(WorkNorm.team_id) == col(Team.id))
        .where(col(WorkNorm.retracted_at).is_(None), col(Team.id).in_(used))
        .order_by(col(Team.name)).limit(most)
    ).all()  # fmt: skip
    return [{"slug": slug, "name": name} for slug, name in rows]


def _row(session: Session, team: Team) -> WorkNorm | None:
    wanted = select(WorkNorm).where(WorkNorm.team_id == team.id, col(WorkNorm.retracted_at).is_(None))
    return session.exec(wanted.order_by(col(WorkNorm.id).desc())).first()


def _team(session: Session, slug: str) -> Team:
    found = session.exec(select(Team).where(Team.slug == slug)).first()
    if found is None:
        raise NotFound("there is no such team", mend="look at who uses what for the teams' names")
    return found


def _tools(session: Session, team: Team, most: int = 8) -> list[Document]:
    rows = session.exec(
        select(Tool.slug, Tool.name, Adoption.who).join(Adoption, col(Adoption.tool_id) == col(Tool.id))
        .where(Adoption.team_id == team.id, col(Adoption.state).in_(("declared", "confirmed")))
        .where(present(moments.now().date()))
    ).all()  # fmt: skip
    counted = Counter((slug, name) for slug, name, _ in set(rows))
    return [{"slug": slug, "name": name, "people": people} for (slug, name), people in counted.most_common(most)]
