"""What the fixtures promise, proven once: the real browser, the real server, the vendor's site."""

from playwright.sync_api import Browser

from tests.vendor import VendorSite
from tests.web.asking import get


def test_the_browser_opens_a_page_of_the_served_application(browser: Browser, served: str) -> None:
    page = browser.new_page()
    answered = page.goto(served)
    assert answered is not None
    assert answered.status == 200
    assert page.locator("h1").count() == 1
    page.close()


def test_the_vendors_site_answers_as_ordered(vendor_site: VendorSite) -> None:
    vendor_site.put("/pricing", "<h1>Prices</h1>")
    vendor_site.then("/pricing", status=503)
    vendor_site.move("/old", "/pricing")
    statuses = [get(vendor_site.url(path)).status_code for path in ("/pricing", "/pricing", "/old", "/none")]
    assert statuses == [200, 503, 301, 404]
    assert vendor_site.paths() == ["/pricing", "/pricing", "/old", "/none"]
