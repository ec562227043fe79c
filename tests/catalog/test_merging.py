"""One person under several names: counted once, merged, and taken apart again as if nothing had been."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from catalog import audit, people
from catalog.adoption import batches, merging, register, whose
from catalog.adoption.directory import load_people
from catalog.adoption.discovering import discover
from catalog.adoption.importing import import_file
from catalog.adoption.register import Declaration
from catalog.consolidation import budget
from catalog.errors import Conflicting, NotAllowed, NotFound
from catalog.models.company import BudgetClaim
from catalog.models.register import Adoption, Identity, Person
from catalog.models.review import Decision, Event
from catalog.moment import now
from catalog.review.reach import reach
from catalog.store import Store
from tests.catalog.entries import entry
from tests.house.code import ROOT


@pytest.fixture
def seen(filled_store: Store, tmp_path: Path) -> Store:
    """A store in which Anna was seen under a mail address by cards, and under a login by a sign-on log."""
    filled_store.transact(people.settle)
    cards = tmp_path / "cards.csv"
    cards.write_text("Date,Merchant,Email\n2026-10-05,Slack T01ABCD2EFG,anna.berg@example.com\n")
    import_file(filled_store, "ramp", cards)
    log = tmp_path / "log.json"
    log.write_text(
        '[{"event_type": "sso_auth", "timestamp": "2026-10-02T09:00:00Z", "initiated_by": {"username": "aberg"},'
        ' "application": {"display_label": "Slack"}, "sso_token_success": true}]'
    )
    import_file(filled_store, "jumpcloud", log)
    return filled_store


def listed(session: Session, **filters: Any) -> list[tuple[str, str, int]]:
    return [(one["by"], one["tool"], len(one["evidence"])) for one in register.listing(session, **filters)]


def state(session: Session) -> list[Any]:
    """Give all that a merge may touch."""
    adoptions = [(one.reference, one.person_id, one.linked_id, one.state) for one in session.exec(select(Adoption))]
    identities = [(one.value, one.person_id) for one in session.exec(select(Identity))]
    persons = [(one.slug, one.roles, one.merged_into_id) for one in session.exec(select(Person))]
    claims = [(one.reference, one.person_id) for one in session.exec(select(BudgetClaim))]
    return [sorted(adoptions), sorted(identities, key=str), sorted(persons, key=str), claims]


def test_names_given_to_a_person_join_what_was_seen_of_them(seen: Store) -> None:
    with seen.session() as session:
        assert listed(session) == [("aberg", "slack", 1), ("anna.berg@example.com", "slack", 1)]
    with seen.write() as session:
        told = merging.name(session, "Anna", ["anna.berg@example.com", "aberg", "Berg, Anna"], by="bo")
    assert told["names"] == ["aberg", "anna.berg@example.com", "berg, anna"]
    with seen.session() as session:
        assert listed(session) == [("anna.berg@example.com", "slack", 2)]
        assert listed(session, by="anna") == [("anna.berg@example.com", "slack", 2)]
        (tool,) = set(session.exec(select(Adoption.tool_id)))
        assert reach(session, [tool], now().date())[tool].people == 1
    with seen.write() as session:
        register.declare(session, Declaration("slack", "Anna"))
    with seen.session() as session:
        assert listed(session) == [("Anna", "slack", 3)]


def test_who_is_known_by_two_names_is_proposed_once(filled_store: Store, tmp_path: Path) -> None:
    filled_store.transact(people.settle)
    with filled_store.write() as session:
        merging.name(session, "Anna", ["anna.berg@example.com", "aberg"], by="bo")
    cards = tmp_path / "cards.csv"
    cards.write_text("Date,Merchant,User\n2026-10-05,Trello.com,anna.berg@example.com\n2026-10-06,Trello.com,aberg\n")
    import_file(filled_store, "brex", cards)
    with filled_store.session() as session:
        assert listed(session) == [("aberg", "trello", 2)]
    with filled_store.write() as session:
        batches.undo(session, "last")
    with filled_store.session() as session:
        assert listed(session) == []


def test_a_person_s_uses_count_once_under_however_many_names(filled_store: Store, tmp_path: Path) -> None:
    filled_store.transact(people.settle)
    with filled_store.write() as session:
        merging.name(session, "Anna", ["anna.berg@example.com", "aberg"], by="bo")
    log = tmp_path / "access.log"
    names = ("aberg", "FIRM\\aberg", "anna.berg@example.com")
    log.write_text("".join(entry("acme.slack.com", name) for name in names))
    told = discover(filled_store, [log]).document()["new"]
    assert told == {"sightings": 3, "proposals": 1}
    with filled_store.session() as session:
        assert [one["adoptions"] for one in merging.listing(session, "anna")] == [1]
        assert [one["people"] for one in whose.seen(session, None)] == [1]


@pytest.mark.parametrize("written", ["CORP\\ABerg", "CORP\\\\aberg", "aberg"])
def test_a_login_is_known_again_under_any_domain(filled_store: Store, tmp_path: Path, written: str) -> None:
    filled_store.transact(people.settle)
    cards = tmp_path / "cards.csv"
    cards.write_text(f"Date,Merchant,User\n2026-10-05,Trello.com,{written}\n2026-10-05,Trello.com,CORP\\bberg\n")
    import_file(filled_store, "brex", cards)
    with filled_store.write() as session:
        merging.name(session, "Anna", ["aberg"], by="bo")
    with filled_store.session() as session:
        assert [who for who, _, _ in listed(session, by="anna")] == [written]


def test_a_name_of_another_person_is_not_taken(seen: Store) -> None:
    with seen.write() as session:
        merging.name(session, "Anna", ["aberg"], by="bo")
    with pytest.raises(Conflicting, match="byot people merge kim anna"), seen.write() as session:
        merging.name(session, "Kim", ["aberg"], by="bo")
    with pytest.raises(NotAllowed), seen.write() as session:
        merging.name(session, "Kim", ["kberg"], by="anna")


def test_two_persons_become_one_and_two_again(seen: Store) -> None:
    with seen.write() as session:
        register.declare(session, Declaration("trello", "anna.berg@example.com", purpose="boards"))
        merging.name(session, "Anna B.", ["aberg"], by="bo")
        people.person_for(session, "Anna B.").roles = ["employee", "planner"]
        budget.claim(session, "anna-b", "a headset", Decimal(90))
    with seen.session() as session:
        before = state(session)
        assert len(listed(session)) == 3
    with seen.write() as session:
        told = merging.merge(session, "anna.berg@example.com", "Anna B.", by="bo")
    assert told["moved"] == {"identities": 2, "adoptions": 1, "reviews": 0, "requests": 0, "claims": 1}
    assert told["decisions"] == []
    with seen.session() as session:
        kept = people.find(session, "aberg")
        assert kept is not None
        assert kept == people.find(session, "Anna B.") == people.find(session, "anna.berg@example.com")
        assert kept.roles == ["employee"]
        assert sorted(listed(session, by="aberg")) == [
            ("anna.berg@example.com", "slack", 2), ("anna.berg@example.com", "trello", 1),
        ]  # fmt: skip
        assert "anna-b" not in [one["person"] for one in merging.listing(session)]
    with pytest.raises(Conflicting), seen.write() as session:
        merging.merge(session, "aberg", "Anna B.", by="bo")
    with seen.write() as session:
        assert merging.unmerge(session, "last", by="bo")["merge"] == told["merge"]
    with seen.session() as session:
        assert state(session) == before
        what = session.exec(select(Event.what).where(Event.subject == f"person:{told['kept']}")).all()
        assert what == ["people merged", "merge undone"]
        assert audit.verify(session).problems == []
        assert [one["undone_at"] is None for one in merging.merges(session)] == [False]


def test_what_came_after_a_merge_stays_with_who_was_kept(seen: Store) -> None:
    with seen.write() as session:
        merging.name(session, "Kim", ["aberg"], by="bo")
        merging.merge(session, "Anna", "Kim", by="bo")
        register.declare(session, Declaration("zoom", "Kim"))
        merging.unmerge(session, "last", by="bo")
    with seen.session() as session:
        assert listed(session, by="Anna") == [("Kim", "zoom", 1)]
        assert ("aberg", "slack", 1) in listed(session, by="Kim")


def test_an_unknown_person_merge_or_right_is_told(seen: Store) -> None:
    with pytest.raises(NotFound), seen.write() as session:
        merging.merge(session, "Anna", "Nobody at all", by="bo")
    for reference in ("m-none", "last"):
        with pytest.raises(NotFound), seen.write() as session:
            merging.unmerge(session, reference, by="bo")
    with pytest.raises(NotAllowed), seen.write() as session:
        merging.merge(session, "Anna", "Cy", by="anna")


def test_decisions_that_name_the_other_are_told(seen: Store) -> None:
    with seen.write() as session:
        tool = session.exec(select(Adoption.tool_id)).first()
        assert tool is not None
        ruled: dict[str, Any] = {
            "status": "tolerated",
            "scope": {"person": "cy"},
            "reason": "a trial",
            "decided_by": "bo",
        }
        session.add(Decision(reference="d-1", tool_id=tool, valid_from=now(), recorded_at=now(), **ruled))
        assert merging.merge(session, "Anna", "Cy", by="bo")["decisions"] == ["d-1"]


def test_a_directory_joins_the_names_of_people(seen: Store) -> None:
    told = load_people(seen, ROOT / "tests/samples/people/directory.csv", "bo")
    assert (told["entries"], told["people"], told["unusable"]) == (
        4, 3, [{"line": 5, "why": "has no login and no mail address"}],
    )  # fmt: skip
    with seen.session() as session:
        assert listed(session) == [("anna.berg@example.com", "slack", 2)]
        anna, joerg = (people.find(session, who) for who in ("anna.berg@example.com", "Jörg Müller"))
        assert anna is not None
        assert joerg is not None
        assert (anna.slug, anna.name, anna == people.find(session, "ACME\\aberg")) == ("aberg", "Anna Berg", True)
        assert anna.department_id == joerg.department_id is not None
        assert anna.team_id == joerg.team_id is not None
    again = load_people(seen, ROOT / "tests/samples/people/directory.csv", "bo")
    assert again == told
    with pytest.raises(NotAllowed):
        load_people(seen, ROOT / "tests/samples/people/directory.csv", "anna")


def test_a_directory_that_names_two_known_people_as_one_is_told(seen: Store, tmp_path: Path) -> None:
    file = tmp_path / "directory.csv"
    file.write_text("name,login,mail\nAnna Berg,aberg,anna.berg@example.com\n")
    with seen.write() as session:
        people.person_for(session, "aberg")
        people.person_for(session, "anna.berg@example.com")
    told = load_people(seen, file, "bo")
    assert told["unusable"] == [{"line": 2, "why": "its names are two people's: aberg, anna-berg-example-com"}]
    with seen.write() as session:
        merging.merge(session, "aberg", "anna.berg@example.com", by="bo")
    assert load_people(seen, file, "bo")["people"] == 1
