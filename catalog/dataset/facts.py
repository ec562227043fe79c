"""The facts that `data/` states, into the store: new ones recorded, withdrawn ones retracted, none changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from catalog.dataset.expanding import fact_rows, kind_of
from catalog.dataset.keeping import Row, add, change, retract, table_of
from catalog.dataset.reading import Dataset
from catalog.models.evidence import Fact, Run, Source
from catalog.moment import now

AGAIN = "+"  # between a statement's key and how many times it was stated before and taken back
EVER = datetime.min.replace(tzinfo=UTC)
Places = dict[tuple[int, str], int]


@dataclass(frozen=True, slots=True)
class Held:
    """The row that last stated something, and how many rows did before it."""

    number: int
    times: int
    is_retracted: bool


def record_facts(
    session: Session, dataset: Dataset, tools: Mapping[str, int], run: Run, since: datetime, *, is_first: bool
) -> int:
    """Record the facts of all files and retract those that no file states any more; give how many are stated.

    In an empty store (`is_first`) a fact is known from the day of the release that brought it, later from `since` at
    the earliest. What was taken back and is stated again is a row of its own.
    """
    held, sources = _held(session), _sources(session, dataset, tools)
    earliest, present = EVER if is_first else since, now()
    stated: set[str] = set()
    new: list[Row] = []
    ended: list[Row] = []
    for file in dataset.tools:
        for row in fact_rows(dataset, file, tools[file.slug], run.id or 0, sources):
            key, gone = row["key"], row["retracted_at"]
            gone = gone and max(gone, earliest)
            there = None if key in stated else held.get(key)
            if there is not None and not there.is_retracted:
                ended += [{"number": there.number, "retracted_at": gone}] if gone else []
            elif key not in stated and (there is None or gone is None):
                times = {"recorded_at": min(max(row["recorded_at"], earliest), present), "retracted_at": gone}
                new.append({**row, **times, "key": f"{key}{AGAIN}{there.times + 1}" if there else key})
            stated.add(key)
    add(session, Fact, new)
    change(session, Fact, ended)
    withdrawn = (one.number for key, one in held.items() if key not in stated and not one.is_retracted)
    retract(session, Fact, withdrawn, since)
    return len(stated)


def _held(session: Session) -> dict[str, Held]:
    """Give what releases have stated so far, by the statement's key."""
    fact, run = table_of(Fact), table_of(Run)
    of_releases = select(run.c.id).where(run.c.kind == "release")
    rows = session.execute(select(fact.c.key, fact.c.id, fact.c.retracted_at).where(fact.c.run_id.in_(of_releases)))
    held: dict[str, Held] = {}
    for key, number, retracted_at in rows:
        statement, _, times = key.partition(AGAIN)
        one = Held(number, int(times or 0), retracted_at is not None)
        if statement not in held or held[statement].times < one.times:
            held[statement] = one
    return held


def _sources(session: Session, dataset: Dataset, tools: Mapping[str, int]) -> Places:
    """Give the sources of all facts by tool and address; those that are new are recorded."""
    there = _there(session)
    wanted = dict.fromkeys((tools[file.slug], fact.source) for file in dataset.tools for fact in file.facts)
    new: list[dict[str, Any]] = [
        {"tool_id": number, "url": url, "kind": kind_of(url), "fetch_state": "never"}
        for number, url in wanted
        if (number, url) not in there
    ]
    add(session, Source, new)
    return _there(session) if new else there


def _there(session: Session) -> Places:
    source = table_of(Source)
    rows = session.execute(select(source.c.tool_id, source.c.url, source.c.id))
    return {(tool_id, url): number for tool_id, url, number in rows}
