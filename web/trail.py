"""What happened, in words, from the events of the trail."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from catalog.models.review import Event
from web.words import DECISIONS, first_up, listed, many

MOST = 50
FEW = 3
SAID = {
    "review opened": "The case was opened",
    "review reopened": "The case was opened again",
    "decision undone": "A decision was taken back",
    "decision ended": "A decision was ended",
    "adoptions proposed": "Use was seen in a log",
    "fact reported": "Somebody said that a fact is wrong",
    "review assigned": "The case was taken",
    "review acknowledged": "The case was seen",
    "review snoozed": "The case was snoozed",
    "review closed as a false positive": "The case was closed as no use",
    "vendor asked": "The vendor was asked",
    "people asked": "The people who use it were asked",
    "people told": "The people whom it reaches were told",
    "act undone": "What was done was taken back",
    "comment written": "Comment",
    "comment taken back": "A comment was taken back",
    "document added": "A document was added",
    "document taken back": "A document was taken back",
    "condition met": "A condition is met",
    "condition open again": "A condition is open again",
    "decision proposed": "A decision was proposed",
    "proposal confirmed": "A second reviewer said yes",
    "proposal declined": "A second reviewer said no",
    "proposal withdrawn": "The proposal was taken back",
    "policy recorded": "The policy was changed",
    "policy withdrawn": "The policy was withdrawn",
    "tenant told": "A reviewer said whose account a host shows",
    "sightings purged": "What a log showed of people is past its keeping; sums stay",
    "dispute answered": "A reviewer said whose a disputed use is",
    "tool named": "Somebody named the tool for the first time",
    "tools merged": "Two tools were found to be one",
    "tool merge undone": "Two tools are two again",
}


def events_of(session: Session, subject: str) -> list[dict[str, Any]]:
    """Give the newest events about something, newest first: when, by whom, what."""
    rows = session.exec(select(Event).where(Event.subject == subject).order_by(col(Event.id).desc()).limit(MOST))
    return [
        {
            "at": datetime.fromtimestamp(event.at / 1_000_000, UTC).isoformat(),
            "by": event.who,
            "text": text_of(event.what, json.loads(event.content)),
        }
        for event in rows
    ]


def uses_of(adoptions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Tell when people spoke of a tool and logs began to show it: a line for each day, and for each kind of log."""
    told: dict[str, set[str]] = defaultdict(set)
    seen: dict[str, dict[str, str]] = defaultdict(dict)
    for use in adoptions:
        for each in use["evidence"]:
            if each["kind"] == "declared":
                told[each["at"][:10]].add(each["by"])
            elif each.get("format") and each.get("first"):
                seen[each["format"]].setdefault(use["by"], each["first"])
    days = (_use(day, who, "person", "people", "told us that they use it") for day, who in told.items())
    logs = (
        _use(min(of.values()), set(of), "person was", "people were", f"seen from this day on, in logs of {name}")
        for name, of in seen.items()
    )
    return [*days, *logs]


def _use(day: str, who: set[str], one: str, more: str, what: str) -> dict[str, Any]:
    few = listed(sorted(who)) if len(who) <= FEW else None
    return {"at": f"{day}T00:00:00+00:00", "by": few, "text": f"{first_up(many(len(who), one, more))} {what}."}


def text_of(what: str, content: dict[str, Any]) -> str:
    """Say an event in a sentence."""
    if what == "decided":
        return f"Decided: {DECISIONS.get(content['status'], content['status'])}. {content['reason']}"
    text = SAID.get(what, what[:1].upper() + what[1:])
    more = content.get("why") or content.get("text") or content.get("condition") or content.get("title")
    if what.startswith("adoption "):
        more = " ".join(filter(None, (content.get("tool"), content.get("plan"))))
    if what in ("tools merged", "tool merge undone"):
        more = f"{content['gone']} into {content['kept']}"
    if what == "adoptions proposed":
        more = f"{len(content.get('proposed', ()))} new"
    return f"{text}: {more}" if more else f"{text}."
