"""A log of activity that the customer can read. Traps: the vendor's own access logs; logs that a law asks for."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import subject
from scrapers.reading.feature import LEGAL, Feature, read
from scrapers.reading.wording import AUDIT_LOG

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other", "privacy", "dpa"}
_WHO_DID_WHAT_WHEN = (
    r"\b(?:logs|records|captures) (?:every|all|each) (?:[\w-]+ ){0,3}(?:actions?|changes?|events?|activit(?:y|ies))"
    r"\b(?=[^.]{0,200}\b(?:who|person|user|actor)\b)(?=[^.]{0,200}\b(?:when|time|timestamps?|date)\b)"
)
"""A log that is told by what it does, not by its name."""
_HANDED_OUT = (
    r"\b(?:sessions?|access|actions?|activity|events?) (?:is|are) (?:audited|recorded) and (?:stored|kept) in logs\b"
    r"[^.;]{0,30}\bavailable\b"
    r"|\b(?:owners?|admins?|administrators?|you|customers?) can (?:\w+ and )?(?:view|see|read|export|download) (?:their"
    r"|your) (?:own )?(?:tenant|workspace|organi[sz]ation|account)['’]s (?:activity |event )?logs?\b"
)
"""So is one that is handed out."""
_FEATURE = Feature(
    fact="audit_log",
    words=(" log", "-log", "logs all", "audit", "trail", "protokoll", "journa", "registro", "records ", "captures "),
    label=re.compile(rf"\b{AUDIT_LOG}\b", re.IGNORECASE),
    claims=(re.compile(rf"\b{AUDIT_LOG}\b|{_WHO_DID_WHAT_WHEN}|{_HANDED_OUT}", re.IGNORECASE),),
    unless=re.compile(
        r"\blogs?\s?:\s*(?:\[|\d+ (?:days?|months?|years?)\b)|\blimited by\b"
        r"|\blogs?,? (?:is|are) (?:\w+ )?encrypted\b"
        r"|\(no [\w ]{3,30}, (?:no [\w ]{3,30}, )*no\s"
        r"|\b(?:logging of all (?:system )?access|(?:build|job|deployment|pipeline|sync|import) activity logs?"
        r"|unlimited activity"
        r"|logging failures?"
        r"|AI trace"
        r"|agents?['’]? (?:actions|traces)|log files?|server logs?|access log files?"
        r"|(?:audits?|reviews?) of (?:\w+ )?logs|all (?:of )?(?:its|our) infrastructure"
        r"|(?:CDN|HTTP|edge|origin|web|transformation|traffic) access logs?"
        r"|shall|where appropriate|safeguards?|the (?:law|rule)|financial|internal audit"
        r"|no audit[- ]log (?:events?|entries)|deletion|debug\w*|polic(?:y|ies) in place|to the servers"
        r"|audit requirements|(?:are|is) (?:audit )?(?:centrali[sz]ed|logged(?! in (?:your|the) (?:\S+ ){0,2}audit)"
        r"|monitored|reviewed|collected)|we (?:\w+ )?(?:maintain|keep"
        r"|collect|store|retain|log|monitor|review|aggregate|analy[sz]e|audit)|SIEM|centrally"
        r"|intrusion|logging (?:and|&) monitoring|monitoring (?:and|&) logging"
        r"|system logs|logs are (?:maintained|kept) by|(?:maintained|kept"
        r"|(?<!append-only audit log )(?<!immutable audit log )retained) for"
        r"|(?:zero|no) (?:direct )?(?:read|write|access)|access-restricted|how to access logs)\b",
        re.IGNORECASE,
    ),
    settles=True,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `audit_log`."""
    for finding in read(page, _FEATURE):
        sent = _SENT.search(finding.quote)
        if sent and subject.is_vendor(sent["to"], page):
            continue
        if page.kind not in LEGAL or _FOR_ADMINS.search(finding.quote) or _OF_PRODUCT.search(finding.quote):
            yield finding


_SENT = re.compile(
    rf"\b(?i:ship|send|forward|stream|ingest|import|collect)(?:ing)? (?:\w+ ){{0,3}}(?i:{AUDIT_LOG})"
    r" (?:\w+ ){0,3}?(?:to|into|in) (?P<to>[A-Z][\w.]*\w)"
)
"""Logs of other products that come to the vendor's."""
_FOR_ADMINS = re.compile(
    r"\baudit[- ](?:logs?|trails?)\b.{0,200}\badmin|\bavailable to you\b.{0,60}\baudit[- ]log"
    r"|\badmin\w*\b.{0,200}\baudit[- ](?:logs?|trails?)\b"
)
"""A privacy policy tells of the vendor's own logs; those for administrators are the customer's."""
_OF_PRODUCT = re.compile(
    r"\b(?:tamper-(?:evident|proof)|anchored|immutable|append-only|hash-chained) audit[- ](?:logs?|trails?)\b"
    r"|\baudit[- ](?:logs?|trails?) (?:is|are) (?:immutable|tamper-(?:evident|proof)|append-only)\b"
    r"|\byour (?:[\w’'-]+ )?audit[- ](?:logs?|trails?)\b|\baudit[- ](?:logs?|trails?) (?:that )?you\b",
    re.IGNORECASE,
)
"""So do those that are a property of the product, or the reader's."""
