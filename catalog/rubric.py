"""The rubric: criteria, weights, gates, exceptions, postures and thresholds under one version.

It is loaded from `data/rubric` by `catalog.dataset`, stored whole, and read back here as it was known at a moment.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from sqlmodel import Session, col, select

from catalog.errors import BadUse
from catalog.models.tool import RubricVersion
from catalog.moment import Moment, written

Industry = Literal["general", "legal", "financial", "medical"]
Account = Literal["company", "personal"]
Consequence = Literal["denied", "ask"]
Posture = Literal["forgiveness", "permission"]
DATA_CLASSES = (
    "public", "internal", "confidential", "pii", "special_category", "phi", "npi", "cardholder", "mnpi",
    "books_and_records", "client_confidential", "privileged", "source_code", "credentials",
)  # fmt: skip
INDUSTRIES = ("general", "legal", "financial", "medical")
USUAL_DATA: Mapping[str, tuple[str, ...]] = {  # what people of an industry ask about most
    "general": ("internal", "pii", "confidential"),
    "legal": ("internal", "client_confidential", "privileged"),
    "financial": ("internal", "npi", "books_and_records"),
    "medical": ("internal", "pii", "phi"),
}


def as_word(value: object) -> object:
    """Give `yes` and `no` for the booleans that YAML 1.1 makes of them."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


Word = Annotated[str, BeforeValidator(as_word, json_schema_input_type=str | bool)]


