"""All that the store knows of a tool at a moment, and the case that it makes for a plan."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import BindParameter, ColumnElement, Select, Table, bindparam
from sqlalchemy import select as core_select
from sqlmodel import Session, SQLModel, col, or_, select

from catalog.check.question import Circumstances
from catalog.errors import UnknownPlan
from catalog.evidence.price import Price, price_of
from catalog.evidence.resolve import (
    FactsByName,
    Resolution,
    Resolutions,
    believed,
    by_name,
    holds,
    resolve,
    resolve_values,
)
from catalog.models.columns import AS_OF, KNOWN_AT, begun_by, known_by
from catalog.models.company import CompanySolution
from catalog.models.desk import ConditionMet, Document
from catalog.models.evidence import Fact
from catalog.models.review import Decision
from catalog.models.tool import Category, Plan, PlanName, Tool, ToolState
from catalog.moment import Moment
from catalog.rubric import Rubric
from catalog.search import plain
from catalog.verdict import rules
from catalog.verdict.case import Case, Ruling, Verdict

EXCLUDED = "excluded_data"
PRICES = ("plan_price", "free_plan", "free_limit", "free_trial_days")
SIGNED = {"baa": "hipaa_baa", "dpa": "gdpr_dpa", "nda": "confidentiality_terms"}  # which criterion a document answers
Row = TypeVar("Row", Plan, Decision, CompanySolution, Document, ConditionMet)
Owned = TypeVar("Owned", Plan, Decision, CompanySolution, Document, ConditionMet, Fact)


@dataclass(slots=True)
class Known:
    """A tool at a moment: state, category, plans in rank order, facts by name, decisions, company solutions."""

    tool: Tool
    state: ToolState | None
    category: Category | None
    ladder: Sequence[Plan]
    plan_names: dict[str, list[str]]
    facts: FactsByName
    rulings: tuple[Ruling, ...]
    solutions: Sequence[CompanySolution]
    moment: Moment
    rubric: Rubric
    documents: Sequence[Document] = ()
    _resolved: dict[tuple[str | None, str], Resolutions] = field(default_factory=dict)
    _barred: dict[tuple[str | None, tuple[str, ...]], tuple[Resolution, ...]] = field(default_factory=dict)
    _kept_out: dict[str | None, dict[str, Resolution]] = field(default_factory=dict)

    def plan(self, wanted: str | None) -> Plan | None:
        """Give the plan of a slug, name or alias; without one the free plan, else the lowest.

        Raises `UnknownPlan`, naming the plans, where the tool has none of that name.
        """
        if wanted is None:
            return self.default_plan
        key = plain(wanted)
        own = [plan for plan in self.ladder if key in (plain(plan.slug), plain(plan.name))]
        other = [plan for plan in self.ladder if key in map(plain, self.plan_names.get(plan.slug, ()))]
        if key and (own or other):
            return [*own, *other][0]
        raise UnknownPlan(wanted[:60], [plan.slug for plan in self.ladder], where=self.tool.name)

    @property
    def default_plan(self) -> Plan | None:
        """Give the free plan, else the lowest; None for a tool without plans."""
        free = self.free_plans
        return next((plan for plan in self.ladder if plan.slug in free), self.ladder[0] if self.ladder else None)

    @property
    def free_plans(self) -> dict[str, Fact]:
        """Give the plans that were free at the moment, by slug, each with the fact that says so."""
        said = [fact for fact in self.facts.get("free_plan", ()) if fact.value is True and holds(fact, self.moment)]
        return {fact.plan: fact for fact in said if fact.plan}

    def price(self, plan: Plan, currency: str = "USD") -> Price | None:
        """Give what a plan cost at the moment, in `currency` where that is stated too; None where none is known."""
        return price_of(self.facts, plan, self.moment, self.rubric.criteria["plan_price"].half_life_months, currency)

    def resolutions(self, plan: Plan | None, account: str) -> Resolutions:
        """Give every criterion's resolution for a plan under an account."""
        key = (plan.slug if plan else None, account)
        if key not in self._resolved:
            self._resolved[key] = Resolutions(self.facts, self.rubric, self.ladder, plan, self.moment, account)
        return self._resolved[key]

    def case(self, plan: Plan | None, asked: Circumstances) -> Case:
        """Give the case of a plan under the circumstances of a question."""
        return Case(
            rubric=self.rubric,
            tool=self.tool.name,
            category=self.category.slug if self.category else None,
            traits=frozenset([*self.tool.traits, *(self.category.traits if self.category else ())]),
            plan=plan,
            industry=asked.industry,
            account=asked.account,
            data=asked.data,
            moment=self.moment,
            resolutions=self.resolutions(plan, asked.account),
            excluded=self._excluded(plan),
            known_bad=self._known_bad(plan, asked.data),
            rulings=self.rulings,
            deeds=self._deeds(plan),
            asker=asked.asker,
            posture=asked.posture,
        )

    def verdict(self, plan: Plan | None, asked: Circumstances) -> Verdict:
        """Give the verdict on a plan under the circumstances of a question.

        A tool that was only ever named is as unknown as one that was not, unless a decision covers the question.
        """
        verdict = rules.decide(self.case(plan, asked))
        return rules.unknown_tool() if self.unheard_of and verdict.basis != "decision" else verdict

    @property
    def unheard_of(self) -> bool:
        """Say whether somebody only named this tool, and nobody has looked at it yet."""
        looked_at = self.state is not None and self.state.category
        return not looked_at and not any(believed(fact, self.moment) for some in self.facts.values() for fact in some)

    def _excluded(self, plan: Plan | None) -> dict[str, Resolution]:
        key = plan.slug if plan else None
        if key not in self._kept_out:
            facts, criterion = self.facts.get(EXCLUDED, ()), self.rubric.criteria[EXCLUDED]
            self._kept_out[key] = resolve_values(facts, criterion, self.ladder, plan, self.moment)
        return self._kept_out[key]

    def _known_bad(self, plan: Plan | None, data: Sequence[str]) -> tuple[Resolution, ...]:
        key = plan.slug if plan else None, tuple(data)
        if key not in self._barred:
            found = []
            for name in self.rubric.known_bad:
                facts = [fact for fact in self.facts.get(name, ()) if not fact.data or set(fact.data) & set(data)]
                found.append(resolve(facts, self.rubric.criteria[name], self.ladder, plan, self.moment))
            self._barred[key] = tuple(found)
        return self._barred[key]

    def _deeds(self, plan: Plan | None) -> dict[str, date]:
        done: dict[str, date] = {}
        for solution in self.solutions:
            if plan is not None and solution.plan == plan.slug:
                dated = {deed["gate"]: date.fromisoformat(deed["on"]) for deed in solution.deeds}
                done |= {gate: on for gate, on in dated.items() if on <= self.moment.as_of.date()}
        for document in self.documents:
            if document.plan in (None, plan.slug if plan else None):
                done |= dict.fromkeys(self._gates_on(SIGNED.get(document.kind)), document.valid_from.date())
        return done

    def _gates_on(self, criterion: str | None) -> list[str]:
        added = (gate for rules in self.rubric.industries.values() for gate in rules.gates)
        return [gate.gate for gate in (*self.rubric.gates, *added) if criterion in gate.expression.criteria]


