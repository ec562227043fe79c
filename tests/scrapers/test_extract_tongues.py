"""Plans told in German, French and Spanish, and plans that front matter lists as data."""

import pytest

from tests.scrapers.test_extract_pricing import limits, prices
from tests.scrapers.test_extract_traps import found

LISTED = """---
title: Preise
tarife:
- name : "Keimling"
  currency: "€"
  monthly_price : "0"
  services:
  - "3 Beete"
  - "2 Nutzer"
- name : "Staude"
  currency: "€"
  monthly_price : "9.50"
  yearly_price : "95"
  services:
  - "Alles in 'Keimling'"
  - "SAML-Anmeldung"
- name : "Baum"
  price: Preis auf Anfrage
---

## Für jeden Garten

Wählen Sie in Ruhe.
"""


def test_front_matter_may_list_the_plans_of_a_page_as_data() -> None:
    assert prices(LISTED) == {
        ("9.5 EUR flat month", "Staude"),
        ("95 EUR flat year", "Staude"),
        ("contact", "Baum"),
    }
    assert found(LISTED, "free_plan", kind="pricing") == {(True, "Keimling")}
    assert limits(LISTED) == {("3 beete", "Keimling"), ("2 seats", "Keimling")}


def test_a_price_by_the_year_that_is_less_than_one_by_the_month_is_for_a_month() -> None:
    stem = "- name: Stem\n  price:\n    monthly: $12\n    yearly: $10\n"
    text = f"---\nplans:\n{stem}- name: Tree\n  price: $90\n  per: month\n---\n"
    assert prices(text) == {
        ("12 USD flat month", "Stem"),
        ("10 USD flat month", "Stem"),
        ("90 USD flat month", "Tree"),
    }


@pytest.mark.parametrize(
    "data",
    [
        "people:\n- name: Ada\n  city: Ulm\n- name: Ida\n  city: Jena\n",
        "plans:\n- name: Stem\n  price: 12\n- name: Tree\n  price: 90\n",
        "plans: [{price: 12 €, name\n",
    ],
    ids=["people", "no currency", "no YAML"],
)
def test_front_matter_without_plans_and_currencies_prices_nothing(data: str) -> None:
    assert prices(f"---\n{data}---\n\nHello.\n") == set()


def test_data_that_repeats_itself_is_read_once() -> None:
    layers = "".join(f"l{at}: &l{at} [{', '.join([f'*l{at - 1}'] * 9)}]\n" for at in range(1, 9))
    assert prices(f"---\nprice: x\nl0: &l0 [a]\n{layers}---\n\nHello.\n") == set()


HELP = [
    (
        "### Wiese Plus\n\nDas Plus-Abonnement bietet für 7€ pro Monat pro Nutzer alle Beete und 50 GB Speicher.\n",
        {("7 EUR user month", "Wiese Plus")},
    ),
    (
        "### Wiese Enterprise\n\nMit Wiese Enterprise erhalten Sie für 14€ pro Monat pro Nutzer alles.\n",
        {("14 EUR user month", "Wiese Enterprise")},
    ),
    (
        "### Wiese Plus\n\nL'abonnement Plus offre, pour 7€ par mois et par utilisateur, 50 Go de stockage.\n",
        {("7 EUR user month", "Wiese Plus")},
    ),
    ("### Wiese Pro\n\n$20/month\n\n- 0,20 $ par 1 000 messages au-delà\n", {("20 USD flat month", "Wiese Pro")}),
]


@pytest.mark.parametrize(("text", "says"), HELP, ids=["bietet für", "erhalten Sie für", "offre pour", "par 1 000"])
def test_sentences_under_the_heading_of_a_plan_price_it(text: str, says: set[tuple[str, str | None]]) -> None:
    assert prices(text) == says


