"""Requests, guides, the emergency budget and norms: small, but whole."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session

from catalog.consolidation import budget, guides, norms, triage
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.register import Adoption, Department, Person, Team
from catalog.models.tool import Tool
from catalog.store import Store

AT = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def office(store: Store) -> Store:
    """A nurse and a clerk, each in a team, one tool that both use, the clerk on an account of her own."""

    def settle(session: Session) -> None:
        session.add_all([Department(id=1, slug="clinic", name="Clinic", industry="medical"),
                         Department(id=2, slug="office", name="Office")])  # fmt: skip
        session.flush()
        session.add_all([Team(id=1, slug="ward", name="Ward", department_id=1),
                         Team(id=2, slug="desk", name="Desk", department_id=2)])  # fmt: skip
        session.add(Tool(id=1, slug="acme", name="Acme"))
        session.flush()
        session.add_all([Person(id=1, slug="nurse", name="Nurse", team_id=1),
                         Person(id=2, slug="clerk", name="Clerk", team_id=2)])  # fmt: skip
        session.flush()
        for number, who, account in ((1, "nurse", "company"), (2, "clerk", "personal")):
            session.add(Adoption(reference=f"a-{number}", kind="declared", state="declared", tool_id=1, who=who,
                                 team_id=number, account=account, recorded_at=AT, changed_at=AT))  # fmt: skip

    store.transact(settle)
    return store


def test_what_keeps_the_business_running_comes_first(office: Store) -> None:
    with office.write() as session:
        triage.ask(session, "clerk", "A nicer chat", urgency="low", at=AT)
        triage.ask(session, "clerk", "A how-to for all", urgency="normal", reach=500, at=AT)
        triage.ask(session, "nurse", "The phones are dead", urgency="high", reach=30, at=AT)
    with office.session() as session:
        told = triage.board(session)
        assert [one["people"] for one in triage.demand(session)] == [1]
    assert [(one["title"], one["state"], one["ahead"]) for one in told] == [
        ("The phones are dead", "now", 0), ("A how-to for all", "next", 1), ("A nicer chat", "later", 2),
    ]  # fmt: skip


def test_a_request_moves_only_with_a_word_why(office: Store) -> None:
    row = office.transact(lambda session: triage.ask(session, "clerk", "Help", at=AT).reference)
    with pytest.raises(BadUse):
        office.transact(lambda session: triage.move(session, row, "now", " ", by="cy"))
    office.transact(lambda session: triage.move(session, row, "done", "Solved by a guide.", by="cy").state)
    with office.session() as session:
        assert triage.board(session) == []
    with pytest.raises(NotFound):
        office.transact(lambda session: triage.move(session, "h-none", "now", "x", by="cy"))


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"urgency": "panic"}, {"reach": 0}], ids=["no title", "no urgency", "nobody"]
)
def test_a_request_that_cannot_be_is_refused(office: Store, wrong: dict[str, object]) -> None:
    with pytest.raises(BadUse):
        office.transact(lambda session: triage.ask(session, "clerk", **({"title": "x"} | wrong)))  # type: ignore[arg-type]


def test_guides_are_ordered_by_what_they_save_and_reach_is_counted_once(office: Store) -> None:
    with office.write() as session:
        guides.add(session, "Mute a call", ["Press M."], 5, 3, by="cy", at=AT)
        most = guides.add(
            session, "Share a board", ["Open it.", "", "Press Share."], 60, 15, by="cy", tool="acme", at=AT
        )
        for helped in (None, True):
            guides.read(session, most.reference, "nurse", helped, AT)
        guides.read(session, most.reference, "clerk", False, AT)
    with office.session() as session:
        first, second = guides.listed(session)
        assert (first["title"], first["people"], first["hours"], first["steps"]) == (
            "Share a board", 2, 2.0, ["Open it.", "Press Share."],
        )  # fmt: skip
        assert (first["readers"], first["helped"], second["readers"]) == (2, 1, 0)
        assert [one["title"] for one in guides.listed(session, "acme")] == ["Share a board"]
    with pytest.raises(BadUse):
        office.transact(lambda session: guides.add(session, "Nothing", [" "], 5, 5, by="cy"))


def test_a_budget_is_spent_down_to_its_rest_and_no_further(office: Store) -> None:
    with office.write() as session:
        first = budget.claim(session, "clerk", "a headset", Decimal("49.90"), at=AT).reference
        second = budget.claim(session, "clerk", "a chair", Decimal(180), at=AT).reference
    with pytest.raises(BadUse, match=r"29\.90 USD over"):
        office.transact(lambda session: budget.claim(session, "clerk", "a screen", Decimal(50), at=AT))
    with office.write() as session:
        budget.answer(session, first, "approved", by="cy", at=AT)
        budget.answer(session, first, "spent", by="cy", at=AT)
        with pytest.raises(BadUse):
            budget.answer(session, second, "declined", by="cy", at=AT)
        budget.answer(session, second, "declined", by="cy", why="We have chairs.", at=AT)
        with pytest.raises(Conflicting):
            budget.answer(session, second, "approved", by="cy", at=AT)
    with office.session() as session:
        told = budget.of_person(session, "clerk", AT)
        assert told["rest"] == {"amount": 200.1, "currency": "USD"}
        assert told["until"] == "2026-12-31"
        assert budget.of_person(session, "clerk", AT.replace(year=2027))["rest"]["amount"] == 250
        assert budget.waiting(session, AT) == []


def test_a_team_starts_from_the_template_and_writes_its_own(office: Store) -> None:
    with office.session() as session:
        before = norms.of_team(session, "desk")
        assert (before["written"], before["content"]) == (False, norms.TEMPLATE)
        assert before["tools"] == [{"slug": "acme", "name": "Acme", "people": 1}]
        assert (norms.may_write(session, "desk", "clerk"), norms.may_write(session, "desk", "nurse")) == (True, False)
    for hours in ("8 to 16", "7 to 15"):
        told = {**norms.TEMPLATE, "hours": hours}
        office.transact(lambda session, told=told: norms.write(session, "desk", told, by="clerk"))  # type: ignore[misc]
    with office.session() as session:
        after = norms.of_team(session, "desk")
        assert (after["written"], after["by"], after["content"]["hours"]) == (True, "clerk", "7 to 15")
        with pytest.raises(NotFound):
            norms.of_team(session, "nowhere")
