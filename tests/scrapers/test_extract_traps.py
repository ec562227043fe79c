"""What careful readers do not fall for: each trap is a page or a sentence, and what it states."""

import pytest

from scrapers import extract
from scrapers.page import read

Said = set[tuple[object, str | None]]


def found(text: str, fact: str, kind: str = "security", name: str = "a.md", url: str | None = None) -> Said:
    """Give the values and plans that a page states of its vendor."""
    page = read(text.encode(), kind=kind, file_name=name, url=url)
    return {
        (f"{one.value} {one.status}" if one.status else one.value, one.plan)
        for one in extract.each(page)
        if one.fact == fact and one.subject == "vendor"
    }


INSTRUCTIONS = [
    ("Go to the SSO tab, then click the SAML button to begin.\n", "sso_saml"),
    ("- Monitor who reads secrets by reviewing the audit log of your builds.\n", "audit_log"),
    ("Enforce encryption at rest when you store build artefacts in a bucket.\n", "encryption_at_rest"),
    ("Review your provider's data retention policies for uploaded files.\n", "retention_control"),
]


@pytest.mark.parametrize(("text", "fact"), INSTRUCTIONS, ids=[fact for _, fact in INSTRUCTIONS])
def test_what_tells_the_reader_what_to_do_states_nothing(text: str, fact: str) -> None:
    assert found(text, fact) == set()


def test_a_statement_that_begins_with_the_name_of_a_feature_is_no_instruction() -> None:
    assert found("- Audit log: the last 90 days can be read by every admin of your workspace.\n", "audit_log") == {
        ("yes", None)
    }


def test_a_customers_story_tells_of_the_customer() -> None:
    story = "# How Fernhill grew\n\nWith our SSO your users sign in at once, and SAML is supported.\n"
    assert found(story, "sso_saml", url="https://acme.example/case-studies/fernhill") == set()
    assert found(story, "sso_saml", url="https://acme.example/security/") == {("yes", None)}


NOT_FOR_CUSTOMERS = [
    ("We require all vendors to enter into data protection agreements with us.\n", "security"),
    ("Companies that are data processors for us act under a data processing agreement.\n", "privacy"),
    ("Your data may be transferred to the U.S. pursuant to a data processing agreement.\n", "privacy"),
    ("Complain to your supervisory authority, for instance the Dutch DPA.\n", "privacy"),
    ("You usually have to sign an additional DPA with your cloud storage provider.\n", "compliance"),
]


@pytest.mark.parametrize(("text", "kind"), NOT_FOR_CUSTOMERS, ids=[text[:30] for text, _ in NOT_FOR_CUSTOMERS])
def test_an_agreement_with_others_is_none_with_customers(text: str, kind: str) -> None:
    assert found(text, "gdpr_dpa", kind=kind) == set()


def test_a_privacy_policy_may_offer_an_agreement_to_customers() -> None:
    text = "If you are a customer in the EU, our Data Processing Addendum applies and is available online.\n"
    assert found(text, "gdpr_dpa", kind="privacy") == {("yes", None)}


STILL_TO_COME = [
    ("| Framework | Status |\n|---|---|\n| SOC 2 Type II | Audit in progress |\n", {("soc2_type2 in_progress", None)}),
    ("Our product meets standards for SOC 2 Type 2 and GDPR.\n", set()),
    ("We hold security compliance certifications like ISO 27001 in high regard.\n", set()),
    ("## Is Acme SOC 2 certified?\n\nYes, we are.\n", {("soc2 yes", None)}),
]


@pytest.mark.parametrize(("text", "says"), STILL_TO_COME, ids=[text[:30] for text, _ in STILL_TO_COME])
def test_a_certificate_is_held_or_it_is_not(text: str, says: Said) -> None:
    assert found(text, "certification") == says


CHOSEN = (
    "## Data residency\n\n| Region | Location |\n|---|---|\n| US | Virginia |\n| EU | Frankfurt |\n\n"
    "You can choose the region in which your data is stored.\n"
)
PLACES = [
    ("Data is stored only within the EU/EEA.\n", {("eu", None)}),
    ("If your organisation is provisioned in our EU data center, your data never leaves the EU.\n", set()),
    ("We remain liable under the EU-U.S. DPF when an agent stores your data.\n", set()),
    (
        CHOSEN,
        {("customer choice of region", None)},
    ),
    ("Data centers are operated by subcontractors and located in Germany.\n", {("germany", None)}),
]