class Part(BaseModel):
    """Base of the rubric's parts: frozen, with no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Citation(Part):
    """Where a rule stands."""

    title: str
    url: str | None = None


class Weight(Part):
    """How much a criterion counts in an industry, and why; in eighths, so that sums are exact (`catalog.rating`)."""

    weight: float = Field(ge=0, le=16, multiple_of=0.125)
    why: str


class Reads(Part):
    """Which values of a fact answer the criterion of a certificate, and for how much."""

    fact: str
    values: dict[str, float]


class Sentences(Part):
    """What is said of an answer; `{tool}` and `{plan}` are filled in."""

    good: str
    bad: str
    unknown: str


class Example(Part):
    """A sentence and what an extractor makes of it; value null: nothing."""

    sentence: str
    plan: str | None = None
    value: Any = None
    status: Word | None = None


class Criterion(Part):
    """One question of the rubric."""

    criterion: str
    title: str
    question: str
    why: str
    where: tuple[str, ...] = ()
    look: str = ""
    group: str
    type: Literal["answer", "certificate", "per_value", "flag", "number", "year", "price", "limit"]
    reads: Reads | None = None
    holds_for: Literal["vendor", "plan"]
    needs: Literal["contract", "administrator", "nothing"] = "nothing"
    good: tuple[Word, ...] = ()
    values: dict[Word, float] = Field(default_factory=dict)
    line: tuple[tuple[float, float], ...] = ()
    good_from: float = 0.75
    half_life_months: float | None = Field(gt=0)
    remedy: str = ""
    to_do: dict[Word, str] = Field(default_factory=dict)
    sentences: Sentences
    weights: dict[Industry, Weight]
    sources: tuple[Citation, ...] = ()
    read_by: Literal["extractor", "registry", "observation", "reviewer"]
    examples: tuple[Example, ...] = ()

    @property
    def resolves(self) -> bool:
        """Say whether its facts come down to one answer; prices and limits stand beside each other."""
        return self.type not in ("price", "limit")

    def credit(self, answer: Any, year: int) -> float:
        """Give what an answer counts for, in [0, 1]; `year` is the year asked about, for ages."""
        if self.type == "year":
            return along(self.line, year - float(answer))
        if self.type == "number":
            return along(self.line, float(answer))
        word = str(as_word(answer))
        return self.values.get(word, 1.0 if word in self.good else 0.0)

    def is_good(self, answer: Any, year: int) -> bool:
        """Say whether an answer is good for this criterion; every other answer is bad."""
        if self.type in ("year", "number"):
            return self.credit(answer, year) >= self.good_from
        return str(as_word(answer)) in self.good


def along(line: tuple[tuple[float, float], ...], x: float) -> float:
    """Give the height of a piecewise straight line at x; level beyond its ends."""
    points = sorted(line)
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


class Answered(Part):
    """A criterion has one of these answers."""

    criterion: str
    values: tuple[Word, ...]


class Expression(Part):
    """A condition on a question: exactly one of these keys (`to_do` goes with `deed`)."""

    good: str | None = None
    answer: Answered | None = None
    any_of: tuple["Expression", ...] | None = Field(None, alias="any")
    all_of: tuple["Expression", ...] | None = Field(None, alias="all")
    category: tuple[str, ...] | None = None
    trait: str | tuple[str, ...] | None = None
    company_account: Literal[True] | None = None
    not_excluded: Literal[True] | None = None
    ai_training: Literal[True] | None = None
    deed: str | None = None
    to_do: str | None = None

    @model_validator(mode="after")
    def one_key(self) -> Self:
        """Hold the expression to one key."""
        said = [name for name in type(self).model_fields if getattr(self, name) is not None and name != "to_do"]
        if len(said) != 1 or (self.to_do is not None) != (self.deed is not None):
            raise ValueError("an expression has exactly one key, and `to_do` beside `deed`")
        return self

    @property
    def criteria(self) -> tuple[str, ...]:
        """Give the criteria that it asks for, in order, each once."""
        if self.good:
            return (self.good,)
        if self.answer:
            return (self.answer.criterion,)
        if self.ai_training:
            return ("ai_training_on_customer_data",)
        if self.not_excluded:
            return ("excluded_data",)
        parts = self.any_of or self.all_of or ()
        return tuple(dict.fromkeys(name for part in parts for name in part.criteria))


class AppliesTo(Part):
    """The tools that a gate is about, by category or by a trait of it."""

    category: tuple[str, ...] = ()
    trait: tuple[str, ...] = ()


class Gate(Part):
    """A hard condition on data classes; in every industry, or in those that add it. Dates are half open, UTC."""

    gate: str
    title: str
    data_classes: tuple[str, ...] = ()
    expression: Expression
    if_failed: Consequence
    applies_to: AppliesTo | None = None
    from_: date | None = Field(None, alias="from")
    until: date | None = None
    citation: Citation | None = None


class ExceptionRule(Part):
    """A dated rule that suspends gates for tools that are known to match. Its last day is `until`."""

    exception: str
    title: str
    data_class: str
    from_: date = Field(alias="from")
    until: date
    when: Expression
    suspends: tuple[str, ...]
    reason: str
    citation: Citation


class IndustryRules(Part):
    """One industry: what it adds to the gates, its exceptions and its posture."""

    industry: Industry
    title: str
    noun: str
    posture: dict[str, Posture]
    gates: tuple[Gate, ...] = ()
    exceptions: tuple[ExceptionRule, ...] = ()


class DataClass(Part):
    """A class of data, with the words by which people know it."""

    data_class: str
    sensitive: bool
    example: str
    noun: str
    what: str
    citation: Citation | None = None


class Thresholds(Part):
    """Where `low` decides: below `ask_below` one asks, from `allow_from` on one may."""

    ask_below: float
    allow_from: float


class Grade(Part):
    """A grade and the `low` from which it is given."""

    grade: str
    from_: float = Field(alias="from")


class RecordItem(Part):
    """One thing that speaks for a track record: an age, a number, a good answer, or any of some."""

    title: str
    criterion: str | None = None
    years: float | None = None
    at_least: float | None = None
    good: str | None = None
    any_of: tuple[Expression, ...] = Field((), alias="any")

    @property
    def criteria(self) -> tuple[str, ...]:
        """Give the criteria that it looks at."""
        one = self.criterion or self.good
        return (one,) if one else tuple(name for part in self.any_of for name in part.criteria)


class TrackRecord(Part):
    """What makes a track record: `needs` of these."""

    needs: int
    of: tuple[RecordItem, ...]


class Clocks(Part):
    """When an adoption hears from security: days where its use may begin at once, work days where it waits."""

    forgiveness_days: int = Field(14, ge=1, le=365)
    permission_work_days: int = Field(2, ge=1, le=90)


Sum = Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=2)]
Weighs = Annotated[float, Field(gt=0, le=100)]


class Budget(Part):
    """The emergency budget: what a person may spend in a calendar year, in USD; some departments' people otherwise."""

    a_year: Sum = Decimal(250)
    departments: dict[str, Sum] = Field(default_factory=dict)

    def of(self, department: str | None) -> Decimal:
        """Give the sum of a department's people."""
        return self.departments.get(department or "", self.a_year)


