"""Two tools that are one: counted as one, judged as one, and taken apart again as if nothing had been."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from catalog import audit, people, review, search
from catalog.adoption import erasing, joining, merging, register
from catalog.adoption.discovering import discover
from catalog.adoption.register import Declaration
from catalog.adoption.trends import trends
from catalog.check import Question, check
from catalog.errors import Conflicting, NotAllowed, NotFound, UnknownTool
from catalog.exporters._past import adoptions_at
from catalog.models.desk import Comment
from catalog.models.register import Adoption, Sighting
from catalog.models.review import Event, Review
from catalog.models.tool import Tool
from catalog.moment import now, written
from catalog.review import Draft
from catalog.review.queue import queue
from catalog.review.reach import reach
from catalog.store import Store
from tests.catalog.entries import entry

OTHER = "slakchat-io"
Told = TypeVar("Told")


@pytest.fixture
def used(filled_store: Store, tmp_path: Path) -> Store:
    """Anna tells of slakchat.io, Kim of Slack; a log shows Kim at both, Lee and Anna at slakchat.io."""

    def declare(session: Session) -> None:
        people.settle(session)
        register.declare(session, Declaration("slakchat.io", "anna", plan="pro", data=("phi",), purpose="rounds"))
        register.declare(session, Declaration("slack", "kim", plan="free", data=("phi",)))
        review.comment(session, its_case(session, OTHER), "bo", "Is that Slack?")

    filled_store.transact(declare)
    log = tmp_path / "access.log"
    log.write_text("".join(entry(host, who) for host, who in (
        ("slack.com", "kim"), ("slakchat.io", "kim"), ("slakchat.io", "lee"), ("slakchat.io", "anna"),
    )))  # fmt: skip
    discover(filled_store, [log])
    return filled_store


def asked(store: Store, work: Callable[[Session], Told]) -> Told:
    with store.session() as session:
        return work(session)


def its_case(session: Session, tool: str) -> str:
    rows = select(Review.reference).join(Tool, col(Review.tool_id) == col(Tool.id)).where(Tool.slug == tool)
    return session.exec(rows).one()


def merge(store: Store) -> dict[str, Any]:
    return store.transact(lambda session: joining.merge(session, "slack", "slakchat.io", "bo"))


def undo(store: Store, reference: str = "last") -> dict[str, Any]:
    return store.transact(lambda session: joining.unmerge(session, reference, "bo"))


def state(session: Session) -> list[Any]:
    """Give all that a merge may touch, without the numbers of rows."""
    slugs, uses = (dict(session.exec(select(table.id, name)).all())
                   for table, name in ((Tool, Tool.slug), (Adoption, Adoption.reference)))  # fmt: skip
    adoptions = [
        {**one.model_dump(exclude={"id"}), "tool_id": slugs[one.tool_id], "linked_id": uses.get(one.linked_id)}
        for one in session.exec(select(Adoption).order_by(Adoption.reference))
    ]
    sightings = [{**one.model_dump(exclude={"id"}), "tool_id": slugs[one.tool_id]} for one in session.exec(
        select(Sighting).order_by(col(Sighting.seen_as_id), Sighting.user))]  # fmt: skip
    cases = [
        {**one.model_dump(), "tool_id": slugs[one.tool_id]}
        for one in session.exec(select(Review).order_by(Review.reference))
    ]
    return [adoptions, sightings, cases, [(one.id, one.review_id) for one in session.exec(select(Comment))]]


def test_uses_sightings_and_the_case_of_two_tools_become_one(used: Store) -> None:
    told = merge(used)
    assert told["moved"] == {"adoptions": 4, "sightings": 3}
    with used.session() as session:
        assert register.listing(session, tool="slakchat.io") == register.listing(session, tool="slack")
        uses = {one["by"]: one for one in register.listing(session)}
        assert {who: (one["tool"], len(one["evidence"])) for who, one in uses.items()} == {
            "anna": ("slack", 2), "kim": ("slack", 2), "lee": ("slack", 1),
        }  # fmt: skip
        slack = session.exec(select(Tool.id).where(Tool.slug == "slack")).one() or 0
        assert reach(session, [slack], now().date())[slack].people == 3
        kims = session.exec(select(Sighting).where(Sighting.user == "kim")).all()
        assert [(one.tool_id, one.events) for one in kims] == [(slack, 1)] * 2
        assert [row["tool"] for row in queue(session)] == ["slack"]
        assert [one["text"] for one in review.comments(session, session.get_one(Review, kept_case(session)))] == [
            "Is that Slack?"
        ]
        assert [one["tool"] for one in adoptions_at(session, now())] == ["slack"] * 3


def kept_case(session: Session) -> int:
    return session.exec(select(Review.id).where(Review.reference == its_case(session, "slack"))).one() or 0


def test_each_use_is_judged_by_what_is_known_of_the_tool_that_is_kept(used: Store) -> None:
    before = now()
    (annas,) = asked(used, lambda session: register.listing(session, by="anna"))
    assert annas["verdict"]["basis"] == "unknown_tool"
    merge(used)
    (annas,) = asked(used, lambda session: register.listing(session, by="anna"))
    assert (annas["verdict"]["tool"]["slug"], annas["verdict"]["basis"], annas["plan"]) == ("slack", "gate", "pro")
    with used.session() as session:
        assert check(session, Question("slakchat.io")).document()["tool"]["slug"] == "slack"
        then = Question("slakchat.io", known_at=written(before))
        assert check(session, then).document()["verdict"] == "ask"
        assert "slack" in [one.slug for one in search.suggest(session, "slakcha")]


def test_who_told_of_both_counts_once_with_the_data_of_both(used: Store) -> None:
    def declare(session: Session) -> None:
        register.declare(session, Declaration("slakchat.io", "kim", data=("pii",), since=now().date()))
        register.declare(session, Declaration("slack", "anna"))

    used.transact(declare)
    before = asked(used, state)
    merge(used)
    with used.session() as session:
        (kims,) = register.listing(session, by="kim")
        assert (kims["data"], kims["plan"], len(kims["evidence"])) == (["phi", "pii"], "free", 3)
        assert trends(session, now())["weeks"][-1]["uses"] == 3
        assert [one["data"] for one in adoptions_at(session, now()) if one["by"] == "kim"] == [["phi", "pii"]]
        (annas,) = register.listing(session, by="anna")
        assert sorted(one["kind"] for one in annas["evidence"]) == ["declared", "declared", "detected"]
    joined = asked(used, state)
    used.transact(lambda session: merging.merge(session, "anna", "kim", "bo"))
    used.transact(lambda session: merging.unmerge(session, "last", "bo"))
    assert asked(used, state) == joined
    undo(used)
    assert asked(used, state) == before


def test_what_logs_show_of_the_others_hosts_counts_for_the_tool_that_is_kept(used: Store, tmp_path: Path) -> None:
    merge(used)
    log = tmp_path / "later.log"
    log.write_text(entry("slakchat.io", "pat") + entry("slack.com", "pat") + entry("slakchat.io", "lou"))
    told = discover(used, [log])
    assert [(one["tool"], one["user"], one["events"]) for one in told.uses] == [
        ("slack", "lou", 1),
        ("slack", "pat", 2),
    ]
    assert (told.new_sightings, told.new_proposals) == (2, 2)


def test_what_logs_showed_of_the_others_hosts_meanwhile_goes_with_it(used: Store, tmp_path: Path) -> None:
    merge(used)
    log = tmp_path / "later.log"
    log.write_text(entry("slakchat.io", "pat") + entry("slack.com", "pat") + entry("slakchat.io", "lou"))
    discover(used, [log])
    undo(used)
    with used.session() as session:
        shown = session.exec(
            select(Tool.slug, Sighting.user).join(Sighting, col(Sighting.tool_id) == col(Tool.id))
            .where(col(Sighting.user).in_(("pat", "lou"))).order_by(Tool.slug, Sighting.user)
        ).all()  # fmt: skip
        assert shown == [("slack", "pat"), (OTHER, "lou"), (OTHER, "pat")]
        uses = {one["by"]: one for one in register.listing(session) if one["by"] in {"pat", "lou"}}
        assert {who: one["tool"] for who, one in uses.items()} == {"pat": "slack", "lou": OTHER}
        assert uses["lou"]["verdict"]["basis"] == "unknown_tool"


def test_what_is_merged_while_a_log_is_read_counts_for_the_tool_that_is_kept(used: Store, tmp_path: Path) -> None:
    log = tmp_path / "later.log"
    log.write_text(entry("slakchat.io", "pat") + entry("slack.com", "pat"))

    def meanwhile() -> Iterator[Path]:
        merge(used)
        yield log

    assert discover(used, meanwhile()).new_proposals == 1
    (pats,) = asked(used, lambda session: [one for one in register.listing(session) if one["by"] == "pat"])
    assert (pats["tool"], [one["events"] for one in pats["evidence"]]) == ("slack", [2])


def test_a_merge_undone_leaves_nothing_behind(used: Store) -> None:
    before = asked(used, state)
    told = merge(used)
    assert asked(used, state) != before
    assert undo(used)["merge"] == told["merge"]
    assert asked(used, state) == before
    with used.session() as session:
        assert audit.verify(session).problems == []
        events = session.exec(select(Event.what).where(Event.subject == f"tool:{OTHER}")).all()
        assert list(events[-2:]) == ["tools merged", "tool merge undone"]
        assert sorted(one["tool"] for one in adoptions_at(session, now())) == ["slack", OTHER, OTHER, OTHER]
        assert search.find(session, "slakchat.io") == session.exec(select(Tool).where(Tool.slug == OTHER)).one()
    with pytest.raises(Conflicting, match="undone already"):
        undo(used, told["merge"])


def test_what_people_said_since_stays_said_and_who_was_erased_stays_erased(used: Store) -> None:
    merge(used)

    def since(session: Session) -> None:
        (annas,) = register.listing(session, by="anna")
        register.edit(session, annas["id"], Declaration("slack", "anna", data=("pii",), purpose="shifts"))
        erasing.answer(session, erasing.ask(session, "kim")["id"], "bo", erase=True)

    used.transact(since)
    undo(used)
    with used.session() as session:
        (annas,) = register.listing(session, by="anna")
        assert (annas["tool"], annas["purpose"], annas["verdict"]["basis"]) == (OTHER, "shifts", "unknown_tool")
        assert not [one for one in session.exec(select(Adoption)) if "kim" in one.who]
        assert "kim" not in {one.user for one in session.exec(select(Sighting))}


def test_what_was_ruled_for_one_tool_is_never_carried_over_to_another(used: Store) -> None:
    used.transact(lambda session: review.decide(session, Draft(OTHER, "tolerated", "Rounds.", now().date(), "bo")))
    told = asked(used, lambda session: joining.rehearse(session, "slack", OTHER, "bo"))
    with pytest.raises(NotAllowed):
        asked(used, lambda session: joining.rehearse(session, "slack", OTHER, "anna"))
    assert (told["people"], told["in_the_way"]) == (3, [f"a decision in force until {told['in_the_way'][0][-10:]}"])
    with pytest.raises(Conflicting, match=f"byot tools merge {OTHER} slack"):
        merge(used)


def test_merges_that_rest_on_each_other_come_apart_from_the_last(used: Store) -> None:
    first = merge(used)["merge"]
    used.transact(lambda session: register.declare(session, Declaration("thirdchat.io", "anna")).reference)
    beside = used.transact(lambda session: joining.merge(session, "slack", "thirdchat.io", "bo"))["merge"]
    with pytest.raises(Conflicting, match=beside):
        undo(used, first)
    undo(used)
    second = used.transact(lambda session: joining.merge(session, "zoom", "slack", "bo"))["merge"]
    assert asked(used, lambda session: check(session, Question("slakchat.io")).document()["tool"]["slug"]) == "zoom"
    with pytest.raises(Conflicting, match=second):
        undo(used, first)
    undo(used)
    undo(used)
    assert {one["tool"] for one in asked(used, register.listing)} == {"slack", OTHER, "thirdchat-io"}


def test_who_may_not_what_is_none_and_what_is_one_already_are_told(used: Store) -> None:
    with pytest.raises(NotAllowed), used.write() as session:
        joining.merge(session, "slack", OTHER, "anna")
    with pytest.raises(UnknownTool), used.write() as session:
        joining.merge(session, "slack", "no such tool", "bo")
    with pytest.raises(Conflicting, match="one tool already"), used.write() as session:
        joining.merge(session, "slack", "slack.com", "bo")
    with pytest.raises(NotFound):
        undo(used)
    assert [(one["tool"], one["people"]) for one in asked(used, joining.named_only)] == [(OTHER, 3)]


def test_merging_looks_no_more_often_at_many_uses_than_at_few(used: Store, tmp_path: Path) -> None:
    looks = []
    for many in (2, 30):
        names = [f"p{number}" for number in range(many)]
        with used.write() as session:
            for one in names:
                register.declare(session, Declaration("slack", one))
        log = tmp_path / f"{many}.log"
        log.write_text("".join(entry(host, one) for one in names for host in ("slack.com", "slakchat.io")))
        discover(used, [log])
        with looks_of(used) as seen:
            merge(used)
        looks.append(len(seen))
        undo(used)
    assert looks[1] <= looks[0] + 3


@contextmanager
def looks_of(store: Store) -> Iterator[list[str]]:
    """Give what is asked of a store meanwhile."""
    seen: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
