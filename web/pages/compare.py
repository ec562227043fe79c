"""Which one? Up to four tools beside each other, what differs first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from catalog.check.known import Known, known
from catalog.check.question import Circumstances, Question, circumstances
from catalog.evidence.known import evidence
from catalog.evidence.resolve import Resolution
from catalog.models.tool import Plan
from catalog.rating import rate, weights
from catalog.rubric import Criterion, stored_at
from catalog.verdict.case import STRICTNESS
from web import words
from web.asked import Asked, AskedDep
from web.dependencies import ActorDep, SessionDep, SiteDep
from web.dossier import cost, find_tool
from web.render import page

router = APIRouter()
MOST = 4


@dataclass(frozen=True)
class Column:
    """One tool of the comparison on the plan that does best, with its verdicts."""

    it: Known
    plan: Plan | None
    verdicts: dict[str, str]
    price: str
    rating: dict[str, Any]
    href: str
    without: str


@dataclass(frozen=True)
class Row:
    """One criterion: an answer per tool, and whether they differ."""

    title: str
    question: str
    criterion: str
    cells: list[dict[str, Any]]

    @property
    def differs(self) -> bool:
        """Say whether the tools answer this differently."""
        return len({each["text"] for each in self.cells}) > 1


@router.get("/compare")
def show(
    request: Request,
    session: SessionDep,
    asked: AskedDep,
    actor: ActorDep,
    site: SiteDep,
    tool: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """Show the tools beside each other; without two of them, the box to add one."""
    names = list(dict.fromkeys(name.strip() for name in tool or () if name.strip()))
    problems = {}
    if len(names) > MOST:
        names, problems = names[:MOST], {"tool": "Four fit. Take one away first."}
    columns, around = _columns(session, names, asked, actor.person, site.clock())
    rows = list(_rows(columns, around)) if len(columns) > 1 else []
    return page(
        request,
        "compare.html",
        status=422 if problems else 200,
        full=len(columns) == MOST,
        columns=columns,
        around=around,
        differing=[row for row in rows if row.differs],
        alike=[row for row in rows if not row.differs],
        data=_data(around),
        problems=problems,
    )


def _columns(
    session: Session, names: list[str], asked: Asked, person: str | None, at: datetime
) -> tuple[list[Column], Circumstances]:
    question = Question("", industry=asked.industry or None, data=asked.data, as_of=asked.as_of or None, person=person)
    around = circumstances(session, question, at)
    tools = list({found.slug: found for name in names for found in [find_tool(session, name)]}.values())
    there = known(session, tools, stored_at(session, around.moment), around.moment)
    slugs = [tool.slug for tool in tools]
    return [_column(there[slug], around, asked, [one for one in slugs if one != slug]) for slug in slugs], around


def _column(it: Known, around: Circumstances, asked: Asked, others: list[str]) -> Column:
    sensitive = replace(around, data=_data(around))
    plan = min(it.ladder, key=lambda plan: (STRICTNESS[it.verdict(plan, sensitive).word], plan.rank), default=None)
    rating = rate(it.resolutions(plan, around.account), it.rubric, around.industry)
    return Column(
        it=it,
        plan=plan,
        verdicts={name: it.verdict(plan, replace(around, data=(name,))).word for name in sensitive.data},
        price=cost(it, plan) if plan else words.price(None),
        rating={"low": rating.low, "high": rating.high, "confidence": rating.confidence, "grade": rating.grade},
        href=asked.address(q=it.tool.slug, plan=plan.slug if plan else "", industry=around.industry),
        without=asked.address("/compare", q="", industry=around.industry) + "".join(f"&tool={one}" for one in others),
    )


def _data(around: Circumstances) -> tuple[str, ...]:
    """Give the kinds of data asked about, else those that are usual in the kind of work."""
    return around.data if around.data != ("internal",) else words.USUAL[around.industry]


def _rows(columns: list[Column], around: Circumstances) -> Iterator[Row]:
    """Give a row for each criterion that any of the tools answers, the weightiest first."""
    rubric = columns[0].it.rubric
    heavy = weights(rubric, around.industry)
    for name, criterion in sorted(rubric.criteria.items(), key=lambda each: -heavy.get(each[0], 0.0)):
        if not criterion.resolves:
            continue
        cells = [_cell(column, criterion, around) for column in columns]
        if any(cell["known"] for cell in cells):
            yield Row(criterion.title, criterion.question, name, cells)


def _cell(column: Column, criterion: Criterion, around: Circumstances) -> dict[str, Any]:
    resolution = column.it.resolutions(column.plan, around.account)[criterion.criterion]
    return {
        "known": resolution.known,
        "good": resolution.good,
        "text": _answer(resolution, criterion),
        "evidence": [
            evidence(fact, "stale" if resolution.state == "stale" else "current") for fact in resolution.facts
        ],
    }


def _answer(resolution: Resolution, criterion: Criterion) -> str:
    """Say an answer; a certificate that counts in part as such."""
    if not resolution.known:
        return "not known"
    said = words.answer_word(resolution.answer, criterion.type)
    return f"{said}, in part" if resolution.good is None else said
