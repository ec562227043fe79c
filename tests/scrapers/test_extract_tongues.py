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
    assert found(f"# Hilfe\n\n{text}", "free_plan", kind="help") == ({(True, "Free")} if says else set())


def test_what_is_free_for_some_days_is_a_trial() -> None:
    text = "## Prueba\n\n**Gratis por 12 días**\n"
    assert found(text, "free_trial_days", kind="pricing") == {(12, None)}
