"""A person types a domain that nobody knows: with a script it is read before their eyes, without one the page asks."""

from pathlib import Path
from typing import Any

import pytest

from catalog.settings import settings
from tests.journeys.visiting import NARROW, sideways, violations, visit
from tests.vendor import VendorSite

KETTLE = Path(__file__).parents[1] / "samples" / "sites" / "kettle"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_unknown_domain_is_looked_up_and_answered(
    served_once: str, browser: Any, vendor_site: VendorSite, monkeypatch: pytest.MonkeyPatch, script: bool
) -> None:
    vendor_site.serve(KETTLE)
    vendor_site.put("/security/", "<h1>Security</h1><p>We hold a SOC 2 Type II report.</p>", delay=0.5)
    monkeypatch.setenv("BYOT_FETCH_ALLOW", vendor_site.address)
    monkeypatch.setenv("BYOT_FETCH_PAUSE", "0")
    settings.cache_clear()
    with visit(browser, served_once, script=script, size=NARROW) as window:
        tab = window.open("/")
        tab.fill("#q", vendor_site.address)
        tab.keyboard.press("Enter")
        if not script:
            tab.get_by_role("button", name="Look it up now").click()
        tab.wait_for_url("**/lookups/**")
        tab.get_by_text("Price: 6 USD per user and month, paid yearly (Mug)").wait_for()
        if script:
            assert tab.get_by_role("heading", level=1).inner_text() == f"Reading {vendor_site.address}"
        tab.locator("#answer").wait_for()
        assert tab.title() == f"Looked up: {vendor_site.address} – byot"
        assert tab.locator("#steps > li").count() > 8
        assert sideways(tab) <= 0
        assert window.complaints == []
        if script:
            assert violations(tab) == []