class Priorities(Part):
    """What keeps the business running: how much a request weighs by the kind of work, or by the department."""

    general: Weighs = 1
    legal: Weighs = 2
    financial: Weighs = 2
    medical: Weighs = 3
    departments: dict[str, Weighs] = Field(default_factory=dict)

    def of(self, department: str | None, industry: str) -> float:
        """Give what a department's requests weigh: its own priority, else that of its kind of work."""
        return self.departments.get(department or "", getattr(self, industry, self.general))


class Desk(Part):
    """What planners go by: the currency in which they count, and what they weigh where people ask for something."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    budget: Budget = Budget()
    priorities: Priorities = Priorities()


class Rubric(Part):
    """All of it, under one version."""

    version: str
    thresholds: Thresholds
    grades: tuple[Grade, ...]
    known_bad: tuple[str, ...]
    track_record: TrackRecord
    criteria: dict[str, Criterion]
    data_classes: dict[str, DataClass]
    gates: tuple[Gate, ...]
    industries: dict[Industry, IndustryRules]
    clocks: Clocks = Clocks(forgiveness_days=14, permission_work_days=2)
    desk: Desk = Desk()

    def gates_for(self, industry: str, data_class: str) -> list[Gate]:
        """Give the gates of a data class in an industry, the industry's own last."""
        added = self.industries[industry].gates  # type: ignore[index]
        return [gate for gate in (*self.gates, *added) if data_class in gate.data_classes]

    def criterion_of(self, fact: str, value: Any) -> list[Criterion]:
        """Give the criteria that a fact of this name and value answers."""
        own = [self.criteria[fact]] if fact in self.criteria else []
        reading = [c for c in self.criteria.values() if c.reads and c.reads.fact == fact and value in c.reads.values]
        return own + reading

    def grade(self, low: float) -> str:
        """Give the grade of a lower bound: the first whose border it reaches."""
        return next(step.grade for step in self.grades if low >= step.from_)


def stored_at(session: Session, moment: Moment) -> Rubric:
    """Give the rubric of the last release before `known_at`; raise `BadUse` where none was known."""
    row = session.exec(
        select(RubricVersion.sha256, RubricVersion.id)
        .where(col(RubricVersion.recorded_at) <= moment.known_at)
        .order_by(col(RubricVersion.recorded_at).desc(), col(RubricVersion.id).desc())
        .limit(1)
    ).first()
    if row is None:
        raise BadUse(
            f"nothing was known yet at {written(moment.known_at)}", mend="give a later --known-at, or leave it out"
        )
    sha256, row_id = row
    return _parsed(sha256) or _remember(
        sha256, session.exec(select(RubricVersion).where(RubricVersion.id == row_id)).one()
    )


_RUBRICS: dict[str, Rubric] = {}


def _parsed(sha256: str) -> Rubric | None:
    return _RUBRICS.get(sha256)


def _remember(sha256: str, row: RubricVersion) -> Rubric:
    return _RUBRICS.setdefault(sha256, Rubric.model_validate(row.content))


@lru_cache(maxsize=4096)
def half_life_days(months: float) -> float:
    """Give a half-life in days (a month is a twelfth of 365.25 days)."""
    return months * 365.25 / 12
