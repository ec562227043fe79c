"""Whose price, limit or trial it is: pages that name their plans by other words, or not at all."""

import pytest

from tests.scrapers.test_extract_pricing import Priced, limits, prices
from tests.scrapers.test_extract_traps import found


def test_a_price_beside_a_name_belongs_to_no_row_below_the_names() -> None:
    page = "<ul>" + "".join(
        f"<li><h2>{name}</h2><p>{text}</p></li>"
        for name, text in (("Free", "Hosting on ours"), ("Pro", "Your own starts at $5/month"), ("Business", "Yours"))
    )
    assert prices(page + "</ul>", "a.html") == {("5 USD flat month", "Pro")}


PLANS_BY_THEIR_WORD = [
    ("- **Brook Plan** — US$5/month, 14-day free trial. For side projects.\n", "5 USD flat month", "Brook"),
    ("The **Team** plan ($79 / month, 3 seats included; **$24 per additional seat / month**).\n", "79", "Team"),
    ("- **Enterprise** — Custom pricing — contact us for details.\n", "contact", "Enterprise"),
    ("If you're interested in an Enterprise plan please contact the Acme.ai Sales Team.\n", "contact", "Enterprise"),
    (
        "## Enterprise plan\n\nIf the Team plan is too small, please contact us for a plan tailored to you.\n",
        "contact",
        "Enterprise",
    ),
]


@pytest.mark.parametrize(
    ("text", "price", "plan"), PLANS_BY_THEIR_WORD, ids=[text[:24] for text, _, _ in PLANS_BY_THEIR_WORD]
)
def test_a_sentence_tells_whose_price_it_gives(text: str, price: str, plan: str) -> None:
    assert {(said.split(" ")[0], whose) for said, whose in prices(text)} == {(price.split(" ", maxsplit=1)[0], plan)}


UNNAMED = [
    ("# Acme\n\nOur pricing plans start at $19 per agent per month.\n", {("19 USD user month", None)}),
    ("## Yearly\n\n$25 / year\n\n## Monthly\n\n$4 / month\n", {("25 USD flat year", None), ("4 USD flat month", None)}),
    ("## Add-ons\n\n$25 / month\n", set()),
    ("- $1 / month\n- $2 / month\n- $3 / month\n- $4 / month\n", set()),
]


@pytest.mark.parametrize(("text", "says"), UNNAMED, ids=[text[:12] for text, _ in UNNAMED])
def test_a_page_without_plans_tells_what_the_product_costs(text: str, says: Priced) -> None:
    assert prices(text) == says


def test_a_badge_over_the_name_of_a_plan_is_no_name() -> None:
    head = "<tr><th></th><th>Standard</th><th><div>MOST POPULAR</div><div>Secure</div><p>$4k / mo</p></th></tr>"
    table = f"<table>{head}<tr><td>Single sign-on</td><td>No</td><td>Yes</td></tr></table>"
    assert prices(table, "a.html") == {("4000 USD flat month", "Secure")}
    assert found(table, "sso_saml", kind="pricing", name="a.html") == {("no", "Standard"), ("yes", "Secure")}
    card = "<div class='c'><p class='n'>{}</p><p>{} per site/month</p></div>"
    names = (("Standard", "$99"), ("<span>best</span> Professional", "$199"), ("<span>new</span> Sealed", "$299"))
    assert prices("".join(card.format(*pair) for pair in names), "a.html") == {
        ("99 USD flat month", "Standard"),
        ("199 USD flat month", "Professional"),
        ("299 USD flat month", "Sealed"),
    }


def test_a_row_of_a_table_tells_how_long_the_trial_is() -> None:
    table = "| Feature | Pro | Team |\n|---|---|---|\n| Seats | 1 | 3 |\n| Free trial | 14 days | Not available |\n"
    assert found(table, "free_trial_days", kind="pricing") == {(14, None)}


def test_a_limit_may_count_what_no_other_vendor_counts() -> None:
    text = "## Free plan\n\n$0 / month\n\n- Up to 1 bound outer server\n- 500 fetches per week\n- All 9 sorts\n"
    assert limits(text) == {("1 servers", "Free"), ("500 fetches", "Free")}
    assert limits("- Build (free) plan: 10 shared boxes\n") == {("10 boxes", "Build")}


FREE_BY_OTHER_WORDS = [
    ("Every project starts with a free **Solo** license, which is valid for ever.\n", "Solo"),
    ("- Build (free) plan: 10 shared boxes\n", "Build"),
    ("Small clusters are free forever.\n", None),
    ("All public boards can use Birch free of charge forever.\n", None),
    ("It only applies to Free, Solo and Team plans.\n", "Free"),
    ("If you are not aware of that, you are likely using the free subscription.\n", "Free"),
]