GERMAN = """\
Das Free-Abonnement von Wiese ist kostenlos. Enthalten in der Free-Version sind bis zu 4.000 Zeilen und 2 GB
Speicherplatz für Dateien. Mit der Free-Version können Sie bis zu 90 Python-Läufe nutzen.
"""
FRENCH = """\
La version gratuite comprend jusqu'à 4 000 lignes au total et 2 Go de stockage. La version gratuite permet
d'utiliser jusqu'à 90 exécutions de Python.
"""
FREE = [
    (
        GERMAN,
        {("4000 records", "Free"), ("2 storage", "Free"), ("90 läufe", "Free")},
    ),
    (
        FRENCH,
        {("4000 records", "Free"), ("2 storage", "Free"), ("90 exécutions", "Free")},
    ),
    (
        "El plan gratuito incluye 4 miembros y 90 correos al mes.\n",
        {("4 seats", "Free"), ("90 messages", "Free")},
    ),
    ("Wir bieten keine kostenlose Version an. Sie umfasst sonst 3 Beete.\n", set()),
]


@pytest.mark.parametrize(("text", "says"), FREE, ids=["German", "French", "Spanish", "none"])
def test_sentences_tell_the_free_plan_and_its_limits(text: str, says: set[tuple[str, str | None]]) -> None:
    assert limits(f"# Hilfe\n\n{text}") == says
    assert found(f"# Hilfe\n\n{text}", "free_plan", kind="help") == ({(True, "Free")} if says else {(False, None)})


def test_what_is_free_for_some_days_is_a_trial() -> None:
    text = "## Prueba\n\n**Gratis por 12 días**\n"
    assert found(text, "free_trial_days", kind="pricing") == {(12, None)}


def test_front_matter_may_name_each_plan_by_a_key_of_its_own_and_price_it_in_two_currencies() -> None:
    items = "    - item: Up to 90 beds\n    - item: LGPL 3.0 License\n"
    seed = f"seed:\n  title: Seed\n  monthly_price: Free\n  list:\n{items}"
    tree = "tree:\n  title: Business\n  currency: '€'\n  monthly_price: '85'\n  monthly_price_usd: '95'\n"
    forest = "forest:\n  title: Enterprise\n  monthly_price: Custom\n"
    text = f"---\n{seed}\n{tree}\n{forest}---\n"
    assert prices(text) == {
        ("85 EUR flat month", "Business"),
        ("95 USD flat month", "Business"),
        ("contact", "Enterprise"),
    }
    assert limits(text) == {("90 beds", "Seed")}


def test_headings_in_a_row_are_plans_however_they_are_called() -> None:
    page = "<h1>Ein Garten, zwei Wege</h1><h2>Selber gärtnern</h2><p>0 € /Mt.</p><p>für immer</p>"
    page += "<h2>Gärtnern lassen</h2><p>15 € /Mt.</p><p>pro Person</p><h2>Fragen</h2><p>Rufen Sie an.</p>"
    assert prices(page, "a.html") == {("15 EUR user month", "Gärtnern lassen")}
    assert found(page, "free_plan", kind="pricing", name="a.html") == {(True, "Selber gärtnern")}


def test_a_sentence_that_begins_with_the_name_of_the_free_plan_limits_it() -> None:
    table = "| Plan | Price |\n|---|---|\n| Developer | Free |\n| Team | $9 / month |\n"
    text = f"{table}\nDeveloper sites are limited to 90 MB and 40 pages. Team sites are limited to 900 pages.\n"
    assert limits(text) == {("90 storage", "Developer"), ("40 pages", "Developer")}


