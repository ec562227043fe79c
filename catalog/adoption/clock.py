"""When an adoption hears from security: the days stand in the rubric (`clocks`), which an organisation may change."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from catalog.rubric import Clocks

SATURDAY = 5


def review_by(verdict: Mapping[str, Any], day: date, clocks: Clocks) -> date | None:
    """Give the last day for security's answer on an adoption of some day; None where it was decided already.

    Where the verdict lets the use begin (*allowed*, *conditions*) a clock of calendar days starts; where it waits
    (*ask*, *denied*) the answer is due within work days.
    """
    if verdict["basis"] == "decision":
        return None
    if may_begin(verdict):
        return day + timedelta(days=clocks.forgiveness_days)
    return after_work_days(day, clocks.permission_work_days)


def may_begin(verdict: Mapping[str, Any]) -> bool:
    """Say whether the use may begin before security has answered."""
    return verdict["verdict"] in ("allowed", "conditions")


def after_work_days(day: date, count: int) -> date:
    """Give the day that lies some work days (Monday to Friday) after another."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day
