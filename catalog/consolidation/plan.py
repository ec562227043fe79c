"""The document of `byot plan`: what is in use, what would replace it, at which cost, and who moves when.

Every sum in it can be computed again from its rows.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlmodel import Session

from catalog import moment as moments
from catalog.consolidation import costs, explain
from catalog.consolidation.current import Row, rows
from catalog.consolidation.limits import Asked, read
from catalog.consolidation.market import Fit, Market, market
from catalog.consolidation.model import fits_of
from catalog.consolidation.money import Money, number, total
from catalog.consolidation.moves import served, steps
from catalog.consolidation.offers import Offer
from catalog.consolidation.scenario import Assumptions, Outcome, best, keep, optimum, require_name
from catalog.consolidation.waves import WaveOfSteps, schedule
from catalog.moment import Moment, written

Document = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """A scenario drawn on a market: the contract's document, and what it is written from."""

    market: Market
    outcome: Outcome
    rows: dict[str, list[Row]]
    assumed: Assumptions
    costs: costs.Costs

    @cached_property
    def document(self) -> Document:
        """Give the document of `byot plan`."""
        it, chosen = self.market, self.outcome.chosen
        people = {category: {use.person for use in some} for category, some in it.uses.items()}
        waves = schedule(steps(it, chosen), it.moment.as_of.date(), self.assumed.people_per_week)
        return {
            "as_of": written(it.moment.as_of),
            "currency": it.currency,
            "current": {
                "cost_year": self.cost().document(),
                "tools": len({row.tool for some in self.rows.values() for row in some}),
                "people": len(set().union(*people.values())),
            },
            "categories": [_category(self, one) for one in sorted(it.uses, key=lambda one: (-len(people[one]), one))],
            "scenario": _scenario(self),
            "waves": [_wave(wave) for wave in waves],
        }

    @cached_property
    def served(self) -> list[Document]:
        """Give whose needs each chosen solution meets."""
        return served(self.market, self.outcome.chosen)

    @cached_property
    def seats(self) -> dict[Offer, int]:
        """Give the seats to buy of each offer that was chosen."""
        return costs.seats(fits_of(self.outcome.chosen))

    def money(self, amount: Decimal | None) -> Document:
        """Give an amount as a document."""
        return Money(amount, self.market.currency).document()

    def cost(self, category: str | None = None) -> Money:
        """Give what a category costs today, or all of them."""
        some = self.rows.values() if category is None else [self.rows[category]]
        return total((row.cost_year for listed in some for row in listed), self.market.currency)


def plan(
    session: Session,
    scenario: str = "optimum",
    as_of: str | None = None,
    *,
    asked: Asked | None = None,
    assumed: Assumptions | None = None,
    at: datetime | None = None,
) -> Document:
    """Give the contract's document for a scenario (*optimum*, *keep* or *best*) as of a day; `at` is the present.

    Money is in the currency of the policy (USD without one); sums say how many prices they lack. Raises `BadUse` for
    another scenario, a wrong day, or limits that clash.
    """
    require_name(scenario)
    it = gather(session, as_of, at=at)
    limits = read(session, asked or Asked(), it.moment)
    return draw(it, scenario, replace(assumed or Assumptions(), limits=limits)).document


def gather(session: Session, as_of: str | None = None, *, at: datetime | None = None) -> Market:
    """Give all that is known as of a day; `at` is the present. Raises `BadUse` for a wrong day."""
    present = at or moments.now()
    return market(session, Moment(moments.read(as_of, option="--as-of", at=present), present))


def draw(it: Market, scenario: str, assumed: Assumptions, *, priced: bool = True) -> Drawn:
    """Draw a scenario on a market that was gathered already.

    Without `priced`, what each rule costs is left out: each is a search of its own.
    """
    outcome = _outcome(it, scenario, assumed, priced=priced)
    return Drawn(it, outcome, {one: rows(it, one) for one in it.uses}, assumed, assumed.costs(it))