CONTRACTS = [
    (
        "Der Auftraggeber stimmt den nachfolgend aufgeführten Unterauftragsverarbeitern zu:\n",
        "subprocessor_list",
        "yes",
    ),
    ("Aktuelle Sub-Auftragsverarbeiter (Stand 04.05.2031):\n\n- Acme (Hosting)\n", "subprocessor_list", "yes"),
    ("| Unterauftragnehmer | Ort |\n|---|---|\n| Acme | Ulm |\n| Bolt | Jena |\n", "subprocessor_list", "yes"),
    ("Meldung von Datenschutz-Verletzungen innerhalb 24h nach Kenntnisnahme.\n", "breach_notification_hours", 24),
    ("Eure Inhalte werden nicht zum Training von Modellen verwendet.\n", "ai_training_on_customer_data", "no"),
    ("Modelltraining ist deaktiviert.\n", "ai_training_on_customer_data", "no"),
    ("Betrieb in der Schweiz (Ulmenau); alles bleibt dort.\n", "data_residency", "switzerland"),
    ("## Technische und organisatorische Maßnahmen\n\n- TLS 1.3\n- Schlösser\n", "encryption_in_transit", "yes"),
]


@pytest.mark.parametrize(("text", "fact", "value"), CONTRACTS, ids=[text[:20] for text, _, _ in CONTRACTS])
def test_german_contracts_state_what_others_do(text: str, fact: str, value: object) -> None:
    assert found(text, fact, kind="dpa") == {(value, None)}


def test_how_payments_are_sent_says_nothing_of_customers_data() -> None:
    text = "Die Zahlung läuft über Acme: Ihre Zahlungsdaten werden verschlüsselt übertragen.\n"
    assert found(text, "encryption_in_transit") == set()
    assert found("- TLS 1.3\n", "encryption_in_transit") == set()


def test_a_call_made_like_a_name_of_a_plan_is_none() -> None:
    card = "<div class='c'><div class='b'>{}</div><h2>€ {} Per Month</h2><h2>Features</h2><div class='b'>{}</div></div>"
    page = card.format("Plus", 49, "30 Days Free Trial") + card.format("PRO", 99, "Order Now")
    page += card.format("ENTERPRISE", 499, "Jetzt bestellen")
    assert prices(page, "a.html") == {
        ("49 EUR flat month", "Plus"),
        ("99 EUR flat month", "PRO"),
        ("499 EUR flat month", "ENTERPRISE"),
    }


def test_prices_of_one_make_are_a_row_and_what_is_summed_up_beside_them_is_none() -> None:
    row = "<div class='row'><div>{}</div><div class='price'>${} / utilis. / mois</div></div>"
    page = "<h1>Tarifs</h1><div class='sum'>$20.00 / mois</div>"
    page += row.format("1 - 50", "0.80") + row.format("51 - 90", "0.70") + row.format("91+", "0.60")
    assert prices(page, "a.html") == {(f"0.{tenths} USD user month", None) for tenths in (8, 7, 6)}


SPANISH = "<div><h3>{}</h3><p>{}</p><p>/asiento</p><p>Facturado mensualmente.</p><ul><li>{}</li></ul></div>"


def test_cards_in_spanish_french_and_german_are_read_as_in_english() -> None:
    page = SPANISH.format("Esencial", "$19", "Todo") + SPANISH.format("Avanzada", "$39", "SCIM")
    page += "<div><h3>Empresarial</h3><p>Contáctanos</p><ul><li>Todo</li></ul></div>"
    assert prices(page, "a.html") == {
        ("19 USD user month", "Esencial"),
        ("39 USD user month", "Avanzada"),
        ("contact", "Empresarial"),
    }
    page = "<h3>BUSINESS</h3><p>7 € / utilisateur / mois</p><p>Après une période gratuite de 30 jours.</p>"
    page += "<h3>ENTREPRISE</h3><p>Personnalisé</p><p>Pour toutes les équipes.</p>"
    assert prices(page, "a.html") == {("7 EUR user month", "BUSINESS"), ("contact", "ENTREPRISE")}
    assert found(page, "free_trial_days", kind="pricing", name="a.html") == {(30, None)}
    page = "<h3>Pro</h3><p>9 € / Monat</p><h3>Enterprise</h3><p>Ab 500 Leuten.</p><ul><li>Alles</li></ul>"
    page += "<p>Kontaktiere uns</p>"
    assert prices(page, "a.html") == {("9 EUR flat month", "Pro"), ("contact", "Enterprise")}


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("- EU-Hosting, Vertrag ab dem ersten Tag\n", {("eu", None)}),
        ("- Hébergement en France, conforme au RGPD\n", {("france", None)}),
        ("- EU hosting of the gateway\n", set()),
        ("- Hébergement des logos\n", set()),
    ],
    ids=["EU", "France", "a part", "things"],
)
def test_a_short_text_may_begin_with_where_data_is_hosted(text: str, regions: set[tuple[str, str | None]]) -> None:
    assert found(f"# Tarifs\n\n{text}", "data_residency", kind="pricing") == regions


