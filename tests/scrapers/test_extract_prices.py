"""Prices and what is free, in more of the forms and languages that vendors write them in."""

import pytest

from tests.scrapers.test_extract_pricing import CARD, limits, prices
from tests.scrapers.test_extract_traps import found


def test_a_price_may_be_for_one_kind_of_user_of_the_product() -> None:
    page = CARD.format("Pro", "$10", "per app creator/month") + CARD.format("Premium", "$50", "per portal user / month")
    assert prices(page, "a.html") == {("10 USD user month", "Pro"), ("50 USD user month", "Premium")}
    assert prices(CARD.format("Pro", "$10", "per additional user/month"), "a.html") == set()


def test_a_heading_right_below_a_plans_name_is_its_price() -> None:
    card = "<div><div><h3>{}</h3><div><h3>{}</h3></div><p>{}</p><a>Go</a></div></div>"
    page = card.format("Community", "Free", "") + card.format("Pro", "$35", "per user per month")
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Community")}


def test_a_table_that_compares_the_plans_of_rivals_prices_none() -> None:
    table = "| | Meadow Pro | Orchard Basic | Brook Plus |\n|---|---|---|---|\n| Price | $19/mo | $29/mo | $34/mo |\n"
    assert prices(table) == set()


def test_cards_that_compare_vendors_price_none_of_the_others() -> None:
    card = "<div class='c'><h3>{}</h3><p>{} per month</p></div>"
    cards = card.format("Birchroom", "$1,500") + card.format("Elmvault", "$460")
    assert prices(f"<h2>Compare the prices of other providers</h2>{cards}", "a.html") == set()
    assert prices(f"<h2>Our prices</h2>{cards}", "a.html") != set()


def test_headings_within_one_card_stand_over_no_other() -> None:
    card = "<div class='c'><p class='n'>{}</p><h2>{}</h2><p>{}</p><h6>{}</h6></div>"
    page = card.format("Start Up", "free", "For ever", "15 Credits")
    page += card.format("Scale up", "$ 39", "Billed Monthly", "300 Credits")
    page += card.format("Enterprise", "Custom", "Highest monthly limits", "All credits")
    assert prices(page, "a.html") == {("39 USD flat month", "Scale up"), ("contact", "Enterprise")}
    assert limits(page, "a.html") == {("15 credits", "Start Up")}


def test_what_costs_nothing_for_some_days_is_no_free_plan() -> None:
    page = CARD.format("Demo", "$0", "/15 días") + CARD.format("Profesional", "$2", "mensual por usuario")
    assert found(page, "free_plan", kind="pricing", name="a.html") == set()


def test_a_heading_names_a_plan_and_says_behind_a_dash_that_it_is_free() -> None:
    page = "<h3>Basisversion – kostenlos</h3><p>Zum Ausprobieren</p><h3>Profi — 19,90 € / Monat</h3><p>Mit allem</p>"
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Basisversion")}
    assert prices(page, "a.html") == {("19.9 EUR flat month", "Profi")}


def test_headings_within_the_free_tier_tell_its_limits() -> None:
    text = "## Sync\n\n### Free tier\n\n#### Records written\n\nUp to 20,000 records written to a sink each month.\n"
    assert limits(text) == {("20000 records", "Free")}


def test_a_page_with_one_price_and_no_plan_tells_what_the_product_costs() -> None:
    page = "<h1>$149 / per year</h1><ul><li>Workspace / Team</li></ul><form><label>Company</label><input></form>"
    assert prices(page, "a.html") == {("149 USD flat year", None)}


def test_tables_by_size_price_each_number_of_people() -> None:
    table = "# Equipos\n\n| | por usuario y al mes | por usuario y al año |\n|---|---|---|\n"
    table += "| Hasta 20 usuarios | $9 | $90 |\n| Más de 20 usuarios | $8 | $80 |\n"
    assert {one for one, _ in prices(table)} == {
        f"{amount} USD user {period}" for amount, period in ((9, "month"), (90, "year"), (8, "month"), (80, "year"))
    }
    active = "| Monthly active users (MAUs) | Monthly price |\n|---|---|\n| 10,000 | $99 |\n| 150,000 | $198 |\n"
    assert prices(active) == {("99 USD flat month", None), ("198 USD flat month", None)}


