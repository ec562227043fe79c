"""The two times of a question: as of when it holds, and what was known by then."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from catalog.errors import BadUse

DAY_ENDS = timedelta(days=1) - timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """`as_of`: the state of the world asked about; `known_at`: what was recorded by then. Both aware, in UTC."""

    as_of: datetime
    known_at: datetime


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return datetime.now(UTC)


def read(text: str | None, *, option: str, at: datetime | None = None) -> datetime:
    """Give the moment that a text names: a day (its end, UTC; today means now) or an ISO 8601 time.

    Raises `BadUse` where it is neither, has no time zone, or lies in the future.
    """
    present = at or now()
    if not text:
        return present
    moment = _parse(text.strip(), option, present)
    if moment > present:
        raise BadUse(f"{option} {text!r} lies in the future", mend="give today or an earlier day")
    return moment


def _parse(text: str, option: str, present: datetime) -> datetime:
    try:
        if len(text) == len("2026-11-24"):
            day = date.fromisoformat(text)
            return present if day == present.date() else start_of(day) + DAY_ENDS
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadUse(f"{option} {text[:40]!r} is not a day or time", mend="write it like 2026-11-24") from None
    if moment.tzinfo is None:
        raise BadUse(f"{option} {text!r} has no time zone", mend="write it like 2026-11-24T09:00:00Z")
    return moment.astimezone(UTC)


def start_of(day: date) -> datetime:
    """Give the first moment of a day in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def written(moment: datetime) -> str:
    """Give a moment as ISO 8601 in UTC, with all that it has: read again it is the same moment."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
