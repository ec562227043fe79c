"""Tools that do the same work, side by side: people, teams that straddle, days of use, abilities."""

from datetime import timedelta

from catalog.consolidation.overlap import Group
from catalog.consolidation.together import lost, together
from catalog.models.register import Origin, Sighting
from catalog.models.tool import Tool
from catalog.store import Store
from tests.catalog.markets import market, tool, use

RED, BLUE = Group("red"), Group("blue")


def test_teams_that_use_several_are_named_and_abilities_compared(store: Store) -> None:
    one, other = tool(1, also=["team-chat"]), tool(2)
    it = market([one, other], [use("anna", 1, "pro", RED), use("bo", 2, "pro", RED), use("cy", 1, "pro", BLUE)])
    today = it.moment.as_of.date()
    with store.write() as session:
        session.add_all([Tool(id=1, slug="tool-1", name="One"), Tool(id=2, slug="tool-2", name="Two")])
        origin = Origin(sha256="0" * 64, file="x", format="x", records=1, rejected=0, read_at=it.moment.as_of)
        session.add(origin)
        session.flush()
        for user, ago in (("anna", 3), ("anna", 9), ("cy", 30), ("cy", 200)):
            day = today - timedelta(days=ago)
            session.add(
                Sighting(origin_id=origin.id or 0, tool_id=1, user=user, day=day, events=1, blocked=0, bytes_up=500)
            )
        session.flush()
        told = together(session, it, "team-chat")
    assert [(row["tool"], row["people"], row["teams"], row["days_each"], row["bytes_up"]) for row in told["tools"]] == [
        ("tool-1", 2, 2, 1.5, 1500), ("tool-2", 1, 1, None, None),
    ]  # fmt: skip
    assert told["straddle"] == [{"team": "red", "tools": ["tool-1", "tool-2"], "people": 2}]
    assert told["tools"][0]["can"] == ["channels"]
    assert lost(told, "tool-1") == {"tool-1": [], "tool-2": []}
    assert lost(told, "tool-2") == {}


def test_a_tool_of_other_work_that_can_do_this_too_stands_among_them_but_makes_nobody_straddle(store: Store) -> None:
    suite = tool(2, "meetings", also=["team-chat"])
    it = market([tool(1), suite], [use("anna", 1, "pro", RED), use("bo", 2, "pro", RED), use("cy", 2, "pro", BLUE)])
    with store.session() as session:
        told = together(session, it, "team-chat")
    rows = [(row["tool"], row["of"], row["people"], row["teams"]) for row in told["tools"]]
    assert rows == [("tool-2", "meetings", 2, 2), ("tool-1", None, 1, 1)]
    assert told["straddle"] == []
