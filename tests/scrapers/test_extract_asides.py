"""What names a feature by the way: over what the vendor's people do, of other products, as something still to come."""

import pytest

from tests.scrapers.test_extract_traps import Said, found

ACME = "https://acme.example/trust"

SAID = [
    ("- **Retention policies**: clear policies on how long data is kept\n", "retention_control", set()),
    ("### Bug bounty\n\n**Status:** Coming soon\n", "bug_bounty", set()),
    ("### Bug bounty\n\n**Status:** Open to all\n", "bug_bounty", {("yes", None)}),
    ("The pack omits the penetration test summary.\n", "pentest", set()),
    ("| State | Method |\n|---|---|\n| In transit | mTLS |\n", "encryption_in_transit", {("yes", None)}),
    ("| State | Method |\n|---|---|\n| At rest | Not encrypted |\n", "encryption_at_rest", set()),
    ("## Two-factor authentication\n\nWe require it of all employees with access to our systems.\n", "mfa", set()),
    ("For evidence, you set object lock and a retention policy on the bucket itself.\n", "retention_control", set()),
    ("- **Audit trails:** maintained for security monitoring\n", "audit_log", set()),
    ("- Data encryption (transit)\n", "encryption_in_transit", {("yes", None)}),
    ("They encrypt communications and protect the data in transit.\n", "encryption_in_transit", set()),
    (
        "This does not, by itself, satisfy compliance.\n\n## Encryption at rest\n\nThe storage has it.\n",
        "encryption_at_rest",
        set(),
    ),
    ("We recommend that you:\n\n- Enable two-factor authentication for your account.\n", "mfa", set()),
    ("Tables such as the audit trail grant no direct read access to users.\n", "audit_log", set()),
    ("1. Enable HTTPS communication for all your traffic\n", "encryption_in_transit", {("yes", None)}),
    ("## What we do not claim\n\n- A HIPAA BAA available to hospitals\n", "hipaa_baa", set()),
    ("We do not use your upload to train AI models.\n", "ai_training_on_customer_data", {("no", None)}),
    ("Responsible disclosure earns our thanks and a bounty.\n", "bug_bounty", {("yes", None)}),
    ("Files rest in encrypted object storage.\n", "encryption_at_rest", {("yes", None)}),
    ("## Sub-processors (of the app)\n\n- Birch Pay\n- Elm Mail\n- Fir Host\n", "subprocessor_list", {("yes", None)}),
    ("## HIPAA\n\n- Audit trail of all access to health records\n", "audit_log", set()),
    ("## HIPAA\n\n- Our audit trail shows all access to health records\n", "audit_log", {("yes", None)}),
    ("# AB-0042: Audit logs enabled\n\n## Remediation\n\nTurn on audit logs for the cluster.\n", "audit_log", set()),
    ("# Audit logs\n\nTurn on audit logs for your cluster.\n", "audit_log", {("yes", None)}),
    ("Using an SSL proxy, open TCP port 443 for all traffic.\n", "encryption_in_transit", set()),
    ("At least ten letters (or eight if 2FA is mandatory) for a user.\n", "mfa", set()),
    ("## Customize Log File Size and Retention\n\nSet the days.\n", "retention_control", set()),
    (
        "### How does it fit our requirements?\n\n- Data retention policies can be configured.\n",
        "retention_control",
        {("yes", None)},
    ),
    ("## Example Audit Log Entry\n\nYour audit log entry tells who did it.\n", "audit_log", {("yes", None)}),
    (
        "## Two-factor authentication\n\nYou can enforce rules like two-factor authentication at the IdP level.\n",
        "mfa",
        set(),
    ),
    ("Den Weg von Daten sichern wir mit verschlüsselter Datenübertragung.\n", "encryption_in_transit", {("yes", None)}),
    ("Verschlüsselung ist eine Methode, Daten beim Übertragen zu schützen.\n", "encryption_in_transit", set()),
    (
        "Encryption at rest is available as part of enterprise and branded deployments.\n",
        "encryption_at_rest",
        {("yes", "Enterprise")},
    ),
    ("## Two-factor authentication\n\nA second step for every user of your workspace.\n", "mfa", {("yes", None)}),
    ("Birch Mail alone does not support SCIM for your users.\n", "scim", set()),
    ("Acme does not support SCIM for your users.\n", "scim", {("no", None)}),
    ("### Queries\n\nFull audit trail of all that is asked.\n", "audit_log", {("yes", None)}),
    ("## Client-side encryption\n\nEncrypt the bytes before you send them.\n", "e2ee", set()),
    ("Client-side encryption is optional beside our server-side encryption.\n", "e2ee", set()),
    ("- The application is responsible for encryption at rest\n", "encryption_at_rest", set()),
    ("- Application responsible for encryption at rest\n", "encryption_at_rest", set()),
    ("- [ ] Encryption of notes at rest\n", "encryption_at_rest", set()),
    ("# Security best practices\n\n- At rest: Encrypt stored data, above all names\n", "encryption_at_rest", set()),
    ("Implement encryption for names:\n\n- Data is encrypted in transit\n", "encryption_in_transit", set()),
    (
        "Whether travelling between you and Acme or sitting in our database, the data is encrypted.\n",
        "encryption_in_transit",
        {("yes", None)},
    ),
    (
        "Whether travelling between you and Acme or sitting in our database, the data is encrypted.\n",
        "encryption_at_rest",
        {("yes", None)},
    ),
]


@pytest.mark.parametrize(("text", "fact", "says"), SAID, ids=[f"{fact}: {text[:30]}" for text, fact, _ in SAID])
def test_what_is_named_by_the_way(text: str, fact: str, says: Said) -> None:
    assert found(text, fact, kind="security", url=ACME) == says
