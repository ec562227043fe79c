"""The evidence pack: one ZIP with the register, quotes, hashes, decisions, denominators and the trail with its head."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from catalog.exporters import _register, csv
from catalog.exporters._pack import Pack

TITLE = "The evidence pack for an auditor"
SUFFIX = "evidence.zip"
MEDIA_TYPE = "application/zip"
KIND = "pack"
README = """\
What the organisation knows of the tools in use, as of {at}.

register.csv, adoptions.json   who uses what, with source and the verdict of then
decisions.json, cases.json, proposals.json, documents.json   what was ruled, those taken back too
facts.jsonl                    what was known of the tools, with the words, the address and the page's hash
denominators.json              of how many this is a part: people, logs, states; and what nobody sees
trail.jsonl, head.json         the events in order, and the end of their hash chain
manifest.json                  the SHA-256 of each file here

To check the trail: an event's sha256 is that of the JSON list [previous, at, who, what, subject, content], written
without blanks; previous is the hash before it, 64 zeros at the start. With the program: save head.json and run
byot db verify --head head.json
"""


def write(pack: Pack, out: BinaryIO) -> None:
    """Write the ZIP; the same evidence gives the same bytes."""
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:

        def add(name: str, parts: Iterator[bytes]) -> None:
            digest = hashlib.sha256()
            info = zipfile.ZipInfo(name, pack.at.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            with packed.open(info, "w") as file:
                for part in parts:
                    digest.update(part)
                    file.write(part)
            hashes[name] = digest.hexdigest()

        add("README.txt", iter([README.format(at=f"{pack.at:%Y-%m-%d %H:%M} UTC").encode()]))
        add("register.csv", iter([_bytes(lambda file: csv.write(_register.sheet(pack.adoptions), file))]))
        add("adoptions.json", _document({"adoptions": pack.adoptions}))
        for name, rows in pack.tables.items():
            add(f"{name}.json", _document({name: rows}))
        add("facts.jsonl", map(_line, pack.facts))
        add("denominators.json", _document(pack.denominators))
        add("trail.jsonl", (_line(_event(event)) for event in pack.trail))
        add("head.json", _document(pack.head))
        add("manifest.json", _document({"files": dict(hashes)}))


def _bytes(work: Callable[[BinaryIO], None]) -> bytes:
    file = io.BytesIO()
    work(file)
    return file.getvalue()


def _document(told: dict[str, Any]) -> Iterator[bytes]:
    yield json.dumps(told, ensure_ascii=False, indent=1, default=str).encode() + b"\n"


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, default=str).encode() + b"\n"


def _event(event: Any) -> dict[str, Any]:
    return {
        "number": event.number, "previous": event.previous, "at": event.at, "who": event.who, "what": event.what,
        "subject": f"{event.kind}:{event.name}" if event.name else event.kind, "content": event.text,
        "sha256": event.sha256,
    }  # fmt: skip