@pytest.mark.parametrize(("text", "plan"), FREE_BY_OTHER_WORDS, ids=[text[:20] for text, _ in FREE_BY_OTHER_WORDS])
def test_a_free_plan_is_told_by_many_words(text: str, plan: str | None) -> None:
    assert found(text, "free_plan", kind="help") == {(True, plan)}


def test_whoever_asks_why_there_is_no_free_plan_has_none() -> None:
    text = "- Why is there no free plan?\n- Is there no free plan?\n"
    assert found(text, "free_plan", kind="pricing") == {(False, None)}


BY_SIZE = "<li class='tier'><span class='big'>{}<small>/mo.</small></span><ul><li>{} Clients</li></ul></li>"


def test_a_row_of_cards_without_names_begins_with_the_free_one() -> None:
    free = BY_SIZE.format("FREE", 25).replace("<small>/mo.</small>", "")
    page = free + "".join(BY_SIZE.format(f"${dollars}", dollars * 10) for dollars in (10, 25, 50, 90))
    assert limits(f"<ul>{page}</ul>", "a.html") == {("25 clients", "FREE")}
    assert prices(f"<ul>{page}</ul>", "a.html") == {(f"{dollars} USD flat month", None) for dollars in (10, 25, 50, 90)}


def test_short_texts_of_one_make_right_before_prices_name_plans_if_one_is_free() -> None:
    card = "<div class='c'><div class='n t-{}'>{}</div><div>{}</div><ul><li>{} boards</li></ul></div>"
    rows = (("red", "SEEDLING", "$0 /forever", "2"), ("blue", "SAPLING", "$29 /month", "9"))
    page = "".join(card.format(*row) for row in rows)
    assert prices(page, "a.html") == {("29 USD flat month", "SAPLING")}
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "SEEDLING")}
    assert found(f"<h2>Full plan comparison</h2>{page}", "free_plan", kind="pricing", name="a.html") == {
        (True, "SEEDLING")
    }


def test_a_plan_may_be_all_in() -> None:
    text = "## Solo Mini\n\n59 € pro Monat\n\n## Solo All-in\n\n89 € pro Monat\n"
    assert ("89 EUR flat month", "Solo All-in") in prices(text)


def test_a_card_made_like_those_of_known_plans_is_a_plan_in_another_tab_too() -> None:
    card = "<div class='card'><h3 class='name'>{}</h3><p>{}</p></div>"
    first, second = card.format("Acme Monthly", "0.99€ per month"), card.format("Business", "$249 per month")
    page = f"<h1>Plans</h1><div>{first}</div><div>{second}{card.format('Enterprise', '$599 per month')}</div>"
    assert ("0.99 EUR flat month", "Acme") in prices(page, "a.html")


def test_a_later_sentence_of_the_text_on_the_free_plan_limits_it() -> None:
    text = "- **Free:** Use it for as long as you want. Limited to a maximum of 5 saved reports and 1M total events.\n"
    assert limits(text) == {("5 reports", "Free"), ("1000000 events", "Free")}


def test_a_heading_says_in_brackets_that_its_plan_is_free() -> None:
    text = "## Developer (Free)\n\nIn the free plan you get help from others.\n"
    assert found(text, "free_plan", kind="help") == {(True, "Developer")}


def test_plans_may_be_named_before_what_they_are_plans_of() -> None:
    text = "> Audit logs are available on Pro and Enterprise Console plans.\n"
    assert found(text, "audit_log", kind="help") == {("yes", "Pro"), ("yes", "Enterprise")}


def test_a_price_of_the_year_may_be_told_by_the_month() -> None:
    table = "| Feature | Starter | Business |\n|---|---|---|\n| Annual price (per month) | $63 | $479 |\n"
    assert prices(table) == {("63 USD flat month", "Starter"), ("479 USD flat month", "Business")}


CONTACTS = [
    "- **Enterprise**: Custom pricing with volume discounts and priority support.\n",
    "### Enterprise (Custom Pricing)\n\n**For large firms**\n",
    "## Enterprise\n\nNeed other pricing or higher limits? [Contact us](mailto:us@acme.example).\n",
]


@pytest.mark.parametrize("text", CONTACTS, ids=["sentence", "heading", "question"])
def test_custom_pricing_is_to_be_asked_for(text: str) -> None:
    assert prices(text) == {("contact", "Enterprise")}


def test_a_name_ends_before_the_brackets_of_its_price() -> None:
    assert prices("### Professional ($29/month)\n\n- 5 seats\n") == {("29 USD flat month", "Professional")}


def test_a_subscription_without_a_name_costs_what_is_said_of_it() -> None:
    text = "A subscription to support our work costs only £20 per year.\n"
    assert prices(text) == {("20 GBP flat year", None)}


