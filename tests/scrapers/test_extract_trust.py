"""What trust centres, security pages, contracts and help articles say in few words, or of others than the vendor."""

import pytest

from tests.scrapers.test_extract_traps import Said, found

ACME = "https://acme.example/trust"
AI = "ai_training_on_customer_data"

CERTIFICATES = [
    ("Data centers are SOC 2 attested.\n", set()),
    ("All payments are encrypted and PCI-compliant.\n", set()),
    (
        "## What we do not claim\n\n- SOC 2 Type II or ISO 27001 certification\n",
        {("soc2_type2 no", None), ("iso27001 no", None)},
    ),
    (
        "Acme is ISO 27001, ISO 27701, and GDPR compliant, and follows HIPAA guidelines.\n",
        {("iso27001 yes", None), ("iso27701 yes", None)},
    ),
    ("- ISO 27001 certification in preparation\n", {("iso27001 in_progress", None)}),
    ("## Badges\n\nDisplay certifications:\n\n- SOC 2 Type II\n- ISO 27001\n", set()),
    ("## Badges\n\nOur certifications:\n\n- ISO 27001\n", {("iso27001 yes", None)}),
    ("Wir speichern Briefe auf Schweizer Servern, die nach ISO 27001 zertifiziert sind.\n", set()),
    ("- Our data center holds several certificates:\n    - ISO 27001\n    - TISAX\n", set()),
    ("- Our company holds several certificates:\n    - ISO 27001\n", {("iso27001 yes", None)}),
    (
        "**SOC 2**: Acme maintains SOC 2 certification, which shows how high our standards for safety are.\n",
        {("soc2 yes", None)},
    ),
    ("**SOC 2**: our isolation and attestation map to the criteria of trust.\n", set()),
    ("## Does this help with SOC 2?\n\nYes. What it leaves can support your audits.\n", set()),
    (
        "Our controls align with the usual ones, and with our pursuit of SOC 2 compliance.\n",
        {("soc2 in_progress", None)},
    ),
    ("SOC 2 Type I report Q3 2027 target.\n", {("soc2_type1 in_progress", None)}),
    (
        "These measures are designed to protect what you write. They include:\n\n- Audits: SOC 2 Type II.\n",
        {("soc2_type2 yes", None)},
    ),
]


@pytest.mark.parametrize(("text", "says"), CERTIFICATES, ids=[text[:40] for text, _ in CERTIFICATES])
def test_whose_certificate_it_is(text: str, says: Said) -> None:
    assert found(text, "certification", url=ACME) == says


BADGES = [
    ("SOC 2 Type II · ISO 27001 · GDPR\n", {("soc2_type2 yes", None), ("iso27001 yes", None)}),
    ("## Certifications\n\n### HITRUST\n\nAsk us for the letter.\n", {("hitrust yes", None)}),
    (
        "## Papers\n\n### ISO 27017 / 27018\n\nAuditor: Birch LLC\n",
        {("iso27017 yes", None), ("iso27018 yes", None)},
    ),
    ("## Compliance\n\n### SOC 2\n\nOur controls are aligned to it.\n", set()),
    ("## Compliance\n\n### SOC 2\n\nWe can help you with your own audit.\n", set()),
    ("## Compliance\n\n### SOC 2\n\nThis is a framework of the accountants.\n", set()),
    ("## Certifications of our hosting provider\n\n### ISO 27001\n\nAsk them for it.\n", set()),
    ("SOC 2 Type II\n\nCertified annually\n", {("soc2_type2 yes", None)}),
    ("SOC 2 Type II\n\nAn essay about it\n", set()),
    ("### ISO 27001\n\nA paragraph about something else.\n", set()),
]


@pytest.mark.parametrize(("text", "says"), BADGES, ids=[text[:40] for text, _ in BADGES])
def test_a_certificate_that_stands_alone(text: str, says: Said) -> None:
    assert found(text, "certification", kind="trust_center", url=ACME) == says


def test_the_plans_may_follow_in_a_list_or_a_table() -> None:
    lead = "SAML is offered on the following plans:\n\n"
    assert found(f"{lead}- Business\n- Enterprise\n", "sso_saml", kind="help") == {
        ("yes", "Business"),
        ("yes", "Enterprise"),
    }
    table = "| Name | Price |\n|---|---|\n| Business | $9 |\n"
    assert found(f"{lead}{table}", "sso_saml", kind="help") == {("yes", "Business")}
    assert found("SAML is not offered on these plans:\n\n- Business\n", "sso_saml", kind="help") != {
        ("yes", "Business")
    }


