"""Which certificates a text names, and where."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re

_SOC2 = re.compile(
    r"\bSOC\)?[\s-]?(?:2|II)\b(?:\s?®)?(?:[\s,()–-]{0,4}(?:Type|Typ)[\s-]?(?P<type>II|I|2|1)\b)?"
    r"|\bSOC\s(?:Type|Typ)[\s-]?(?P<type2>II|2)\b",
    re.IGNORECASE,
)
_OTHERS = (
    (
        "soc1",
        re.compile(
            r"\bSOC[\s-]?(?:1|I)\b(?!\d)(?:[\s,(–-]{0,3}Type[\s-]?(?P<type>II|I|2|1)\b)?"
            r"|\bSSAE[\s-]?(?:16|18)\b",
            re.IGNORECASE,
        ),
    ),
    ("soc3", re.compile(r"\bSOC[\s-]?(?:3|III)\b|\bSOC 2 and (?:SOC )?3\b", re.IGNORECASE)),
    ("iso27001", re.compile(r"\b(?:ISO(?:\s?/\s?IEC)?|IEC)?[\s-]?27001\b", re.IGNORECASE)),
    ("iso27017", re.compile(r"\b(?:ISO(?:\s?/\s?IEC)?)?[\s-]?27017\b", re.IGNORECASE)),
    ("iso27018", re.compile(r"\b(?:ISO(?:\s?/\s?IEC)?)?[\s-]?27018\b", re.IGNORECASE)),
    ("iso27701", re.compile(r"\b(?:ISO(?:\s?/\s?IEC)?)?[\s-]?27701\b", re.IGNORECASE)),
    ("iso42001", re.compile(r"\b(?:ISO(?:\s?/\s?IEC)?)?[\s-]?42001\b", re.IGNORECASE)),
    ("hitrust", re.compile(r"\bHITRUST\b", re.IGNORECASE)),
    ("fedramp", re.compile(r"\bFedRAMP\b", re.IGNORECASE)),
    (
        "pci_dss",
        re.compile(
            r"\bPCI[\s-]?(?:DSS\b|(?:SAQ|Level|compliant|compliance|certified|Service Provider)\b"
            r"|\bAoC\b)",
            re.IGNORECASE,
        ),
    ),
    ("csa_star", re.compile(r"\bCSA[\s-]STAR\b|\bSTAR (?:Level|Registry|certif\w+)", re.IGNORECASE)),
    ("cyber_essentials", re.compile(r"\bCyber Essentials\b", re.IGNORECASE)),
    (
        "c5",
        re.compile(
            r"\b(?:BSI )?C5(?::20\d\d)?\b(?= (?:attest\w+|certif\w+|compliant|audit|report|Type"
            r"|Testat))|\bBSI[\s-]C5\b"
        ),
    ),
    ("tisax", re.compile(r"\bTISAX\b", re.IGNORECASE)),
)
_BOTH = re.compile(r"\s?(?:&|/|,|and|\+)\s?(?:Type|Typ)?\s?(?:2|II)\b", re.IGNORECASE)
_BEYOND = re.compile(
    r"\b(?:more than|beyond|stricter than|rather than|as opposed to|unlike) (?:an? |the )?(?:SOC 1\W)?\Z", re.IGNORECASE
)
"""What something goes further than is not held."""
_NEAR = 24
_ADDRESS = re.compile(r"\.[a-z]{2,}|:[a-z]|/[a-z]\w*[/.]")
_PATH = re.compile(r"[/@_][\w.-]*\Z|\b[a-z]+[-:]\Z")
"""A name within an address, a path or a command names no certificate."""
_HINTS = {
    "soc1": ("soc", "ssae"),
    "soc3": ("soc",),
    "pci_dss": ("pci",),
    "csa_star": ("star",),
    "cyber_essentials": ("cyber",),
    **{name: (name.removeprefix("iso"),) for name, _ in _OTHERS if name.startswith("iso")},
    **{name: (name,) for name in ("hitrust", "fedramp", "c5", "tisax")},
}
"""Pieces in small letters, one of which is in whatever names a certificate."""
WORDS = ("soc", "27", "42001", "hitrust", "fedramp", "pci", "star", "cyber", "c5", "tisax", "ssae")


def named(text: str) -> Iterator[tuple[str, int, int]]:
    """Give the certificates that a text names, with their places."""
    small = text.lower()
    if any(word in small for word in WORDS):
        yield from (found for found in _named(text, small) if not _in_address(text, *found[1:]))


def _in_address(text: str, start: int, end: int) -> bool:
    return text[start].islower() and bool(
        _ADDRESS.match(text, end) or _PATH.search(text[max(0, start - _NEAR) : start])
    )


def _is_beyond(text: str, start: int) -> bool:
    return bool(_BEYOND.search(text[max(0, start - _NEAR) : start]))


def _named(text: str, small: str) -> Iterator[tuple[str, int, int]]:
    for found in _SOC2.finditer(text):
        if _is_beyond(text, found.start()):
            continue
        kind = (found["type"] or found["type2"] or "").upper()
        both = _BOTH.match(text, found.end())
        if both and kind in ("1", "I"):
            yield "soc2_type2", found.start(), both.end()
        yield (
            {"2": "soc2_type2", "II": "soc2_type2", "1": "soc2_type1", "I": "soc2_type1"}.get(kind, "soc2"),
            *found.span(),
        )
    for name, pattern in _OTHERS:
        if not any(word in small for word in _HINTS[name]):
            continue
        for found in pattern.finditer(text):
            if _is_beyond(text, found.start()):
                continue
            kind = (found.groupdict().get("type") or "").upper()
            yield ("soc1_type2" if name == "soc1" and kind in ("2", "II") else name), *found.span()
