"""How vendors write their plans and prices: each case is a page as such pages are made, and what it states."""

import pytest

from scrapers import extract
from scrapers.page import read
from tests.scrapers.test_extract_traps import found

Priced = set[tuple[str, str | None]]


def prices(text: str, name: str = "a.md") -> Priced:
    """Give the prices of a pricing page in short ("12 USD user month", "contact"), each with its plan."""
    page = read(text.encode(), kind="pricing", file_name=name)
    return {
        (_short(one.value), one.plan)
        for one in extract.each(page)
        if one.fact == "plan_price" and isinstance(one.value, dict)
    }


def _short(value: dict[str, object]) -> str:
    return (
        "contact"
        if value.get("contact")
        else " ".join(str(value[name]) for name in ("amount", "currency", "per", "period"))
    )


def limits(text: str, name: str = "a.md") -> Priced:
    """Give the limits of the free plan in short ("3 seats")."""
    page = read(text.encode(), kind="pricing", file_name=name)
    return {
        (f"{one.value['amount']} {one.value['what']}", one.plan)
        for one in extract.each(page)
        if one.fact == "free_limit" and isinstance(one.value, dict)
    }


def test_a_row_that_costs_nothing_is_the_free_plan_by_its_own_name() -> None:
    table = "| Tier | Annual price |\n|---|---|\n| Meadow | $0 |\n| Orchard | $30,000 |\n"
    assert found(table, "free_plan", kind="pricing") == {(True, "Meadow")}
    table = "| Plan | Price |\n|---|---|\n| Pay as you Go | **Free** |\n| Plus | $20/month |\n"
    assert found(table, "free_plan", kind="pricing") == {(True, "Pay as you Go")}


def test_a_table_of_plans_without_prices_tells_the_limits_of_the_free_one() -> None:
    table = "| Plan | Members | Storage |\n|---|---|---|\n| Free | 4 | 2 GB |\n| Team | 40 | 1 TB |\n"
    assert limits(table) == {("4 seats", "Free"), ("2 storage", "Free")}


def test_what_stands_under_the_heading_of_the_free_plan_limits_it() -> None:
    text = (
        "### 1. Free plan\n\nYou get **400 free build minutes** per month and up to 3 members.\n\nIt runs on Linux.\n"
    )
    assert limits(text) == {("400 build_minutes", "Free"), ("3 seats", "Free")}
    assert limits("### Free plan\n\nWorkspaces that exceed 5 members get up to 30 days to upgrade.\n") == set()


def test_a_heading_may_say_for_whom_its_prices_are() -> None:
    text = "## Pricing for Enterprises\n\nIt comes with:\n\n- SSO by SAML\n- Audit log\n"
    assert found(text, "sso_saml", kind="pricing") == {("yes", "Enterprise")}


CARD = "<div><h2>{}</h2><div><span>{}</span> <span>{}</span></div><ul><li>All there is</li></ul></div>"


def test_the_lines_of_a_heading_are_one_heading() -> None:
    page = CARD.replace("</h2>", "<br>For all who begin</h2>").format("Basic", "80 €", "/ Mt.")
    assert prices(page, "a.html") == {("80 EUR flat month", "Basic")}
    assert prices("<h1>Plain, simple<br>pricing</h1>" + page, "a.html") == {("80 EUR flat month", "Basic")}


def test_the_word_for_a_plan_makes_any_name_one() -> None:
    card = "<div>{}<h3>{}</h3><p>Unlimited searches</p></div>"
    page = card.format("Beta Version (Free)", "$0") + card.format("Group Plan", "$15 /person each month")
    page += card.format("Firm Integration Plan", "Contact Us")
    assert prices(page, "a.html") == {("15 USD user month", "Group"), ("contact", "Firm Integration")}
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Beta")}


def test_a_card_may_begin_with_free_and_then_say_for_whom() -> None:
    page = CARD.format("COMMUNITY", "FREE", "for those who host it") + CARD.format("PREMIUM", "$40", "/month")
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "COMMUNITY")}


def test_a_switch_and_the_name_of_the_product_take_no_price_from_the_plan_below() -> None:
    page = "<ul><li>Business cloud</li></ul>" + CARD.format("Starter", "$15", "/month")
    page += "<h1>Acme Cloud</h1>" + CARD.format("Basic Hosting", "$75", "/month")
    assert prices(page, "a.html") == {("15 USD flat month", "Starter"), ("75 USD flat month", "Basic Hosting")}


