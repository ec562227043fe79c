"""Batches of imports: undone, what rests on them alone goes, what others say too stays."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from catalog import audit
from catalog.adoption import batches, discovering, register, undoing
from catalog.adoption.importing import import_file
from catalog.adoption.register import Declaration
from catalog.errors import Conflicting, NotFound
from catalog.models.register import Adoption, Batch, Grant, Origin, Sighting
from catalog.models.review import Event
from catalog.store import Store
from tests.catalog.exports import held

CARDS = "Date,Merchant,Email\n"


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text)
    return folder / name


def undo(store: Store, reference: str = "last") -> dict[str, Any]:
    return store.transact(lambda session: batches.undo(session, reference))


def listed(store: Store) -> list[tuple[str, str, str | None]]:
    with store.session() as session:
        return sorted((one["by"], one["tool"], one["since"]) for one in register.listing(session))


def test_an_undone_batch_takes_its_proposals_and_leaves_those_of_others(filled_store: Store, tmp_path: Path) -> None:
    first = write(tmp_path, "1.csv", CARDS + "2026-10-05,Trello.com,anna@example.com\n")
    second = write(
        tmp_path, "2.csv", CARDS + "2026-09-01,Trello.com,anna@example.com\n2026-10-06,Figma,kim@example.com\n"
    )
    import_file(filled_store, "ramp", first)
    told = import_file(filled_store, "ramp", second)
    assert listed(filled_store) == [
        ("anna@example.com", "trello", "2026-09-01"), ("kim@example.com", "figma", "2026-10-06"),
    ]  # fmt: skip
    done = undo(filled_store, told["batch"])
    assert (len(done["gone"]), done["restored"], done["kept"]) == (1, [], [])
    assert listed(filled_store) == [("anna@example.com", "trello", "2026-10-05")]
    undo(filled_store)
    assert listed(filled_store) == []
    with filled_store.session() as session:
        assert held(session) == {"sightings": [], "grants": [], "declared": []}
        assert session.exec(select(Origin)).all() == []
        assert audit.verify(session).problems == []


def test_an_undone_batch_may_be_imported_again(filled_store: Store, tmp_path: Path) -> None:
    file = write(tmp_path, "1.csv", CARDS + "2026-10-05,Trello.com,anna@example.com\n")
    first = import_file(filled_store, "ramp", file)
    undo(filled_store, first["batch"])
    with pytest.raises(Conflicting):
        undo(filled_store, first["batch"])
    with pytest.raises(NotFound):
        undo(filled_store)
    again = import_file(filled_store, "ramp", file)
    assert (again["read_before"], again["new"]["proposals"]) == (None, 1)
    with filled_store.session() as session:
        told = batches.listing(session)
    assert [(one["batch"], one["undone_at"] is None) for one in told] == [
        (again["batch"], True),
        (first["batch"], False),
    ]


def test_what_a_log_shows_too_stays(filled_store: Store, tmp_path: Path) -> None:
    log = write(tmp_path, "squid.log", "1762300800.123 45 10.0.0.5 TCP_MISS/200 900 GET https://trello.com/ "
                "anna@example.com HIER_DIRECT/104.192.142.18 text/html\n")  # fmt: skip
    discovering.discover(filled_store, [log])
    import_file(filled_store, "ramp", write(tmp_path, "1.csv", CARDS + "2026-10-05,Trello.com,anna@example.com\n"))
    done = undo(filled_store)
    assert done["gone"] == []
    assert listed(filled_store) == [("anna@example.com", "trello", "2025-11-05")]


def test_what_somebody_answered_stays(filled_store: Store, tmp_path: Path) -> None:
    import_file(filled_store, "ramp", write(tmp_path, "1.csv", CARDS + "2026-10-05,Trello.com,bo@example.com\n"))
    with filled_store.write() as session:
        seen = session.exec(select(Adoption)).one()
        seen.state = "disputed"
        session.add(seen)
    assert undo(filled_store)["gone"] == []


def test_a_survey_is_undone_but_not_what_people_said_themselves(filled_store: Store, tmp_path: Path) -> None:
    own = Declaration("Trello", "Anna", data=("internal",), purpose="boards", since=date(2026, 1, 1))
    with filled_store.write() as session:
        before = register.declare(session, own).reference
    text = "tool,by,purpose,data\nTrello,Anna,plans,pii\nSlack,Anna,,\nZoom,Kim,,\nMiro,Lee,,\n"
    told = import_file(filled_store, "survey", write(tmp_path, "a.csv", text))
    with filled_store.write() as session:
        register.declare(session, Declaration("Zoom", "Kim"))  # says it too, in the same words
    import_file(filled_store, "survey", write(tmp_path, "b.csv", "tool,by\nMiro,Lee\n"))
    done = undo(filled_store, told["batch"])
    assert (len(done["gone"]), done["restored"], len(done["kept"])) == (1, [before], 2)
    assert [one[:2] for one in listed(filled_store)] == [("Anna", "trello"), ("Kim", "zoom"), ("Lee", "miro")]
    with filled_store.session() as session:
        (trello,) = register.listing(session, tool="trello")
        assert (trello["purpose"], trello["data"], trello["since"]) == ("boards", ["internal"], "2026-01-01")
    assert [len(undo(filled_store)["gone"]), len(listed(filled_store))] == [1, 2]


def test_an_undone_survey_lets_go_of_what_logs_showed(filled_store: Store, tmp_path: Path) -> None:
    import_file(filled_store, "survey", write(tmp_path, "a.csv", "tool,by\nTrello,anna@example.com\n"))
    survey = undoing.LAST
    with filled_store.session() as session:
        survey = batches.listing(session)[0]["batch"]
    import_file(filled_store, "ramp", write(tmp_path, "1.csv", CARDS + "2026-10-05,Trello.com,anna@example.com\n"))
    with filled_store.session() as session:
        (both,) = register.listing(session)
        assert [one["kind"] for one in both["evidence"]] == ["declared", "detected"]
    undo(filled_store, survey)
    with filled_store.session() as session:
        (left,) = register.listing(session)
        assert [one["kind"] for one in left["evidence"]] == ["detected"]


def test_every_import_and_undo_is_an_event(filled_store: Store, tmp_path: Path) -> None:
    cards = write(tmp_path, "1.csv", CARDS + "2026-10-05,Trello.com,anna@example.com\n")
    told = import_file(filled_store, "ramp", cards, by="bo")
    undo(filled_store)
    with filled_store.session() as session:
        its = select(Event.who, Event.what).where(Event.subject == f"batch:{told['batch']}").order_by(col(Event.id))
        assert session.exec(its).all() == [("bo", "export imported"), ("import", "import undone")]
        corrected = session.exec(select(Event.what).where(Event.subject == "tool:trello").order_by(col(Event.id))).all()
        assert "adoptions proposed" in corrected
        assert corrected[-1] == "proposals corrected"
        assert [session.exec(select(table.id)).first() for table in (Sighting, Grant)] == [None, None]
        assert session.exec(select(Batch)).one().origin_id is None
