"""The cheapest set for a large company beside the bare solver on its model: 150 tools, 25 categories, 40 departments.

5,000 people, two plans a tool, prices that fall with the number of seats, suites, contracts; one tool a category, or
`--most 2`. It also prints how far the greedy start and the answer are from what was proven.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from beside import compare

from catalog.consolidation import optimize
from catalog.consolidation.board import board, pools
from catalog.consolidation.costs import Costs, known_total
from catalog.consolidation.market import Fit, LeftOut, Met
from catalog.consolidation.menu import Menu, made
from catalog.consolidation.model import Model, fits_of
from catalog.consolidation.offers import Offer
from catalog.consolidation.overlap import Need

TOOLS, CATEGORIES, DEPARTMENTS, PEOPLE = 150, 25, 40, 5_000
KINDS = (("internal",), ("pii",), ("phi",))
SUITES = 12


def offers(chance: Random) -> Iterator[tuple[Offer, list[int]]]:
    """Give two plans for each tool, the dearer one with more rules met; suites do the work of several categories."""
    for number in range(TOOLS):
        work = [number % CATEGORIES]
        if number < SUITES:
            work += chance.sample(range(CATEGORIES), 3)
        base = Decimal(chance.randrange(200, 1500)) / 100 * (2 if number < SUITES else 1)
        for rank, factor in enumerate((1, 2)):
            price = base * factor
            tiers = ((200, price * Decimal("0.9")), (1000, price * Decimal("0.75"))) if number % 3 == 0 else ()
            held = chance.randrange(100, 800) if number % 17 == 0 and rank else 0
            name = f"tool-{number}"
            yield Offer(name, name, f"plan-{rank}", "", rank, price, ours=bool(held), seats=held, tiers=tiers), work


def menus(most: int, seed: int = 1) -> dict[str, Menu]:
    """Give what may be chosen from in each category."""
    chance = Random(seed)
    people = [f"p{number}" for number in range(PEOPLE)]
    kinds = {(n, kind): [p for i, p in enumerate(people) if i % DEPARTMENTS == n and i % 7 % 3 == k]
             for n in range(DEPARTMENTS) for k, kind in enumerate(KINDS)}  # fmt: skip
    known = list(offers(chance))
    shared = frozenset(offer for offer, work in known if len(work) > 1)
    found = {}
    for category in range(CATEGORIES):
        asked = chance.sample(sorted(kinds), k=90)
        needs = [Need(f"d{n}", "general", None, kind, frozenset(kinds[n, kind])) for n, kind in asked if kinds[n, kind]]
        fits = [_fit(offer, str(category), needs, chance) for offer, work in known if category in work]
        menu = made([fit for fit in fits if fit.served], most, (), shared)
        found[str(category)] = menu
    return found


def _fit(offer: Offer, category: str, needs: list[Need], chance: Random) -> Fit:
    met, left_out = [], []
    for need in needs:
        if need.data == ("phi",) and not offer.rank and chance.random() < 0.7:
            left_out.append(LeftOut(need, "denied", ""))
        else:
            met.append(Met(need, "allowed", chance.randrange(len(need.people) + 1)))
    return Fit(offer, category, tuple(met), tuple(left_out))


def main() -> None:
    """Print times, gaps and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--most", type=int, default=1)
    asked = parser.parse_args()
    costs = Costs(Decimal(45), {f"tool-{number}": Decimal(9_000) for number in range(0, TOOLS, 17)})
    options = menus(asked.most)
    began = time.perf_counter()
    start = optimize.greedy(options, board(options, costs))
    taken = time.perf_counter() - began
    solved = optimize.solve(options, costs, seconds=asked.seconds)
    model = Model(options, costs, pools(options))
    sums = [known_total(fits_of(one), costs) for one in (start, solved.chosen)]
    far = [optimize.gap(cost, solved.bound) for cost in sums]
    sys.stdout.write(f"{model.programme.size}; greedy {taken:.2f} s, {far[0]:.2%} off the bound; ")
    sys.stdout.write(f"answer {far[1]:.2%} off the bound\n")
    compare(
        ("byot, from menus to answer", "bare solver"),
        lambda: optimize.solve(options, costs, seconds=asked.seconds),
        lambda: model.programme.loaded(asked.seconds).run(),
        asked.rounds,
    )


if __name__ == "__main__":
    main()
