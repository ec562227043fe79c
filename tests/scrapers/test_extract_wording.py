"""How security pages, contracts and help articles put a thing in words, and what comes near to it and says it not."""

import pytest

from tests.scrapers.test_extract_traps import Said, found

ACME = "https://acme-data.example/trust"
SAID = [
    (
        "SOC 2 Type II and other certifications are available from our trust portal.\n",
        "certification",
        "security",
        {("soc2_type2 yes", None)},
    ),
    (
        "## Compliance, tests and subprocessors\n\nWe completed our ISO 27001 audit in May.\n",
        "certification",
        "security",
        {("iso27001 yes", None)},
    ),
    ("## Subprocessors\n\nAll of them completed an ISO 27001 audit.\n", "certification", "security", set()),
    ("SAML is an **enterprise-only** feature for your team.\n", "sso_saml", "help", {("yes", "Enterprise")}),
    (
        "You don't need to sign a data processing agreement with us, because we do not process personal data.\n",
        "gdpr_dpa",
        "compliance",
        {("no", None)},
    ),
    (
        "You don't need to sign a data processing agreement by hand, as it is a part of our terms.\n",
        "gdpr_dpa",
        "compliance",
        set(),
    ),
    ("We use providers with infrastructure located in Finland.\n", "data_residency", "compliance", {("finland", None)}),
    ("Provider keys are stored in our vault with envelope encryption.\n", "encryption_at_rest", "security", set()),
    (
        (
            "| Measure | How |\n|---|---|\n| Policy | Our programme is run in accordance with its SOC 2 and"
            " ISO 27001 certifications. |\n| Host | Regular audits and certifications (e.g., SOC 3). |\n"
        ),
        "certification",
        "dpa",
        {("soc2 yes", None), ("iso27001 yes", None)},
    ),
    (
        "We maintain the usual security certification, such as a SOC 2 Type II certification.\n",
        "certification",
        "terms",
        {("soc2_type2 yes", None)},
    ),
    (
        "“Process” means: (i) to record, encrypt, transmit or store; (ii) to use data.\n",
        "encryption_in_transit",
        "dpa",
        set(),
    ),
    (
        "Full offsite backups are made each night and are encrypted in transit and at rest.\n",
        "encryption_at_rest",
        "dpa",
        set(),
    ),
    (
        "What you send is encrypted, and we have no keys to read it in its unencrypted form.\n",
        "encryption_at_rest",
        "privacy",
        set(),
    ),
    ("We use transport encryption for metadata.\n", "encryption_in_transit", "privacy", {("yes", None)}),
    (
        "We use the information we collect:\n\n- To train and improve artificial intelligence and other models;\n",
        "ai_training_on_customer_data",
        "privacy",
        {("yes", None)},
    ),
    (
        "Our services are hosted in Canada and intended for visitors located within Canada.\n",
        "data_residency",
        "privacy",
        {("canada", None)},
    ),
    (
        "We store the information in Canada (our subprocessors may store and process it outside Canada).\n",
        "data_residency",
        "privacy",
        {("canada", None)},
    ),
    (
        "For servers in strict regions like the European Union, Acme has clear rules.\n",
        "data_residency",
        "security",
        set(),
    ),
    ("## Payments\n\n- Location: Canada\n- Data location: Japan\n", "data_residency", "privacy", {("japan", None)}),
    (
        (
            "| Service | Monthly Uptime |\n|---|---|\n| Acme Cloud | At least 99.9% |\n\nBelow it:\n\n"
            "| Monthly Uptime | Credit |\n|---|---|\n| under 98.0% | 10% |\n"
        ),
        "uptime_sla_percent",
        "sla",
        {(99.9, None)},
    ),
    (
        "**SOC 2:** Acme Cloud is SOC 2 type II certified!\n",
        "certification",
        "security",
        {("soc2_type2 yes", None)},
    ),
    (
        "Scans run on customers' machines (which may or may not be SOC 2 certified).\n",
        "certification",
        "compliance",
        set(),
    ),
    (
        "Critical services are accessed via SSO when possible, with passwords kept in a password manager.\n",
        "sso_saml",
        "security",
        set(),
    ),
    ("Rules can verify that all transmission of data is encrypted.\n", "encryption_in_transit", "compliance", set()),
    ("Ask your account manager for copies of these DPAs, which are available.\n", "gdpr_dpa", "privacy", set()),
    ("## EU data residency\n\nNothing you write leaves it.\n", "data_residency", "security", {("eu", None)}),
    ("## EU data residency\n\nThis is not yet available.\n", "data_residency", "security", set()),
    (
        "The organisation that runs it is responsible for database encryption and backups.\n",
        "encryption_at_rest",
        "security",
        set(),
    ),
    ("## Data at rest encryption\n\nPartially.\n", "encryption_at_rest", "security", set()),
    ("What is cached is not encrypted on disk.\n", "encryption_at_rest", "security", set()),
    ("We encrypt all data stored with your key.\n", "encryption_at_rest", "security", {("yes", None)}),
    (
        "Providers that do not keep your data do not train models on your data.\n",
        "ai_training_on_customer_data",
        "help",
        set(),
    ),
    (
        "Acme supports the following data regions:\n\n- US, Oregon\n- Europe, Frankfurt, Germany\n",
        "data_residency",
        "security",
        {("us", None), ("germany", None)},
    ),
    (
        "Your prompts are processed within the selected region.\n",
        "data_residency",
        "help",
        {("customer choice of region", None)},
    ),
    (
        "You can choose the number of days you want us to keep what you send.\n",
        "retention_control",
        "security",
        {("yes", None)},
    ),
    ("How to change your data retention period\n---\n", "retention_control", "help", {("yes", None)}),
    ("Daily snapshots with configurable retention\n", "retention_control", "security", set()),
    (
        "If the recipient's server does not support TLS, we send the letter without protection.\n",
        "encryption_in_transit",
        "security",
        set(),
    ),
    (
        "The data protection/data processing agreement is in the contract.\n",
        "gdpr_dpa",
        "security",
        {("yes", None)},
    ),
    (
        "For whoever processes payment card information, Acme is certified as compliant with PCI DSS standards.\n",
        "certification",
        "security",
        {("pci_dss yes", None)},
    ),
    (
        "Our payment processor Birch is certified as compliant with PCI DSS standards.\n",
        "certification",
        "security",
        set(),
    ),
    (
        "All that the assistant does for your team is logged in your project's audit trail.\n",
        "audit_log",
        "security",
        {("yes", None)},
    ),
    ("Letters are kept in your chosen cloud region.\n", "data_residency", "security", set()),
    (
        "Data is kept in your chosen cloud region.\n",
        "data_residency",
        "security",
        {("customer choice of region", None)},
    ),
    (
        "Acme boxes reduce the time and effort for establishing PCI DSS 4.0 compliance.\n",
        "certification",
        "compliance",
        set(),
    ),
    (
        "Client-side encryption can be used to protect what you store; write it in your own application.\n",
        "e2ee",
        "security",
        set(),
    ),
    ("- [Introduction to PCI DSS](/intro)\n- How Acme can help with SOC 2\n", "certification", "compliance", set()),
    (
        "Acme LLC is our main subcontractor, which is subject to a similar list of obligations.\n",
        "subprocessor_list",
        "compliance",
        set(),
    ),
    ("Our terms serve as your data processing contract.\n", "gdpr_dpa", "compliance", {("yes", None)}),
    (
        "Die Bedingungen dienen zugleich als dein Auftragsverarbeitungsvertrag.\n",
        "gdpr_dpa",
        "compliance",
        {("yes", None)},
    ),
    (
        "Das Gesetz soll die Datenschutzgesetze in Europa vereinheitlichen, wo immer Daten verarbeitet werden.\n",
        "data_residency",
        "compliance",
        set(),
    ),
    ("Connect your corporate identity provider by SAML.\n", "sso_saml", "help", {("yes", None)}),
    (
        "**Day**: 31 May | **Target**: SOC 2 Type II certification | **Time**: two quarters | **State**: preparation\n",
        "certification",
        "compliance",
        {("soc2_type2 in_progress", None)},
    ),
    (
        "SOC 2 Type II certification shows our care.\n\nWe are preparing for our SOC 2 Type II audit.\n",
        "certification",
        "compliance",
        {("soc2_type2 in_progress", None)},
    ),
    ("- [ ] Receive the SOC 2 report\n", "certification", "compliance", {("soc2 in_progress", None)}),
    ("- ⏳ Bug bounty program\n", "bug_bounty", "security", set()),
    ("### Security logging failures\n\nNone of them is left.\n", "audit_log", "security", set()),
    ("SSO: your people sign in under your own MFA rules.\n", "mfa", "help", set()),
    ("| Measure | State |\n|---|---|\n| MFA | Required for admin access |\n", "mfa", "compliance", set()),
    (
        "Your email address and username are stored as they are (not encrypted).\n",
        "encryption_at_rest",
        "privacy",
        set(),
    ),
    (
        "Model training is disabled: your data is not used to train AI models.\n",
        "ai_training_on_customer_data",
        "privacy",
        {("no", None)},
    ),
    (
        "Our trust center has reports and sub\u2011processor lists.\n",
        "subprocessor_list",
        "compliance",
        {("yes", None)},
    ),
    (
        "## Security roadmap\n\n- **Q3 2027:** ISO 27001 certification\n",
        "certification",
        "security",
        {("iso27001 in_progress", None)},
    ),
    ("- **Q3 2027:** ISO 27001 certification\n", "certification", "security", {("iso27001 in_progress", None)}),
    (
        "We are building toward a SOC 2 Type II examination.\n",
        "certification",
        "security",
        {("soc2_type2 in_progress", None)},
    ),
    ("## On the roadmap\n\n- Penetration testing\n", "pentest", "security", set()),
    (
        "Protections such as operating system level full disk encryption keep your data safer.\n",
        "encryption_at_rest",
        "privacy",
        set(),
    ),
    ("All files are encrypted during transfer and storage.\n", "encryption_at_rest", "privacy", {("yes", None)}),
    ("- chiffrement des échanges via HTTPS ;\n", "encryption_in_transit", "privacy", {("yes", None)}),
    (
        "Les données des trajets sont traitées exclusivement en France.\n",
        "data_residency",
        "privacy",
        {("france", None)},
    ),
    (
        "Should we count visits later on, data will be stored on servers in Germany.\n",
        "data_residency",
        "privacy",
        set(),
    ),
    ("## Why SOC 2 auditors ask for a record\n\nThey look for it.\n", "certification", "compliance", set()),
    ("## When a SOC 2 report is asked for\n\nBuyers do.\n", "certification", "compliance", set()),
    ("A SOC 2 Type II audit window usually takes six months.\n", "certification", "compliance", set()),
    ("A SOC 2 Type II observation window lasts for six months.\n", "certification", "compliance", set()),
    ("We do NOT:\n\n- Train AI models on your letters\n", "ai_training_on_customer_data", "privacy", {("no", None)}),
    (
        "Aucune donnée n'est utilisée pour entraîner des modèles d'IA.\n",
        "ai_training_on_customer_data",
        "security",
        {("no", None)},
    ),
    (
        "## Sub-processors\n\nThe agreement has the full list.\n",
        "subprocessor_list",
        "trust_center",
        {("yes", None)},
    ),
    ("## Monitoring and logging\n\n- 90 days of security logs\n", "audit_log", "security", set()),
    ("What you write is encrypted before transmission.\n", "encryption_in_transit", "help", set()),
    (
        "We make it available for an uptime (defined below) of at least 99.9%.\n",
        "uptime_sla_percent",
        "sla",
        {(99.9, None)},
    ),
    (
        "We share it with vendors who have agreed to the same by signing data protection agreements.\n",
        "gdpr_dpa",
        "privacy",
        set(),
    ),
    ("In case of a breach:\n\n- We notify you within 72 hours\n", "breach_notification_hours", "help", {(72, None)}),
    (
        "If your contract asks for retention beyond 40 days or that a breach is notified, ask us.\n",
        "breach_notification_hours",
        "compliance",
        set(),
    ),
    ("A clause to mention in your DPAs: bills are kept for a year.\n", "gdpr_dpa", "compliance", set()),
    ("For BAAs with clauses on retention, the larger plan is required.\n", "hipaa_baa", "compliance", set()),
    (
        "Network traffic from the database servers is SSL encrypted in all cases.\n",
        "encryption_at_rest",
        "security",
        set(),
    ),
    ("- Retention, configurable per project\n", "retention_control", "compliance", {("yes", None)}),
    (
        "We have contracts with makers of models that prohibit them from using your content to train them.\n",
        "ai_training_on_customer_data",
        "compliance",
        {("no", None)},
    ),
    ("## No training on your files and data\n", "ai_training_on_customer_data", "compliance", {("no", None)}),
    (
        "We store the information that we collect in Norway, though our providers may store some outside it.\n",
        "data_residency",
        "privacy",
        {("norway", None)},
    ),
    (
        "## Article 3: Sous-traitants techniques\n\n| Nom | Rôle |\n| --- | --- |\n| A1 | Envoi |\n| B2 | Suivi |\n",
        "subprocessor_list",
        "dpa",
        {("yes", None)},
    ),
]


@pytest.mark.parametrize(
    ("text", "fact", "kind", "says"), SAID, ids=[f"{fact}: {text[:30]}" for text, fact, _, _ in SAID]
)
def test_what_the_words_come_to(text: str, fact: str, kind: str, says: Said) -> None:
    assert found(text, fact, kind=kind, url=ACME) == says
