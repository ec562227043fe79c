"""What may be chosen from in each category, under the planner's own limits: pure.

A menu's fits leave out as few people as can be, and of these put as few as can be on a plan whose price is not known:
both come before cost.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from catalog.consolidation.limits import Limits
from catalog.consolidation.market import Fit, Market
from catalog.consolidation.offers import Offer
from catalog.errors import BadUse


@dataclass(frozen=True, slots=True)
class Menu:
    """The fits of a category to choose from: at most `most`, serving `people`, at the most `unpriced` of them where no
    price is known, one of each group of `pinned` ones among them. `first` is such a choice.
    """

    fits: tuple[Fit, ...]
    most: int
    people: int
    unpriced: int
    pinned: tuple[tuple[Fit, ...], ...]
    first: tuple[Fit, ...]


def menu(market: Market, category: str, limits: Limits, fits: Iterable[Fit]) -> Menu | None:
    """Give a category's menu from some fits, the best first; None where nothing serves anybody.

    Raises `BadUse` where the limits clash, with the smallest change that mends it.
    """
    allowed = [fit for fit in allowed_of(limits, list(fits)) if fit.served]
    pinned = _pinned(market, category, limits, allowed)
    if not allowed:
        return None
    return made(allowed, limits.number(category), pinned, market.shared)


def made(fits: Sequence[Fit], most: int, pinned: Sequence[Sequence[Fit]], shared: Collection[Offer]) -> Menu:
    """Give the menu of some fits, the best first, that all serve somebody; `shared` offers do other work too."""
    if most == 1:
        return _one(pinned[0] if pinned else fits)
    return _several(fits, most, pinned, shared)


def allowed_of(limits: Limits, fits: Sequence[Fit]) -> list[Fit]:
    """Give the fits that are not forbidden; where some were named as the only ones, these alone."""
    left = [fit for fit in fits if not any(choice.covers(fit.offer) for choice in limits.forbidden)]
    only = [fit for fit in left if any(choice.covers(fit.offer) for choice in limits.only)]
    return only or left


def _pinned(market: Market, category: str, limits: Limits, fits: Sequence[Fit]) -> list[list[Fit]]:
    """Give the fits of each choice that is pinned and whose own work this category is."""
    own = [choice for choice in sorted(limits.pinned) if market.place(choice.tool) == category]
    found = [[fit for fit in fits if choice.covers(fit.offer)] for choice in own]
    for choice, some in zip(own, found, strict=True):
        if not some:
            forbidden = any(other.tool == choice.tool for other in limits.forbidden)
            why = "is forbidden as well" if forbidden else "has no plan on sale that serves anybody here"
            raise BadUse(f"{choice} is pinned and {why}", mend=f"leave out --pin {choice}", where="--pin")
    if len(own) > limits.number(category):
        clash = " and ".join(map(str, own))
        mend = f"allow {len(own)} there (--most {category}={len(own)}), or pin fewer"
        raise BadUse(
            f"{clash} are pinned for {market.noun(category)}, too many for {limits.number(category)}",
            mend=mend,
            where="--pin",
        )
    return found


def _one(fits: Sequence[Fit]) -> Menu:
    """One tool: each fit that serves most people, at a known price where there is one.

    Where no price is known, cost cannot choose: the first is the only one.
    """
    most = max(len(fit.served) for fit in fits)
    equal = [fit for fit in fits if len(fit.served) == most]
    known = [fit for fit in equal if fit.offer.unit_price is not None]
    some = tuple(known or equal[:1])
    served = len(some[0].served)
    return Menu(some, 1, served, 0 if known else served, (), some[:1])


def _several(fits: Sequence[Fit], most: int, pinned: Sequence[Sequence[Fit]], shared: Collection[Offer]) -> Menu:
    """Several tools: find how many people they can serve at the most, and how few of them without a price."""
    kept = _undominated(fits, {*shared, *(fit.offer for some in pinned for fit in some)})
    sizes = {one.need: len(one.need.people) for fit in kept for one in fit.met}
    bits = {need: 1 << number for number, need in enumerate(sizes)}
    masks = {id(fit): sum(bits[one.need] for one in fit.met) for fit in kept}

    def weight(mask: int) -> int:
        return sum(size for need, size in sizes.items() if mask & bits[need])

    def worth(some: Sequence[Fit]) -> tuple[int, int]:
        every = priced = 0
        for fit in some:
            every |= masks[id(fit)]
            priced |= masks[id(fit)] if fit.offer.unit_price is not None else 0
        return weight(every), weight(priced)

    first = max(_sets(_widest(kept, masks, pinned), most, pinned), key=worth)
    served, priced = worth(first)
    groups = tuple(tuple(fit for fit in kept if fit in some) for some in pinned)
    return Menu(tuple(kept), most, served, served - priced + _pinned_unpriced(groups, first), groups, tuple(first))


def _pinned_unpriced(groups: Iterable[Sequence[Fit]], first: Sequence[Fit]) -> int:
    """The people that must be on tools without a price only because these are pinned: the smallest need of each.

    A tool that serves somebody whom no tool with a price serves is there for them already.
    """
    met = {one.need for fit in first for one in fit.met}
    lacking = met - {one.need for fit in first if fit.offer.unit_price is not None for one in fit.met}
    more = 0
    for group in groups:
        needs = {one.need for fit in group for one in fit.met}
        if all(fit.offer.unit_price is None for fit in group) and not needs & lacking:
            more += min(len(need.people) for need in needs)
    return more


def _sets(fits: Sequence[Fit], most: int, pinned: Sequence[Sequence[Fit]]) -> Iterable[tuple[Fit, ...]]:
    """Give each set of fits, as large as may be, that holds one of each pinned group."""
    for some in combinations(fits, min(most, len(fits))):
        if all(any(fit in some for fit in group) for group in pinned):
            yield some


def _widest(fits: Sequence[Fit], masks: Mapping[int, int], pinned: Sequence[Sequence[Fit]]) -> list[Fit]:
    """Leave out fits that serve nobody whom another does not, unless only they have a price, or they are pinned."""
    kept: list[Fit] = []
    for fit in sorted(fits, key=lambda one: (one.offer.unit_price is None, -masks[id(one)].bit_count())):
        wider = (one for one in kept if masks[id(fit)] & ~masks[id(one)] == 0)
        if any(fit in group for group in pinned) or not any(wider):
            kept.append(fit)
    return kept


def _undominated(fits: Sequence[Fit], keep: Collection[Offer]) -> list[Fit]:
    """Leave out each plan of a tool where another plan of it serves all those too and costs no more.

    Contracts, prices by number and the offers to `keep` stay: more than price and people tells them apart.
    """
    kept: list[Fit] = []
    plain: list[Fit] = []
    for fit in sorted(fits, key=lambda one: (one.offer.unit_price is None, one.offer.unit_price or 0)):
        if fit.offer.seats or fit.offer.tiers or fit.offer in keep:
            kept.append(fit)
        elif not any(fit.offer.tool == one.offer.tool and fit.served <= one.served for one in plain):
            kept.append(fit)
            plain.append(fit)
    return kept
