"""What changed between two looks at a page: what it states now and did not, states otherwise, or states no more.

A change is told of facts, not of letters: a banner, a date or a counter that differs is none. What has vanished from a
page does not erase its fact; that one has become unsupported (`catalog/evidence/record.py`), and here it is told.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal

from sqlmodel import Session, col, select

from catalog.models.evidence import Fact, Snapshot, Source
from scrapers.replies import EXTRACTOR as LANGUAGE_MODEL
from scrapers.stored import NO_PAGES

Kind = Literal["appeared", "changed", "vanished"]
Statement = tuple[str, str | None, str, str]
MANY_VALUED = frozenset({"certification", "data_residency", "excluded_data", "regulator_action"})
LONGEST = 4000
"""So many lines of a text are compared, and no more."""
AROUND = 1
_NOISE = re.compile(
    r"\bcookies?\b|\baccept all\b|©|\ball rights reserved\b|\blast (?:updated|modified)\b|\bminutes? ago\b",
    re.IGNORECASE,
)
_MOVING = re.compile(
    r"\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{4}-\d{2}-\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,3}(?:[,.]\d{3})+\b"
    r"|\b(?:\d{1,2}\.? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{1,2},?)?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a source, when it was seen: the facts of before and after, and both snapshots by their numbers."""

    kind: Kind
    at: datetime
    url: str
    before: Fact | None
    after: Fact | None
    snapshots: tuple[int, int]

    @property
    def fact(self) -> Fact:
        """Give the fact that the change is about: the newer one where there are two."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comparison: *same*, *new*, *gone*, or *cut* where lines that are the same were left out."""

    kind: Literal["same", "new", "gone", "cut"]
    text: str


def changes(session: Session, tool_id: int) -> list[Change]:
    """Give what changed on the pages of a tool, the newest first."""
    looks = _looks(session, tool_id)
    numbers = [snapshot.id or 0 for looked in looks.values() for snapshot in looked]
    stated: dict[int, list[Fact]] = defaultdict(list)
    if len(numbers) > len(looks):
        held = select(Fact).where(col(Fact.snapshot_id).in_(numbers), col(Fact.retracted_at).is_(None))
        for fact in session.exec(held.order_by(col(Fact.quote_start), col(Fact.id))):
            stated[fact.snapshot_id or 0].append(fact)
    found = [
        change
        for looked in looks.values()
        for before, after in pairwise(_read(looked, stated))
        if before.extracted_by == after.extracted_by
        for change in _between(before, after, _told(before, after, stated), _told(after, before, stated))
    ]
    return sorted(found, key=lambda change: (change.at, change.fact.id or 0), reverse=True)


def previous(session: Session, snapshot: Snapshot) -> Snapshot | None:
    """Give the look before a snapshot at which its source said something else, None where there is none."""
    earlier = select(Snapshot).where(Snapshot.source_id == snapshot.source_id, Snapshot.sha256 != snapshot.sha256)
    earlier = earlier.where(col(Snapshot.fetched_at) < snapshot.fetched_at)
    return session.exec(earlier.order_by(col(Snapshot.fetched_at).desc()).limit(1)).first()


def compared(before: str, after: str) -> list[Line]:
    """Compare two texts line by line; lines that differ in a date or a counter alone are the same, banners none."""
    old, new = _lines(before), _lines(after)
    matcher = difflib.SequenceMatcher(None, [_still(line) for line in old], [_still(line) for line in new])
    found: list[Line] = []
    for group in matcher.get_grouped_opcodes(AROUND):
        found += [Line("cut", "")] if found else []
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                found += [Line("same", line) for line in new[j1:j2]]
                continue
            found += [Line("gone", line) for line in old[i1:i2]]
            found += [Line("new", line) for line in new[j1:j2]]
    return found


def _looks(session: Session, tool_id: int) -> dict[int, list[Snapshot]]:
    """Give the snapshots of each source that could be read, in time; where two in a row are the same, the later one."""
    kept = select(Snapshot).join(Source).where(Source.tool_id == tool_id, col(Snapshot.extracted_by).is_not(None))
    kept = kept.where(col(Snapshot.extracted_by).not_in(NO_PAGES[:1]))
    found: dict[int, list[Snapshot]] = defaultdict(list)
    for snapshot in session.exec(kept.order_by(col(Snapshot.fetched_at), col(Snapshot.id))):
        looked = found[snapshot.source_id]
        if looked and looked[-1].sha256 == snapshot.sha256:
            looked.pop()
        looked.append(snapshot)
    return found


def _read(looked: Sequence[Snapshot], stated: Mapping[int, Sequence[Fact]]) -> list[Snapshot]:
    """Leave out the looks at which a page could not be read: nothing stands in them, yet nothing was lost by then."""
    kept: list[Snapshot] = []
    for place, look in enumerate(looked):
        until = looked[place + 1].fetched_at if place + 1 < len(looked) else None
        before = stated.get(kept[-1].id or 0, ()) if kept else ()
        lost = [one for one in before if one.unsupported_at and (until is None or one.unsupported_at < until)]
        if stated.get(look.id or 0) or lost or not before:
            kept.append(look)
    return kept


def _between(before: Snapshot, after: Snapshot, old: Sequence[Fact], new: Sequence[Fact]) -> Iterator[Change]:
    """Give what changed from one snapshot to the next of its source."""
    pair = (before.id or 0, after.id or 0)
    said, says = _by_statement(old), _by_statement(new)
    for statement in dict.fromkeys([*says, *said]):
        earlier, later = said.get(statement, {}), says.get(statement, {})
        came = [fact for value, fact in later.items() if value not in earlier]
        went = [fact for value, fact in earlier.items() if value not in later and fact.unsupported_at is not None]
        if len(came) == len(went) == 1:
            yield Change("changed", after.fetched_at, after.url, went[0], came[0], pair)
            continue
        for fact in came:
            yield Change("appeared", after.fetched_at, after.url, None, fact, pair)
        for fact in went:
            yield Change("vanished", after.fetched_at, after.url, fact, None, pair)


def _told(look: Snapshot, other: Snapshot, stated: Mapping[int, Sequence[Fact]]) -> Sequence[Fact]:
    """Give what a look states; what a language model read there only where the same one read the other look too."""
    facts = stated[look.id or 0]
    if look.language_model == other.language_model:
        return facts
    return [fact for fact in facts if fact.extractor != LANGUAGE_MODEL]


def _by_statement(facts: Iterable[Fact]) -> dict[Statement, dict[str, Fact]]:
    """Sort facts by what they are about; under each, by what they say."""
    found: dict[Statement, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        found[fact.fact, fact.plan, fact.subject, _about(fact)].setdefault(repr((fact.value, fact.status)), fact)
    return found


def _about(fact: Fact) -> str:
    """Give which one of several a fact is about: which limit, price, certificate or region."""
    value = fact.value
    if fact.fact == "plan_price" and isinstance(value, dict):
        return "" if value.get("contact") else f"{value.get('billed')} {value.get('currency')} {value.get('per')}"
    if fact.fact == "free_limit" and isinstance(value, dict):
        return str(value.get("what"))
    return str(value) if fact.fact in MANY_VALUED or fact.status is not None else ""


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line and not _NOISE.search(line)][:LONGEST]


def _still(line: str) -> str:
    """Give a line without what moves by itself."""
    return _MOVING.sub("#", line)
