"""Targets: what a tool's name, a domain or a URL sends the crawler to."""

import pytest

from catalog import people
from catalog.adoption import joining
from catalog.errors import AddressRefused, UnknownTool
from catalog.models.evidence import Source
from catalog.models.tool import Domain, Tool
from catalog.moment import now
from catalog.store import Store
from scrapers.gate import Gate
from scrapers.goal import every_goal, goal_of


@pytest.fixture
def slack(store: Store) -> Store:
    with store.write() as session:
        tool = Tool(slug="slack", name="Slack")
        session.add(tool)
        session.flush()
        assert tool.id is not None
        session.add(Domain(tool_id=tool.id, host="slack.com", recorded_at=now()))
        session.add_all([Source(tool_id=tool.id, url=url) for url in
                         ("https://slack.com/trust/hipaa", "https://other.example/slack", "not a url")])  # fmt: skip
    return store


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("slakk", UnknownTool),
        ("", UnknownTool),
        ("http://127.0.0.1/", AddressRefused),
        ("10.0.0.1", AddressRefused),
        ("localhost:22", AddressRefused),
        ("https://acme.com:8443/", AddressRefused),
        ("ftp://acme.com/", AddressRefused),
    ],
)
def test_a_target_that_means_nothing_is_told(store: Store, target: str, error: type[Exception]) -> None:
    with store.session() as session, pytest.raises(error):
        goal_of(session, Gate(), target)


@pytest.mark.parametrize(
    ("target", "home", "asked"),
    [("acme.com", "https://acme.com/", "https://acme.com/"),
     ("acme.com/pricing", "https://acme.com/", "https://acme.com/pricing"),
     ("http://www.acme.com/a?b", "http://www.acme.com/", "http://www.acme.com/a?b"),
     ("wiki.corp:8080", "http://wiki.corp:8080/", "http://wiki.corp:8080/")],
)  # fmt: skip
def test_a_target_names_a_site_and_a_page(store: Store, target: str, home: str, asked: str) -> None:
    with store.session() as session:
        goal = goal_of(session, Gate(["wiki.corp:8080"]), target)
    assert goal.asked is not None
    assert (goal.home.url, goal.asked.url, goal.tool) == (home, asked, None)


def test_a_known_tool_is_found_by_name_domain_and_url(slack: Store) -> None:
    with slack.session() as session:
        for target in ("slack", "Slack", "slack.com", "https://app.slack.com/pricing"):
            goal = goal_of(session, Gate(), target)
            assert goal.tool == "slack"
            assert [one.address.url for one in goal.known] == ["https://slack.com/trust/hipaa"]
        assert [goal.tool for goal in every_goal(session, Gate())] == ["slack"]


def test_a_tool_that_was_merged_into_another_is_no_goal(filled_store: Store) -> None:
    filled_store.transact(people.settle)
    merge = filled_store.transact(lambda session: joining.merge(session, "zoom", "trello", "bo"))["merge"]
    with filled_store.session() as session:
        goals = {goal.tool for goal in every_goal(session, Gate())}
        assert ("zoom" in goals, "trello" in goals) == (True, False)
    filled_store.transact(lambda session: joining.unmerge(session, merge, "bo"))
    with filled_store.session() as session:
        assert "trello" in {goal.tool for goal in every_goal(session, Gate())}
