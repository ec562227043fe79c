"""What single statements of trust pages, contracts and help articles state, and what stands there by the way."""

import pytest

from tests.scrapers.test_extract_traps import Said, found

ACME = "https://getacme.example/trust"
NONE: Said = set()
YES: Said = {("yes", None)}
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
]


@pytest.mark.parametrize(
    ("text", "fact", "kind", "says"), SAID, ids=[f"{fact}: {text[:40]}" for text, fact, _, _ in SAID]
)
def test_what_a_statement_says(text: str, fact: str, kind: str, says: Said) -> None:
    assert found(text, fact, kind=kind, url=ACME) == says
