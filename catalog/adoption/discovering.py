"""The whole way of a log: read, counted, recorded as sightings, proposed as adoptions; one transaction per file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Any

from sqlmodel import Session

from catalog import audit
from catalog.adoption import proposing
from catalog.discovery import sightings
from catalog.discovery.engine import DUCKDB, Engine
from catalog.discovery.match import matcher
from catalog.discovery.reading import AUTO, Log, read
from catalog.discovery.sightings import Counting
from catalog.errors import ByotError
from catalog.moment import now, written
from catalog.store import Store

Key = tuple[str, str, str]


@dataclass(slots=True)
class Discovery:
    """What logs showed: each log, use per tool, user and day, the domains of no tool, and how much of it was new."""

    files: list[dict[str, Any]] = field(default_factory=list)
    uses: dict[Key, dict[str, Any]] = field(default_factory=dict)
    strays: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[ByotError] = field(default_factory=list)
    new_sightings: int = 0
    new_proposals: int = 0

    def document(self) -> dict[str, Any]:
        """Give it by the contract."""
        ranked = sorted(self.strays.values(), key=lambda one: (-one["users"], -one["events"], one["domain"]))
        return {
            "files": self.files,
            "sightings": [self.uses[key] for key in sorted(self.uses)],
            "unmatched": ranked,
            "new": {"sightings": self.new_sightings, "proposals": self.new_proposals},
        }


def discover(
    store: Store,
    files: Sequence[Path],
    *,
    wanted: str = AUTO,
    local: tzinfo | None = None,
    engine: str = DUCKDB,
    dry_run: bool = False,
) -> Discovery:
    """Read logs into the register; a file that cannot be read is a problem, the others are kept.

    What a content showed counts once, however often and under whatever name it is read. `dry_run` records nothing and
    says what would be new.
    """
    found = Discovery()
    with store.session() as session:
        matching = matcher(session)
    heard: set[str] = set()
    for path in files:
        log, sums = Log(str(path)), Engine(engine)
        try:
            counting = Counting(matching, sums)
            counting.count(read(path, log, wanted, local))
            new = _record(store, log, counting, heard, dry_run)
            found.files.append({**log.document(), "read_before": new.before})
            if log.sha256 not in heard:
                _add(found, counting)
            heard.add(log.sha256)
            found.new_sightings += new.sightings
            found.new_proposals += new.proposals
        except ByotError as error:
            found.problems.append(error)
        finally:
            sums.close()
    return found


@dataclass(frozen=True, slots=True)
class _New:
    sightings: int = 0
    proposals: int = 0
    before: str | None = None


def _record(store: Store, log: Log, counting: Counting, heard: set[str], dry_run: bool) -> _New:
    """Record one log in one transaction, unless its content was read before; taken back at its end in a dry run."""
    if log.sha256 in heard:
        return _New(before=written(now()))

    def work(session: Session) -> _New:
        audit.take_turn(session)
        known = sightings.origin_of(session, log.sha256)
        if known is not None:
            return _New(before=written(known.read_at))
        origin = sightings.record(session, log, counting)
        content = {"file": log.file, "format": log.format, "records": log.records, "rejected": log.rejected}
        audit.append(session, who=proposing.WHO, what="log read", subject=f"origin:{log.sha256}", content=content)
        proposals = proposing.propose(session, origin, origin.read_at)
        shown = len({(seen.slug, seen.user, seen.day) for seen in counting.sightings()})
        if dry_run:
            session.rollback()
        return _New(shown, proposals)

    return store.transact(work)


def _add(found: Discovery, counting: Counting) -> None:
    for seen in counting.sightings():
        key = (seen.slug, seen.user, seen.day.isoformat() if seen.day else "")
        use = found.uses.setdefault(
            key,
            {
                "tool": seen.slug, "user": seen.user or None, "day": key[2] or None,
                "events": 0, "blocked": 0, "bytes_up": None, "bytes_down": None,
            },
        )  # fmt: skip
        for name in ("events", "blocked", "bytes_up", "bytes_down"):
            more = getattr(seen, name)
            if more is not None:
                use[name] = (use[name] or 0) + more
    for stray in counting.strays():
        known = found.strays.setdefault(stray["domain"], {**stray, "users": 0, "events": 0})
        known["users"] = max(known["users"], stray["users"])
        known["events"] += stray["events"]
