"""What a tool's file answers at a moment, without a store."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

from catalog.dataset.expanding import fact_rows
from catalog.dataset.files import ToolFile
from catalog.dataset.reading import Dataset
from catalog.evidence.resolve import Resolution, by_name, resolve_criterion, resolve_values
from catalog.models.evidence import Fact
from catalog.models.tool import Plan
from catalog.moment import Moment, start_of
from catalog.rubric import Criterion

ACCOUNT = "company"


@dataclass(frozen=True, slots=True)
class Answers:
    """A tool's plans in rank order and its facts by name; `positions` says by a fact's key where its file states it."""

    tool: ToolFile
    moment: Moment
    ladder: tuple[Plan, ...]
    facts: Mapping[str, list[Fact]]
    positions: Mapping[str, int]

    @property
    def plans(self) -> tuple[Plan | None, ...]:
        """Give the plans to ask about; None for a tool without any."""
        return self.ladder or (None,)

    def resolution(self, criterion: Criterion, plan: Plan | None) -> Resolution:
        """Give what answers a criterion for a plan under a company account."""
        return resolve_criterion(self.facts, criterion, self.ladder, plan, self.moment, ACCOUNT)

    def resolutions(self, criterion: Criterion, plan: Plan | None) -> list[Resolution]:
        """Give the same value by value, where the criterion has several."""
        if criterion.type != "per_value":
            return [self.resolution(criterion, plan)]
        several = self.facts.get(criterion.criterion, ())
        return list(resolve_values(several, criterion, self.ladder, plan, self.moment).values())


def answers(dataset: Dataset, tool: ToolFile, moment: Moment) -> Answers:
    """Give what a tool's file answers at a moment."""
    positions: dict[str, int] = {}
    facts = by_name(_facts(dataset, tool, positions))
    return Answers(tool, moment, tuple(_ladder(tool, moment)), facts, positions)


def _facts(dataset: Dataset, tool: ToolFile, positions: dict[str, int]) -> Iterator[Fact]:
    """Give the facts as rows that the store would hold, each once."""
    sources = {(0, part.source): number for number, part in enumerate(tool.facts)}
    absent = {"snapshot_id": None, "unsupported_at": None, "quote": None}
    for position, part in enumerate(tool.facts):
        alone = tool.model_copy(update={"facts": (part,)})
        for row in fact_rows(dataset, alone, 0, 0, sources):
            if row["key"] not in positions:
                positions[row["key"]] = position
                yield cast(Fact, SimpleNamespace(**{**row, **absent}))


def _ladder(tool: ToolFile, moment: Moment) -> Iterator[Plan]:
    day = moment.as_of.date()
    for rank, one in enumerate(tool.plans):
        if (one.since is None or one.since <= day) and (one.until is None or day < one.until):
            yield Plan(tool_id=0, slug=one.slug, name=one.name, family=one.family, rank=rank, recorded_at=start_of(day))
