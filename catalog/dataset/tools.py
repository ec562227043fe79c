"""What the files of `data/` tell of tools, as rows of the store: categories, states, names, domains, plans."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from catalog.dataset.files import PlanPart, ToolFile
from catalog.dataset.keeping import Row, add, keep, table_of
from catalog.dataset.reading import Dataset
from catalog.models.tool import Category, Domain, Plan, PlanName, Tool, ToolName, ToolState, Vendor
from catalog.moment import start_of

Ids = dict[str, int]
OF_DATA = col(Tool.origin) == "data"


def record_categories(session: Session, dataset: Dataset, since: datetime) -> None:
    """Record the categories."""
    rows = [
        {
            "slug": part.slug,
            "name": part.name,
            "noun": part.noun,
            "traits": list(part.traits),
            "capabilities": list(part.capabilities),
        }
        for part in dataset.categories
    ]
    keep(session, Category, rows, since)


def record_tools(session: Session, dataset: Dataset, since: datetime) -> Ids:
    """Record tools with their states, names, domains and plans; give the tools' numbers by slug.

    A tool that the folder no longer has stays, with nothing told of it any more.
    """
    ids = _tools(session, dataset, _vendors(session, dataset), since)
    ours = select(Tool.id).where(OF_DATA)
    tables: dict[Any, list[Row]] = {ToolState: [], ToolName: [], Domain: [], Plan: []}
    for file in dataset.tools:
        number = ids[file.slug]
        tables[ToolState] += _states(file, number)
        tables[ToolName] += _names(file, number)
        tables[Domain] += _domains(file, number)
        tables[Plan] += _plans(file, number)
    for model, rows in tables.items():
        keep(session, model, rows, since, col(model.tool_id).in_(ours))
    _plan_names(session, dataset, ids, since)
    return ids


def _vendors(session: Session, dataset: Dataset) -> Ids:
    told = {file.vendor.slug: file.vendor for file in dataset.tools}
    there = {row.slug: row for row in session.exec(select(Vendor))}
    for slug, part in told.items():
        row = there.get(slug)
        if row is not None and (row.name, row.homepage) != (part.name, part.homepage):
            row.name, row.homepage = part.name, part.homepage
            session.add(row)
    session.flush()
    new = [part for slug, part in told.items() if slug not in there]
    add(session, Vendor, [{"slug": one.slug, "name": one.name, "homepage": one.homepage} for one in new])
    return _numbered(session, Vendor)


def _tools(session: Session, dataset: Dataset, vendors: Ids, since: datetime) -> Ids:
    there = {row.slug: row for row in session.exec(select(Tool))}
    new = []
    for file in dataset.tools:
        told = {**_abilities(file), "description": file.description, "vendor_id": vendors[file.vendor.slug]}
        row = there.get(file.slug)
        if row is None:
            new.append({**told, "slug": file.slug, "origin": "data", "recorded_at": since})
            continue
        if row.origin != "data":
            _remember(session, row, since)
        row.origin = "data"
        for name, value in told.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
        session.add(row)
    session.flush()
    add(session, Tool, new)
    return _numbered(session, Tool)


def _remember(session: Session, tool: Tool, until: datetime) -> None:
    """Record what a tool was called before `data/` had it, where no state says so yet."""
    if session.exec(select(ToolState.id).where(ToolState.tool_id == tool.id)).first() is None:
        began = tool.recorded_at
        told = ToolState(tool_id=tool.id or 0, category="", name=tool.name, recorded_at=began, retracted_at=until)
        session.add(told)


def _abilities(file: ToolFile) -> dict[str, Any]:
    """Give what a tool is called and can do, as a release tells it."""
    return {
        "name": file.name,
        "alternatives": list(file.alternatives),
        "capabilities": list(file.capabilities),
        "traits": list(file.traits),
    }


def _numbered(session: Session, model: type[Vendor] | type[Tool]) -> Ids:
    table = table_of(model)
    return {row.slug: row.id for row in session.execute(core_select(table.c.slug, table.c.id))}


def _states(file: ToolFile, number: int) -> Iterator[Row]:
    told = {"tool_id": number, "category": file.category, **_abilities(file)}
    state = file.state
    yield {**told, "state": state.state, "successor": state.to, "valid_from": _moment(state.since)}


def _names(file: ToolFile, number: int) -> Iterator[Row]:
    for one in file.aliases:
        dates = {"valid_from": _moment(one.since), "valid_to": _moment(one.until)}
        yield {"tool_id": number, "name": one.name, "kind": one.kind, **dates}
    for name in file.oauth_clients:
        yield {"tool_id": number, "name": name, "kind": "oauth_client", "valid_from": None, "valid_to": None}


def _domains(file: ToolFile, number: int) -> Iterator[Row]:
    for one in file.domains:
        yield {"tool_id": number, "host": one.host, "kind": one.kind}


def _plans(file: ToolFile, number: int) -> Iterator[Row]:
    for rank, part in enumerate(file.plans):
        told = {"tool_id": number, "slug": part.slug, "name": part.name, "family": part.family, "rank": rank}
        yield {**told, "valid_from": _moment(part.since), "valid_to": _moment(part.until)}


def _plan_names(session: Session, dataset: Dataset, ids: Ids, since: datetime) -> None:
    plan, tool = table_of(Plan), table_of(Tool)
    ours = core_select(tool.c.id).where(tool.c.origin == "data")
    held = core_select(plan.c.tool_id, plan.c.slug, plan.c.id).where(plan.c.retracted_at.is_(None))
    numbers = {(number, slug): row for number, slug, row in session.execute(held)}
    rows = [
        row
        for file in dataset.tools
        for part in file.plans
        for row in _aliases(part, numbers[ids[file.slug], part.slug])
    ]
    theirs = core_select(plan.c.id).where(plan.c.tool_id.in_(ours))
    keep(session, PlanName, rows, since, col(PlanName.plan_id).in_(theirs))


def _aliases(part: PlanPart, number: int) -> Iterator[Row]:
    for one in {one.name: one for one in part.aliases}.values():
        dates = {"valid_from": _moment(one.since), "valid_to": _moment(one.until)}
        yield {"plan_id": number, "name": one.name, **dates}


def _moment(day: date | None) -> datetime | None:
    return start_of(day) if day else None