SET_OFF = """---
title: Preise
sections:
  - type: grid
    grid_items:
      - title: Einsteiger
        subtitle: bis 50 Mitglieder
        title_align: left
        content: |
          ***

          ### 0 €

          pro Monat

          *   Beete
        actions_align: left
      - title: Profi
        content: |
          ### 12 €

          pro Monat

          *   SAML-Anmeldung
---
"""


def test_texts_set_off_in_front_matter_hold_headings_and_items() -> None:
    assert prices(SET_OFF) == {("12 EUR flat month", "Profi")}
    assert found(SET_OFF, "free_plan", kind="pricing") == {(True, "Einsteiger")}
    assert limits(SET_OFF) == {("50 seats", "Einsteiger")}


def test_plans_may_be_named_after_how_long_one_is_bound() -> None:
    card = "<div class='c'><h2>{}</h2><div><h3>€{}</h3><p>per month, billed {}</p><h6>{}</h6></div></div>"
    page = "<h1>Pricing</h1>" + card.format("12 months", "7.99", "yearly", "€95.99 (every 12 months)")
    page += card.format("3 months", "9.99", "every three months", "€29.99 (every 3 months)")
    page += card.format("1 month", "12.99", "monthly", "")
    assert prices(page, "a.html") == {
        ("7.99 EUR flat month", "12 months"),
        ("95.99 EUR flat year", "12 months"),
        ("9.99 EUR flat month", "3 months"),
        ("12.99 EUR flat month", "1 month"),
    }


def test_lines_right_below_items_lead_the_next_list() -> None:
    text = (
        "Unsere Tarife\nBeetle-Plan\n- Preis: 29 EUR/Monat\n- 1 Gerät\nKäfer-Plan\n- Preis: 79 EUR/Monat\n- 8 Geräte\n"
        "Alle Pläne können 14 Tage kostenlos getestet werden, ohne Kreditkarte.\n"
    )
    assert {price for price, _ in prices(text)} == {"29 EUR flat month", "79 EUR flat month"}


@pytest.mark.parametrize("word", ["Kostenlos", "gratis", "free", "gratuit"])
def test_a_bracket_behind_a_plans_name_calls_it_free(word: str) -> None:
    text = f"# Tarife\n\n## Starter ({word})\n\n- 3 Projekte\n- 2 Nutzer\n\n## Professional\n\n- 5 Nutzer\n"
    assert found(text, "free_plan", kind="help") == {(True, "Starter")}
    assert limits(text) == {("3 projects", "Starter"), ("2 seats", "Starter")}


def test_measures_of_a_data_centre_and_contracts_with_others_are_not_the_vendors() -> None:
    text = (
        "# Technische und organisatorische Maßnahmen\n\n## Zutritt\n\n"
        "Die Systeme werden ausschließlich in einem europäischen Rechenzentrum betrieben. Die Angemessenheit der "
        "dortigen Maßnahmen wird mittels anerkannter Zertifizierungen (z. B. ISO 27001) verifiziert.\n\n"
        "## Aufträge\n\n- Abschluss von Auftragsverarbeitungsverträgen mit allen Subunternehmern\n"
        "- Sämtliche persistente Speichermedien der Cloud werden verschlüsselt.\n"
    )
    assert found(text, "gdpr_dpa", kind="dpa") == set()
    assert {value for value, _ in found(text, "data_residency", kind="dpa")} == {"eu"}
    assert {value for value, _ in found(text, "encryption_at_rest", kind="dpa")} == {"yes"}


