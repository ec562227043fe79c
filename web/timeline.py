"""Prices and free limits over time: one step for each change, and a line to draw it by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from web.words import as_date, price, short_day

LEFT, RIGHT, TOP, BOTTOM = 44, 590, 30, 110
Point = tuple[date, float]


@dataclass(frozen=True)
class Step:
    """What a plan costs or allows, the oldest first. `line` and `labels` draw it, where numbers moved."""

    title: str
    plan: str
    fact: str
    rows: list[dict[str, Any]]
    line: str = ""
    labels: tuple[dict[str, Any], ...] = ()


def steps(told: Iterable[Mapping[str, Any]], plans: Mapping[str, str]) -> list[Step]:
    """Give what is known of prices and free limits, as one list of changes for each plan and kind."""
    found: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in told:
        key = _kind(row)
        if key is not None and row["state"] != "retracted":
            found.setdefault((row["plan"] or "", *key), []).append(row)
    order = {slug: at for at, slug in enumerate(plans)}
    ranked = sorted(found.items(), key=lambda each: (order.get(each[0][0], -1), each[0][1], each[0][2]))
    return [_step(plans.get(slug, slug), title, rows) for (slug, _, title), rows in ranked]


def _kind(row: Mapping[str, Any]) -> tuple[str, str] | None:
    value = row["value"]
    if row["fact"] == "plan_price" and isinstance(value, dict):
        billed = {"annually": ", paid yearly", "monthly": ", paid monthly"}.get(str(value.get("billed")), "")
        return "1", f"price{billed}{'' if value.get('currency') in (None, 'USD') else ' in ' + value['currency']}"
    if row["fact"] == "free_limit" and isinstance(value, dict):
        return "2", str(value.get("what", "limit")).replace("_", " ")
    return {"free_plan": ("0", "free plan"), "free_trial_days": ("3", "free trial")}.get(row["fact"])


def _step(plan: str, title: str, rows: Sequence[Mapping[str, Any]]) -> Step:
    """Keep the first sight of each value, and draw the line where numbers moved."""
    dated = sorted(rows, key=lambda row: (row["valid_from"], row["evidence"]["observed_at"]))
    kept: list[dict[str, Any]] = []
    for row in dated:
        text = value_text(row["fact"], row["value"])
        if not kept or kept[-1]["text"] != text:
            kept.append({"text": text, "since": row["valid_from"], "until": None, "evidence": [], "fact": row["id"]})
        kept[-1]["evidence"].append(row["evidence"])
        kept[-1]["until"] = row["valid_to"]
        kept[-1]["seen"] = row["evidence"]["observed_at"]
    points = [(as_date(row["valid_from"]), number) for row in dated if (number := _number(row)) is not None]
    moved = len({value for _, value in points}) > 1
    line, labels = _drawn(points) if moved else ("", ())
    return Step(title, plan, str(rows[0]["fact"]), kept, line, labels)


def value_text(fact: str, value: Any) -> str:
    """Say the value of a price or a limit."""
    if fact == "plan_price":
        return price(value)
    if fact == "free_plan":
        return "yes" if value in (True, "yes") else "no"
    if fact == "free_trial_days":
        return f"{value} days"
    amount, unit = value.get("amount"), str(value.get("unit", "")).replace("count", "")
    return f"{amount} {unit}{'s' if unit in ('day', 'minute', 'user', 'month') and amount != 1 else ''}".strip()


def _number(row: Mapping[str, Any]) -> float | None:
    value = row["value"]
    amount = value.get("amount") if isinstance(value, dict) else value
    return float(amount) if isinstance(amount, int | float) and not isinstance(amount, bool) else None


def _drawn(points: Sequence[Point]) -> tuple[str, tuple[dict[str, Any], ...]]:
    """Give the path of a stepped line and its labels, in a box of 600 by 140."""
    first, last = points[0][0].toordinal(), points[-1][0].toordinal()
    highest = max(value for _, value in points)
    lowest = min(value for _, value in points)

    def x(day: date) -> int:
        return round(LEFT + (RIGHT - LEFT) * (day.toordinal() - first) / max(last - first, 1))

    def y(value: float) -> int:
        return round(BOTTOM - 10 - (BOTTOM - 10 - TOP) * (value - lowest) / max(highest - lowest, 1e-9))

    path = f"M{x(points[0][0])} {y(points[0][1])}"
    for day, value in points[1:]:
        path += f"H{x(day)}V{y(value)}"
    path += f"H{RIGHT}"
    ends = ((points[0], "start", LEFT), (points[-1], "end", RIGHT))
    values = [{"x": at, "y": y(value) - 6, "text": f"{value:g}", "anchor": side} for (_, value), side, at in ends]
    days = [{"x": at, "y": 130, "text": short_day(day), "anchor": side} for (day, _), side, at in ends]
    return path, (*values, *days)


def change_text(step: Step) -> str:
    """Say how a number moved, from its first to its last value."""
    first, last = step.rows[0]["text"], step.rows[-1]["text"]
    if step.fact == "plan_price":
        first, last = first.split(" ")[0], " ".join(last.split(",")[0].split(" ")[:2])
    return f"{step.plan}, {step.title}: from {first} to {last}"
