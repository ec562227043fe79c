"""The organisation's policy: what it may change, what each answer shows of it, and how it is looked back on."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from sqlmodel import Session, col, select

from catalog import people
from catalog.check import Question, check
from catalog.consolidation import budget, rates, solutions, triage
from catalog.consolidation.plan import plan
from catalog.consolidation.terms import Terms
from catalog.dataset.mark import fingerprint
from catalog.dataset.overlay import read_policy, record_policy
from catalog.dataset.reading import read
from catalog.errors import BadData, BadSetting
from catalog.models.register import Department, Person
from catalog.models.review import Event
from catalog.policy import Policy, applied
from catalog.rubric import Rubric
from catalog.store import Store

DATA = Path(__file__).parents[2] / "data"
Write = Callable[[str], Path]
DESK = """
    policy: ours-4
    desk:
      budget: {departments: {clinic: 100}}
      priorities: {general: 5, departments: {clinic: 0.5}}
"""
STRICT = """
    policy: ours-3
    posture: {general: {internal: permission}}
    thresholds: {ask_below: 0.3}
    gates:
      - gate: ours_sign_in
        title: Company sign-in for all that is internal
        data_classes: [internal]
        expression: {good: sso_saml}
        if_failed: denied
"""


@cache
def rubric() -> Rubric:
    found = read(DATA).rubric
    assert found is not None
    return found


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def wrote(text: str) -> Path:
        file = tmp_path / "policy.yaml"
        file.write_text(dedent(text).strip() + "\n", encoding="utf-8")
        return file

    return wrote


def record(store: Store, file: Path | None) -> None:
    store.transact(lambda session: record_policy(session, rubric(), file))


def ask(store: Store, **given: Any) -> dict[str, Any]:
    with store.session() as session:
        return check(session, Question("trello", **given)).document()


def test_an_answer_is_given_under_the_policy_and_shows_it(filled_store: Store, write: Write) -> None:
    record(filled_store, write(STRICT))
    told = ask(filled_store)
    assert (told["verdict"], told["basis"]) == ("denied", "gate")
    assert told["rating"]["rubric"] == f"{rubric().version}+ours-3"


def test_a_withdrawn_policy_leaves_the_rubric_as_it_was(filled_store: Store, write: Write) -> None:
    before = ask(filled_store)
    record(filled_store, write(STRICT))
    record(filled_store, None)
    after = ask(filled_store)
    assert (after["verdict"], after["rating"]) == (before["verdict"], before["rating"])


def test_a_policy_that_comes_back_holds_again(filled_store: Store, write: Write) -> None:
    for file in (write(STRICT), None, write(STRICT)):
        record(filled_store, file)
    assert ask(filled_store)["rating"]["rubric"].endswith("+ours-3")


def test_each_change_of_the_policy_is_an_event(filled_store: Store, write: Write) -> None:
    for file in (None, write(STRICT), write(STRICT), None):
        record(filled_store, file)
    with filled_store.session() as session:
        told = session.exec(select(Event.what).where(Event.subject == "policy").order_by(col(Event.id))).all()
    assert told == ["policy recorded", "policy withdrawn"]


def test_a_department_takes_its_industry_from_the_policy(filled_store: Store, write: Write) -> None:
    record(filled_store, write("policy: a\ndepartments: {radiology: {industry: medical, name: Radiology}}"))
    with filled_store.write() as session:
        department = session.exec(select(Department).where(Department.slug == "radiology")).one()
        session.add(Person(slug="ro", name="Ro", department_id=department.id))
    assert ask(filled_store, person="ro")["industry"] == "medical"


def test_a_policy_that_says_nothing_changes_the_version_alone() -> None:
    same = applied(Policy(policy="nothing"), rubric())
    assert same.model_copy(update={"version": rubric().version}) == rubric()


def test_a_weight_of_the_policy_counts_for_its_industry_alone(write: Write) -> None:
    file = write("policy: a\nweights: {medical: {scim: {weight: 8, why: We provision by it.}}}")
    changed = applied(read_policy(file, rubric()), rubric()).criteria["scim"].weights
    assert changed["medical"].weight == 8
    assert changed["legal"] == rubric().criteria["scim"].weights["legal"]


def test_a_gate_of_the_same_name_takes_the_place_of_the_rubrics(write: Write) -> None:
    file = write(
        """
        policy: a
        gates:
          - gate: baa
            title: BAA
            data_classes: [phi]
            expression: {good: hipaa_baa}
            if_failed: ask
            industry: medical
        """
    )
    changed = applied(read_policy(file, rubric()), rubric())
    [baa] = [gate for gate in changed.gates_for("medical", "phi") if gate.gate == "baa"]
    assert baa.if_failed == "ask"
    assert "baa" not in [gate.gate for gate in changed.gates_for("general", "phi")]


def test_a_gate_is_lifted_by_name_and_with_a_reason(write: Write) -> None:
    file = write("policy: a\nwithout: [{gate: phi_audit_log, why: Our proxy keeps it.}]")
    changed = applied(read_policy(file, rubric()), rubric())
    assert "phi_audit_log" not in [gate.gate for gate in changed.gates_for("medical", "phi")]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("policy: a\nweights:\n  medical: {skim: {weight: 1, why: x}}", 3, "did you mean scim?"),
        ("policy: a\nposture: {general: {secret: permission}}", 2, "'secret' is no data class"),
        ("policy: a\nthresholds:\n  ask_below: 0.9", 3, "ask_below is above allow_from"),
        ("policy: a\nwithout:\n  - {gate: pii_contract_of_nobody, why: x}", 3, "no gate of the rubric"),
        ("policy: a\nwithout:\n  - {gate: baa}", 3, "why: Field required"),
        ("policy: a\ndesk:\n  budget: {a_year: -1}", 3, "greater than or equal to 0"),
        ("policy: a\ndesk:\n  currency: euro", 3, "should match pattern"),
        ("policy: a\nwieghts: {}", 2, "Extra inputs are not permitted"),
        ("policy: a\npolicy: b", 2, "policy stands twice"),
        ("policy: [", 2, "not YAML"),
        ("", 1, "no mapping"),
        ("- a", 1, "no mapping"),
    ],
)
def test_what_is_wrong_in_a_policy_is_told_with_its_line(write: Write, text: str, line: int, said: str) -> None:
    with pytest.raises(BadData) as told:
        read_policy(write(text), rubric())
    assert told.value.where is not None
    assert told.value.where.endswith(f"policy.yaml:{line}")
    assert said in told.value.message


def test_no_policy_may_leave_a_sensitive_class_without_a_gate(write: Write) -> None:
    gates = [gate.gate for gate in rubric().gates if "phi" in gate.data_classes]
    lifted = "".join(f"\n  - {{gate: {gate}, why: We are brave.}}" for gate in gates)
    with pytest.raises(BadData, match="no gate is left for"):
        read_policy(write(f"policy: a\nwithout:{lifted}"), rubric())


def test_the_policy_says_what_a_department_may_spend_and_what_comes_first(store: Store, write: Write) -> None:
    def desk() -> list[tuple[int, float]]:
        with store.session() as session:
            sums = [budget.of_person(session, who)["sum"]["amount"] for who in ("clerk", "nurse")]
            weights = {one["by"]: one["weight"] for one in triage.board(session)}
            return list(zip(sums, (weights["clerk"], weights["nurse"]), strict=True))

    def settle(session: Session) -> None:
        session.add(Department(id=1, slug="clinic", name="Clinic", industry="medical"))
        session.flush()
        session.add_all([Person(slug="nurse", name="Nurse", department_id=1), Person(slug="clerk", name="Clerk")])
        session.flush()
        for who in ("nurse", "clerk"):
            triage.ask(session, who, "Help")

    store.transact(settle)
    assert desk() == [(250, 2.0), (250, 6.0)]
    record(store, write(DESK))
    assert desk() == [(250, 10.0), (100, 1.0)]


def test_sums_are_counted_in_the_currency_of_the_policy(filled_store: Store, write: Write) -> None:
    def settle(session: Session) -> None:
        people.settle(session)
        solutions.add(session, "zoom", "business", Terms(seats=20, price=Decimal("12.50")), by="cy")
        budget.claim(session, "anna", "a headset", Decimal(90))
        rates.record(session, "EUR", Decimal("1.25"), by="cy")

    filled_store.transact(settle)
    record(filled_store, write("policy: a\ndesk: {currency: EUR, budget: {a_year: 100}}"))
    with filled_store.session() as session:
        told, mine = plan(session, "keep"), budget.of_person(session, "anna")
    assert told["current"]["cost_year"] == {"amount": 2400, "currency": "EUR"}
    assert (mine["used"], mine["rest"]) == ({"amount": 72, "currency": "EUR"}, {"amount": 28, "currency": "EUR"})
    assert mine["claims"][0]["amount"] == {"amount": 90, "currency": "USD"}


def test_a_policy_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="there is no file"):
        fingerprint(DATA, tmp_path / "none.yaml")
