"""A decision as its form sends it: read, with a word at each field that is wrong; and whom it would reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import Depends, Form

from catalog.errors import BadUse, UnknownPlan
from catalog.review import Draft
from catalog.rubric import Rubric
from web.words import DATA, DECISIONS

Text = Annotated[str, Form()]
USUAL_DAYS = 180
FIELDS = {"--expires": "expires", "--reason": "reason", "--team": "team", "--department": "department",
          "--person": "person"}  # fmt: skip


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
    seen: str = ""

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
    seen: Text = "",
) -> Ruling:
    """Read the form."""
    return Ruling(status, reason, expires.strip(), plan, account, industry, tuple(data or ()), team, department, person,
                 conditions, tuple(overrides or ()), seen)  # fmt: skip


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


def gates_of(rubric: Rubric, data: Iterable[str]) -> list[tuple[str, str]]:
    """Give the rules that a decision on these kinds of data may lift by name, with their titles."""
    classes = set(data) or {"internal"}
    every = [*rubric.gates, *(gate for rules in rubric.industries.values() for gate in rules.gates)]
    found = {gate.gate: gate.title for gate in every if classes & set(gate.data_classes)}
    found |= {name: rubric.criteria[name].title for name in rubric.known_bad}
    return list(found.items())