@pytest.mark.parametrize(("text", "says"), PLACES, ids=[text[:30] for text, _ in PLACES])
def test_where_data_is_kept(text: str, says: Said) -> None:
    assert found(text, "data_residency") == says


HALF_ENCRYPTED = [
    ("The files are stored on the server over an encrypted connection for all content.\n", "encryption_at_rest"),
    ("Your address book is hashed and transmitted to the server over TLS as data.\n", "encryption_in_transit"),
    ("Clone the repository over HTTPS to fetch your data from the API.\n", "encryption_in_transit"),
    ("The Hub manages access, but not to store the encrypted data of your vaults at rest.\n", "encryption_at_rest"),
]


@pytest.mark.parametrize(("text", "fact"), HALF_ENCRYPTED, ids=[text[:30] for text, _ in HALF_ENCRYPTED])
def test_what_is_encrypted_elsewhere_is_not_stored_or_sent_encrypted(text: str, fact: str) -> None:
    assert found(text, fact) == set()


def test_a_row_may_say_that_hipaa_is_out_of_scope() -> None:
    table = "| Framework | Status |\n|---|---|\n| HIPAA | Not in scope; do not send PHI |\n"
    assert found(table, "hipaa_baa") == {("no", None)}


def test_of_the_plans_without_legal_hold_only_the_one_before_those_that_have_it_is_told() -> None:
    matrix = "| | Free | Pro | Enterprise |\n|---|---|---|---|\n| Legal hold | | | ✓ |\n| Audit log | | | ✓ |\n"
    assert found(matrix, "ediscovery_or_legal_hold", kind="pricing") == {("no", "Pro"), ("yes", "Enterprise")}
    assert found(matrix, "audit_log", kind="pricing") == {("no", "Free"), ("no", "Pro"), ("yes", "Enterprise")}


def test_days_before_the_end_of_a_trial_are_no_trial() -> None:
    assert found("We write to you three days before the trial ends.\n", "free_trial_days", kind="help") == set()


def test_limits_are_written_in_words_too_and_versions_are_none() -> None:
    text = "Our free Hobby plan includes one project, two monitors and a check interval of 10 minutes.\n"
    page = read(text.encode(), kind="pricing", file_name="a.md")
    limits = [one.value for one in extract.each(page) if one.fact == "free_limit"]
    assert {(limit["what"], limit["amount"]) for limit in limits if isinstance(limit, dict)} == {
        ("projects", 1),
        ("monitors", 2),
    }


def prices(text: str, name: str = "a.md") -> set[tuple[object, ...]]:
    """Give the prices of a pricing page: plan, amount, currency, per, period."""
    page = read(text.encode(), kind="pricing", file_name=name)
    values = [(one.plan, one.value) for one in extract.each(page) if one.fact == "plan_price"]
    return {
        (plan, value["amount"], value.get("currency"), value.get("per"), value.get("period"))
        for plan, value in values
        if isinstance(value, dict)
    }


def test_a_table_without_a_head_may_have_a_row_per_plan() -> None:
    table = (
        "<table><tbody><tr><td><b>Basic</b></td><td><ul><li>Themes</li></ul></td><td>$0 per site/month</td></tr>"
        "<tr><td><b>Premium</b></td><td><ul><li>Fonts</li></ul></td>"
        "<td>$65 per site/month, $12 per user/month</td></tr>"
        "<tr><td><b>Enterprise</b></td><td><ul><li>SAML SSO</li></ul></td>"
        "<td>Custom pricing</td></tr></tbody></table>\n"
    )
    assert prices(table) == {
        ("Premium", 65, "USD", "flat", "month"),
        ("Premium", 12, "USD", "user", "month"),
        ("Enterprise", None, None, None, None),
    }
    assert found(table, "free_plan", kind="pricing") == {(True, "Basic")}
    assert found(table, "sso_saml", kind="pricing") == {("yes", "Enterprise")}


