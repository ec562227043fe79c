"""One case with all that is needed to rule on it, and its reopening."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit, people, search
from catalog import moment as moments
from catalog.adoption import cases
from catalog.adoption.listing import ACTIVE, each
from catalog.check.facts import known_tool
from catalog.check.known import known, states
from catalog.check.question import Circumstances
from catalog.errors import Conflicting, NotFound, UnknownTool
from catalog.models.company import CompanySolution
from catalog.models.desk import Reopening
from catalog.models.register import Person
from catalog.models.review import Decision, Review
from catalog.models.tool import Tool, ToolState
from catalog.moment import Moment
from catalog.review import commenting, conditions, deciding, documents, seconding
from catalog.review.queue import row_of
from catalog.review.reach import Reach, reach
from catalog.rubric import INDUSTRIES, stored_at
from catalog.verdict.rules import unknown_tool


@dataclass(frozen=True, slots=True)
class Case:
    """A case but for who uses the tool: its row of the queue, verdicts per industry, decisions, what was said."""

    review: Review
    tool: Tool
    row: dict[str, Any]
    verdicts: dict[str, str]
    decisions: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    proposals: list[dict[str, Any]]
    comments: list[dict[str, Any]]
    reopenings: list[dict[str, Any]]
    similar: list[dict[str, Any]]

    def document(self, session: Session) -> dict[str, Any]:
        """Give it as JSON, with every use; an adoption's verdict in one word, `byot adoptions` tells the whole."""
        uses = each(session, tool=self.tool.slug, states=ACTIVE)
        told = [{**one, "verdict": one["verdict"]["verdict"] if one["verdict"] else None} for one in uses]
        return {
            "review": self.row, "verdicts": self.verdicts, "adoptions": told, "decisions": self.decisions,
            "documents": self.documents, "proposals": self.proposals, "comments": self.comments,
            "reopenings": self.reopenings, "similar": self.similar,
        }  # fmt: skip


def find(session: Session, reference: str) -> Review:
    """Give the case of a reference, or the newest of a tool; raise `NotFound` where there is none."""
    case = session.exec(select(Review).where(Review.reference == reference)).first()
    if case is None:
        try:
            tool = known_tool(session, reference)
        except UnknownTool:
            raise NotFound(f"there is no case {reference[:40]!r}", mend="see them: byot review list") from None
        case = session.exec(select(Review).where(Review.tool_id == tool.id).order_by(col(Review.id).desc())).first()
    if case is None:
        raise NotFound(f"nobody has opened a case about {reference[:40]!r}", mend="see them: byot review list")
    return case


def case(session: Session, reference: str, at: datetime | None = None) -> Case:
    """Give a case by its reference or its tool; raise `NotFound` where there is none."""
    at = at or moments.now()
    review = find(session, reference)
    tool = session.get_one(Tool, review.tool_id)
    owner = session.get(Person, review.owner_id) if review.owner_id else None
    reached = reach(session, [tool.id or 0], at.date()).get(tool.id or 0, Reach())
    classes = stored_at(session, Moment(at, at)).data_classes
    data = tuple(sorted(reached.data)) or ("internal",)
    return Case(
        review,
        tool,
        row_of(review, tool, owner.slug if owner else None, reached, classes, at.date()),
        _verdicts(session, tool, data, Moment(at, at)),
        _with_checklists(session, deciding.decisions(session, tool, at), at),
        documents.documents(session, tool, at),
        seconding.proposals(session, tool),
        commenting.comments(session, review),
        reopenings(session, review),
        similar(session, tool, at),
    )


def _verdicts(session: Session, tool: Tool, data: tuple[str, ...], moment: Moment) -> dict[str, str]:
    """Give what a check of the tool answers for each kind of work; what is known of it is gathered once."""
    if search.find(session, tool.slug, moment.known_at) is None:
        return dict.fromkeys(INDUSTRIES, unknown_tool().word)
    it = known(session, [tool], stored_at(session, moment), moment)[tool.slug]
    plan = it.default_plan
    return {
        industry: it.verdict(plan, Circumstances(industry, data, "company", moment)).word for industry in INDUSTRIES
    }


