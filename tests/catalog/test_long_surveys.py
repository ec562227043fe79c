"""A long survey is declared some answers at a time: others write meanwhile, and what was cut off goes on."""

from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select

from catalog import audit
from catalog.adoption import batches, importing, register
from catalog.adoption.importing import import_file
from catalog.adoption.register import Declaration
from catalog.errors import Conflicting
from catalog.models.review import Event
from catalog.moment import now
from catalog.store import Store
from tests.catalog.exports import held

ANSWERS, REJECTED = 7, 2
Meanwhile = Callable[[Callable[[], None]], None]


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    tools = cycle(["Trello", "Miro", "nothing that anybody knows, but for 2 commas, ever"])
    people = (f'"{tool}",kim{number}@example.com' for number, tool in zip(range(ANSWERS), tools, strict=False))
    path = tmp_path / "survey.csv"
    path.write_text("\n".join(["tool,by", *people, ",nobody@example.com", ""]))
    return path


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Let two answers be declared at a time, and something happen in between."""
    monkeypatch.setattr(importing, "ANSWERS_AT_ONCE", 2)

    def happens(what: Callable[[], None]) -> None:
        monkeypatch.setattr(importing, "sleep", lambda _: what())

    happens(lambda: None)
    return happens


def held_by(store: Store) -> dict[str, Any]:
    with store.session() as session:
        assert audit.verify(session).problems == []
        return held(session)


def test_many_answers_come_to_what_they_come_to_at_once(
    filled_store: Store, survey: Path, meanwhile: Meanwhile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(importing, "ANSWERS_AT_ONCE", 100)
        at_once = import_file(filled_store, "survey", survey)
        all_at_once = held_by(filled_store)
    filled_store.transact(lambda session: batches.undo(session, "last"))
    told = import_file(filled_store, "survey", survey)
    assert held_by(filled_store) == all_at_once
    assert {**told, "batch": ""} == {**at_once, "batch": ""}
    assert (told["entries"], told["records"] + told["rejected"]) == (ANSWERS + 1, ANSWERS + 1)


def test_somebody_else_declares_meanwhile(filled_store: Store, survey: Path, meanwhile: Meanwhile) -> None:
    others = ["lee@example.com", "mo@example.com"]

    def declare() -> None:
        if others:
            said = Declaration(tool="zoom", by=others.pop())
            filled_store.transact(lambda session: register.declare(session, said, now()))

    meanwhile(declare)
    import_file(filled_store, "survey", survey)
    assert {one[0] for one in held_by(filled_store)["declared"]} >= {"lee@example.com", "mo@example.com"}


def test_a_survey_that_was_cut_off_goes_on_when_it_is_imported_again(
    filled_store: Store, survey: Path, meanwhile: Meanwhile
) -> None:
    def cut() -> None:
        raise KeyboardInterrupt

    meanwhile(cut)
    with pytest.raises(KeyboardInterrupt):
        import_file(filled_store, "survey", survey)
    with filled_store.session() as session:
        (batch,) = batches.listing(session)
    assert 0 < batch["records"] + batch["rejected"] < batch["entries"]
    meanwhile(lambda: None)
    told = import_file(filled_store, "survey", survey)
    assert (told["batch"], told["read_before"]) == (batch["batch"], None)
    assert told["records"] + told["rejected"] == ANSWERS + 1
    assert import_file(filled_store, "survey", survey)["read_before"] is not None
    with filled_store.session() as session:
        imported = session.exec(select(func.count()).select_from(Event).where(Event.what == "export imported")).one()
    assert imported == 1


def test_a_batch_taken_back_meanwhile_stays_so(filled_store: Store, survey: Path, meanwhile: Meanwhile) -> None:
    def undo() -> None:
        filled_store.transact(lambda session: batches.undo(session, "last"))

    meanwhile(undo)
    with pytest.raises(Conflicting, match="taken back"):
        import_file(filled_store, "survey", survey)
    assert held_by(filled_store)["declared"] == []
