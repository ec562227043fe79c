"""Documents on a tool: a signed BAA, a DPA, a SOC report, each with who, since when and until when.

While one is in force it does what the gates ask for (a signed BAA closes *sign the BAA*), and conditions of decisions
may rest on it: with its end they are open again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit, people
from catalog import moment as moments
from catalog.adoption import cases
from catalog.check.facts import known_tool, tool_at
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.desk import DOCUMENT_KINDS, ConditionMet, Document
from catalog.models.tool import Tool
from catalog.moment import start_of

LONGEST = 300
TITLES = {"baa": "BAA", "dpa": "DPA", "nda": "NDA", "soc_report": "SOC report"}
ENDS_SOON = timedelta(days=60)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stored:
    """The bytes that were kept of a document: the file's name, their hash, size and media type."""

    file: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as somebody gives it. `since` and `until` are its first and last day; `plan` None: all plans."""

    tool: str
    kind: str
    title: str
    party: str
    since: date
    until: date | None = None
    plan: str | None = None
    stored: Stored | None = None


def add(session: Session, paper: Paper, by: str, at: datetime | None = None) -> dict[str, Any]:
    """Record a document. Raises `NotAllowed` unless `by` is a reviewer, `UnknownTool`, `UnknownPlan`, `BadUse`."""
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, by, "reviewer")
    tool = known_tool(session, paper.tool)
    _require(paper, at.date())
    plan = tool_at(session, tool, at=at).plan(paper.plan) if paper.plan else None
    kept = paper.stored
    row = Document(
        reference=cases.reference("p"),
        tool_id=tool.id or 0,
        plan=plan.slug if plan else None,
        kind=paper.kind,
        title=_clean(paper.title) or TITLES.get(paper.kind, paper.kind.replace("_", " ")),
        party=_clean(paper.party),
        file=kept.file[:LONGEST] if kept else None,
        sha256=kept.sha256 if kept else None,
        size=kept.size if kept else None,
        media_type=kept.media_type[:100] if kept else None,
        recorded_by=person.slug,
        valid_from=start_of(paper.since),
        valid_to=start_of(paper.until) + DAY if paper.until else None,
        recorded_at=at,
    )
    session.add(row)
    session.flush()
    told = document(row, at)
    audit.append(session, who=person.slug, what="document added", subject=f"tool:{tool.slug}", content=told)
    return told


def retract(session: Session, reference: str, by: str, at: datetime | None = None) -> dict[str, Any]:
    """Take a document back, with the conditions that rest on it."""
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, by, "reviewer")
    row = find(session, reference)
    if row.retracted_at is not None:
        raise Conflicting("the document was taken back already", mend="look at the case again")
    row.retracted_at = at
    session.add(row)
    resting = select(ConditionMet).where(ConditionMet.document_id == row.id, col(ConditionMet.retracted_at).is_(None))
    opened = session.exec(resting).all()
    for met in opened:
        met.retracted_at = at
        session.add(met)
    session.flush()
    tool = session.get_one(Tool, row.tool_id)
    content = {"document": row.reference, "conditions": [met.condition for met in opened]}
    audit.append(session, who=person.slug, what="document taken back", subject=f"tool:{tool.slug}", content=content)
    return document(row, at)


def find(session: Session, reference: str) -> Document:
    """Give the document of a reference; raise `NotFound` where there is none."""
    row = session.exec(select(Document).where(Document.reference == reference)).first()
    if row is None:
        raise NotFound(f"there is no document {reference[:40]!r}", mend="see those of a tool: byot review show TOOL")
    return row


def documents(session: Session, tool: Tool, at: datetime | None = None) -> list[dict[str, Any]]:
    """Give the documents on a tool that were not taken back, the newest first."""
    at = at or moments.now()
    rows = select(Document).where(Document.tool_id == tool.id, col(Document.retracted_at).is_(None))
    return [document(row, at) for row in session.exec(rows.order_by(col(Document.id).desc())).all()]


def of_tools(session: Session, slugs: Iterable[str], at: datetime) -> dict[str, list[dict[str, Any]]]:
    """Give the documents on some tools by the tool's slug, as `documents` gives those of one."""
    rows = session.exec(
        select(Tool.slug, Document)
        .join(Document, col(Document.tool_id) == col(Tool.id))
        .where(col(Tool.slug).in_(set(slugs)), col(Document.retracted_at).is_(None))
        .order_by(col(Document.id).desc())
    ).all()
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for slug, row in rows:
        found[slug].append(document(row, at))
    return dict(found)


def document(row: Document, at: datetime) -> dict[str, Any]:
    """Give a document as JSON; `until` is its last day."""
    return {
        "id": row.reference,
        "kind": row.kind,
        "title": row.title,
        "party": row.party,
        "plan": row.plan,
        "since": row.valid_from.date().isoformat(),
        "until": (row.valid_to - DAY).date().isoformat() if row.valid_to else None,
        "state": _state(row, at),
        "file": row.file,
        "sha256": row.sha256,
        "size": row.size,
        "by": row.recorded_by,
    }


def _state(row: Document, at: datetime) -> str:
    if row.valid_from > at:
        return "to come"
    if row.valid_to is None:
        return "in force"
    return "ended" if row.valid_to <= at else "ends soon" if row.valid_to - at <= ENDS_SOON else "in force"


def _require(paper: Paper, today: date) -> None:
    if paper.kind not in DOCUMENT_KINDS:
        mend = f"choose one of: {', '.join(DOCUMENT_KINDS)}"
        raise BadUse(f"{paper.kind[:40]!r} is no kind of document", mend=mend, where="--kind")
    if not _clean(paper.party):
        raise BadUse("a document needs who signed or issued it", mend="name them", where="--party")
    if paper.since > today:
        raise BadUse(f"{paper.since.isoformat()} lies in the future", mend="give its first day", where="--since")
    if paper.until is not None and paper.until < paper.since:
        raise BadUse("the last day lies before the first", mend="swap them, or leave it out", where="--until")


def _clean(text: str) -> str:
    return " ".join(text.replace("\0", "").split())[:LONGEST]
