"""The sentences of an answer: what is fine first, then what is not and why, then the way out."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from catalog.rubric import Clocks
from web.words import (
    ACCOUNTS,
    DECISIONS,
    INDUSTRIES,
    NOT_SENSITIVE,
    VERDICTS,
    Document,
    data_nouns,
    day,
    joined,
    listed,
    many,
    money,
)

ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
WORK_NOTES = "Fine for your work notes."


def head(document: Document, plan: str | None = None, work_notes: str | None = None) -> str:
    """Give the first sentences of an answer.

    `plan` is the plan's name as people write it; `work_notes` the verdict for ordinary work notes on the same plan,
    account and industry: only where it is *allowed* is that said first.
    """
    if document["basis"] == "unknown_tool":
        return unknown_tool(str(document["query"]))
    spoken = _SPOKEN[document["verdict"]](document, plan)
    first = work_notes == "allowed" and document["verdict"] in ("ask", "denied") and _sensitive(document)
    return f"{WORK_NOTES} {spoken}" if first else spoken


def unknown_tool(query: str) -> str:
    """Say that a tool is not known, and what it may be used for until it is."""
    name = query if len(query) <= 40 else f"{query[:39]}…"
    return f"We do not know {name} yet. Until we do, use it for public things only."


def way_out(verdict: str, plan: str, steps: int = 0) -> str:
    """Say that a plan would make it fine, and for how much doing."""
    if verdict == "conditions":
        return f"{plan} would make it fine, if you do {many(steps, 'thing') if steps else 'some things first'}."
    return f"{plan} would make it fine."


def a_year(price: Document | None, people: int | None) -> str:
    """Say what a plan costs in a year, for each person or for so many; nothing where no price is published."""
    if not price or price.get("amount") is None or price.get("period") not in ("month", "year"):
        return ""
    yearly = Decimal(str(price["amount"])) * (12 if price["period"] == "month" else 1)
    currency = str(price.get("currency") or "USD")
    if price.get("per") != "user":
        return f"That is {money(str(yearly), currency)} a year."
    if people is None:
        return f"That is {money(str(yearly), currency)} a year for each person."
    return f"That is {money(str(yearly * people), currency)} a year for {many(people, 'person', 'people')}."


def bounds(rating: Document) -> str:
    """Say a rating: between which two numbers it lies, and how much of it is known."""
    low, high = round(rating["low"] * 100), round(rating["high"] * 100)
    known = round(rating["confidence"] * 100)
    between = f"{low} of 100" if low == high else f"Between {low} and {high} of 100"
    return f"{between}. We know {known} % of what counts."


def may_change(told: Document) -> str:
    """Say whether knowing more could change an answer, and between what."""
    if not told["unknown"]:
        return "We know all that counts here."
    if not told["may_change"]:
        return "Whatever the answers are, the verdict stays as it is."
    ends = dict.fromkeys((told["could_become"]["mildest"], told["verdict"], told["could_become"]["strictest"]))
    return f"Knowing more could change the answer: {listed((VERDICTS[each].lower() for each in ends), 'or')}."


def open_steps(document: Document) -> list[str]:
    """Give what is still to be done before it is fine, in words; a date until which it holds is no step."""
    asked = [str(each) for each in document["conditions"] if not str(each).startswith("until ")]
    return [*asked, *(str(each["text"]) for each in document["to_do"] if not each["done"])]


def until(document: Document) -> str | None:
    """Give the day until which an answer holds, None where it has no end."""
    days = [str(each).removeprefix("until ") for each in document["conditions"] if str(each).startswith("until ")]
    return day(days[0]) if days else None


def near(suggestions: Sequence[Document]) -> str:
    """Ask which known tool was meant, or say nothing where none is near."""
    names = [str(each["name"]) for each in suggestions[:3]]
    return f"Did you mean {', '.join(names[:-1])}{' or ' if names[:-1] else ''}{names[-1]}?" if names else ""


def reason(document: Document) -> str:
    """Give a reason's text; a decision in the words that people know, with its day written out."""
    text = str(document["text"])
    if document["effect"] != "decision":
        return text
    status = str(document["value"])
    text = text.replace(f"decided: {status}", f"decided: {DECISIONS.get(status, status).lower()}", 1)
    return ISO_DAY.sub(lambda found: day(found[0]), text)


