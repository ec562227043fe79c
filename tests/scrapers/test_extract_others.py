"""What pages say of other products, of authorities, of their readers' systems, and of things still to come."""

import pytest

from tests.scrapers.test_extract_traps import Said, found

ACME = "https://acme.example/page"

OF_OTHERS = [
    ("The breach is notified to the Garante within 72 hours.\n", "privacy", "breach_notification_hours"),
    ("The breach is reported to the data protection authority within 72 hours.\n", "dpa", "breach_notification_hours"),
    (
        "Il Titolare notifica la violazione all’Autorità di controllo entro 72 ore.\n",
        "dpa",
        "breach_notification_hours",
    ),
    ("Before signing, insert your actual sub-processor list.\n", "dpa", "subprocessor_list"),
    ("Customers can request further papers (certificates, sub-processor list).\n", "dpa", "subprocessor_list"),
    ("We’ll send the template with the sub-processor list.\n", "dpa", "subprocessor_list"),
    ("You can use Birch SSO (Single Sign On) to log in with fewer passwords.\n", "help", "sso_saml"),
    ("Acme supports repositories hosted on Birch with SAML single sign-on.\n", "help", "sso_saml"),
    (
        "To get an SSL certificate of Let's Encrypt, the domain must be exclusively ours.\n",
        "help",
        "encryption_in_transit",
    ),
    ("Set the geographic regions where a DNS record will be served.\n", "other", "data_residency"),
    ("Select your regional database as the source.\n", "other", "data_residency"),
    ("Les données au repos sont chiffrées par nos hébergeurs.\n", "privacy", "encryption_at_rest"),
    ("Encryption at rest: settings are encrypted at rest by Birchcloud.\n", "privacy", "encryption_at_rest"),
    ("Install the agent so that you can ship your audit logs to Acme.\n", "help", "audit_log"),
    ("You may use a Birch. Birch Door is a cloud platform with MFA for all users.\n", "help", "mfa"),
    ("Birch is an open source identity provider for your team. It has audit logging.\n", "help", "audit_log"),
    ("**Security SLA:** Acme does not provide a formal SLA for security issues.\n", "security", "uptime_sla_percent"),
    ("Acme enforces a strict data retention policy for all workspaces.\n", "help", "retention_control"),
    ("Log in with a code in case you don’t have your MFA device available.\n", "help", "mfa"),
    ("Multi-factor authentication is required for administrative accounts.\n", "security", "mfa"),
    ("# Encryption at Rest Guardrails\n\nThey look at your cloud.\n", "security", "encryption_at_rest"),
    ("Notify the Acme support team of an incident within thirty (30) days.\n", "sla", "breach_notification_hours"),
    (
        "In a breach, you are obligated to inform those affected within 72 hours.\n",
        "other",
        "breach_notification_hours",
    ),
    ("Metadata for US-hosted customers:\n", "help", "data_residency"),
    ("Removed files are shown in the Build Activity Log of your project.\n", "help", "audit_log"),
    ("- **Carriers:** Enterprise SMS providers with SOC 2 Type II certification\n", "security", "certification"),
    ("- **Audit Logging:** Comprehensive logging of all system access and changes\n", "security", "audit_log"),
    ("Your use of the Backend As A Service (BaaS) has terms of its own.\n", "terms", "hipaa_baa"),
    ("For an individual located in the EU or UK, this part applies to your data.\n", "privacy", "data_residency"),
    ("Mail goes over TLS unless the receiver does not support TLS.\n", "help", "encryption_in_transit"),
    ("You can set up a retention analysis for your users.\n", "help", "retention_control"),
    ("- Data processing agreements with all service providers\n", "privacy", "gdpr_dpa"),
    ("Sub-processors are required to notify us of a breach within 24 hours.\n", "dpa", "breach_notification_hours"),
    ("- Comprehensive audit logging of all access events\n", "security", "audit_log"),
    ("- **Roles**: editor (no user management, no billing, no audit log).\n", "security", "audit_log"),
    (
        "We share contact data with our mail provider (Birch), under a Data Processing Agreement.\n",
        "privacy",
        "gdpr_dpa",
    ),
    ("Our backend runs on Birch infrastructure with data processing agreements in place.\n", "privacy", "gdpr_dpa"),
    ("- Two-factor authentication required on all team accounts\n", "security", "mfa"),
    ("We list valid reports in public; bounty program in development\n", "security", "bug_bounty"),
    ("No garantizamos 100 % de disponibilidad.\n", "terms", "uptime_sla_percent"),
    ("Nous ne garantissons pas 100 % de disponibilité.\n", "terms", "uptime_sla_percent"),
    ("Firms generally have to tell those affected by a breach within 30 days.\n", "other", "breach_notification_hours"),
    ("We run a disclosure programme (Phase 2: bug bounty).\n", "privacy", "bug_bounty"),
    ("It does not use mutual TLS (mTLS).\n", "security", "encryption_in_transit"),
    (
        "If you have taken images made by our trained model, your content stays.\n",
        "terms",
        "ai_training_on_customer_data",
    ),
    ("Birch states that customer inputs do not train its models.\n", "privacy", "ai_training_on_customer_data"),
    ("No guarantee of 100% uptime.\n", "terms", "uptime_sla_percent"),
    ("Select the key used for the database in the DR region.\n", "help", "data_residency"),
    ("- **Certificates:** Automated provisioning, rotation and revocation.\n", "security", "scim"),
    ("Scheduled tests, as mandated by industry standards (HIPAA compliance).\n", "help", "hipaa_baa"),
    ("The incident policy and the retention policy are available to reviewers.\n", "security", "retention_control"),
    ("- **Cloud provider** with SOC 2 Type II certification\n", "security", "certification"),
]