def test_what_is_done_free_of_charge_makes_no_plan_free() -> None:
    text = "# Scaleup plan\n\nA limit of 90 jobs can be raised free of charge by our support.\n"
    assert found(text, "free_plan", kind="pricing") == set()


def test_a_subscription_fee_is_a_price_and_a_fee_for_setting_up_is_none() -> None:
    text = "# Scaleup plan\n\nWith a monthly subscription fee of **$1,200**, you receive as many credits.\n"
    assert prices(text) == {("1200 USD flat month", "Scaleup")}
    assert prices(text.replace("subscription fee", "set-up fee")) == set()


def test_a_bare_dollar_is_the_one_dollar_that_the_page_names() -> None:
    page = CARD.format("Team", "$4", "per user / month") + CARD.format("Business", "$9", "per user / month")
    assert prices(page + "<p>All prices are in CAD.</p>", "a.html") == {
        ("4 CAD user month", "Team"),
        ("9 CAD user month", "Business"),
    }
    both = "<p>All prices are in CAD. US$3 buys a badge.</p>"
    assert {text.split()[1] for text, _ in prices(page + both, "a.html")} == {"USD"}


@pytest.mark.parametrize("asks", ["Get in touch for pricing.", "Let's chat", "Enquire now", "Tailored pricing", "POA"])
def test_a_plan_whose_price_is_asked_for(asks: str) -> None:
    text = f"## Pro\n\n$5 per user / month\n\n## Enterprise\n\n{asks}\n"
    assert ("contact", "Enterprise") in prices(text)


def test_a_card_of_a_component_may_have_its_price_in_bold() -> None:
    text = '<Card title="Business" icon="house">\n  **Custom pricing**\n\n  - Priority support\n</Card>\n'
    assert prices(text) == {("contact", "Business")}


def test_a_matrix_without_a_table_may_answer_in_words() -> None:
    def line(*cells: str) -> str:
        return "<div class='r'>" + "".join(f"<div>{cell}</div>" for cell in cells) + "</div>"

    rows = [("SAML SSO", "No", "Yes"), ("Audit log", "No", "Yes"), ("Chat", "Yes", "Yes"), ("Boards", "Yes", "Yes")]
    page = line("Feature", "Pro", "Enterprise") + "".join(line(*row) for row in rows)
    assert found(page, "sso_saml", kind="pricing", name="a.html") == {("no", "Pro"), ("yes", "Enterprise")}


def test_a_table_may_have_nothing_but_a_plan_in_each_column() -> None:
    table = "| Free | Standard | Pro | Enterprise |\n|---|---|---|---|\n| N/A | $29 | $399 | Custom |\n"
    assert prices("Each package has a monthly base price:\n\n" + table) == {
        ("29 USD flat month", "Standard"),
        ("399 USD flat month", "Pro"),
        ("contact", "Enterprise"),
    }
    assert ("29 USD flat month", "Standard") not in prices("So many rooms are open at once:\n\n" + table)


BARE = "<div><h2>{}</h2><div>{}</div><ul><li>Chat</li></ul></div>"


def test_a_switch_between_months_and_years_says_that_bare_prices_are_by_the_month() -> None:
    cards = BARE.format("Growth", "$22") + BARE.format("Scale", "$99")
    switch = "<button>Monthly billing</button><button>Yearly billing</button>"
    assert prices(switch + cards, "a.html") == {("22 USD flat month", "Growth"), ("99 USD flat month", "Scale")}
    assert prices(cards, "a.html") == set()
    assert prices(switch + BARE.format("Growth", "$22") + BARE.format("Scale", "soon"), "a.html") == set()


def test_what_costs_something_in_the_card_of_a_free_plan_is_no_price_of_it() -> None:
    page = BARE.format("Free", "$0").replace("Chat", "Unlimited rooms</li><li>Guests at $1/month")
    assert prices(page + CARD.format("Pro", "$9", "/month"), "a.html") == {("9 USD flat month", "Pro")}