def _with_checklists(session: Session, told: list[dict[str, Any]], at: datetime) -> list[dict[str, Any]]:
    for one in told:
        ruled = session.exec(select(Decision).where(Decision.reference == one["id"])).one()
        one["checklist"] = conditions.checklist(session, ruled, at)
    return told


def reopenings(session: Session, review: Review) -> list[dict[str, Any]]:
    """Give the facts that moved under decisions of this case, the newest first, with the adoptions they touch.

    What moved under several decisions is told once; rules come before the rating.
    """
    rows = select(Reopening).where(Reopening.review_id == review.id).order_by(col(Reopening.id).desc())
    found: dict[str, dict[str, Any]] = {}
    for one in session.exec(rows).all():
        told = found.setdefault(
            one.text,
            {"criterion": one.criterion, "plan": one.plan, "before": one.before, "after": one.after, "text": one.text,
             "adoptions": [], "at": moments.written(one.at)},
        )  # fmt: skip
        told["adoptions"] = sorted({*told["adoptions"], *one.adoptions})
    return sorted(found.values(), key=lambda told: told["criterion"] == "rating")


def similar(session: Session, tool: Tool, at: datetime) -> list[dict[str, Any]]:
    """Give the tools of the same category that the company pays for or has approved."""
    state = states(session, Moment(at, at), col(Tool.id) == tool.id).get(tool.id or 0)
    if state is None or not state.category:
        return []
    alike = select(Tool).join(ToolState, col(ToolState.tool_id) == col(Tool.id)).where(
        ToolState.category == state.category, col(ToolState.retracted_at).is_(None), col(Tool.id) != tool.id,
        search.apart(),
    )  # fmt: skip
    paid = select(CompanySolution).where(col(CompanySolution.retracted_at).is_(None))
    approved = select(Decision).where(Decision.status == "sanctioned", col(Decision.retracted_at).is_(None))
    plans = {one.tool_id: one.plan for one in session.exec(paid).all() if one.valid_to is None or one.valid_to > at}
    ours = {one.tool_id for one in session.exec(approved).all() if one.valid_to is None or one.valid_to > at}
    found = {one.slug: one for one in session.exec(alike).all() if one.id in plans or one.id in ours}
    return [
        {"slug": one.slug, "name": one.name, "plan": plans.get(one.id or 0),
         "why": "company solution" if one.id in plans else "approved"}
        for one in found.values()
    ]  # fmt: skip


def of_tool(session: Session, name: str, by: str, at: datetime | None = None) -> Review:
    """Give the newest case of a tool, opened now where nobody has opened one: a reviewer looks at what they choose."""
    audit.take_turn(session)
    person, tool = people.with_role(session, by, "reviewer"), known_tool(session, name)
    try:
        return find(session, tool.slug)
    except NotFound:
        why = "a reviewer opened it"
        return cases.open_for(session, tool, why=why, due=None, who=person.slug, at=at or moments.now())


def reopen(session: Session, reference: str, by: str, why: str, at: datetime | None = None) -> Review:
    """Open a decided case again; the decision stays in force until another takes its place."""
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, by, "reviewer")
    review = find(session, reference)
    if review.state in cases.OPEN or cases.open_case(session, review.tool_id) is not None:
        raise Conflicting("the case is open already", mend="decide it: byot review decide")
    review.state, review.closed_at, review.outcome = "opened", None, None
    review.why = why.strip() or review.why
    session.add(review)
    tool = session.get_one(Tool, review.tool_id)
    content = {"review": review.reference, "tool": tool.slug, "why": review.why, "at": moments.written(at)}
    audit.append(session, who=person.slug, what="review reopened", subject=f"tool:{tool.slug}", content=content)
    return review
