"""Whether the activity log can flow into the company's own monitoring.

Traps: the vendor's own SIEM; streams of other things (video, events of an app).
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import Feature, read

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other"}
_STREAM = (
    r"(?:(?:audit[- ]|activity[- ]|event[- ])?logs?[- ](?:stream(?:s|ing)?|forwarding|push)"
    r"|audit[- ](?:event[- ])?stream(?:s|ing)?"
    r"|(?:stream|send|forward|push|export|pipe)(?:s|ing)?\s(?:\w+[ -]){0,4}?(?:audit|activity|event"
    r"|security)[- ](?:logs?"
    r"|events?)\s(?:\w+ ){0,3}?(?:to|into)\b|SIEM(?:[- ](?:integrations?|export|support|tools?|connector))?"
    r"|audit[- ]logs? API|API (?:access )?(?:to|for) audit[- ]logs?)"
)
_FEATURE = Feature(
    fact="log_streaming",
    words=(
        "siem",
        "audit",
        "log s",
        "logs s",
        "log-s",
        "logs-s",
        "log f",
        "logs f",
        "log p",
        "logs p",
        "log-f",
        "log-p",
        "y log",
        "t log",
        "event",
    ),
    label=re.compile(rf"\b{_STREAM}\b", re.IGNORECASE),
    claims=(re.compile(rf"\b{_STREAM}\b", re.IGNORECASE),),
    unless=re.compile(
        r"\b(?:our (?:own |\w+ )?(?:teams?|engineers|SIEM|servers?|systems?)|we (?:use|run|operate|monitor|collect)"
        r"|centrally|intrusion|application logs?|build logs?|server logs?)\b",
        re.IGNORECASE,
    ),
    legal=False,
    settles=True,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `log_streaming`."""
    return read(page, _FEATURE)
