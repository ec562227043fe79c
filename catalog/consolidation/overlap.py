"""Who uses which tool today, and what each group of people needs of a category: read from the register."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import ColumnElement, Table, func, or_
from sqlalchemy import select as core_select
from sqlmodel import Session, SQLModel, select

from catalog.adoption.presence import IN_USE, left_days
from catalog.models.register import Adoption, Department, Person, Team
from catalog.moment import Moment

NO_LONGER = ("ended", "moved")
DEFAULT_DATA = ("internal",)
READ = ("id", "kind", "state", "tool_id", "plan", "person_id", "who", "account", "data", "team_id", "since", "until",
        "linked_id", "recorded_at", "changed_at")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Where somebody works, as far as rules and moves ask: slugs, None where it is not known."""

    team: str | None = None
    department: str | None = None
    industry: str = "general"
    posture: str | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """One person's use of one tool, whatever declared and detected it. `plan` is None where nobody said."""

    person: str
    tool_id: int
    plan: str | None
    account: str
    data: tuple[str, ...]
    group: Group
    since: date | None = None

    @property
    def alone(self) -> "Need":
        """Give what this use alone needs."""
        group = self.group
        return Need(group.department, group.industry, group.posture, self.data, frozenset({self.person}))


@dataclass(frozen=True, slots=True)
class Need:
    """What some people of one department need of a category: their industry's rules, for the data they put there."""

    department: str | None
    industry: str
    posture: str | None
    data: tuple[str, ...]
    people: frozenset[str]

    def __hash__(self) -> int:
        """Give what its people give, which is remembered: needs are looked up by the thousand."""
        return hash(self.people)


def uses(session: Session, moment: Moment) -> list[Use]:
    """Give the uses at a moment: each person and tool once, declared and detected adoptions taken together.

    Withdrawn and disputed adoptions count for nothing, ended and moved ones until their last day, those of who leaves
    until that day. What was declared says the plan and the account; the data classes of all are joined.
    """
    return _together(session, moment, _rows(session, moment))


def uses_of(session: Session, moment: Moment, slug: str, person_id: int | None) -> list[Use]:
    """Give the uses of one person: those recorded as theirs, and those under their name with nobody's number."""
    its = _table(Adoption).c
    theirs = func.lower(its.who) == slug.lower()
    theirs = theirs if person_id is None else or_(its.person_id == person_id, theirs)
    own = core_select(its.id, its.linked_id).where(theirs)
    numbers = {number for row in session.connection().execute(own) for number in row if number is not None}
    rows = _rows(session, moment, or_(its.id.in_(numbers), its.linked_id.in_(numbers)))
    keys = {f"person {person_id}", f"name {slug.casefold()}"}
    return [use for use in _together(session, moment, rows) if use.person in keys]


def _together(session: Session, moment: Moment, rows: Sequence[Adoption]) -> list[Use]:
    places = _Places(session)
    keys = _keys(rows)
    together: dict[tuple[str, int], list[Adoption]] = defaultdict(list)
    day, gone = moment.as_of.date(), left_days(session)
    for row in rows:
        if _in_use(row, day) and gone.get(row.person_id, date.max) > day:
            together[keys[row.id or 0], row.tool_id].append(row)
    of_person: dict[str, list[Adoption]] = defaultdict(list)
    for (person, _), some in together.items():
        of_person[person] += some
    groups = {person: places.of(some) for person, some in of_person.items()}
    found = [_use(person, tool_id, some, groups[person]) for (person, tool_id), some in together.items()]
    return sorted(found, key=lambda use: (use.person, use.tool_id))


def needs(some: Iterable[Use]) -> list[Need]:
    """Give what the people of some uses need: one need for those of a department who have the same kinds of data."""
    groups: dict[str, Group] = {}
    data: dict[str, set[str]] = defaultdict(set)
    for use in some:
        groups.setdefault(use.person, use.group)
        data[use.person] |= set(use.data)
    people: dict[tuple[str | None, str, str | None, tuple[str, ...]], set[str]] = defaultdict(set)
    for person, group in groups.items():
        people[group.department, group.industry, group.posture, tuple(sorted(data[person]))].add(person)
    ordered = sorted(people, key=lambda key: (key[0] or "", key[1], key[2] or "", key[3]))
    return [Need(*key, people=frozenset(people[key])) for key in ordered]


def _rows(session: Session, moment: Moment, *only: ColumnElement[bool]) -> Sequence[Adoption]:
    """Give the adoptions known at a moment as plain rows of what is asked here: there are tens of thousands."""
    its = _table(Adoption).c
    wanted = core_select(*(its[name] for name in READ)).where(its.recorded_at <= moment.known_at, *only)
    rows = session.connection().execute(wanted).all()
    return cast(Sequence[Adoption], rows)


def _table(table: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(table.__tablename__)]


def _in_use(row: Adoption, day: date) -> bool:
    began = row.since or row.recorded_at.date()
    if began > day:
        return False
    if row.state in IN_USE:
        return row.until is None or row.until > day
    return row.state in NO_LONGER and row.until is not None and row.until > day


def _keys(rows: Sequence[Adoption]) -> dict[int, str]:
    """Give each row's person; a row without one takes the person of the row that it is linked with."""
    known = {row.id or 0: f"person {row.person_id}" for row in rows if row.person_id is not None}
    linked: dict[int, str] = {}
    for row in rows:
        if row.linked_id is not None:
            either = known.get(row.id or 0) or known.get(row.linked_id)
            if either:
                linked[row.id or 0] = linked[row.linked_id] = either
    names = {row.id or 0: f"name {row.who.casefold()}" for row in rows}
    return names | linked | known


def _use(person: str, tool_id: int, rows: Sequence[Adoption], group: Group) -> Use:
    ranked = sorted(rows, key=lambda row: (row.kind != "declared", -row.changed_at.timestamp(), row.id or 0))
    data = {name for row in ranked for name in row.data} or set(DEFAULT_DATA)
    return Use(
        person=person,
        tool_id=tool_id,
        plan=next((row.plan for row in ranked if row.plan), None),
        account=ranked[0].account,
        data=tuple(sorted(data)),
        group=group,
        since=min((row.since for row in ranked if row.since), default=None),
    )


class _Places:
    """Where people work."""

    def __init__(self, session: Session) -> None:
        person, team = _table(Person).c, _table(Team).c
        rows = session.connection().execute(core_select(person.id, person.team_id, person.department_id)).all()
        self._people = {row.id: cast(Person, row) for row in rows}
        rows = session.connection().execute(core_select(team.id, team.slug, team.department_id)).all()
        self._teams = {row.id: cast(Team, row) for row in rows}
        self._departments = {department.id: department for department in session.exec(select(Department))}

    def of(self, rows: Sequence[Adoption]) -> Group:
        """Give the group of the person of some adoptions; where no person is known, of the team they name."""
        person = next((self._people[row.person_id] for row in rows if row.person_id in self._people), None)
        named = min((row.team_id for row in rows if row.team_id), default=None)
        team = self._teams.get(person.team_id if person and person.team_id else named)
        own = person.department_id if person else None
        department = self._departments.get(own or (team.department_id if team else None))
        if department is None:
            return Group(team=team.slug if team else None)
        return Group(team.slug if team else None, department.slug, department.industry, department.posture)


def by_category(some: Iterable[Use], categories: Mapping[int, str]) -> dict[str, list[Use]]:
    """Give uses by the category of their tool, in the order of the categories' names."""
    found: dict[str, list[Use]] = defaultdict(list)
    for use in some:
        found[categories[use.tool_id]].append(use)
    return dict(sorted(found.items()))
