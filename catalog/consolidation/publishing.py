"""A scenario that everybody goes by: published with its waves, told to each person, and followed by the register."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from catalog import audit
from catalog import moment as moments
from catalog.consolidation.overlap import Use, uses
from catalog.errors import BadUse
from catalog.models.company import Move, Scenario, Wave
from catalog.models.register import Identity, Sighting
from catalog.models.tool import Tool
from catalog.moment import Moment, written

QUIET_DAYS = 30
Document = dict[str, Any]


@dataclass(slots=True)
class _Moving:
    """Where the people of some moves are: still on the old tool, on both, or gone over."""

    planned: int = 0
    moved: set[str] = field(default_factory=set)
    both: set[str] = field(default_factory=set)
    still: set[str] = field(default_factory=set)

    def document(self) -> Document:
        """Give the counts."""
        return {"planned": self.planned, "moved": len(self.moved), "both": len(self.both), "still": len(self.still)}


def publish(session: Session, plan: Mapping[str, Any], *, by: str, at: datetime | None = None) -> Scenario:
    """Let everybody go by a scenario's document from now on, in the caller's write transaction.

    Raises `BadUse` for one in which nobody moves.
    """
    audit.take_turn(session)
    present = at or moments.now()
    if not plan["waves"]:
        raise BadUse("nobody moves in this scenario", mend="publish one that moves somebody")
    content = {name: plan[name] for name in ("as_of", "currency", "current", "categories", "scenario")}
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
    keys = {f"person {person_id}", f"name {slug.casefold()}"}
    slugs = _slugs(session)
    mine = {slugs[use.tool_id]: use for use in uses(session, Moment(present, present)) if use.person in keys}
    found = []
    for wave, move in _moves(session, scenario):
        use = mine.get(move.from_tool)
        if use is not None and move.team == use.group.team and move.from_tool != move.to_tool:
            found.append(
                {
                    "from": move.from_tool, "to": move.to_tool, "why": move.why, "wave": wave.number,
                    "starts_on": wave.starts_on.isoformat(), "ends_on": wave.ends_on.isoformat(),
                    "there": move.to_tool in mine,
                }
            )  # fmt: skip
    first = {(one["from"], one["to"]): one for one in reversed(found)}
    return sorted(first.values(), key=lambda one: (one["wave"], one["from"]))


def progress(session: Session, at: datetime | None = None) -> Document | None:
    """Give how far the published plan is, by what the register shows; None where nothing is published.

    Who used the old tool when it was published *moved* once they use it no more: it ended, or no log has shown it for
    thirty days. Who uses both is on the way. Moves within one tool are not followed.
    """
    scenario = published(session)
    if scenario is None:
        return None
    present = at or moments.now()
    slugs = _slugs(session)
    then = _by_place(uses(session, Moment(scenario.recorded_at, present)), slugs)
    now = {(use.person, slugs[use.tool_id]) for use in uses(session, Moment(present, present))}
    quiet = _Quiet(session, present.date() - timedelta(days=QUIET_DAYS))
    waves: dict[int, _Moving] = defaultdict(_Moving)
    teams: dict[str, _Moving] = defaultdict(_Moving)
    days: dict[int, Wave] = {}
    for wave, move in _moves(session, scenario):
        days[wave.number] = wave
        if move.from_tool == move.to_tool:
            continue
        late = wave.ends_on < present.date()
        for some in [waves[wave.number], *([teams[move.team or "no team"]] if late else [])]:
            some.planned += move.people
            for person in then.get((move.team, move.from_tool), ()):
                old = (person, move.from_tool) in now and not quiet.is_so(person, move.from_tool)
                new = (person, move.to_tool) in now
                (some.both if old and new else some.still if old else some.moved).add(f"{person} {move.from_tool}")
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
            {"team": team, "people": len(some.still | some.both)}
            for team, some in sorted(teams.items(), key=lambda one: (-len(one[1].still | one[1].both), one[0]))
            if some.still or some.both
        ],
    }  # fmt: skip


def _moves(session: Session, scenario: Scenario) -> Iterable[tuple[Wave, Move]]:
    there = select(Wave, Move).join(Move, col(Move.wave_id) == col(Wave.id)).where(Wave.scenario_id == scenario.id)
    return session.exec(there.order_by(col(Wave.number), col(Move.id))).all()


def _slugs(session: Session) -> dict[int, str]:
    return {number: slug for number, slug in session.exec(select(Tool.id, Tool.slug)).all() if number is not None}


def _by_place(some: Iterable[Use], slugs: Mapping[int, str]) -> dict[tuple[str | None, str], set[str]]:
    found: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for use in some:
        found[use.group.team, slugs[use.tool_id]].add(use.person)
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