def test_one_sentence_may_ask_for_the_prices_of_two_plans() -> None:
    text = "# Plans\n\nTo set up a Scale or Server plan, [contact us](https://acme.example).\n"
    assert prices(text) == {("contact", "Scale"), ("contact", "Server")}


def test_a_trial_of_an_edition_is_no_free_edition() -> None:
    assert found("Request a free Enterprise Edition Trial license.\n", "free_plan", kind="help") == set()


def test_a_heading_on_something_of_a_plan_names_the_plan_alone() -> None:
    assert found("#### Free Plan Credits\n\nThe Free Plan has $0 to pay.\n", "free_plan", kind="help") == {
        (True, "Free")
    }


def test_a_table_of_one_plan_may_have_a_column_for_each_way_to_be_billed() -> None:
    table = "| Individual License | Monthly subscription | Annual subscription |\n|---|---|---|\n"
    table += "| Price | $1.50 | $15.00 |\n"
    assert prices(table + "| Dark bundle | | $3.00 |\n") == {
        ("1.5 USD flat month", "Individual"),
        ("15 USD flat year", "Individual"),
    }


def test_a_price_belongs_to_the_name_nearest_above_it() -> None:
    page = "<h1>Sustainable Abundance</h1><div><p>Premium</p><p>$50/mo</p></div>"
    assert prices(page, "a.html") == {("50 USD flat month", "Premium")}
    eyebrow = "<p>Hosted App</p><h3>Acme AIR</h3><p>$29.99</p><p>/month, up to 5 members</p>"
    assert prices(eyebrow + BARE.format("Community", "Free"), "a.html") == {("29.99 USD flat month", "Acme AIR")}


def test_an_item_of_a_list_and_what_is_without_limits_are_no_plans() -> None:
    page = BARE.format("Enterprise", "$80/mo").replace("Chat", "Dedicated CSM</li><li>Guests for $2/month")
    assert prices(page, "a.html") == {("80 USD flat month", "Enterprise")}
    assert prices("## Unlimited Access\n\nLock in $7/mo before we raise prices.\n") == set()
    item = "<ul><li class='title'>{}</li><li>${}/month</li><li><b>Unlimited</b> private rooms</li></ul>"
    both = item.format("Basic", 9) + item.format("Premium", 19)
    assert prices(both, "a.html") == {("9 USD flat month", "Basic"), ("19 USD flat month", "Premium")}


def test_a_price_for_so_many_of_a_thing_is_none_of_a_plan() -> None:
    text = "## Solo\n\n- Mail billed by the month at $2 for 1,000 messages/month\n"
    assert prices(text) == set()


def test_a_custom_fee_is_asked_for_and_names_no_plan() -> None:
    text = "## Enterprise\n\n### Cost\n\nCustom subscription fee with as many seats as you need.\n"
    assert prices(text) == {("contact", "Enterprise")}


def test_how_to_go_on_elsewhere_states_nothing() -> None:
    assert found("To control how your users sign in, set up [SSO](/sso).\n", "sso_saml", kind="help") == set()


def test_a_price_may_stand_below_the_list_of_what_there_is() -> None:
    card = "<div><div>{}</div><p>For some</p><ul>" + "<li>Thing</li>" * 6 + "</ul><p>Gateway price</p><p>{}</p></div>"
    page = card.format("Pro", "$500 / month") + card.format("Advanced", "$700 / month")
    assert prices(page, "a.html") == {("500 USD flat month", "Pro"), ("700 USD flat month", "Advanced")}


def test_a_button_ends_what_stands_before_it() -> None:
    card = (
        "<p class='name'>Club {}</p><p>{}.- CHF/Jahr</p><p class='more'>{}</p><a class='btn' href='/b'>Jetzt kaufen</a>"
    )
    page = card.format("Basic", 190, "Basis Verwaltung") + card.format("Pro", 390, "Eigene Farben")
    assert prices(page, "a.html") == {("190 CHF flat year", "Club Basic"), ("390 CHF flat year", "Club Pro")}


