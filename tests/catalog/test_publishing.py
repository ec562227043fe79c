"""A published plan: who moves when is kept, and the register tells how far it is."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from catalog.consolidation.demonstration import fill
from catalog.consolidation.plan import draw, gather
from catalog.consolidation.publishing import for_person, progress, publish, published
from catalog.consolidation.scenario import Assumptions
from catalog.errors import BadUse
from catalog.models.company import Move
from catalog.models.register import Adoption, Identity, Origin, Person, Sighting, Team
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.store import Store

PRESENT = now()
TODAY = PRESENT.date()
SERVED = [{"to": "new", "from": ["old"], "needs": [[None, "general", None, ["internal"]]]}]


def plan(**wave: Any) -> dict[str, Any]:
    """Give a plan with one wave: four people of the desk go from the old tool to the new one."""
    moves = [{"from": "old", "to": "new", "team": "desk", "people": 4, "why": "Because."}]
    told = {"wave": 1, "from": TODAY.isoformat(), "until": (TODAY + timedelta(days=13)).isoformat(), "moves": moves}
    return {"as_of": "2026-11-26T00:00:00Z", "currency": "USD", "current": {}, "categories": [],
            "scenario": {"name": "optimum"}, "waves": [told | wave]}  # fmt: skip


def adopt(session: Session, number: int, tool_id: int, **given: Any) -> None:
    told: dict[str, Any] = {"kind": "declared", "state": "declared", "since": date(2026, 1, 1)}
    before = PRESENT - timedelta(days=200)
    session.add(
        Adoption(reference=f"a-{number}-{tool_id}", tool_id=tool_id, person_id=number, who=f"p{number}", team_id=1,
                 recorded_at=before, changed_at=before, **(told | given))
    )  # fmt: skip


@pytest.fixture
def desk(store: Store) -> Store:
    """Four people who use the old tool: one ended it, one is on both, one has been quiet for long, one stays."""
    with store.write() as session:
        session.add_all([Tool(id=1, slug="old", name="Old"), Tool(id=2, slug="new", name="New")])
        session.add(Team(id=1, slug="desk", name="Desk"))
        session.flush()
        session.add_all([Person(id=n, slug=f"p{n}", name=f"P{n}", team_id=1) for n in range(1, 5)])
        session.flush()
        session.add_all([Identity(person_id=n, kind="login", issuer="x", value=f"p{n}") for n in range(1, 5)])
        origin = Origin(sha256="0" * 64, file="x", format="x", records=1, rejected=0, read_at=PRESENT)
        session.add(origin)
        session.flush()
        session.add(Sighting(origin_id=origin.id or 0, tool_id=1, user="p3", day=TODAY - timedelta(days=45), events=1,
                             blocked=0))  # fmt: skip
        for number in range(1, 5):
            adopt(session, number, 1)
        for number in (1, 2, 3):
            adopt(session, number, 2)
    return store


def test_how_far_it_is_follows_the_register(desk: Store) -> None:
    with desk.session() as session:
        assert progress(session) is None
    desk.transact(lambda session: publish(session, plan(), SERVED, by="cy", at=PRESENT - timedelta(days=3)))
    with desk.write() as session:
        row = session.exec(select(Adoption).where(Adoption.reference == "a-1-1")).one()
        row.state, row.until = "ended", TODAY
        session.add(row)
    with desk.session() as session:
        told = progress(session, PRESENT + timedelta(minutes=1))
    assert told is not None
    assert told["waves"][0] | {"from": "", "until": ""} == {
        "wave": 1, "from": "", "until": "", "planned": 4, "moved": 2, "both": 1, "still": 1,
    }  # fmt: skip
    assert told["stragglers"] == []


def test_those_whose_wave_is_over_are_counted_by_team(desk: Store) -> None:
    begun, over = (TODAY - timedelta(days=days) for days in (20, 7))
    past = plan(**{"from": begun.isoformat(), "until": over.isoformat()})
    desk.transact(lambda session: publish(session, past, SERVED, by="cy", at=PRESENT))
    with desk.session() as session:
        told = progress(session, PRESENT + timedelta(minutes=1))
    assert told is not None
    assert told["stragglers"] == [{"team": "desk", "people": 3}]


def test_each_person_reads_what_changes_for_them(desk: Store) -> None:
    desk.transact(lambda session: publish(session, plan(), SERVED, by="cy", at=PRESENT))
    with desk.session() as session:
        (one,) = for_person(session, "p4", 4)
        assert (one["from"], one["to"], one["there"], one["why"]) == ("old", "new", False, "Because.")
        assert for_person(session, "p1", 1)[0]["there"] is True
        assert for_person(session, "stranger", None) == []
        assert published(session) is not None
        assert len(session.exec(select(Move)).all()) == 1


def test_whose_data_the_new_tool_may_not_have_is_not_told_to_move_there(desk: Store) -> None:
    with desk.write() as session:
        row = session.exec(select(Adoption).where(Adoption.reference == "a-4-1")).one()
        row.data = ["phi"]
        session.add(row)
    desk.transact(lambda session: publish(session, plan(), SERVED, by="cy", at=PRESENT))
    with desk.session() as session:
        assert for_person(session, "p4", 4) == []
        told = progress(session, PRESENT + timedelta(minutes=1))
    assert told is not None
    assert told["waves"][0]["planned"] == 3


def test_a_move_in_two_waves_counts_each_person_once(desk: Store) -> None:
    move = plan()["waves"][0]["moves"][0]
    first, second = (plan(wave=number, moves=[move | {"people": 2}])["waves"][0] for number in (1, 2))
    desk.transact(lambda session: publish(session, plan() | {"waves": [first, second]}, SERVED, by="cy", at=PRESENT))
    with desk.session() as session:
        told = progress(session, PRESENT + timedelta(minutes=1))
    assert told is not None
    assert [wave["planned"] for wave in told["waves"]] == [2, 2]


def test_a_plan_in_which_nobody_moves_is_not_published(desk: Store) -> None:
    with pytest.raises(BadUse):
        desk.transact(lambda session: publish(session, plan() | {"waves": []}, SERVED, by="cy"))


def test_nobody_in_a_company_is_told_to_move_where_a_gate_keeps_their_data_out(filled_store: Store) -> None:
    filled_store.transact(lambda session: fill(session, 150, seed=4, at=PRESENT))
    with filled_store.session() as session:
        market = gather(session)
        drawn = draw(market, "optimum", Assumptions(), priced=False)
    filled_store.transact(lambda session: publish(session, drawn.document, drawn.served, by="cy"))
    kept_out = {
        (use.person, market.tools[use.tool_id].tool.slug)
        for category, chosen in drawn.outcome.chosen.items()
        for use in market.uses[category]
        if not any(use.person in fit.served for fit in chosen)
    }
    told = set()
    with filled_store.session() as session:
        for person in session.exec(select(Person)):
            told |= {(f"person {person.id}", one["from"]) for one in for_person(session, person.slug, person.id)}
        planned = sum(wave["planned"] for wave in (progress(session) or {})["waves"])
    moves = [move for wave in drawn.document["waves"] for move in wave["moves"] if move["from"] != move["to"]]
    assert kept_out
    assert told
    assert not told & kept_out
    assert planned == sum(move["people"] for move in moves)
