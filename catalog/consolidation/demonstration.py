"""A made-up organisation in the store, so that pages have something to show: marked as such wherever it is seen."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from catalog import audit
from catalog import moment as moments
from catalog.adoption import clock
from catalog.adoption.judging import give
from catalog.check import Answer, Question
from catalog.check.known import Known, known
from catalog.check.question import Circumstances
from catalog.check.way_out import plan_that_works
from catalog.consolidation import rates, solutions
from catalog.consolidation.invented import DEPARTMENTS, WANTS, Choice, Drawn, Habit, habits, people
from catalog.consolidation.money import CENT, Rates
from catalog.consolidation.offers import is_free, list_price
from catalog.consolidation.terms import Terms
from catalog.errors import BadUse, Conflicting
from catalog.models.register import Adoption, Department, Identity, Origin, Person, Sighting, StoredVerdict, Team
from catalog.models.review import Decision, Event, Review
from catalog.models.tool import Plan, Tool
from catalog.moment import Moment
from catalog.people import LOCAL
from catalog.rubric import stored_at

WHO = "demonstration"
MARK = " (demonstration)"
FEWEST, MOST = len(LOCAL), 20_000
SEEN_DAYS = 365
AT_ONCE = 20_000
CONTRACTS = (  # line of work, seats as a share of the people, deeds done, currency
    ("meetings", 0.60, ("baa",), "USD"),
    ("office-suite", 0.50, (), "USD"),
    ("passwords", 0.20, (), "EUR"),
    ("team-chat", 0.10, (), "USD"),
    ("tasks", 0.25, (), "EUR"),
    ("design", 0.03, (), "USD"),
    ("signatures", 0.15, (), "USD"),
)
EUR = Decimal("1.10")  # made up, as all of it
REBATE = Decimal("0.75")
CURRENCY = "USD"
INDUSTRY = {slug: industry for slug, _, industry, _ in DEPARTMENTS}


def fill(session: Session, count: int, seed: int, at: datetime | None = None) -> dict[str, Any]:
    """Fill the store with a made-up organisation of some people; say what stands in it. The same seed gives the same.

    Once filled it stays as it is, however often it is asked for. Raises `BadUse` for a number that cannot be, and
    `Conflicting` where the store has people of its own, or another demonstration.
    """
    if not FEWEST <= count <= MOST:
        raise BadUse(f"{count} people cannot be", mend=f"give a number from {FEWEST} to {MOST}", where="--people")
    audit.take_turn(session)
    asked = {"people": count, "seed": seed}
    if _stands(session, asked):
        return asked | _counts(session) | {"new": False}
    company = _Company(session, seed, at or moments.now())
    company.settle(list(people(count, seed, [(slug, name) for slug, name, _ in LOCAL])))
    company.contract(count)
    company.decide()
    audit.append(session, who=WHO, what="demonstration filled", subject=WHO, content=asked)
    return asked | _counts(session) | {"new": True}


def _stands(session: Session, asked: dict[str, int]) -> bool:
    """Whether this very demonstration stands already; raise `Conflicting` where something else does."""
    mend = "Use a database of its own: BYOT_DATABASE_URL=sqlite:///demo.sqlite byot demo company"
    before = session.exec(select(Event).where(Event.subject == WHO, Event.what == "demonstration filled")).first()
    if before is not None:
        if before.content == audit.canonical(asked):
            return True
        raise Conflicting(f"another demonstration stands in this store: {before.content}", mend)
    strangers = select(Person).where(col(Person.slug).not_in([slug for slug, *_ in LOCAL]))
    if session.exec(strangers).first() is not None:
        raise Conflicting("this store has people already, and a demonstration would mix with them", mend)
    return False


def _counts(session: Session) -> dict[str, int]:
    tables = {"departments": Department, "teams": Team, "adoptions": Adoption, "sightings": Sighting}
    counted = {name: session.exec(select(func.count()).select_from(table)).one() for name, table in tables.items()}
    decisions = len(session.exec(select(Decision.id)).all())
    return counted | {"solutions": len(solutions.in_force(session)), "decisions": decisions}


@dataclass
class _Company:
    """The organisation while it is written down."""

    session: Session
    seed: int
    at: datetime
    tools: dict[str, Known] = field(default_factory=dict)
    market: dict[str, Sequence[Choice]] = field(default_factory=dict)
    _verdicts: dict[tuple[object, ...], StoredVerdict] = field(default_factory=dict)
    _numbers: Counter[str] = field(default_factory=Counter)
    _seen: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        moment = Moment(self.at, self.at)
        rubric = stored_at(self.session, moment)
        self.clocks = rubric.clocks
        self.tools = known(self.session, self.session.exec(select(Tool)).all(), rubric, moment)
        for work in WANTS:
            some = [it for it in self.tools.values() if it.category is not None and it.category.slug == work]
            self.market[work] = [_choice(it) for it in sorted(some, key=_fame)]

    def settle(self, drawn: Sequence[Drawn]) -> None:
        """Write down departments, teams and people, then what each uses."""
        departments = self._departments()
        teams = self._teams(drawn, departments)
        rows = self._people(drawn, departments, teams)
        origin = self._origin()
        reviews: dict[str, Review] = {}
        for person in drawn:
            row, team = rows[person.slug], teams[person.department, person.team]
            self._uses(row, team, person, origin, reviews)
        self._keep_seen()
        origin.records = self._numbers["records"]
        origin.events = origin.records
        self.session.add(origin)
        self.session.flush()

    def _departments(self) -> dict[str, Department]:
        rows = {
            slug: Department(slug=slug, name=name + MARK, industry=industry) for slug, name, industry, _ in DEPARTMENTS
        }
        self.session.add_all(rows.values())
        self.session.flush()
        return rows

    def _teams(self, drawn: Sequence[Drawn], departments: dict[str, Department]) -> dict[tuple[str, int], Team]:
        rows = {
            (department, number): Team(
                slug=f"{department}-{number}",
                name=f"{departments[department].name.removesuffix(MARK)} {number}",
                department_id=departments[department].id,
            )
            for department, number in sorted({(person.department, person.team) for person in drawn})
        }
        self.session.add_all(rows.values())
        self.session.flush()
        return rows

    def _people(
        self, drawn: Sequence[Drawn], departments: dict[str, Department], teams: dict[tuple[str, int], Team]
    ) -> dict[str, Person]:
        roles = {slug: list(held) for slug, _, held in LOCAL}
        rows = {person.slug: person for person in self.session.exec(select(Person))}
        for person in drawn:
            row = rows.setdefault(person.slug, Person(slug=person.slug, name=person.name))
            row.roles = sorted({*row.roles, *roles.get(person.slug, ["employee"])})
            row.department_id = departments[person.department].id
            row.team_id = teams[person.department, person.team].id
        self.session.add_all(rows.values())
        self.session.flush()
        marks = [Identity(person_id=rows[p.slug].id, kind="login", issuer=WHO, value=p.slug) for p in drawn]
        self.session.add_all(marks)
        self.session.flush()
        return rows

    def _origin(self) -> Origin:
        name = f"{WHO} {self.seed}"
        origin = Origin(
            sha256=sha256(name.encode()).hexdigest(),
            file=name,
            format=WHO,
            records=0,
            rejected=0,
            first_at=self.at - timedelta(days=SEEN_DAYS),
            last_at=self.at,
            read_at=self.at,
        )
        self.session.add(origin)
        self.session.flush()
        return origin

    def _uses(self, row: Person, team: Team, person: Drawn, origin: Origin, reviews: dict[str, Review]) -> None:
        """Write down what somebody uses: what was declared, what the log showed, linked where both."""
        drawn = list(habits(person, self.seed, self.market))
        declared = [self._adoption(row, team, person, habit) if habit.declared else None for habit in drawn]
        self.session.flush()
        for habit, said in zip(drawn, declared, strict=True):
            tool = self.tools[habit.tool].tool
            if said is not None:
                self._tell(said, tool)
                self._review(said, tool, reviews)
            if habit.detected:
                self._see(person, habit, tool, origin)
                self.session.add(self._detected(row, person, habit, said))

    def _detected(self, row: Person, person: Drawn, habit: Habit, declared: Adoption | None) -> Adoption:
        return Adoption(
            reference=self._reference("a"),
            kind="detected",
            state="confirmed" if declared is not None else "proposed",
            tool_id=self.tools[habit.tool].tool.id or 0,
            person_id=row.id,
            who=person.slug,
            since=(self.at - timedelta(days=min(habit.days_ago, SEEN_DAYS))).date(),
            linked_id=declared.id if declared is not None else None,
            recorded_at=self.at,
            changed_at=self.at,
        )

    def _adoption(self, row: Person, team: Team, person: Drawn, habit: Habit) -> Adoption:
        given = self._verdict(person, habit)
        adoption = Adoption(
            reference=self._reference("a"),
            kind="declared",
            state="declared",
            tool_id=self.tools[habit.tool].tool.id or 0,
            plan=habit.plan,
            person_id=row.id,
            who=person.slug,
            account=habit.account,
            data=list(habit.data),
            team_id=team.id,
            since=(self.at - timedelta(days=habit.days_ago)).date(),
            review_by=clock.review_by(given.document, self.at.date(), self.clocks),
            recorded_at=self.at,
            changed_at=self.at,
        )
        give(self.session, adoption, given)
        self.session.add(adoption)
        return adoption

    def _tell(self, adoption: Adoption, tool: Tool) -> None:
        content = {"adoption": adoption.reference, "tool": tool.slug, "plan": adoption.plan, "by": adoption.who}
        subject = f"adoption:{adoption.reference}"
        audit.append(self.session, who=WHO, what="adoption declared", subject=subject, content=content)

    def _verdict(self, person: Drawn, habit: Habit) -> StoredVerdict:
        """Give the verdict that goes with a declaration, without a look at other tools."""
        it = self.tools[habit.tool]
        key = (habit.tool, habit.plan, habit.account, habit.data, INDUSTRY[person.department])
        if key not in self._verdicts:
            plan = it.plan(habit.plan)
            asked = Circumstances(INDUSTRY[person.department], habit.data, habit.account, it.moment)
            verdict = it.verdict(plan, asked)
            way_out = plan_that_works(it, plan, verdict, asked)
            question = Question(habit.tool, habit.plan, data=habit.data, account=habit.account)
            answer = Answer(question, asked, verdict, it.rubric, known=it, plan=plan, plan_that_works=way_out)
            self._verdicts[key] = StoredVerdict(document=answer.document())
        return self._verdicts[key]

    def _review(self, adoption: Adoption, tool: Tool, reviews: dict[str, Review]) -> None:
        """Open the tool's case where an answer is due, as the register does."""
        if adoption.review_by is None or adoption.verdict is None:
            return
        case = reviews.get(tool.slug)
        if case is None:
            why = f"{adoption.verdict['verdict']}, by {adoption.verdict['basis']}"
            case = Review(reference=self._reference("r"), tool_id=tool.id or 0, why=why, opened_at=self.at)
            reviews[tool.slug] = case
        case.due = min(case.due or adoption.review_by, adoption.review_by)
        self.session.add(case)

    def _see(self, person: Drawn, habit: Habit, tool: Tool, origin: Origin) -> None:
        """Show a use in the log, by its rhythm, from the day it began or a year ago."""
        for days in range(habit.rhythm, min(habit.days_ago, SEEN_DAYS) + 1, habit.rhythm):
            events = 1 + (person.number * 7 + (tool.id or 0) * 3 + days) % 40
            self._numbers["records"] += events
            self._seen.append(
                {
                    "origin_id": origin.id,
                    "tool_id": tool.id,
                    "tenant": "",
                    "user": person.slug,
                    "day": (self.at - timedelta(days=days)).date(),
                    "events": events,
                    "blocked": 0,
                    "bytes_up": events * 1_200,
                    "bytes_down": events * 9_500,
                }
            )
        if len(self._seen) >= AT_ONCE:
            self._keep_seen()

    def _keep_seen(self) -> None:
        if self._seen:
            self.session.execute(insert(Sighting), self._seen)
            self._seen = []

    def _reference(self, kind: str) -> str:
        self._numbers[kind] += 1
        return f"{kind}-demo-{self._numbers[kind]}"

    def contract(self, count: int) -> None:
        """Write down what the company pays for: the best-known tool with a price, in some lines of work."""
        rates.record(
            self.session, "EUR", EUR, by=WHO, on=(self.at - timedelta(days=300)).date(), source=WHO, at=self.at
        )
        for number, (work, share, deeds, currency) in enumerate(CONTRACTS):
            offered = next((one for it in self._famous(work) for one in _priced(it)), None)
            if offered is not None:
                it, plan, price = offered
                renews = (self.at + timedelta(days=50 + 45 * number)).date()
                terms = Terms(
                    seats=max(1, round(count * share)),
                    price=(price * REBATE / (EUR if currency == "EUR" else 1)).quantize(CENT),
                    currency=currency,
                    minimum=max(1, round(count * share / 2)),
                    months=12,
                    since=(self.at - timedelta(days=300)).date(),
                    renews=renews,
                    notice=renews - timedelta(days=30),
                    owner="cy",
                    deeds=dict.fromkeys(deeds, (self.at - timedelta(days=200)).date()),
                )
                solutions.add(self.session, it.tool.slug, plan, terms, by=WHO, at=self.at)

    def _famous(self, work: str) -> list[Known]:
        return [self.tools[choice.slug] for choice in self.market.get(work, ())]

    def decide(self) -> None:
        """Write down two decisions of the security team: one tool approved, one kept away from sensitive data."""
        sensitive = ["phi", "npi", "client_confidential", "privileged"]
        approved, kept_away = self._famous("meetings")[:1], self._famous("consumer-messaging")[:1]
        for it in approved:
            self._decision(it, "sanctioned", {}, ["Sign in with the company account."], "We have a contract for it.")
        for it in kept_away:
            self._decision(it, "prohibited", {"data": sensitive}, [], "No contract covers this data there.")
        self.session.flush()

    def _decision(self, it: Known, status: str, scope: dict[str, Any], conditions: list[str], reason: str) -> None:
        reference = self._reference("d")
        decision = Decision(
            reference=reference,
            tool_id=it.tool.id or 0,
            status=status,
            scope=scope,
            conditions=conditions,
            reason=reason + MARK,
            decided_by="bo",
            valid_from=self.at,
            valid_to=self.at + timedelta(days=365),
            recorded_at=self.at,
        )
        self.session.add(decision)
        content = {"decision": reference, "status": status, "scope": scope, "conditions": conditions}
        audit.append(self.session, who=WHO, what="decision made", subject=f"tool:{it.tool.slug}", content=content)


def _fame(it: Known) -> tuple[int, str]:
    """The tools that the catalog knows most of come first: these are the well-known ones."""
    return (-sum(len(some) for some in it.facts.values()), it.tool.slug)


def _choice(it: Known) -> Choice:
    free = tuple(plan.slug for plan in it.ladder if is_free(it, plan))
    paid = tuple(plan.slug for plan, _ in _with_price(it))
    return Choice(it.tool.slug, free, paid)


def _with_price(it: Known) -> Iterator[tuple[Plan, Decimal]]:
    for plan in it.ladder:
        price = list_price(it, plan, Rates(CURRENCY))
        if plan.family == "team" and price is not None:
            yield plan, price


def _priced(it: Known) -> Iterator[tuple[Known, str, Decimal]]:
    """The second plan with a price, as companies buy it, else the first."""
    plans = list(_with_price(it))
    for plan, price in plans[1:2] or plans[:1]:
        yield it, plan.slug, price
