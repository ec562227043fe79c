"""What somebody declares, as the form sends it: read, with a word at each field that is wrong."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Form
from sqlmodel import Session, col, select

from catalog import people
from catalog.adoption.register import LONGEST_PURPOSE, Declaration, standing
from catalog.errors import BadUse, UnknownPlan
from catalog.models.register import Adoption, Team
from catalog.models.tool import Plan, Tool
from catalog.people import LONGEST_NAME
from catalog.search import find
from web.words import ACCOUNTS, DATA

NOT_SURE = "not_sure"
HINTS = {"until": ("--until", "last day"), "since": ("--since",), "purpose": ("purpose",), "team": ("team",)}
Text = Annotated[str, Form()]


@dataclass(frozen=True)
class Said:
    """The form's fields as they were sent."""

    tool: str = ""
    plan: str = ""
    account: str = "company"
    data: tuple[str, ...] = ()
    purpose: str = ""
    team: str = ""
    since: str = ""
    until: str = ""

    @property
    def sure(self) -> tuple[str, ...]:
        """Give the kinds of data without the choice *not sure*."""
        return tuple(name for name in self.data if name != NOT_SURE)

    def problems(self, today: date) -> dict[str, str]:
        """Give the fields that cannot be taken as they stand, with words for each."""
        found = {}
        if not self.tool.strip():
            found["tool"] = "Say which tool it is."
        if not self.data:
            found["data"] = "Choose what you put in it. “Not sure” is fine."
        elif set(self.sure) - set(DATA):
            found["data"] = "We do not know that kind of data. Choose from the list."
        if self.account not in ACCOUNTS:
            found["account"] = "Choose the company's account or your own."
        since, until = _day(self.since), _day(self.until)
        if self.since and (since is None or since > today):
            found["since"] = "Write the day like 2026-11-24, today or earlier."
        if self.until and until is None:
            found["until"] = "Write the day like 2026-11-24."
        if since and until and until < since:
            found["until"] = "The last day lies before the first. Swap them, or leave one out."
        if len(self.purpose.strip()) > LONGEST_PURPOSE:
            found["purpose"] = f"That is too long. Use at most {LONGEST_PURPOSE} letters."
        if len(self.team) > LONGEST_NAME:
            found["team"] = f"That is too long. Use at most {LONGEST_NAME} letters."
        return found

    def declaration(self, by: str) -> Declaration:
        """Give what is declared; only for a form without problems."""
        return Declaration(
            tool=self.tool.strip(),
            by=by,
            plan=self.plan or None,
            account=self.account,
            data=self.sure,
            purpose=self.purpose or None,
            team=self.team or None,
            since=_day(self.since),
            until=_day(self.until),
        )


def said(
    tool: Text = "",
    plan: Text = "",
    account: Text = "company",
    data: Annotated[list[str] | None, Form()] = None,
    purpose: Text = "",
    team: Text = "",
    since: Text = "",
    until: Text = "",
) -> Said:
    """Read the form."""
    return Said(tool, plan, account, tuple(data or ()), purpose, team, since.strip(), until.strip())


SaidDep = Annotated[Said, Depends(said)]


def told_before(session: Session, who: str, fields: Said) -> Adoption | None:
    """Give what somebody has told already of the tool and account of a form, None where nothing."""
    tool = find_quietly(session, fields.tool) if fields.tool.strip() else None
    person = people.find(session, who)
    return standing(session, person, tool, fields.account) if tool and person else None


def more(session: Session, before: Adoption, fields: Said) -> Said:
    """Give the form's fields for what was told before, with what is said now."""
    told = again(session, before)
    data = tuple(dict.fromkeys((*told.sure, *fields.sure))) or (NOT_SURE,)
    return replace(told, plan=fields.plan or told.plan, data=data)


def again(session: Session, adoption: Adoption) -> Said:
    """Give the form's fields for an adoption that is to be changed."""
    tool = session.get_one(Tool, adoption.tool_id)
    team = session.get(Team, adoption.team_id) if adoption.team_id else None
    since, until = (day.isoformat() if day else "" for day in (adoption.since, adoption.until))
    data = tuple(adoption.data) or (NOT_SURE,)
    purpose, plan = adoption.purpose or "", adoption.plan or ""
    return Said(tool.name, plan, adoption.account, data, purpose, team.name if team else "", since, until)


def problem(error: BadUse) -> dict[str, str]:
    """Give the field that an error of the register is about, with words for it."""
    if isinstance(error, UnknownPlan):
        return {"plan": f"{error.where} has no plan {error.name!r}. {error.mend}."}
    text = error.message.strip().rstrip(".")
    words = f"{text[:1].upper()}{text[1:]}. {error.mend[:1].upper()}{error.mend[1:].rstrip('.')}."
    for field, hints in HINTS.items():
        if any(hint in text for hint in hints):
            return {field: "Write the day like 2026-11-24, today or earlier." if field == "since" else words}
    return {"tool": words}


def plans_of(session: Session, name: str) -> list[tuple[str, str]]:
    """Give the choices of the plan field: *not sure*, then the tool's plans in rank order."""
    tool = find_quietly(session, name)
    if tool is None:
        return []
    rows = session.exec(
        select(Plan).where(Plan.tool_id == tool.id, col(Plan.retracted_at).is_(None)).order_by(col(Plan.rank))
    )
    return [("", "Not sure"), *((plan.slug, plan.name) for plan in rows)]


def find_quietly(session: Session, name: str) -> Tool | None:
    """Give the tool of a name, None where there is none or the name is no name."""
    try:
        return find(session, name)
    except BadUse:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def form_context(session: Session, fields: Said, problems: dict[str, str]) -> dict[str, Any]:
    """Give what the form's template needs."""
    tool = find_quietly(session, fields.tool) if fields.tool.strip() else None
    return {
        "said": fields,
        "problems": problems,
        "tool_name": tool.name if tool else fields.tool.strip(),
        "plans": plans_of(session, fields.tool) if tool else [],
    }
