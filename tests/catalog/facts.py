"""Facts, plans and a small rubric with good defaults, so that a test states only what matters."""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from catalog.dataset.reading import read
from catalog.models.evidence import Fact
from catalog.models.tool import Plan
from catalog.moment import Moment
from catalog.rubric import Criterion, Rubric

PRESENT = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = Moment(PRESENT, PRESENT)
FREE = Plan(tool_id=1, slug="free", name="Free", family="team", rank=0, recorded_at=PRESENT)
PRO = Plan(tool_id=1, slug="pro", name="Pro", family="team", rank=1, recorded_at=PRESENT)
GRID = Plan(tool_id=1, slug="grid", name="Grid", family="team", rank=2, recorded_at=PRESENT)
HOME = Plan(tool_id=1, slug="home", name="Home", family="personal", rank=3, recorded_at=PRESENT)
LADDER = (FREE, PRO, GRID, HOME)
_numbers = count(1)


@cache
def rubric() -> Rubric:
    """Give the rubric of `data/`."""
    found = read(Path(__file__).parents[2] / "data").rubric
    assert found is not None
    return found


def criterion(name: str) -> Criterion:
    """Give one criterion of it."""
    return rubric().criteria[name]


def at(as_of: str, known_at: str | None = None) -> Moment:
    """Give a moment from days."""
    return Moment(day(as_of), day(known_at) if known_at else PRESENT)


def day(text: str) -> datetime:
    """Give the noon of a day."""
    return datetime.fromisoformat(text).replace(hour=12, tzinfo=UTC)


def ago(months: float) -> datetime:
    """Give the moment some months before the present."""
    return PRESENT - timedelta(days=months * 365.25 / 12)


def fact(name: str = "hipaa_baa", value: Any = "yes", **given: Any) -> Fact:
    """Give a fact of the vendor's page, seen a month ago, about the plan named, else about the tool."""
    number = next(_numbers)
    seen = given.pop("observed_at", ago(1))
    since = given.pop("since", None)
    until = given.pop("until", None)
    plan = given.pop("plan", None)
    told: dict[str, Any] = {
        "id": number,
        "key": f"{number:08}",
        "tool_id": 1,
        "fact": name,
        "value": value,
        "plan": plan,
        "applies": "plan" if plan else "tool",
        "valid_from": since or seen,
        "valid_to": until,
        "dated": since is not None or until is not None,
        "recorded_at": seen,
        "source_id": number,
        "run_id": 1,
        "url": "https://vendor.example/page",
        "says": "what the page says",
        "observed_at": seen,
        "strength": "vendor_page",
    }
    return Fact(**(told | given))
