"""Whom a decision would affect and how: each use of the tool, answered before it and after it. Nothing is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from catalog import moment as moments
from catalog.adoption.presence import IN_USE, present
from catalog.check.facts import known_tool, tool_at
from catalog.check.known import Known
from catalog.check.question import Circumstances
from catalog.errors import UnknownPlan
from catalog.models.register import Adoption, Department, Person, Team
from catalog.models.tool import Plan, Tool
from catalog.moment import Moment, start_of
from catalog.review.deciding import PEOPLE, Draft, scope_of
from catalog.rubric import stored_at
from catalog.verdict.case import STRICTNESS, Asker, Ruling
from catalog.verdict.rulings import inside


class Use(NamedTuple):
    """One way in which a tool is used: on a plan, in an industry, under an account, for some data, by whom.

    By whom says only what decisions name: the others are answered alike.
    """

    plan: str | None
    account: str
    data: tuple[str, ...]
    industry: str
    posture: str | None
    asker: Asker


class Reached(NamedTuple):
    """Who uses a tool within the scope of a decision, and who only outside it: a person's id, or a name in logs."""

    inside: set[int | str]
    outside: set[int | str]


class Effects(NamedTuple):
    """A draft as the decision that it would be, whose answers it changes, and whom it reaches.

    `rows` tell how many people's answer goes from which word to which, by kind of use; what gets stricter comes first.
    """

    ruling: Ruling
    rows: list[dict[str, Any]]
    reached: Reached


def effects(session: Session, draft: Draft, at: datetime | None = None) -> Effects:
    """Give what a decision would do to those who use its tool today. Raises `BadUse` for a scope of unknown words."""
    at = at or moments.now()
    tool = known_tool(session, draft.tool)
    before = tool_at(session, tool, at=at)
    ruling = _ruling(session, draft, at)
    after = replace(before, rulings=(*(one for one in before.rulings if one.scope != ruling.scope), ruling))
    uses = _uses(session, tool.id or 0, (*before.rulings, ruling))
    found: dict[tuple[str, str, str, tuple[str, ...]], set[int | str]] = defaultdict(set)
    for use, who in uses.items():
        found[_word(before, use, at), _word(after, use, at), use.plan or "", use.data] |= who
    rows = [
        {"before": was, "after": becomes, "plan": plan or None, "data": list(data), "people": len(people)}
        for (was, becomes, plan, data), people in found.items()
    ]
    return Effects(ruling, sorted(rows, key=_order), _reached(before, uses, ruling, at))


def reached(session: Session, tool: Tool, ruling: Ruling, at: datetime) -> Reached:
    """Give whom a decision reaches of those who use a tool today."""
    return _reached(tool_at(session, tool, at=at), _uses(session, tool.id or 0, (ruling,)), ruling, at)


def summary(told: list[dict[str, Any]]) -> dict[str, int]:
    """Count the people whose answer gets stricter, milder, or stays."""
    counted = {"stricter": 0, "milder": 0, "same": 0}
    for one in told:
        step = STRICTNESS[one["after"]] - STRICTNESS[one["before"]]
        counted["stricter" if step > 0 else "milder" if step < 0 else "same"] += one["people"]
    return counted


def _ruling(session: Session, draft: Draft, at: datetime) -> Ruling:
    scope = scope_of(session, known_tool(session, draft.tool), draft, stored_at(session, Moment(at, at)), at)
    status: Any = draft.status
    ends = start_of(draft.expires) + timedelta(days=1)
    return Ruling("draft", status, draft.reason.strip(), draft.by, scope, draft.conditions, draft.overrides, at, ends)


def _reached(known: Known, uses: Mapping[Use, set[int | str]], ruling: Ruling, at: datetime) -> Reached:
    found = Reached(set(), set())
    for use, who in uses.items():
        covered = inside(ruling, known.case(_plan(known, use.plan), _around(use, at)))
        (found.inside if covered else found.outside).update(who)
    return Reached(found.inside, found.outside - found.inside)


def _order(one: Mapping[str, Any]) -> tuple[int, int, str]:
    return STRICTNESS[one["before"]] - STRICTNESS[one["after"]], -one["people"], str(one["plan"])


def _uses(session: Session, tool_id: int, rulings: Iterable[Ruling]) -> dict[Use, set[int | str]]:
    """Give the ways in which a tool is used today, each with who uses it so: a person's id, or a name in logs."""
    told = columns(
        col(Adoption.person_id), col(Adoption.who), col(Adoption.plan), col(Adoption.account), col(Adoption.data),
        col(Person.slug), func.coalesce(Person.department_id, Team.department_id), col(Team.slug),
    )  # fmt: skip
    rows = told.outerjoin(Person, col(Adoption.person_id) == col(Person.id)).outerjoin(
        Team, col(Person.team_id) == col(Team.id)
    )
    counted = rows.where(
        col(Adoption.tool_id) == tool_id, col(Adoption.state).in_(IN_USE), present(moments.now().date()),
        col(Adoption.linked_id).is_(None),
    )  # fmt: skip
    departments = {one.id: one for one in session.exec(select(Department))}
    named = {value for ruling in rulings for key in PEOPLE if (value := ruling.scope.get(key))}
    found: dict[Use, set[int | str]] = defaultdict(set)
    for number, who, plan, account, data, person, its, team in session.execute(counted):
        department = departments.get(its)
        asker = Asker(
            person if person in named else None,
            team if team in named else None,
            department.slug if department and department.slug in named else None,
        )
        industry, posture = (department.industry, department.posture) if department else ("general", None)
        found[Use(plan, account, tuple(data) or ("internal",), industry, posture, asker)].add(number or who)
    return found


def _word(known: Known, use: Use, at: datetime) -> str:
    return known.verdict(_plan(known, use.plan), _around(use, at)).word


def _around(use: Use, at: datetime) -> Circumstances:
    return Circumstances(use.industry, use.data, use.account, Moment(at, at), use.asker, use.posture)


def _plan(known: Known, said: str | None) -> Plan | None:
    try:
        return known.plan(said)
    except UnknownPlan:
        return known.default_plan
