"""When free trials end: then somebody pays, or loses what they put there. Pure."""

from datetime import date, timedelta

from catalog.check.known import Known
from catalog.consolidation.offers import contracts_of
from catalog.consolidation.overlap import Use
from catalog.evidence.resolve import holds


def trial_ends(it: Known, plan: str | None, use: Use, today: date) -> date | None:
    """Give the last day of the free trial on which somebody still is; None where none runs, or nobody knows.

    A trial runs from the day on which the use began. None runs on a free plan, nor on one that we have under contract.
    Where sources name several lengths, the shortest counts: it is the day by which to have moved.
    """
    said = [fact for fact in it.facts.get("free_trial_days", ()) if fact.plan in (None, plan)]
    if not said or plan is None or use.since is None or plan in it.free_plans or plan in contracts_of(it):
        return None
    days = min((int(fact.value) for fact in said if holds(fact, it.moment)), default=None)
    if days is None:
        return None
    end = use.since + timedelta(days=days)
    return end if end > today else None
