"""Moves in time: the riskiest use first, then what must be out before a contract renews, within IT's capacity."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from catalog.verdict.case import STRICTNESS

WEEKS = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One team's people moving from a tool to a company solution (slugs).

    `word` is the verdict on what they use today; `leave_by` the day on which a contract of the tool they leave renews.
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
    """Give waves of two weeks from `start` on. Each step, in order of risk, goes into the first with room for it.

    A team moves together; only one that is larger than a whole wave is divided.
    """
    room = max(1, people_per_week) * WEEKS
    waves: list[WaveOfSteps] = []
    for step in sorted(_divided(steps, room), key=_urgency):
        wave = next((wave for wave in waves if wave.people + step.people <= room), None)
        if wave is None:
            wave = _wave(len(waves) + 1, start)
            waves.append(wave)
        wave.take(step)
    return waves


def _divided(steps: Iterable[Step], room: int) -> Iterable[Step]:
    for step in steps:
        left = step.people
        while left > 0:
            yield replace(step, people=min(left, room))
            left -= room


def _urgency(step: Step) -> tuple[int, date, str, str, str, int]:
    leave_by = step.leave_by or date.max
    return (-STRICTNESS[step.word], leave_by, step.team or "", step.from_tool, step.to_tool, -step.people)


def _wave(number: int, start: date) -> WaveOfSteps:
    first = start + timedelta(weeks=WEEKS * (number - 1))
    return WaveOfSteps(number, first, first + timedelta(weeks=WEEKS, days=-1))
