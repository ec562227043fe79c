"""How every tool of the catalog answers one criterion: a criterion seen from the other side."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import select as core_select
from sqlmodel import Session, SQLModel, col, distinct, func, or_, select

from catalog import search
from catalog.evidence.resolve import Resolution, by_name, resolve_criterion
from catalog.models.evidence import Fact
from catalog.models.tool import Plan, Tool
from catalog.moment import Moment
from catalog.rubric import Criterion, Rubric

Word = Literal["good", "bad", "unknown"]
WORDS: tuple[Word, ...] = ("good", "bad", "unknown")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a tool answers a criterion under a company account: plans by how they do, in rank order.

    The tool's own word is its best: good where one plan is. `answers` are the different answers that were given. A
    plan for private people that is bad only because no company can sign or set anything there is left out, unless the
    tool has no other.
    """

    tool: Tool
    word: Word
    plans: Mapping[Word, tuple[str, ...]]
    answers: tuple[Any, ...]

    @property
    def whole(self) -> bool:
        """Say whether all plans answer alike."""
        return sum(1 for word in WORDS if self.plans.get(word)) <= 1


def across(session: Session, criterion: Criterion, moment: Moment) -> list[Standing]:
    """Give how every tool answers a criterion at a moment, by the tools' names."""
    standing = select(Tool).where(search.apart(moment.known_at))
    tools = session.exec(standing.order_by(func.lower(Tool.name), col(Tool.slug))).all()
    ladders, facts = _ladders(session, moment), _facts(session, criterion, moment)
    return [
        _standing(tool, criterion, ladders.get(tool.id or 0, []), facts.get(tool.id or 0, []), moment)
        for tool in tools
        if tool.id in facts or tool.origin == "data"
    ]


def heard(session: Session, rubric: Rubric, moment: Moment) -> dict[str, int]:
    """Give for each criterion the number of tools of which some answer was recorded and not taken back."""
    rows = session.exec(
        select(Fact.fact, Fact.value, func.count(distinct(col(Fact.tool_id))))
        .where(Fact.fact == "certification", Fact.subject == "vendor", *_believed(moment))
        .group_by(Fact.fact, col(Fact.value))
    ).all()
    named = session.exec(
        select(Fact.fact, func.count(distinct(col(Fact.tool_id))))
        .where(Fact.subject == "vendor", *_believed(moment))
        .group_by(Fact.fact)
    ).all()
    by_fact = dict(named)
    by_value = {str(value): count for _, value, count in rows}
    return {
        name: max((by_value.get(value, 0) for value in one.reads.values), default=0)
        if one.reads
        else by_fact.get(name, 0)
        for name, one in rubric.criteria.items()
    }


def _standing(
    tool: Tool, criterion: Criterion, ladder: Sequence[Plan], facts: Sequence[Fact], moment: Moment
) -> Standing:
    named = by_name(facts)
    found = [(plan, resolve_criterion(named, criterion, ladder, plan, moment, "company")) for plan in ladder or (None,)]
    told = [one for one in found if one[1].state != "personal"] or found
    plans: dict[Word, list[str]] = defaultdict(list)
    answers: dict[str, Any] = {}
    for plan, resolution in told:
        plans[_word(resolution)].append(plan.name if plan else "")
        if resolution.known and resolution.answer is not None:
            answers.setdefault(str(resolution.answer), resolution.answer)
    word = next(each for each in WORDS if plans.get(each))
    return Standing(tool, word, {key: tuple(names) for key, names in plans.items()}, tuple(answers.values()))


def _word(found: Resolution) -> Word:
    if found.good is None:
        return "unknown"
    return "good" if found.good else "bad"


def _ladders(session: Session, moment: Moment) -> dict[int, list[Plan]]:
    rows = session.exec(
        select(Plan)
        .where(or_(col(Plan.valid_from).is_(None), col(Plan.valid_from) <= moment.as_of))
        .where(or_(col(Plan.valid_to).is_(None), col(Plan.valid_to) > moment.as_of))
        .where(col(Plan.recorded_at) <= moment.known_at)
        .where(or_(col(Plan.retracted_at).is_(None), col(Plan.retracted_at) > moment.known_at))
        .order_by(col(Plan.rank))
    )
    found: dict[int, list[Plan]] = defaultdict(list)
    for plan in rows:
        found[plan.tool_id].append(plan)
    return found


def _facts(session: Session, criterion: Criterion, moment: Moment) -> dict[int, list[Fact]]:
    name = criterion.reads.fact if criterion.reads else criterion.criterion
    table = SQLModel.metadata.tables["fact"]
    query = core_select(table).where(table.c.fact == name, table.c.recorded_at <= moment.known_at)
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in cast(list[Fact], session.connection().execute(query).all()):
        found[fact.tool_id].append(fact)
    return found


def _believed(moment: Moment) -> tuple[Any, ...]:
    return (
        col(Fact.recorded_at) <= moment.known_at,
        or_(col(Fact.retracted_at).is_(None), col(Fact.retracted_at) > moment.known_at),
    )
