"""What an extractor says a page states. A finding is not yet believed: it becomes a fact when it is recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Value = str | bool | float | dict[str, Any]
Subject = Literal["vendor", "infrastructure", "subprocessor"]

FACTS = frozenset(
    """plan_price free_plan free_limit free_trial_days certification hipaa_baa gdpr_dpa data_residency sso_saml scim
    mfa audit_log
    encryption_at_rest encryption_in_transit e2ee ediscovery_or_legal_hold retention_control subprocessor_list
    ai_training_on_customer_data breach_notification_hours uptime_sla_percent pentest bug_bounty""".split()
)
"""The names that the contract prints without `--all`."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement of a page: its fact, value and plan, and the quote that proves it.

    `quote` is `Page.text[start:end]`. `status` is for certifications only. `confidence` is in (0, 1].
    """

    fact: str
    value: Value
    quote: str
    start: int
    end: int
    plan: str | None = None
    status: str | None = None
    subject: Subject = "vendor"
    confidence: float = 0.8

    def document(self) -> dict[str, Any]:
        """Give the finding as `byot extract --json` prints it."""
        made: dict[str, Any] = {"fact": self.fact, "plan": self.plan, "value": self.value}
        if self.fact == "certification":
            made["status"] = self.status or "yes"
        return {
            **made,
            "subject": self.subject,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "confidence": self.confidence,
        }


def distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Give each statement once, the surest one, in the page's order.

    What is said of a plan makes the same answer without a plan superfluous.
    """
    best: dict[tuple[str, str, str | None, str, str | None], Finding] = {}
    for finding in findings:
        key = (
            finding.fact,
            repr(finding.value),
            finding.plan and _plain(finding.plan),
            finding.subject,
            finding.status,
        )
        held = best.get(key)
        if held is None or (finding.confidence, -finding.start) > (held.confidence, -held.start):
            best[key] = finding
    said_of_plans = {(key[0], key[1], key[3], key[4]) for key in best if key[2]}
    kept = [finding for key, finding in best.items() if key[2] or (key[0], key[1], key[3], key[4]) not in said_of_plans]
    return sorted(kept, key=lambda finding: (finding.start, finding.fact, finding.plan or ""))


def _plain(plan: str) -> str:
    """Give a plan's name without the words that every plan may carry ("Enterprise Organizations" is Enterprise)."""
    words = re.sub(
        r"\b(?:organi[sz]ations?|orgs?|plan|edition|tier|subscription|accounts?|users?|customers?"
        r"|the)\b",
        " ",
        plan.casefold(),
    )
    return " ".join(words.split()) or plan.casefold()
