"""Tools beside each other: up to four, each on the plan that does best, what differs first."""

import re

import httpx

from tests.web.asking import get
from tests.web.test_check import text_of


def compare(served: str, *tools: str, **given: str) -> httpx.Response:
    return get(f"{served}/compare", params=[*(("tool", name) for name in tools), *given.items()])


def test_without_two_tools_it_says_what_to_do(served_once: str) -> None:
    assert "Pick two tools." in compare(served_once).text
    assert "Pick two tools." in compare(served_once, "slack").text


def test_a_fifth_tool_is_refused_and_four_stay(served_once: str) -> None:
    told = compare(served_once, "slack", "zoom", "asana", "trello", "microsoft-teams")
    assert told.status_code == 422
    assert "Four fit. Take one away first." in told.text
    assert len(re.findall(r'<input type="hidden" name="tool"', told.text)) == 4


def test_each_verdict_is_that_of_the_check(served_once: str) -> None:
    html = compare(served_once, "slack", "microsoft-teams", industry="medical", data="phi").text
    cells = re.findall(r'<a class="badge (\w+)" href="([^"]+)"', html)
    assert len(cells) == 2
    for verdict, link in cells:
        document = get(served_once + "/api/v1" + link.replace("&amp;", "&")).json()
        assert document["verdict"] == verdict


def test_what_differs_comes_before_what_is_alike(served_once: str) -> None:
    text = text_of(compare(served_once, "slack", "zulip").text)
    assert 0 < text.index("Where they differ") < text.index("Where they are alike")


def test_a_tool_named_twice_counts_once(served_once: str) -> None:
    assert "Pick two tools." in compare(served_once, "slack", "slack.com").text


def test_a_tool_nobody_knows_is_told_with_near_ones(served_once: str) -> None:
    told = compare(served_once, "slack", "trelo")
    assert told.status_code == 404
    assert "Trello" in told.text
