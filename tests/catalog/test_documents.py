"""Documents with an end, conditions that rest on them, a second reviewer's yes, and whom a decision affects."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from catalog import audit, people, review
from catalog.adoption import leaving, register
from catalog.adoption.register import Declaration
from catalog.check import Question, check
from catalog.consolidation import solutions
from catalog.consolidation.terms import Terms
from catalog.errors import BadUse, Conflicting, NotAllowed
from catalog.models.desk import Proposal
from catalog.models.register import Person
from catalog.models.review import Decision, Event
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.review import Draft, conditions, documents, effects, seconding
from catalog.review.documents import Paper
from catalog.review.ending import reminders
from catalog.store import Store
from web.reminding import reminder

TODAY = now().date()
NEXT_MONTH = TODAY + timedelta(days=30)


@pytest.fixture
def desk(filled_store: Store) -> Store:
    """A store with bo and di, who review."""

    def work(session: Session) -> None:
        people.settle(session)
        session.add(Person(slug="di", name="Di", roles=["employee", "reviewer"]))

    filled_store.transact(work)
    return filled_store


def draft(status: str = "sanctioned", **given: Any) -> Draft:
    usual: dict[str, Any] = {"reason": "We looked.", "expires": NEXT_MONTH, "by": "bo"}
    return Draft("slack", status, **(usual | given))


def paper(store: Store, **given: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {"tool": "slack", "kind": "baa", "title": "", "party": "Salesforce", "since": TODAY}
    return store.transact(lambda session: documents.add(session, Paper(**(usual | given)), "bo"))


def ask(store: Store, at: Any = None, **given: Any) -> dict[str, Any]:
    with store.session() as session:
        return check(session, Question("slack", **given), at).document()


def decide(store: Store, one: Draft) -> str:
    return store.transact(lambda session: review.decide(session, one).reference)


def declare(store: Store, said: Declaration) -> None:
    store.transact(lambda session: register.declare(session, said))


def events(store: Store) -> list[str]:
    with store.session() as session:
        assert audit.verify(session).problems == []
        return [one.what for one in session.exec(select(Event))]


def test_a_signed_baa_does_what_the_gate_asks_for_until_it_ends(desk: Store) -> None:
    phi: dict[str, Any] = {"plan": "enterprise-grid", "data": ("phi",), "industry": "medical"}
    before = ask(desk, **phi)
    todo = {one["text"]: one["done"] for one in before["to_do"] if "BAA" in one["text"]}
    assert set(todo.values()) == {None}
    made = paper(desk, plan="Enterprise Grid", until=NEXT_MONTH)
    assert (made["plan"], made["state"], made["title"]) == ("enterprise-grid", "ends soon", "BAA")
    after = ask(desk, **phi)
    assert [one["done"] for one in after["to_do"] if one["text"] in todo] == [TODAY.isoformat()] * len(todo)
    assert ask(desk, at=now() + timedelta(days=32), **phi)["to_do"] == before["to_do"]
    assert ask(desk, **{**phi, "plan": "business-plus"}) | {"known_at": 0, "as_of": 0} == ask(
        desk, **{**phi, "plan": "business-plus"}
    ) | {"known_at": 0, "as_of": 0}
    desk.transact(lambda session: documents.retract(session, made["id"], "bo"))
    assert ask(desk, **phi)["to_do"] == before["to_do"]
    assert events(desk)[-2:] == ["document added", "document taken back"]


def test_a_document_that_cannot_be_is_refused_at_its_field(desk: Store) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"kind": "napkin"}, "--kind"),
        ({"party": " "}, "--party"),
        ({"since": date(2100, 1, 1)}, "--since"),
        ({"until": date(2020, 1, 1)}, "--until"),
    ]
    for given, where in wrong:
        with pytest.raises(BadUse) as refused:
            paper(desk, **given)
        assert refused.value.where == where


def test_conditions_are_a_checklist_and_open_again_with_their_document(desk: Store) -> None:
    made = decide(desk, draft(conditions=("SSO on", "BAA signed")))
    assert (ask(desk)["verdict"], ask(desk)["conditions"]) == ("conditions", ["SSO on", "BAA signed"])
    baa = paper(desk, until=NEXT_MONTH)
    desk.transact(lambda session: conditions.meet(session, made, 1, "bo"))
    told = desk.transact(lambda session: conditions.meet(session, made, 2, "bo", baa["id"]))
    assert [(one["met"], one["by"], one["document"]) for one in told] == [(True, "bo", None), (True, "bo", "BAA")]
    assert ask(desk)["verdict"] == "allowed"
    with pytest.raises(Conflicting):
        desk.transact(lambda session: conditions.meet(session, made, 1, "bo"))
    desk.transact(lambda session: documents.retract(session, baa["id"], "bo"))
    assert ask(desk)["conditions"] == ["BAA signed"]
    desk.transact(lambda session: conditions.reopen(session, made, 1, "bo"))
    assert ask(desk)["conditions"] == ["SSO on", "BAA signed"]
    assert events(desk)[-1] == "condition open again"


def test_a_condition_that_rests_on_a_document_ends_with_it(desk: Store) -> None:
    last = TODAY + timedelta(days=20)
    made = decide(desk, draft(conditions=("BAA signed",)))
    baa = paper(desk, until=last)
    desk.transact(lambda session: conditions.meet(session, made, 1, "bo", baa["id"]))
    assert ask(desk)["verdict"] == "allowed"
    assert ask(desk, at=now() + timedelta(days=22))["conditions"] == ["BAA signed"]


def test_a_prohibition_and_a_lifted_gate_take_two(desk: Store) -> None:
    for one in (draft("prohibited"), draft(overrides=("baa",))):
        with pytest.raises(Conflicting, match="two reviewers"):
            decide(desk, one)
    proposed = desk.transact(lambda session: seconding.rule(session, draft("prohibited")))
    assert isinstance(proposed, Proposal)
    assert ask(desk)["basis"] != "decision"
    with pytest.raises(NotAllowed):
        desk.transact(lambda session: seconding.confirm(session, proposed.reference, "bo"))
    with pytest.raises(Conflicting):
        desk.transact(lambda session: seconding.rule(session, draft("prohibited")))
    made = desk.transact(lambda session: seconding.confirm(session, proposed.reference, "di"))
    assert (made.decided_by, made.confirmed_by, ask(desk)["verdict"]) == ("bo", "di", "denied")
    assert events(desk) == ["review opened", "decision proposed", "decided", "proposal confirmed"]


def test_who_has_left_is_no_second_reviewer(desk: Store) -> None:
    desk.transact(lambda session: leaving.left(session, "di", "bo"))
    made = desk.transact(lambda session: seconding.rule(session, draft("prohibited")))
    assert isinstance(made, Decision)


def test_a_no_has_its_reason_and_ones_own_proposal_is_taken_back(desk: Store) -> None:
    def propose() -> str:
        return desk.transact(lambda session: seconding.rule(session, draft("prohibited")).reference)

    first = propose()
    with pytest.raises(BadUse):
        desk.transact(lambda session: seconding.decline(session, first, "di", " "))
    assert desk.transact(lambda session: seconding.decline(session, first, "di", "We need it.").state) == "declined"
    second = propose()
    assert desk.transact(lambda session: seconding.decline(session, second, "bo", "").state) == "withdrawn"
    with desk.session() as session:
        assert seconding.proposals(session) == []
        assert ask(desk)["basis"] != "decision"


def test_what_cannot_be_decided_cannot_be_proposed(desk: Store) -> None:
    with pytest.raises(BadUse):
        desk.transact(lambda session: seconding.rule(session, draft("prohibited", scope={"data": ["secrets"]})))
    with desk.session() as session:
        assert session.exec(select(Proposal)).all() == []


def test_whom_a_decision_affects_is_known_before_and_nothing_is_written(desk: Store) -> None:
    for who, data in (("anna", "phi"), ("cy", "internal"), ("jo", "internal")):
        said = Declaration("slack", who, plan="free", data=(data,))
        declare(desk, said)
    with desk.session() as session:
        told = effects.effects(session, draft("prohibited")).rows
        alone = effects.effects(session, draft("prohibited", scope={"person": "cy"})).rows
        assert session.exec(select(Event.what).where(Event.what == "decided")).all() == []
    rows = [(one["before"], one["after"], one["data"], one["people"]) for one in told]
    assert rows == [("allowed", "denied", ["internal"], 2), ("denied", "denied", ["phi"], 1)]
    assert effects.summary(told) == {"stricter": 2, "milder": 0, "same": 1}
    assert effects.summary(alone) == {"stricter": 1, "milder": 0, "same": 2}
    with desk.session() as session:
        assert session.exec(select(Tool).where(Tool.slug == "slack")).one() is not None


def test_whom_a_narrower_decision_covers_keeps_its_answer(desk: Store) -> None:
    for who in ("anna", "cy"):
        declare(desk, Declaration("slack", who, plan="free", data=("internal",)))
    desk.transact(lambda session: review.decide(session, draft(scope={"person": "cy"})).reference)
    with desk.session() as session:
        told = effects.effects(session, draft("prohibited")).rows
    assert [(one["before"], one["after"], one["people"]) for one in told] == [
        ("allowed", "denied", 1), ("allowed", "allowed", 1),
    ]  # fmt: skip


def test_what_ends_is_told_30_7_and_1_day_before_and_a_late_case_once(desk: Store) -> None:
    def work(session: Session) -> None:
        register.declare(session, Declaration("slack", "anna", data=("phi",)))
        ends = TODAY + timedelta(days=40)
        documents.add(session, Paper("slack", "baa", "Our BAA", "Slack", TODAY, ends), "bo")
        review.decide(session, Draft("trello", "tolerated", "so", ends, "bo", {}, ()))
        solutions.add(session, "zoom", "pro", Terms(seats=9, notice=ends, renews=ends + timedelta(days=1)), by="cy")

    desk.transact(work)
    heard: dict[int, list[str]] = {}
    with desk.session() as session:
        for days in range(1, 42):
            found = reminders(session, now() + timedelta(days=days))
            heard |= {days: sorted(one.kind for one in found)} if found else {}
        assert {days: kinds for days, kinds in heard.items() if "case" not in kinds} == {
            10: ["decision", "document", "notice"], 11: ["renewal"], 33: ["decision", "document", "notice"],
            34: ["renewal"], 39: ["decision", "document", "notice"], 40: ["renewal"],
        }  # fmt: skip
        assert sum("case" in kinds for kinds in heard.values()) == 1
        told = reminder(reminders(session, now() + timedelta(days=10)))
    assert told is not None
    assert told[0] == "Three things end soon"
    assert "Our BAA ends on" in told[1]
    assert "Zoom pro: give notice by " in told[1]
    assert reminder([]) is None
