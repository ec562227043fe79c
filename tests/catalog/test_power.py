"""The power goes: what had been told stands, nothing stands twice or by half, and the trail is whole."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, func, select

from catalog import audit
from catalog.adoption.discovering import discover
from catalog.adoption.importing import import_file
from catalog.adoption.register import Declaration, declare
from catalog.models.register import Adoption, Batch, Origin, Person
from catalog.store import Store
from tests.campaigns import Campaign
from tests.catalog.entries import entry
from tests.power import Watched, watch
from tests.templates import Templates

ROWS = 6
CUTS_OF_A_RUN = 12


def reports(folder: str, number: int) -> None:
    """Report as people and programs do: one by one, by a survey, by a log; each is told once it is durable.

    After the first one somebody else has the database open too, as a server has: who leaves it clears nothing up then.
    """
    from catalog.settings import settings
    from web.cli import run

    first, *others = [["adopt", "trello", "--by", who, "--data", "internal"] for who in people_of(number)]
    assert run([*first, "--json"]) == 0
    with Store(settings().database_url) as server, server.session() as reading:
        reading.execute(text("SELECT 1"))
        reading.commit()
        files_of = (["import", "survey", f"{folder}/{number}.csv"], ["discover", f"{folder}/{number}.log"])
        for report in (*others, *files_of):
            assert run([*report, "--json"]) == 0


def people_of(number: int) -> list[str]:
    return [f"person {number} {who}" for who in range(2)]


def files(folder: Path, number: int) -> None:
    rows = "\n".join(f"Tool {number} {row},Asked {row}" for row in range(ROWS))
    (folder / f"{number}.csv").write_text(f"tool,by\n{rows}\n")
    (folder / f"{number}.log").write_text("".join(entry("slack.com", f"seen{number}x{who}") for who in range(ROWS)))


def documents(told: bytes) -> Iterator[dict[str, Any]]:
    """Give the documents that were told to their end."""
    left = told.decode(errors="ignore").lstrip()
    while left:
        try:
            document, end = json.JSONDecoder().raw_decode(left)
        except ValueError:
            return
        yield document
        left = left[end:].lstrip()


def held(session: Session, table: Any, *where: Any) -> int:
    return session.exec(select(func.count()).select_from(table).where(*where)).one()


def hold(store: Store, told: list[dict[str, Any]], number: int) -> None:
    """Hold what the disk kept against what had been told."""
    with store.session() as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
        assert audit.verify(session).problems == []
        for document in told:
            if "adoption" in document:
                assert held(session, Adoption, Adoption.reference == document["adoption"]["id"]) == 1
            elif "batch" in document:
                assert held(session, Batch, Batch.reference == document["batch"]) == 1
            else:
                assert held(session, Origin, Origin.file == document["files"][0]["file"]) == 1
        surveyed = held(session, Adoption, col(Adoption.imported).is_(True))
        seen = held(session, Adoption, Adoption.kind == "detected")
        assert surveyed == ROWS * held(session, Batch)
        assert seen == ROWS * held(session, Origin, Origin.format == "squid")


def complete(store: Store, folder: Path, number: int) -> None:
    """Report all of it again, as somebody does who was told nothing; everything is there once."""
    for who in people_of(number):
        store.transact(lambda session, who=who: declare(session, Declaration("trello", who, data=("internal",))))  # type: ignore[misc]
    import_file(store, "survey", folder / f"{number}.csv")
    assert not discover(store, [folder / f"{number}.log"]).problems
    with store.session() as session:
        counted = (held(session, Adoption), held(session, Batch), held(session, Origin))
        assert counted == (2 + 2 * ROWS, 1, 2)
        assert held(session, Person, col(Person.name).startswith("person ")) == 2
        assert audit.verify(session).problems == []


@pytest.mark.soak("power cuts")
def test_after_a_power_cut_what_was_told_stands_once_and_whole(
    filled_templates: Templates, tmp_path: Path, campaign: Campaign
) -> None:
    chance, seen, told = Random(11), Watched({}), 0
    disk = tmp_path / "disk"
    file = disk / "byot.sqlite"
    for number in campaign.runs(6, 50 * CUTS_OF_A_RUN):
        if number % CUTS_OF_A_RUN == 0:
            shutil.rmtree(disk, ignore_errors=True)
            disk.mkdir()
            shutil.copy(filled_templates.file, file)
            files(tmp_path, number)
            run = number
            seen = watch(disk, reports, str(tmp_path), run, environment={"BYOT_DATABASE_URL": f"sqlite:///{file}"})
            campaign.tell(fsyncs=sum(step.kind == "sync" for step in seen.steps))
        cut = chance.randrange(len(seen.steps) + 1)
        kept = seen.after(cut, chance if number % 2 else None)
        again = tmp_path / f"again-{number}"
        again.mkdir()
        for name, body in kept.items():
            (again / name).write_bytes(body)
        answers = list(documents(seen.told(cut)))
        told += len(answers)
        database = f"sqlite:///{again / file.name}"
        with Store(database) as store:
            hold(store, answers, run)
            if number % 3 == 0:
                complete(store, tmp_path, run)
        shutil.rmtree(again)
    campaign.tell(acknowledged=told)
    assert told > campaign.done / 2
