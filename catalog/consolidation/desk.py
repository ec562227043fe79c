"""What planners go by where people ask for something, as the rubric and the policy over it have it then."""

from datetime import datetime

from sqlmodel import Session

from catalog.errors import BadUse
from catalog.models.register import Department, Person, Team
from catalog.moment import Moment
from catalog.rubric import Desk, stored_at


def desk_at(session: Session, at: datetime) -> Desk:
    """Give the sums and priorities at a moment; the usual ones where no rubric was known yet."""
    try:
        return stored_at(session, Moment(at, at)).desk
    except BadUse:
        return Desk()


def department_of(session: Session, person: Person | None) -> Department | None:
    """Give the department of a person: their own, else their team's; None where neither is known."""
    if person is None:
        return None
    team = session.get(Team, person.team_id) if person.team_id else None
    number = person.department_id or (team.department_id if team else None)
    return session.get(Department, number) if number else None