def test_a_card_names_a_feature_and_praises_it_in_a_few_words() -> None:
    card = "Audit logs\n\n7-year retention\n"
    assert found(card, "audit_log", kind="trust_center") == {("yes", None)}
    assert found("Audit logs\n\n" + "They are a long story that nobody tells here. " * 3, "audit_log") == set()


def test_a_page_about_several_products_tells_of_the_vendor_only_what_it_says_of_itself() -> None:
    review = (
        "# Are video platforms HIPAA compliant?\n\n## Birchmeet\n\n- End-to-end encryption, a BAA is available.\n\n"
        "## About us\n\nWe offer SAML to customers.\n"
    )
    assert found(review, "hipaa_baa", kind="other", url="https://acme.example/p") == set()
    assert found(review, "sso_saml", kind="other", url="https://acme.example/p") == {("yes", None)}


def test_a_page_that_explains_things_tells_of_the_vendor_only_what_it_says_of_itself() -> None:
    lesson = (
        "# What a BAA is\n\n- SOC 2 Type II\n- A signed BAA requires policies and training.\n\n"
        "Acme offers a BAA at the Business tier and above.\n"
    )
    for path in ("glossary/baa", "guides/what-is-a-baa", "blog/baa", "news/baa"):
        url = f"https://acme.example/{path}"
        assert found(lesson, "certification", kind="other", url=url) == set()
        assert found(lesson, "hipaa_baa", kind="other", url=url) == {("yes", "Business")}
    assert found("# A talk on encryption at rest\n", "encryption_at_rest", kind="other") == set()


def test_a_page_about_sub_processors_tells_of_their_agreements_not_of_the_customers() -> None:
    page = "# Sub-processors\n\nWe list every one here.\n\nWe sign a Data Processing Addendum before data flows.\n"
    assert found(page, "subprocessor_list", kind="subprocessors") == {("yes", None)}
    assert found(page, "gdpr_dpa", kind="subprocessors") == set()


def test_on_a_host_of_code_the_owner_is_the_vendor() -> None:
    text = "Acme is a SOC 2 compliant service.\n"
    assert found(text, "certification", url="https://github.com/acme/thing/security") == {("soc2 yes", None)}
    assert found(text, "certification", url="https://github.com/birch/thing/security") == set()


PLACES = [
    ("Your data is hosted on a German server.\n", {("germany", None)}),
    (
        "All of your data — letters, copies, backups — lives in EU data centres: a big one, and one more.\n",
        {("eu", None)},
    ),
    ("Data centers: United States, Germany and Ireland sites with good partners.\n", {("us", None), ("eu", None)}),
    ("- Access: servers in a data centre (Germany) with physical guards for staff.\n", {("germany", None)}),
    ("We host the data in the data center Munich East.\n", {("germany", None)}),
    ("Our software is hosted on servers in data centers in Iowa, North America.\n", {("us", None)}),
    (
        "Data is stored in the U.S., however Acme has added optional storage locations in India.\n",
        {("us", None), ("customer choice of region", None)},
    ),
    (
        "Each database is launched in the cloud region chosen by the customer.\n",
        {("customer choice of region", None)},
    ),
    (
        "When you create a project, you are given a choice of data storage location.\n",
        {("customer choice of region", None)},
    ),
    ("- Data center location(s)\n- Canada\n", {("canada", None)}),
    ("Wir setzen ausschließlich auf deutsche Rechenzentren.\n", {("germany", None)}),
    (
        "Data is stored in the region you selected when you signed up.\n",
        {("customer choice of region", None)},
    ),
    ("Acme Cloud is available in US or EU data centers.\n", {("customer choice of region", None)}),
    ("The price of each cluster is based on the selected region.\n", set()),
    (
        "Our servers are hosted in these locations:\n\n- Tokyo, Japan\n- Sydney, Australia\n",
        {("japan", None), ("australia", None)},
    ),
    (
        "Our servers are hosted in these regional locations:\n\n- Japan\n- Australia\n- Canada\n- Brazil\n",
        {("customer choice of region", None)},
    ),
    ("The law applies to organisations located within the EU, but also to those outside that store data.\n", set()),
]


