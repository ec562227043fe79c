"""Made-up markets: tools with prices, contracts and decisions, people who use them; and any of them, by hypothesis."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from catalog.check.known import Known
from catalog.consolidation.market import Market
from catalog.consolidation.money import Rates
from catalog.consolidation.overlap import Group, Use
from catalog.consolidation.scenario import Assumptions
from catalog.models.company import CompanySolution
from catalog.models.tool import Category, Plan, Tool
from tests.catalog.cases import known, ruling
from tests.catalog.facts import PRESENT, TODAY, fact, rubric

CATEGORIES = {
    "team-chat": "channels",
    "meetings": "video-calls",
    "files": "file-storage",
}
FREE = "free"
ASK = "ask the vendor"
PLANS = ("basic", "pro", "top")
ASSUMED = Assumptions(per_move=Decimal(10), people_per_week=5)
CLINIC = Group("ward", "clinic", "medical")
OFFICE = Group("desk", "office", "general")
Price = str | int | float | None


def tool(
    number: int,
    category: str = "team-chat",
    prices: Mapping[str, Price] | None = None,
    *,
    cleared: Sequence[str] = (),
    also: Sequence[str] = (),
    contract: CompanySolution | None = None,
    **given: Any,
) -> Known:
    """Give a tool with plans of these prices (`FREE`, `ASK`, a number, None: nothing known), lowest first.

    It is fine for every kind of data on the plans in `cleared`, and does the work of the categories in `also`.
    """
    prices = {"basic": FREE, "pro": 5} if prices is None else prices
    slug = f"tool-{number}"
    return known(
        [said for plan, price in prices.items() for said in _said(plan, price)],
        category=category,
        tool=Tool(id=number, slug=slug, name=f"Tool {number}", capabilities=[CATEGORIES[name] for name in also]),
        ladder=[
            Plan(tool_id=number, slug=plan, name=plan.title(), family="team", rank=rank, recorded_at=PRESENT)
            for rank, plan in enumerate(prices)
        ],
        rulings=tuple(ruling("sanctioned", scope={"plan": plan}) for plan in cleared),
        solutions=[contract] if contract is not None else [],
        **given,
    )


def _said(plan: str, price: Price) -> list[Any]:
    if price == FREE:
        return [fact("free_plan", True, plan=plan)]
    if price == ASK:
        return [fact("plan_price", {"amount": None, "contact": True}, plan=plan)]
    if price is None:
        return []
    value = {"amount": price, "currency": "USD", "per": "user", "period": "month", "billed": "monthly"}
    return [fact("plan_price", value, plan=plan)]


def contract(number: int, plan: str, seats: int, price: str | None, renews: date | None = None) -> CompanySolution:
    """Give a contract for a plan of a tool."""
    return CompanySolution(
        id=number,
        tool_id=number,
        plan=plan,
        seats=seats,
        unit_price=None if price is None else Decimal(price),
        renews_on=renews,
        valid_from=PRESENT,
        recorded_at=PRESENT,
    )


def use(person: str, number: int, plan: str | None = "basic", group: Group = OFFICE, *data: str, **given: Any) -> Use:
    """Give a person's use of a tool."""
    return Use(person, number, plan, given.get("account", "company"), data or ("internal",), group)


def market(tools: Sequence[Known], uses: Sequence[Use]) -> Market:
    """Give a market of these tools and uses."""
    by_number = {it.tool.id or 0: it for it in tools}
    placed = {number: it.category.slug for number, it in by_number.items() if it.category}
    named = {placed[one.tool_id] for one in uses} | {placed[it.tool.id or 0] for it in tools if it.solutions}
    categories = {
        slug: Category(
            slug=slug, name=slug, noun=slug, capabilities=[{"slug": main, "name": main}], recorded_at=PRESENT
        )
        for slug, main in CATEGORIES.items()
    }
    grouped = {name: [one for one in uses if placed[one.tool_id] == name] for name in sorted(named)}
    return Market(rubric(), TODAY, Rates(), by_number, categories, grouped)


def _contracts(number: int, plan: str) -> st.SearchStrategy[CompanySolution]:
    days = st.sampled_from([None, date(2026, 12, 31), date(2027, 9, 1)])
    return st.builds(
        contract, st.just(number), st.just(plan), st.integers(1, 8), st.sampled_from([None, "3", "9.99"]), days
    )


@st.composite
def markets(draw: st.DrawFn, tools: int = 5, people: int = 6) -> Market:
    """Any small market: some prices unknown, some tools doing the work of several categories, some under contract."""
    price = st.one_of(st.sampled_from([FREE, ASK, None]), st.integers(1, 40), st.sampled_from([8.75, 12.5, 6.99]))
    names = list(CATEGORIES)
    made = []
    for number in range(1, draw(st.integers(1, tools)) + 1):
        prices = {plan: draw(price) for plan in PLANS[: draw(st.integers(1, 3))]}
        signed = draw(st.none() | st.sampled_from(sorted(prices)))
        made.append(
            tool(
                number,
                draw(st.sampled_from(names)),
                prices,
                cleared=draw(st.lists(st.sampled_from(sorted(prices)), unique=True)),
                also=draw(st.lists(st.sampled_from(names), unique=True)),
                contract=draw(_contracts(number, signed)) if signed else None,
            )
        )
    one_use = st.builds(
        lambda person, it, rank, data: use(
            f"p{person}",
            it.tool.id or 0,
            [None, *(plan.slug for plan in it.ladder)][rank % (len(it.ladder) + 1)],
            CLINIC if person % 2 else OFFICE,
            *data,
        ),
        st.integers(0, people - 1),
        st.sampled_from(made),
        st.integers(0, 3),
        st.sampled_from([(), ("phi",), ("internal", "pii")]),
    )
    uses = draw(st.lists(one_use, max_size=12, unique_by=lambda one: (one.person, one.tool_id)))
    return market(made, uses)
