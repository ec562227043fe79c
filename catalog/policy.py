"""The organisation's policy: one overlay on the rubric. Weights, gates, thresholds, postures, departments. Pure.

What it does not say stays as the rubric has it. The two together are a rubric again, under both versions
(`2026.1+ours-3`), so that every answer shows which policy it was given under, and can be given again.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, Self

from pydantic import Field, model_validator

from catalog.rubric import (
    Budget,
    Clocks,
    Criterion,
    Desk,
    Gate,
    Grade,
    Industry,
    Part,
    Posture,
    Priorities,
    Rubric,
    TrackRecord,
    Weight,
)


class Threshold(Part):
    """The thresholds that the policy moves; the other stays."""

    ask_below: float | None = Field(None, ge=0, le=1)
    allow_from: float | None = Field(None, ge=0, le=1)


class PolicyGate(Gate):
    """A gate of the policy: takes the place of the one of its name, or is a new one; for one industry or for all."""

    industry: Industry | None = None


class Lifted(Part):
    """A gate that the organisation does without, and why."""

    gate: str
    why: Annotated[str, Field(min_length=1)]


class DepartmentRules(Part):
    """What a department's people are asked by where they say nothing else."""

    industry: Industry
    posture: Posture | None = None
    name: str | None = None


Host = Annotated[str, Field(pattern=r"^[a-z0-9_-]+(\.[a-z0-9_-]+)+$")]


class OwnTenants(Part):
    """Hosts of tools that show whose account is used: the organisation's own tenants, and those of people's own."""

    company: tuple[Host, ...] = ()
    personal: tuple[Host, ...] = ()

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        both = sorted(set(self.company) & set(self.personal))
        if both:
            raise ValueError(f"{both[0]} stands under company and under personal")
        return self


class Enough(Part):
    """How often logs must show somebody at a tool before it is proposed: so many events, on so many days."""

    events: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    days: Annotated[int, Field(ge=1, le=366)] = 1


Kind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,40}$")]
Days = Annotated[int, Field(ge=1, le=36_500)]


class Policy(Part):
    """One overlay file. `policy` is its name with its version."""

    policy: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
    thresholds: Threshold = Threshold(ask_below=None, allow_from=None)
    grades: tuple[Grade, ...] = ()
    known_bad: tuple[str, ...] | None = None
    track_record: TrackRecord | None = None
    clocks: Clocks | None = None
    desk: Desk = Desk()
    weights: dict[Industry, dict[str, Weight]] = Field(default_factory=dict)
    posture: dict[Industry, dict[str, Posture]] = Field(default_factory=dict)
    gates: tuple[PolicyGate, ...] = ()
    without: tuple[Lifted, ...] = ()
    departments: dict[str, DepartmentRules] = Field(default_factory=dict)
    tenants: OwnTenants = OwnTenants()
    retention: dict[Kind, Days] = Field(default_factory=dict)
    proposals: Enough = Enough()


Path = tuple[object, ...]


def problems(policy: Policy, rubric: Rubric) -> Iterable[tuple[Path, str]]:
    """Give what a policy says that the rubric cannot carry: where in the file, and what."""
    for industry, weights in policy.weights.items():
        for name in weights:
            yield from _unknown(name, rubric.criteria, "criterion", ("weights", industry, name))
    for industry, postures in policy.posture.items():
        for name in postures:
            yield from _unknown(name, rubric.data_classes, "data class", ("posture", industry, name))
    for position, name in enumerate(policy.known_bad or ()):
        yield from _unknown(name, rubric.criteria, "criterion", ("known_bad", position))
    for position, gate in enumerate(policy.gates):
        for name in gate.expression.criteria:
            yield from _unknown(name, rubric.criteria, "criterion", ("gates", position, "expression"))
        for name in gate.data_classes:
            yield from _unknown(name, rubric.data_classes, "data class", ("gates", position, "data_classes"))
    gates = {gate.gate for gate in _every_gate(rubric)}
    for position, lifted in enumerate(policy.without):
        yield from _unknown(lifted.gate, gates, "gate", ("without", position, "gate"))
    yield from _as_a_whole(policy, rubric)


def applied(policy: Policy, rubric: Rubric) -> Rubric:
    """Give the rubric as the policy changes it; the policy has no `problems` with it."""
    lifted = {one.gate for one in policy.without}
    ours = {gate.gate for gate in policy.gates}
    kept = tuple(gate for gate in rubric.gates if gate.gate not in lifted | ours)
    industries = {}
    for name, rules in rubric.industries.items():
        own = [gate for gate in rules.gates if gate.gate not in lifted | ours]
        added = [_plain(gate) for gate in policy.gates if gate.industry == name]
        posture = {**rules.posture, **policy.posture.get(name, {})}
        industries[name] = rules.model_copy(update={"gates": (*own, *added), "posture": posture})
    changes = {
        "version": f"{rubric.version}+{policy.policy}",
        "thresholds": rubric.thresholds.model_copy(update=policy.thresholds.model_dump(exclude_none=True)),
        "grades": policy.grades or rubric.grades,
        "known_bad": rubric.known_bad if policy.known_bad is None else policy.known_bad,
        "track_record": policy.track_record or rubric.track_record,
        "clocks": policy.clocks or rubric.clocks,
        "desk": _said_over(rubric.desk, policy.desk),
        "criteria": {name: _weighted(policy, rubric, name) for name in rubric.criteria},
        "gates": (*kept, *(_plain(gate) for gate in policy.gates if gate.industry is None)),
        "industries": industries,
    }
    return rubric.model_copy(update=changes)


def _said_over(desk: Desk, ours: Desk) -> Desk:
    """Give the rubric's desk with what the policy says of it."""
    said = ours.model_dump(exclude_unset=True)
    return Desk(
        currency=said.get("currency", desk.currency),
        budget=Budget.model_validate(desk.budget.model_dump() | said.get("budget", {})),
        priorities=Priorities.model_validate(desk.priorities.model_dump() | said.get("priorities", {})),
    )


def _as_a_whole(policy: Policy, rubric: Rubric) -> Iterable[tuple[Path, str]]:
    whole = applied(policy, rubric)
    if whole.thresholds.ask_below > whole.thresholds.allow_from:
        yield ("thresholds",), "ask_below is above allow_from"
    borders = [step.from_ for step in whole.grades]
    if borders != sorted(borders, reverse=True) or borders[-1] != 0:
        yield ("grades",), "the grades do not go down to 0"
    for name, data_class in whole.data_classes.items():
        if data_class.sensitive and not any(name in gate.data_classes for gate in whole.gates):
            yield ("without",), f"no gate is left for {name}"


def _unknown(name: str, choices: Iterable[str], kind: str, where: Path) -> Iterable[tuple[Path, str]]:
    known = list(choices)
    if name not in known:
        near = get_close_matches(name, known, 1)
        yield where, f"{name!r} is no {kind} of the rubric" + (f"; did you mean {near[0]}?" if near else "")


def _every_gate(rubric: Rubric) -> Iterable[Gate]:
    yield from rubric.gates
    for rules in rubric.industries.values():
        yield from rules.gates


def _plain(gate: PolicyGate) -> Gate:
    return Gate.model_validate(gate.model_dump(by_alias=True, exclude={"industry"}))


def _weighted(policy: Policy, rubric: Rubric, name: str) -> Criterion:
    criterion = rubric.criteria[name]
    ours = {industry: weights[name] for industry, weights in policy.weights.items() if name in weights}
    return criterion.model_copy(update={"weights": {**criterion.weights, **ours}}) if ours else criterion
