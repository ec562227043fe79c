"""Moves in time: the riskiest use first, then what ends soon, teams together, within IT's capacity."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from catalog.verdict.case import STRICTNESS

WEEKS = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One team's people moving from a tool to a company solution (slugs).

    `word` is the verdict on what they use today; `leave_by` the first day on which the tool they leave renews, its
    free plan meets a limit, or a free trial of it ends.
    """

    from_tool: str
    to_tool: str
    team: str | None
    people: int
    why: str
    word: str = "allowed"
    leave_by: date | None = None


@dataclass(slots=True)
class WaveOfSteps:
    """A wave, from its first to its last day, with the steps in it."""

    number: int
    starts_on: date
    ends_on: date
    people: int = 0
    steps: list[Step] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Put a step into it; `people` counts who moves, once for each tool they leave."""
        self.steps.append(step)
        self.people += step.people


def schedule(steps: Iterable[Step], start: date, people_per_week: int) -> list[WaveOfSteps]:
    """Give waves of two weeks from `start` on. Each bundle, in order of risk, goes into the first with room for it.

    A bundle is all that a team leaves for one solution: who works together moves together. Only a bundle that is larger
    than a whole wave is divided, by the tools that are left, and a tool by its people.
    """
    room = max(1, people_per_week) * WEEKS
    waves: list[WaveOfSteps] = []
    for bundle in sorted(_bundles(steps, room), key=_urgency):
        people = sum(step.people for step in bundle)
        wave = next((wave for wave in waves if wave.people + people <= room), None)
        if wave is None:
            wave = _wave(len(waves) + 1, start)
            waves.append(wave)
        for step in bundle:
            wave.take(step)
    return waves


def _bundles(steps: Iterable[Step], room: int) -> Iterator[list[Step]]:
    """Give the steps of each team towards each solution together, the most pressing first; those of no team alone."""
    together: dict[tuple[str, ...], list[Step]] = defaultdict(list)
    for step in steps:
        alone = (step.from_tool,) if step.team is None else ()
        together[step.team or "", step.to_tool, *alone].append(step)
    for some in together.values():
        bundle: list[Step] = []
        for step in sorted(_divided(some, room), key=lambda one: _urgency([one])):
            if bundle and sum(one.people for one in bundle) + step.people > room:
                yield bundle
                bundle = []
            bundle.append(step)
        if bundle:
            yield bundle


def _divided(steps: Iterable[Step], room: int) -> Iterable[Step]:
    for step in steps:
        left = step.people
        while left > 0:
            yield replace(step, people=min(left, room))
            left -= room


def _urgency(bundle: Sequence[Step]) -> tuple[int, date, str, str, str, int]:
    """Order by the strictest verdict in it, then by the first day on which something must be left."""
    leave_by = min(step.leave_by or date.max for step in bundle)
    strictest = max(STRICTNESS[step.word] for step in bundle)
    first = bundle[0]
    people = sum(step.people for step in bundle)
    return (-strictest, leave_by, first.team or "", first.to_tool, first.from_tool, -people)


def _wave(number: int, start: date) -> WaveOfSteps:
    first = start + timedelta(weeks=WEEKS * (number - 1))
    return WaveOfSteps(number, first, first + timedelta(weeks=WEEKS, days=-1))
