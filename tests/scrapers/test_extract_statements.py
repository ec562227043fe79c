"""What single statements of trust pages, contracts and help articles state, and what stands there by the way."""

import pytest

from tests.scrapers.test_extract_traps import Said, found

ACME = "https://getacme.example/trust"
NONE: Said = set()
YES: Said = {("yes", None)}
CHOICE = "customer choice of region"
SAID: list[tuple[str, str, str, Said]] = [
    (
        "Our agreement guarantees a 99.7% monthly uptime, without the downtime described below.\n",
        "uptime_sla_percent",
        "sla",
        {(99.7, None)},
    ),
    ("If uptime is below 99.7%, our SLA gives you a month.\n", "uptime_sla_percent", "sla", NONE),
    ("PCI DSS - Must keep card data and maintain a year of logs.\n", "certification", "compliance", NONE),
    ("Several encrypted backups of disks and databases, kept a week.\n", "encryption_at_rest", "dpa", NONE),
    (
        "Our current framework status:\n\n- **ISO 27001** — In progress. It covers all of us.\n",
        "certification",
        "security",
        {("iso27001 in_progress", None)},
    ),
    (
        "Data is encrypted in transit with TLS and at rest by the underlying storage platform.\n",
        "encryption_in_transit",
        "dpa",
        YES,
    ),
    (
        "Data is encrypted in transit with TLS and at rest by the underlying storage platform.\n",
        "encryption_at_rest",
        "dpa",
        NONE,
    ),
    (
        "Acme's database, application servers and statistics run in the European Union.\n",
        "data_residency",
        "subprocessors",
        {("eu", None)},
    ),
    ("Our website is hosted by Birch in the United States.\n", "data_residency", "privacy", NONE),
    ("- Community engagement: we reward valid findings with a bounty.\n", "bug_bounty", "security", YES),
    (
        'Le SSO est disponible pour les clients ayant souscrit à un forfait "Personnalisé".\n',
        "sso_saml",
        "help",
        {("yes", "Personnalisé")},
    ),
    (
        (
            "## Gap analysis and readiness with your auditor\n\nFindings, checklists, evidence collection.\n\n"
            "Acme has completed its PCI DSS certification.\n"
        ),
        "certification",
        "security",
        {("pci_dss yes", None)},
    ),
    (
        "Customers can enter into our Data Protection Addendum using the opt-in process.\n",
        "gdpr_dpa",
        "privacy",
        YES,
    ),
    ("Acme offers a Data Protection Addendum as a means to meet the law.\n", "gdpr_dpa", "privacy", YES),
    ("Run by us with EU or US data residency.\n", "data_residency", "trust_center", {(CHOICE, None)}),
    ("Sign-in with support for multi-factor authentication.\n", "mfa", "dpa", YES),
    ("Access for customer users; multi-factor authentication is required of owners.\n", "mfa", "dpa", YES),
    ("Multi-factor authentication for all administrative access to systems.\n", "mfa", "dpa", NONE),
    (
        "Acme will not transfer Personal Data outside the UK except in accordance with the law.\n",
        "data_residency",
        "dpa",
        NONE,
    ),
    (
        (
            "Data residency: Acme is offered in two independent regions, EU and US. Data of EU accounts is kept in the"
            " European Union, and data of US accounts is stored in the United States.\n"
        ),
        "data_residency",
        "privacy",
        {(CHOICE, None)},
    ),
    ("- Further certifications as obtained (e.g., ISO 27001)\n", "certification", "dpa", NONE),
    (
        "Certification route: SOC 2 Type II and ISO 27001 are objectives; none is currently held (clause 12).\n",
        "certification",
        "dpa",
        {("soc2_type2 no", None), ("iso27001 no", None)},
    ),
    (
        "## SOC 2 roadmap\n\n| Step | Target |\n|---|---|\n| SOC 2 Type I audit | Q4 2031 |\n",
        "certification",
        "security",
        {("soc2_type1 in_progress", None)},
    ),
    (
        "## SOC 2 roadmap\n\n| Step | Target |\n|---|---|\n| External penetration test done | Q4 2031 |\n",
        "pentest",
        "security",
        NONE,
    ),
    ("Our host has signed business associate agreements (BAAs) with our company.\n", "hipaa_baa", "compliance", NONE),
    ("| Service | Time |\n|---|---|\n| Availability | 4 hours for 90% of cases |\n", "uptime_sla_percent", "sla", NONE),
    (
        "No PHI is used for training or improving AI models.\n",
        "ai_training_on_customer_data",
        "compliance",
        {("no", None)},
    ),
    (
        "Both parties notify each other, before the maximum term of forty-eight (48) hours, of any breach of data.\n",
        "breach_notification_hours",
        "dpa",
        {(48, None)},
    ),
    (
        (
            "# Sub-processors\n\nWe use a few of them to run it. Their kinds:\n\n"
            "- Hosting\n- Mail\n- Support\n- Models\n\n"
            "The full list of named sub-processors is provided to active customers with the contract.\n"
        ),
        "subprocessor_list",
        "subprocessors",
        NONE,
    ),
    ("[Subprocessors](/subprocessors)\n\n# Subprocessors\n\nLoading ...\n", "subprocessor_list", "subprocessors", NONE),
    (
        "If monthly uptime falls below 99.7%, customers may request a service credit.\n",
        "uptime_sla_percent",
        "sla",
        {(99.7, None)},
    ),
    (
        "Our own gateway and sign-in components run in the EU (Frankfurt).\n",
        "data_residency",
        "dpa",
        {("germany", None)},
    ),
    ("Multi-factor authentication is enforced across all platforms relating to us.\n", "mfa", "security", NONE),
    ("SSO and MFA are supported via your identity provider.\n", "mfa", "security", NONE),
    ("Acme adheres to lawful data retention policies.\n", "retention_control", "security", NONE),
    (
        "## Can I set different retention periods for different projects?\n\nNo. All teams follow the same one.\n",
        "retention_control",
        "help",
        NONE,
    ),
    ("## Can I use SAML without upgrading to Enterprise?\n\nNo, it belongs to that.\n", "sso_saml", "help", NONE),
    (
        "You must sign a BAA before you store health data. The BAA is between you and AWS.\n",
        "hipaa_baa",
        "compliance",
        NONE,
    ),
    (
        "We are not a Business Associate. We will sign a BAA on request.\n",
        "hipaa_baa",
        "compliance",
        YES,
    ),
    ("- Automated provisioning of cloud resources\n", "scim", "compliance", NONE),
    ("- Removable storage media with personal data shall be encrypted.\n", "encryption_at_rest", "dpa", NONE),
    ("Encryption in transit (DTLS), and no data at rest with others.\n", "encryption_at_rest", "compliance", NONE),
    ("Always use TLS 1.2 for all API calls to keep data encrypted.\n", "encryption_in_transit", "security", NONE),
    ("Les échanges publiés passent par HTTPS.\n", "encryption_in_transit", "security", YES),
    (
        "As a provider, Acme holds full PCI DSS Level 1 certification, with a yearly look at card data.\n",
        "certification",
        "security",
        {("pci_dss yes", None)},
    ),
    (
        "Our servers are located in the United States and the European Union. EU servers are only used if requested.\n",
        "data_residency",
        "security",
        {(CHOICE, None)},
    ),
    (
        "Wir handeln insoweit als Auftragsverarbeiter auf Grundlage eines Auftragsverarbeitungsvertrags.\n",
        "gdpr_dpa",
        "privacy",
        YES,
    ),
    ("Contact us to obtain a Data Processing Agreement (DPA).\n", "gdpr_dpa", "help", YES),
    ("# SCIM as an optional feature\n\nSCIM base URL: https://acme.example/scim\n", "scim", "help", YES),
    ("- Access and security logs: 12 months\n", "audit_log", "trust_center", NONE),
    ("Regular audits of access logs are conducted to find what is unusual.\n", "audit_log", "security", NONE),
    ("Acme maintains access logs across all its infrastructure services.\n", "audit_log", "security", NONE),
    (
        "## Dedicated Teams\n\n- Operating what lies under our services, with audit logs\n",
        "audit_log",
        "security",
        NONE,
    ),
    ("Files lie in several places, joined by end-to-end encrypted network links.\n", "e2ee", "security", NONE),
    (
        "Der Anbieter kann den Nachweis durch Vorlage von Zertifikaten (z. B. ISO 27001, SOC 2) führen.\n",
        "certification",
        "dpa",
        NONE,
    ),
    ("Your information is encrypted with AES in transit and in rest.\n", "encryption_at_rest", "security", YES),
    (
        "Die Recheneinheiten werden in der Europäischen Union (Frankfurt, Paris) betrieben werden.\n",
        "data_residency",
        "dpa",
        {("eu", None)},
    ),
    ("Plans are limited by storage, auditing capabilities and audit logs.\n", "audit_log", "help", NONE),
    ("Pas d’audit trail des actions.\n", "audit_log", "help", NONE),
    ("Users with non-MFA choices sign in by mail.\n", "mfa", "help", NONE),
    ("Unsere ISO 27001 Zertifizierung ist in Arbeit.\n", "certification", "security", {("iso27001 in_progress", None)}),
    (
        "- SOC 2 Type I attestation — Q3 2026 (audit in progress with our auditor)\n",
        "certification",
        "trust_center",
        {("soc2_type1 in_progress", None)},
    ),
    ("A spreadsheet doesn't survive a SOC 2 audit, as we know.\n", "certification", "other", NONE),
    ("Whether files are encrypted at rest on disk.\n", "encryption_at_rest", "security", NONE),
    ("Nous choisissons des prestataires offrant le chiffrement au repos.\n", "encryption_at_rest", "privacy", NONE),
    ('"Encryption at rest" is a term used for data that is encrypted on disk.\n', "encryption_at_rest", "help", NONE),
    ("API keys and access tokens are encrypted at rest.\n", "encryption_at_rest", "security", NONE),
    ("Google Analytics data are stored by Google in the United States.\n", "data_residency", "privacy", NONE),
    ("Data of users who are located in the EU is stored in the EU.\n", "data_residency", "privacy", NONE),
    ("Acme is hosted in multiple regions and availability zones.\n", "data_residency", "security", NONE),
    (
        "Acme is hosted in multiple regions: United States, Europe and Australia.\n",
        "data_residency",
        "security",
        {(CHOICE, None)},
    ),
    ("All data is stored in the EU, with an optional US region.\n", "data_residency", "security", {(CHOICE, None)}),
    ("- Ensure all customer data stays in the EU\n", "data_residency", "help", NONE),
    ("Now select Dropbox as the storage location of your vault.\n", "data_residency", "help", NONE),
    ("Business Associate Agreement: signed with covered entities that ask for it.\n", "hipaa_baa", "security", YES),
    ("Out of scope: live penetration testing of our systems.\n", "pentest", "security", NONE),
    ("We may also institute an official bug bounty program in time.\n", "bug_bounty", "security", NONE),
    ("We notify the ICO of a breach within 72 hours.\n", "breach_notification_hours", "security", NONE),
    (
        "Our contracts with those providers exclude training on your content by their models.\n",
        "ai_training_on_customer_data",
        "privacy",
        {("no", None)},
    ),
    ("You can deploy AI agents trained on your business data by us.\n", "ai_training_on_customer_data", "help", NONE),
    ("Our plan includes the report of a GDPR breach to the DPA (72 hours).\n", "gdpr_dpa", "security", NONE),
    ("The list of our sub-processors is available on demand.\n", "subprocessor_list", "privacy", NONE),
    (
        "A full list of sub-processors is made available to customers under the DPA.\n",
        "subprocessor_list",
        "privacy",
        NONE,
    ),
    ("https://acme.example/docs/audit-logs\n", "audit_log", "help", NONE),
    ("- SOC 2: not currently certified.\n", "certification", "security", {("soc2 no", None)}),
    (
        "The Processor may satisfy audit requests by providing third-party audit reports (SOC 2, ISO 27001).\n",
        "certification",
        "dpa",
        NONE,
    ),
    ("- Encrypted transport\n", "encryption_in_transit", "security", YES),
    ("Mail, metadata, and audit logs, are encrypted with AES-256.\n", "audit_log", "security", NONE),
    ("- Reference: Cloudflare Privacy Policy · see the Cloudflare DPA.\n", "gdpr_dpa", "subprocessors", NONE),
    (
        "It supports the commitments in our policy and our Data Processing Agreement (DPA) about subprocessors.\n",
        "gdpr_dpa",
        "subprocessors",
        YES,
    ),
    (
        "Provide a written incident report within 48 hours containing the nature of the breach.\n",
        "breach_notification_hours",
        "dpa",
        NONE,
    ),
    (
        "We share it only with the following categories of sub-processors: hosting.\n",
        "subprocessor_list",
        "privacy",
        NONE,
    ),
    (
        "Dedicated instances can be hosted in Switzerland, the EU, or Canada, with more on request.\n",
        "data_residency",
        "help",
        {(CHOICE, None)},
    ),
    (
        "Data is processed and stored in AWS regions as selected during your tenant onboarding.\n",
        "data_residency",
        "privacy",
        {(CHOICE, None)},
    ),
    (
        "Our infrastructure operates exclusively within the europe-west2 (London) region.\n",
        "data_residency",
        "dpa",
        {("uk", None)},
    ),
    (
        "Mail is retained according to your organization's configured retention policy (30, 90, or custom days).\n",
        "retention_control",
        "privacy",
        YES,
    ),
    ("We manage a retention policy for our logs.\n", "retention_control", "privacy", NONE),
    ("You can adjust cookie retention settings in your own browser.\n", "retention_control", "privacy", NONE),
    ("We may also make available a Subprocessor List and similar materials.\n", "subprocessor_list", "terms", NONE),
    (
        "For those pursuing SOC2 using Acme as a backend, we will gladly support you in your audit process.\n",
        "certification",
        "compliance",
        NONE,
    ),
    (
        "We notify the breach to the President of the Office within 72 hours.\n",
        "breach_notification_hours",
        "privacy",
        NONE,
    ),
]


@pytest.mark.parametrize(
    ("text", "fact", "kind", "says"), SAID, ids=[f"{fact}: {text[:40]}" for text, fact, _, _ in SAID]
)
def test_what_a_statement_says(text: str, fact: str, kind: str, says: Said) -> None:
    assert found(text, fact, kind=kind, url=ACME) == says