def test_cards_of_add_ons_beside_the_cards_of_plans_are_no_plans() -> None:
    page = CARD.format("Operator", "$490", "/month") + CARD.format("Enterprise", "$900", "/month")
    extras = (
        "<section><p>Optional add-ons</p><h2>What you need</h2><div><h4>Portal branding</h4><p>$400 / month</p></div>"
    )
    assert {plan for _, plan in prices(page + extras + "</section>", "a.html")} == {"Operator", "Enterprise"}
    free = "<section><p>Add-ons</p><h2>Grow as you like</h2><h3>Plan Moves</h3><p>€0 / at any time</p></section>"
    assert found(page + free, "free_plan", kind="pricing", name="a.html") == set()


def test_plans_may_be_numbered() -> None:
    table = "| Tier | Price |\n|---|---|\n| Tier 1 | $2.00/mo |\n| Tier 2 | $5.00/mo |\n"
    assert prices(table) == {("2 USD flat month", "Tier 1"), ("5 USD flat month", "Tier 2")}
    text = "## Plan 0 — Free\n\n**Price**\n$0 / month\n\n- Apps: 2\n\n## Plan 1 — Team\n\n**Price**\n$7 / month\n"
    assert prices(text) == {("7 USD flat month", "Team")}
    assert limits(text) == {("2 projects", "Free")}


def test_what_is_paid_for_a_year_may_follow_in_brackets_but_no_mean() -> None:
    text = "# Plans\n\nPro is $39/mo billed annually ($468/year). Scale is $1,800/year (about $150/mo).\n"
    assert prices(text) == {
        ("39 USD flat month", "Pro"),
        ("468 USD flat year", "Pro"),
        ("1800 USD flat year", "Scale"),
    }


def test_sums_and_what_a_label_calls_extra_are_no_prices_of_a_plan() -> None:
    text = "### Business plan\n\n$30 per user per month\n\nSSO add-on: $4 per user per month\n\n"
    text += "Total per user: $34 per month\n\nFor 5 users: $170 per month\n"
    assert prices(text) == {("30 USD user month", "Business")}


def test_a_table_of_prices_may_be_for_guests_only() -> None:
    table = (
        "| Billing | Startup | Business |\n|---|---|---|\n| Monthly | $5 per user per month | $3 per user per month |\n"
    )
    assert ("5 USD user month", "Startup") in prices("Regular\n\n" + table)
    assert prices("b) Read-only\n\n" + table) == set()


@pytest.mark.parametrize(
    ("item", "limit"),
    [
        ("10,000 requests/month", {("10000 requests", "Free")}),
        ("500Mb for attachments", {("500 storage", "Free")}),
        ("30 days of data", {("30 message_history", "Free")}),
        ("50 requests per second", set()),
        ("5 concurrent jobs", {("5 jobs", "Free")}),
        ("5 concurrent requests", set()),
        ("9 built-in roles", set()),
        ("For 1-2 projects", set()),
        ("10.000 E-Mails pro Monat", {("10000 messages", "Free")}),
        ("90 Rezepte", {("90 rezepte", "Free")}),
        ("20 Mitglieder", {("20 seats", "Free")}),
        ("Antwort in 24 Stunden", set()),
        ("All 72 site checks", set()),
    ],
)
def test_what_limits_a_free_plan_is_a_quota_and_no_rate(item: str, limit: Priced) -> None:
    assert limits(BARE.format("Free", "$0").replace("Chat", item) + BARE.format("Pro", "$9/mo"), "a.html") == limit


def test_a_sentence_may_set_one_plan_against_another() -> None:
    text = "SSO comes standard with our Enterprise subscription, but for small teams our Business plan is fine.\n"
    assert found(text, "sso_saml", kind="help") == {("yes", "Enterprise")}


def test_a_row_may_be_longer_than_the_head_of_its_table() -> None:
    table = "<table><tr><th>Plan</th><th>Price</th></tr><tr><td>Pro</td><td>$9/mo</td><td>$90/year</td></tr></table>"
    assert ("9 USD flat month", "Pro") in prices(table, "a.html")
    ragged = (
        "<table><tr><th>Costs</th></tr><tr><td>Free</td><td>$0</td></tr><tr><td>Pro</td><td>$9/mo</td></tr></table>"
    )
    assert {plan for _, plan in prices(ragged, "a.html")} <= {"Pro"}


