"""Pages that talk of standards: guides, manuals of compliance products, lists of duties: nothing is held by that."""

from __future__ import annotations

import pytest

from tests.scrapers.test_extract_traps import Said, found

ACME = "https://acme.example/trust"

_GUIDE = """# SOC 2 guide

Start with a gap analysis of your organization, then collect evidence for each control (CC6.1).
Our templates help your auditor, and automated checks show what needs remediation.

- ISO 27001 audit support
- **PCI DSS report**: for card payments

SOC 2 Type II report available to whoever asks.
"""

SAID: list[tuple[str, str, str, Said]] = [
    ("a guide holds nothing", _GUIDE, "compliance", set()),
    (
        "a guide whose writer is certified says so",
        f"{_GUIDE}\nWe are ISO 27001 certified ourselves.\n",
        "compliance",
        {("iso27001 yes", None)},
    ),
    (
        "an empty box of a guide is its reader's task",
        f"{_GUIDE}\n- [ ] Get the HITRUST certification\n",
        "compliance",
        set(),
    ),
    (
        "working towards, without a subject",
        "- **ISO 27001**: Working towards ISO 27001 certification\n",
        "security",
        {("iso27001 in_progress", None)},
    ),
    (
        "the first type held, the second to come",
        "Acme Notes is SOC 2 Type I compliant and working towards SOC 2 Type II.\n",
        "security",
        {("soc2_type1 yes", None), ("soc2_type2 in_progress", None)},
    ),
    (
        "to be certified anew",
        "We partner with Birch to recertify our compliance for ISO 27001.\n",
        "security",
        {("iso27001 in_progress", None)},
    ),
    ("an example of wording", 'Write "ISO 27001 certified by Birch" only with a certificate.\n', "trust_center", set()),
    (
        "what a report is not",
        "The SOC 2 report tells of security, as opposed to SOC 1/SSAE 16 on finances. We are SOC 2 certified.\n",
        "security",
        {("soc2 yes", None)},
    ),
    ("a crossed-out example", "- ❌ SOC 2 certified since our first audit\n", "trust_center", set()),
    ("a task with its rhythm", "## Calendar\n\n- Patches [monthly]\n- SOC2 Audit [annual]\n", "compliance", set()),
    ("an area of ownership", "# Risk team\n\n## Areas of Ownership\n\n- Risk register\n- SOC 2\n", "security", set()),
    ("a customer's requirement", "## Requirements\n\n- PCI DSS compliance in each region\n", "compliance", set()),
    ("a goal", "- Maintain ISO 27001 certification through the next surveillance audit\n", "security", set()),
    (
        "what buyers ask for",
        "**Note:** most buyers require SOC 2, yet no report is needed to start.\n",
        "security",
        set(),
    ),
    ("a product's purpose", "Acme is a platform for teams maintaining SOC 2 and ISO 27001 programs.\n", "help", set()),
    ("help with others' audits", "# Supporting SOC 2 Audits with Acme\n\nOpen the page.\n", "compliance", set()),
    ("nobody is obliged", "- No fines from the state (SOC 2 is voluntary)\n", "compliance", set()),
    (
        "what it covers",
        "- Security: protection against intruders (required for all SOC 2 reports)\n",
        "compliance",
        set(),
    ),
    ("an article's denial", "SOC 2 audits are no duty by law, but many companies undergo them.\n", "other", set()),
    ("the vendor's denial", "Acme is not ISO 27001 certified.\n", "other", {("iso27001 no", None)}),
    ("a list of links", "## Related pages\n\n- [PCI DSS](/pci)\n- [SOC 2](/soc2)\n", "compliance", set()),
    ("a link to the standard", "- [ISO 27001 documentation](https://standards.example/27001)\n", "compliance", set()),
    ("a risk", "- **Risk:** PCI DSS non-compliance\n", "security", set()),
    ("what a standard asks", "- **PCI DSS** requires audit trails and reports\n", "compliance", set()),
    ("what a client asked", "A client asked us if we were SOC 2 compliant. Here is what we read.\n", "help", set()),
    (
        "an audit that goes on",
        "While our SOC 2 Type 2 audit is still an ongoing process, we have come far.\n",
        "security",
        {("soc2_type2 in_progress", None)},
    ),
    (
        "an article on others",
        "An ISO 27001-certified company identifies its risks. Many undergo SOC 2 audits.\n",
        "other",
        set(),
    ),
    (
        "news of the vendor's own",
        "After months of work, Acme is now SOC 2 compliant.\n",
        "other",
        {("soc2 yes", None)},
    ),
    ("a link to a site", "## Choosing auditors\n\n- [soc2.example](https://soc2.example)\n", "compliance", set()),
    ("a command", "- Run `acme soc2:check` at every start, it tells what is available.\n", "compliance", set()),
    ("a sentence in a list", "- The SOC 2 check sees that this is so.\n", "compliance", set()),
    ("a short sentence of the vendor", "- We are SOC 2 certified.\n", "compliance", {("soc2 yes", None)}),
    ("a task in a box", "- [ ] Verify that the SOC 2 report is there for all nodes\n", "compliance", set()),
    ("an audit in a box", "- [ ] SOC 2 Type II audit\n", "security", {("soc2_type2 in_progress", None)}),
    (
        "what a product covers of a standard",
        "| Framework | Coverage | Mechanisms |\n|---|---|---|\n| ISO 27001 | ✅ Baseline | Log, roles |\n",
        "compliance",
        set(),
    ),
    (
        "what is held of a standard",
        "| Framework | State | Since |\n|---|---|---|\n| ISO 27001 | ✅ Certified | 2024 |\n",
        "compliance",
        {("iso27001 yes", None)},
    ),
    ("a setting", "Select the PCI-compliant voices for your assistant.\n", "compliance", set()),
    ("which things are meant", "It keeps Acme to only the PCI-compliant endpoints.\n", "compliance", set()),
    ("who is meant", "We are an ISO 27001 certified company.\n", "compliance", {("iso27001 yes", None)}),
    ("an example", "An example setup for SOC 2 certified teams follows.\n", "help", set()),
    ("others' duty", "Whoever stores cards must comply with PCI DSS to keep them safe.\n", "compliance", set()),
    ("a denial of something else", "PCI compliance mode does not degrade our service.\n", "compliance", set()),
    (
        "a denial of a certificate",
        "Acme does not yet hold any ISO 27001 certificate.\n",
        "security",
        {("iso27001 in_progress", None)},
    ),
    (
        "a product that makes nobody compliant",
        "### SOC 2 report\n\nAudit logs for you.\n\nAcme does not guarantee compliance.\n",
        "compliance",
        set(),
    ),
    (
        "its vendor is certified all the same",
        "Talk to us: Acme does not guarantee compliance.\n\nAcme Inc. is SOC 2 certified.\n",
        "compliance",
        {("soc2 yes", None)},
    ),
    (
        "a card on what a standard asks",
        "## Compliance\n\n### SOC 2\n\n- Trust criteria\n- Yearly audits required\n",
        "compliance",
        set(),
    ),
    ("a report that is not there yet", "- SOC 2 report (when complete)\n", "security", {("soc2 in_progress", None)}),
    (
        "two things in one sentence",
        "Yes, Acme is **SOC 2** and **GDPR** compliant, with high standards for safety.\n",
        "help",
        {("soc2 yes", None)},
    ),
    (
        "an answer that holds none",
        "### Do you have certifications such as SOC 2?\n\nThough we'd love to, we don't hold them at this time.\n",
        "security",
        {("soc2 no", None)},
    ),
    ("others that are certified", "Companies that are ISO 27001 certified have an edge.\n", "compliance", set()),
    ("a question about oneself", "### Does this make me SOC 2 certified?\n\nNo, auditors do.\n", "compliance", set()),
    ("a question about the vendor", "### Are you SOC 2 certified?\n\nNo.\n", "compliance", {("soc2 no", None)}),
    ("an item in another language", "- Pronti per le gare che richiedono la ISO 27001\n", "compliance", set()),
    (
        "ticks behind what a standard asks",
        "## Compliance\n\n### PCI DSS 4.0\n\n- **Inventory**: ✅ All parts\n- **Change**: ✅ Reviewed\n",
        "compliance",
        set(),
    ),
    (
        "a road map in parts",
        "## Compliance roadmap\n\n### In half a year\n\n- **SOC 2 Type I audit**: a formal one\n",
        "compliance",
        {("soc2_type1 in_progress", None)},
    ),
    ("in French, what may be", "L'ISO 27001 n'est pas une loi\u202f; elle peut être certifiée.\n", "compliance", set()),
    ("in French, a condition", "Si tout va bien, elle reçoit la certification ISO 27001.\n", "compliance", set()),
    (
        "in French, who holds it",
        "Nous avons reçu la certification ISO 27001.\n",
        "compliance",
        {("iso27001 yes", None)},
    ),
    ("in French, praise", "La certification ISO 27001 démontre le sérieux de qui la reçoit.\n", "compliance", set()),
    ("praise", "SOC 2 certification demonstrates that data is safe.\n", "compliance", set()),
    ("praise of the vendor's own", "Acme's SOC 2 certification shows it.\n", "compliance", {("soc2 yes", None)}),
    ("in French, a duty", "Pour la certification ISO 27001, on doit faire un audit.\n", "compliance", set()),
    ("what is only thought of", "- **ISO 27001**: consider certification\n", "compliance", set()),
    (
        "a table of plans",
        "### Planned\n\n| Certification | Scope |\n|---|---|\n| ISO 27001 | The whole service |\n| A4 | Paper |\n",
        "compliance",
        {("iso27001 in_progress", None)},
    ),
    ("mostly is not wholly", "## PCI DSS Compliance: mostly compliant\n\nMuch is done.\n", "security", set()),
]


