"""The queue as its address asks for it, and what is done to many of its cases at once, as a form sends it."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, Form, Query
from sqlmodel import Session

from catalog.models.review import REVIEW_STATES
from catalog.review import Done, Draft, Wanted, Wish, queue
from catalog.review.acts import BULK_STATUSES
from catalog.review.queue import DUES, NOBODY, SORTS
from web.auth import Actor
from web.words import DATA, DECISIONS, INDUSTRIES, VERDICTS, many

PAGE = 50
USUAL_DAYS = 180
SNOOZE_DAYS = 14
Text = Annotated[str, Query(max_length=100)]
ME = "me"
OWNERS = {ME: "Mine", NOBODY: "Nobody has it yet"}
DUE = {"late": "Overdue", "week": "Due within a week"}
STATES = {"opened": "Opened", "in_review": "In review", "waiting_for_vendor": "Waiting for the vendor",
          "decided": "Decided"}  # fmt: skip
ACTS = {**{status: DECISIONS[status] for status in BULK_STATUSES}, "snooze": "Snooze", "false_positive": "No use",
        "assign": "Take", "acknowledge": "Seen"}  # fmt: skip
DONE = {
    "decide": "decided",
    "assign": "taken",
    "acknowledge": "marked as seen",
    "snooze": "snoozed",
    "false_positive": "closed as no use",
    "ask_vendor": "asked about",
    "ask_people": "asked about",
}


@dataclass(frozen=True)
class Asked(Wanted):
    """Which cases are asked for, as the address says it, and from which on. `owner` may be *me* or *none*."""

    after: int = 0

    def wanted(self, actor: Actor) -> Wanted:
        """Give it as the queue takes it."""
        said = {name: value for name, value in asdict(self).items() if name != "after"}
        return Wanted(**said | {"owner": actor.person if self.owner == ME else self.owner})

    @property
    def on(self) -> dict[str, str]:
        """Give the filters that are on, without order and place."""
        said = {name: value for name, value in asdict(self).items() if value and name not in ("sort", "after")}
        return {name: "1" if value is True else str(value) for name, value in said.items()}

    @property
    def labels(self) -> dict[str, str]:
        """Give the filters that are on in words."""
        words = {"owner": OWNERS, "due": DUE, "industry": INDUSTRIES, "verdict": VERDICTS, "state": STATES,
                 "data": {name: each.example for name, each in DATA.items()}, "snoozed": {"1": "Snoozed"}}  # fmt: skip
        return {name: words.get(name, {}).get(value, f"{name}: {value}") for name, value in self.on.items()}

    @property
    def question(self) -> dict[str, str]:
        """Give what the address asks, without its place in the list."""
        return {**self.on, **({"sort": self.sort} if self.sort != "rank" else {})}


def asked(
    state: Text = "",
    owner: Text = "",
    tool: Text = "",
    industry: Text = "",
    data: Text = "",
    verdict: Text = "",
    due: Text = "",
    snoozed: Text = "",
    sort: Text = "rank",
    after: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Asked:
    """Read the address; words that the queue does not know count as not said."""
    due, state = ("late", "") if state == "late" else (due, state)
    return Asked(
        _known(state, REVIEW_STATES), owner, tool.strip(), _known(industry, INDUSTRIES), _known(data, DATA),
        _known(verdict, VERDICTS), _known(due, DUES), bool(snoozed), _known(sort, SORTS) or "rank", after,
    )  # fmt: skip


def _known(word: str, words: Collection[str]) -> str:
    return word if word in words else ""


AskedDep = Annotated[Asked, Depends(asked)]


def chosen(session: Session, wanted: Asked, actor: Actor, cases: list[str], every: bool, at: datetime) -> list[Any]:
    """Give the cases that are meant: all that match, or those that were ticked, in the queue's order."""
    rows = queue(session, at=at, wanted=wanted.wanted(actor))
    return rows if every else [row for row in rows if row["id"] in set(cases)]


@dataclass(frozen=True)
class Doing:
    """What is to be done to the cases, as the form was sent."""

    act: str = ""
    reason: str = ""
    expires: str = ""
    until: str = ""
    conditions: str = ""
    count: int = -1

    def problems(self) -> dict[str, str]:
        """Give the fields that cannot be taken as they stand, with words for each."""
        found = {}
        if self.act in (*BULK_STATUSES, "false_positive") and not self.reason.strip():
            found["reason"] = "Say why in a sentence."
        if self.act in BULK_STATUSES and self._day(self.expires) is None:
            found["expires"] = "Give a last day, like 2026-11-24. One year from now is the longest."
        if self.act == "snooze" and self._day(self.until) is None:
            found["until"] = "Give the day on which it comes back, like 2026-11-24."
        return found

    def draft(self, by: str) -> Draft:
        """Give the decision that all of them get; only for a form without problems."""
        conditions = tuple(line.strip() for line in self.conditions.splitlines() if line.strip())
        return Draft("", self.act, self.reason, self._day(self.expires) or date.min, by, {}, conditions)

    def wish(self, by: str) -> Wish:
        """Give what is done to each; only for a form without problems."""
        return Wish(self.act, by, until=self._day(self.until), text=self.reason.strip())

    @staticmethod
    def _day(text: str) -> date | None:
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            return None


def doing(
    act: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    expires: Annotated[str, Form()] = "",
    until: Annotated[str, Form()] = "",
    conditions: Annotated[str, Form()] = "",
    count: Annotated[int, Form()] = -1,
) -> Doing:
    """Read the form."""
    return Doing(act, reason, expires, until, conditions, count)


DoingDep = Annotated[Doing, Depends(doing)]


def blank(act: str, today: date) -> Doing:
    """Give the form as it is first shown."""
    expires, until = today + timedelta(days=USUAL_DAYS), today + timedelta(days=SNOOZE_DAYS)
    return Doing(act, expires=expires.isoformat(), until=until.isoformat())


def said(done: Done, names: dict[str, str]) -> str:
    """Say what was done, and what was left and why."""
    told = f"{many(len(done.done), 'case is', 'cases are')} {DONE[done.kind]}."
    told = f"{told[:1].upper()}{told[1:]}" if done.done else ""
    if not done.left:
        return told
    count, total = len(done.left), len(done.left) + len(done.done)
    whys = "; ".join(f"{names.get(one['review'], one['review'])}: {one['why']}" for one in done.left[:5])
    return (
        f"{told} {count} of {total} {'was left as it is' if count == 1 else 'were left as they are'}: {whys}.".strip()
    )