def test_machines_and_storage_by_size_are_no_plans() -> None:
    for size in ("2 vCPU", "100 GB"):
        assert prices(f"| Size | Monthly price |\n|---|---|\n| {size} | $9 |\n| {size} SSD | $18 |\n") == set()


def test_a_name_with_one_deeper_heading_below_it_costs_what_that_says() -> None:
    card = "<h2>{}</h2><h4>{}</h4><ul><li>{}</li></ul>"
    page = card.format("Meadow", "Gratuit", "Limité à 1 site") + card.format(
        "Professionnel", "Sur devis", "Tous vos sites"
    )
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Meadow")}
    page = (
        "<h2>Acme Cloud</h2>"
        + card.replace("h2", "h3").format("Free", "$0", "1 site")
        + "<h3>Pro</h3><p>$9 / month</p>"
    )
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Free")}


def test_a_user_and_a_month_may_be_joined_by_and() -> None:
    assert prices("<h1>€ 7,75 <small>/ User und Monat</small></h1>", "a.html") == {("7.75 EUR user month", None)}


def test_what_is_written_for_readers_without_scripts_is_read() -> None:
    page = "<h1>Tarifs</h1>" + CARD.format("Pro", "15 €", "/mois par personne") + "<p>Une instance par client.</p>" * 40
    assert ("15 EUR user month", "Pro") in prices(f"<body><noscript>{page}</noscript></body>", "a.html")


def test_a_tab_of_a_site_generator_heads_what_a_subscription_costs() -> None:
    text = (
        '## Annual plans\n\n{{< tab header="macOS M2">}}\n{{<markdown>}}\nAn annual subscription is **$3,990/year**.\n'
    )
    assert prices(text + "{{< /tab >}}\n") == {("3990 USD flat year", "macOS M2")}


def test_single_sign_on_without_passwords_is_no_account_of_others() -> None:
    table = (
        "| | Entry | Base |\n|---|---|---|\n| Price | $4/user/month | $8/user/month |\n| Passwordless SSO | ✗ | ✓ |\n"
    )
    assert found(table, "sso_saml", kind="pricing") == {("no", "Entry"), ("yes", "Base")}


def test_behind_a_price_of_nothing_stand_limits() -> None:
    table = "| Plan | Price |\n|---|---|\n| Basic | $0 a month, one user |\n| Premium | $65 a month |\n"
    assert limits(table) == {("1 seats", "Basic")}


@pytest.mark.parametrize(
    ("written", "price"),
    [("RM 599", "599 MYR"), ("Rp 99.000", "99000 IDR"), ("₺249", "249 TRY"), ("UGX 15,000", "15000 UGX")],
)
def test_prices_are_read_in_the_currencies_of_many_countries(written: str, price: str) -> None:
    assert prices(f"## Starter\n\n**{written}/month**\n\nFor all who begin\n") == {(f"{price} flat month", "Starter")}


def test_how_one_pays_names_no_plan() -> None:
    page = CARD.format("Monatlich", "0,00 €", "bei monatlicher Vorauszahlung") + CARD.format("Jährlich", "0,00 €", "")
    assert found(page, "free_plan", kind="pricing", name="a.html") == set()


def test_what_a_sentence_tells_of_other_plans_limits_no_free_one() -> None:
    assert limits("Plan Free : 1 letter a week, Premium and Pro : 4 letters a week.\n") == {("1 letters", "Free")}


def test_a_sentence_says_what_a_free_plan_comes_with() -> None:
    assert limits("We also offer a free plan, that comes with 10 contacts.\n") == {("10 contacts", "Free")}


def test_an_example_makes_no_plan_free() -> None:
    text = "Plans can be told apart (e.g., watermarks for users on the free plan).\n"
    assert found(text, "free_plan", kind="pricing") == set()


def test_things_of_some_sort_are_no_plans() -> None:
    text = (
        "### Enterprise\n\n- **Advanced guard for sites**: SSO, audit logs\n- **Custom contract terms**: SAML on all\n"
    )
    assert found(text, "sso_saml", kind="pricing") == {("yes", "Enterprise")}


def test_a_page_may_show_several_free_plans() -> None:
    page = CARD.format("Starter", "Free", "in our cloud") + CARD.format("Pro", "$9", "/month")
    page += CARD.format("Community", "Free", "on your servers")
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Starter"), (True, "Community")}
    same = CARD.format("Gratuit", "0 €", "") + CARD.format("Pro", "9 €", "/mois") + CARD.format("Free", "0 €", "")
    assert found(same, "free_plan", kind="pricing", name="a.html") == {(True, "Gratuit")}


