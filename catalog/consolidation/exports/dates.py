"""Days that matter as an iCalendar file: notices, renewals, and the waves of a plan."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Document = Mapping[str, Any]


def calendar(register: Document, plan: Document | None, at: datetime) -> bytes:
    """Give the days of contracts, and of a plan's waves where one is given; all are whole days."""
    from icalendar import Calendar

    found = Calendar()
    found.add("prodid", "-//byot//consolidation//EN")
    found.add("version", "2.0")
    for row in register["contracts"]:
        name = f"{row['name']} {row['plan_name']}"
        if row["notice_by"]:
            _day(found, at, f"notice {row['id']}", f"Last day to give notice: {name}", row["notice_by"], alarm=14)
        if row["renews_on"]:
            _day(found, at, f"renewal {row['id']}", f"Renews: {name}, {row['seats']} seats", row["renews_on"], alarm=30)
    for wave in (plan or {}).get("waves", ()):
        people = sum(move["people"] for move in wave["moves"])
        title = f"Wave {wave['wave']}: {people} people move"
        _day(found, at, f"wave {wave['wave']}", title, wave["from"], until=wave["until"])
    return bytes(found.to_ical())


def _day(
    calendar: Any, at: datetime, key: str, title: str, on: str, *, until: str | None = None, alarm: int = 0
) -> None:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'byot {key} {on}')}@byot")
    event.add("dtstamp", at)
    event.add("summary", title)
    event.add("dtstart", date.fromisoformat(on))
    event.add("dtend", date.fromisoformat(until or on) + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    if alarm:
        bell = Alarm()
        bell.add("action", "DISPLAY")
        bell.add("description", title)
        bell.add("trigger", timedelta(days=-alarm))
        event.add_component(bell)
    calendar.add_component(event)
