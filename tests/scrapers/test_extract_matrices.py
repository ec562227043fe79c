"""Matrices and cards as they are nested on pages: what stands beside a price, in an example or in a row of its own."""

import pytest

from tests.scrapers.test_extract_pricing import limits, prices
from tests.scrapers.test_extract_traps import found

CHOSEN = "customer choice of region"
ROW = "<div class='row f'><div class='label'>{}</div><div class='w'><div class='row'>{}</div></div></div>"
CELL = "<div class='cell'><i>{}</i></div>"
HEAD = "<div class='cell h'><div>{}</div><div>{}</div></div>"


def nested() -> str:
    """Give a matrix whose rows hold a label and, in an element of their own, the answers."""
    head = "".join(
        HEAD.format(*pair) for pair in (("Hobby", "$0"), ("Team", "$9 / month"), ("Business", "$90 / month"))
    )
    page = f"<h1>Plans</h1><div class='m'><div class='row top'><div class='w'><div class='row'>{head}</div></div></div>"
    for label, *answers in (
        ("Users", "1", "10", "25"),
        ("Gardens", "5", "Unlimited", "Unlimited"),
        ("Audit log", "No", "No", "✓"),
        ("SAML SSO", "No", "No", "✓"),
        ("Help", "No", "✓", "✓"),
    ):
        page += ROW.format(label, "".join(map(CELL.format, answers)))
    return page + "</div>"


def test_the_answers_of_a_row_may_stand_in_an_element_of_their_own() -> None:
    assert found(nested(), "audit_log", kind="pricing", name="a.html") == {
        ("no", "Hobby"),
        ("no", "Team"),
        ("yes", "Business"),
    }
    assert limits(nested(), "a.html") == {("1 seats", "Hobby"), ("5 gardens", "Hobby")}


def test_labels_and_answers_may_all_stand_beside_each_other_in_one_element() -> None:
    head = "".join(f"<div class='h'><b>{name}</b></div>" for name in ("Starter", "Team", "Enterprise"))
    page = f"<h1>Plans</h1><div class='g'><div></div>{head}<p class='s'>Security</p><p></p><p></p><p></p>"
    for label, *answers in (
        ("Users", "5", "20", "Unlimited"),
        ("SCIM", "–", "–", "✓"),
        ("SAML SSO", "–", "✓", "✓"),
        ("Help by mail", "✓", "✓", "✓"),
        ("Own domain", "–", "✓", "✓"),
    ):
        page += f"<p class='l'>{label}</p>" + "".join(f"<p class='a'>{answer}</p>" for answer in answers)
    for fact, starter, team in (("scim", "no", "no"), ("sso_saml", "no", "yes")):
        says = {(starter, "Starter"), (team, "Team"), ("yes", "Enterprise")}
        assert found(page + "</div>", fact, kind="pricing", name="a.html") == says


def test_names_of_plans_may_stand_in_each_cell_for_narrow_screens() -> None:
    names = ("Essential", "Premium", "Ultimate")
    page = "<h1>Plans</h1><div class='t'><div class='h'><div></div>"
    page += "".join(f"<div><p>{name}</p></div>" for name in names) + "</div>"
    tick = "<img alt='Check' src='tick.svg'>"
    for label, *has in (
        ("SSO", "", tick, tick),
        ("SCIM", "", "", tick),
        ("API", tick, tick, tick),
        ("Help", "", "", tick),
    ):
        cells = "".join(f"<div><p class='m'>{name}</p> {mark}</div>" for name, mark in zip(names, has, strict=True))
        page += f"<div class='r'><div><p>{label}</p></div>{cells}</div>"
    says = {("no", "Essential"), ("yes", "Premium"), ("yes", "Ultimate")}
    assert found(page + "</div>", "sso_saml", kind="pricing", name="a.html") == says


def test_a_row_of_prices_needs_no_label() -> None:
    table = "<table><tr><td></td><th>Hobby</th><th>Team</th></tr><tr><td></td><td>Free</td><td>€9/mo</td></tr>"
    table += "<tr><td>Sites</td><td>2</td><td>9</td></tr><tr><td>Help</td><td>✗</td><td>✓</td></tr></table>"
    assert prices(table, "a.html") == {("9 EUR flat month", "Team")}
    assert limits(table, "a.html") == {("2 projects", "Hobby")}


CARD = "<div class='card'><div class='t'><h4>{}</h4></div><div class='b'><div class='p'>{}</div><p>All</p></div></div>"


def test_larger_headings_in_a_card_may_tell_how_one_pays_before_the_price() -> None:
    page = "<h1>Plans</h1>" + CARD.format("Community", "<h2>Always free</h2><h2>No credit card required</h2>")
    page += CARD.format(
        "Flat <span>Most popular</span>", "<h2>€18<small>/user/month</small></h2><h2>€23/user/month</h2>"
    )
    page += CARD.format("Flex", "<h2>Monthly only</h2><h2>Pay for active users</h2><h2>€28/user/month</h2>")
    assert prices(page, "a.html") == {
        ("18 EUR user month", "Flat"),
        ("23 EUR user month", "Flat"),
        ("28 EUR user month", "Flex"),
    }


