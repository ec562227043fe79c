"""What guides and tables of controls name is asked for, not offered; licences, brackets and logs that bind it all."""

from __future__ import annotations

import pytest

from tests.scrapers.test_extract_traps import Said, found

ACME = "https://acme.example/trust"

_TABLE = "| Control | What it asks | Where we look |\n|---|---|---|\n| {number} | {name} | Cloud, laptops |\n"

NAMED = [
    ("CC6.7", "Encryption of data at rest", "encryption_at_rest"),
    ("A.8.24", "Encryption of data in transit", "encryption_in_transit"),
    ("§164.312(b)", "Multi-factor authentication for every user", "mfa"),
    ("Req 8.3", "Multi-factor authentication for every user", "mfa"),
]


@pytest.mark.parametrize(("number", "name", "fact"), NAMED, ids=[number for number, _, _ in NAMED])
def test_beside_its_number_in_a_table_stands_what_a_control_is_called(number: str, name: str, fact: str) -> None:
    assert not found(_TABLE.format(number=number, name=name), fact, kind="compliance", url=ACME)
    assert found(_TABLE.format(number="Data", name=name), fact, kind="compliance", url=ACME) == {("yes", None)}


def test_what_answers_a_control_is_still_read() -> None:
    answered = "| Control | What we do |\n|---|---|\n| CC6.7 | AES-256 encryption of all data at rest |\n"
    assert found(answered, "encryption_at_rest", kind="compliance", url=ACME) == {("yes", None)}


