"""What a verdict is given about, and what a verdict is: values only, no session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from catalog.evidence.resolve import Resolution
from catalog.models.evidence import Fact
from catalog.models.tool import Plan
from catalog.moment import Moment
from catalog.rating import Rating, rate
from catalog.rubric import Criterion, DataClass, ExceptionRule, Gate, IndustryRules, Rubric

Word = Literal["allowed", "conditions", "ask", "denied"]
Basis = Literal["decision", "gate", "rating", "posture", "unknown_tool"]
Effect = Literal["gate_failed", "gate_unknown", "gate_met", "lowers", "raises", "decision", "known_bad", "track_record"]
STRICTNESS: dict[str, int] = {"allowed": 0, "conditions": 1, "ask": 2, "denied": 3}


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision in force, as a value: status, scope, conditions, what it overrides, until when."""

    reference: str
    status: Literal["sanctioned", "tolerated", "restricted", "prohibited"]
    reason: str
    decided_by: str
    scope: Mapping[str, Any] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as far as scopes can name them (slugs)."""

    person: str | None = None
    team: str | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One tool on one plan, for an industry, data classes and a moment, with all that is known of it."""

    rubric: Rubric
    tool: str
    category: str | None
    traits: frozenset[str]
    plan: Plan | None
    industry: str
    account: str
    data: tuple[str, ...]
    moment: Moment
    resolutions: Mapping[str, Resolution]
    excluded: Mapping[str, Resolution]
    known_bad: tuple[Resolution, ...]
    rulings: tuple[Ruling, ...] = ()
    deeds: Mapping[str, date] = field(default_factory=dict)
    asker: Asker = field(default_factory=Asker)
    posture: str | None = None

    @property
    def rating(self) -> Rating:
        """Give the rating of the plan for the industry."""
        return rate(self.resolutions, self.rubric, self.industry)

    @property
    def rules(self) -> IndustryRules:
        """Give the rules of the industry asked about."""
        return self.rubric.industries[self.industry]  # type: ignore[index]

    @property
    def classes(self) -> list[DataClass]:
        """Give the data classes asked about."""
        return [self.rubric.data_classes[name] for name in self.data]

    @property
    def plan_name(self) -> str:
        """Give the plan's name as it reads in a sentence."""
        return self.plan.name if self.plan else "any plan"

    def criterion(self, name: str) -> Criterion:
        """Give a criterion of the rubric."""
        return self.rubric.criteria[name]


@dataclass(frozen=True, slots=True)
class ToDo:
    """What somebody must do before a gate holds; `done` is the day on which a company solution records it."""

    gate: str
    text: str
    done: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion, gate or decision that decided, its effect, and the facts that show it."""

    criterion: str
    value: Any
    effect: Effect
    text: str
    facts: tuple[Fact, ...] = ()
    state: str = "current"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a gate came out for a data class, what is to be done for it, and the resolutions that decided it."""

    gate: Gate
    data_class: str
    state: Literal["good", "failed", "unknown"]
    to_do: tuple[ToDo, ...] = ()
    resolutions: tuple[Resolution, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, the kind of rule that gave it, and why."""

    word: Word
    basis: Basis
    reasons: tuple[Reason, ...]
    conditions: tuple[str, ...] = ()
    to_do: tuple[ToDo, ...] = ()
    exception: ExceptionRule | None = None
    ruling: Ruling | None = None