def test_what_somebody_in_an_example_pays_is_no_price() -> None:
    page = CARD.format("Flat plan", "<p>€118/month</p><p>6 users × €18, 6 GB included</p>")
    page += CARD.format("Flat", "<p>€18/user/month</p>") + CARD.format("Solo", "<p>€9/month</p>")
    assert prices(page, "a.html") == {("18 EUR user month", "Flat"), ("9 EUR flat month", "Solo")}


def test_a_thing_with_a_price_of_its_own_is_bought_beside_the_plan() -> None:
    card = "<div class='c'><h3>{}</h3><p>{}</p><p>Available Add-ons</p><p>{}</p><ul><li>All</li></ul></div>"
    page = card.format("Guest", "$13 / AP / month", "SAML authentication for $250 per month")
    page += card.format("Enterprise", "Contact us", "Own terms")
    assert prices(page, "a.html") == {("13 USD flat month", "Guest"), ("contact", "Enterprise")}
    assert found(page, "sso_saml", kind="pricing", name="a.html") == {("addon", "Guest")}


def test_prices_for_the_first_customers_are_no_plans() -> None:
    page = (
        "<h3>Solo</h3><p>179 €</p><p>/ Monat</p><p>Founding Members: 125 €/Monat</p><h3>Team</h3><p>379 € / Monat</p>"
    )
    assert prices(page, "a.html") == {("179 EUR flat month", "Solo"), ("379 EUR flat month", "Team")}


@pytest.mark.parametrize(
    ("text", "kind", "regions"),
    [
        ("- DSGVO-konform · Frankfurt-Hosting · AVV inklusive\n", "pricing", {("germany", None)}),
        ("The region is chosen at bucket creation and cannot be changed later.\n", "help", {(CHOSEN, None)}),
        ("## Enterprise\n\n$9 / month\n\n- Data residency choice (CH/EU/UK)\n", "pricing", {(CHOSEN, "Enterprise")}),
    ],
    ids=["a town", "at creation", "a list in brackets"],
)
def test_places_of_data_in_few_words(text: str, kind: str, regions: set[tuple[str, str | None]]) -> None:
    assert found(text, "data_residency", kind=kind) == regions


def test_a_section_on_the_licence_is_no_free_plan() -> None:
    page = "<h1>Pricing</h1><h3>Pro</h3><p>$9 / month</p><h3>Open-source</h3><p>The app is free software.</p>"
    assert found(page, "free_plan", kind="pricing", name="a.html") == set()


def test_a_trial_may_be_free_for_the_first_days() -> None:
    assert found("Try us for FREE for the first 12 days.\n", "free_trial_days", kind="pricing") == {(12, None)}


def test_lists_beside_each_other_are_columns_whose_names_stand_over_them() -> None:
    column = "<div class='col'><h2>{}</h2><ul>{}</ul></div>"
    labels = ("Features", "Watering", "Audit log", "Sign-on with SAML SSO", "Sowing", "Reaping", "Weeding", "")
    page = "<h1>Compare</h1>" + column.format("", "".join(f"<li>{label}</li>" for label in labels))
    for name, answers in (("Team", "Yes No No Yes Yes Yes"), ("Enterprise", "Yes Yes Yes Yes Yes Yes")):
        cells = ["", *answers.split(), f"<a class='btn' href='/{name}'>Go</a>"]
        page += column.format(name, "".join(f"<li>{cell}</li>" for cell in cells))
    assert found(page, "sso_saml", kind="pricing", name="a.html") == {("no", "Team"), ("yes", "Enterprise")}


def test_the_head_of_a_column_says_in_brackets_that_its_plan_is_free_beside_what_is_used() -> None:
    table = "| Feature | Hobby (free + usage) | Pro ($30 / mo + usage) |\n|---|---|---|\n| Gardens | 2 | unlimited |\n"
    assert found(table, "free_plan", kind="pricing") == {(True, "Hobby")}
    assert limits(table) == {("2 gardens", "Hobby")}
    assert prices(table) == {("30 USD flat month", "Pro")}


def test_a_table_below_the_heading_of_a_plan_that_the_text_calls_free_limits_it() -> None:
    text = "| What | How many |\n|---|---|\n| Rounds (Starter / free) | 100 |\n\n"
    text += "### Starter\n\n| Resource | Limit |\n|---|---|\n| Flows per project | 5 |\n| Team members | 3 |\n\n"
    text += "### Pro\n\n| Resource | Limit |\n|---|---|\n| Flows per project | 50 |\n"
    assert limits(text) == {("5 flows", "Starter"), ("3 seats", "Starter")}
    assert limits(text.replace(" / free", "")) == set()


def test_what_is_not_promised_of_a_part_is_no_lack_of_a_promise() -> None:
    text = "There is no uptime guarantee when using spot instances.\n"
    assert found(text, "uptime_sla_percent", kind="help") == set()
    assert found(text.replace(" when using spot instances", ""), "uptime_sla_percent", kind="help") == {("no", None)}
