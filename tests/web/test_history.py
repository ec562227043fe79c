"""How a tool changed, on its page: years side by side, what moved in sentences, a free plan that was gone."""

import re
from typing import Any

from tests.web.asking import client_of, get
from tests.web.test_check import text_of
from web.history import History, history

PLANS = {"free": "Free", "pro": "Pro", "old": "Old"}
ON = {"currency": "USD", "per": "user", "period": "month"}


def row(fact: str, value: Any, seen: str, plan: str = "pro", **evidence: str) -> dict[str, Any]:
    told = {"url": f"https://acme.example/{seen}", "observed_at": seen, "strength": "vendor_page", **evidence}
    return {"fact": fact, "plan": plan, "value": value, "state": "current", "evidence": told}


def price(amount: float | None, seen: str, plan: str = "pro", billed: str | None = "monthly", **more: Any) -> Any:
    value = {"amount": amount, **ON, "billed": billed, **more} if amount else {"amount": None, "contact": True}
    return row("plan_price", value, seen, plan)


def free(value: bool, seen: str) -> Any:
    return row("free_plan", value, seen, "free")


def limit(amount: float, seen: str, unit: str = "count", what: str = "boards", plan: str = "free") -> Any:
    return row("free_limit", {"what": what, "amount": amount, "unit": unit}, seen, plan)


def of(*rows: dict[str, Any]) -> History:
    found = history(rows, PLANS)
    assert found is not None
    return found


def spans(found: History, title: str) -> list[tuple[str, str, str]]:
    line = next(line for line in (*found.prices, *found.limits) if line.title == title)
    return [(span.label, span.text, span.note) for span in line.spans]


def test_years_that_say_the_same_are_one_span_and_a_year_without_a_page_stays_open() -> None:
    found = of(price(8, "2019-10-31"), price(8, "2020-10-22"), price(8, "2022-03-01"), price(9, "2023-12-03"))
    assert found.years == (2019, 2020, 2021, 2022, 2023)
    assert spans(found, "Pro") == [
        ("2019 to 2020", "8 USD", ""),
        ("2021", "", ""),
        ("2022", "8 USD", ""),
        ("2023", "9 USD", ""),
    ]
    assert found.prices[0].unit == "per user and month, paid monthly"
    assert found.prices[0].spans[0].url == "https://acme.example/2019-10-31"


def test_a_price_on_other_terms_says_so_and_is_not_reckoned_against_the_old_one() -> None:
    found = of(price(15, "2024-01-01"), price(12, "2025-01-01", billed="annually"))
    assert spans(found, "Pro") == [("2024", "15 USD", "paid monthly"), ("2025", "12 USD", "paid yearly")]
    assert found.sentences == ()


def test_a_price_that_moved_is_said_with_its_share_only_where_both_pages_say_how_one_pays() -> None:
    both = of(price(8, "2019-10-31"), price(10, "2023-12-03"))
    one = of(price(8, "2019-10-31", billed=None), price(10, "2023-12-03"))
    assert both.sentences == ("Pro cost 8 USD in 2019 and 10 USD in 2023: 25 % more.",)
    assert one.sentences == ("Pro cost 8 USD in 2019 and 10 USD paid monthly in 2023.",)


def test_a_cent_by_which_a_year_was_divided_otherwise_is_no_move() -> None:
    assert of(price(18.32, "2025-03-06"), price(18.33, "2026-08-01")).sentences == ()


def test_a_price_per_host_is_reckoned_as_one_per_user_and_shown_as_it_was() -> None:
    found = of(price(15, "2019-10-31", per="host"), price(18, "2023-12-03"))
    assert found.sentences == ("Pro cost 15 USD in 2019 and 18 USD in 2023: 20 % more.",)
    assert spans(found, "Pro")[0] == ("2019", "15 USD", "per host and month")


def test_a_price_that_only_sales_tell_now_is_said() -> None:
    found = of(price(35, "2021-11-30"), price(None, "2022-11-30"))
    assert spans(found, "Pro") == [("2021", "35 USD", ""), ("2022", "on request", "")]
    assert found.sentences == ("Pro had a published price up to 2021; in 2022 only sales told it.",)


