"""How ordinary security, contract and help pages put things that their readers look for, and what is none of them."""

import pytest

from tests.scrapers.test_extract_traps import Said, found

ACME = "https://acme-data.example/trust"
SAID = [
    (
        (
            "If your PHI is acquired without authorization, we'll notify you within 24 hours so you can meet your own"
            " 60-day Covered Entity notification window.\n"
        ),
        "breach_notification_hours",
        "security",
        {(24, None)},
    ),
    (
        "Every access writes a row. Owners can view their tenant's log at /audit.\n",
        "audit_log",
        "security",
        {("yes", None)},
    ),
    (
        "### SOC 2 Type II\n\nIndependently audited security controls\n",
        "certification",
        "security",
        {("soc2_type2 yes", None)},
    ),
    (
        "EU + US data residency options.\n",
        "data_residency",
        "trust_center",
        {("customer choice of region", None)},
    ),
    (
        "Current subprocessors include: Nimbus (database), Cirrus (hosting) and Stratus (payments).\n",
        "subprocessor_list",
        "dpa",
        {("yes", None)},
    ),
    (
        "# Subprocessors\n\nThese subprocessors are listed below. By default, hosting occurs in the United States.\n",
        "data_residency",
        "subprocessors",
        {("us", None)},
    ),
    (
        "The handover point of the service is the router of the data center chosen by the Provider.\n",
        "data_residency",
        "terms",
        set(),
    ),
    (
        "You can run your dedicated stacks in any AWS region except China (Beijing) or GovCloud.\n",
        "data_residency",
        "help",
        {("customer choice of region", None)},
    ),
    (
        "Acme: the app that encrypts data. The encrypted data is stored in a location chosen by the user.\n",
        "data_residency",
        "terms",
        set(),
    ),
    (
        "When you sync your device, that data will be replicated on servers maintained in the United States.\n",
        "data_residency",
        "privacy",
        {("us", None)},
    ),
    (
        "Our primary storage and processing location is the United Kingdom.\n",
        "data_residency",
        "privacy",
        {("uk", None)},
    ),
    (
        "Data Processing Agreement (DPA) - concluded under Art. 28 GDPR, in English, on request.\n",
        "gdpr_dpa",
        "help",
        {("yes", None)},
    ),
    (
        "The Parties shall conclude a corresponding order processing agreement prior to the start of the processing.\n",
        "gdpr_dpa",
        "terms",
        {("yes", None)},
    ),
    (
        "We comply with the UK Data Protection Act 1988 (DPA).\n",
        "gdpr_dpa",
        "privacy",
        set(),
    ),
    (
        "The processing that providers carry out for us is covered by a specific data processing contract.\n",
        "gdpr_dpa",
        "security",
        set(),
    ),
    (
        "## Certifications\n\n### ISO/IEC 27001:2022\n\nIt is the leading standard.\n\n[View certificate](/c.pdf)\n",
        "certification",
        "security",
        {("iso27001 yes", None)},
    ),
    (
        "With SSO, users can comply with their organization's security policies (MFA, password policies, etc.).\n",
        "mfa",
        "help",
        set(),
    ),
    (
        "The AWS security capabilities we use are:\n\n- Multi Factor Auth.\n- Frequent pen-testing.\n",
        "pentest",
        "security",
        set(),
    ),
    (
        "Encrypting your data at rest provides another layer of security, as data is encrypted on the disk.\n",
        "encryption_at_rest",
        "security",
        set(),
    ),
    (
        "Remote clients (e.g. hosted editors) require a public HTTPS endpoint; local ones reach one directly.\n",
        "encryption_in_transit",
        "help",
        set(),
    ),
    (
        "Every API call, login, and admin action lands in an append-only audit log retained for 12 months.\n",
        "audit_log",
        "security",
        {("yes", None)},
    ),
    (
        "We are not a Business Associate as defined under HIPAA.\n",
        "hipaa_baa",
        "terms",
        {("no", None)},
    ),
    (
        "The following Sub-processor(s) are approved by the Data Controller:&#x20;\n\n* Cirrus Hosting SARL\n",
        "subprocessor_list",
        "dpa",
        {("yes", None)},
    ),
    (
        "Acme shall use all reasonable efforts to ensure that the Service is available 99.9% of the time.\n",
        "uptime_sla_percent",
        "terms",
        {(99.9, None)},
    ),
    (
        (
            "## Service credits\n\n| Availability | Credit |\n|---|---|\n| Less than 99.9% but at least 99.0% | 10% |\n"
            "| Less than 99.0% | 25% |\n"
        ),
        "uptime_sla_percent",
        "sla",
        {(99.9, None)},
    ),
    (
        (
            "We commit to an uptime of at least 99.5%.\n\n| Availability | Credit |\n|---|---|\n"
            "| Less than 99.9% | 10% |\n| Less than 99.0% | 25% |\n"
        ),
        "uptime_sla_percent",
        "sla",
        {(99.5, None)},
    ),
    (
        (
            "Customer may object to a new sub-processor on grounds of a violation of privacy laws by notifying Vendor"
            " in writing within 30 days.\n"
        ),
        "breach_notification_hours",
        "dpa",
        set(),
    ),
    (
        (
            "The Processor shall only process Personal Data for the following purposes:\n\n"
            "* Supply the service to the Controller.\n* Train machine learning models for better results.\n"
        ),
        "ai_training_on_customer_data",
        "dpa",
        {("yes", None)},
    ),
    (
        "All of our data is on managed databases. These databases are all located in Canada.\n",
        "data_residency",
        "security",
        {("canada", None)},
    ),
    (
        (
            "## Infrastructure sub-processors\n\nThe production systems used for hosting customer content are located"
            " in facilities in Canada and with the sub-processors below.\n"
        ),
        "data_residency",
        "subprocessors",
        {("canada", None)},
    ),
    (
        "## Use of Looker Stats\n\nThese personal data are stored by Looker in Canada.\n",
        "data_residency",
        "privacy",
        set(),
    ),
    (
        "We support password sign-in, social login as well as SAML authentication for your team.\n",
        "sso_saml",
        "help",
        {("yes", None)},
    ),
    ("Your team has social login with two providers, and SSO later.\n", "sso_saml", "help", set()),
    (
        "Where available we have single sign-on (SSO) and 2FA to ensure access to cloud services are protected.\n",
        "sso_saml",
        "security",
        set(),
    ),
    ("- Multi-factor authentication is required and used wherever possible.\n", "mfa", "security", set()),
    (
        "- **SOC 2 Type I**: Acme, Inc. has a SOC 2 Type I attestation in accordance with the trust criteria.\n",
        "certification",
        "security",
        {("soc2_type1 yes", None)},
    ),
    (
        "## SOC 2\n\nYou may be asked for a SOC 2 audit report. Sorry, we are NOT doing that.\n",
        "certification",
        "compliance",
        {("soc2 no", None)},
    ),
    (
        "Acme completed the Service Organization Control (SOC) 2 Type II audit.\n",
        "certification",
        "compliance",
        {("soc2_type2 yes", None)},
    ),
    ("We run on large clouds. These companies use fully SOC 2 compliant procedures.\n", "certification", "help", set()),
    (
        "- **SOC 2 Type II**: Compliance with security and availability standards\n",
        "certification",
        "compliance",
        {("soc2_type2 yes", None)},
    ),
    (
        "Where we process data the data processing agreement under https://acme-data.example/dpa applies.\n",
        "gdpr_dpa",
        "terms",
        {("yes", None)},
    ),
    ("Data processing agreements (DPAs) are in place where applicable.\n", "gdpr_dpa", "subprocessors", set()),
    (
        "The notification must be made within 24 hours after the knowledge of the relevant event to the client.\n",
        "breach_notification_hours",
        "dpa",
        {(24, None)},
    ),
    (
        "In the event of a breach, we notify the Norwegian Data Protection Agency within 72 hours.\n",
        "breach_notification_hours",
        "dpa",
        set(),
    ),
    ("- **99.5% general uptime**\n\nCredits are owed below it.\n", "uptime_sla_percent", "sla", {(99.5, None)}),
    (
        "Acme will not permit the providers of its models to train or fine-tune their respective models.\n",
        "ai_training_on_customer_data",
        "terms",
        {("no", None)},
    ),
    (
        "Our main infrastructure and database is in Canada, but servers for downloads are located globally.\n",
        "data_residency",
        "help",
        {("canada", None)},
    ),
    (
        "An organization is idle where\n\n- no audit log events are generated in the organization,\n",
        "audit_log",
        "help",
        set(),
    ),
    (
        "Logins, sessions and file access is audited and stored in logs, which can be made available upon request.\n",
        "audit_log",
        "security",
        {("yes", None)},
    ),
    ("Both channels are encrypted over the wire.\n", "encryption_in_transit", "security", {("yes", None)}),
    ("SSL is included, and requests are redirected to HTTPS.\n", "encryption_in_transit", "help", {("yes", None)}),
    ("## Can I have my site pentested?\n\nNo. You can test it elsewhere.\n", "pentest", "help", set()),
    ("## MFA\n\nAll access requires MFA where possible.\n", "mfa", "security", set()),
    ("- **MFA:** All authentication systems require and enforce MFA.\n", "mfa", "security", set()),
    (
        "Customers can choose the exact location (called region) of their data and their data never leaves it.\n",
        "data_residency",
        "security",
        {("customer choice of region", None)},
    ),
    (
        "AWS in case of its virtual machines claims to make each available with an uptime of at least 99.95%.\n",
        "uptime_sla_percent",
        "security",
        set(),
    ),
    (
        "- System availability ≥ 99.95%: no credit.\n- System availability ≥ 99% and < 99.95%: credit of 10%.\n",
        "uptime_sla_percent",
        "sla",
        {(99.95, None)},
    ),
    (
        (
            "| Uptime (%) | Service credit |\n|---|---|\n| At least 99.0 but less than 99.99 | 5% |\n"
            "| At least 95.0 but less than 99.0 | 10% |\n"
        ),
        "uptime_sla_percent",
        "sla",
        {(99.99, None)},
    ),
    (
        "All communication with our service occurs over Secure Websockets, using 256-bit encryption.\n",
        "encryption_in_transit",
        "security",
        {("yes", None)},
    ),
    ("HTTPS is enforced for our website and interfaces.\n", "encryption_in_transit", "security", {("yes", None)}),
    ("All data is encrypted at rest and at transit.\n", "encryption_in_transit", "security", {("yes", None)}),
    (
        "All variables are encrypted at the server before being stored in the database.\n",
        "encryption_at_rest",
        "security",
        {("yes", None)},
    ),
    ("These guides cover consent, disclosure, access, and audit logging.\n", "audit_log", "compliance", set()),
    (
        "“Outputs” do not include parts of a Model, such as fine-tuned versions of Models from your data.\n",
        "ai_training_on_customer_data",
        "terms",
        set(),
    ),
    (
        (
            "Acme does not use your Inputs for model training.\n\nYou may opt out of “sharing” by choosing suppliers"
            " that do not use your data for training.\n"
        ),
        "ai_training_on_customer_data",
        "privacy",
        {("no", None)},
    ),
    (
        "Our contracts govern how your data is handled by suppliers, including restrictions on model training.\n",
        "ai_training_on_customer_data",
        "privacy",
        set(),
    ),
]


@pytest.mark.parametrize(
    ("text", "fact", "kind", "says"), SAID, ids=[f"{fact}: {text[:30]}" for text, fact, _, _ in SAID]
)
def test_what_ordinary_pages_say(text: str, fact: str, kind: str, says: Said) -> None:
    assert found(text, fact, kind, url=ACME) == says
