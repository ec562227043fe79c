"""The trail: what was changed after it was written shows."""

from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text
from sqlmodel import select

from catalog import audit
from catalog.audit import Head
from catalog.errors import BadData
from catalog.models.review import Event
from catalog.store import Store
from tests.campaigns import Campaign, size


def write(store: Store, *numbers: int) -> None:
    for number in numbers:
        content = {"number": number, "text": "é"}
        with store.write() as session:
            audit.append(session, who="bo", what="decided", subject="slack", content=content)


def problems(store: Store, head: Head | None = None) -> list[str]:
    with store.session() as session:
        return audit.verify(session, head).problems


def head(store: Store) -> Head:
    with store.session() as session:
        return audit.verify(session).head


def test_a_whole_chain_is_whole(store: Store) -> None:
    write(store, 1, 2, 3)
    assert (problems(store), head(store).events) == ([], 3)


def test_an_empty_chain_is_whole(store: Store) -> None:
    assert (problems(store), head(store)) == ([], Head(0, audit.GENESIS))


@pytest.mark.parametrize("column", ["who", "what", "subject", "content"])
def test_a_changed_event_shows(store: Store, column: str) -> None:
    write(store, 1, 2, 3)
    with store.write() as session:
        session.execute(text(f"UPDATE event SET {column} = 'x' WHERE id = 2"))
    assert problems(store) == ["event 2 was changed after it was written"]


def test_an_event_taken_out_shows(store: Store) -> None:
    write(store, 1, 2, 3)
    with store.write() as session:
        session.execute(text("DELETE FROM event WHERE id = 2"))
    assert problems(store) == ["event 3 does not follow its neighbour"]


def test_a_cut_tail_shows_only_against_an_exported_head(store: Store) -> None:
    write(store, 1, 2, 3)
    exported = head(store)
    with store.write() as session:
        session.execute(text("DELETE FROM event WHERE id = 3"))
    assert problems(store) == []
    assert problems(store, exported) == ["the chain no longer holds the exported head of 3 events"]


def test_an_exported_head_still_holds_when_the_chain_has_grown(store: Store) -> None:
    write(store, 1, 2)
    exported = head(store)
    write(store, 3)
    assert problems(store, exported) == []


@pytest.mark.soak("writers of the trail at once")
def test_writers_at_once_make_one_chain(store: Store, campaign: Campaign) -> None:
    writers, each = size(8, 24), size(1, 100)
    threads = [
        Thread(target=write, args=(store, *range(first, first + each))) for first in range(0, writers * each, each)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.session() as session:
        assert len(session.exec(select(Event)).all()) == writers * each
    assert problems(store) == []
    campaign.done += writers
    campaign.tell(events=writers * each)


def test_the_same_event_has_the_same_hash_on_every_database() -> None:
    event = Event(
        at=1, who="bo", what="w", subject="s", content=audit.canonical({"b": 1, "a": "é"}), previous="0", sha256=""
    )
    assert audit.digest(event) == "d9c03b6d01b762da69a8bf792afe56b0171295d6852a6adea265ebb22e714c32"


def test_a_file_that_is_no_head_says_so(tmp_path: Path) -> None:
    (tmp_path / "head.json").write_text("{}")
    with pytest.raises(BadData, match="no exported head"):
        audit.read_head(tmp_path / "head.json")
    with pytest.raises(BadData, match="cannot be read"):
        audit.read_head(tmp_path / "missing.json")
