"""An answer's document, and facts, as text for a terminal."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

WORDS = {"allowed": "ALLOWED", "conditions": "ALLOWED WITH CONDITIONS", "ask": "ASK FIRST", "denied": "DENIED"}
MARKS = {"gate_failed": "x", "known_bad": "x", "gate_unknown": "?", "lowers": "-", "decision": "!"}


def tell(told: Mapping[str, Any], plan_was_given: bool) -> None:
    """Print an answer."""
    sys.stdout.write("\n".join(_lines(told, plan_was_given)) + "\n")


def _lines(told: Mapping[str, Any], plan_was_given: bool) -> Iterator[str]:
    if told["tool"] is None:
        yield f"{WORDS[told['verdict']]}: no tool called {told['query']} is known here."
        yield from (f"  Did you mean {one['name']}? (byot check {one['slug']})" for one in told["suggestions"])
        if not told["suggestions"]:
            yield "  Use it for public things only until security has looked at it."
        return
    plan = f" {told['plan']}" if told["plan"] else ""
    default = "" if plan_was_given or not told["plan"] else " (no plan given: this is for the free or lowest one)"
    yield f"{WORDS[told['verdict']]}: {told['tool']['name']}{plan} for {', '.join(told['data'])}{default}"
    yield f"  {told['industry']} work, {told['account']} account, as of {when(told['as_of'])}, by {told['basis']}"
    for reason in told["reasons"]:
        yield f"  {MARKS.get(reason['effect'], '+')} {reason['text']}"
        yield from (f"      {line}" for one in reason["evidence"] for line in _evidence(one))
    yield from (f"  if: {condition}" for condition in told["conditions"])
    yield from (f"  to do: {one['text']}{_done(one)}" for one in told["to_do"])
    yield from _ways_out(told)
    rating = told["rating"]
    yield (
        f"  rating: between {rating['low']:.0%} and {rating['high']:.0%} ({rating['grade']});"
        f" we know {rating['confidence']:.0%} of what counts; rubric {rating['rubric']}"
    )


def when(moment: str) -> str:
    """Give a moment of a document as people read it: 2026-11-24 23:59 UTC."""
    return f"{moment[:10]} {moment[11:16]} UTC"


def _evidence(one: Mapping[str, Any]) -> Iterator[str]:
    said = f'"{one["quote"]}"' if one["quote"] else one["says"]
    yield f"{said} ({one['strength'].replace('_', ' ')}, seen {one['observed_at']}, {one['state']})"
    yield one["url"]


def _done(one: Mapping[str, Any]) -> str:
    return f" (done on {one['done']})" if one["done"] else ""


def _ways_out(told: Mapping[str, Any]) -> Iterator[str]:
    works = told["plan_that_works"]
    if works is not None:
        yield f"  would work: {works['plan']}, {price(works['price'])} ({WORDS[works['verdict']].lower()})"
    for one in told["alternatives"]:
        yield f"  instead: {one['slug']} {one['plan'] or ''} ({one['why']})"


def price(money: Mapping[str, Any] | None) -> str:
    """Give a price as text."""
    if money is None:
        return "price not published"
    return f"{money['amount']} {money['currency']} per {money['per']} and {money['period']}"


def tell_unknown(told: Mapping[str, Any]) -> None:
    """Print what is not known, a question a line, with what either answer would make of the verdict."""
    ends = told["could_become"]
    change = (
        f"could become {ends['mildest']} or {ends['strictest']}" if told["may_change"] else "stays, whatever they are"
    )
    plan = f" {told['plan']}" if told["plan"] else ""
    lines = [f"{told['tool']['name']}{plan}: {told['verdict']}; with all answers known it {change}"]
    lines += [f"  ? {one['question']} ({_turn(one, told['verdict'])})" for one in told["unknown"]]
    sys.stdout.write("\n".join(lines) + "\n")


def _turn(one: Mapping[str, Any], verdict: str) -> str:
    turns = [f"if {side} {one[f'if_{side}']}" for side in ("good", "bad") if one[f"if_{side}"] != verdict]
    return ", ".join(turns) or f"{one['share']:.0%} of the weight"


def tell_facts(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print facts, three lines each."""
    for row in rows:
        where = row["plan"] or "the tool"
        status = f" {row['status']}" if row["status"] else ""
        sys.stdout.write(f"{row['fact']}: {_value(row['value'])}{status} [{where}, {row['state']}]\n")
        sys.stdout.write("".join(f"    {line}\n" for line in _evidence(row["evidence"])))


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part is not None)
    return str(value)