def test_a_heading_may_hold_a_plan_and_its_price() -> None:
    text = (
        "## Starter Plan - $0/month\n\n- 3 projects\n\n## Team - $9/month\n\n"
        "- SSO\n\n## Enterprise Plan - Custom Pricing\n"
    )
    assert prices(text) == {("Team", 9, "USD", "flat", "month"), ("Enterprise", None, None, None, None)}
    assert found(text, "free_plan", kind="pricing") == {(True, "Starter")}


def test_german_prices() -> None:
    text = (
        "# Preise\n\n## Basis\nKostenlos\n\n- 3 Nutzer\n\n## Team\n9,90 € pro Nutzer / Monat\n\n"
        "## Unternehmen\nAuf Anfrage\n\n- SAML SSO\n\n"
        "Alle Tarife 30 Tage kostenlos testen. Einrichtung einmalig 99 €.\n"
    )
    assert prices(text) == {("Team", 9.9, "EUR", "user", "month"), ("Unternehmen", None, None, None, None)}
    assert found(text, "free_plan", kind="pricing") == {(True, "Basis")}
    assert found(text, "free_trial_days", kind="pricing") == {(30, None)}
    assert found(text, "sso_saml", kind="pricing") == {("yes", "Unternehmen")}


def test_french_prices() -> None:
    text = (
        "<body><h1>Tarifs</h1><div><div class=card><h3>Gratuit</h3><p>0 €</p></div><div class=card><h3>Équipe</h3>"
        "<p>12,50 € par utilisateur et par mois</p></div>"
        "<div class=card><h3>Entreprise</h3><p>Sur devis</p></div></div>"
        "<p>Essai gratuit de 14 jours.</p></body>"
    )
    assert prices(text, "a.html") == {
        ("Équipe", 12.5, "EUR", "user", "month"),
        ("Entreprise", None, None, None, None),
    }
    assert found(text, "free_trial_days", kind="pricing", name="a.html") == {(14, None)}


def test_spanish_prices() -> None:
    text = (
        "# Precios\n\n## Profesional\n8 € por usuario al mes\n\n"
        "## Empresas\nBajo consulta\n\nPrueba gratuita de 14 días.\n"
    )
    assert prices(text) == {("Profesional", 8, "EUR", "user", "month"), ("Empresas", None, None, None, None)}
    assert found(text, "free_trial_days", kind="pricing") == {(14, None)}


ABROAD = [
    ("Wir sind nach ISO 27001 zertifiziert.\n", "certification", {("iso27001 yes", None)}),
    ("Eine SOC-2-Zertifizierung ist geplant.\n", "certification", {("soc2 in_progress", None)}),
    ("Das Rechenzentrum unseres Hosters ist nach ISO 27018 zertifiziert.\n", "certification", set()),
    ("Notre hébergeur est certifié ISO 27018.\n", "certification", set()),
    ("Nous sommes certifiés ISO 27001.\n", "certification", {("iso27001 yes", None)}),
    ("Unsere Server stehen ausschließlich in Deutschland.\n", "data_residency", {("germany", None)}),
    ("Vos données sont hébergées en France.\n", "data_residency", {("france", None)}),
    ("Los datos están alojados en España.\n", "data_residency", {("spain", None)}),
    ("Die Daten werden bei der Übertragung verschlüsselt.\n", "encryption_in_transit", {("yes", None)}),
    ("Les données sont chiffrées au repos.\n", "encryption_at_rest", {("yes", None)}),
    ("Einen AV-Vertrag können Sie online abschließen.\n", "gdpr_dpa", {("yes", None)}),
    ("Wir schließen Auftragsverarbeitungsverträge mit allen Subunternehmern.\n", "gdpr_dpa", set()),
    ("Wir bieten Ihnen Zwei-Faktor-Authentifizierung an.\n", "mfa", {("yes", None)}),
    ("Verschlüsselte Datenübertragung mittels HTTPS.\n", "encryption_in_transit", {("yes", None)}),
    ("Nous menons chaque année des tests de pénétration.\n", "pentest", {("yes", None)}),
    ("Des tests d'intrusion sont réalisés chaque année pour nos clients.\n", "pentest", {("yes", None)}),
]


@pytest.mark.parametrize(("text", "fact", "says"), ABROAD, ids=[text[:30] for text, _, _ in ABROAD])
def test_german_french_and_spanish_pages(text: str, fact: str, says: Said) -> None:
    assert found(text, fact) == says