@pytest.mark.parametrize(("text", "kind", "says"), [said[1:] for said in SAID], ids=[said[0] for said in SAID])
def test_what_a_page_that_talks_of_standards_says(text: str, kind: str, says: Said) -> None:
    assert found(text, "certification", kind=kind, url=ACME) == says


def test_cards_under_what_the_vendor_builds_on_are_not_its_own() -> None:
    text = "# Security\n\n## Built on compliant infrastructure\n\n### Birch\n\n- ISO 27001\n- PCI DSS Level 1\n"
    assert not found(text, "certification", kind="security", url=ACME)


def test_a_file_of_a_repository_holds_only_what_its_owner_says_of_itself() -> None:
    url = "https://github.com/acme/notes/blob/main/docs/audit.md"
    report = "# Compliance audit\n\n## ISO 27001\n\nStatus: compliant\n"
    assert not found(report, "certification", kind="compliance", url=url)
    assert found(report, "certification", kind="compliance", url=ACME) == {("iso27001 yes", None)}
    assert found("Acme is ISO 27001 certified.\n", "certification", kind="compliance", url=url) == {
        ("iso27001 yes", None)
    }


ASKED = [
    ("- Encrypt all records at rest (in your application)\n", "encryption_at_rest", "yes"),
    ("- Configure retention policies as the law asks\n", "retention_control", "yes"),
]


@pytest.mark.parametrize(("text", "fact", "value"), ASKED, ids=[fact for _, fact, _ in ASKED])
def test_a_guide_asks_its_reader_for_what_a_vendor_would_offer(text: str, fact: str, value: str) -> None:
    assert found(f"{_GUIDE}\n## Steps\n\n{text}", fact, kind="compliance", url=ACME) == set()
    assert found(f"## Steps\n\n{text}", fact, kind="compliance", url=ACME) == {(value, None)}
