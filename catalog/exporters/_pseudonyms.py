"""The register and the trail without names: people by their pseudonyms, and left out what may name them by the way.

Left out are purposes, names of files, the reasons of a verdict and what events hold: people wrote them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlmodel import Session

from catalog.exporters._events import Told
from catalog.pseudonyms import pseudonyms

AT_ONCE = 400
PROGRAMS = frozenset(("demonstration", "discover", "import", "policy", "register", "retention", "review"))
"""Who does what no person does."""
PEOPLE = ("by", "user")
GIST = ("verdict", "basis", "plan", "industry")


def adoptions(session: Session, key: bytes, documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give adoptions in their order, under pseudonyms."""
    left = iter(documents)
    while some := list(islice(left, AT_ONCE)):
        named = [one for document in some for one in (document, *document["evidence"])]
        known = pseudonyms(session, key, (one[field] for one in named for field in PEOPLE if one.get(field)))
        for one in some:
            evidence = [{**_hidden(source, known), "origin": None} for source in one["evidence"]]
            verdict = {name: one["verdict"].get(name) for name in GIST} if one["verdict"] else None
            person = known[one["by"]] if one["person"] else None
            yield {**_hidden(one, known), "person": person, "purpose": None, "evidence": evidence, "verdict": verdict}


def events(session: Session, key: bytes, told: Iterable[Told]) -> Iterator[Told]:
    """Give events in their order, under pseudonyms and without their content; their hashes stay."""
    left = iter(told)
    while some := list(islice(left, AT_ONCE)):
        names = {one.who for one in some} | {one.name for one in some if one.kind == "person"}
        known = pseudonyms(session, key, names - PROGRAMS)
        for one in some:
            name = known.get(one.name, one.name) if one.kind == "person" else one.name
            yield replace(one, who=known.get(one.who, one.who), name=name, content={}, text="{}")


def _hidden(document: dict[str, Any], known: dict[str, str]) -> dict[str, Any]:
    return document | {field: known[document[field]] for field in PEOPLE if document.get(field)}
