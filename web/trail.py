"""What happened, in words, from the events of the trail."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from catalog.models.review import Event
from web.words import DECISIONS, number

MOST = 50
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
    "role given": "A role was given",
    "role taken back": "A role was taken back",
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


def text_of(what: str, content: dict[str, Any]) -> str:
    """Say an event in a sentence."""
    if what == "decided":
        return f"Decided: {DECISIONS.get(content['status'], content['status'])}. {content['reason']}"
    text = SAID.get(what, what[:1].upper() + what[1:])
    more = content.get("why") or content.get("text") or content.get("condition") or content.get("title")
    if what.startswith("adoption "):
        more = " ".join(filter(None, (content.get("tool"), content.get("plan"))))
    if what in ("role given", "role taken back"):
        more = content["role"]
    if what in ("tools merged", "tool merge undone"):
        more = f"{content['gone']} into {content['kept']}"
    if what == "adoptions proposed":
        more = f"{number(content.get('uses', len(content.get('proposed', ()))))} new"
    return f"{text}: {more}" if more else f"{text}."