def test_regions_of_a_cloud_that_lie_in_europe_keep_the_data_there() -> None:
    text = "# Confidentialité\n\nLe traitement s'effectue dans des régions AWS situées en Europe.\n"
    assert {value for value, _ in found(text, "data_residency", kind="privacy")} == {"eu"}


OF_EACH = [
    ("39 €/Sitz", "Monatlich abgerechnet."),
    ("39 € pro Platz", "pro Monat"),
    ("39 € pro Kopf und Monat", ""),
    ("39 € par siège et par mois", ""),
    ("39 € / collaborateur / mois", ""),
    ("39 € par membre", "par mois"),
    ("39 € por persona al mes", ""),
    ("39 €/empleado/mes", ""),
]


@pytest.mark.parametrize(("price", "below"), OF_EACH, ids=[price for price, _ in OF_EACH])
def test_a_price_for_each_of_a_team_may_be_told_in_many_words(price: str, below: str) -> None:
    page = f"<div><h2>Pro</h2><p>{price}</p><p>{below}</p></div><h2>Business</h2><p>99 €/Monat</p>"
    assert ("39 EUR user month", "Pro") in prices(page, "a.html")


@pytest.mark.parametrize("price", ["39 € pro Konto und Monat", "39 € par compte et par mois", "39 €/cuenta/mes"])
def test_a_price_for_an_account_is_one_for_a_workspace(price: str) -> None:
    assert prices(f"## Pro\n\n{price}\n") == {("39 EUR workspace month", "Pro")}


IN_MATRICES = [
    ("| Funktion | Kostenlos | Business |", "Preis", "12 €/Monat", "nein", "ja", "Kostenlos"),
    ("| Fonctionnalité | Gratuit | Business |", "Prix", "12 €/mois", "Non", "Oui", "Gratuit"),
    ("| Función | Gratis | Business |", "Precio", "12 €/mes", "No", "Sí", "Gratis"),
    ("| Funktion | Kostenlos | Business |", "Preis", "12 €/Monat", "Nicht enthalten", "Enthalten", "Kostenlos"),
    ("| Fonctionnalité | Gratuit | Business |", "Prix", "12 €/mois", "Non inclus", "Inclus", "Gratuit"),
]


@pytest.mark.parametrize(("head", "label", "price", "no", "yes", "free"), IN_MATRICES)
def test_cells_say_yes_and_no_in_other_tongues(head: str, label: str, price: str, no: str, yes: str, free: str) -> None:
    table = f"{head}\n|---|---|---|\n| {label} | 0 € | {price} |\n| SAML SSO | {no} | {yes} |\n"
    assert found(table, "sso_saml", kind="pricing") == {("no", free), ("yes", "Business")}


ON_PLANS = [
    ("SSO ist nur im Enterprise-Tarif verfügbar.", {("yes", "Enterprise")}),
    ("SAML-SSO gibt es im Business- und Enterprise-Paket.", {("yes", "Business"), ("yes", "Enterprise")}),
    ("SSO ist in den Tarifen Business und Enterprise enthalten.", {("yes", "Business"), ("yes", "Enterprise")}),
    ("SSO ist im Starter-Tarif nicht enthalten.", {("no", "Starter")}),
    ("Le SSO est réservé à la formule Entreprise.", {("yes", "Entreprise")}),
    ("Le SSO est disponible avec les forfaits Business et Entreprise.", {("yes", "Business"), ("yes", "Entreprise")}),
    ("Le SSO n'est pas inclus dans l'offre Starter.", {("no", "Starter")}),
    ("El SSO solo está disponible en el plan Enterprise.", {("yes", "Enterprise")}),
    ("El SSO no está disponible en el plan Starter.", {("no", "Starter")}),
    ("Anders als im Starter-Tarif ist im Business-Tarif SSO enthalten.", {("yes", "Business")}),
    ("A diferencia del plan Starter, el plan Business incluye SSO.", {("yes", "Business")}),
]