@pytest.mark.parametrize(("text", "kind", "fact"), OF_OTHERS, ids=[text[:40] for text, _, _ in OF_OTHERS])
def test_what_is_said_of_others_is_not_said_of_the_vendor(text: str, kind: str, fact: str) -> None:
    assert found(text, fact, kind=kind, url=ACME) == set()


OWN = [
    ("Acme is a platform with SAML single sign-on for your team.\n", "help", "sso_saml", {("yes", None)}),
    ("- Tokens are never written to the audit log.\n", "security", "audit_log", {("yes", None)}),
    ("The `name` is an optional field of the SAML attribute.\n", "help", "sso_saml", {("yes", None)}),
    ("We support EU data residency for product data.\n", "security", "data_residency", {("eu", None)}),
    ("- **Database**: managed, region us-east-1.\n", "security", "data_residency", {("us", None)}),
    ("All processing and storage of data stays within European borders.\n", "other", "data_residency", {("eu", None)}),
    ("### Location\n\n- All processing within EU/EEA\n", "dpa", "data_residency", {("eu", None)}),
    ("- API and database on a public cloud (us-east1).\n", "security", "data_residency", {("us", None)}),
    ("Periods differ: retention periods are configurable by Customer.\n", "dpa", "retention_control", {("yes", None)}),
    ("The audit trail is immutable: nobody can change it.\n", "dpa", "audit_log", {("yes", None)}),
    ("- AES-256 encryption protects stored data and backups.\n", "security", "encryption_at_rest", {("yes", None)}),
    ("If you’re interested, we have received SOC 2 attestation.\n", "terms", "certification", {("soc2 yes", None)}),
    ("Customers control data retention within their account.\n", "privacy", "retention_control", {("yes", None)}),
    ("- Multi-factor authentication (MFA) capability\n", "dpa", "mfa", {("yes", None)}),
    ("Acme processes data in the United States.\n", "dpa", "data_residency", {("us", None)}),
    (
        "## Security Best Practices\n\n- **Penetration Testing:** Annual third-party penetration tests\n",
        "security",
        "pentest",
        {("yes", None)},
    ),
    (
        "Acme primarily stores and processes data in the United States.\n",
        "subprocessors",
        "data_residency",
        {("us", None)},
    ),
    ("These are optional fields for SAML in your settings.\n", "help", "sso_saml", {("yes", None)}),
    ("- **IDP Entry**: the address from the SSO tab of your provider\n", "help", "sso_saml", {("yes", None)}),
    ("Your business customers can manage their own SSO.\n", "help", "sso_saml", {("yes", None)}),
    ("Users sign in by SAML, as the Addon settings of their app say.\n", "help", "sso_saml", {("yes", None)}),
    (
        "These cloud regions are available:\n\n| Region | Place |\n|--|--|\n| a | Sydney |\n| b | Oregon |\n",
        "help",
        "data_residency",
        {("customer choice of region", None)},
    ),
    (
        "## SOC 2 controls\n\nBuilt around the criteria. Formal certification is on our roadmap.\n",
        "security",
        "certification",
        {("soc2 in_progress", None)},
    ),
    (
        "### Data Breach\n\n- Notify Controller within 24 hours of becoming aware\n",
        "dpa",
        "breach_notification_hours",
        {(24, None)},
    ),
    (
        "## Certifications\n\n### ISO 27001\n\nIn progress\n",
        "security",
        "certification",
        {("iso27001 in_progress", None)},
    ),
]


@pytest.mark.parametrize(("text", "kind", "fact", "says"), OWN, ids=[text[:40] for text, _, _, _ in OWN])
def test_what_is_said_of_the_vendor_in_few_words(text: str, kind: str, fact: str, says: Said) -> None:
    assert found(text, fact, kind=kind, url=ACME) == says


TRAINED = [
    ("Except as otherwise agreed, Customer grants Acme permission to use Customer Data to train its models.\n", "yes"),
    ("A separate affirmative choice is required before your content is used to train a model.\n", "opt_in"),
    ("Sensitive information never leaves your hands or gets used for model training.\n", "no"),
]


@pytest.mark.parametrize(("text", "value"), TRAINED, ids=[value for _, value in TRAINED])
def test_whether_customers_must_agree_to_training(text: str, value: str) -> None:
    assert found(text, "ai_training_on_customer_data", kind="terms", url=ACME) == {(value, None)}


def test_keywords_before_a_page_are_no_statements() -> None:
    front = "---\ntitle: Security\nnote: Read the pages of the trust centre.\nkeywords:\n- pen-test\n- audit log\n---\n"
    assert found(front, "pentest", url=ACME) == set()


def test_the_agreement_may_be_linked_below_a_page_on_trust_only() -> None:
    page = "<html><body><p>We care.</p><footer><a href='{}'>DPA</a></footer></body></html>"
    linked = {("yes", None)}
    assert found(page.format("dpa.html"), "gdpr_dpa", kind="security", name="a.html", url=ACME) == linked
    assert found(page.format("https://acme.example/dpa"), "gdpr_dpa", name="a.html", url=ACME) == linked
    assert found(page.format("https://birch.example/dpa"), "gdpr_dpa", name="a.html", url=ACME) == set()
    assert found(page.format("dpa.html"), "gdpr_dpa", kind="pricing", name="a.html", url=ACME) == set()
