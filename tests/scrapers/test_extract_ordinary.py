"""How ordinary security, contract and help pages put things that their readers look for, and what is none of them."""

import pytest

from tests.scrapers.test_extract_traps import Said, found

ACME = "https://acme-data.example/trust"
SAID = [
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
]


@pytest.mark.parametrize(
    ("text", "fact", "kind", "says"), SAID, ids=[f"{fact}: {text[:30]}" for text, fact, _, _ in SAID]
)
def test_what_ordinary_pages_say(text: str, fact: str, kind: str, says: Said) -> None:
    assert found(text, fact, kind, url=ACME) == says
