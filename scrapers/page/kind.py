"""Which kind of page it is, where nobody says: by its address, its file name, then its title and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BY_NAME = (
    ("security.txt", r"security\.txt"),
    ("subprocessors", r"sub-?_?processors?|subcontractors"),
    ("dpa", r"\bdpa\b|data-?processing|data-?protection-?(?:addendum|agreement)|processor-agreement|\bavv?\b"),
    ("trust_center", r"trust[-_]?cent(?:er|re)|\btrust\b"),
    ("sla", r"\bsla\b|service-?level"),
    ("pricing", r"pricing|\bprices?\b|\bplans?\b|subscriptions?\b|billing-?plans|\bbuy\b"),
    ("compliance", r"compliance|certifications?|hipaa|gdpr|soc-?2|iso-?27001|audits?\b"),
    ("privacy", r"privacy"),
    ("terms", r"terms|\btos\b|\beula\b|service-?agreement|conditions"),
    ("security", r"security|encryption|\bsecure\b"),
    ("status", r"\bstatus\b|uptime"),
    ("changelog", r"change-?log|release-?notes|whats-?new"),
    ("help", r"\bhelp\b|\bfaqs?\b|support|\bdocs?\b|knowledge|guide"),
)


def guess(url: str | None, file_name: str, headings: Iterable[str] = ()) -> str:
    """Give the kind that the address says, else the file name, else the page's title and first headings."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url or "")
    host = re.sub(r"^[a-z]+://([^/]*).*", r"\1", url or "")
    for words in (path, file_name, host, *headings):
        plain = re.sub(r"[\s_/]+", "-", words.lower())
        for kind, pattern in _BY_NAME:
            if re.search(pattern, plain.replace("-", " ")) or re.search(pattern, plain):
                return kind
    return "other"
