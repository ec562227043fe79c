"""Who uses what, read from the register: each person and tool once, whatever declared and detected it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from catalog.consolidation.overlap import Use, needs, uses
from catalog.models.register import Adoption, Department, Person, Team
from catalog.models.tool import Tool
from catalog.moment import Moment, now
from catalog.store import Store

PRESENT = now()
MOMENT = Moment(PRESENT, PRESENT)


def adopted(session: Session, who: str, **given: Any) -> Adoption:
    """Record an adoption of the one tool there is."""
    told: dict[str, Any] = {
        "reference": f"a-{who}-{given.get('kind', 'declared')}-{given.get('state', '')}",
        "kind": "declared",
        "state": "declared",
        "tool_id": 1,
        "who": who,
        "recorded_at": PRESENT - timedelta(days=9),
        "changed_at": PRESENT - timedelta(days=9),
    }
    row = Adoption(**(told | given))
    session.add(row)
    session.flush()
    return row


def settle(session: Session) -> Person:
    """Record a tool, a clinic with one team, and Anna in it."""
    session.add(Tool(id=1, slug="acme", name="Acme"))
    session.add(Department(id=1, slug="clinic", name="Clinic", industry="medical", posture="permission"))
    session.flush()
    session.add(Team(id=1, slug="ward", name="Ward", department_id=1))
    session.flush()
    anna = Person(id=1, slug="anna", name="Anna", team_id=1)
    session.add(anna)
    session.flush()
    return anna


def found(store: Store, moment: Moment = MOMENT) -> list[Use]:
    with store.session() as session:
        return uses(session, moment)


def test_declared_and_detected_of_one_person_count_once(store: Store) -> None:
    with store.write() as session:
        anna = settle(session)
        seen = adopted(session, "asmith", kind="detected", state="proposed", person_id=anna.id)
        said = adopted(session, "anna", person_id=anna.id, plan="pro", data=["phi"])
        seen.linked_id = said.id
    (use,) = found(store)
    assert (use.plan, use.data) == ("pro", ("phi",))
    assert (use.group.team, use.group.department, use.group.industry) == ("ward", "clinic", "medical")
    assert use.group.posture == "permission"


def test_a_detected_row_without_a_person_counts_with_the_row_it_is_linked_with(store: Store) -> None:
    with store.write() as session:
        anna = settle(session)
        said = adopted(session, "anna", person_id=anna.id)
        adopted(session, "asmith", kind="detected", state="proposed", linked_id=said.id)
    assert len(found(store)) == 1


def test_names_that_nobody_is_known_by_count_each_once(store: Store) -> None:
    with store.write() as session:
        settle(session)
        adopted(session, "JDoe", kind="detected", state="proposed", tenant="one")
        adopted(session, "jdoe", kind="detected", state="confirmed", tenant="two")
        adopted(session, "other", kind="detected", state="proposed")
    assert [use.group.industry for use in found(store)] == ["general", "general"]


@pytest.mark.parametrize("state", ["withdrawn", "disputed", "ended", "moved"])
def test_what_is_over_counts_for_nothing(store: Store, state: str) -> None:
    with store.write() as session:
        settle(session)
        adopted(session, "anna", state=state, until=PRESENT.date())
    assert found(store) == []


def test_what_ended_was_in_use_until_then(store: Store) -> None:
    with store.write() as session:
        settle(session)
        adopted(session, "anna", state="ended", since=date(2026, 1, 1), until=date(2026, 6, 1))
    for day, count in ((date(2025, 12, 31), 0), (date(2026, 5, 31), 1), (date(2026, 6, 1), 0)):
        as_of = PRESENT.replace(year=day.year, month=day.month, day=day.day)
        assert len(found(store, Moment(as_of, PRESENT))) == count


def test_without_a_word_on_data_it_is_ordinary_work(store: Store) -> None:
    with store.write() as session:
        settle(session)
        adopted(session, "anna")
    assert found(store)[0].data == ("internal",)


def test_two_accounts_of_one_person_join_their_data(store: Store) -> None:
    with store.write() as session:
        anna = settle(session)
        adopted(session, "anna", person_id=anna.id, reference="a-1", data=["pii"])
        adopted(session, "anna", person_id=anna.id, reference="a-2", data=["phi"], account="personal")
    (use,) = found(store)
    assert use.data == ("phi", "pii")


def test_needs_hold_each_person_once_with_all_their_data(store: Store) -> None:
    with store.write() as session:
        anna = settle(session)
        session.add(Tool(id=2, slug="other", name="Other"))
        session.flush()
        adopted(session, "anna", person_id=anna.id, data=["phi"])
        adopted(session, "anna", person_id=anna.id, tool_id=2, reference="a-other", data=["internal"])
        adopted(session, "bo")
    wanted = needs(found(store))
    assert [(need.department, need.industry, need.data, len(need.people)) for need in wanted] == [
        (None, "general", ("internal",), 1),
        ("clinic", "medical", ("internal", "phi"), 1),
    ]
