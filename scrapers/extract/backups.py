"""Whether the vendor backs up customer data.

Traps: copies that customers make, devices, how long copies are kept after deletion, the host's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.measure import Measure, read

KINDS = {"security", "compliance", "trust_center", "help", "dpa", "sla", "privacy", "other"}
_DATA = r"(?:data(?:bases?)?|contents?|files|information|systems|servers?|workspaces?|instances?)"
_OFTEN = (
    r"(?:dail(?:y)|hourly|weekly|nightly|every|each|regular(?:ly)?|automat\w+|continuous(?:ly)?|constantly|encrypted"
    r"|point[- ]in[- ]time|off-?site|geo\w*|redundant\w*|periodic\w*|routine\w*|frequent\w*)"
)
_MEASURE = Measure(
    fact="backups",
    words=("back", "sauvegard", "copias de seguridad"),
    claim=re.compile(
        rf"\b{_DATA}\b[^.;]{{0,60}}\b(?:is|are|get|being)\b[^.;]{{0,30}}\bbacked up\b"
        rf"|\bbacks? up\b[^.;]{{0,40}}\b{_DATA}\b"
        rf"|\b{_OFTEN}\b[^.;]{{0,60}}\bback-?ups?\b"
        rf"|\bback-?ups?\b[^.;]{{0,90}}\b(?:{_OFTEN}|performed|taken|made|kept|stored|tested|replicated|maintained)\b"
        r"|\b(?:perform|take|make|maintain|run|keep|create)s?\b[^.;]{0,40}\bback-?ups?\b"
        r"|\bSicherungskopien\b|\b(?:täglich\w*|regelmäßig\w*)\b[^.;]{0,60}\bBack-?ups?\b",
        re.IGNORECASE,
    ),
    unless=re.compile(
        r"\b(?:you(?: can| may| must| should|r own|['’]re| are)\b[^.;]{0,40}\bback|responsib\w+|your (?:phone|device"
        r"|computer|keys?|own back)|recommend\w*|back-?ups? codes?|customers? (?:shall|must|should|is|are)|residual"
        r"|delet\w+|remov\w+|purg\w+|eras\w+|retain\w*|generators?|power|allows? you|primary device|your own)\b"
        r"|\A\W*(?:please )?(?:make an? [^.;]{0,20})?back-?up\b",
        re.IGNORECASE,
    ),
    denial=re.compile(
        r"\b(?:we|it) (?:do|does)(?: not|n['’]t) (?:\w+ )?(?:back up|(?:make|take|keep|perform"
        r"|provide) (?:\w+ )?back-?ups?)"
        r"|\bno back-?ups? (?:is|are) (?:made|taken|kept)\b",
        re.IGNORECASE,
    ),
    asked=re.compile(r"\bback(?:ed)?[- ]?ups?\b", re.IGNORECASE),
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `backups`."""
    return read(page, _MEASURE)
