"""Times as logs write them. Aware where the log tells the zone, naive where it does not; None for what is no time.

Some logs leave out the year: such a time is given in the year `YEARLESS` until `settled` finds the year by the file's
age.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final

YEARLESS: Final = 4  # a leap year that no log is of
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
NUMBER: Final = re.compile(r"[0-9]{1,19}(?:\.[0-9]{1,9})?(?:[eE]\+?[0-9]{1,2})?")
MONTHS: Final = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,:](?P<fraction>\d{1,9}))?"
ZONE = r"(?:\s*(?P<zone>Z|[A-Z]{2,5}|(?:GMT|UTC)?[+-]\d\d:?(?:\d\d)?|[+-]-?\d:\d\d))?"
NUMERIC: Final = re.compile(rf"(?P<year>\d{{4}})[-/.:](?P<month>\d\d?)[-/.:](?P<day>\d\d?)(?:[T ,_-]|, ){CLOCK}{ZONE}")
DAY_FIRST: Final = re.compile(
    rf"(?:[A-Z][a-z]{{2}},? )?(?P<day>\d\d?)[-/ ]?(?P<name>[A-Za-z]{{3}})[a-z]*[-/ ]?(?P<year>\d{{4}})"
    rf"(?:[:T ]| at ){CLOCK}{ZONE}"
)
MONTH_FIRST: Final = re.compile(
    rf"(?:[A-Z][a-z]{{2,8}},? )?(?P<name>[A-Z][a-z]{{2}})[a-z]* +(?P<day>\d\d?),?(?: (?P<year>(?:\d\d){{1,2}}),?)?"
    rf"(?: @)? {CLOCK}{ZONE}(?: (?P<late>\d{{4}}))?"
)
HALVES = (
    r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d{1,9}))?)?[ \u202f](?P<half>AM|PM)"
    r"(?: (?P<zone>[A-Z]{2,5}|(?:GMT|UTC)?[+-]\d\d:?(?:\d\d)?))?"
)
OF_HALVES: Final = tuple(
    re.compile(rf"{day}(?:,| at)? {HALVES}")
    for day in (
        r"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>(?:\d\d){1,2})",
        r"(?P<year>\d{4})[-/](?P<month>\d\d?)[-/](?P<day>\d\d?)",
        r"(?:[A-Z][a-z]{2,8},? )?(?P<name>[A-Z][a-z]{2})[a-z]* (?P<day>\d\d?),? (?P<year>\d{4})",
    )
)
"""Whoever writes AM and PM in capitals writes the month first."""
ZONED: Final = re.compile(r":\d\d(?:[.,]\d{1,9})? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)$")
LATE: Final = timedelta(minutes=10)
ZONES: Final = {
    name: minutes
    for minutes, names in (
        (0, "Z UTC GMT WET"),
        (60, "WEST BST CET MET"),
        (120, "CEST MEST EET"),
        (180, "EEST MSK"),
        (-240, "EDT"),
        (-300, "EST CDT"),
        (-360, "MDT"),
        (-420, "MST PDT"),
        (-480, "PST AKDT"),
        (-540, "AKST"),
        (-600, "HST"),
        (540, "JST KST"),
        (600, "AEST"),
        (660, "AEDT"),
    )
    for name in names.split()
}


def epoch(value: object) -> datetime | None:
    """Give a time in seconds, milli-, micro- or nanoseconds since 1970 (by its size) as UTC."""
    text = str(value)
    if isinstance(value, bool) or not NUMBER.fullmatch(text):
        return None
    if "e" in text or "E" in text:
        text = f"{float(text):.6f}"
    whole, _, fraction = text.partition(".")
    parts = max(0, (len(whole.lstrip("0")) - 9) // 3) * 3  # figures that stand for less than a second
    second = whole[: len(whole) - parts] if parts else whole
    part = (whole[len(whole) - parts :] if parts else "") + fraction
    try:
        return EPOCH + timedelta(seconds=int(second or 0), microseconds=int((part + "000000")[:6]))
    except OverflowError:
        return None


def moment(value: object, zone: tzinfo | None = None) -> datetime | None:
    """Give a time written in any of the usual ways; `zone` is that of a text which names none."""
    text = str(value).strip().strip("[]")
    return _moment(text, zone) if text and len(text) <= 60 else None


@lru_cache(1 << 12)
def _moment(text: str, zone: tzinfo | None) -> datetime | None:
    """Remembered: many lines of a log are of the same second."""
    if NUMBER.fullmatch(text):
        return epoch(text) if len(text) > 8 else None
    for pattern in (NUMERIC, DAY_FIRST, MONTH_FIRST, *OF_HALVES):
        found = pattern.fullmatch(text)
        if found:
            return _built(found.groupdict(), zone)
    return None


def utc(value: object) -> datetime | None:
    """Give a time of a log that is UTC by its definition."""
    return moment(value, UTC)


@lru_cache(1 << 8)
def offset(text: str | None) -> tzinfo | None:
    """Give the zone of `+0100`, `+01:00`, `--5:00`, `+11`, `Z` or a usual abbreviation, None for anything else."""
    if not text:
        return None
    name = text.strip().strip('"')
    minutes = ZONES.get(name.upper())
    if minutes is None:
        found = re.fullmatch(r"(?:GMT|UTC)?([+-])-?(\d\d?):?(\d\d)?", name)
        if not found:
            return None
        minutes = (int(found[2]) * 60 + int(found[3] or 0)) * (-1 if found[1] == "-" else 1)
    return timezone(timedelta(minutes=minutes)) if abs(minutes) < 24 * 60 else None


def beside(time: datetime, written: object) -> datetime:
    """Give a time without a zone in that of one that was written beside it soon after, if both clocks say the same.

    Clocks that differ tell of another zone, or of a log that was sent late: the time stays as it is.
    """
    text = str(written).strip()
    named = ZONED.search(text)
    zone, taken = offset(named[1]) if named else None, moment(text)
    if zone is None or taken is None:
        return time
    clock = taken.astimezone(zone)
    try:
        said = time.replace(year=clock.year if yearless(time) else time.year, tzinfo=zone)
    except ValueError:  # the 29th of February
        return time
    return said.astimezone(UTC) if -LATE <= clock - said <= LATE else time


def yearless(time: datetime) -> bool:
    """Say whether the log left out the year; in UTC a day of it may lie in the year beside."""
    return abs(time.year - YEARLESS) <= 1


def settled(time: datetime, local: tzinfo | None, written: datetime) -> datetime | None:
    """Give a time without a zone, or without a year, in UTC; None where nobody said which zone it is of.

    A time without a year is the last such one before the file was `written` (an aware time).
    """
    local = time.tzinfo or local
    if local is None:
        return None
    try:
        if not yearless(time):
            return time.replace(tzinfo=local).astimezone(UTC)
        latest = written + timedelta(days=1)
        for year in range(latest.year, latest.year - 9, -1):
            try:
                found = time.replace(year=year, tzinfo=local).astimezone(UTC)
            except ValueError:  # the 29th of February
                continue
            if found <= latest:
                return found
    except OverflowError:
        pass
    return None


def _built(parts: dict[str, str | None], zone: tzinfo | None) -> datetime | None:
    month = MONTHS.get((parts.get("name") or "")[:3].lower()) or int(parts.get("month") or 0)
    written = parts.get("year") or parts.get("late") or str(YEARLESS)
    year = int(written) + (2000 if len(written) == 2 else 0)
    named, half = parts.get("zone"), parts.get("half")
    if named:
        zone = offset(named)
    hour = int(parts["hour"] or 0)
    if half:
        hour = hour % 12 + 12 * (half == "PM") if hour <= 12 else -1
    try:
        found = datetime(
            year, month, int(parts["day"] or 0), hour, int(parts["minute"] or 0),
            int(parts["second"] or 0), int(((parts["fraction"] or "") + "000000")[:6]), tzinfo=zone,
        )  # fmt: skip
        return found.astimezone(UTC) if zone is not None else found
    except (ValueError, OverflowError):
        return None
