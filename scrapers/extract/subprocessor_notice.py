"""Whether customers are told before a further sub-processor gets their data.

Traps: what sub-processors tell the vendor, notices of other changes, a right to add them in silence.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.measure import Measure, read
from scrapers.reading.wording import SUBPROCESSORS

KINDS = {"dpa", "subprocessors", "trust_center", "compliance", "security", "privacy", "terms", "help", "other"}
_OTHERS = rf"(?:{SUBPROCESSORS}|(?:other|further|another|additional) processors?)"
_NEW = (
    r"(?:new|additional|further|another|chang\w+|addition\w*|replac\w+|updat\w+|engag\w+|appoint\w+|add(?:s"
    r"|ing)?|intended)"
)
_TELL = (
    r"(?:notif\w+|inform(?:s|ed)?|notices?|announce\w*|told|tell|alert\w*|e-?mails?|subscrib\w+|sign up"
    r"|days before|write to you"
    r"|object(?:s|ion)?)"
)
_SILENT = re.compile(
    rf"\b{_OTHERS}[^.;]{{0,60}}\bwithout (?:\w+ )?notice\b|\bwithout (?:\w+ )?notice\b[^.;]{{0,60}}\b{_OTHERS}",
    re.IGNORECASE,
)
_MEASURE = Measure(
    fact="subprocessor_notice",
    words=(
        "subp",
        "sub-p",
        "sub p",
        "sub-d",
        "sub d",
        "subd",
        "subc",
        "sub-c",
        "sub c",
        "unterauftrag",
        "sous-trait",
        "subencarg",
        "other proc",
        "further proc",
        "another proc",
        "additional proc",
    ),
    claim=re.compile(
        rf"\b{_TELL}\b[^.;]{{0,160}}\b{_NEW}\b[^.;]{{0,60}}\b{_OTHERS}"
        rf"|\b{_NEW}\b[^.;]{{0,80}}\b{_OTHERS}[^.;]{{0,120}}\b{_TELL}\b"
        rf"|\b{_OTHERS}[^.;]{{0,60}}\b{_NEW}\b[^.;]{{0,120}}\b{_TELL}\b",
        re.IGNORECASE,
    ),
    unless=re.compile(
        rf"\b{_OTHERS} (?:must|shall|will|are required to)?\s?(?:notif\w+|inform)\b|\bnotif\w+ us\b", re.IGNORECASE
    ),
    denial=_SILENT,
    asked=re.compile(rf"\b{_TELL}\b[^?]{{0,60}}\b{_OTHERS}", re.IGNORECASE),
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `subprocessor_notice`; whoever speaks of sub-processors here is the vendor itself."""
    from dataclasses import replace

    return (replace(one, subject="vendor") for one in read(page, _MEASURE))
