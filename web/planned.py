"""What planners' pages are drawn from, gathered once for all of them as long as the register stays as it is.

At five thousand people gathering takes seconds, so a market is kept until something is recorded, ten minutes at most.
"""

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from threading import Lock
from typing import Annotated, Any
from weakref import WeakKeyDictionary

from fastapi import Depends, Query
from sqlmodel import Session, col, func, or_, select

from catalog import moment as moments
from catalog.consolidation import contracts, limits, publishing, sweep
from catalog.consolidation.limits import Asked
from catalog.consolidation.market import Market, market
from catalog.consolidation.plan import Drawn, draw
from catalog.consolidation.scenario import Assumptions, optimum, require_name
from catalog.consolidation.upgrades import cliffs, upgrades
from catalog.models.evidence import Fact
from catalog.models.register import Adoption
from catalog.models.review import Event
from catalog.models.tool import Release
from catalog.moment import Moment
from web.dependencies import Site

KEPT = 4
PER_WEEK = Assumptions().people_per_week
LONGEST = timedelta(minutes=10)
ASIDE = ("request", "budget", "guide", "campaign", "scenario")  # kinds of events on which no plan rests
SCENARIOS = {"optimum": "Cheapest for all needs", "best": "Best of each", "keep": "Keep all"}
Document = dict[str, Any]
Text = Annotated[str, Query(max_length=1_000)]
PerWeek = Annotated[int, Query(ge=1, le=100_000)]


class Planned:
    """A market, and what was drawn on it."""

    def __init__(self, gathered: Market, at: datetime, stamp: tuple[Any, ...]) -> None:
        self.market, self.at, self.stamp = gathered, at, stamp
        self._drawn: dict[tuple[Any, ...], Any] = {}
        self._lock = Lock()

    def drawn(self, scenario: str, rules: limits.Limits, per_week: int = PER_WEEK, *, priced: bool = True) -> Drawn:
        """Give a scenario as drawn, with so many people moving in a week: the pace changes no choice.

        Without `priced` it may lack what each rule costs.
        """
        asked = (scenario, str(rules.document()))
        key = (*asked, priced or (*asked, True) in self._drawn)
        assumed = Assumptions(limits=rules)
        found: Drawn = self._once(key, lambda: draw(self.market, scenario, assumed, priced=priced))
        if per_week == PER_WEEK:
            return found
        paced = replace(assumed, people_per_week=per_week)
        at_pace: Drawn = self._once((*key, per_week), lambda: replace(found, assumed=paced))
        return at_pace

    def curve(self, rules: limits.Limits) -> list[sweep.Point]:
        """Give the curve of cost against risk towards the cheapest set."""

        def drawn() -> list[sweep.Point]:
            assumed = Assumptions(limits=rules)
            chosen = optimum(self.market, assumed, priced=False).chosen
            return sweep.curve(self.market, chosen, assumed.costs(self.market))

        found: list[sweep.Point] = self._once(("curve", str(rules.document())), drawn)
        return found

    @property
    def register(self) -> Document:
        """Give the register of contracts."""
        found: Document = self._once(("register",), lambda: contracts.of_market(self.market))
        return found

    @property
    def upgrades(self) -> list[Document]:
        """Give what one tier up would make fine."""
        found: list[Document] = self._once(("upgrades",), lambda: upgrades(self.market))
        return found

    @property
    def cliffs(self) -> list[Document]:
        """Give where free plans end."""
        found: list[Document] = self._once(("cliffs",), lambda: cliffs(self.market))
        return found

    def progress(self, session: Session) -> Document | None:
        """Give how far the published plan is; None where nothing is published."""
        scenario = publishing.published(session)
        if scenario is None:
            return None
        used = chain.from_iterable(self.market.uses.values())
        found: Document = self._once(("progress", scenario.id), lambda: publishing.progress(session, self.at, used))
        return found

    def _once(self, key: tuple[Any, ...], make: Any) -> Any:
        with self._lock:
            if key not in self._drawn:
                self._drawn[key] = make()
            return self._drawn[key]


_kept: "WeakKeyDictionary[Any, OrderedDict[str, Planned]]" = WeakKeyDictionary()
_gathering = Lock()


def planned(site: Site, session: Session, as_of: str = "") -> Planned:
    """Give what is known as of a day (now, without one), gathered before where nothing was recorded since.

    Raises `BadUse` for a day that cannot be.
    """
    present = site.clock()
    moment = Moment(moments.read(as_of or None, option="--as-of", at=present), present)
    stamp = _stamp(session)
    with _gathering:
        kept = _kept.setdefault(site.store, OrderedDict())
        found = kept.get(as_of)
        if found is None or found.stamp != stamp or not timedelta(0) <= present - found.at < LONGEST:
            found = kept[as_of] = Planned(market(session, moment), present, stamp)
        kept.move_to_end(as_of)
        while len(kept) > KEPT:
            kept.popitem(last=False)
        return found


def _stamp(session: Session) -> tuple[Any, ...]:
    """Give what changes when anything is recorded that a plan rests on."""
    aside = [col(Event.subject).startswith(f"{kind}:") for kind in ASIDE]
    last = select(Event.id).where(~or_(*aside)).order_by(col(Event.id).desc()).limit(1)
    told_of = (Fact.id, Adoption.id, Adoption.changed_at, Release.id)
    return session.exec(last).first(), *(session.exec(select(func.max(col(one)))).one() for one in told_of)


def rules(most: Text = "", pin: Text = "", forbid: Text = "", only: Text = "") -> Asked:
    """Give the limits that a page's questions name, parts of each divided by commas."""
    return Asked(*([one for one in text.split(",") if one.strip()] for text in (most, pin, forbid, only)))


RulesDep = Annotated[Asked, Depends(rules)]


def scenario_of(
    site: Site,
    session: Session,
    scenario: str = "optimum",
    as_of: str = "",
    limits_asked: Asked | None = None,
    per_week: int = PER_WEEK,
    *,
    priced: bool = True,
) -> tuple[Planned, limits.Limits, Document]:
    """Give what a planner's page shows: what is known, the limits, and the scenario's document.

    Without `priced` the document may lack what each rule costs.
    Raises `BadUse` for another scenario, a wrong day, or limits that are not known or clash.
    """
    require_name(scenario)
    there = planned(site, session, as_of)
    read = limits.read(session, limits_asked or Asked(), there.market.moment)
    return there, read, there.drawn(scenario, read, per_week, priced=priced).document
