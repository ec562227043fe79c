"""In which open formats data can be taken out. Traps: what is taken in, what an interface speaks, what is to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import stance
from scrapers.reading.feature import quote
from scrapers.reading.sentences import mentioning

KINDS = {"help", "terms", "pricing", "security", "trust_center", "compliance", "changelog", "privacy", "other"}
_FORMATS = (
    ("csv", r"CSV"),
    ("json", r"JSONL?"),
    ("xml", r"XML"),
    ("markdown", r"Markdown"),
    ("html", r"HTML"),
    ("pdf", r"PDFs?"),
    ("ics", r"iCal(?:endar)?|ICS"),
    ("vcard", r"vCards?|VCF"),
    ("mbox", r"mbox|EML"),
    ("xlsx", r"XLSX|xlsx|spreadsheets?"),
    ("svg", r"SVG"),
    ("opml", r"OPML"),
    ("sql", r"SQL dumps?"),
)
_OUT = re.compile(
    r"\b(?:export(?:s|ed|ing|able)?|download(?:s|ed|ing)?|take out|exportier\w+|export(?:er|ez)|exportar)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:import\w*|upload\w*|API|invoices?|certificat\w+|reports? (?:is|are)|white ?papers?|signed|polic(?:y|ies)"
    r"|agreements?|DPA|brochure|template|SBOMs?|these reports)\b",
    re.IGNORECASE,
)
_NEAR = 120


def extract(page: Page) -> Iterator[Finding]:
    """Give `export_format`, one for each format."""
    for said in mentioning(page, ("export", "download", "take out")):
        text = said.text
        out = _OUT.search(text)
        if out is None or text.rstrip().endswith("?") or _OTHERS.search(text) or said.role == "cell":
            continue
        if stance.of(text, *out.span()) != "says":
            continue
        near = text[out.start() : out.end() + _NEAR]
        for name, pattern in _FORMATS:
            if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", near):
                made = quote(page, "export_format", name, said.passage, around=out.span(), confidence=0.7)
                yield replace(made, status="yes")
