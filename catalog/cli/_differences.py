"""What differs between two releases, as text for a terminal: alike changes of a plan in one block."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from catalog.cli._answers import WORDS

UNKNOWN = {"absent": "not known", "too_old": "too old", "conflict": "in conflict", "plan_not_stated": "plan not stated"}
Told = Mapping[str, Any]


def tell_differences(told: Told) -> None:
    """Print the document of a comparison."""
    sys.stdout.write("\n".join(_lines(told)) + "\n")


def _lines(told: Told) -> Iterator[str]:
    before, after, count = told["before"], told["after"], told["compared"]
    yield f"{_side(before)} to {_side(after)}, as of {told['as_of'][:10]}"
    yield f"verdicts changed: {count['changed']:,} of {count['verdicts']:,} (tools in both: {count['tools']:,})"
    for sign, what in (("+", "came"), ("-", "went")):
        yield from (f"{sign} {one['slug']}: {', '.join(one['plans']) or 'no plans'}" for one in told["tools"][what])
        yield from (f"{sign} {one['tool']} {one['plan']}" for one in told["plans"][what])
    ordered = sorted(told["changed"], key=_alike)
    for _, some in groupby(ordered, key=_alike):
        yield from _block(list(some))


def _side(side: Told) -> str:
    where = "" if side["named"] == side["release"] else f" in {side['named']}"
    return f"release {side['release']}{where} (rubric {side['rubric']})"


def _alike(change: Told) -> tuple[str, ...]:
    ends = (change["before"]["verdict"], change["after"]["verdict"])
    return (change["tool"], *ends, *sorted(line for row in change["why"] for line in _row(row)))


def _block(some: list[Told]) -> Iterator[str]:
    first = some[0]
    before, after = (WORDS[first[side]["verdict"]].lower() for side in ("before", "after"))
    yield f"{first['tool']}: {before} -> {after}"
    by_question: dict[str, list[str]] = {}
    for plan, asked in groupby(some, key=lambda one: one["plan"]):
        by_question.setdefault(_questions(asked), []).append(plan or "any plan")
    yield from (f"  {', '.join(plans)}: {questions}" for questions, plans in by_question.items())
    yield from (f"    {line}" for row in first["why"] for line in _row(row))


def _questions(asked: Iterable[Told]) -> str:
    """Give questions as text: the data classes, each with its industries."""
    by_data: dict[str, list[str]] = {}
    for one in asked:
        by_data.setdefault(one["data"], []).append(one["industry"])
    return ", ".join(f"{data} ({'/'.join(industries)})" for data, industries in by_data.items())


def _row(row: Told) -> Iterable[str]:
    was, became = _answer(row["before"]), _answer(row["after"])
    yield f"{row['criterion']}: {was} -> {became}" if was != became else f"{row['criterion']}: {was}, {_effects(row)}"
    for fact in row["facts"]:
        yield f"    {fact['is']}: {fact['says'] or fact['value']} ({fact['url']}, seen {fact['as_of']})"


def _answer(answer: Told) -> str:
    value = answer["value"]
    return UNKNOWN.get(answer["state"] or "", "-") if value is None else str(value)


def _effects(row: Told) -> str:
    was, became = ((row[side]["effect"] or "no say").replace("_", " ") for side in ("before", "after"))
    return f"{was} -> {became}"
