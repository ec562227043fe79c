"""Contracts: what do we pay for, who uses it, and what is due? For planners."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.consolidation import rates, solutions
from catalog.consolidation.desk import desk_at
from catalog.consolidation.exports.dates import calendar
from catalog.consolidation.money import amount_of
from catalog.consolidation.terms import Terms, tier
from catalog.errors import BadUse, ByotError, UnknownTool
from catalog.review import documents
from web import drawing, notices
from web.dependencies import PlannerDep, SessionDep, Site, SiteDep
from web.errors import in_words
from web.planned import planned
from web.render import page
from web.sheet import csv_file

router = APIRouter()
COLUMNS = (
    "id", "tool", "plan", "seats", "used", "unused", "price", "currency", "cost_year", "unused_cost_year", "commitment",
    "minimum_seats", "guest_seats", "tax_percent", "term_months", "notice_by", "renews_on", "owner",
)  # fmt: skip
Text = Annotated[str, Form(max_length=200)]
Named = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True)
class Fields:
    """The form of a contract as it was sent."""

    tool: str = ""
    plan: str = ""
    seats: str = ""
    price: str = ""
    currency: str = "USD"
    renews: str = ""
    notice: str = ""
    minimum: str = ""
    owner: str = ""
    commitment: str = "year"
    months: str = ""
    since: str = ""
    guests: str = ""
    tax: str = ""
    tier: str = ""

    @property
    def more(self) -> bool:
        """Whether any of the terms that stand folded was said."""
        return self.commitment != "year" or any(
            (self.months, self.since, self.guests, self.tax, self.minimum, self.tier)
        )

    def terms(self) -> Terms:
        """Give the terms; raise `BadUse` naming the field where one cannot be read."""
        return Terms(
            seats=_whole("seats", self.seats) or 0,
            price=_decimal("price", self.price),
            currency=self.currency.strip().upper() or "USD",
            renews=_day("renews", self.renews),
            notice=_day("notice", self.notice),
            minimum=_whole("minimum", self.minimum),
            owner=self.owner.strip() or None,
            commitment=self.commitment.strip() or "year",
            months=_whole("months", self.months),
            since=_day("since", self.since),
            guests=_whole("guests", self.guests),
            tax=_decimal("tax", self.tax),
            tiers=[tier(text) for text in self.tier.split(",") if text.strip()],
        )


def fields(
    tool: Text = "", plan: Text = "", seats: Text = "", price: Text = "", currency: Text = "USD", renews: Text = "",
    notice: Text = "", minimum: Text = "", owner: Text = "", commitment: Text = "year", months: Text = "",
    since: Text = "", guests: Text = "", tax: Text = "", tier: Text = "",
) -> Fields:  # fmt: skip
    """Give the form as it was sent."""
    return Fields(
        tool, plan, seats, price, currency, renews, notice, minimum, owner, commitment, months, since, guests, tax, tier
    )


@router.get("/contracts")
def show(
    request: Request, session: SessionDep, actor: PlannerDep, site: SiteDep, tool: Named = "", plan: Named = ""
) -> Response:
    """Show the register, the seats that nobody uses, and what is due; a tool and plan stand in the form already."""
    return _page(request, session, site, Fields(tool, plan, currency=desk_at(session, site.clock()).currency), {})


@router.post("/contracts")
def add(
    request: Request,
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    said: Annotated[Fields, Depends(fields)],
) -> Response:
    """Record a contract."""
    try:
        terms = said.terms()
        site.store.transact(
            lambda writing: solutions.add(writing, said.tool, said.plan, terms, by=actor.person, at=site.clock())
        )
    except ByotError as error:
        where = (error.where or "").removeprefix("--")
        field = where if where in Fields.__dataclass_fields__ else "tool" if isinstance(error, UnknownTool) else "plan"
        return _page(request, session, site, said, {field: in_words(error)})
    return notices.tell(RedirectResponse("/contracts", 303), "saved")


@router.post("/contracts/{number}/end")
def end(actor: PlannerDep, site: SiteDep, number: int) -> Response:
    """Record that a contract ends today."""
    site.store.transact(lambda writing: solutions.end(writing, number, by=actor.person, at=site.clock()))
    return notices.tell(RedirectResponse("/contracts", 303), "saved")


@router.post("/rates")
def rate(
    request: Request,
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    currency: Text = "",
    usd: Text = "",
    source: Text = "",
) -> Response:
    """Record what a currency costs from today on."""
    try:
        price = _decimal("usd", usd)
        if price is None:
            raise BadUse("a rate is missing", mend="give what one unit costs in USD, like 1.08")
        site.store.transact(
            lambda writing: rates.record(writing, currency.strip(), price, by=actor.person, source=source or None)
        )
    except ByotError as error:
        return _page(request, session, site, Fields(), {"usd": in_words(error)})
    return notices.tell(RedirectResponse("/contracts", 303), "saved")


@router.get("/contracts.csv")
def sheet(session: SessionDep, actor: PlannerDep, site: SiteDep) -> Response:
    """Give the register."""
    rows = (
        {**row, "price": row["unit_price"]["amount"], "currency": row["unit_price"]["currency"],
         "cost_year": row["cost_year"]["amount"], "unused_cost_year": row["unused_cost_year"]["amount"]}
        for row in planned(site, session).register["contracts"]
    )  # fmt: skip
    return csv_file("contracts", COLUMNS, rows)


@router.get("/contracts.ics")
def days(session: SessionDep, actor: PlannerDep, site: SiteDep) -> Response:
    """Give the days of contracts for a calendar, with reminders."""
    body = calendar(planned(site, session).register, None, site.clock())
    headers = {"Content-Disposition": 'attachment; filename="contracts.ics"', "Cache-Control": "private, no-store"}
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


def _page(request: Request, session: Session, site: Site, said: Fields, problems: Mapping[str, str]) -> Response:
    register = planned(site, session).register
    return page(
        request,
        "contracts.html",
        status=422 if problems else 200,
        it=register,
        said=said,
        problems=problems,
        rates=rates.listed(session),
        ours=desk_at(session, site.clock()).currency,
        papers=_papers(session, site, register["contracts"]),
        drawn=drawing.seats(register["contracts"]),
    )


def _papers(session: Session, site: Site, rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """Give the documents on each contract's plan by the contract's number; those that ended too, as they are missed."""
    found = documents.of_tools(session, (row["tool"] for row in rows), site.clock())
    return {
        row["id"]: [one for one in found.get(row["tool"], ()) if one["plan"] in (None, row["plan"])] for row in rows
    }


def _whole(field: str, text: str) -> int | None:
    said = text.strip().replace(" ", "")
    if not said:
        return None
    if not said.isdecimal() or len(said) > 9:
        raise BadUse(f"{text[:20]!r} is no number", mend="write it like 120", where=f"--{field}")
    return int(said)


def _decimal(field: str, text: str) -> Decimal | None:
    return amount_of(text, f"--{field}") if text.strip() else None


def _day(field: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise BadUse(f"{text[:20]!r} is no day", mend="write it like 2027-01-31", where=f"--{field}") from None
