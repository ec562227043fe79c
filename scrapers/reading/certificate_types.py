"""What the places of a page that name one certificate come to together: which type, held or still to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import certificates
from scrapers.reading.sentences import mentioning


def settled(page: Page, findings: list[Finding]) -> Iterator[Finding]:
    """Give the findings without those that others of the page outweigh or say more exactly."""
    return _typed(_of_one_type(page, findings))


def _of_one_type(page: Page, findings: list[Finding]) -> list[Finding]:
    """Give the type of a SOC 2 report that is held, where the page names type II elsewhere and denies it nowhere."""
    bare = any(one.value == "soc2" and one.status == "yes" for one in findings)
    if not bare or any(str(one.value).startswith("soc2_") for one in findings):
        return findings
    said = {name for one in mentioning(page, ("soc",)) for name, _, _ in certificates.named(one.text)}
    if "soc2_type2" not in said or "soc2_type1" in said:
        return findings
    held = {"soc2": "soc2_type2"}
    return [
        replace(one, value=held.get(str(one.value), one.value))
        if one.subject == "vendor" and one.status == "yes"
        else one
        for one in findings
    ]


def _typed(findings: list[Finding]) -> Iterator[Finding]:
    """Leave out SOC 2 without a type where the page gives the type."""
    findings = list(_agreed(findings))
    typed = {(finding.subject, finding.status) for finding in findings if str(finding.value).startswith("soc2_")}
    held = {finding.value for finding in findings if finding.status == "yes" and finding.subject == "vendor"}
    for finding in findings:
        if finding.value == "soc2" and (finding.subject, finding.status) in typed:
            continue
        if finding.status != "yes" and finding.value in held and finding.plan is None:
            continue
        yield finding


def _agreed(findings: list[Finding]) -> Iterator[Finding]:
    """Leave out a weak yes where the page plainly says that the certificate is still to come."""
    coming = {
        finding.value: finding.confidence
        for finding in findings
        if finding.status in ("in_progress", "no") and finding.plan is None
    }
    for name in ("soc2_type1", "soc2_type2"):
        coming["soc2"] = max(coming.get("soc2", 0), coming.get(name, 0))
    for finding in findings:
        weak = finding.confidence - (_UNSURE if _ASKED.search(finding.quote) else 0)
        if finding.status == "yes" and finding.plan is None and coming.get(finding.value, 0) > weak:
            continue
        yield finding


_ASKED = re.compile(r"\brequest\b[^.;]{0,40}\breports?\b", re.IGNORECASE)
"""A report that one may ask for: beside "an audit is planned" it is still to come."""
_UNSURE = 0.2
