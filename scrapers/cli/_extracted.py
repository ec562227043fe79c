"""What `byot extract` prints: a document per file, or lines for a person."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from catalog.errors import BadData, BadUse, ByotError
from scrapers import extract
from scrapers.finding import FACTS
from scrapers.page import KINDS, LARGEST, Unreadable, read


def show(files: Sequence[Path], *, url: str | None, kind: str | None, everything: bool, as_json: bool) -> list[Path]:
    """Print what the files state and give those that could not be read, each named on standard error."""
    if kind is not None and kind not in KINDS:
        raise BadUse(f"{kind!r} is no kind of page", f"Choose one of: {', '.join(KINDS)}", where="--kind")
    documents: list[dict[str, Any]] = []
    bad: list[Path] = []
    for file in files:
        try:
            documents.append(_document(file, url, kind, everything))
        except ByotError as error:
            sys.stderr.write(f"byot: {error.one_line()}\n")
            bad.append(file)
    if as_json and documents:
        _print(documents[0] if len(files) == 1 else {"files": documents})
    elif not as_json:
        for document in documents:
            _tell(document)
    return bad


def _document(file: Path, url: str | None, kind: str | None, everything: bool) -> dict[str, Any]:
    try:
        page = read(_bytes(file), url=url, kind=kind, file_name=file.name)
    except Unreadable as problem:
        what, _, mend = str(problem).partition("; ")
        raise BadData(f"the file {what}", mend[:1].upper() + mend[1:], where=str(file)) from problem
    found = extract.each(page)
    return {
        "file": str(file),
        "kind": page.kind,
        "facts": [finding.document() for finding in found if everything or finding.fact in FACTS],
    }


def _bytes(file: Path) -> bytes:
    """Give the file's bytes, one more than the largest page at most, so that no huge file fills the memory."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise BadData(f"cannot be read ({error.strerror})", "Give the path of a saved page", where=str(file)) from error


def _print(document: dict[str, Any]) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _tell(document: dict[str, Any]) -> None:
    sys.stdout.write(f"{document['file']} ({document['kind']}): {len(document['facts'])} facts\n")
    for fact in document["facts"]:
        value = (
            json.dumps(fact["value"], ensure_ascii=False) if isinstance(fact["value"], dict | bool) else fact["value"]
        )
        plan = f" on {fact['plan']}" if fact["plan"] else ""
        status = f" ({fact['status']})" if fact.get("status", "yes") != "yes" else ""
        whose = f" [{fact['subject']}]" if fact["subject"] != "vendor" else ""
        quote = " ".join(fact["quote"].split())
        sys.stdout.write(f"  {fact['fact']}: {value}{status}{plan}{whose}\n    “{quote[:160]}”\n")
