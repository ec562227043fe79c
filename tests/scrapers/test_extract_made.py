"""What the making of a page of prices tells: raised cents, old prices by their class, columns that are made unlike."""

import pytest

from tests.scrapers.test_extract_pricing import Priced, limits, prices
from tests.scrapers.test_extract_traps import found

_TICK, _CROSS = '<div><svg aria-label="Available"></svg></div>', '<div><svg aria-label="Not available"></svg></div>'


@pytest.mark.parametrize(
    ("amount", "price"),
    [
        ("$27<sup>50</sup>", "27.5 USD flat month"),
        ("<b>€27</b><sup class='cents'>95</sup>", "27.95 EUR flat month"),
        ("$27<sup>1</sup>", "27 USD flat month"),  # a note below the cards
        ("$27<sup>.50</sup>", "27.5 USD flat month"),
        ("<sup>$</sup>27", "27 USD flat month"),
    ],
)
def test_small_raised_digits_behind_an_amount_are_its_cents_or_a_note(amount: str, price: str) -> None:
    page = f"<h3>Starter</h3><p>$9 per month</p><h3>Team</h3><p><span>{amount}</span> per month</p>"
    assert (price, "Team") in prices(page, "a.html")


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("old-price", "price", {("6 USD flat month", "Team")}),
        ("full-price", "discounted-price", {("6 USD flat month", "Team")}),
        ("price", "full-price", {("8 USD flat month", "Team"), ("6 USD flat month", "Team")}),
    ],
)
def test_a_price_that_is_made_as_the_old_one_no_longer_holds(first: str, second: str, said: Priced) -> None:
    team = f'<p class="{first}">$8 / month</p> <p class="{second}">$6 / month</p>'
    page = f"<div><h3>Starter</h3><p>$2 / month</p></div><div><h3>Team</h3>{team}</div>"
    assert {one for one in prices(page, "a.html") if one[1] == "Team"} == said


def test_columns_of_answers_may_be_made_unlike_and_one_that_is_longer_ends_the_matrix() -> None:
    labels = ["Notes", "Boards", "Single sign-on", "Exports", "Guests"]
    left = "".join(f"<div>{label}</div>" for label in labels)
    columns = [
        f'<div class="{name} column"><div>{name}</div>{_TICK * 2}{answer}{_TICK * more}</div>'
        for name, answer, more in (("Starter", _CROSS, 2), ("Pro", _TICK, 2), ("Enterprise", _CROSS, 3))
    ]
    page = f'<section><div class="labels"><div>Features</div>{left}</div>{"".join(columns)}</section>'
    assert found(page, "sso_saml", kind="pricing", name="a.html") == {("no", "Starter"), ("yes", "Pro")}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("There's no free plan here.", {(False, None)}),
        ("Sadly, a free plan is not possible yet.", {(False, None)}),
        ("We're working on a FREE plan for small shops.", set()),
        ("You can use all of it for 21 days completely free.", set()),
        ("Notes are completely free, for 3 people or 300.", {(True, None)}),
    ],
)
def test_a_free_plan_that_is_not_there_is_none(text: str, value: set[tuple[object, str | None]]) -> None:
    page = f"## Hobby\n\n$5 / month\n\n## Team\n\n$9 / month\n\n## Questions\n\n{text}\n"
    assert found(page, "free_plan", kind="pricing") == value


def test_what_is_told_behind_the_name_of_a_plan_is_no_part_of_it() -> None:
    page = (
        "<h2>Business <small>21-day free trial</small></h2><p>$7 / month</p><h2>Enterprise</h2><p>Email for pricing</p>"
    )
    assert prices(page, "a.html") == {("7 USD flat month", "Business"), ("contact", "Enterprise")}


def test_a_name_in_small_letters_is_one_where_others_made_like_it_are() -> None:
    names = [("sprouting", 3), ("medium", 2), ("enterprise", 1)]
    cards = "".join(
        f'<div><h2 class="title">{name}</h2><h1>${amount}</h1><p>per user / month</p></div>' for name, amount in names
    )
    assert ("3 USD user month", "Sprouting") in prices(cards, "a.html")


def test_what_is_used_by_the_week_is_counted_by_its_own_name_alone() -> None:
    page = "## Free\n\n$0\n\n- 70 fetches per week\n- Single user with forum support\n- Single sign-on with support\n"
    assert limits(page) == {("70 fetches", "Free"), ("1 seats", "Free")}
    table = "| | Free | Pro |\n|---|---|---|\n| Price | $0 | $9 |\n| Weekly quota | 70 | 900 |\n"
    assert limits(table) == set()


def test_a_card_says_of_its_plan_that_no_data_trains() -> None:
    page = "## Starter\n\n$0\n\n- Notes\n\n## Enterprise\n\nCustom\n\n- Security reviews & no data training\n"
    assert found(page, "ai_training_on_customer_data", kind="pricing") == {("no", "Enterprise")}
    assert found("- No data training needed", "ai_training_on_customer_data", kind="pricing") == set()


def test_features_called_after_a_plan_are_that_plans() -> None:
    text = "For enterprise features such as SSO, RBAC and SCIM, write to us.\n"
    assert found(text, "scim", kind="pricing") == {("yes", "Enterprise")}


def test_provisioning_of_users_is_no_scim_unless_it_goes_by_itself() -> None:
    for item, said in (("User provisioning", set()), ("Automated user provisioning", {("yes", "Team")})):
        page = f"## Starter\n\n$2 / month\n\n- Notes\n\n## Team\n\n$7 / month\n\n- {item}\n"
        assert found(page, "scim", kind="pricing") == said


def test_the_button_beside_a_card_tells_that_its_price_is_to_be_asked_for() -> None:
    team = "<section><div><h2>Team</h2><p>$7 / month</p></div></section>"
    asked = '<div><p class="over">Enterprise</p><h2>Something else?</h2><p>Write to us of it.</p></div>'
    for button, said in (("Contact us", {"Team", "Enterprise"}), ("Read on", {"Team"})):
        page = f'{team}<section>{asked}<a class="btn" href="/x">{button}</a></section>'
        assert {plan for _, plan in prices(page, "a.html")} == said
