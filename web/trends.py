"""Counts as pictures: lines over weeks, bars side by side, cases by risk and reach. The numbers stand beside them."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from web.words import figures, first_up, many, short_day

LEFT, RIGHT, TOP, BOTTOM = 44, 590, 16, 150
WIDEST = 360
RISKS = {1: "fine so far", 2: "under conditions", 4: "not known enough", 8: "a rule stands against it"}


def lines(weeks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the paths of all uses and of those that people told of, with the labels of both axes."""
    highest = max((week["uses"] for week in weeks), default=0) or 1

    def x(place: int) -> int:
        return round(LEFT + (RIGHT - LEFT) * place / max(len(weeks) - 1, 1))

    def y(value: int) -> int:
        return round(BOTTOM - (BOTTOM - TOP) * value / highest)

    def path(name: str) -> str:
        points = [f"{x(place)} {y(week[name])}" for place, week in enumerate(weeks)]
        return f"M{' L'.join(points)}" if points else ""

    ends = [(0, "start"), (len(weeks) - 1, "end")] if weeks else []
    last = [("uses", "in all"), ("declared", "told")] if weeks else []
    return {
        "uses": path("uses"),
        "declared": path("declared"),
        "labels": [_label(x(at), BOTTOM + 18, short_day(weeks[at]["until"]), side) for at, side in ends],
        "highest": {"x": LEFT - 6, "y": TOP + 4, "text": figures(highest)},
        "ends": [
            _label(RIGHT, y(weeks[-1][name]) - 6, f"{figures(weeks[-1][name])} {label}", "end") for name, label in last
        ],
    }


def _label(x: int, y: int, text: str, anchor: str) -> dict[str, Any]:
    return {"x": x, "y": y, "text": text, "anchor": anchor}


def bars(rows: Sequence[Mapping[str, Any]], name: str, value: str) -> list[dict[str, Any]]:
    """Give one bar for each row, the longest as wide as the picture."""
    most = max((row[value] for row in rows), default=0) or 1
    return [
        {
            "label": row[name],
            "value": row[value],
            "y": 24 * place,
            "width": max(round(WIDEST * row[value] / most), 2),
        }
        for place, row in enumerate(rows)
    ]


def dots(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the open cases by risk (upwards) and people (to the right, each step doubles)."""
    widest = math.log2(max((row["people"] for row in rows), default=1) + 1) or 1
    heights = {risk: BOTTOM - 12 - 34 * place for place, risk in enumerate(RISKS)}
    found = []
    for row in rows:
        risk = max(one for one in RISKS if one <= max(row["risk"], 1))
        found.append(
            {
                "x": round(LEFT + (RIGHT - LEFT) * math.log2(row["people"] + 1) / widest),
                "y": heights[risk],
                "label": f"{row['name']}: {many(row['people'], 'person', 'people')}, {RISKS[risk]}",
            }
        )
    return found


def finding(told: Mapping[str, Any]) -> str:
    """Say what the line over time shows."""
    weeks = told["weeks"]
    if not weeks or not weeks[-1]["uses"]:
        return "No use is known yet"
    now, then = weeks[-1]["uses"], weeks[0]["uses"]
    step = "as many as" if now == then else f"{figures(abs(now - then))} {'more' if now > then else 'fewer'} than"
    return (
        f"{first_up(many(now, 'use'))} today, {figures(weeks[-1]['new'])} new this week, {step} {len(weeks)} weeks ago"
    )