def test_parts_that_nobody_looks_at_stay_in_the_text_with_their_headings() -> None:
    idle = "The picture moves to where it was put by those who came back later and who wanted it there all the same."
    body = (
        f"<body><section><h2>Colours</h2><p>{idle}</p></section>"
        "<section><p>We offer SAML to customers.</p></section></body>"
    )
    page = read(body.encode(), kind="security", file_name="a.html")
    assert idle in page.text
    assert [block.text for block in page.blocks] == ["Colours", "We offer SAML to customers."]
    assert found(body, "sso_saml", name="a.html") == {("yes", None)}


@pytest.mark.parametrize("host", ["developers.acme.com", "trust.acme.co.uk", "acme.github.io", "acme.com"])
def test_a_vendor_is_known_by_the_name_of_its_site_not_of_a_part_of_it(host: str) -> None:
    text = "Acme has achieved SOC 2 Type 1 and Type 2 certification.\n"
    assert found(text, "certification", url=f"https://{host}/security") == {
        ("soc2_type1 yes", None),
        ("soc2_type2 yes", None),
    }
    assert found(text, "certification", url="https://developers.otherly.com/security") == set()


def test_not_meeting_a_promise_is_not_having_none() -> None:
    assert (
        found("If the services do not meet the SLA, you will receive a credit.\n", "uptime_sla_percent", kind="sla")
        == set()
    )


def test_what_customers_can_enable_they_have() -> None:
    text = "Customers can enable TLS encryption of all connections, and we recommend this.\n"
    assert found(text, "encryption_in_transit") == {("yes", None)}
    assert found("We recommend TLS encryption of all connections.\n", "encryption_in_transit") == set()


TERSE = [
    ("Latest ISO 27001 reports, covering more than SOC 2.\n", "certification", {("iso27001 yes", None)}),
    ("- Control over where encrypted data are stored\n", "encryption_at_rest", set()),
    ("- Ende-zu-Ende-Verschlüsselung\n", "e2ee", {("yes", None)}),
    ("- **Team plan:** 6 € per user, with multi-factor authentication (MFA)\n", "mfa", {("yes", "Team")}),
    (
        "- SSO / SAML 2.0 available for Growth + Enterprise tiers.\n",
        "sso_saml",
        {("yes", "Growth"), ("yes", "Enterprise")},
    ),
    ("## 5. Hash-chained audit log\n\nEach entry has its date.\n", "audit_log", {("yes", None)}),
    (
        "| Audit logs | Every request and admin action is recorded. |\n|---|---|\n| RBAC | Four roles. |\n",
        "audit_log",
        {("yes", None)},
    ),
    ("| Part | State |\n|---|---|\n| Audit logs | Every admin action is recorded. |\n", "audit_log", {("yes", None)}),
    ("| Part | State |\n|---|---|\n| Audit logs | Coming soon for admins of workspaces. |\n", "audit_log", set()),
    ("MFA via TOTP: required for Enterprise accounts, optional for others.\n", "mfa", {("yes", None)}),
    ("AES-256 at rest for the database.\n", "encryption_at_rest", {("yes", None)}),
    ("Tenant data is encrypted with keys of its own.\n", "encryption_at_rest", {("yes", None)}),
    ("Encryption of all backups with AES.\n", "encryption_at_rest", set()),
    (
        "## SOC 2 Type II\n\nControls are aligned to the criteria. A formal audit is in progress.\n",
        "certification",
        {("soc2_type2 in_progress", None)},
    ),
    (
        "Enterprise customers can request to be hosted in a specific region, such as the United States.\n",
        "data_residency",
        {("customer choice of region", "Enterprise")},
    ),
]


@pytest.mark.parametrize(("text", "fact", "says"), TERSE, ids=[text[:30] for text, _, _ in TERSE])
def test_terse_pages_on_security(text: str, fact: str, says: Said) -> None:
    assert found(text, fact) == says


def test_a_price_may_stand_in_a_sentence_under_its_plans_heading() -> None:
    text = "## Team plan billing:\n\nThe price per user is $15/month/user when paid monthly.\n"
    assert prices(text) == {("Team", 15, "USD", "user", "month")}