def _outcome(it: Market, scenario: str, assumed: Assumptions, *, priced: bool) -> Outcome:
    if scenario == "keep":
        return keep()
    return best(it, assumed) if scenario == "best" else optimum(it, assumed, priced=priced)


def _category(drawn: Drawn, category: str) -> Document:
    it, chosen, limits = drawn.market, drawn.outcome.chosen.get(category, ()), drawn.assumed.limits
    if drawn.outcome.name == "keep":
        left_out = explain.not_cleared(it, category)
        saves = Money(Decimal(0), it.currency)
    else:
        left_out = explain.unserved(it, category, chosen, limits)
        prices = [_cost(fit, drawn) for fit in chosen]
        unknown = any(price is None for price in prices)
        cost = Money(None if unknown else sum(filter(None, prices), Decimal(0)), it.currency)
        saves = drawn.cost(category).less(cost)
    return {
        "category": category,
        "tools": [_row(row, drawn) for row in drawn.rows[category]],
        "solution": _solution(chosen[0], drawn) if chosen else None,
        "further": [_solution(fit, drawn) for fit in chosen[1:]],
        "saves_year": saves.document(),
        "unserved": left_out,
        "relaxation": explain.relaxation(it, category, chosen, limits),
    }


def _row(row: Row, drawn: Drawn) -> Document:
    return {"slug": row.tool, "plan": row.plan, "people": row.people, "cost_year": drawn.money(row.cost_year)}


def _cost(fit: Fit, drawn: Drawn) -> Decimal | None:
    return fit.offer.cost_year(drawn.seats[fit.offer])


def _solution(fit: Fit, drawn: Drawn) -> Document:
    it, chosen, name = drawn.market, drawn.outcome.chosen, drawn.outcome.name
    count, price = fit.offer.bought(drawn.seats[fit.offer])
    return {
        "slug": fit.offer.tool,
        "plan": fit.offer.plan,
        "seats": count,
        "people": len(fit.served),
        "unit_price": drawn.money(price),
        "cost_year": drawn.money(_cost(fit, drawn)),
        "verdicts": dict(sorted(fit.words.items())),
        "why": explain.why(fit, it, chosen, name),
        "runner_up": explain.runner_up(fit, it, chosen, drawn.costs, name, drawn.assumed.limits),
    }


def _scenario(drawn: Drawn) -> Document:
    """Licences, switching and their total. Where all is kept, nothing is chosen and today's cost goes on."""
    outcome, assumed, currency = drawn.outcome, drawn.assumed, drawn.market.currency
    fits = fits_of(outcome.chosen)
    kept = outcome.name == "keep"
    licences = drawn.cost() if kept else costs.licences(fits, currency)
    left = Decimal(0) if kept else costs.left(fits, drawn.costs)
    switching = costs.moving(fits, drawn.costs) + left
    both = None if licences.amount is None else licences.amount + switching
    return {
        "name": outcome.name,
        "licences_year": licences.document(),
        "switching": drawn.money(switching),
        "contracts_left": drawn.money(left),
        "total": Money(both, currency, licences.unknown).document(),
        "gap": outcome.gap,
        "bound": drawn.money(outcome.bound),
        "prices_of_constraints": [
            {
                "constraint": one.constraint,
                "costs_year": one.costs_year.document(),
                "lacks": [{"slug": offer.tool, "plan": offer.plan} for offer in one.lacks],
            }
            for one in outcome.prices
        ],
        "assumptions": {
            "switching_per_person_and_tool": drawn.money(assumed.per_move),
            "people_per_week": number(Decimal(assumed.people_per_week)),
        },
        "limits": assumed.limits.document(),
    }


def _wave(wave: WaveOfSteps) -> Document:
    return {
        "wave": wave.number,
        "from": wave.starts_on.isoformat(),
        "until": wave.ends_on.isoformat(),
        "moves": [
            {"from": step.from_tool, "to": step.to_tool, "team": step.team, "people": step.people, "why": step.why}
            for step in wave.steps
        ],
    }