@pytest.mark.parametrize(("text", "says"), ON_PLANS, ids=[text for text, _ in ON_PLANS])
def test_sentences_name_plans_beside_the_word_for_one(text: str, says: set[tuple[str, str]]) -> None:
    assert found(f"## Fragen\n\n{text}\n", "sso_saml", kind="pricing") == says


@pytest.mark.parametrize(
    "text",
    [
        "Einen kostenlosen Tarif bieten wir nicht an.",
        "Es gibt keinen kostenlosen Tarif.",
        "Nous ne proposons pas d'offre gratuite.",
        "Il n'y a pas de version gratuite.",
        "No ofrecemos un plan gratuito.",
        "No hay ningún plan gratuito.",
    ],
)
def test_there_may_be_no_free_plan(text: str) -> None:
    assert found(f"## Pro\n\n9 €\n\n{text}\n", "free_plan", kind="pricing") == {(False, None)}


@pytest.mark.parametrize(
    "text",
    [
        "14-tägige kostenlose Testphase",
        "Kostenlose Testversion: 14 Tage",
        "Vous pouvez essayer gratuitement toutes les formules pendant 14 jours.",
        "Pruébalo gratis 14 días",
    ],
)
def test_a_trial_lasts_some_days(text: str) -> None:
    assert found(f"## Pro\n\n{text}\n", "free_trial_days", kind="pricing") == {(14, None)}


@pytest.mark.parametrize(
    "text",
    [
        "Ab 5 Nutzern",
        "Mindestens 5 Nutzer",
        "Minimum 5 utilisateurs",
        "À partir de 5 utilisateurs",
        "Mínimo 5 usuarios",
    ],
)
def test_a_plan_may_be_sold_from_some_seats_on(text: str) -> None:
    assert found(f"## Team\n\n12 € / Monat\n\n- {text}\n", "seat_minimum", kind="pricing") == {(5, "Team")}


def test_a_sum_may_end_in_a_dash_and_a_price_be_made_to_measure() -> None:
    text = "## Pro\n\n12,- € / Monat\n\n## Enterprise\n\nPrecio a medida\n"
    assert prices(text) == {("12 EUR flat month", "Pro"), ("contact", "Enterprise")}


def test_a_free_plan_has_one_name_and_what_it_grants_is_told_once() -> None:
    text = "## Gratis\n\n0 €/mes\n\n- Hasta 3 usuarios\n- 100 tareas al mes\n\n## Pro\n\n9 €/mes\n"
    assert limits(text) == {("3 seats", "Gratis"), ("100 tareas", "Gratis")}


PAGES = [
    ("Audit-Log", "Nur im Enterprise-Plan verfügbar.", "Das Audit-Log zeigt alle Änderungen.", "Enterprise"),
    (
        "Journal d'audit",
        "Cette fonctionnalité est réservée aux clients Entreprise.",
        "Le journal d'audit montre tout.",
        "Entreprise",
    ),
    ("Journal d'audit", "Disponible uniquement avec le plan Business.", "Le journal d'audit montre tout.", "Business"),
    (
        "Registro de auditoría",
        "Disponible solo en el plan Business.",
        "El registro de auditoría muestra todo.",
        "Business",
    ),
]


@pytest.mark.parametrize(("title", "box", "text", "plan"), PAGES)
def test_a_page_may_restrict_itself_to_a_plan_in_other_tongues(title: str, box: str, text: str, plan: str) -> None:
    assert found(f"# {title}\n\n{box}\n\n{text}\n", "audit_log", kind="help") == {("yes", plan)}


def test_customers_of_a_plan_name_it() -> None:
    assert found("SSO steht nur Enterprise-Kunden zur Verfügung.", "sso_saml", kind="help") == {("yes", "Enterprise")}