def test_two_prices_in_one_sentence_and_none_of_a_worked_example() -> None:
    text = (
        "## Basic\n\n$7 per teammate per month billed monthly, or $6 per teammate per month billed annually"
        " with a maximum of 250 users.\n\n## Business\n\n$14 per teammate per month.\n\n"
        "You pay for 5 users on the Standard plan, $25 ($5 x 5) per month.\n"
    )
    assert prices(text) == {
        ("Basic", 7, "USD", "user", "month"),
        ("Basic", 6, "USD", "user", "month"),
        ("Business", 14, "USD", "user", "month"),
    }


def test_a_table_under_the_word_is_the_list_of_subprocessors() -> None:
    table = "## Subprocessors\n\n| Vendor | Purpose |\n|---|---|\n| Acme | Mail |\n| Birch | Hosting |\n"
    assert found(table, "subprocessor_list") == {("yes", None)}
    assert found(table.replace("Subprocessors", "Partners"), "subprocessor_list") == set()


def test_a_plan_at_no_cost_is_free() -> None:
    assert found("The Basic plan is available at no cost.\n", "free_plan", kind="pricing") == {(True, "Basic")}
    assert found("# Free while Acme is in beta.\n", "free_plan", kind="pricing") == {(True, None)}


MERELY_SPOKEN_OF = [
    ("Without SAML you have to keep accounts in several services.\n", "sso_saml", "help"),
    ("By not enforcing SSO at once, you give your team time.\n", "sso_saml", "help"),
    ("If a user does not already have an MFA method, they set one up at the next login.\n", "mfa", "security"),
    ("Embed surveys are **not** part of what is listed; no event is written to the audit logs.\n", "audit_log", "help"),
    ("You do not need to sign a data processing agreement with us.\n", "gdpr_dpa", "compliance"),
    ("From time to time, Acme may obtain the ISO 27001 certification.\n", "certification", "dpa"),
    ("Customers who are in the process of securing SOC 2 certification can ask us.\n", "certification", "compliance"),
    ("The notice period for sub-processor changes is set forth in Section 7.\n", "subprocessor_list", "dpa"),
    ("A removed deployment is kept within the retention policy.\n", "retention_control", "pricing"),
    ("Free and Growth plans retain logs for 90 days.\n", "free_trial_days", "help"),
    ("We are not responsible for how models train on your inputs.\n", "ai_training_on_customer_data", "privacy"),
    ("Your data may be disclosed to third parties located in non-EU countries.\n", "data_residency", "privacy"),
    ("- **HTTPS:** Ensure connections to the servers are made over HTTPS.\n", "encryption_in_transit", "security"),
]


@pytest.mark.parametrize(
    ("text", "fact", "kind"), MERELY_SPOKEN_OF, ids=[f"{fact}: {text[:20]}" for text, fact, _ in MERELY_SPOKEN_OF]
)
def test_what_is_merely_spoken_of_is_neither_there_nor_lacking(text: str, fact: str, kind: str) -> None:
    assert found(text, fact, kind=kind) == set()


PLAINLY = [
    ("HIPAA BAA is an add-on with a monthly minimum. If you need a BAA, contact us.\n", "hipaa_baa", {("addon", None)}),
    ("Single sign-on is available for enterprise plans.\n", "sso_saml", {("yes", "Enterprise")}),
    ("SAML is set up in Acme Cloud by each Single Organization.\n", "sso_saml", {("yes", None)}),
    ("We do not offer bug bounties. See [Bug bounties and credit](#d).\n", "bug_bounty", {("no", None)}),
    ("We will gladly provide our ISO 27001 certificate.\n", "certification", {("iso27001 yes", None)}),
    ("All web interactions are encrypted through SSL.\n", "encryption_in_transit", {("yes", None)}),
    ("We use AES-256 for data at rest, and TLS1.2+ for data in transit.\n", "encryption_in_transit", {("yes", None)}),
    (
        "By default, your data isn't used to train our models, unless you have explicitly opted in.\n",
        "ai_training_on_customer_data",
        {("opt_in", None)},
    ),
    (
        'We store the information of the "What We Collect" section on servers located in the United States.\n',
        "data_residency",
        {("us", None)},
    ),
]


@pytest.mark.parametrize(("text", "fact", "says"), PLAINLY, ids=[f"{fact}: {text[:20]}" for text, fact, _ in PLAINLY])
def test_what_is_plainly_said_is_read(text: str, fact: str, says: Said) -> None:
    assert found(text, fact) == says


