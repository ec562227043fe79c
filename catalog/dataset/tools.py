"""What the files tell of tools, their facts aside: vendor, names, domains, plans, state; recorded for all at once."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, SQLModel, select

from catalog.dataset.files import ToolFile
from catalog.models.tool import Domain, Plan, PlanName, Tool, ToolName, ToolState, Vendor
from catalog.moment import now, start_of

Rows = Callable[[ToolFile, int], Sequence[SQLModel]]


def load_tools(session: Session, files: Sequence[ToolFile], known_from: datetime) -> dict[str, int]:
    """Record what files tell of tools; give the numbers of the tools by slug.

    What no longer holds is retracted as of `known_from`, all that was told of a tool without a file too.
    """
    numbers = _tools(session, files)
    kept: dict[type[SQLModel], list[Any]] = {}
    for table, rows in _TOLD.items():
        wanted = [row for file in files for row in rows(file, numbers[file.slug])]
        kept[table] = _replace(session, table, wanted, known_from)
    session.flush()
    _name_plans(session, files, {(plan.tool_id, plan.slug): plan.id for plan in kept[Plan]}, numbers)
    return numbers


def _tools(session: Session, files: Sequence[ToolFile]) -> dict[str, int]:
    vendors = {one.slug: one for one in session.exec(select(Vendor))}
    tools = {one.slug: one for one in session.exec(select(Tool))}
    for file in files:
        vendor = vendors.setdefault(file.vendor.slug, Vendor(slug=file.vendor.slug, name=""))
        vendor.name, vendor.homepage = file.vendor.name, file.vendor.homepage
        session.add(vendor)
    session.flush()
    for file in files:
        tool = tools.setdefault(file.slug, Tool(slug=file.slug, name=""))
        tool.name, tool.description, tool.origin = file.name, file.description, "data"
        tool.vendor_id = vendors[file.vendor.slug].id
        tool.alternatives, tool.capabilities = list(file.alternatives), list(file.capabilities)
        tool.traits = list(file.traits)
        session.add(tool)
    session.flush()
    return {slug: tool.id for slug, tool in tools.items() if tool.id is not None}


def _states(file: ToolFile, tool_id: int) -> list[ToolState]:
    state = file.state
    return [
        ToolState(
            tool_id=tool_id,
            category=file.category,
            state=state.state,
            successor=state.to,
            valid_from=_moment(state.since),
            recorded_at=now(),
        )
    ]


def _names(file: ToolFile, tool_id: int) -> list[ToolName]:
    names = [
        ToolName(
            tool_id=tool_id,
            name=one.name,
            kind=one.kind,
            valid_from=_moment(one.since),
            valid_to=_moment(one.until),
            recorded_at=now(),
        )
        for one in file.aliases
    ]
    clients = [
        ToolName(tool_id=tool_id, name=one, kind="oauth_client", recorded_at=now()) for one in file.oauth_clients
    ]
    return names + clients


def _domains(file: ToolFile, tool_id: int) -> list[Domain]:
    return [Domain(tool_id=tool_id, host=one.host, kind=one.kind, recorded_at=now()) for one in file.domains]


def _plans(file: ToolFile, tool_id: int) -> list[Plan]:
    return [
        Plan(
            tool_id=tool_id,
            slug=part.slug,
            name=part.name,
            family=part.family,
            rank=rank,
            valid_from=_moment(part.since),
            valid_to=_moment(part.until),
            recorded_at=now(),
        )
        for rank, part in enumerate(file.plans)
    ]


_TOLD: dict[type[SQLModel], Rows] = {ToolState: _states, ToolName: _names, Domain: _domains, Plan: _plans}


def _name_plans(
    session: Session,
    files: Sequence[ToolFile],
    plans: Mapping[tuple[int, str], int | None],
    numbers: Mapping[str, int],
) -> None:
    there = {(one.plan_id, one.name): one for one in session.exec(select(PlanName))}
    for file in files:
        for part in file.plans:
            plan_id = plans[numbers[file.slug], part.slug] or 0
            for alias in part.aliases:
                row = there.pop((plan_id, alias.name), None) or PlanName(plan_id=plan_id, name=alias.name)
                row.valid_from, row.valid_to = _moment(alias.since), _moment(alias.until)
                session.add(row)
    current = set(plans.values())
    for (plan_id, _), gone in there.items():
        if plan_id in current:
            session.delete(gone)


def _replace(session: Session, table: type[SQLModel], wanted: Sequence[Any], known_from: datetime) -> list[Any]:
    """Keep the rows that still hold, retract those that do not, record the new ones; give all that hold now."""
    columns: Any = table
    ours = select(Tool.id).where(Tool.origin == "data")
    held = session.exec(select(columns).where(columns.retracted_at.is_(None), columns.tool_id.in_(ours))).all()
    by_content = {_content(row): row for row in held}
    kept = []
    for row in wanted:
        there = by_content.pop(_content(row), None) if by_content else None
        if there is None:
            row.recorded_at = known_from
            session.add(row)
        kept.append(there or row)
    for gone in by_content.values():
        gone.retracted_at = known_from
        session.add(gone)
    return kept


def _content(row: SQLModel) -> str:
    told = {key: value for key, value in row.model_dump().items() if key not in ("id", "recorded_at", "retracted_at")}
    return json.dumps(told, sort_keys=True, default=str)


def _moment(day: date | None) -> datetime | None:
    return start_of(day) if day else None
