"""Two tools that are one: what was told and seen of the other goes to the one that is kept, and back again.

Nothing of the catalog moves: names, domains, plans and facts stay where they were recorded, and the other's names and
hosts lead to the tool that is kept (`search`, `discovery.match`). Uses, sightings and the open case move, and each use
is judged anew. What was ruled, signed or bought is never carried over, as it was so for the other alone: a merge waits
until that has ended.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from catalog import audit, people, search
from catalog import moment as moments
from catalog.adoption import cases
from catalog.adoption.joining import open_cases, seen_since, sightings, uses
from catalog.adoption.listing import pieces
from catalog.adoption.undoing import undoable
from catalog.check.facts import known_tool
from catalog.errors import Conflicting
from catalog.models.company import CompanySolution, Guide, HelpRequest
from catalog.models.desk import Document, Proposal
from catalog.models.register import Adoption
from catalog.models.review import Decision
from catalog.models.tool import Tool, ToolMerge, ToolState
from catalog.moment import written

ROLE = "reviewer"
MERGED, UNDONE = "tools merged", "tool merge undone"
ALSO: tuple[tuple[str, type[Guide] | type[HelpRequest]], ...] = (("guides", Guide), ("requests", HelpRequest))
RULED: tuple[tuple[type[Decision] | type[Document] | type[CompanySolution], str], ...] = (
    (Decision, "a decision"), (Document, "a document"), (CompanySolution, "a contract"),
)  # fmt: skip
NEAR = 3
Told = dict[str, Any]


def merge(session: Session, kept: str, gone: str, by: str, at: datetime | None = None) -> Told:
    """Merge one tool into another; give the merge, and how much was moved.

    Raises `NotAllowed` unless `by` is a reviewer, `UnknownTool` for a name that is none, `Conflicting` where they are
    one already or something that was ruled, signed or bought for the other is still in force.
    """
    audit.take_turn(session)
    at = at or moments.now()
    reviewer = people.with_role(session, by, ROLE)
    stays, goes = _two(session, kept, gone)
    if standing := in_the_way(session, goes, at):
        mend = f"let that end, or take it back; or keep the other: byot tools merge {goes.slug} {stays.slug}"
        raise Conflicting(f"{goes.name} has {'; '.join(standing)}", mend=mend)
    row = ToolMerge(
        reference=cases.reference("m"), kept_id=stays.id or 0, gone_id=goes.id or 0, merged_by=reviewer.slug,
        merged_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    case = open_cases.move(session, stays, goes, at)
    moved = {**sightings.move(session, stays, goes), **uses.move(session, stays, goes, at), **_move_also(session, row)}
    row.moved = {**moved, "cases": open_cases.opened_since(session, stays, case)}
    session.add(row)
    session.flush()
    told = _told(row, stays, goes)
    _tell(session, MERGED, reviewer.slug, told, row)
    return told


def unmerge(session: Session, reference: str, by: str, at: datetime | None = None) -> Told:
    """Undo a merge (`last`: the newest one in force): what was moved goes back, as far as it is still there.

    What logs showed of the other's hosts since goes with it; what people said since stays with the tool that was kept.
    Raises `Conflicting` where a later merge rests on this one.
    """
    audit.take_turn(session)
    at = at or moments.now()
    reviewer = people.with_role(session, by, ROLE)
    again = "merge them again, if they are one after all"
    row = undoable(session, ToolMerge, reference, kind="merge", see="byot tools list", again=again)
    if later := _resting_on(session, row):
        mend = f"undo that first: byot tools undo {later}"
        raise Conflicting(f"a later merge, {later}, rests on this one", mend=mend)
    stays, goes = session.get_one(Tool, row.kept_id), session.get_one(Tool, row.gone_id)
    row.undone_at = at
    session.add(row)
    session.flush()
    sightings.give_back(session, stays, goes)
    uses.give_back(session, stays, goes, row, at)
    _give_also_back(session, row)
    open_cases.give_back(session, stays, goes, row.moved["cases"])
    session.flush()
    seen_since.give(session, stays, goes, row.merged_at, at)
    told = _told(row, stays, goes)
    _tell(session, UNDONE, reviewer.slug, told, row)
    return told


def merges(session: Session) -> list[Told]:
    """Give the merges, newest first."""
    tools = {one.id: one for one in session.exec(select(Tool)).all()}
    rows = session.exec(select(ToolMerge).order_by(col(ToolMerge.id).desc()))
    return [_told(one, tools[one.kept_id], tools[one.gone_id]) for one in rows]


def rehearse(session: Session, kept: str, gone: str, by: str, at: datetime | None = None) -> Told:
    """Give what a merge would move, and what stands in its way; nothing is written. Raises as `merge` does."""
    at = at or moments.now()
    people.with_role(session, by, ROLE)
    stays, goes = _two(session, kept, gone)
    rows = session.exec(select(Adoption).where(Adoption.tool_id == goes.id)).all()
    case = cases.open_case(session, goes.id or 0)
    return {
        "kept": stays.slug, "kept_name": stays.name, "gone": goes.slug, "gone_name": goes.name,
        "adoptions": len(rows), "people": len({one.person_id or one.who for one in rows}),
        "case": case.reference if case else None, "in_the_way": in_the_way(session, goes, at),
    }  # fmt: skip


def named_only(session: Session) -> list[Told]:
    """Give the tools that people only named, those of most people first, each with the known tools of a like name."""
    unheard = select(ToolState.tool_id).where(ToolState.category == "", col(ToolState.retracted_at).is_(None))
    tools = session.exec(select(Tool).where(col(Tool.id).in_(unheard), search.apart()).order_by(Tool.slug)).all()
    used: dict[int, set[int | str]] = {}
    ids = [one.id for one in tools]
    rows = select(Adoption.tool_id, Adoption.person_id, Adoption.who).where(col(Adoption.tool_id).in_(ids))
    for tool_id, person_id, who in session.exec(rows):
        used.setdefault(tool_id, set()).add(person_id or who)
    slugs = {one.slug for one in tools}
    found = [
        {"tool": one.slug, "name": one.name, "people": len(used.get(one.id or 0, ())),
         "near": [slug for slug in _near(session, one.name) if slug not in slugs][:NEAR]}
        for one in tools
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-int(one["people"]), str(one["tool"])))


def _near(session: Session, name: str) -> list[str]:
    """Give the tools of a like name, and those that are like its first word, in turn."""
    by_name, by_word = (
        [near.slug for near in search.suggest(session, text, NEAR)] for text in (name, name.split(maxsplit=1)[0])
    )
    return list(dict.fromkeys(slug for pair in zip_longest(by_name, by_word) for slug in pair if slug))


def in_the_way(session: Session, tool: Tool, at: datetime) -> list[str]:
    """Give what was ruled, proposed, signed or bought for a tool and is in force, in words."""
    found = []
    for table, words in RULED:
        rows = select(table.valid_to).where(table.tool_id == tool.id, col(table.retracted_at).is_(None))
        ends = [end for end in session.exec(rows) if end is None or end > at]
        if ends:
            until = "" if None in ends else f" until {max(end for end in ends if end).date()}"
            found.append(f"{words} in force{until}")
    if session.exec(select(Proposal.id).where(Proposal.tool_id == tool.id, Proposal.state == "open")).first():
        found.append("a proposal that waits for a second yes")
    return found


def _two(session: Session, kept: str, gone: str) -> tuple[Tool, Tool]:
    stays, goes = known_tool(session, kept), known_tool(session, gone)
    if stays.id == goes.id:
        raise Conflicting(f"{kept[:60]!r} and {gone[:60]!r} are one tool already", mend="look: byot tools list")
    return stays, goes


def _resting_on(session: Session, row: ToolMerge) -> str | None:
    """Give a later merge that would not come apart any more without this one."""
    later = select(ToolMerge).where(col(ToolMerge.id) > row.id, col(ToolMerge.undone_at).is_(None))
    mine = _into(row) | {one["adoption"] for one in row.moved["adoptions"]}
    for other in session.exec(later.order_by(col(ToolMerge.id).desc())):
        further = other.gone_id == row.kept_id
        if further or mine & _into(other):
            return other.reference
    return None


def _into(row: ToolMerge) -> set[str]:
    """Give the uses that others were folded into, or joined to."""
    return {one["into"] for what in ("folded", "joined") for one in row.moved[what]}


def _move_also(session: Session, row: ToolMerge) -> dict[str, list[str]]:
    moved: dict[str, list[str]] = {}
    for what, table in ALSO:
        moved[what] = _give(session, table, row.gone_id, row.kept_id)
    return moved


def _give_also_back(session: Session, row: ToolMerge) -> None:
    for what, table in ALSO:
        _give(session, table, row.kept_id, row.gone_id, row.moved[what])


def _give(
    session: Session, table: type[Guide] | type[HelpRequest], tool: int, other: int, some: Sequence[str] | None = None
) -> list[str]:
    """Give a tool's rows to another, all or some; give their references."""
    its = select(table.reference).where(table.tool_id == tool).order_by(col(table.id))
    found = [one for one in session.exec(its) if some is None or one in some]
    for part in pieces(found):
        session.execute(update(table).where(col(table.reference).in_(part)).values(tool_id=other))
    return found


def _told(row: ToolMerge, stays: Tool, goes: Tool) -> Told:
    moved = {"adoptions": len(row.moved["adoptions"]) + len(row.moved["folded"]),
             "sightings": row.moved["sightings"]}  # fmt: skip
    return {
        "merge": row.reference, "kept": stays.slug, "gone": goes.slug, "by": row.merged_by,
        "merged_at": written(row.merged_at), "undone_at": written(row.undone_at) if row.undone_at else None,
        "moved": moved, "case": row.moved["cases"]["case"],
    }  # fmt: skip


def _tell(session: Session, what: str, who: str, told: Told, row: ToolMerge) -> None:
    """Write it onto the trail of both; the one that is kept has which uses moved."""
    refer = {
        "adoptions": [one["adoption"] for one in row.moved["adoptions"]],
        "data": uses.data_of(session, row.moved["joined"]),
        "folded": {one["own"]["reference"]: one["own"]["state"] for one in row.moved["folded"]},
    }
    audit.append(session, who=who, what=what, subject=f"tool:{told['kept']}", content={**told, **refer})
    audit.append(session, who=who, what=what, subject=f"tool:{told['gone']}", content=told)