def test_rows_about_features_and_asides_are_no_limits() -> None:
    matrix = (
        "| | Free | Pro |\n|---|---|---|\n| Price | $0 | $9 |\n| Projects | 2 | 3 |\n"
        "| Configs (per product) | 10 | 99 |\n"
        "| Verified domains for SAML | 1 | 1 |\n| Audit log retention (days) | 7 | 35 |\n"
    )
    page = read(matrix.encode(), kind="pricing", file_name="a.md")
    limits = [one.value for one in extract.each(page) if one.fact == "free_limit"]
    told = [(limit["what"], limit["amount"]) for limit in limits if isinstance(limit, dict)]
    assert told == [("projects", 2), ("configs", 10)]


IN_OTHER_WORDS = [
    ("Everything you write is encrypted on your own device before it is sent.\n", "e2ee", {("yes", None)}),
    ("Files are protected by client-side encryption before they leave your device.\n", "e2ee", {("yes", None)}),
    ('# Single sign-on (SSO) <Badge type="tip" text="Business" />\n', "sso_saml", {("yes", "Business")}),
    ("## SAML (Enterprise)\n\nWe support SAML for your workspace.\n", "sso_saml", {("yes", "Enterprise")}),
    (
        "The services are hosted in the United States by Acme, and if you do not live there, laws may differ.\n",
        "data_residency",
        {("us", None)},
    ),
    (
        "We take these steps, including:\n\n- Monitoring: logging at all hours, and annual SOC 2 Type II audits.\n",
        "certification",
        {("soc2_type2 yes", None)},
    ),
    ("You consent to the transfer of data to the U.S. pursuant to a data processing agreement.\n", "gdpr_dpa", set()),
    (
        "Acme may transfer Encrypted Content between its servers to the devices of users.\n",
        "encryption_in_transit",
        set(),
    ),
    ("- HITRUST control 10.k: audit logs document every scan that our customers run.\n", "certification", set()),
    ("The files are protected with encryption in transit/rest.\n", "encryption_at_rest", {("yes", None)}),
]


@pytest.mark.parametrize(
    ("text", "fact", "says"), IN_OTHER_WORDS, ids=[f"{fact}: {text[:20]}" for text, fact, _ in IN_OTHER_WORDS]
)
def test_what_is_said_in_other_words_is_read_too(text: str, fact: str, says: Said) -> None:
    assert found(text, fact) == says


def test_the_description_at_the_head_of_markdown_is_read() -> None:
    text = "---\ndescription: Audit logs in Acme tell every admin who did what and when.\n---\n\nWelcome.\n"
    assert {value for value, _ in found(text, "audit_log", kind="help")} == {"yes"}


def test_up_to_twelve_seats_are_a_limit() -> None:
    page = read(
        b"The Free plan supports up to 12 seats. If you had 20 seats before, they stay.\n",
        kind="pricing",
        file_name="a.md",
    )
    limits = [one.value for one in extract.each(page) if one.fact == "free_limit"]
    assert [limit["amount"] for limit in limits if isinstance(limit, dict)] == [12]


PLANS = [
    ("SAML is available on the Pay-as-you-go plan.\n", {("yes", "Pay-as-you-go")}),
    ("SAML is open to Essential and Commercial subscribers.\n", {("yes", "Essential"), ("yes", "Commercial")}),
    ("SAML is available on the same plan for your team.\n", {("yes", None)}),
    ("- **Team Plan:** at 6 euros, with SAML login, ideal for groups seeking control.\n", {("yes", "Team")}),
    ("We support SAML for your team. We do not support SAML with several providers.\n", {("yes", None)}),
]


@pytest.mark.parametrize(("text", "says"), PLANS, ids=[text[:40] for text, _ in PLANS])
def test_plans_go_by_any_name_beside_the_word_for_one(text: str, says: Said) -> None:
    assert found(text, "sso_saml", kind="help") == says


def test_the_following_certificates_are_held_and_what_follows_a_standard_is_not() -> None:
    held = "We maintain the following certifications and standards:\n\n- ISO/IEC 27001:2022\n- SOC 2 Type II\n"
    assert found(held, "certification") == {("iso27001 yes", None), ("soc2_type2 yes", None)}
    assert found("Our processes follow the standard ISO 27001.\n", "certification") == set()