def scope(limits: Document) -> str:
    """Say for what a decision is: nothing where it is for everything."""
    said = []
    if limits.get("data"):
        said.append(f"for {data_nouns(limits['data'])}")
    if limits.get("industry"):
        said.append(f"in {INDUSTRIES[limits['industry']].lower()} work")
    if limits.get("account"):
        said.append(f"under {ACCOUNTS[limits['account']].lower()}s")
    said += [f"{name} {limits[name]}" for name in ("plan", "department", "team", "person") if limits.get(name)]
    return f"Only {', '.join(said)}." if said else ""


def thanks(tool: str) -> str:
    """Thank somebody for naming a tool."""
    return f"You just made this easier for the next person who needs {tool}."


def carry_on(due: date | None) -> str:
    """Say that one may go on, and when security looks at it."""
    if due is None:
        return "You can keep using it."
    return f"You can keep using it. Security looks at it by {day(due)}, and you will hear from us either way."


def service_level(begins: bool, clocks: Clocks) -> str:
    """Say which rule holds, forgiveness or permission, and how long an answer takes by it."""
    if begins:
        return f"Here the use may begin at once. Its review takes {many(clocks.forgiveness_days, 'day')} at most."
    days = many(clocks.permission_work_days, "work day")
    return f"Here the use waits for a yes. An answer takes {days} at most."


def please_wait(document: Document, due: date | None, work_notes: str | None = None) -> str:
    """Ask to keep something out until security has answered, and say what one may go on with."""
    until = f" until we answer, on {day(due)} at the latest" if due is not None else ""
    if not _sensitive(document):
        return f"Please use it for public things only{until}."
    rest = "For your work notes" if work_notes == "allowed" else "For public things"
    return f"Please keep {data_nouns(document['data'])} out of it{until}. {rest}, carry on."


def _sensitive(document: Document) -> bool:
    return any(name not in NOT_SENSITIVE for name in document["data"])


def _named(document: Document, plan: str | None) -> str:
    tool = str(document["tool"]["name"])
    if not plan or plan.casefold() == tool.casefold():
        return tool
    return plan if plan.casefold().startswith(tool.casefold()) else f"{tool} {plan}"


def _reason(document: Document, *effects: str) -> str:
    texts = [reason(each) for each in document["reasons"] if not effects or each["effect"] in effects]
    return texts[0].strip() if texts else ""


def _allowed(document: Document, plan: str | None) -> str:
    nouns, named = data_nouns(document["data"]), _named(document, plan)
    if document["basis"] == "decision":
        return joined(f"Fine for {nouns}", _reason(document, "decision") or "our security team approved it.")
    if document["exception"]:
        return f"Fine for {nouns}. A dated rule suspends what would stand in the way; it is named below."
    met = sum(each["effect"] == "gate_met" for each in document["reasons"])
    if document["basis"] == "posture" or not met:
        return f"Fine for {nouns}. {named} is open to everyone here for this kind of data."
    rules = "the one rule" if met == 1 else f"all {many(met, 'rule')}"
    return f"Fine for {nouns}. {named} meets {rules} for it."


def _conditions(document: Document, plan: str | None) -> str:
    nouns = data_nouns(document["data"])
    things = len(open_steps(document))
    if not things:
        if last := until(document):
            return f"Fine for {nouns} until {last}. Security looks at it again by then."
        return joined(f"Fine for {nouns}, with care", _reason(document))
    return f"Fine for {nouns}, if you do {many(things, 'thing')} first."


def _ask(document: Document, plan: str | None) -> str:
    nouns = data_nouns(document["data"])
    if document["basis"] == "posture":
        work = f"In {INDUSTRIES[document['industry']].lower()} work" if document["industry"] != "general" else "Here"
        return f"Ask first. {work}, {nouns} need a yes from security."
    return joined(f"Ask first for {nouns}", _reason(document, "gate_failed", "gate_unknown", "decision", "lowers"))


def _denied(document: Document, plan: str | None) -> str:
    nouns = data_nouns(document["data"])
    where = f" on the {plan} plan" if plan and not plan.lower().endswith("plan") else ""
    if document["account"] == "personal":
        where = " in a personal account"
    if document["basis"] == "decision":
        return joined(f"Not for {nouns}", _reason(document, "decision") or "our security team decided so.")
    if document["basis"] == "posture":
        return joined(f"Not for {nouns}", _reason(document, "known_bad"))
    return joined(f"Not for {nouns}{where}", _reason(document, "gate_failed", "known_bad"))


_SPOKEN = {"allowed": _allowed, "conditions": _conditions, "ask": _ask, "denied": _denied}
