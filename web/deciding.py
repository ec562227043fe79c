"""A decision as its form sends it: read, with a word at each field that is wrong; and whom it would reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import Depends, Form

from catalog.errors import BadUse, UnknownPlan
from catalog.review import Draft
from catalog.rubric import Rubric
from web.words import DATA, DECISIONS, data_nouns, day, listed, many

Text = Annotated[str, Form()]
USUAL_DAYS = 180
MOST_INSTEAD = 3
FIELDS = {"--expires": "expires", "--reason": "reason", "--team": "team", "--department": "department",
          "--person": "person"}  # fmt: skip
MESSAGES = {
    "sanctioned": "{tool} is approved by us{what}, until {until}. {reason}",
    "tolerated": "You can keep using {tool}{what} until {until}. We look at it again by then. {reason}",
    "restricted": "{tool} is fine{what}, until {until}. For anything else, please use something else. {reason}",
    "prohibited": "Please do not use {tool}{what} any more. {instead} {reason}",
}


@dataclass(frozen=True)
class Ruling:
    """The form's fields as they were sent."""

    status: str = ""
    reason: str = ""
    expires: str = ""
    plan: str = ""
    account: str = ""
    industry: str = ""
    data: tuple[str, ...] = ()
    team: str = ""
    department: str = ""
    person: str = ""
    conditions: str = ""
    overrides: tuple[str, ...] = ()

    @property
    def scope(self) -> dict[str, Any]:
        """Give what the decision is limited to; nothing named covers everything."""
        named = {name: getattr(self, name).strip() for name in
                 ("plan", "account", "industry", "team", "department", "person")}  # fmt: skip
        return {name: value for name, value in {**named, "data": list(self.data)}.items() if value}

    def problems(self) -> dict[str, str]:
        """Give the fields that cannot be taken as they stand, with words for each."""
        found = {}
        if self.status not in DECISIONS:
            found["status"] = "Choose one of the four."
        if not self.reason.strip():
            found["reason"] = "Say why in a sentence. People read it."
        if self.last_day is None:
            found["expires"] = "Give a last day, like 2026-11-24. One year from now is the longest."
        if set(self.data) - set(DATA):
            found["data"] = "We do not know that kind of data. Choose from the list."
        if self.status == "restricted" and not self.scope:
            found["data"] = "Say for what it is fine: kinds of data, a plan, or a team."
        return found

    @property
    def last_day(self) -> date | None:
        """Give the last day, None where it is no day."""
        try:
            return date.fromisoformat(self.expires)
        except ValueError:
            return None

    def draft(self, tool: str, by: str) -> Draft:
        """Give the draft; only for a form without problems."""
        conditions = tuple(line.strip() for line in self.conditions.splitlines() if line.strip())
        last = self.last_day
        if last is None:
            raise BadUse("there is no last day", mend="Give a last day.", where="--expires")
        return Draft(tool, self.status, self.reason, last, by, self.scope, conditions, self.overrides)


def form(
    status: Text = "",
    reason: Text = "",
    expires: Text = "",
    plan: Text = "",
    account: Text = "",
    industry: Text = "",
    data: Annotated[list[str] | None, Form()] = None,
    team: Text = "",
    department: Text = "",
    person: Text = "",
    conditions: Text = "",
    overrides: Annotated[list[str] | None, Form()] = None,
) -> Ruling:
    """Read the form."""
    return Ruling(status, reason, expires.strip(), plan, account, industry, tuple(data or ()), team, department, person,
                 conditions, tuple(overrides or ()))  # fmt: skip


FormDep = Annotated[Ruling, Depends(form)]


def blank(status: str, today: date) -> Ruling:
    """Give the form as it is first shown."""
    return Ruling(status=status, expires=(today + timedelta(days=USUAL_DAYS)).isoformat())


def problem(error: BadUse) -> dict[str, str]:
    """Give the field that an error is about, with words for it."""
    if isinstance(error, UnknownPlan):
        return {"plan": f"{error.where} has no plan {error.name!r}."}
    text, mend = error.message.rstrip("."), error.mend.rstrip(".")
    words = f"{text[:1].upper()}{text[1:]}. {mend[:1].upper()}{mend[1:]}."
    if error.where == "--expires":
        words = "Give a last day from today on. One year from now is the longest."
    return {FIELDS.get(error.where or "", "status"): words}


def reached(adoptions: Iterable[Mapping[str, Any]], scope: Mapping[str, Any]) -> tuple[int, int]:
    """Count the people whose use lies in a scope, and those whose use does not."""
    inside: set[str] = set()
    outside: set[str] = set()
    for adoption in adoptions:
        (inside if _covers(adoption, scope) else outside).add(adoption["by"])
    return len(inside), len(outside - inside)


def _covers(adoption: Mapping[str, Any], scope: Mapping[str, Any]) -> bool:
    industry = adoption["verdict"]["industry"] if adoption["verdict"] else None
    named = {
        **{key: adoption[key] for key in ("plan", "account", "team")},
        "person": adoption["by"],
        "industry": industry,
    }
    if any(key in scope and scope[key] != value for key, value in named.items()):
        return False
    return not scope.get("data") or set(adoption["data"]) <= set(scope["data"])


def message(fields: Ruling, tool: str, ours: Iterable[str] = ()) -> str:
    """Give what people read who are reached by a decision; `ours` are tools of ours that they may use instead."""
    until = day(fields.last_day) if fields.last_day else "…"
    what = f" for {data_nouns(fields.data)}" if fields.data else ""
    names = listed(list(ours)[:MOST_INSTEAD], "or")
    instead = f"Use {names} instead: we have it. We help you move." if names else "We help you move."
    words = {"tool": tool, "what": what, "until": until, "reason": fields.reason.strip(), "instead": instead}
    told = MESSAGES[fields.status].format(**words)
    conditions = [line.strip() for line in fields.conditions.splitlines() if line.strip()]
    return f"{told} First: {'; '.join(conditions)}." if conditions else told.strip()


def preview(
    fields: Ruling, tool: str, adoptions: Iterable[Mapping[str, Any]], ours: Iterable[str] = ()
) -> dict[str, str]:
    """Give who is reached and what they read."""
    inside, outside = reached(adoptions, fields.scope)
    people = many(inside, "person", "people")
    who = f"{people[:1].upper()}{people[1:]} would read this"
    more = f"; {many(outside, 'person', 'people')} outside the scope would not" if outside else ""
    return {"who": f"{who}{more}.", "text": message(fields, tool, ours)}


def gates_of(rubric: Rubric, data: Iterable[str]) -> list[tuple[str, str]]:
    """Give the rules that a decision on these kinds of data may lift by name, with their titles."""
    classes = set(data) or {"internal"}
    every = [*rubric.gates, *(gate for rules in rubric.industries.values() for gate in rules.gates)]
    found = {gate.gate: gate.title for gate in every if classes & set(gate.data_classes)}
    found |= {name: rubric.criteria[name].title for name in rubric.known_bad}
    return list(found.items())
