"""The facts of all files into the store, at once: new statements recorded, those of before that are gone retracted."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session, SQLModel, col, select

from catalog.dataset.expanding import fact_rows, kind_of
from catalog.dataset.reading import Dataset
from catalog.models.evidence import Fact, Run, Source

Sources = Mapping[tuple[int, str], int]


def load_facts(session: Session, dataset: Dataset, tools: Mapping[str, int], run: Run, known_from: datetime) -> int:
    """Record the facts of all files; give how many statements they make.

    A statement is known by its key: what stands already is left alone, but for a retraction that its file tells. What
    an earlier release stated and this one no longer does is retracted as of `known_from`.
    """
    sources = _sources(session, dataset, tools)
    rows = {
        row["key"]: row
        for file in dataset.tools
        for row in fact_rows(dataset, file, tools[file.slug], run.id or 0, sources)
    }
    there = {
        key: (number, retracted_at, kind)
        for key, number, retracted_at, kind in session.exec(
            select(Fact.key, Fact.id, Fact.retracted_at, Run.kind)
            .join(Run, col(Fact.run_id) == col(Run.id))
            .where(col(Fact.snapshot_id).is_(None))
        )
    }
    table = SQLModel.metadata.tables["fact"]
    connection = session.connection()
    if new := [row for key, row in rows.items() if key not in there]:
        connection.execute(insert(table), new)
    retracted = {
        number: rows[key]["retracted_at"]
        for key, (number, before, _) in there.items()
        if key in rows and before != rows[key]["retracted_at"]
    }
    retracted |= {
        number: known_from
        for key, (number, before, kind) in there.items()
        if key not in rows and kind == "release" and before is None
    }
    if retracted:
        change = update(table).where(table.c.id == bindparam("number")).values(retracted_at=bindparam("at"))
        connection.execute(change, [{"number": number, "at": at} for number, at in retracted.items()])
    return len(rows)


def _sources(session: Session, dataset: Dataset, tools: Mapping[str, int]) -> Sources:
    """Give the numbers of the sources that the files name, by tool and address; new ones are recorded."""
    named = dict.fromkeys((tools[file.slug], part.source) for file in dataset.tools for part in file.facts)
    known = select(Source.tool_id, Source.url, Source.id)
    there = {(tool_id, url): number for tool_id, url, number in session.exec(known)}
    if new := [place for place in named if place not in there]:
        rows = [{"tool_id": tool_id, "url": url, "kind": kind_of(url), "fetch_state": "never"} for tool_id, url in new]
        session.connection().execute(insert(SQLModel.metadata.tables["source"]), rows)
        there = {(tool_id, url): number for tool_id, url, number in session.exec(known)}
    return {place: number for place, number in there.items() if number is not None}
