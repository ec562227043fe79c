"""The evidence pack: one ZIP with the register, quotes, hashes, decisions, denominators and the trail with its head."""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import IO, Any, BinaryIO

from catalog.exporters import _register, csv
from catalog.exporters import json as json_exporter
from catalog.exporters._pack import Pack

TITLE = "The evidence pack for an auditor"
SUFFIX = "evidence.zip"
MEDIA_TYPE = "application/zip"
KIND = "pack"
AT_ONCE = 1 << 16
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
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, tempfile.TemporaryFile() as aside:

        def add(name: str, write: Callable[[BinaryIO], object]) -> None:
            info = zipfile.ZipInfo(name, pack.at.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            with packed.open(info, "w", force_zip64=True) as file:
                hashed = _Hashed(file)
                with io.BufferedWriter(hashed, AT_ONCE) as buffered:
                    write(buffered)
            hashes[name] = hashed.digest.hexdigest()

        told = _register.sheet(_kept(pack.adoptions, aside))
        again = _register.sheet(map(json.loads, _lines_of(aside)))
        add("README.txt", partial(_text, README.format(at=f"{pack.at:%Y-%m-%d %H:%M} UTC")))
        add("register.csv", partial(csv.write, told))
        add("adoptions.json", partial(json_exporter.write, again))
        for name, rows in pack.tables.items():
            add(f"{name}.json", partial(_document, {name: rows}))
        add("facts.jsonl", partial(_lines, pack.facts))
        add("denominators.json", partial(_document, pack.denominators))
        add("trail.jsonl", partial(_lines, map(_event, pack.trail)))
        add("head.json", partial(_document, pack.head))
        add("manifest.json", partial(_document, {"files": dict(hashes)}))


class _Hashed(io.RawIOBase):
    """A file that knows the SHA-256 of what was written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self.digest.update(part)
        return self._file.write(part)


def _kept(documents: Iterable[dict[str, Any]], aside: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Give documents on, and put them aside: there may be hundreds of thousands, and they are told twice."""
    for one in documents:
        aside.write(_line(one))
        yield one


def _lines_of(aside: IO[bytes]) -> Iterator[bytes]:
    aside.seek(0)
    yield from aside


def _text(told: str, out: BinaryIO) -> None:
    out.write(told.encode())


def _document(told: dict[str, Any], out: BinaryIO) -> None:
    out.write(json.dumps(told, ensure_ascii=False, indent=1, default=str).encode() + b"\n")


def _lines(told: Iterable[dict[str, Any]], out: BinaryIO) -> None:
    for one in told:
        out.write(_line(one))


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, default=str).encode() + b"\n"


def _event(event: Any) -> dict[str, Any]:
    return {
        "number": event.number, "previous": event.previous, "at": event.at, "who": event.who, "what": event.what,
        "subject": f"{event.kind}:{event.name}" if event.name else event.kind, "content": event.text,
        "sha256": event.sha256,
    }  # fmt: skip