def test_buttons_may_be_the_cards_of_plans() -> None:
    button = (
        "<button><div><span>{}</span> <span>{} Std. / Monat</span></div><div><span>{}</span> CHF / month</div></button>"
    )
    page = "<h3>Subscriptions</h3>" + "".join(
        map(button.format, ("Starter", "Pro", "Expert"), (5, 20, 100), (25, 75, 275))
    )
    assert prices(page, "a.html") == {
        ("25 CHF flat month", "Starter"),
        ("75 CHF flat month", "Pro"),
        ("275 CHF flat month", "Expert"),
    }


def test_a_table_below_a_plans_heading_has_a_row_for_each_way_to_be_billed() -> None:
    table = "| Payment period | Charges ($/user/month) |\n|---|---|\n| Yearly | $3.5 |\n| Monthly | $5.0 |\n"
    assert prices(f"## Basic plan\n\n{table}") == {("3.5 USD user month", "Basic"), ("5 USD user month", "Basic")}


def test_of_a_range_the_lower_price_is_told() -> None:
    assert prices(CARD.format("Meadow Pro", "€5 to €100 /month", ""), "a.html") == {("5 EUR flat month", "Meadow Pro")}


def test_about_so_much_a_month_is_the_price_of_a_year_by_twelve() -> None:
    page = "<h2>Yearly</h2><p>$25 /year</p><p>~$2/month</p><h2>Monthly</h2><p>$4 /month</p>"
    assert prices(page, "a.html") == {("25 USD flat year", None), ("4 USD flat month", None)}


def test_a_bare_item_says_that_a_plan_lets_one_choose_the_region() -> None:
    text = "### Enterprise\n\n- Customer-managed keys\n- Data residency\n"
    assert found(text, "data_residency", kind="pricing") == {("customer choice of region", "Enterprise")}


def test_a_cell_may_name_several_things() -> None:
    table = "| | Free | Pro | Enterprise |\n|---|---|---|---|\n| Price | $0 | $25/mo | Custom |\n"
    table += "| Compliance & SSO | — | — | SOC 2, SSO, HIPAA add-on |\n"
    assert found(table, "sso_saml", kind="pricing") == {("no", "Free"), ("no", "Pro"), ("yes", "Enterprise")}
    assert found(table, "certification", kind="pricing") == {("soc2 yes", "Enterprise")}


def test_a_trial_is_no_free_plan_however_it_is_shown() -> None:
    page = (
        CARD.format("Trial", "Gratis", "14 giorni")
        + CARD.format("Base", "€59", "/mese")
        + CARD.format("Pro", "€99", "/mese")
    )
    assert found(page, "free_plan", kind="pricing", name="a.html") == set()
    assert prices(page, "a.html") == {("59 EUR flat month", "Base"), ("99 EUR flat month", "Pro")}


def test_nothing_in_a_currency_by_its_code_is_free() -> None:
    page = CARD.format("Community", "UGX 0/month", "") + CARD.format("Professional", "UGX 15,000/month", "")
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Community")}


def test_limits_are_read_where_nothing_else_is_told() -> None:
    items = "".join(f"<div>{item}</div>" for item in ("Up to 5 users", "All the colours", "Pictures and patterns" * 4))
    page = f"<div><h3>Free</h3><p>$0</p><div>{items}</div></div>" + CARD.format("Pro", "$9", "/month")
    assert ("5 seats", "Free") in limits(page, "a.html")


def test_a_price_to_be_asked_for_may_have_an_address_beside_it() -> None:
    table = "| Plan | Price |\n|---|---|\n| Pro | $39.99/month |\n| Enterprise | Custom — sales@acme.example |\n"
    assert prices(table) == {("39.99 USD flat month", "Pro"), ("contact", "Enterprise")}


def test_a_table_right_below_the_free_plan_tells_its_limits_row_by_row() -> None:
    text = "### Free\n\nAll there is.\n\n| Limit | Value |\n|---|---|\n| Rules | 100 (50 enabled) |\n| Users | 1 |\n"
    assert limits(text) == {("100 rules", "Free"), ("1 seats", "Free")}