def test_plans_under_names_of_their_own_stand_where_one_of_them_is_free() -> None:
    own = "<section><h2>Builders</h2>" + CARD.format("Listed", "$0", "/mo") + CARD.format("Trusted", "$99", "/mo")
    teams = (
        "</section><section><h1>Teams</h1>"
        + CARD.format("Team", "$299", "/mo")
        + CARD.format("Enterprise", "$999", "/mo")
    )
    assert {plan for _, plan in prices(own + teams + "</section>", "a.html")} == {"Trusted", "Team", "Enterprise"}


def test_a_mean_by_the_month_of_what_is_paid_for_a_year_is_no_price_of_its_own() -> None:
    page = CARD.format("Cloud", "$20", "/mo") + CARD.format("Cloud Annual Save 17%", "$200", "/yr")
    page = page.replace("<li>All there is", "<li>All there is</li><li>$16.67/mo billed annually", 2)
    assert ("200 USD flat year", "Cloud") in prices(page, "a.html")
    assert ("20 USD flat month", "Cloud") in prices(page, "a.html")


def test_a_price_that_is_asked_for_may_lead_a_line_of_words() -> None:
    assert prices(CARD.format("Enterprise", "Custom", "talk to our engineers"), "a.html") == {("contact", "Enterprise")}


def test_what_a_card_announces_for_later_is_not_there_yet() -> None:
    page = BARE.format("Enterprise", "Custom").replace(
        "Chat", "Chat</li><li>Enterprise Roadmap</li><li>Audit logs for all"
    )
    assert found(page, "audit_log", kind="pricing", name="a.html") == set()


def test_the_name_of_the_product_may_stand_before_each_plan() -> None:
    card = "<div><p>{}</p><p>{}</p></div>"
    page = "<h2>Our ladder</h2>" + card.format("Acme Free", "Free") + card.format("Acme Solo", "$9/month")
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Acme Free")}
    assert prices(page, "a.html") == {("9 USD flat month", "Acme Solo")}


@pytest.mark.parametrize(
    ("item", "limit"),
    [
        ("3 Email Testing Credits per month", {("3 credits", "Free")}),
        (
            "6,000 emails/month - what you send by automation counts too, and nothing is kept",
            {("6000 messages", "Free")},
        ),
        ("Agent directory (120+ agents)", set()),
        ("The whole 1,100-rule engine", set()),
        ("30-day historical range", {("30 message_history", "Free")}),
    ],
)
def test_a_limit_counts_what_its_phrase_ends_with(item: str, limit: Priced) -> None:
    assert limits(BARE.format("Free", "$0").replace("Chat", item) + BARE.format("Pro", "$9/mo"), "a.html") == limit


def test_an_example_under_the_heading_of_the_free_plan_limits_nothing() -> None:
    text = "## Free plan\n\nFor example, if you have 500 contacts, you can add up to 1,500 contacts more.\n"
    assert limits(text) == set()


def test_a_button_may_promise_a_trial() -> None:
    page = CARD.format("Pro", "$9", "/month") + "<button>Start 14-day free trial</button>"
    assert found(page, "free_trial_days", kind="pricing", name="a.html") == {(14, None)}


def test_a_row_of_prices_below_a_row_of_names_is_not_the_price_of_the_last_name() -> None:
    page = "<div><h2>Business</h2></div><div><h2>Enterprise</h2></div><p>per user and month $12.50 billed monthly</p>"
    assert prices(page, "a.html") == set()


def _line(*cells: str) -> str:
    return "<div class='r'>" + "".join(f"<div>{cell}</div>" for cell in cells) + "</div>"


TICK, CROSS, DASH = (
    f"<svg viewBox='0 0 24 24'><path d='{drawn}'></path></svg>"
    for drawn in ("M5 13l4 4L19 7", "M6 18L18 6M6 6l12 12", "M5 12h14")
)


def test_one_head_serves_all_sections_of_a_matrix_and_its_icons_may_have_no_names() -> None:
    rows = "".join(_line(name, DASH, TICK) for name in ("Boards", "Chat", "Views", "Forms"))
    more = "".join(_line(name, *marks) for name, *marks in [("SAML SSO", CROSS, TICK), ("Audit log", DASH, TICK)] * 2)
    page = "<ul><li>Features</li><li>Pro</li><li>Enterprise</li></ul>"
    page += "<ul><li>Get it</li><li>Get Pro</li><li>Call us</li></ul>" + rows + "<h3>Security</h3>" + more
    assert found(page, "sso_saml", kind="pricing", name="a.html") == {("no", "Pro"), ("yes", "Enterprise")}
    assert found(page, "audit_log", kind="pricing", name="a.html") == {("no", "Pro"), ("yes", "Enterprise")}


