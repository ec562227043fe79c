"""Whether the vendor signs a HIPAA business associate agreement.

Traps: "HIPAA compliant" alone; agreements with its own providers; a law's text; a clause that only excludes.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import stance, subject
from scrapers.reading.feature import NO_ANSWER, Feature, denial_of, quote, read
from scrapers.reading.sentences import mentioning, statements

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "terms", "dpa", "changelog", "other", "privacy"}
_BAA = r"(?:business associate (?:agreement|addend(?:um|ums|a)|contract)s?(?: ?\(BAAs?\))?|(?-i:BAAs?|baas?))\b"
_FEATURE = Feature(
    fact="hipaa_baa",
    words=("business associate", "baa"),
    label=re.compile(rf"\b{_BAA}", re.IGNORECASE),
    claims=(
        re.compile(
            rf"\b(?:offers?|sign(?:s|ed|ing)?|provides?|execut\w+|enter(?:s|ed)? into|available|request"
            rf"|obtain|includes?|included|support\w*|have|has|with)\b[^.;]{{0,90}}?\b{_BAA}",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\bthis {_BAA}[^.;]{{0,40}}? is (?:made|entered|hereby|incorporated|part)\b"
            rf"|\b{_BAA}[^.;]{{0,90}}?\b(?:available|offer\w*|sign\w*|provid\w+|in place|includ\w+"
            rf"|request|support\w*|execut\w+|required|customers|not|add-?on)\b"
            rf"|\bneeds? an? {_BAA}[^.;]{{0,60}}?\b(?:contact|reach out)",
            re.IGNORECASE,
        ),
    ),
    unless=re.compile(
        r"\A\W*for BAAs? with\b"
        r"|\b(?:vendors?|part(?:y|ies)|providers?|partners?)\b[^.;]{0,120}\brequired to (?:enter|sign|execute)\b"
        r"|\b(?:(?:our|its|their|with) (?:own )?(?:sub-?processors?|vendors?|providers?|hosting"
        r"|business associates)|satisfactory assurances?|means\b|covered entity (?:may|must|shall)"
        r"|(?:BAA|agreement)s?\)? with (?:us|our company|AWS|Amazon|Azure|GCP|[A-Z][a-z]+ (?:Azure|Cloud|Workspace)"
        r"|your)"
        r"|164\.\d+|even if|also subject|medical devices?)\b",
        re.IGNORECASE,
    ),
    staff=False,
    settles=True,
    denial=denial_of(_BAA),
)


_UNLESS = re.compile(rf"\b(?:unless|except as)\b[^.;]{{0,90}}?\b{_BAA}", re.IGNORECASE)
"""A contract that forbids health data "unless a BAA is signed" says that one is signed on request."""


_NOT_COVERED = re.compile(
    r"\W*(?:no\b|not (?:yet )?(?:in scope|supported|available|covered|offered|compliant)|out of scope)", re.IGNORECASE
)


def _out_of_scope(page: Page) -> Iterator[Finding]:
    """Give the plain no of a row that names HIPAA and its state."""
    for table in page.tables:
        for row in table.rows:
            if len(row) > 1 and re.fullmatch(r"\W*HIPAA\W*", row[0].text) and _NOT_COVERED.match(row[1].text):
                yield quote(page, "hipaa_baa", "no", row[1].passage, confidence=0.7)


_NOT_HIPAA = re.compile(
    r"\b(?:is|are|am)(?: ?not|n['’]t) (?:(?:\w+ )?HIPAA[- ]complian|(?:acting as )?an? \W?business associate\W)",
    re.IGNORECASE,
)
_WITH_HOST = re.compile(
    rf"\b{_BAA} (?:is|are|will be) (?:\w+ )?(?:between you and|with) (?:AWS|Amazon|Azure|GCP"
    rf"|[A-Z][a-z]+ Cloud|your (?:cloud|hosting) provider)\b"
)
"""Who has no part in the agreement between its customers and their cloud signs none."""
_ASKS = re.compile(r"\b(?:is|are) [\w.' ]{1,30} HIPAA[- ]compliant\?", re.IGNORECASE)


def _not_compliant(page: Page) -> Iterator[Finding]:
    """Give the plain no of who says not to comply with HIPAA, or answers so the question that the page is called by."""
    asked = _ASKS.search(page.title)
    for said in statements(page)[:2] if asked else ():
        if NO_ANSWER.match(said.text):
            yield quote(page, "hipaa_baa", "no", said.passage, confidence=0.65)
    for said in mentioning(page, ("hipaa", "business associate")):
        found = _NOT_HIPAA.search(said.text)
        if found and subject.is_own(said.text, page) and not said.text.rstrip().endswith("?"):
            yield quote(page, "hipaa_baa", "no", said.passage, around=found.span(), confidence=0.65)


_OF_INDUSTRY = re.compile(r"\bmandated\b|\b(?:industry )?standards? \(", re.IGNORECASE)
"""Laws and standards that anybody may have to follow are no goals of the vendor."""


def extract(page: Page) -> Iterator[Finding]:
    """Give `hipaa_baa`; who is still on the way to HIPAA signs none yet."""
    found = [] if _WITH_HOST.search(page.text) else list(read(page, _FEATURE))
    yield from found
    yield from _out_of_scope(page)
    if not any(one.value == "yes" for one in found):
        yield from _not_compliant(page)
    for said in mentioning(page, ("hipaa", "baa", "business associate")):
        signed = _UNLESS.search(said.text)
        if signed and page.kind in ("terms", "dpa") and not said.text.rstrip().endswith("?"):
            yield quote(page, "hipaa_baa", "yes", said.passage, around=signed.span(), confidence=0.6)
        hipaa = re.search(r"\bHIPAA\b", said.text)
        if (
            hipaa
            and not _OF_INDUSTRY.search(said.text)
            and stance.of(said.text, *hipaa.span()) == "plans"
            and re.search(r"\b(?:attain\w*|complian\w*|certif\w*|process|progress)\b", said.text)
        ):
            yield quote(page, "hipaa_baa", "no", said.passage, around=hipaa.span(), confidence=0.6)
