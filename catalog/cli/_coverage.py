"""How much `data/` covers, as text for a terminal; no number without what it is a part of."""

import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

Told = Mapping[str, Any]


def tell_coverage(told: Told, *, by_tool: bool) -> None:
    """Print the numbers of a data folder."""
    counted = f"{told['tools']:,} tools, {told['plans']:,} plans, {told['facts']:,} facts"
    lines = [
        f"release {told['release']}, {told['day']}: {counted}",
        f"verified within its half-life: {told['fresh']:,} of {told['aging']:,} facts that can age",
        *(_tools(told) if by_tool else _criteria(told)),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def _tools(told: Told) -> Iterator[str]:
    for slug, one in told["per_tool"].items():
        answered = one["criteria"]
        yield (
            f"{slug}: verified within its half-life: {one['fresh']:,} of {one['aging']:,} facts, "
            f"{_part(answered, 'fresh')} criteria; known: {_part(answered, 'known')} criteria"
        )


def _criteria(told: Told) -> Iterator[str]:
    ordered = sorted(told["criteria"].items(), key=lambda one: one[1]["group"])
    for group, some in groupby(ordered, key=lambda one: one[1]["group"]):
        yield f"{group}:"
        for name, one in some:
            fresh, known = (f"{_part(one, key)} tools, {_part(one['plans'], key)} plans" for key in ("fresh", "known"))
            yield f"  {name}: verified within its half-life: {fresh}; known: {known}"


def _part(tally: Told, key: str) -> str:
    return f"{tally[key]:,} of {tally['of']:,}"