GRID = "<div><div class='grid'>{}</div></div>"
NAMED = "<div class='title -{0}'>{0}</div><div class='about'>For some</div>"


def test_below_a_row_of_names_each_price_belongs_to_the_name_over_it() -> None:
    names = "".join(NAMED.format(name) for name in ("Basic", "Premium", "Enterprise"))
    row = "<div class='cell'><p>$0</p><p>Free forever</p></div>"
    row += "<div class='cell'><p>$10.99</p><p>per user, per month billed annually</p><p>$13.49 billed monthly</p></div>"
    row += "<div class='cell'><p>Let's talk</p></div>"
    page = GRID.format(names + row + "<div class='cell'>Get started</div>" * 3)
    assert prices(page, "a.html") == {
        ("10.99 USD user month", "Premium"),
        ("13.49 USD user month", "Premium"),
        ("contact", "Enterprise"),
    }
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Basic")}


def test_what_stands_where_known_plans_are_named_is_a_plan_too() -> None:
    card = "<article class='card {0}'><p class='name'>{0}</p><p class='price'>{1}</p></article>"
    plans = (("Free", "USD 0"), ("Starter", "USD 3/month"), ("Collector", "USD 5/month"))
    assert prices("".join(card.format(*plan) for plan in plans), "a.html") == {
        ("3 USD flat month", "Starter"),
        ("5 USD flat month", "Collector"),
    }


def test_signing_in_with_accounts_that_anybody_has_is_a_row_of_its_own() -> None:
    table = "| | Basic | Premium | Enterprise |\n|---|---|---|---|\n| Google SSO | – | ✓ | ✓ |\n| SAML | – | – | ✓ |\n"
    assert found(table, "sso_saml", kind="pricing") == {("no", "Basic"), ("no", "Premium"), ("yes", "Enterprise")}


def test_an_icon_marks_the_words_beside_it_and_not_all_that_follows() -> None:
    close = "<div><svg class='icon-close'></svg><p>Menu</p>{}</div>"
    page = close.format(BARE.format("Pro", "$9/mo") + "<h2>Enterprise</h2><p>Custom</p><p>SAML SSO</p>")
    assert ("no", "Enterprise") not in found(page, "sso_saml", kind="pricing", name="a.html")


def test_memory_of_a_machine_is_no_storage() -> None:
    page = BARE.format("Free", "$0").replace("Chat", "512 MB RAM") + BARE.format("Pro", "$9/mo")
    assert limits(page, "a.html") == set()


def test_a_word_for_whose_plan_it_is_names_none() -> None:
    text = "Your plan is now named “Free Plan.”\n"
    assert {plan for _, plan in found(text, "free_plan", kind="help")} <= {None, "Free"}


def test_a_picture_may_stand_before_the_name_of_a_plan_and_a_label_before_its_limit() -> None:
    text = "## 🆓 Free Plan\n- **Price:** $0/month\n- **Volunteers:** Up to 10\n\n## 💼 Pro Plan\n- **Price:** $9/mo\n"
    assert found(text, "free_plan", kind="pricing") == {(True, "Free")}
    assert limits(text) == {("10 volunteers", "Free")}
    assert prices(text) == {("9 USD flat month", "Pro")}


def test_steps_are_no_plans_and_what_a_price_is_measured_against_is_none() -> None:
    text = (
        "# Pricing\n\n#### Step 1: Choose Your Plan\n\n1. Annual saves 20% ($191.88/year vs $239.88/year for Starter)\n"
    )
    assert not {price for price in prices(text) if price[1] == "Step 1" or price[0].startswith("239")}


def test_what_a_plan_costs_at_least_is_told_beside_what_it_costs_each() -> None:
    page = BARE.format("Team", "$10</p><p>per user / month</p><p>Starts at $30 / month") + BARE.format("Pro", "$9/mo")
    assert prices(page, "a.html") == {("10 USD user month", "Team"), ("9 USD flat month", "Pro")}
