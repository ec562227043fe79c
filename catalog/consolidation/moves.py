"""Who would have to move for the chosen company solutions: one step per tool, solution and team."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalog.check.known import Known
from catalog.consolidation.current import plan_of
from catalog.consolidation.market import Fit, Market, obstacle
from catalog.consolidation.model import Chosen
from catalog.consolidation.offers import contracts_of
from catalog.consolidation.overlap import Need, Use
from catalog.consolidation.trials import trial_ends
from catalog.consolidation.upgrades import cliffs
from catalog.consolidation.waves import Step
from catalog.verdict.case import STRICTNESS, Verdict

WORDS = {"denied": "Not allowed today", "ask": "Not cleared today", "conditions": "Fine today, under conditions"}


@dataclass(slots=True)
class _Together:
    """The uses that make one step, the strictest verdict on them, and the first day on which a free trial ends."""

    people: set[str] = field(default_factory=set)
    verdict: Verdict | None = None
    industry: str = ""
    trial: date | None = None

    def add(self, use: Use, verdict: Verdict, trial: date | None) -> None:
        self.people.add(use.person)
        self.trial = min((day for day in (self.trial, trial) if day), default=None)
        if self.verdict is None or STRICTNESS[verdict.word] > STRICTNESS[self.verdict.word]:
            self.verdict, self.industry = verdict, use.group.industry


def steps(market: Market, chosen: Chosen) -> list[Step]:
    """Give the steps towards the chosen solutions.

    Who is on the solution's plan already stays there, and so does everybody whom the solution does not serve.
    """
    limits = _limits(market) if chosen else {}
    return [step for some in chosen.values() for fit in some for step in _steps(market, fit, limits)]


def served(market: Market, chosen: Chosen) -> list[dict[str, Any]]:
    """Give, for each chosen solution, the tools whose work it takes over and whose needs it meets, nobody by name."""
    return [
        {
            "to": fit.offer.tool,
            "from": sorted({market.tools[use.tool_id].tool.slug for use in market.uses[fit.category]}),
            "needs": [told_of(one.need) for one in fit.met],
        }
        for some in chosen.values()
        for fit in some
    ]


def told_of(need: Need) -> tuple[str | None, str, str | None, tuple[str, ...]]:
    """Give what makes a need, as it is written down: department, industry, posture, kinds of data."""
    return need.department, need.industry, need.posture, need.data


def _limits(market: Market) -> dict[str, date]:
    """The next day on which the free plan of each tool meets a limit."""
    today = market.moment.as_of.date().isoformat()
    met = {one["tool"]: one["bites_on"] for one in reversed(cliffs(market)) if (one["bites_on"] or "") > today}
    return {tool: date.fromisoformat(day) for tool, day in met.items()}


def _steps(market: Market, fit: Fit, limits: Mapping[str, date]) -> Iterator[Step]:
    together: dict[tuple[str, str | None], _Together] = defaultdict(_Together)
    today = market.moment.as_of.date()
    for use in market.uses[fit.category]:
        it = market.tools[use.tool_id]
        plan = plan_of(it, use)
        if use.person in fit.served and (it.tool.slug, plan) != (fit.offer.tool, fit.offer.plan):
            trial = trial_ends(it, plan, use, today)
            together[it.tool.slug, use.group.team].add(use, market.today(use, plan), trial)
    for (tool, team), some in together.items():
        assert some.verdict is not None
        it = market.by_slug[tool]
        renewals = [contract.renews_on for contract in contracts_of(it).values() if contract.renews_on]
        renewal = min(renewals, default=None) if tool != fit.offer.tool else None
        limit = limits.get(tool)
        why = " ".join(_why(it, fit, some, renewal, limit))
        leave_by = min((day for day in (renewal, limit, some.trial) if day), default=None)
        yield Step(tool, fit.offer.tool, team, len(some.people), why, some.verdict.word, leave_by)


def _why(it: Known, fit: Fit, some: _Together, renewal: date | None, limit: date | None) -> Iterator[str]:
    assert some.verdict is not None
    if it.tool.slug == fit.offer.tool:
        yield f"Same tool, now on {fit.offer.plan_name}."
    word = WORDS.get(some.verdict.word)
    if word is not None:
        yield f"{word} in {some.industry} work."
    if some.verdict.word in ("denied", "ask"):
        yield obstacle(some.verdict)
    if renewal is not None:
        yield f"Our contract for {it.tool.name} renews on {renewal}."
    if limit is not None:
        yield f"Its free plan meets a limit on {limit}."
    if some.trial is not None:
        yield f"A free trial ends on {some.trial}."
    if some.verdict.word == "allowed" and not (renewal or some.trial) and it.tool.slug != fit.offer.tool:
        yield f"{fit.offer.name} does the same work for the whole company."
