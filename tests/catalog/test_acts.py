"""What a reviewer does to one case or fifty at once, and takes back again."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from catalog import audit, people, review
from catalog.adoption import register
from catalog.adoption.register import Declaration
from catalog.check import Question, check
from catalog.errors import BadUse, Conflicting, NotAllowed
from catalog.models.desk import Act, Comment
from catalog.models.register import Adoption, Person
from catalog.models.review import Decision, Event, Review
from catalog.models.tool import Tool, ToolState
from catalog.moment import now
from catalog.review import Done, Draft, Wanted, Wish, acts, views
from catalog.store import Store

NEXT_MONTH = now().date() + timedelta(days=30)
NAMES = [f"tool-{number}" for number in range(50)]


def more(session: Session, names: list[str]) -> None:
    """Record tools that were seen in a log, each with its case."""
    for name in names:
        tool = Tool(slug=name, name=name, origin="crawl", recorded_at=now())
        session.add(tool)
        session.flush()
        session.add(ToolState(tool_id=tool.id or 0, category="", name=name, recorded_at=now()))
        session.add(Review(reference=f"r-{name}", tool_id=tool.id or 0, why="seen in a log", opened_at=now()))


@pytest.fixture
def desk(filled_store: Store) -> Store:
    """A store with reviewers bo and di, and five tools that nobody knew, each with its case."""

    def work(session: Session) -> None:
        people.settle(session)
        session.add(Person(slug="di", name="Di", roles=["employee", "reviewer"]))
        session.flush()
        register.declare(session, Declaration(NAMES[0], "anna", data=("internal",)))
        more(session, NAMES[1:5])

    filled_store.transact(work)
    return filled_store


def ids(store: Store, **given: Any) -> list[str]:
    with store.session() as session:
        return [row["id"] for row in review.queue(session, wanted=Wanted(**given))]


def do(store: Store, cases: list[str], kind: str, by: str = "bo", **given: Any) -> Done:
    return store.transact(lambda session: review.act(session, cases, Wish(kind, by, **given)))


def approve(store: Store, cases: list[str], **given: Any) -> Done:
    usual: dict[str, Any] = {"status": "sanctioned", "reason": "Low risk.", "expires": NEXT_MONTH, "by": "bo"}
    draft = Draft("", **(usual | given))
    return store.transact(lambda session: review.decide_all(session, cases, draft))


def undo(store: Store, done: Done, by: str = "bo", **given: Any) -> Done:
    return store.transact(lambda session: acts.undo(session, done.reference or "", by, **given))


def keep(store: Store, question: str) -> None:
    store.transact(lambda session: views.save(session, "bo", "reviews", " Mine ", question))


def let_go(store: Store, who: str, number: int) -> None:
    store.transact(lambda session: views.remove(session, who, number))


def word(store: Store, tool: str) -> str:
    with store.session() as session:
        return check(session, Question(tool)).document()["verdict"]  # type: ignore[no-any-return]


def test_fifty_lines_are_decided_at_once_and_taken_back_at_once(desk: Store) -> None:
    desk.transact(lambda session: more(session, NAMES[5:]))
    every = ids(desk)
    assert len(every) == 50
    done = approve(desk, every)
    assert (len(done.done), done.left, ids(desk), word(desk, NAMES[7])) == (50, [], [], "allowed")
    back = undo(desk, done)
    assert (sorted(back.done), back.left) == (sorted(every), [])
    assert (sorted(ids(desk)), word(desk, NAMES[7])) == (sorted(every), "ask")
    with pytest.raises(Conflicting):
        undo(desk, done)
    with desk.session() as session:
        assert audit.verify(session).problems == []
        told = [one.what for one in session.exec(select(Event))]
    assert (told.count("decided"), told.count("act undone")) == (50, 50)


def test_what_somebody_else_has_open_is_left_and_named(desk: Store) -> None:
    first, second, third = ids(desk)[:3]
    do(desk, [first], "assign", by="di")
    done = approve(desk, [first, second, "r-nothing"])
    assert done.done == [second]
    assert done.left == [
        {"review": first, "why": "Di has it open"},
        {"review": "r-nothing", "why": "there is no such case"},
    ]
    do(desk, [first], "assign", owner="bo")
    assert approve(desk, [first, third]).done == [first, third]
    assert ids(desk, owner="di") == []


def test_a_snoozed_case_comes_back_on_its_day(desk: Store) -> None:
    case = ids(desk)[0]
    done = do(desk, [case], "snooze", until=NEXT_MONTH)
    assert (case in ids(desk), ids(desk, snoozed=True)) == (False, [case])
    with desk.session() as session:
        later = review.queue(session, at=now() + timedelta(days=30), wanted=Wanted())
    assert case in [row["id"] for row in later]
    undo(desk, done)
    assert case in ids(desk)


def test_a_false_positive_ends_what_logs_showed_and_undo_brings_it_back(desk: Store) -> None:
    case = ids(desk)[0]
    with desk.write() as session:
        tool = review.find(session, case).tool_id
        seen: dict[str, Any] = {"kind": "detected", "state": "proposed", "tool_id": tool, "who": "jdoe"}
        session.add(Adoption(reference="a-seen", **seen, recorded_at=now(), changed_at=now()))
    with pytest.raises(BadUse):
        do(desk, [case], "false_positive")
    done = do(desk, [case], "false_positive", text="An ad network.")
    with desk.session() as session:
        states = dict(session.exec(select(Adoption.reference, Adoption.state)).all())
        closed = review.queue(session, state="decided")
    assert (states.pop("a-seen"), closed[0]["outcome"], set(states.values())) == (
        "withdrawn", "false_positive", {"declared"},
    )  # fmt: skip
    undo(desk, done)
    with desk.session() as session:
        assert session.exec(select(Adoption).where(Adoption.reference == "a-seen")).one().state == "proposed"
    assert case in ids(desk)


def test_a_letter_puts_the_case_in_waiting_and_stands_on_it(desk: Store) -> None:
    case = ids(desk)[0]
    done = do(desk, [case], "ask_vendor", text="Do you sign a BAA?")
    assert ids(desk, state="waiting_for_vendor", owner="bo") == [case]
    with desk.session() as session:
        assert [one["text"] for one in review.comments(session, review.find(session, case))] == ["Do you sign a BAA?"]
    undo(desk, done)
    with desk.session() as session:
        assert review.comments(session, review.find(session, case)) == []
        assert session.exec(select(Comment)).one().retracted_at is not None


def test_what_changed_since_is_not_taken_back_and_a_day_later_nothing_is(desk: Store) -> None:
    first, second = ids(desk)[:2]
    done = do(desk, [first, second], "acknowledge")
    do(desk, [first], "snooze", until=NEXT_MONTH)
    with pytest.raises(Conflicting):
        undo(desk, done, at=now() + timedelta(days=2))
    back = undo(desk, done)
    assert (back.done, back.left) == ([second], [{"review": first, "why": "it has changed since"}])


def test_what_cannot_be_done_leaves_nothing(desk: Store) -> None:
    wrong: list[tuple[str, dict[str, Any], type[Exception]]] = [
        ("burn", {}, BadUse),
        ("snooze", {}, BadUse),
        ("snooze", {"until": now().date()}, BadUse),
        ("assign", {"owner": "anna"}, NotAllowed),
        ("acknowledge", {"by": "anna"}, NotAllowed),
    ]
    for kind, given, error in wrong:
        with pytest.raises(error):
            do(desk, ids(desk)[:1], kind, **given)
    with desk.session() as session:
        assert session.exec(select(Act)).all() == []


def test_only_approvals_go_to_many_at_once(desk: Store) -> None:
    with pytest.raises(BadUse, match="many cases"):
        approve(desk, ids(desk), status="prohibited")
    with desk.session() as session:
        assert session.exec(select(Decision)).all() == []


def test_a_view_is_kept_replaced_and_taken_away_by_its_owner_alone(desk: Store) -> None:
    for question in ("industry=legal&after=50", "industry=medical&done=k-1"):
        keep(desk, question)
    with desk.session() as session:
        kept, others = views.views(session, "bo", "reviews"), views.views(session, "di", "reviews")
    assert ([(one["name"], one["question"]) for one in kept], others) == ([("Mine", "industry=medical")], [])
    for who, left in (("di", 1), ("bo", 0)):
        let_go(desk, who, kept[0]["id"])
        with desk.session() as session:
            assert len(views.views(session, "bo", "reviews")) == left
