"""What agreements, policies and promises of service say of data, in several languages, and what comes near to it."""

import pytest

from tests.scrapers.test_extract_traps import Said, found

ACME = "https://acme-data.example/legal"
SAID = [
    ("- Zertifikate (ISO 27001 - geplant Q3/2031)\n", "certification", "dpa", {("iso27001 in_progress", None)}),
    (
        "### Certifications obtenues\n\n#### ISO 27001:2022 - Sécurité\n\n- Certification obtenue : 2024\n",
        "certification",
        "compliance",
        {("iso27001 yes", None)},
    ),
    ("- Paiements (traités par nos prestataires certifiés PCI-DSS)\n", "certification", "privacy", set()),
    (
        "En cas de violation de données, nous devons :\n- Notifier l'autorité de contrôle dans les 72 heures\n",
        "breach_notification_hours",
        "privacy",
        set(),
    ),
    (
        "## Meldepflicht bei Datenschutzverletzungen\n\n- Innerhalb von 12 Stunden nach Kenntnisnahme\n",
        "breach_notification_hours",
        "dpa",
        {(12, None)},
    ),
    ("- TLS 1.3 pour toutes les communications\n", "encryption_in_transit", "privacy", {("yes", None)}),
    ("- Authentification à deux facteurs disponible\n", "mfa", "privacy", {("yes", None)}),
    (
        "### 5.1 Sous-traitants\n\nNous travaillons avec :\n\n**Nuage :**\n- Wolke AG\n- Boîte SA\n- Poste SARL\n",
        "subprocessor_list",
        "compliance",
        {("yes", None)},
    ),
    ("- 99,9 % Verfügbarkeits-SLA\n", "uptime_sla_percent", "dpa", {(99.9, None)}),
    (
        "The service runs in audited data centers located in Norway and subject to the laws of Norway.\n",
        "data_residency",
        "dpa",
        {("norway", None)},
    ),
    (
        "Our machines stand in data centers in Canada and, possibly in other countries in the future.\n",
        "data_residency",
        "privacy",
        {("canada", None)},
    ),
    (
        "This service is hosted in the United States and is intended primarily for visitors there.\n",
        "data_residency",
        "privacy",
        {("us", None)},
    ),
    (
        "If you choose to use the service from other regions, data is processed where we host it.\n",
        "data_residency",
        "privacy",
        set(),
    ),
    (
        "For certain schools, all data is stored only in Canada.\n",
        "data_residency",
        "privacy",
        set(),
    ),
    (
        "## Two further sub-processors\n\n- Letterbox Inc. sends mail. Storage: US.\n",
        "data_residency",
        "dpa",
        set(),
    ),
    (
        "Acme may let the customer select a geographic area in which to store files.\n",
        "data_residency",
        "terms",
        {("customer choice of region", None)},
    ),
    (
        "Le stockage des données du client est effectué exclusivement au sein de l'Union Européenne.\n",
        "data_residency",
        "dpa",
        {("eu", None)},
    ),
    (
        "Les serveurs sont situés en France ou dans d'autres États membres de l'Union européenne.\n",
        "data_residency",
        "dpa",
        {("eu", None)},
    ),
    (
        "I dati sono conservati su server ubicati in Italia.\n",
        "data_residency",
        "privacy",
        {("italy", None)},
    ),
    (
        "I dati possono essere trasferiti fuori dall'Unione europea su server di terzi.\n",
        "data_residency",
        "privacy",
        set(),
    ),
    ("I dati sono cifrati in transito e a riposo.\n", "encryption_in_transit", "privacy", {("yes", None)}),
    ("I dati sono cifrati in transito e a riposo.\n", "encryption_at_rest", "privacy", {("yes", None)}),
    (
        "In caso di violazione dei dati il fornitore informa il cliente entro 24 ore.\n",
        "breach_notification_hours",
        "dpa",
        {(24, None)},
    ),
    (
        "En caso de violación de datos, notificaremos al cliente dentro de las 36 horas.\n",
        "breach_notification_hours",
        "dpa",
        {(36, None)},
    ),
    (
        "Il cliente paga entro 30 giorni.\n",
        "breach_notification_hours",
        "dpa",
        set(),
    ),
    (
        "Il presente allegato disciplina il trattamento dei dati personali per conto del cliente.\n",
        "gdpr_dpa",
        "dpa",
        {("yes", None)},
    ),
    (
        "L'elenco dei sub-responsabili del trattamento è pubblicato sul nostro sito.\n",
        "subprocessor_list",
        "dpa",
        {("yes", None)},
    ),
    (
        "Non utilizziamo i tuoi dati per addestrare modelli di IA.\n",
        "ai_training_on_customer_data",
        "privacy",
        {("no", None)},
    ),
    (
        "Calendars are read for free times. It is never used for profiles, adverts, or model training.\n",
        "ai_training_on_customer_data",
        "privacy",
        {("no", None)},
    ),
    (
        "Il est interdit d'utiliser les données du client pour :\n\n- l'entraînement de ses modèles d'IA\n",
        "ai_training_on_customer_data",
        "dpa",
        {("no", None)},
    ),
    (
        "## 3. Sub-processors\n\nLetterbox (Oslo), Ledger House (USA), Paperclip Inc. (EU) and Quill.\n",
        "subprocessor_list",
        "dpa",
        {("yes", None)},
    ),
    (
        "## 3. Sub-processors\n\nWe choose them with care, tell of changes and stay liable for them.\n",
        "subprocessor_list",
        "dpa",
        set(),
    ),
    (
        "Acme will use reasonable efforts to achieve a monthly uptime of at least 99.9%.\n",
        "uptime_sla_percent",
        "sla",
        {(99.9, None)},
    ),
    ("To achieve 99.9% uptime, guarantee two zones.\n", "uptime_sla_percent", "sla", set()),
    ("Network communication is encrypted by strong protocols.\n", "encryption_in_transit", "dpa", {("yes", None)}),
    ("Least rights, TLS everywhere, hashed tokens.\n", "encryption_in_transit", "privacy", {("yes", None)}),
    (
        "We use encryption to protect data in transit and while it is stored on our servers.\n",
        "encryption_at_rest",
        "privacy",
        {("yes", None)},
    ),
    (
        "The encrypted backups of our databases are kept for a month at rest.\n",
        "encryption_at_rest",
        "privacy",
        set(),
    ),
    (
        "Enterprise customers may designate a region for the storage of data.\n",
        "data_residency",
        "dpa",
        {("customer choice of region", "Enterprise")},
    ),
    (
        "We engage sub-processors in line with our Data Processing Addendum (available at acme.example/dpa).\n",
        "gdpr_dpa",
        "subprocessors",
        {("yes", None)},
    ),
    (
        "We sign a data processing agreement with each of them.\n",
        "gdpr_dpa",
        "subprocessors",
        set(),
    ),
    (
        "Zero training: neither we nor our hosts will use your inputs to train models.\n",
        "ai_training_on_customer_data",
        "subprocessors",
        {("no", None)},
    ),
    (
        "Values are encrypted on your machine before upload.\n",
        "e2ee",
        "privacy",
        {("yes", None)},
    ),
    (
        "Values are encrypted on your devices before upload; we hold ciphertext that we cannot read.\n",
        "e2ee",
        "dpa",
        {("yes", None)},
    ),
    (
        "Wir setzen dafür folgende Unterauftragsverarbeiter dauerhaft ein:\n\n- Wolkenheim AG\n",
        "subprocessor_list",
        "dpa",
        {("yes", None)},
    ),
    (
        "We maintain a list of all sub-processors. The list of sub-processors is sent upon written request.\n",
        "subprocessor_list",
        "dpa",
        set(),
    ),
    (
        "Einen Auftragsverarbeitungsvertrag stellen wir unter acme-data.example/avv zur Verfügung.\n",
        "gdpr_dpa",
        "privacy",
        {("yes", None)},
    ),
    (
        "# Contrato de encargo de tratamiento\n\nLas partes acuerdan lo siguiente.\n",
        "gdpr_dpa",
        "dpa",
        {("yes", None)},
    ),
    (
        "Nous concluons un contrat de sous-traitance de données avec chacun de nos sous-traitants.\n",
        "gdpr_dpa",
        "privacy",
        set(),
    ),
    (
        "To opt out of using your data for model training, write to us or upgrade to a Business plan.\n",
        "ai_training_on_customer_data",
        "privacy",
        {("opt_out", None)},
    ),
]


@pytest.mark.parametrize(
    ("text", "fact", "kind", "says"), SAID, ids=[f"{fact}: {text[:30]}" for text, fact, _, _ in SAID]
)
def test_what_contracts_say(text: str, fact: str, kind: str, says: Said) -> None:
    assert found(text, fact, kind=kind, url=ACME) == says
