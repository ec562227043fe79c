"""The public suffixes under which people register domains, https://publicsuffix.org/list/.

The list is the one that tldextract brings, with the domains of those who let others have names under theirs. It is
read here: tldextract takes a tenth of a second to make its tree of it, and loads an HTTP library first.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

LIST: Final = ".tld_set_snapshot"


def registered(name: str) -> str | None:
    """Give the domain that somebody registered for a name as DNS writes it; None for a suffix, or under none."""
    known, labels = rules(), name.split(".")
    at, parent = len(labels), ""
    for place in range(len(labels) - 1, -1, -1):
        suffix = f"{_decoded(labels[place])}.{parent}" if parent else _decoded(labels[place])
        if suffix in known:
            at = place
        elif f"*.{parent}" in known:
            at = place if f"!{suffix}" not in known else place + 1
        parent = suffix
    return ".".join(labels[at - 1 :]) if 0 < at < len(labels) else None


@lru_cache(1)
def rules() -> frozenset[str]:
    """Give the rules of the list."""
    spec = find_spec("tldextract")
    assert spec is not None
    assert spec.origin is not None
    lines = Path(spec.origin).with_name(LIST).read_text("utf-8").split("\n")
    return frozenset(line.strip() for line in lines if line[:1] not in ("", "/"))


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    import idna

    try:
        return idna.decode(label)
    except UnicodeError:
        return label