def known(
    session: Session, tools: Sequence[Tool], rubric: Rubric, moment: Moment, priced: Sequence[Tool] | None = None
) -> dict[str, Known]:
    """Gather what is known of some tools, by slug; a fixed number of queries however many they are.

    Where `priced` tools are named, what the others cost and how their plans were called is left out: no verdict rests
    on it.
    """
    ids = [tool.id for tool in tools if tool.id is not None]
    unpriced = [] if priced is None else [tool.id for tool in tools if tool not in priced and tool.id is not None]
    its_states, plans = states(session, moment, col(Tool.id).in_(ids)), _at(session, Plan, ids, moment)
    named = [plan.id for plan in plans if plan.id is not None and plan.tool_id not in unpriced]
    names = _plan_names(session, named, moment)
    kinds = {state.category for state in its_states.values()}
    there = select(Category).where(col(Category.slug).in_(kinds), *known_by(Category, moment.known_at))
    categories = {one.slug: one for one in session.exec(there)}
    decisions = _at(session, Decision, ids, moment)
    solutions = _at(session, CompanySolution, ids, moment)
    weightless = [name for name in PRICES if not any(one.weight for one in rubric.criteria[name].weights.values())]
    facts = _facts(session, ids, moment, unpriced, weightless)
    its_plans, its_facts = _by_tool(plans), _by_tool(facts)
    its_decisions, its_solutions = _by_tool(decisions), _by_tool(solutions)
    its_documents = _by_tool(_at(session, Document, ids, moment))
    asked_for = any(decision.conditions for decision in decisions)
    met = {(one.series, one.condition) for one in _at(session, ConditionMet, ids, moment)} if asked_for else set()
    found = {}
    for tool in tools:
        tool_id = tool.id or 0
        state = its_states.get(tool_id)
        ladder = sorted(its_plans[tool_id], key=lambda plan: plan.rank)
        found[tool.slug] = Known(
            tool=_as_known(tool, state),
            state=state,
            category=categories.get(state.category) if state else None,
            ladder=ladder,
            plan_names={plan.slug: names.get(plan.id or 0, []) for plan in ladder},
            facts=by_name(its_facts[tool_id]),
            rulings=tuple(_ruling(decision, met) for decision in its_decisions[tool_id]),
            solutions=its_solutions[tool_id],
            documents=its_documents[tool_id],
            moment=moment,
            rubric=rubric,
        )
    return found


