"""`data/` into the store, in one transaction, the same however often it is done.

What a release withdraws stays, with the day from which it was no longer believed; what it changes is retracted and
recorded anew at the release's date, so that `--known-at` can look back.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from catalog.dataset.expanding import fact_rows
from catalog.dataset.files import ToolFile
from catalog.dataset.mark import fingerprint
from catalog.dataset.overlay import record_policy
from catalog.dataset.reading import Dataset, read
from catalog.dataset.versions import record_release
from catalog.errors import BadData
from catalog.models.evidence import Fact, Run
from catalog.models.tool import (
    Category,
    Domain,
    Plan,
    PlanName,
    Release,
    Tool,
    ToolName,
    ToolState,
    Vendor,
)
from catalog.moment import now, start_of


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: the release, and how many tools and facts the store has from `data/` now."""

    release: str
    tools: int
    facts: int


def load(session: Session, folder: Path, policy: Path | None = None) -> Loaded:
    """Record all of a data folder, and the organisation's policy over its rubric.

    Raises `BadData`, having recorded nothing, where one of them has problems.
    """
    dataset = read(folder)
    if dataset.problems or dataset.rubric is None:
        first, others = dataset.problems[0], len(dataset.problems) - 1
        more = f" (and {others} more)" if others else ""
        raise BadData(f"{first}{more}", mend="run: byot data check", where=str(folder))
    release = dataset.releases[-1]
    known_from = start_of(release.day)
    record_release(session, dataset.rubric, known_from)
    record_policy(session, dataset.rubric, policy)
    _load_categories(session, dataset)
    run = Run(kind="release", version=release.name, started_at=now())
    session.add(run)
    session.flush()
    believed: set[str] = set()
    for file in dataset.tools:
        tool = _load_tool(session, file, known_from)
        believed |= _load_facts(session, dataset, file, tool, run)
    _retract_withdrawn(session, believed, known_from)
    _load_release(session, release.name, known_from, fingerprint(folder, policy))
    return Loaded(release.name, len(dataset.tools), len(believed))


def _load_categories(session: Session, dataset: Dataset) -> None:
    there = {one.slug: one for one in session.exec(select(Category))}
    for part in dataset.categories:
        row = there.get(part.slug) or Category(slug=part.slug, name="", noun="")
        row.name, row.noun = part.name, part.noun
        row.traits, row.capabilities = list(part.traits), list(part.capabilities)
        session.add(row)


def _load_tool(session: Session, file: ToolFile, known_from: datetime) -> Tool:
    vendor = session.exec(select(Vendor).where(Vendor.slug == file.vendor.slug)).first()
    vendor = vendor or Vendor(slug=file.vendor.slug, name="")
    vendor.name, vendor.homepage = file.vendor.name, file.vendor.homepage
    tool = session.exec(select(Tool).where(Tool.slug == file.slug)).first() or Tool(slug=file.slug, name="")
    session.add(vendor)
    session.flush()
    tool.name, tool.description, tool.vendor_id, tool.origin = file.name, file.description, vendor.id, "data"
    tool.alternatives, tool.capabilities = list(file.alternatives), list(file.capabilities)
    tool.traits = list(file.traits)
    session.add(tool)
    session.flush()
    assert tool.id is not None
    _replace(session, ToolState, tool.id, _states(file, tool.id), known_from)
    _replace(session, ToolName, tool.id, _names(file, tool.id), known_from)
    _replace(session, Domain, tool.id, _domains(file, tool.id), known_from)
    _load_plans(session, file, tool.id, known_from)
    return tool


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


def _load_plans(session: Session, file: ToolFile, tool_id: int, known_from: datetime) -> None:
    plans = [
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
    kept = {plan.slug: plan for plan in _replace(session, Plan, tool_id, plans, known_from)}
    for part in file.plans:
        plan_id = kept[part.slug].id
        there = {one.name: one for one in session.exec(select(PlanName).where(PlanName.plan_id == plan_id))}
        for alias in part.aliases:
            row = there.pop(alias.name, None) or PlanName(plan_id=plan_id, name=alias.name)
            row.valid_from, row.valid_to = _moment(alias.since), _moment(alias.until)
            session.add(row)
        for gone in there.values():
            session.delete(gone)


def _replace(
    session: Session, table: type[SQLModel], tool_id: int, wanted: Sequence[Any], known_from: datetime
) -> list[Any]:
    """Keep the rows that still hold, retract those that do not, record the new ones; give all that hold now."""
    columns: Any = table
    held = session.exec(select(columns).where(columns.tool_id == tool_id, columns.retracted_at.is_(None))).all()
    by_content = {_content(row): row for row in held}
    kept = []
    for row in wanted:
        there = by_content.pop(_content(row), None)
        if there is None:
            row.recorded_at = known_from
            session.add(row)
        kept.append(there or row)
    for gone in by_content.values():
        gone.retracted_at = known_from
        session.add(gone)
    session.flush()
    return kept


def _content(row: SQLModel) -> str:
    told = {key: value for key, value in row.model_dump().items() if key not in ("id", "recorded_at", "retracted_at")}
    return json.dumps(told, sort_keys=True, default=str)


def _load_facts(session: Session, dataset: Dataset, file: ToolFile, tool: Tool, run: Run) -> set[str]:
    """Record a tool's facts; give the keys of all that the file states."""
    there = {
        fact.key: fact
        for fact in session.exec(select(Fact).where(Fact.tool_id == tool.id, col(Fact.snapshot_id).is_(None)))
    }
    stated = set()
    for row in fact_rows(session, dataset, file, tool, run):
        known = there.get(row.key)
        if known is None and row.key not in stated:
            session.add(row)
        elif known is not None and known.retracted_at != row.retracted_at:
            known.retracted_at = row.retracted_at
            session.add(known)
        stated.add(row.key)
    return stated


def _retract_withdrawn(session: Session, stated: Iterable[str], known_from: datetime) -> None:
    """Retract what an earlier release stated and this one no longer holds at all."""
    keys = set(stated)
    rows = session.exec(
        select(Fact)
        .join(Run, col(Fact.run_id) == col(Run.id))
        .where(col(Run.kind) == "release", col(Fact.retracted_at).is_(None))
    )
    for fact in rows:
        if fact.key not in keys:
            fact.retracted_at = known_from
            session.add(fact)


def _load_release(session: Session, name: str, released_at: datetime, mark: str) -> None:
    row = session.exec(select(Release).where(Release.name == name)).first()
    row = row or Release(name=name, released_at=released_at, fingerprint="", loaded_at=now())
    row.released_at, row.fingerprint, row.loaded_at = released_at, mark, now()
    session.add(row)


def _moment(day: date | None) -> datetime | None:
    return start_of(day) if day else None