def test_an_address_is_whom_to_ask_for_the_prices_of_plans() -> None:
    text = "Contact [hello@acme.test](mailto:hello@acme.test) for Enterprise and Unlimited pricing.\n"
    assert prices(text) == {("contact", "Enterprise"), ("contact", "Unlimited")}


def test_a_product_that_is_free_and_open_source_has_a_free_plan() -> None:
    assert found("# Pricing\n\nAcme is free and open-source.\n", "free_plan", kind="pricing") == {(True, None)}


def test_a_flat_fee_is_a_price() -> None:
    assert prices("You can unlock the premium tier with a yearly $420 flat fee.\n") == {
        ("420 USD flat year", "Premium")
    }


def test_german_pages_tell_limits_and_trials() -> None:
    page = (
        "<h3>Basisversion – kostenlos</h3><p>• Bis zu 3 Slots pro Monat</p><h3>Profi — 9 € / Monat</h3><p>Mit allem</p>"
    )
    assert limits(page, "a.html") == {("3 slots", "Basisversion")}
    assert found("Kostenlos (mit 7-Tage-Test)\n", "free_trial_days", kind="pricing") == {(7, None)}


def test_labels_of_limits_are_read_without_what_is_told_of_them() -> None:
    table = "| | Free | Pro |\n|---|---|---|\n| Price | $0 | $9/mo |\n| Configs (per product) | 10\\* | 100\\* |\n"
    table += "| Concurrent connections | 200 | 500 |\n| Concurrent jobs | 2 | 9 |\n"
    assert limits(table) == {("10 configs", "Free"), ("200 connections", "Free"), ("2 jobs", "Free")}


def test_the_first_clause_says_what_the_free_plan_offers() -> None:
    text = "The free plan offers three custom voices that you can make, or add those of the library if they are open.\n"
    assert limits(text) == {("3 voices", "Free")}


def test_a_trial_may_last_up_to_some_days() -> None:
    text = "The trial gives access to basic features for up to 30 days and includes a grant of $5.\n"
    assert found(text, "free_trial_days", kind="pricing") == {(30, None)}


def test_what_stands_over_the_name_of_a_plan_is_none() -> None:
    card = "<div><div class='badge'>{}</div><div class='name'>{}</div><div class='price'>{}</div></div>"
    page = card.format("Start", "Free", "Free") + card.format("Custom", "Pro", "Let's talk")
    assert prices(page, "a.html") == {("contact", "Pro")}


def test_a_page_may_keep_its_prices_as_data() -> None:
    data = "export const plans = [\n  {{ name: 'Starter', price: <b>$10</b> /mo }},\n"
    data += "  {{ name: 'Team', price: '$40', period: 'month' }},\n  {{ name: 'Pro', price: Contact us }},\n];\n"
    data = data.format()
    assert prices(data, "a.mdx") == {
        ("10 USD flat month", "Starter"),
        ("40 USD flat month", "Team"),
        ("contact", "Pro"),
    }
    assert prices(f"# Billing\n\n```js\n{data}```\n", "a.mdx") == set()


def test_a_sign_and_its_amount_may_stand_in_elements_of_their_own() -> None:
    card = "<div><h3>{}</h3><div><div>{}</div><div>{}</div></div><div>per month</div><ul><li>All</li></ul></div>"
    page = card.format("Basic", "$", "15") + card.format("Premium", "€", "1500")
    assert prices(page, "a.html") == {("15 USD flat month", "Basic"), ("1500 EUR flat month", "Premium")}
    assert prices(card.format("Basic", "19", "€"), "a.html") == {("19 EUR flat month", "Basic")}


def test_plans_may_be_named_after_their_term_beside_a_free_one() -> None:
    card = "<div class='card'><div class='head'><p class='name'>{}</p><p>For you</p></div><p>{}</p><p>{}</p></div>"
    page = card.format("Free", "$0", "Forever free") + card.format("Monthly", "$7.50", "per month")
    page += card.format("Yearly", "$75", "per year")
    assert prices(page, "a.html") == {("7.5 USD flat month", "Monthly"), ("75 USD flat year", "Yearly")}


