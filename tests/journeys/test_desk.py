"""A reviewer clears ten cases without a mouse: alone by a key, many at once, and one on its own page."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.visiting import visit
from tests.web.asking import client_of

TOOLS = [f"tool{number}.example" for number in range(10)]


def say(tab: Page, why: str) -> None:
    """Write the reason, where the focus is already, and send it."""
    expect(tab.get_by_label("Why", exact=True)).to_be_focused()
    tab.keyboard.type(why)
    tab.keyboard.press("Control+Enter")


def press(tab: Page, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def test_ten_cases_are_cleared_by_the_keyboard_and_come_back_by_it(browser: Any, served_once: str) -> None:
    with client_of(served_once, "anna") as client:
        for tool in TOOLS:
            client.post("/adoptions", data={"tool": tool, "data": "internal"})
    with visit(browser, served_once, "bo") as window:
        tab = window.open("/reviews")
        for left in (9, 8):
            press(tab, "j", "1")
            say(tab, "Low risk.")
            expect(tab.get_by_text(f"All {left}", exact=True)).to_be_visible()
        press(tab, "j", "Enter")
        tab.wait_for_url("**/reviews/r-*")
        press(tab, "2")
        say(tab, "Until we know more.")
        expect(tab.get_by_label("Why", exact=True)).to_have_count(0)
        press(tab, "g", "q")
        expect(tab.get_by_text("All 7", exact=True)).to_be_visible()
        press(tab, *(["j", "x"] * 7), "1")
        say(tab, "Low risk, all of them.")
        expect(tab.get_by_text("All clear.")).to_be_visible()
        press(tab, "u")
        expect(tab.get_by_text("All 7", exact=True)).to_be_visible()
        press(tab, "j", "s")
        expect(tab.get_by_label("Back on")).to_be_focused()
        press(tab, "Control+Enter")
        expect(tab.get_by_text("One case is snoozed", exact=False).first).to_be_visible()
        assert window.complaints == []
