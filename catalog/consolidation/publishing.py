"""A scenario that everybody goes by: published with its waves, told to each person, and followed by the register."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy import select as core_select
from sqlmodel import Session, SQLModel, col, func, select

from catalog import audit
from catalog import moment as moments
from catalog.consolidation.moves import told_of
from catalog.consolidation.overlap import Use, needs, uses, uses_of
from catalog.errors import BadUse
from catalog.models.company import Move, Scenario, Wave
from catalog.models.register import Identity, Sighting
from catalog.models.tool import Tool
from catalog.moment import Moment, written

QUIET_DAYS = 30
Document = dict[str, Any]


Step = tuple[str | None, str, str]  # team, the old tool, the new one


@dataclass(slots=True)
class _Moving:
    """How far the people of some moves are, and who of them has not moved."""

    states: Counter[str] = field(default_factory=Counter)
    behind: set[str] = field(default_factory=set)

    def count(self, person: str, state: str) -> None:
        """Count one person's move from one tool to another: *moved*, on *both*, or *still* on the old one."""
        self.states[state] += 1
        if state != "moved":
            self.behind.add(person)

    def document(self) -> Document:
        """Give the counts."""
        return {"planned": self.states.total(), **{state: self.states[state] for state in ("moved", "both", "still")}}


def publish(
    session: Session, plan: Mapping[str, Any], served: Sequence[Document], *, by: str, at: datetime | None = None
) -> Scenario:
    """Let everybody go by a scenario's document from now on, in the caller's write transaction.

    `served` says whose needs its solutions meet (`catalog.consolidation.moves.served`): nobody else is told to move.
    Raises `BadUse` for one in which nobody moves.
    """
    audit.take_turn(session)
    present = at or moments.now()
    if not plan["waves"]:
        raise BadUse("nobody moves in this scenario", mend="publish one that moves somebody")
    content = {name: plan[name] for name in ("as_of", "currency", "current", "categories", "scenario")}
    content["served"] = list(served)
    as_of = datetime.fromisoformat(plan["as_of"].replace("Z", "+00:00"))
    scenario = Scenario(name=plan["scenario"]["name"], as_of=as_of, content=content, recorded_at=present)
    session.add(scenario)
    session.flush()
    for told in plan["waves"]:
        days = (date.fromisoformat(told[name]) for name in ("from", "until"))
        wave = Wave(scenario_id=scenario.id or 0, number=told["wave"], starts_on=next(days), ends_on=next(days))
        session.add(wave)
        session.flush()
        rows = [
            {"wave_id": wave.id, "from_tool": one["from"], "to_tool": one["to"], "team": one["team"],
             "people": one["people"], "why": one["why"]}
            for one in told["moves"]
        ]  # fmt: skip
        session.execute(insert(Move), rows)
    told_of = {"scenario": scenario.id, "name": scenario.name, "waves": len(plan["waves"])}
    audit.append(session, who=by, what="plan published", subject=f"scenario:{scenario.id}", content=told_of)
    return scenario


def published(session: Session) -> Scenario | None:
    """Give the scenario that everybody goes by, None where there is none yet."""
    return session.exec(select(Scenario).order_by(col(Scenario.id).desc()).limit(1)).first()


def for_person(session: Session, slug: str, person_id: int | None, at: datetime | None = None) -> list[Document]:
    """Give what changes for somebody: each tool of theirs that the published plan moves, where to, when and why."""
    scenario = published(session)
    if scenario is None:
        return []
    present = at or moments.now()
    slugs = _slugs(session)
    mine = uses_of(session, Moment(present, present), slug, person_id)
    tools = {slugs[use.tool_id] for use in mine}
    moving = _movers(scenario, mine, slugs)
    found = [
        {
            "from": move.from_tool, "to": move.to_tool, "why": move.why, "wave": move.number,
            "starts_on": move.starts_on.isoformat(), "ends_on": move.ends_on.isoformat(),
            "there": move.to_tool in tools,
        }
        for move in _moves(session, scenario, tools)
        if (move.team, move.from_tool, move.to_tool) in moving
    ]  # fmt: skip
    first = {(one["from"], one["to"]): one for one in reversed(found)}
    return sorted(first.values(), key=lambda one: (one["wave"], one["from"]))