def _as_known(tool: Tool, state: ToolState | None) -> Tool:
    """Give a tool as it was called, and with what it could do, by a state of it."""
    if state is None or not state.name:
        return tool
    told = {name: getattr(state, name) for name in ("name", "alternatives", "capabilities", "traits")}
    if all(getattr(tool, name) == value for name, value in told.items()):
        return tool
    return Tool(**{**tool.model_dump(), **told})


def _by_tool(rows: Iterable[Owned]) -> dict[int, list[Owned]]:
    """Give rows by their tool; a tool without any has an empty list."""
    grouped: dict[int, list[Owned]] = defaultdict(list)
    for row in rows:
        grouped[row.tool_id].append(row)
    return grouped


def _facts(
    session: Session, ids: Sequence[int], moment: Moment, some: Sequence[int], without: Sequence[str]
) -> list[Fact]:
    """Give the facts of tools as plain rows, of some without those of some names: there are hundreds to a question."""
    asked = {"tools": ids, "known_at": moment.known_at, "some": some, "without": without}
    return cast(list[Fact], session.connection().execute(_facts_known(), asked).all())


@cache
def _facts_known() -> Select[Any]:
    fact = _table(Fact)
    wanted = or_(fact.c.tool_id.not_in(_several("some")), fact.c.fact.not_in(_several("without")))
    known_then = fact.c.recorded_at <= KNOWN_AT
    return core_select(fact).where(fact.c.tool_id.in_(_several("tools")), known_then, wanted).order_by(fact.c.id)


def _at(session: Session, table: type[Row], ids: Sequence[int], moment: Moment) -> list[Row]:
    """Give the rows of a table in two times that held at `as_of` and were known at `known_at`, as plain rows."""
    rows = session.connection().execute(_held(table), {"tools": ids, **_times(moment)}).all()
    return [row for row in cast(list[Row], rows) if not _ended(row, moment)]


@cache
def _held(table: type[SQLModel]) -> Select[Any]:
    its = _table(table)
    held = (begun_by(its.c, AS_OF), *known_by(its.c, KNOWN_AT))
    return core_select(its).where(its.c.tool_id.in_(_several("tools")), *held).order_by(its.c.id)


def _table(table: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(table.__tablename__)]


def _several(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def _times(moment: Moment) -> dict[str, datetime]:
    return {"as_of": moment.as_of, "known_at": moment.known_at}


def states(session: Session, moment: Moment, *which: ColumnElement[bool]) -> dict[int, ToolState]:
    """Give the states of some tools, by tool, as plain rows.

    One that begins later was active until then, in the same category.
    """
    query = _states_known().where(*which)
    rows = cast(list[ToolState], session.connection().execute(query, {"known_at": moment.known_at}).all())
    begun = (_before(row) if row.valid_from and row.valid_from > moment.as_of else row for row in rows)
    return {state.tool_id: state for state in begun}


@cache
def _states_known() -> Select[Any]:
    state, tool = _table(ToolState), _table(Tool)
    known_then = known_by(state.c, KNOWN_AT)
    return core_select(state).join(tool, state.c.tool_id == tool.c.id).where(*known_then).order_by(state.c.id)


def _before(state: ToolState) -> ToolState:
    told = {name: getattr(state, name) for name in ToolState.model_fields}
    return ToolState(**{**told, "state": "active", "successor": None, "valid_from": None})


def _ended(row: Row, moment: Moment) -> bool:
    ends = getattr(row, "valid_to", None)
    return ends is not None and ends <= moment.as_of


def _plan_names(session: Session, plan_ids: Sequence[int], moment: Moment) -> dict[int, list[str]]:
    """Give the other names of plans; a name once used still finds the plan."""
    names: dict[int, list[str]] = {}
    for plan_id, name in session.connection().execute(_plan_names_held(), {"plans": plan_ids, **_times(moment)}):
        names.setdefault(plan_id, []).append(name)
    return names


@cache
def _plan_names_held() -> Select[Any]:
    its = _table(PlanName).c
    held = (begun_by(its, AS_OF), *known_by(its, KNOWN_AT))
    return core_select(its.plan_id, its.name).where(its.plan_id.in_(_several("plans")), *held).order_by(its.id)


def _ruling(decision: Decision, met: Container[tuple[str, str]] = ()) -> Ruling:
    """Give a decision as a value, without the conditions that are met."""
    series = decision.series or decision.reference
    return Ruling(
        reference=decision.reference,
        status=decision.status,  # type: ignore[arg-type]
        reason=decision.reason,
        decided_by=decision.decided_by,
        scope=decision.scope,
        conditions=tuple(one for one in decision.conditions if (series, one) not in met),
        overrides=tuple(decision.overrides),
        valid_from=decision.valid_from,
        valid_to=decision.valid_to,
    )
