"""Counts as pictures: lines over weeks, bars side by side, cases by risk and reach. The numbers stand beside them."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from web.words import figures, first_up, many, short_day, some

LEFT, RIGHT, TOP, BOTTOM = 44, 590, 28, 150
MIDDLE, LINE = 300, 14
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

    heights = _apart(y(weeks[-1]["uses"]), y(weeks[-1]["declared"])) if weeks else ()
    ends = [(0, "start"), (len(weeks) - 1, "end")] if weeks else []
    last = [("uses", "in all"), ("declared", "told")] if weeks else []
    return {
        "uses": path("uses"),
        "declared": path("declared"),
        "labels": [_label(x(at), BOTTOM + 18, short_day(weeks[at]["until"]), side) for at, side in ends],
        "top": TOP,
        "highest": {"x": LEFT - 6, "y": TOP + 4, "text": figures(highest)},
        "ends": [
            _label(RIGHT, height, f"{figures(weeks[-1][name])} {label}", "end")
            for (name, label), height in zip(last, heights, strict=True)
        ],
    }


def _apart(all_: int, told: int) -> tuple[int, int]:
    """Give the heights of the words at the ends of two lines: above each, or where that is too near, one below."""
    if told - all_ >= LINE:
        return all_ - 6, told - 6
    below = all_ + LINE
    return (all_ - 6, below) if below < BOTTOM else (BOTTOM - 8 - LINE, BOTTOM - 6)


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


def dots(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the open cases by risk (upwards) and people (to the right, each step doubles), those at one place as one.

    Each risk is named where it lies, and its farthest dot by its case.
    """
    widest = math.log2(max((row["people"] for row in rows), default=1) + 1) or 1
    heights = {risk: BOTTOM - 12 - 34 * place for place, risk in enumerate(RISKS)}
    places: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for row in rows:
        risk = max(one for one in RISKS if one <= max(row["risk"], 1))
        places.setdefault((risk, row["people"]), []).append(row)
    x = {people: round(LEFT + (RIGHT - LEFT) * math.log2(people + 1) / widest) for _, people in places}
    found = [
        {
            "x": x[people],
            "y": heights[risk],
            "label": f"{some([row['name'] for row in its])}: {many(people, 'person', 'people')}, {RISKS[risk]}",
        }
        for (risk, people), its in places.items()
    ]
    names = []
    for risk, height in heights.items():
        people = max((count for one, count in places if one == risk), default=None)
        if people is not None:
            named = some([str(row["name"]) for row in places[risk, people]], most=1)
            side = (x[people] + 9, height + 4, "start") if x[people] < MIDDLE else (x[people] + 5, height - 8, "end")
            names.append(_label(side[0], side[1], f"{named}, {figures(people)}", side[2]))
    rules = [_label(LEFT + 4, height - 12, RISKS[risk], "start") for risk, height in heights.items()]
    return {"dots": found, "names": names, "risks": rules}


def first(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say what the picture of the open cases shows; they come in the queue's order."""
    return f"{rows[0]['name']} comes first: {rows[0]['why']}" if rows else ""


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
