"""An employee asks: may I use it? In a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.visiting import NARROW, WIDE, visit

QUESTION = "/check?q=slack&plan=free&industry=medical&data=phi"


def test_one_types_a_beginning_takes_a_suggestion_and_reads_the_answer(browser: Any, served_once: str) -> None:
    with visit(browser, served_once) as window:
        tab = window.open("/")
        box = tab.get_by_role("combobox", name="May I use it?")
        expect(box).to_be_focused()
        box.press_sequentially("zoo")
        expect(tab.locator("[role=option]").first).to_contain_text("Zoom")
        expect(tab.locator("#status")).to_contain_text("suggestion")
        expect(box).to_have_attribute("aria-expanded", "true")
        box.press("ArrowDown")
        expect(box).to_have_attribute("aria-activedescendant", "q-1")
        box.press("Enter")
        expect(tab).to_have_url(f"{served_once}/check?q=zoom&industry=general&account=company")
        expect(tab.get_by_role("heading", name="Fine")).to_be_visible()
        assert window.complaints == []


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(browser: Any, served_once: str) -> None:
    with visit(browser, served_once) as window:
        tab = window.open("/")
        box = tab.get_by_role("combobox", name="May I use it?")
        box.press_sequentially("sla")
        expect(tab.locator("[role=option]").first).to_be_visible()
        box.press("Escape")
        expect(tab.locator("[role=option]")).to_have_count(0)
        expect(box).to_have_value("sla")


def test_another_choice_swaps_the_answer_and_the_address_with_it(browser: Any, served_once: str) -> None:
    with visit(browser, served_once) as window:
        tab = window.open(QUESTION)
        expect(tab.get_by_role("heading", name="Not for this")).to_be_visible()
        tab.get_by_label("Plan").select_option("enterprise-grid")
        expect(tab.get_by_role("heading", name="Fine if")).to_be_visible()
        assert "plan=enterprise-grid" in tab.url
        assert "data=phi" in tab.url
        expect(tab).to_have_title("Fine if: Slack – byot")
        tab.get_by_label("ordinary work notes").check()
        tab.wait_for_url("**data=internal**")
        tab.go_back()
        tab.go_back()
        expect(tab.get_by_role("heading", name="Not for this")).to_be_visible()
        expect(tab.locator("footer")).to_have_count(2)
        assert window.complaints == []


def test_the_address_gives_a_colleague_the_same_answer(browser: Any, served_once: str) -> None:
    with visit(browser, served_once) as mine:
        tab = mine.open(QUESTION)
        tab.get_by_label("Plan").select_option("pro")
        tab.wait_for_url("**plan=pro**")
        expect(tab.locator("article.answer")).to_contain_text("Slack Pro")
        said = tab.locator("article.answer").inner_text()
        address = tab.url.removeprefix(served_once)
    with visit(browser, served_once, "bo", script=False) as theirs:
        assert theirs.open(address).locator("article.answer").inner_text() == said


def test_without_javascript_one_asks_reads_and_opens_the_proof(browser: Any, served_once: str) -> None:
    with visit(browser, served_once, script=False, size=NARROW) as window:
        tab = window.open("/")
        tab.get_by_role("searchbox").fill("slack")
        tab.get_by_label("Work", exact=True).select_option("medical")
        tab.get_by_text("more", exact=True).click()
        tab.get_by_label("a patient's name or record").check()
        tab.get_by_role("button", name="Check").click()
        expect(tab.get_by_role("heading", name="Not for this")).to_be_visible()
        proof = tab.locator("details.proof").first
        proof.locator("summary").click()
        expect(proof.get_by_role("link").first).to_be_visible()
        expect(proof.locator("time").first).to_be_visible()
        expect(proof.get_by_role("link", name="This is wrong")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
def test_the_answer_and_its_button_stand_on_the_first_screen(
    browser: Any, served_once: str, size: tuple[int, int]
) -> None:
    with visit(browser, served_once, size=size) as window:
        tab = window.open(QUESTION)
        assert _bottom(tab, "article.answer > header") < size[1]
        assert _bottom(tab, ".reasons > li") < size[1]
        assert _bottom(tab, "article.answer > footer .first") <= size[1]


def _bottom(tab: Page, selector: str) -> float:
    box = tab.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_a_slash_goes_to_the_box_and_letters_rest_while_one_types(browser: Any, served_once: str) -> None:
    with visit(browser, served_once) as window:
        tab = window.open("/tools")
        tab.keyboard.press("/")
        box = tab.get_by_role("combobox")
        expect(box).to_be_focused()
        tab.keyboard.type("g?jx")
        expect(box).to_have_value("g?jx")
        assert tab.url == f"{served_once}/tools"


def test_letters_can_be_switched_off(browser: Any, served_once: str) -> None:
    with visit(browser, served_once) as window:
        tab = window.open("/tools")
        tab.keyboard.press("?")
        tab.wait_for_url("**/keys")
        tab.goto(f"{served_once}/preferences")
        tab.get_by_label("Letters do nothing").check()
        tab.get_by_role("button", name="Save").click()
        expect(tab.locator("#notices")).to_contain_text("Saved.")
        tab.keyboard.press("?")
        tab.keyboard.press("/")
        tab.wait_for_timeout(300)
        assert tab.url == f"{served_once}/preferences"


def test_a_wrong_question_moves_the_focus_to_what_is_wrong(browser: Any, served_once: str) -> None:
    with visit(browser, served_once) as window:
        tab = window.open("/check?q=slack&plan=platinum")
        expect(tab.get_by_role("alert")).to_be_focused()
        expect(tab).to_have_title("Error: May I use it? – byot")
        tab.get_by_role("alert").get_by_role("link").click()
        expect(tab.get_by_label("Plan")).to_be_focused()


def test_the_theme_that_was_chosen_holds_whatever_the_device_says(browser: Any, served_once: str) -> None:
    with visit(browser, served_once, theme="light") as window:
        tab = window.open("/preferences")
        light = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        tab.get_by_label("Dark", exact=True).check()
        tab.get_by_role("button", name="Save").click()
        expect(tab.locator("html")).not_to_have_css("background-color", light)
        tab.reload()
        expect(tab.locator("html")).not_to_have_css("background-color", light)
