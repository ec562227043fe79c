"""Where a kind of work has one tool: which fits cannot be in the cheapest choice, whatever is chosen elsewhere. Pure.

Instead of any fit, another may be taken that costs at the most its price alone and its moves. What a fit costs at the
least are its moves, its price where its offer does no other work, less the contract that it lets run on. A fit that
costs more at the least than another at the most is never needed.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from catalog.consolidation.costs import Costs
from catalog.consolidation.market import Fit
from catalog.consolidation.menu import Menu
from catalog.consolidation.offers import Offer


def useful(menus: Mapping[str, Menu], costs: Costs) -> Mapping[str, Menu]:
    """Give the menus without the fits that the cheapest choice does not need; of what costs the same, the first stays.

    Done again as long as offers lose their other work by it.
    """
    left = dict(menus)
    while True:
        stands = Counter(fit.offer for menu in left.values() for fit in menu.fits)
        shorter = {name: _useful(menu, stands, costs) for name, menu in left.items()}
        done = sum(len(menu.fits) for menu in shorter.values()) == sum(len(menu.fits) for menu in left.values())
        left = shorter
        if done:
            return left


def _useful(menu: Menu, stands: Mapping[Offer, int], costs: Costs) -> Menu:
    if menu.most > 1 or len(menu.fits) == 1 or menu.unpriced:
        return menu
    sums = [_sums(fit, stands[fit.offer] > 1, costs) for fit in menu.fits]
    most, first = min((most, place) for place, (_, most) in enumerate(sums))
    kept = tuple(
        fit
        for place, (fit, (least, _)) in enumerate(zip(menu.fits, sums, strict=True))
        if place == first or least < most
    )
    return menu if len(kept) == len(menu.fits) else replace(menu, fits=kept, first=(menu.fits[first],))


def _sums(fit: Fit, shared: bool, costs: Costs) -> tuple[Decimal, Decimal]:
    """What it costs at the least and at the most, the rest of all contracts apart."""
    moves, price = costs.per_move * fit.moved, fit.offer.cost_year(len(fit.served)) or Decimal(0)
    return moves + (0 if shared else price) - costs.leaving.get(fit.offer.tool, Decimal(0)), moves + price