SAID: list[tuple[str, str, str, str, Said]] = [
    (
        "a law's heading over a duty",
        "## GDPR\n\n- **Breaches**: 72-hour breach notification\n",
        "breach_notification_hours",
        "compliance",
        set(),
    ),
    (
        "a law's heading over a promise",
        "## GDPR\n\n- We notify you of a breach within 72 hours.\n",
        "breach_notification_hours",
        "compliance",
        {(72, None)},
    ),
    (
        "a plain heading over the same words",
        "## Incidents\n\n- **Breaches**: 72-hour breach notification\n",
        "breach_notification_hours",
        "compliance",
        {(72, None)},
    ),
    ("what a mapping covers", "The mapping covers SOC 2 and the MFA of your users.\n", "mfa", "compliance", set()),
    (
        "what stands below a condition",
        "Once the strict mode is enabled, Acme:\n\n- Uses TLS for all connections between services.\n",
        "encryption_in_transit",
        "compliance",
        set(),
    ),
    (
        "what stands below plain words",
        "In every mode, Acme:\n\n- Uses TLS for all connections between services.\n",
        "encryption_in_transit",
        "compliance",
        {("yes", None)},
    ),
    (
        "a plan in brackets with its paper",
        "- **HIPAA**: patients' files (Enterprise with BAA)\n",
        "hipaa_baa",
        "security",
        {("yes", "Enterprise")},
    ),
    (
        "a licence that is a plan",
        "Custom data retention requires a Business license.\n",
        "retention_control",
        "compliance",
        {("yes", "Business")},
    ),
    (
        "passwords beside all else",
        "We encrypt passwords when stored and encrypt all personal information when we transmit it.\n",
        "encryption_in_transit",
        "privacy",
        {("yes", None)},
    ),
    (
        "passwords alone",
        "We encrypt passwords when we transmit them over TLS.\n",
        "encryption_in_transit",
        "privacy",
        set(),
    ),
    (
        "a column of what is not done",
        (
            "| Act | What it does | What it does **not** do |\n|---|---|---|\n"
            "| Block | Sign-in is refused from then on | Erase anything: MFA factors of users are kept |\n"
        ),
        "mfa",
        "compliance",
        set(),
    ),
    (
        "the uptime of what the vendor uses",
        "Services used by Acme have SLAs with uptime guarantees of 99.95%.\n",
        "uptime_sla_percent",
        "security",
        set(),
    ),
    (
        "a licence behind its plan",
        "# SAML\n\nThis feature is only available on Enterprise licensed instances.\n\nPeople sign in by SAML.\n",
        "sso_saml",
        "help",
        {("yes", "Enterprise")},
    ),
    (
        "what people do with the services of others",
        "For all services that support it, 2FA should be enabled and enforced by policy.\n",
        "mfa",
        "security",
        set(),
    ),
    (
        "an optional field far before the feature",
        (
            "- **groups**: optional, what each of your users may do in Acme: where it is the same for all you give it"
            " in the next step, and where it differs from one to the next you add a field to the group in a directory,"
            " name it there, and then open the settings of SAML to choose it.\n"
        ),
        "sso_saml",
        "help",
        {("yes", None)},
    ),
    (
        "backups named by the way",
        "Data at rest (both in databases and in nightly backups) is protected using AES-256 encryption.\n",
        "encryption_at_rest",
        "security",
        {("yes", None)},
    ),
    (
        "backups alone",
        "Nightly backups are protected using AES-256 encryption at rest.\n",
        "encryption_at_rest",
        "security",
        set(),
    ),
    (
        "people who are made at their first visit",
        "## Business plan\n\n- Just-in-time user provisioning\n",
        "scim",
        "help",
        set(),
    ),
    (
        "people who are made by their company",
        "## Business plan\n\n- Automatic user provisioning\n",
        "scim",
        "help",
        {("yes", "Business")},
    ),
    (
        "a log that is the product's",
        "What you do is kept in a tamper-evident audit log for your team.\n",
        "audit_log",
        "dpa",
        {("yes", None)},
    ),
    (
        "a log of the vendor's own",
        "The processor keeps an audit log of access to its servers.\n",
        "audit_log",
        "dpa",
        set(),
    ),
    (
        "a part of somebody's application",
        "SAML is available for your team.\n\nSwitch on the SAML addon for your Birch application.\n",
        "sso_saml",
        "help",
        {("yes", None)},
    ),
    (
        "what a reader has elsewhere",
        "You may pass over this if you have Birch SSO configured already.\n",
        "sso_saml",
        "help",
        set(),
    ),
    (
        "logs that another product hands over",
        "# Birch\n\nThis guide shows how to forward audit logs from Birch Cloud to Acme.\n\n## Birch Audit Logs\n",
        "audit_log",
        "help",
        set(),
    ),
    (
        "logs that the product hands over to another",
        "This guide shows how to forward audit logs from Acme to Birch.\n\nYour team finds the audit log in Acme.\n",
        "audit_log",
        "help",
        {("yes", None)},
    ),
    (
        "a second factor for what a reader builds",
        "You will learn how to enable MFA for your Acme project and how to give people more time for it.\n",
        "mfa",
        "help",
        set(),
    ),
    (
        "a log that is told by what it does",
        "It records every changing action with the person who did it and the time of it for your admins.\n",
        "audit_log",
        "help",
        {("yes", None)},
    ),
    ("a log of what runs", "It records every action of the scheduler.\n", "audit_log", "help", set()),
    (
        "a trail in German",
        "Ihre Administratoren sehen jede Änderung in der Audit-Spur.\n",
        "audit_log",
        "security",
        {("yes", None)},
    ),
    (
        "a row with the versions that have it",
        "| Provider | Version |\n|---|---|\n| SAML | All supported versions |\n",
        "sso_saml",
        "help",
        {("yes", None)},
    ),
    (
        "a row with a version that will have it",
        "| Provider | Version |\n|---|---|\n| SAML | Later versions |\n",
        "sso_saml",
        "help",
        set(),
    ),
    (
        "a column of the vendor beside those of others",
        "| Feature | Birch | Acme | Cedar |\n|---|---|---|---|\n| SSO | No | Included (SAML, LDAP) | No |\n",
        "sso_saml",
        "help",
        {("yes", None)},
    ),
    (
        "a column of another before the vendor's",
        "| Feature | Birch | Acme |\n|---|---|---|\n| SAML | Yes | Partly |\n",
        "sso_saml",
        "help",
        set(),
    ),
    (
        "requirements that are met and then called a certificate",
        "Acme meets the requirements of SOC 2 Type 2. This certification means that our controls work.\n",
        "certification",
        "compliance",
        {("soc2_type2 yes", None)},
    ),
    (
        "requirements that are met, and no more",
        "Acme meets the requirements of SOC 2 Type 2. This matters to many.\n",
        "certification",
        "compliance",
        set(),
    ),
    (
        "an item that is a badge",
        "# Bills for all\n\n- Open to all\n- **SOC 2 Type II certified**\n",
        "certification",
        "other",
        {("soc2_type2 yes", None)},
    ),
    (
        "a page that is all front matter",
        "---\nlayout: trust\nparts:\n  - heading: Encryption\n    text: All data is encrypted at rest.\n---\n",
        "encryption_at_rest",
        "security",
        {("yes", None)},
    ),
    (
        "front matter over a page",
        "---\ntitle: Trust\nteaser: All data is encrypted at rest.\n---\n\nNothing more.\n",
        "encryption_at_rest",
        "security",
        set(),
    ),
    (
        "sites that are all sent so",
        "All Acme sites enforce HTTPS.\n",
        "encryption_in_transit",
        "security",
        {("yes", None)},
    ),
    ("a heading over what is watched", "## Event logging and monitoring\n\nWe look.\n", "audit_log", "security", set()),
    (
        "rewards that are paid",
        "We invite people to look for faults, offering rewards for valid findings.\n",
        "bug_bounty",
        "security",
        {("yes", None)},
    ),
    (
        "a time for each customer",
        "We allow per-customer retention windows for notes.\n",
        "retention_control",
        "security",
        {("yes", None)},
    ),
    (
        "certificates to come among those one follows",
        "Our practices are aligned with:\n\n- ISO 27001: (Planned) Management\n- ISO 27017: Management of clouds\n",
        "certification",
        "security",
        {("iso27001 in_progress", None)},
    ),
    (
        "own efforts towards a certificate",
        "Our SOC 2 compliance efforts are underway, with a focus on three principles.\n",
        "certification",
        "security",
        {("soc2 in_progress", None)},
    ),
]


@pytest.mark.parametrize(("text", "fact", "kind", "says"), [one[1:] for one in SAID], ids=[one[0] for one in SAID])
def test_what_is_offered_and_what_is_only_named(text: str, fact: str, kind: str, says: Said) -> None:
    assert found(text, fact, kind=kind, url=ACME) == says


def test_a_guide_names_the_policies_that_it_helps_with() -> None:
    guide = (
        "# SOC 2 readiness guide\n\nStart with a gap analysis, then collect evidence for CC6.1; our templates help your"
        " auditors.\n\n- Access and MFA policy\n"
    )
    assert not found(guide, "mfa", kind="compliance", url=ACME)
