"""A question, as people put it, and the same with its defaults filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from catalog import moment as moments
from catalog.errors import BadUse, NotFound
from catalog.moment import Moment
from catalog.rubric import DATA_CLASSES, INDUSTRIES
from catalog.verdict.case import Asker

if TYPE_CHECKING:
    from catalog.models.register import Department

ACCOUNTS = ("company", "personal")


@dataclass(frozen=True, slots=True)
class Question:
    """May I use `query`, on this plan, in this industry, for these data classes? Times as people write them.

    Defaults: the free plan (else the lowest), the industry of the person's department (else general), internal data,
    a company account, today.
    """

    query: str
    plan: str | None = None
    industry: str | None = None
    data: Sequence[str] = ()
    account: str = "company"
    as_of: str | None = None
    known_at: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """A question's circumstances, checked and complete."""

    industry: str
    data: tuple[str, ...]
    account: str
    moment: Moment
    asker: Asker = field(default_factory=Asker)
    posture: str | None = None


def circumstances(session: Session, question: Question, at: datetime | None = None) -> Circumstances:
    """Give a question's circumstances; raise `BadUse` naming the choices where a word is none of them."""
    department, asker = _asker(session, question.person)
    industry = question.industry or (department.industry if department else "general")
    data = tuple(dict.fromkeys(question.data)) or ("internal",)
    _one_of(industry, INDUSTRIES, "industry", "--industry")
    _one_of(question.account, ACCOUNTS, "account", "--account")
    for name in data:
        _one_of(name, DATA_CLASSES, "data class", "--data")
    present = at or moments.now()
    moment = Moment(
        moments.read(question.as_of, option="--as-of", at=present),
        moments.read(question.known_at, option="--known-at", at=present),
    )
    posture = department.posture if department else None
    return Circumstances(industry, data, question.account, moment, asker, posture)


def _one_of(word: str, choices: Sequence[str], kind: str, option: str) -> None:
    if word not in choices:
        near = [choice for choice in choices if choice.startswith(word[:3].lower())] if word else []
        mend = f"did you mean {near[0]}? " if near else ""
        raise BadUse(f"{word[:60]!r} is no {kind}", mend=f"{mend}choose one of: {', '.join(choices)}", where=option)


def _asker(session: Session, slug: str | None) -> tuple["Department | None", Asker]:
    if slug is None:
        return None, Asker()
    from catalog.models.register import Department, Person, Team

    person = session.exec(select(Person).where(Person.slug == slug)).first()
    if person is None:
        raise NotFound(f"there is no person {slug[:60]!r}", mend="leave the person out, or add them first")
    department = session.get(Department, person.department_id) if person.department_id else None
    team = session.get(Team, person.team_id) if person.team_id else None
    if department is None and team is not None and team.department_id:
        department = session.get(Department, team.department_id)
    return department, Asker(person.slug, team.slug if team else None, department.slug if department else None)