def progress(session: Session, at: datetime | None = None, used: Iterable[Use] | None = None) -> Document | None:
    """Give how far the published plan is, by what the register shows; None where nothing is published.

    `used` are the uses at that moment, where they were gathered already.

    Who used the old tool when it was published, and whose needs the new one meets, *moved* once they use it no more: it
    ended, or no log has shown it for thirty days. Who uses both is on the way. Moves within one tool are not followed.
    """
    scenario = published(session)
    if scenario is None:
        return None
    present = at or moments.now()
    slugs = _slugs(session)
    then = uses(session, Moment(scenario.recorded_at, present))
    left = {step: iter(sorted(people)) for step, people in _movers(scenario, then, slugs).items()}
    used = uses(session, Moment(present, present)) if used is None else used
    now = {(use.person, slugs[use.tool_id]) for use in used}
    quiet = _Quiet(session, present.date() - timedelta(days=QUIET_DAYS))
    waves: dict[int, _Moving] = defaultdict(_Moving)
    teams: dict[str, _Moving] = defaultdict(_Moving)
    days: dict[int, Any] = {}
    for move in _moves(session, scenario):
        days[move.number] = move
        late = move.ends_on < present.date()
        its = [waves[move.number], *([teams[move.team or "no team"]] if late else [])]
        for person in islice(left.get((move.team, move.from_tool, move.to_tool), ()), move.people):
            old = (person, move.from_tool) in now and not quiet.is_so(person, move.from_tool)
            new = (person, move.to_tool) in now
            for some in its:
                some.count(person, "both" if old and new else "still" if old else "moved")
    return {
        "name": scenario.name,
        "published_at": written(scenario.recorded_at),
        "as_of": written(present),
        "waves": [
            {"wave": number, "from": days[number].starts_on.isoformat(), "until": days[number].ends_on.isoformat(),
             **some.document()}
            for number, some in sorted(waves.items())
        ],
        "stragglers": [
            {"team": team, "people": len(some.behind)}
            for team, some in sorted(teams.items(), key=lambda one: (-len(one[1].behind), one[0]))
            if some.behind
        ],
    }  # fmt: skip


def _moves(session: Session, scenario: Scenario, of: Collection[str] | None = None) -> Sequence[Any]:
    """Give the moves to another tool as plain rows, wave by wave: all (tens of thousands), or those from some tools."""
    wave, move = (SQLModel.metadata.tables[name].c for name in ("wave", "move"))
    wanted = core_select(
        wave.number, wave.starts_on, wave.ends_on, move.team, move.from_tool, move.to_tool, move.people, move.why
    ).where(move.wave_id == wave.id, wave.scenario_id == scenario.id, move.from_tool != move.to_tool)
    if of is not None:
        wanted = wanted.where(move.from_tool.in_(of))
    return session.connection().execute(wanted.order_by(wave.number, move.id)).all()


def _slugs(session: Session) -> dict[int, str]:
    return {number: slug for number, slug in session.exec(select(Tool.id, Tool.slug)).all() if number is not None}


def _movers(scenario: Scenario, some: Iterable[Use], slugs: Mapping[int, str]) -> dict[Step, set[str]]:
    """Give who takes each step: those of a team who use the old tool, and whose needs the new one meets."""
    by_person: dict[str, list[Use]] = defaultdict(list)
    for use in some:
        by_person[use.person].append(use)
    solutions = [
        (one["to"], frozenset(one["from"]), {(*where, tuple(data)) for *where, data in one["needs"]})
        for one in scenario.content.get("served", ())
    ]
    found: dict[Step, set[str]] = defaultdict(set)
    for person, theirs in by_person.items():
        for to_tool, tools, met in solutions:
            leaving = [use for use in theirs if slugs[use.tool_id] in tools]
            if leaving and told_of(needs(leaving)[0]) in met:
                for use in leaving:
                    found[use.group.team, slugs[use.tool_id], to_tool].add(person)
    return found


class _Quiet:
    """Which uses a log has shown before, and not since a day."""

    def __init__(self, session: Session, since: date) -> None:
        self._since = since
        slugs = _slugs(session)
        named = session.exec(select(Identity.value, Identity.person_id)).all()
        persons = {value: f"person {number}" for value, number in named if number is not None}
        last = select(Sighting.user, Sighting.tool_id, func.max(col(Sighting.day)))
        rows = session.exec(last.group_by(col(Sighting.user), col(Sighting.tool_id))).all()
        self._last: dict[tuple[str, str], date] = {}
        for user, tool_id, day in rows:
            key = persons.get(user, f"name {user.casefold()}"), slugs[tool_id]
            if day is not None:
                self._last[key] = max(day, self._last.get(key, day))

    def is_so(self, person: str, tool: str) -> bool:
        """Say whether a log showed this use once, and no more."""
        last = self._last.get((person, tool))
        return last is not None and last < self._since
