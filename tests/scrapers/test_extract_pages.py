"""What is told by the whole page rather than by a sentence: rows per plan, comparisons, what stands further down."""

import pytest

from tests.scrapers.test_extract_traps import Said, found


def test_a_table_may_have_a_row_per_plan_and_a_column_per_feature() -> None:
    table = (
        "| Plan | SSO support |\n|---|---|\n| Free / Starter | Google SSO only |\n| Growth | SSO (add-on) |\n"
        "| Enterprise | SSO with all providers |\n| Enterprise (Self-hosted) | Not yet available (planned) |\n"
    )
    assert found(table, "sso_saml", kind="help") == {
        ("no", "Free"),
        ("no", "Starter"),
        ("addon", "Growth"),
        ("yes", "Enterprise"),
    }


UNREADABLE = [
    ("We do not have the technical means to access the content of your encrypted mail.\n", "privacy", {("yes", None)}),
    ("We use end-to-end encryption to provide private messaging.\n", "terms", {("yes", None)}),
    ("All sensitive credentials are encrypted before being stored in the database.\n", "security", set()),
]


@pytest.mark.parametrize(("text", "kind", "says"), UNREADABLE, ids=[kind for _, kind, _ in UNREADABLE])
def test_what_the_vendor_cannot_read_is_encrypted_end_to_end(text: str, kind: str, says: Said) -> None:
    assert found(text, "e2ee", kind=kind) == says


def test_the_type_of_a_report_may_stand_elsewhere_on_the_page() -> None:
    text = "Our controls adhere to SOC2 - Type II.\n\nWe can provide audited SOC2 reports on demand.\n"
    assert found(text, "certification") == {("soc2_type2 yes", None)}


def test_on_a_page_that_compares_only_what_names_the_vendor_is_its_own() -> None:
    text = "# Acme or Fernhill\n\nFernhill supports SAML for its customers.\n\nAcme offers your team a legal hold.\n"
    compared = "https://acme.example/fernhill-alternative"
    assert found(text, "sso_saml", kind="other", url=compared) == set()
    assert found(text, "ediscovery_or_legal_hold", kind="other", url=compared) == {("yes", None)}
    assert found(text, "sso_saml", kind="other", url="https://acme.example/saml") == {("yes", None)}


LATER = [
    (
        "We may use your data to train our models. Tell us that you do not want your data used for model training.",
        "ai_training_on_customer_data",
        {("opt_out", None)},
    ),
    ("Acme will process your personal data within the EU/EEA.", "data_residency", {("eea", None), ("eu", None)}),
    ("Encrypted data can be stored by you outside the EU.", "encryption_at_rest", set()),
]


@pytest.mark.parametrize(("text", "fact", "says"), LATER, ids=[fact for _, fact, _ in LATER])
def test_what_stands_further_down_counts(text: str, fact: str, says: Said) -> None:
    assert found(text + "\n", fact, kind="privacy") <= says
    assert bool(found(text + "\n", fact, kind="privacy")) == bool(says)