def test_a_ticked_line_that_begins_with_a_word_for_a_plan_names_none() -> None:
    card = "<div><h2>{}</h2><p>{}</p><ul>{}</ul><a>Join</a><p>{}</p></div>"
    line = "<li><svg class='icon-check'></svg><strong>Unlimited</strong> Guide chats</li>"
    page = card.format("Free", "€0 forever", "<li>3 chats</li>", "") + card.format(
        "Plus", "€5 / month", line, "Or €9/month"
    )
    assert prices(page, "a.html") == {("5 EUR flat month", "Plus"), ("9 EUR flat month", "Plus")}


def test_elements_that_are_called_names_of_plans_name_them() -> None:
    card = "<div class='card'><div class='plan-name'>{}</div><p>{}</p><p>{}</p></div>"
    page = "<h1>Nos prix</h1>" + card.format("Meadow Sync", "€ 799", "/ Monat") + card.format("Hill", "€ 95", "/ Monat")
    assert prices(page, "a.html") == {("799 EUR flat month", "Meadow Sync"), ("95 EUR flat month", "Hill")}


def test_a_price_takes_no_time_from_the_one_before_it_nor_from_one_behind_words_of_its_own() -> None:
    page = CARD.format("Pro", "7,99 $ / mois", "ou 69 $ / an · 9,99 $ ensuite")
    assert prices(page, "a.html") == {("7.99 USD flat month", "Pro"), ("69 USD flat year", "Pro")}
    page = CARD.format("Pro", "Report sold for $250 first.", "$80 / month")
    assert prices(page, "a.html") == {("80 USD flat month", "Pro")}


def test_a_button_tells_the_days_of_a_trial_in_any_tongue() -> None:
    assert found("<button>Jetzt 30 Tage testen</button>", "free_trial_days", kind="pricing", name="a.html") == {
        (30, None)
    }


def test_months_that_cost_nothing_by_the_year_and_examples_are_no_trials() -> None:
    assert found("<button>Anual 2 meses gratis</button>", "free_trial_days", kind="pricing", name="a.html") == set()
    text = "You create a plan of $50 that is paid in advance, with a trial period of 5 days.\n"
    assert found(text, "free_trial_days", kind="help") == set()


def test_what_a_plan_includes_of_usage_is_not_its_price() -> None:
    assert prices("The Hobby plan includes $5 of resource usage per month.\n") == set()


def test_what_costs_something_beyond_a_limit_limits_no_free_plan() -> None:
    assert limits("Bandwidth is free up to 200 GB/month, then $0.03/GB.\n") == set()


def test_names_and_prices_may_be_lines_of_one_grid_with_names_of_any_kind() -> None:
    cell = "<div class='cell {}'>{}</div>"
    names = "".join(cell.format(colour, name) for colour, name in (("a", "TINKERER"), ("b", "GUIDE"), ("c", "TEAM")))
    costs = "".join(
        cell.format(colour, cost) for colour, cost in (("a", "Free"), ("b", "$7 / month"), ("c", "$49 / month"))
    )
    page = f"<h1>Plans</h1><div class='grid'>{names}{costs}</div>"
    assert prices(page, "a.html") == {("7 USD flat month", "GUIDE"), ("49 USD flat month", "TEAM")}
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "TINKERER")}


def test_a_heading_after_a_term_takes_the_price_below_it() -> None:
    card = "<div class='card'><h3>{}</h3><h1>{}</h1><p>{}</p></div>"
    page = "<h1>Box Seats</h1>" + card.format("Annual Subscription", "$5.83", "$69.99 paid annually")
    page += card.format("Monthly", "$7.99", "Sign up") + card.format("Our Critique", "$24.99", "Members only")
    assert prices(page, "a.html") == {
        ("69.99 USD flat year", "Annual Subscription"),
        ("7.99 USD flat month", "Monthly"),
    }


def test_dollars_are_whose_the_code_behind_them_says() -> None:
    assert prices(CARD.format("Family", "$7.99", "AUD / month"), "a.html") == {("7.99 AUD flat month", "Family")}


def test_what_is_paid_for_some_months_at_once_is_no_price_by_the_month() -> None:
    page = CARD.format("Bronze", "$30", "(3 Months)") + CARD.format("Gold", "$72", "(1 Year)")
    assert prices(page, "a.html") == {("72 USD flat year", "Gold")}


def test_extras_with_prices_of_their_own_belong_to_the_plan_named_above() -> None:
    table = "| Feature | Price |\n|---|---|\n| SSO & RBAC | $10 per user/month |\n"
    text = f"Available as add-ons on the Premium plan:\n\n{table}"
    assert found(text, "sso_saml", kind="pricing") == {("addon", "Premium")}