@pytest.mark.parametrize(("text", "says"), PLACES, ids=[text[:40] for text, _ in PLACES])
def test_where_data_is_said_to_be(text: str, says: Said) -> None:
    assert found(text, "data_residency") == says


def test_a_contract_keeps_data_where_it_is_not_taken_from() -> None:
    text = "The processor will not allow data to be processed outside the European Economic Area (EEA).\n"
    assert found(text, "data_residency", kind="dpa") == {("eea", None)}
    assert found(text, "data_residency", kind="security") == set()
    denied = "We don't transfer your letters outside of the EU.\n"
    assert found(denied, "data_residency", kind="privacy") == {("eu", None)}


SAID = [
    ("- Transfer control: TLS 1.3 for all connections\n", "encryption_in_transit", {("yes", None)}),
    ("We encrypt all traffic between you and our servers.\n", "encryption_in_transit", {("yes", None)}),
    ("Data at rest is encrypted by the cloud systems that Acme relies on.\n", "encryption_at_rest", set()),
    ("Ihre Daten werden im Speicher mit AES-128 verschlüsselt.\n", "encryption_at_rest", {("yes", None)}),
    ("Mitarbeiter müssen eine Zwei-Faktor-Authentifizierung durchlaufen, um dort zu arbeiten.\n", "mfa", set()),
    ("Currently, we do not support Google OAuth 2.0 or two-factor authentication.\n", "mfa", {("no", None)}),
    ("- Penetration tests: once a year by others (planned from 2027)\n", "pentest", set()),
    ("We do not train AI models on your clinic’s letters.\n", "ai_training_on_customer_data", {("no", None)}),
    ("- Data retention policy\n", "retention_control", set()),
    ("This is captured within Acme's Data Processing Agreement.\n", "gdpr_dpa", {("yes", None)}),
    ("This is captured within Birch's Data Processing Agreement.\n", "gdpr_dpa", set()),
    ("[Data Processing Addendum](https://acme.example/dpa)\n", "gdpr_dpa", {("yes", None)}),
    ("[Data Processing Addendum](https://acme.example/about)\n", "gdpr_dpa", set()),
    ("Data is protected in transit, at rest, and in use.\n", "encryption_at_rest", {("yes", None)}),
    ("Data is protected in transit, at rest, and in use.\n", "encryption_in_transit", {("yes", None)}),
    ("This page tells how Acme enforces data retention policies on your account.\n", "retention_control", set()),
    (
        "Bei einer Verletzung des Schutzes der Daten benachrichtigen wir Sie innerhalb von 48 Stunden.\n",
        "breach_notification_hours",
        {(48, None)},
    ),
    (
        "En cas de violation de données, nous informons nos clients dans un délai de 2 jours.\n",
        "breach_notification_hours",
        {(48, None)},
    ),
    ("To reach Acme systems, people sign in with a second factor; access to Acme systems is logged.\n", "mfa", set()),
    ("TLS 1.3 is enforced at the ingress.\n", "encryption_in_transit", {("yes", None)}),
    ("When it starts, the key is downloaded over HTTPS from our servers.\n", "encryption_in_transit", set()),
    ("Optional kann eine Zwei-Faktor-Authentisierung aktiviert werden.\n", "mfa", {("yes", None)}),
    ("You can sign our agreement on the processing of personal data.\n", "gdpr_dpa", {("yes", None)}),
    ("All systems use single sign-on of the company SSO for users.\n", "sso_saml", set()),
    ("Accounts are locked out after five failed codes of multi-factor authentication.\n", "mfa", set()),
    ("If you require a Data Processing Agreement (DPA), please reach out to our team.\n", "gdpr_dpa", {("yes", None)}),
    ("To review Acme's sub-processors, please see the page.\n", "subprocessor_list", {("yes", None)}),
    ("To set up accounts in your directory, you first make an app of the SAML type.\n", "sso_saml", set()),
    (
        "All vendors that keep health data for us are required to enter into a Business Associate Agreement.\n",
        "hipaa_baa",
        set(),
    ),
    ("Both providers maintain SOC 2 Type II compliance on their own.\n", "certification", set()),
    ("Documents under legal hold are deleted when it ends.\n", "ediscovery_or_legal_hold", set()),
    ("Once a year, Acme performs a review of our sub-processors.\n", "subprocessor_list", set()),
    ("Letters are encrypted, and all data is purged and never used for AI training.\n", AI, {("no", None)}),
    ("All data transferred between our servers and your devices is encrypted.\n", "encryption_at_rest", set()),
    ("A DPA is required under GDPR once a vendor keeps data of your customers.\n", "gdpr_dpa", set()),
    ("A key for encrypted communications with us is signed.\n", "encryption_in_transit", set()),
    ("While you are engaged in penetration testing, tell our team.\n", "pentest", set()),
    ("We do not train our models using your Account Information or Contact Details.\n", AI, set()),
    ("You license us your content, without acknowledgement, to train AI models of ours.\n", AI, {("yes", None)}),
    (
        "We do not use inputs to train our models, unless: (1) they are flagged or (2) you have explicitly agreed.\n",
        AI,
        {("opt_in", None)},
    ),
    ("Records not used for model training.\n", "ai_training_on_customer_data", {("no", None)}),
    ("## Can I use my isolated environment beside the other?\n\nYes, you can.\n", "tenant_isolation", set()),
    ("We can give you IP allowlists so that you know requests originating from us.\n", "ip_allowlist", set()),
    ("For example: Member role changed, custom roles updated by the admin.\n", "roles", set()),
    ("You can download the SBOM of your project, in CSV.\n", "export_format", set()),
    (
        "We use the AES-256 cipher to encrypt databases, backups and replicas.\n",
        "encryption_at_rest",
        {("yes", None)},
    ),
    ("We store letters of customers using the newest encryption.\n", "encryption_at_rest", {("yes", None)}),
    ("Access tokens are stored using encryption.\n", "encryption_at_rest", set()),
    (
        'This Business Associate Agreement ("BAA") is entered between Acme and your clinic.\n',
        "hipaa_baa",
        {("yes", None)},
    ),
    ("Audit logging is centralized so that we see intruders.\n", "audit_log", set()),
    ("Each print is recorded in an audit log with configurable retention.\n", "retention_control", set()),
    ("While the directory can provision by SCIM, Acme does not currently support SCIM.\n", "scim", {("no", None)}),
    ("SOC 2 reports provide comfort to those who buy.\n", "certification", set()),
    ("We do not train on user data.\n", AI, {("no", None)}),
    ("We don't train models on it.\n", AI, {("no", None)}),
    ("Expect a 24-hour customer notification of any breach.\n", "breach_notification_hours", {(24, None)}),
    ("If you have an Apple ID that has two-factor authentication, you can sign in with it.\n", "mfa", set()),
    ("Where appropriate, audit trails support accountability of admins.\n", "audit_log", set()),
    ("Storage is encrypted by default.\n", "encryption_at_rest", {("yes", None)}),
    (
        "While we do not yet have the paper, the system uses HTTPS for the transfer of your data.\n",
        "encryption_in_transit",
        {("yes", None)},
    ),
    ("We do not currently have SSO in any of our systems.\n", "sso_saml", {("no", None)}),
    ("- SSO (Enterprise) — SAML for your people.\n", "sso_saml", {("yes", "Enterprise")}),
    ("1. Go to the sub-processor page of yours, which lists sub-processors.\n", "subprocessor_list", set()),
    ("Der Kunde ist mit dem Einsatz folgender Subunternehmer: einverstanden.\n", "subprocessor_list", {("yes", None)}),
    ("- Attach the DPA that is available from the vendor.\n", "gdpr_dpa", set()),
    ("We do not use it to train models of any kind.\n", AI, {("no", None)}),
    (
        "If your letters are accessed without authorization, we notify you within 24 hours.\n",
        "breach_notification_hours",
        {(24, None)},
    ),
    ("We notify you no later than 30 days after a breach is found.\n", "breach_notification_hours", {(720, None)}),
    ("All transport is TLS 1.3.\n", "encryption_in_transit", {("yes", None)}),
    (
        "See more on our subprocessors [here](https://acme.example/subprocessors).\n",
        "subprocessor_list",
        {("yes", None)},
    ),
    ("See more on our subprocessors [here](https://acme.example/questions).\n", "subprocessor_list", set()),
    ("Your people use your identity provider's multi-factor authentication.\n", "mfa", set()),
    ("We do not offer any encryption of letters beyond what SMTP transmission has.\n", "encryption_in_transit", set()),
    ("An X.509 file is a digital certificate that can encrypt traffic by TLS.\n", "encryption_in_transit", set()),
    ("## Best practices\n\n### Encrypt data at rest\n\nPick a cipher.\n", "encryption_at_rest", set()),
    ("Letters are never sent to us without first being encrypted on your device.\n", "e2ee", {("yes", None)}),
    ("You can sign our DPA, which names all our sub-processors.\n", "gdpr_dpa", {("yes", None)}),
    ("Acme is not HIPAA compliant.\n", "hipaa_baa", {("no", None)}),
    (
        "You may object to the use of customer property for improving artificial intelligence models.\n",
        AI,
        {("opt_out", None)},
    ),
    (
        "## How we use your information\n\n- To develop Acme: for example, to train our models.\n",
        AI,
        {("yes", None)},
    ),
    ("We do not support SAML, invitations, domain checks, SCIM or groups.\n", "scim", {("no", None)}),
    (
        "SSO is available to all of the Pilot Plan, Fleet Plan, or Enterprise Plan.\n",
        "sso_saml",
        {("yes", "Pilot"), ("yes", "Fleet"), ("yes", "Enterprise")},
    ),
    (
        "SSO is there for Pro, MSP, and Enterprise customers.\n",
        "sso_saml",
        {("yes", "Pro"), ("yes", "MSP"), ("yes", "Enterprise")},
    ),
    ("SSO is not available on plans like Starter or Pro.\n", "sso_saml", {("no", "Starter"), ("no", "Pro")}),
    ("## Groups and Teams\n\nPeople who come by SAML join your groups.\n", "sso_saml", {("yes", None)}),
    ("Additionally, all providers are ISO 27001 certified.\n", "certification", set()),
    (
        "The subprocessors behind Acme have obtained audits by others.\n\n- Cloud One\n  - PCI DSS\n  - ISO 27001\n",
        "certification",
        set(),
    ),
    ("We do not use Subscriber Data to train algorithms.\n", AI, {("no", None)}),
    ("You control this by choosing “No” when asked to allow your data to train models.\n", AI, {("opt_out", None)}),
    ("We do not support encryption-at-rest for letters.\n", "encryption_at_rest", {("no", None)}),
    ("Acme includes disk encryption of all databases.\n", "encryption_at_rest", {("yes", None)}),
    ("We support SSL encryption on all our services.\n", "encryption_in_transit", {("yes", None)}),
    ("Some events (login, two-factor auth) are shown to admins.\n", "mfa", set()),
    ("We offer a reward for every report of a problem that was not yet known to us.\n", "bug_bounty", {("yes", None)}),
    (
        "We report incidents on no less than 14 days from the date, and a breach within four (4) hours.\n",
        "breach_notification_hours",
        {(4, None)},
    ),
    (
        "SSO is there on Pro and Enterprise [Console plans](https://acme.example/plans).\n",
        "sso_saml",
        {("yes", "Pro"), ("yes", "Enterprise")},
    ),
    ("You will still need to sign a Business Associate Agreement (BAA) with AWS.\n", "hipaa_baa", set()),
    (
        "Acme's DPA located at https://acme.example/legal/dpa is a part of these terms.\n",
        "gdpr_dpa",
        {("yes", None)},
    ),
    ("We guard letters by measures such as HTTPS.\n", "encryption_in_transit", set()),
    ("We have safeguards to protect your data, such as HTTPS.\n", "encryption_in_transit", {("yes", None)}),
    (
        "Letters are kept on your disk and, where enabled, by disk encryption (BitLocker).\n",
        "encryption_at_rest",
        set(),
    ),
    ("We do not use your data of Other to train generalized AI models.\n", AI, set()),
    ("SCIM is only available to Acme Enterprise teams.\n", "scim", {("yes", "Enterprise")}),
    ("Cloud One Web Services’s SLA for its store is 99.9%.\n", "uptime_sla_percent", set()),
    ("It records actions such as changes of sources or MFA.\n", "mfa", set()),
    (
        "By default, cloud providers allow access, which is secured by TLS for all traffic.\n",
        "encryption_in_transit",
        set(),
    ),
    (
        "We sign a BAA with customers. No BAA is required for what never leaves your disk.\n",
        "hipaa_baa",
        {("yes", None)},
    ),
    (
        "## Sub-processors\n\n- Cloud One - hosting\n- Mail Two - letters\n- Pay Three - payment\n",
        "subprocessor_list",
        {("yes", None)},
    ),
    (
        "## Sub-processors\n\n- Acme shall name them\n- You may object\n- Acme will answer\n",
        "subprocessor_list",
        set(),
    ),
    ("Storage complies with PCI DSS (https://docs.aws.amazon.com/redshift).\n", "certification", set()),
    ("Everything is end-to-end encrypted, data and metadata.\n", "e2ee", {("yes", None)}),
    ("Letters are end-to-end encrypted, metadata is not.\n", "e2ee", set()),
    (
        "This does not apply where we act under the Data Processing Addendum entered into with those customers.\n",
        "gdpr_dpa",
        {("yes", None)},
    ),
    ("We are willing to bear risk within the requirements of the DPA/GDPR.\n", "gdpr_dpa", set()),
    ("Of a breach the Client will notify Acme within 72 hours.\n", "breach_notification_hours", set()),
    ("We regularly maintain a PCI DSS certification for payments.\n", "certification", {("pci_dss yes", None)}),
    ("- This is optional, you can add a certificate for extra SSO security\n", "sso_saml", set()),
    ("SSO is for Acme Enterprise customers and on the Enterprise plan.\n", "sso_saml", {("yes", "Enterprise")}),
    ("The uptime of most SLAs is guaranteed at 99.9%.\n", "uptime_sla_percent", set()),
    ("We have a SOC 2 Type II report. An audit is planned: none.\n", "certification", {("soc2_type2 yes", None)}),
    (
        "A SOC 2 Type II audit is planned.\n\nContact us to request the current SOC 2 report.\n",
        "certification",
        {("soc2_type2 in_progress", None)},
    ),
    (
        (
            "| # | Question | Answer |\n|---|---|---|\n| 1 | Is data encrypted at rest? | **Yes** - AES-256 |\n"
            "| 2 | Is audit logging there? | No, not yet |\n"
        ),
        "encryption_at_rest",
        {("yes", None)},
    ),
    (
        (
            "| # | Question | Answer |\n|---|---|---|\n| 1 | Is SSO supported? | **Yes** - by OIDC |\n"
            "| 6a | Is audit logging there? | No, not yet |\n"
        ),
        "audit_log",
        {("no", None)},
    ),
    (
        "- Sign-in: your people use SSO with their own provider. Available on Enterprise.\n",
        "sso_saml",
        {("yes", "Enterprise")},
    ),
    (
        "## SSO for your Pro plan\n\nSSO is for your team.\n\n- Configure SSO\n",
        "sso_saml",
        {("yes", "Pro")},
    ),
    ("To integrate SSO with Acme, follow these steps:\n", "sso_saml", set()),
    ("Submitted data is encrypted when it leaves your premises.\n", "encryption_in_transit", {("yes", None)}),
    (
        "All data is encrypted and hosted on renewable energy powered servers.\n",
        "encryption_at_rest",
        {("yes", None)},
    ),
    (
        "We've listed links to our current sub-processors in our policy.\n",
        "subprocessor_list",
        {("yes", None)},
    ),
    (
        "Understand retention policies, including what storage admins choose.\n",
        "retention_control",
        set(),
    ),
    ("## Do you have SSO?\n\nYes, Enterprise plans include SAML SSO.\n", "sso_saml", {("yes", "Enterprise")}),
    ("Activity logs are maintained by Acme. See how to access logs.\n", "audit_log", set()),
    ("We have a data processing agreement (DPA) with this provider.\n", "gdpr_dpa", set()),
    ("What we are bound to is shown in your personal data processing agreement.\n", "gdpr_dpa", {("yes", None)}),
    ("Some of your data is stored encrypted on disks.\n", "encryption_at_rest", set()),
]


@pytest.mark.parametrize(("text", "fact", "says"), SAID, ids=[f"{fact}: {text[:30]}" for text, fact, _ in SAID])
def test_what_few_words_say(text: str, fact: str, says: Said) -> None:
    assert found(text, fact, url=ACME) == says