def test_who_leaves_the_free_plan_is_not_free() -> None:
    text = "- **Professional**: open to you if you upgrade from a **Free** plan to a **Business** plan\n"
    assert found(text, "free_plan", kind="help") == {(True, "Free")}


def test_whoever_asks_for_a_trial_does_not_offer_one() -> None:
    card = "<div><h3>{}</h3><p>Contact sales</p><ul><li>Mail support</li></ul></div>"
    page = "".join(card.format(name) for name in ("Basic", "Professional", "Enterprise"))
    page += "<h3>Is there a trial?</h3><p>We guide you rather than offer a trial that nobody explains.</p>"
    assert found(page, "free_plan", kind="pricing", name="a.html") == set()


def test_a_refund_far_away_takes_nothing_from_a_trial() -> None:
    text = (
        "We offer no refunds on parts of a subscription, but with the web demo, the apps and the 30 day free trial.\n"
    )
    assert found(text, "free_trial_days", kind="pricing") == {(30, None)}
    assert found("A 30-day trial with a full refund.\n", "free_trial_days", kind="pricing") == set()
    assert found("A 30-day no-credit-card free trial.\n", "free_trial_days", kind="pricing") == {(30, None)}
    text = "The free trial includes all that the larger of our plans has for 30 days.\n"
    assert found(text, "free_trial_days", kind="pricing") == {(30, None)}


def test_days_of_retention_are_no_setting_of_the_customer() -> None:
    text = "## Startup plan\n\n$17/month\n\n- 7 days retention - Messages are automatically deleted after 7 days.\n"
    assert found(text, "retention_control", kind="pricing") == set()


def test_what_a_free_plan_gives_may_be_a_thousand_by_a_letter() -> None:
    assert limits("## The Free Tier\n\nYou receive 5k free packets every month.\n") == {("5000 packets", "Free")}


def test_a_list_of_goods_of_which_several_are_free_names_no_free_plan() -> None:
    goods = "| Method | Cost |\n|---|---|\n| /search | $0.007 |\n| /brands | Free |\n| /sites | Free |\n"
    assert found(goods, "free_plan", kind="pricing") == set()


def test_an_item_may_tell_two_limits_between_dots() -> None:
    text = "## Free\n\n$0\n\n- 1 booking page · 50 bookings/month\n\n## Pro\n\n$12 / month\n"
    assert limits(text) == {("1 pages", "Free"), ("50 bookings", "Free")}


def test_what_is_free_for_some_days_limits_no_free_plan() -> None:
    assert limits("Start free for 14 days or 10k credits, whichever comes first.\n") == set()


def test_plans_sold_in_credits_are_plans() -> None:
    text = "## Credit plans\n\n### Pro\n\n$99/month\n\n- Top up at will\n\n### Max\n\n$199/month\n"
    assert prices(text) == {("99 USD flat month", "Pro"), ("199 USD flat month", "Max")}


def test_a_table_of_quotas_beside_extra_prices_tells_the_limits_of_the_free_plan() -> None:
    table = "| Plan | Export rows | Extra rows |\n|---|---|---|\n| Free | 10,000 total | — |\n"
    table += "| Pro | 50,000 | $1 per 1,000 |\n"
    assert limits(table) == {("10000 records", "Free")}


def test_a_table_with_a_row_per_plan_tells_the_availability_of_one() -> None:
    table = (
        "| Plan | Perks | Price/month |\n|---|---|---|\n| Start-up | Mail | $50 |\n| Enterprise | 99.9% SLA | $750 |\n"
    )
    assert found(table, "uptime_sla_percent", kind="pricing") == {(99.9, "Enterprise")}
    assert prices(table) == {("50 USD flat month", "Start-up"), ("750 USD flat month", "Enterprise")}


def test_whoever_asks_to_talk_about_a_plan_tells_no_price_of_it() -> None:
    text = "## Team\n\n$20 / month\n\nNeed more than 50 seats? Talk to us about Enterprise.\n"
    assert ("contact", "Enterprise") in prices(text)


def test_a_version_is_a_plan_by_the_word_before_it() -> None:
    table = "| Feature | Free Version | Premium Version |\n|---|---|---|\n| SAML | No | Yes |\n"
    assert found(table, "sso_saml", kind="pricing") == {("no", "Free"), ("yes", "Premium")}


def test_a_row_of_a_matrix_may_count_its_own_things() -> None:
    table = "| | Free | Indie |\n|---|---|---|\n| Approvals per month | 100 | 2 000 |\n| SAML | | √ |\n"
    assert limits(table) == {("100 approvals", "Free")}
    assert found(table, "sso_saml", kind="pricing") == {("no", "Free"), ("yes", "Indie")}


