"""The adoption log: who uses what, filtered and counted by the database, a page at a time."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Query
from sqlalchemy import ColumnElement, String, cast, func
from sqlmodel import Session, col, or_, select

from catalog import people, search
from catalog.adoption.listing import documents, of, streamed, team_id
from catalog.adoption.presence import IN_USE, behind, by_source, present, source_of
from catalog.errors import BadUse
from catalog.models.register import Adoption, Origin, Team
from catalog.models.tool import Tool
from catalog.moment import now
from web.words import DATA, first_up

PAGE = 50
SOURCES = {"declared": "told by people", "detected": "seen in a log", "both": "told and seen"}
LEFT_BEHIND = "left_behind"
STATES = {
    "proposed": "seen, nobody has said yet",
    "declared": "told",
    "confirmed": "confirmed",
    "disputed": "disputed: not mine, somebody says",
    "moved": "moved to ours",
    "ended": "stopped",
    "withdrawn": "taken back",
    LEFT_BEHIND: "left behind by who has left",
}
SORTS = {
    "recorded": col(Adoption.recorded_at),
    "tool": func.lower(col(Tool.name)),
    "by": func.lower(col(Adoption.who)),
    "since": col(Adoption.since),
    "due": col(Adoption.review_by),
}
UNKNOWN_LAST = ("since", "due")
Text = Annotated[str, Query(max_length=500)]


@dataclass(frozen=True)
class Filter:
    """Which adoptions are asked for, in which order, from which one on. Empty: any."""

    tool: str = ""
    team: str = ""
    source: str = ""
    plan: str = ""
    data: str = ""
    by: str = ""
    since: str = ""
    state: str = ""
    sort: str = "-recorded"
    after: int = 0

    def problems(self) -> dict[str, str]:
        """Give the fields that cannot be taken, with words for each."""
        found = {}
        if self.since and _day(self.since) is None:
            found["since"] = "Write the day like 2026-11-24."
        if self.source and self.source not in SOURCES:
            found["source"] = "Choose from the list."
        if self.state and self.state not in STATES:
            found["state"] = "Choose from the list."
        if self.data and self.data not in DATA:
            found["data"] = "We do not know that kind of data. Choose from the list."
        if self.by and not _is_name(self.by):
            found["by"] = "Write a name in fewer letters."
        if self.sort.removeprefix("-") not in SORTS:
            found["sort"] = "The list has no such order."
        return found

    @property
    def on(self) -> dict[str, str]:
        """Give the filters that are on, without order and place."""
        return {name: value for name, value in asdict(self).items() if value and name not in ("sort", "after")}

    @property
    def labels(self) -> dict[str, str]:
        """Give the filters that are on in words."""
        words = {"source": SOURCES, "state": STATES, "data": {name: each.example for name, each in DATA.items()}}
        told = {"by": "who", "since": "since"}
        return {
            name: first_up(words.get(name, {}).get(value, f"{told.get(name, name)}: {value}"))
            for name, value in self.on.items()
        }

    @property
    def question(self) -> dict[str, str]:
        """Give what the address asks, without its place in the list."""
        return {**self.on, **({"sort": self.sort} if self.sort != "-recorded" else {})}


def filters(
    tool: Text = "",
    team: Text = "",
    source: Text = "",
    plan: Text = "",
    data: Text = "",
    by: Text = "",
    since: Text = "",
    state: Text = "",
    sort: Text = "-recorded",
    after: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Filter:
    """Read the filter from the address."""
    return Filter(
        tool.strip(), team.strip(), source, plan.strip(), data, by.strip(), since, state, sort or "-recorded", after
    )  # fmt: skip


FilterDep = Annotated[Filter, Depends(filters)]


def page_of(session: Session, wanted: Filter) -> tuple[list[dict[str, Any]], int]:
    """Give the documents of one page and how many there are in all."""
    wanted = _of_tool(session, wanted)
    rows = session.exec(_ordered(session, wanted).offset(wanted.after).limit(PAGE)).all()
    return documents(session, rows), _count(session, wanted)


def every(session: Session, wanted: Filter) -> Iterator[dict[str, Any]]:
    """Give the documents of all pages, in order."""
    wanted = _of_tool(session, wanted)
    yield from streamed(session, _ordered(session, wanted))


def counts(session: Session) -> dict[str, int]:
    """Count the adoptions in use by where they are known from."""
    return by_source(session, col(Adoption.state).in_(IN_USE), present(now().date()))


def left_behind(session: Session) -> int:
    """Count the adoptions that people who have left left behind."""
    return _count(session, Filter(state=LEFT_BEHIND))


def logs_read(session: Session) -> list[Origin]:
    """Give the logs that were read, the newest first; of one that has grown the newest reading."""
    newest = select(Origin).where(col(Origin.grown_into_id).is_(None)).order_by(col(Origin.read_at).desc())
    return list(session.exec(newest.limit(5)))


def _of_tool(session: Session, wanted: Filter) -> Filter:
    """Give a filter that can be taken, with its tool by its slug, whatever name, domain or merged tool was said."""
    _require(wanted)
    found = search.find(session, wanted.tool) if wanted.tool else None
    return replace(wanted, tool=found.slug) if found else wanted


def _require(wanted: Filter) -> None:
    problems = wanted.problems()
    if problems:
        field, words = next(iter(problems.items()))
        raise BadUse(f"{field} cannot be {getattr(wanted, field)[:40]!r}", mend=words)


def _count(session: Session, wanted: Filter) -> int:
    return int(session.exec(select(func.count()).select_from(Adoption).where(*_chosen(session, wanted))).one())


def _chosen(session: Session, wanted: Filter) -> list[ColumnElement[bool]]:
    """Give the conditions of the adoptions of a filter; what was seen of a declared one goes with it."""
    found: list[ColumnElement[bool]] = [col(Adoption.linked_id).is_(None)]
    if wanted.source:
        found.append(source_of() == wanted.source)
    if wanted.tool:
        found.append(col(Adoption.tool_id).in_(select(Tool.id).where(Tool.slug == wanted.tool)))
    if wanted.team:
        teams = select(Team.id).where(or_(col(Team.slug) == wanted.team, col(Team.name) == wanted.team))
        found.append(team_id().in_(teams))
    if wanted.plan:
        found.append(col(Adoption.plan) == wanted.plan)
    if wanted.data:
        found.append(cast(col(Adoption.data), String).contains(f'"{wanted.data}"', autoescape=True))
    if wanted.by:
        found.append(of(session, wanted.by))
    if wanted.state == LEFT_BEHIND:
        found.append(behind(now().date()))
    elif wanted.state:
        found.append(col(Adoption.state) == wanted.state)
    if since := _day(wanted.since):
        found.append(col(Adoption.since) >= since)
    return found


def _ordered(session: Session, wanted: Filter) -> Any:
    """Give them in order; rows without a value come last."""
    name = wanted.sort.removeprefix("-")
    key: Any = SORTS[name]
    rows = select(Adoption).where(*_chosen(session, wanted))
    if name == "tool":
        rows = rows.join(Tool, col(Adoption.tool_id) == col(Tool.id))
    last = [key.is_(None)] if name in UNKNOWN_LAST else []
    down = wanted.sort.startswith("-")
    return rows.order_by(*last, key.desc() if down else key.asc(), col(Adoption.id).desc())


def _is_name(text: str) -> bool:
    try:
        return bool(people.clean(text))
    except BadUse:
        return False


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
