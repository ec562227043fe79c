"""An employee names a tool, security decides, and the next one who asks reads it. In a real browser."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.visiting import NARROW, visit

LAST_DAY = (datetime.now(UTC).date() + timedelta(days=100)).isoformat()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_one_tells_a_tool_is_thanked_and_undoes_it(browser: Any, served: str, script: bool) -> None:
    with visit(browser, served, size=NARROW, script=script) as window:
        tab = window.open("/check?q=slack&plan=free&industry=medical&data=phi")
        tab.get_by_role("link", name="I'm using it").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("You use Slack. For what?")
        expect(tab.get_by_label("a patient's name or record")).to_be_checked()
        expect(tab.get_by_label("Plan")).to_have_value("free")
        tab.get_by_role("button", name="I'm using it").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("Thank you.")
        expect(tab.get_by_text("Please keep patient data out of it until we answer")).to_be_visible()
        tab.reload()
        expect(tab.get_by_role("heading", level=1)).to_have_text("Thank you.")
        tab.get_by_role("button", name="Undo").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("Taken back")
        tab.get_by_role("button", name="Undo").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("Thank you.")
        assert window.complaints == []


def test_a_form_with_a_mistake_moves_the_focus_and_keeps_what_was_written(browser: Any, served: str) -> None:
    with visit(browser, served) as window:
        tab = window.open("/adoptions/new?tool=slack")
        tab.get_by_label("What for").fill("planning the ward")
        tab.get_by_role("button", name="I'm using it").click()
        expect(tab.get_by_role("alert")).to_be_focused()
        expect(tab).to_have_title(re.compile(r"^Error: "))
        expect(tab.get_by_label("What for")).to_have_value("planning the ward")
        tab.get_by_label("Not sure", exact=True).check()
        tab.get_by_label("What for").press("Control+Enter")
        expect(tab.get_by_role("heading", level=1)).to_have_text("Thank you.")


def test_security_decides_with_the_keyboard_and_the_next_answer_says_so(browser: Any, served: str) -> None:
    with visit(browser, served, "anna") as anna, visit(browser, served, "bo") as bo:
        hers = anna.open("/adoptions/new?tool=slack&plan=free&data=phi")
        hers.get_by_role("button", name="I'm using it").click()
        expect(hers.get_by_role("heading", level=1)).to_have_text("Thank you.")
        his = bo.open("/")
        his.locator("body").click(position={"x": 5, "y": 300})
        his.keyboard.press("g")
        his.keyboard.press("q")
        expect(his.get_by_role("heading", level=1)).to_have_text("What next?")
        his.keyboard.press("j")
        his.keyboard.press("Enter")
        expect(his.get_by_role("heading", level=1)).to_have_text("Slack")
        his.keyboard.press("4")
        expect(his.get_by_label("Do not use")).to_be_checked()
        his.get_by_label("Why").fill("We have Teams for this.")
        his.get_by_label("Last day").fill(LAST_DAY)
        his.get_by_label("Why").press("Control+Enter")
        expect(his.get_by_role("heading", level=1)).to_have_text("Slack")
        expect(his.locator(".notice")).to_contain_text("Do not use, decided by bo")
        answer = anna.open("/check?q=slack&data=internal")
        expect(answer.get_by_role("heading", name="Not for this")).to_be_visible()
        expect(answer.locator("article.answer")).to_contain_text("We have Teams for this.")
        his.keyboard.press("u")
        expect(his.locator(".notice")).to_have_count(0)
        answer.reload()
        expect(answer.get_by_role("heading", name="Fine")).to_be_visible()
        assert anna.complaints == bo.complaints == []


def test_one_says_that_a_fact_is_wrong(browser: Any, served: str) -> None:
    with visit(browser, served) as window:
        tab = window.open("/check?q=slack&plan=free&industry=medical&data=phi")
        tab.locator("details.proof summary").first.click()
        tab.get_by_role("link", name="This is wrong").first.click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("What is wrong about Slack?")
        tab.get_by_label("What is right").fill("The page says otherwise since May.")
        tab.get_by_role("button", name="Tell us").click()
        expect(tab.locator("#notices")).to_contain_text("You just helped everyone here.")


def test_a_planner_reads_the_plan_and_changes_the_scenario(browser: Any, served: str) -> None:
    with visit(browser, served, "cy") as window:
        tab = window.open("/consolidation")
        expect(tab.get_by_text("Add your first contract.")).to_be_visible()
        tab.goto(f"{served}/adoptions/new?tool=slack&plan=pro&data=internal")
        tab.get_by_role("button", name="I'm using it").click()
        tab.get_by_role("link", name="Consolidation").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("Where do we pay twice?")
        tab.get_by_role("link", name="Keep all").click()
        expect(tab.get_by_text("All stays as it is.")).to_be_visible()
        assert "scenario=keep" in tab.url


def test_the_menu_opens_on_a_phone_without_javascript(browser: Any, served: str) -> None:
    with visit(browser, served, size=NARROW, script=False) as window:
        tab = window.open("/keys")
        expect(tab.get_by_role("link", name="My tools")).to_be_hidden()
        tab.get_by_role("button", name="Menu").click()
        tab.get_by_role("link", name="My tools").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("What do we know of you?")


def test_the_bookmark_names_the_tool_that_is_open(browser: Any, served_once: str) -> None:
    with visit(browser, served_once) as window:
        tab = window.open("/adoptions/new")
        bookmark = tab.locator("#bookmark").get_attribute("value") or ""
        elsewhere = window.context.new_page()
        elsewhere.route("https://app.slack.com/**", lambda route: route.fulfill(body="<h1>Slack</h1>"))
        elsewhere.goto("https://app.slack.com/client")
        # It leaves the page, which must not happen while the answer to `evaluate` is on its way.
        elsewhere.evaluate("text => { setTimeout(() => (0, eval)(text)); }", bookmark.removeprefix("javascript:"))
        expect(elsewhere.get_by_role("heading", level=1)).to_have_text("You use Slack. For what?")