def test_free_and_open_source_is_a_price() -> None:
    card = "<div><h2>{}</h2><div>{}</div><ul><li>Scans all</li></ul></div>"
    page = card.format("Core", "Free and Open Source") + card.format("Enterprise", "Contact sales for pricing")
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Core")}


def test_services_beside_the_plans_are_none() -> None:
    text = "## Pro\n\n$9/month\n\n## Professional Services\n\nStarting at $15K/month\n"
    assert prices(text) == {("9 USD flat month", "Pro")}


def test_the_head_of_a_column_says_in_brackets_that_its_plan_is_free() -> None:
    table = "| Feature | Developer (Free) | Hobbyist ($30 / mo) |\n|---|---|---|\n| Projects | 1 | 9 |\n"
    assert found(table, "free_plan", kind="pricing") == {(True, "Developer")}
    assert limits(table) == {("1 projects", "Developer")}


def test_what_one_saves_by_the_year_leaves_the_price_of_the_year() -> None:
    text = "## Pro\n\n$11.99 per month\n\nor $107.91/year and save 25%\n"
    assert prices(text) == {("11.99 USD flat month", "Pro"), ("107.91 USD flat year", "Pro")}


def test_sums_may_be_written_as_in_india() -> None:
    card = "<div><h3>{}</h3><p>{}</p><div>₹{}</div><p>per month</p></div>"
    page = card.format("Growth", "Turnover of ₹50–500 Cr", "40,000") + card.format(
        "Business", "Turnover from ₹500 Cr", "1,00,000"
    )
    page += card.format("Enterprise", "Turnover from ₹2,000 Cr", "").replace(
        "₹</div><p>per month", "Custom</div><p>a year"
    )
    assert prices(page, "a.html") == {
        ("40000 INR flat month", "Growth"),
        ("100000 INR flat month", "Business"),
        ("contact", "Enterprise"),
    }


def test_a_cell_of_several_sentences_may_begin_with_a_limit() -> None:
    table = "| tier | price | you get |\n|---|---|---|\n| Free | $0 / mo | 50 posts / month. All platforms. |\n"
    assert limits(table + "| Pro | $79 / mo | 5,000 posts / month. |\n") == {("50 posts", "Free")}


def test_no_credit_card_is_no_credit() -> None:
    text = "## Free tier\n\nEvery account gets **10M free tokens/month** — no credit card required.\n"
    assert limits(text) == {("10000000 tokens", "Free")}


def test_names_of_ones_own_may_stand_before_prices_told_in_words() -> None:
    card = "<div><p class='n'>{}</p><p>{}</p><ul><li>{}</li></ul></div>"
    rows = (("Pebble", "Free", "3 projects"), ("Boulder", "$5/month", "SAML"), ("Massif", "$90 one time", "9 projects"))
    page = "<h1>Pricing</h1>" + "".join(card.format(*row) for row in rows)
    assert prices(page, "a.html") == {("5 USD flat month", "Boulder")}
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Pebble")}
    assert found(page, "sso_saml", kind="pricing", name="a.html") == {("yes", "Boulder")}


def test_prices_may_stand_above_the_names_and_what_is_in_a_plan_in_cells() -> None:
    card = "<div>{}<h4>{}</h4><table><tr><td>{}</td></tr><tr><td>{}</td></tr></table></div>"
    page = card.format("<p>Free</p>", "Pebble", "3 projects", "Mail")
    page += card.format("<p>$50 month</p><p>$500 year</p>", "Boulder", "100 projects", "SAML SSO")
    page = f"<h1>Pricing</h1><div>{page}{card.format('<p>Contact us</p>', 'Massif', 'All of it', 'Audit log')}</div>"
    assert prices(page, "a.html") == {
        ("50 USD flat month", "Boulder"),
        ("500 USD flat year", "Boulder"),
        ("contact", "Massif"),
    }
    assert limits(page, "a.html") == {("3 projects", "Pebble")}
    assert found(page, "audit_log", kind="pricing", name="a.html") == {("yes", "Massif")}


@pytest.mark.parametrize("head", ["Plan", "Subscription", "Account type", "Type of account", "Tarif"])
@pytest.mark.parametrize("first", ["Free", "Free user or org", "Free accounts"])
def test_a_row_of_a_table_tells_what_those_with_a_free_account_get(head: str, first: str) -> None:
    table = f"| {head} | Public storage | Private storage |\n|---|---|---|\n| {first} | Best effort | 50GB |\n"
    assert limits(f"{table}| Team | 9TB | 1TB + pay as you go |\n") == {("50 storage", "Free")}


def test_what_can_be_added_by_hand_is_no_add_on() -> None:
    text = "SCIM is part of the Enterprise plan.\n\nA SCIM-managed group tells that guests can be added manually.\n"
    assert found(f"## SCIM\n\n{text}", "scim", kind="help") == {("yes", "Enterprise")}
