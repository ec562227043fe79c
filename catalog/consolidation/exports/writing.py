"""One export as bytes, from what is known at a moment."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from catalog.consolidation.contracts import of_market
from catalog.consolidation.exports.costs import COLUMNS, focus
from catalog.consolidation.exports.dates import calendar
from catalog.consolidation.exports.dora import archive
from catalog.consolidation.exports.prices import prices
from catalog.consolidation.exports.saasbom import saasbom
from catalog.consolidation.exports.workbook import workbook
from catalog.consolidation.market import Market
from catalog.errors import BadUse
from catalog.exporters import cell
from catalog.models.tool import Domain, Tool, Vendor

FORMATS = {
    "xlsx": "workbook",
    "ics": "days",
    "cdx.json": "list of services (SaaSBOM)",
    "focus.csv": "costs (FOCUS)",
    "dora.zip": "register of information (DORA)",
    "pricing.yaml": "prices (Pricing2Yaml)",
}


def format_of(name: str) -> str:
    """Give the format that a file's name ends in. Raises `BadUse` where it ends in none."""
    for ending in FORMATS:
        if name.lower().endswith(f".{ending}"):
            return ending
    known = ", ".join(f".{ending} ({what})" for ending, what in FORMATS.items())
    raise BadUse(f"{name[:60]!r} ends in no format", mend=f"let it end in one of: {known}", where="--to")


def write(session: Session, form: str, market: Market, plan: Mapping[str, Any]) -> bytes:
    """Give an export, by the end of a file's name, as bytes; `plan` is the scenario's document."""
    if form == "cdx.json":
        return services(session, market)
    if form == "focus.csv":
        return sheet(focus(of_market(market), vendors(session), market.moment.as_of.date()))
    if form == "dora.zip":
        return archive(of_market(market), plan, vendors(session), market.moment.as_of.date())
    if form == "pricing.yaml":
        return prices(plan)
    if form == "ics":
        return calendar(of_market(market), plan, market.moment.known_at)
    return workbook(plan, of_market(market))


def services(session: Session, market: Market) -> bytes:
    """Give what is in use as a CycloneDX list of services."""
    names = {number: name for number, name in session.exec(select(Tool.id, Vendor.name).join(Vendor)).all() if number}
    hosts: dict[int, list[str]] = defaultdict(list)
    there = select(Domain.tool_id, Domain.host).where(Domain.kind == "web", col(Domain.retracted_at).is_(None))
    for number, host in session.exec(there):
        hosts[number].append(host)
    return saasbom(market, names, hosts).encode()


def vendors(session: Session) -> dict[str, str]:
    """Give each tool's vendor, by the tool's slug."""
    return dict(session.exec(select(Tool.slug, Vendor.name).join(Vendor)).all())


def sheet(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Give rows of costs as CSV in UTF-8; no cell of it is a formula."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode()
