"""Tools that do the same work, side by side: who uses them, how often, what each can do, and which teams straddle."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from catalog.consolidation.market import Market, category_of
from catalog.consolidation.overlap import Use
from catalog.models.register import Sighting

DAYS = 90
MOST_TEAMS = 20
Document = dict[str, Any]


def together(session: Session, market: Market, category: str) -> Document:
    """Give a category's tools with their people, teams and abilities, and what a log showed in the last 90 days.

    Tools that are there for other work and can do this one too stand among them: `of` names their own category.
    `straddle` are the teams that use several of the category's tools, those with most first.
    """
    uses = market.uses.get(category, ())
    people: dict[int, set[str]] = defaultdict(set)
    teams: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    used_by: dict[str, set[int]] = defaultdict(set)
    for use in uses:
        people[use.tool_id].add(use.person)
        if use.group.team:
            teams[use.group.team][use.tool_id].add(use.person)
            used_by[use.group.team].add(use.tool_id)
    elsewhere = _elsewhere(market, category)
    for number, some in elsewhere.items():
        people[number] = {use.person for use in some}
        for use in some:
            if use.group.team:
                used_by[use.group.team].add(number)
    seen = _seen(session, market, list(people))
    said = market.categories[category].capabilities if category in market.categories else []
    rows = [
        {
            "tool": market.tools[number].tool.slug,
            "of": category_of(market.tools[number]) if number in elsewhere else None,
            "people": len(some),
            "teams": sum(number in used for used in used_by.values()),
            "days_each": None if number not in seen else round(seen[number][0] / len(some), 1),
            "bytes_up": None if number not in seen else seen[number][1],
            "can": [one["slug"] for one in said if one["slug"] in market.tools[number].tool.capabilities],
        }
        for number, some in people.items()
    ]
    straddle = [
        {"team": team, "tools": sorted(market.tools[number].tool.slug for number in used),
         "people": len(set().union(*used.values()))}
        for team, used in teams.items() if len(used) > 1
    ]  # fmt: skip
    return {
        "category": category,
        "days": DAYS,
        "capabilities": [{"slug": one["slug"], "name": one["name"]} for one in said],
        "tools": sorted(rows, key=lambda row: (-int(row["people"]), row["tool"])),
        "straddle": sorted(straddle, key=_width)[:MOST_TEAMS],
        "straddling": len(straddle),
    }


def _elsewhere(market: Market, category: str) -> dict[int, list[Use]]:
    """The uses of tools of other categories that can do a category's work too."""
    able = {number for number, it in market.tools.items() if market.serves(it, category)}
    found: dict[int, list[Use]] = defaultdict(list)
    for use in (use for other, some in market.uses.items() if other != category for use in some):
        if use.tool_id in able:
            found[use.tool_id].append(use)
    return found


def _width(one: Document) -> tuple[int, int, str]:
    return -len(one["tools"]), -one["people"], one["team"]


def lost(told: Document, target: str) -> dict[str, list[str]]:
    """Give, for each tool, the names of what it can do and a target cannot, as far as the catalog knows both."""
    names = {one["slug"]: one["name"] for one in told["capabilities"]}
    can = next((set(row["can"]) for row in told["tools"] if row["tool"] == target), None)
    if not can:
        return {}
    return {row["tool"]: [names[one] for one in row["can"] if one not in can] for row in told["tools"]}


def _seen(session: Session, market: Market, tools: list[int]) -> dict[int, tuple[int, int]]:
    """The days on which each tool was seen in a log (a day for each person), and the bytes that went up."""
    day = market.moment.as_of.date()
    lately = col(Sighting.day) > day - timedelta(days=DAYS), col(Sighting.day) <= day
    rows = session.exec(
        select(Sighting.tool_id, func.count(), func.sum(Sighting.bytes_up))
        .where(col(Sighting.tool_id).in_(tools), *lately)
        .group_by(col(Sighting.tool_id))
    ).all()
    return {number: (int(count), int(up or 0)) for number, count, up in rows}
