"""Who uses a tool, as its case shows it: those first whose use needs an answer most, and how many by plan and team."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

STRICTEST = ("denied", "ask", "conditions", "allowed")
MOST_GROUPS = 6
Use = Mapping[str, Any]
Groups = list[tuple[str, int]]


def in_order(uses: Sequence[Use]) -> list[Use]:
    """Give uses that somebody disputes first, then by the answer that they were given, the strictest first."""
    return sorted(uses, key=lambda use: (use["state"] != "disputed", _place(use)))


def by_plan(uses: Sequence[Use]) -> Groups:
    """Give the plans in use with their uses, the most used first; an empty name where nobody said which."""
    return Counter(use["plan"] or "" for use in uses).most_common()


def by_team(uses: Sequence[Use]) -> Groups:
    """Give the teams with the most uses."""
    return Counter(use["team"] for use in uses if use["team"]).most_common(MOST_GROUPS)


def _place(use: Use) -> int:
    return STRICTEST.index(use["verdict"]["verdict"]) if use["verdict"] else len(STRICTEST)