def test_the_users_of_a_plan_head_its_column() -> None:
    table = "| Feature | Free Users | Hobbyist |\n|---|---|---|\n| Price | $0 | $8/month |\n"
    table += "| Concurrent agents | 3 | 5 |\n"
    assert ("3 agents", "Free") in limits(table)


def test_connections_by_a_protocol_that_are_counted_say_nothing_of_encryption() -> None:
    table = "| Feature | Free | Pro |\n|---|---|---|\n| TCP/TLS connections | 5,000 a month | 50,000 |\n"
    assert found(table, "encryption_in_transit", kind="pricing") == set()


@pytest.mark.parametrize(
    "note", ["20% sparen", "(ahorras 28%)", "(ca. 20 % günstiger)", "économisez 20 %", "Save up to 20%"]
)
def test_how_much_one_saves_by_a_price_says_nothing_against_it(note: str) -> None:
    assert prices(CARD.format("Plus", "$59.99", f"/ year {note}"), "a.html") == {("59.99 USD flat year", "Plus")}


def test_items_called_by_a_time_give_the_prices_of_their_plan() -> None:
    page = "<h2>Gratuit</h2><p>0 €</p><h2>Premium</h2><ul><li>Premium — Mensuel : 2,50 €/mois.</li>"
    page += "<li>Premium — Annuel : 19,99 €/an</li></ul>"
    assert prices(page, "a.html") == {("2.5 EUR flat month", "Premium"), ("19.99 EUR flat year", "Premium")}


def test_a_row_for_each_further_one_is_no_plan() -> None:
    table = "| Plan | Precio |\n|---|---|\n| Gratis | 0 € |\n| Básico | 7 € / mes |\n"
    table += "| Cada equipo adicional | 4 € / mes |\n"
    assert prices(table) == {("7 EUR flat month", "Básico")}


def test_limits_are_called_by_words_with_accents() -> None:
    table = "| Limite | Gratuit | Premium |\n|---|---|---|\n| Prix | 0 € | 2 €/mois |\n| Séries | 10 | Illimité |\n"
    assert limits(table) == {("10 séries", "Gratuit")}


def test_what_comes_on_top_of_a_price_and_what_one_pays_at_least_are_no_plans() -> None:
    page = (
        CARD.format("Basic", "€12", "/ month") + "<p>Minimum €99/month</p><label>White label <i>+€45/month</i></label>"
    )
    assert prices(page, "a.html") == {("12 EUR flat month", "Basic")}


def test_a_column_of_links_names_no_plan() -> None:
    page = "<div><p>Company</p><a href='/a'>About</a></div><p>Free while in beta, $6 a month later.</p>"
    assert not any(plan == "Company" for _, plan in prices(page, "a.html"))


def test_the_free_plan_by_two_of_its_names_has_each_limit_once() -> None:
    table = "| | Gratis | Pro |\n|---|---|---|\n| Precio | 0 € | 7 €/mes |\n| Contactos | 300 | 900 |\n"
    text = f"### Plan gratuito\n\n**0 €/mes**\n\n- 300 contactos\n\n### Pro\n\n**7 €/mes**\n\n{table}"
    assert len(limits(text)) == 1


def test_a_number_before_a_plans_name_is_none_of_it() -> None:
    text = "## 2. Standard\n\n$8 per month\n\n## 3. Premium\n\n$9 per month\n"
    assert prices(text) == {("8 USD flat month", "Standard"), ("9 USD flat month", "Premium")}


def test_requests_a_minute_limit_no_plan_and_a_word_for_a_plan_is_none_of_its_name() -> None:
    text = "### Forfait Gratuit\n\n**0 €/mois**\n\n- 100 projets\n- Limite de fréquence : 1 requête par minute\n"
    assert limits(text) == {("100 projects", "Gratuit")}


def test_what_is_always_free_is_no_plan_by_that_name() -> None:
    cell = "<h3>{}</h3>"
    page = "<div>" + "".join(map(cell.format, ("Always free", "Team", "Always free", "$9 / month"))) + "</div>"
    assert all(plan != "Always free" for _, plan in found(page, "free_plan", kind="pricing", name="a.html"))