def test_the_vendors_own_page_speaks_for_a_year_before_a_newer_one_of_somebody_else() -> None:
    other = row("plan_price", {"amount": 99, **ON}, "2025-12-01", strength="third_party_page")
    found = of(price(8, "2024-01-01"), price(9, "2025-01-01"), other)
    assert [text for _, text, _ in spans(found, "Pro")] == ["8 USD", "9 USD"]


def test_a_free_plan_that_was_gone_and_came_back_is_said_and_shown() -> None:
    found = of(free(True, "2023-11-17"), free(False, "2024-07-25"), free(True, "2025-02-21"))
    assert [text for _, text, _ in spans(found, "Free")] == ["free", "no free plan", "free"]
    gone = "There was no free plan on 25 July 2024. It was last seen on 17 November 2023."
    assert found.sentences == (f"{gone} It was there again on 21 February 2025.",)


def test_a_free_plan_that_is_gone_for_good_is_said() -> None:
    found = of(free(True, "2023-11-17"), free(False, "2024-07-25"))
    assert found.sentences == ("There was no free plan on 25 July 2024. It was last seen on 17 November 2023.",)


def test_a_free_limit_that_moved_is_said_with_its_unit() -> None:
    days = [limit(90, "2020-01-01", "day", "history"), limit(1, "2021-01-01", "day", "history")]
    found = of(free(True, "2020-01-01"), limit(10_000, "2020-01-01"), limit(500, "2021-01-01"), *days)
    assert found.sentences == (
        "Boards on Free: 10\u202f000 in 2020, 500 in 2021.",
        "History on Free: 90 days in 2020, 1 day in 2021.",
    )


def test_a_limit_of_a_paid_plan_is_no_free_limit() -> None:
    found = of(free(True, "2020-01-01"), free(True, "2021-01-01"), limit(5, "2020-01-01", plan="pro"))
    assert found.limits == ()


def test_one_year_is_no_history_and_what_was_taken_back_does_not_count() -> None:
    taken_back = {**price(8, "2019-10-31"), "state": "retracted"}
    assert history([price(9, "2025-01-01"), taken_back], PLANS) is None
    assert history([], PLANS) is None


def test_the_page_shows_plans_by_year_with_a_link_to_the_page_of_then(served: str) -> None:
    html = get(f"{served}/tools/mailchimp").text
    table = html[html.index("What Mailchimp cost, by year") :]
    heads = re.findall(r'<th scope="col">(\d{4})</th>', table[: table.index("</thead>")])
    assert heads[:6] == ["2019", "2020", "2021", "2022", "2023", "2024"]
    cell = re.search(r'<td colspan="3" data-label="2019 to 2021"><a href="([^"]+)"[^>]*>9.99 USD', table)
    assert cell
    assert cell[1].startswith("https://web.archive.org/web/2019")
    assert re.search(r"Contacts on Free: 2\u202f000 in 2019, \d+ in ", html)


def test_the_page_says_when_the_free_plan_was_gone(served: str) -> None:
    assert "There was no free plan on 25 July 2024." in text_of(get(f"{served}/tools/zenhub").text)


def test_as_of_a_day_the_page_knows_nothing_of_later_years(served: str) -> None:
    html = get(f"{served}/tools/mailchimp", params={"as_of": "2021-12-31"}).text
    table = html[html.index("What Mailchimp cost, by year") :]
    assert re.findall(r'<th scope="col">(\d{4})</th>', table[: table.index("</thead>")]) == ["2019", "2020", "2021"]


def test_a_tool_without_old_pages_has_no_history(served: str) -> None:
    with client_of(served, "anna") as client:
        client.post("/adoptions", data={"tool": "Quokkaboard", "data": "internal"})
        told = client.get("/tools/quokkaboard")
    assert told.status_code == 200
    assert "How it changed" not in told.text
